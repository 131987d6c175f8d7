"""The page as a pad in somebody else's: it tells the element around it what is drawn and read, and does what that says.

Nothing is kept, and nothing is brought back: the same visitor meets pads on many pages.
"""
from asyncio import create_task

from app.core.errors import InklingError
from app.core.ink import check_strokes
from app.ui import offline
from app.ui.embedded.line import Line
from app.ui.embedded.other_network import OtherNetwork
from app.ui.embedded.shared_worker import SharedWorker
from app.ui.foreign import check_points

THEMES, MODES = ("auto", "light", "dark"), ("digit", "number")  # the first by default
# What of an answer is for others, by what was read.
TOLD = {"digit": ("digit", "probabilities", "sure", "source", "network"),
        "number": ("text", "value", "exact", "sure", "probability", "crossed", "lines", "parts")}


class Embedded:
    """page: the Page, wired and open."""

    def __init__(self, page):
        self.page, self.window, self.document = page, page.window, page.document
        self.root, self.find = page.document.documentElement, page.find
        self.pad, self.pythons, self.modes = page.pad, page.pythons, page.modes
        self.client = page.pythons.client
        self.line = Line(page.window, on_open=self.opened, on_set=self.set, on_ask=lambda number: create_task(self.read(number)))
        self.worker = SharedWorker(page.window, pythons=page.pythons, place=page.document.querySelector(".place"), pad=page.pad)
        self.network = OtherNetwork(page.window, self.client, on_here=page.digits.answering, on_error=self.line.error)
        self.ready = self.kept = False
        self.drawn = 0  # how often the drawing has changed
        self.told = None  # what the element was told of last

    def open(self):
        page, pythons, window = self.page, self.pythons, self.window
        self.root.setAttribute("data-embedded", "")
        page.bar.observer.disconnect()  # the pad has no other place here
        page.bar.home, self.pad.on_small = True, None
        page.bar.settle()
        for name, handler in (("on_instant", self.awake), ("on_ready", self.full), ("on_failure", self.failed)):
            setattr(pythons, name, both(getattr(pythons, name), handler))
        self.pad.on_change = both(self.pad.on_change, self.changed)
        self.modes.equip(on_read=self.answered)
        query = window.URLSearchParams.new(window.location.search)
        self.set({name: query.get(name) or "" for name in ("theme", "mode", "network", "label")})
        window.ResizeObserver.new(lambda *_: self.measure()).observe(self.find("everything"))
        if pythons.weights:
            self.awake()
        self.line.open()

    # Who reads

    def awake(self):
        """Somebody can read."""
        if not self.ready:
            self.ready = True
            self.line.event("ready", {})

    def full(self):
        self.awake()
        if not self.kept:  # not sooner, and once: what is kept for offline use is fetched then
            self.kept = True
            offline.install(self.window, on_update=lambda apply: None)
        create_task(self.network.bring())

    def failed(self, who, message):
        if message:
            self.line.error(message.rstrip("."))
        if who == "full":
            self.worker.give_up()

    def take_for_others(self):
        """Have the worker if what is on the pad is read by it alone: the page around it wants it read, though nobody draws."""
        if self.modes.name == "number" or self.network.wanted:
            self.worker.want()

    # What is drawn, and read

    def changed(self, finished, stamp):
        if finished:
            self.drawn += 1
            self.line.send({"drawn": self.pad.strokes})

    def answered(self, result):
        """An answer to all that is on the pad. What says the same again need not be told, nor what the shipped network makes of it
        while another is on its way."""
        mode = self.modes.name
        if mode == "digit" and not self.network.here and "full" in self.pythons.hopes:
            return
        told = {name: result[name] for name in TOLD[mode] if name in result}
        same = (self.drawn, mode, result.get("digit"), result.get("text"), result["sure"], result.get("network"))
        if same != self.told:
            self.told = same
            self.line.event("read", told)

    async def read(self, number):
        """Send the answer to what is on the pad under this number, None where nothing is."""
        try:
            self.line.send({"answer": number, "result": await self.answer()})
        except InklingError as error:
            self.line.send({"answer": number, "error": str(error)})

    async def answer(self):
        pad, page, mode = self.pad, self.page, self.modes.name
        if pad.blank:
            return None
        if mode == "digit":
            await self.network.bring()
        self.take_for_others()
        able = page.digits.waiting.able
        if mode == "number":
            await able(full="numbers")
            result = await page.number_reader.read(pad.strokes, getattr(page.desk.reads, "choices", {}))
        else:
            await able(full="other networks" if self.network.wanted else "")
            if self.network.wanted:
                await self.network.bring()
            result = await page.digits.reader.read(pad.strokes)
        return {name: result[name] for name in TOLD[mode] if name in result}

    # What the element says

    def opened(self, settings):
        """There is an element; what was drawn before it came stays, unless it has a drawing."""
        if not settings.get("strokes"):
            settings.pop("strokes", None)
        self.root.setAttribute("data-hosted", "")
        self.measure()
        self.set(settings)
        self.changed(not self.pad.blank, 0)
        if self.ready:
            self.line.event("ready", {})
        self.page.desk.reads.repeat()

    def measure(self):
        """Tell how high the pad with its reading is, in CSS pixels."""
        self.line.send({"height": self.find("everything").getBoundingClientRect().height})

    def set(self, settings):
        """In this order, because strokes belong to a mode."""
        if "theme" in settings:
            self.root.setAttribute("data-theme", known(settings["theme"], THEMES))
            self.page.recoloured(None)
        if "mode" in settings:
            self.set_mode(known(settings["mode"], MODES))
        if settings.get("label"):
            self.document.querySelector(".drawing").setAttribute("aria-label", settings["label"])
        if "network" in settings:
            self.set_network(settings["network"])
        if "disabled" in settings:
            self.find("everything").toggleAttribute("inert", settings["disabled"])
        if "strokes" in settings:
            self.set_strokes(settings["strokes"])

    def set_mode(self, mode):
        if mode != self.modes.name:
            self.modes.turn(mode)
            self.changed(True, 0)  # there is a sheet for each

    def set_network(self, name):
        if name != self.network.wanted:
            self.network.wanted = name
            create_task(self.network.bring())

    def set_strokes(self, strokes):
        if not strokes:
            self.page.desk.clear()
            return
        try:
            check_strokes(strokes)
            check_points(strokes)
        except InklingError as error:
            self.line.error(error)
            return
        strokes = [stroke for stroke in strokes if stroke]
        if strokes != self.pad.strokes:
            self.pad.load(strokes)
            self.take_for_others()


def known(value, values):
    return value if value in values else values[0]


def both(first, second):
    """A function that calls one after the other."""
    def call(*arguments):
        first(*arguments)
        second(*arguments)
    return call

"""The page, wired: finds the elements, hands them to the parts, and passes what one part says on to the next."""
from asyncio import create_task, get_event_loop, sleep

from app.core import parts
from app.core.errors import InklingError, WeightsError
from app.ui import api, offline, weights_file
from app.ui.answer import Answer
from app.ui.bar import Bar
from app.ui.browser import announce, focused, hand_on_focus, js_object, measure, say, sentence, show
from app.ui.drops import Drops
from app.ui.examples import Examples
from app.ui.key_pen import KeyPen
from app.ui.notice import Notice
from app.ui.reader import Reader
from app.ui.shortcuts import Shortcuts, step
from app.ui.storage import NETWORK, Storage
from app.ui.tap_by_tap import TapByTap
from app.ui.views import arrive
from app.ui.worker_client import WorkerClient

# What is said of ink that has no answer yet.
READING = "Reading\u2026"
LATER = "This is read as soon as Python is here\u2026"
NEVER = "This cannot be read, because no network could be loaded."


class Page:
    """pad: the Pad, which can be drawn on already."""

    def __init__(self, document, window, workers, pad):
        self.document, self.window, self.pad = document, window, pad
        find = self.find = document.getElementById
        self.root = document.documentElement
        self.hopes = ["instant", "full"]  # who may yet answer
        self.views = None  # what follows the drawing, once it is here
        self.begun = False  # whether the page knows of ink on the pad
        self.answer = Answer({
            "page": self.root, "answer": find("answer"), "small": document.querySelector("#bar .digit"),
            "sentence": find("sentence"), "spoken": find("spoken"), "picture": find("picture"),
            "meters": [find(f"p{digit}") for digit in range(10)],
            "percents": [find(f"v{digit}") for digit in range(10)],
        }, window=window)
        self.notice = Notice(find, fallback=pad.canvas)
        self.storage = Storage(window)
        self.shortcuts = Shortcuts(document, find("keys"), self.storage)
        self.bar = Bar(window, page=self.root, place=document.querySelector(".place"), busy=lambda: pad.alive,
                       on_change=lambda: hand_on_focus(focused(find("bar")), pad.canvas))
        self.client = WorkerClient(window, workers, on_progress=self.progressed, on_ready=self.ready, on_lost=self.lost,
                                   on_failure=lambda message: self.failed("full", message))
        self.reader = Reader(self.client, on_answer=self.answered, on_error=self.unread)

    def open(self):
        """Begin: listen, bring back the last drawing, and get those who answer."""
        window, pad = self.window, self.pad
        get_event_loop().set_exception_handler(self.broke)
        pad.on_change, pad.on_small = self.changed, self.bar.grow
        self.answer.blank()
        api.install(window, self.reader, self.able)
        self.client.start()
        less_motion = window.matchMedia("(prefers-reduced-motion: reduce)")
        Examples(self.document.querySelector(".examples"), any=self.find("show-one"), pad=pad, still=lambda: less_motion.matches)
        pens = {"pad": pad, "mark": self.find("pen"), "said": self.find("pen-said")}
        KeyPen(self.find("pad"), **pens)
        TapByTap(self.find("pad"), toggle=self.find("tap-by-tap"), lift=self.find("lift"), **pens)
        Drops(self.document, notify=self.notice.tell)
        for name, act in (("undo", pad.undo), ("clear", self.clear), ("bar-undo", pad.undo), ("bar-clear", self.clear)):
            self.find(name).addEventListener("click", self.clicked(act))
        self.document.addEventListener("keydown", self.pressed)
        self.find("picture").addEventListener("contextrestored", lambda event: self.answer.repaint())
        window.ResizeObserver.new(lambda *_: pad.redraw()).observe(self.find("pad"))
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", self.recoloured)
        self.watch_density()
        create_task(self.restore())
        create_task(self.start_instant())

    def clicked(self, act):
        return lambda event: act()

    # The drawing

    def changed(self, finished, stamp):
        """The drawing changed: read it, show an empty page if nothing is left, keep it when a stroke is done."""
        pad = self.pad
        if finished or not self.begun:  # a point more changes nothing of this
            self.begun = not pad.blank
            for name in ("undo", "bar-undo"):
                self.find(name).disabled = not pad.past
            self.clearable(not pad.blank)
            if pad.blank:
                self.forget()
            else:
                self.root.setAttribute("data-begun", "")
                if self.views:
                    self.views.leave_guest()
        if not pad.blank:
            self.reader.request(pad.strokes, stamp)
            self.await_answer()
        if finished:
            self.bar.settle()
            self.storage.save(pad.strokes)
            hand_on_focus(focused(self.document.querySelector(".drawing")), pad.canvas)

    def clearable(self, able):
        """Whether something is on the pad."""
        self.find("hint").hidden = able
        for name in ("clear", "bar-clear"):
            self.find(name).disabled = not able

    def forget(self):
        """Nothing is on the pad."""
        self.reader.forget()
        self.answer.blank()
        if self.views:
            self.views.clear()

    def clear(self):
        """Empty the pad, be it of a drawing or of a picture that takes its place."""
        if self.pad.blank:
            self.changed(True, self.window.performance.now())
        else:
            self.pad.clear()

    def read_picture(self, pixels):
        """Read a picture in place of the drawing, which undo brings back."""
        self.pad.clear()
        self.root.setAttribute("data-begun", "")
        self.clearable(True)
        self.reader.request({"pixels": pixels}, self.window.performance.now())
        self.await_answer()

    async def restore(self):
        """Show the last drawing again, unless somebody has begun to draw meanwhile."""
        await self.storage.open()
        self.shortcuts.open()
        if self.storage.get(NETWORK) is not None:
            self.root.setAttribute("data-network", "chosen")  # the room for saying which one reads, before it is needed
        kept = self.storage.load()
        if self.storage.trouble:
            self.notice.tell(self.storage.trouble)
        if self.pad.past:
            self.storage.save(self.pad.strokes)
        elif kept:
            self.pad.load(kept)

    def put_back(self, strokes):
        """A drawing that was deleted, unless another is on the pad by now."""
        if self.pad.blank:
            self.pad.load(strokes)

    # The answer

    def answered(self, result, stamp):
        several = len(parts.split(self.pad.strokes)) > 1
        result["sure"] = result["sure"] and not several
        self.answer.show(result, several=several)
        measure(self.window, "inkling-answer", stamp, result["source"])
        finished = not self.pad.drawing and self.reader.waiting is None  # and this is the answer to all of it
        if finished:
            self.answer.speak()
        if self.views:
            self.views.show(self.pad.strokes, result, stamp, finished=finished)

    def await_answer(self):
        """Say what becomes of ink that nobody has read yet."""
        if self.reader.last is not None:
            self.answer.wait(READING if self.reader.able else LATER if self.hopes else NEVER)

    def unread(self, message):
        self.answer.wait("It could not be read.")
        self.notice.tell(sentence(message))

    def repeat(self):
        self.reader.repeat(self.window.performance.now())
        self.await_answer()

    def answering(self, name):
        """Another network answers from now on; name: what the worker calls it."""
        self.reader.network = name
        self.repeat()

    async def able(self):
        """Return once somebody can answer; raise WeightsError if nobody ever will."""
        while not self.reader.able:
            if not self.hopes:
                raise WeightsError("no network could be loaded")
            await sleep(0.02)

    # The two Pythons

    async def start_instant(self):
        """Get the network for the page's own Python, so that it answers until the worker does."""
        try:
            self.reader.weights = await weights_file.load(self.window, self.find("network").href)
        except InklingError as error:
            self.failed("instant", f"{weights_file.refusal('The network', error)}.")
            return
        if self.state == "loading":
            self.state = "instant"
        self.window.performance.mark("inkling-instant")
        self.repeat()

    @property
    def state(self):
        return self.root.getAttribute("data-state")

    @state.setter
    def state(self, state):
        self.root.setAttribute("data-state", state)

    def progressed(self, fraction, text):
        self.find("boot").value = fraction
        say(self.find("boot-text"), text)

    def ready(self):
        """The worker is here, for the first time or again."""
        self.state = "ready"
        self.window.performance.mark("inkling-ready")
        self.progressed(1, "Running on this device only.")
        announce(self.document, "The full Python is ready.")
        if self.views:
            self.views.worker_is_back()
        self.settled()

    def lost(self):
        """The worker has died; it is being started again."""
        self.state = "instant" if self.reader.weights else "loading"
        self.reader.network = None
        if self.views:
            self.views.networks.changed()
        self.progressed(0, "The full Python stopped; starting it again\u2026")
        announce(self.document, "The full Python stopped and is being started again.")
        self.repeat()

    def failed(self, who, message):
        """One of the two Pythons will not answer; the page goes on with the other, if that one does."""
        first = len(self.hopes) == 2
        self.hopes.remove(who)
        self.state = "failed"
        self.progressed(0, "")
        show(self.find("boot"), False)
        self.await_answer()
        if first:  # a second failure is mostly the first one's echo: both read the same weights
            self.notice.tell(message)
        if who == "full":
            if self.views:
                self.views.tell_state()
            self.settled()

    def settled(self):
        """Starting is over, one way or the other."""
        self.repeat()
        if self.views is None:
            create_task(self.look_closer())
            offline.install(self.window, on_update=lambda apply: self.notice.tell("A new version is here.", "Use it now", apply))

    async def look_closer(self):
        """Get the views that show what is behind the answer."""
        self.views = await arrive.views(
            self.window, client=self.client, reader=self.reader, storage=self.storage, shortcuts=self.shortcuts,
            on_network=self.answering, on_picture=self.read_picture, on_done=self.pad.renew, on_clear=self.clear,
            on_put_back=self.put_back, on_error=lambda message: self.notice.tell(sentence(message)))
        if self.views is None:
            self.notice.tell(f"What is behind the answer cannot be shown: {arrive.VIEWS} is missing on this host, or damaged.")
        self.repeat()

    # Words, keys and screens

    def broke(self, loop, context):
        """A task ended in an error that nobody expected: say so, because what it was to do will never come."""
        error = context["exception"]
        name = type(error).__name__
        self.window.console.error(f"{name}: {error}", context["future"].coro)
        self.notice.tell(f"Something in the page has failed ({name}), and reloading it helps; your drawings stay.")

    def pressed(self, event):
        """Keyboard shortcuts; aria-keyshortcuts on the buttons says the same."""
        back = step(event)
        if back:
            getattr(self.pad, back)()
        elif self.shortcuts.alone(event) in ("Escape", "Delete", "Backspace"):
            self.clear()
        else:
            return
        event.preventDefault()

    def recoloured(self, event):
        self.pad.redraw()
        self.answer.repaint()

    def watch_density(self, *_):
        """Redraw when the page moves to a screen of another density, for which the canvas's own size does not change."""
        self.pad.redraw()
        query = self.window.matchMedia(f"(resolution: {self.window.devicePixelRatio}dppx)")
        query.addEventListener("change", self.watch_density, js_object(self.window, {"once": True}))

"""The page, wired: finds the elements, hands them to the parts, and passes what one part says on to the next."""
from asyncio import create_task, get_event_loop, sleep

from app.core import parts
from app.core.errors import InklingError
from app.ui import api, offline, weights_file
from app.ui.answer import Answer
from app.ui.bar import Bar
from app.ui.browser import announce, focused, hand_on_focus, js_object, measure, pad_of, say, sentence, show
from app.ui.examples import Examples
from app.ui.key_pen import KeyPen
from app.ui.notice import Notice
from app.ui.reader import Reader, is_picture
from app.ui.shortcuts import Shortcuts, step
from app.ui.storage import NETWORK, Storage
from app.ui.tap_by_tap import TapByTap
from app.ui.views import arrive
from app.ui.waiting import Waiting
from app.ui.worker_client import WorkerClient

# What is said of more than one digit.
ONE = "One digit at a time, please."
LARGEST = "One digit at a time, please: the largest was read; drag over another."


class Page:
    """pad: the Pad, which can be drawn on already."""

    def __init__(self, document, window, workers, pad):
        self.document, self.window, self.pad = document, window, pad
        find = self.find = document.getElementById
        self.root = document.documentElement
        self.photo = None  # what shows a picture on the pad, once it is here
        self.views = None  # what follows the drawing, likewise
        self.begun = False  # whether the page knows of ink on the pad
        self.answer = Answer({
            "page": self.root, "answer": find("answer"), "small": document.querySelector("#bar .digit"),
            "sentence": find("sentence"), "spoken": find("spoken"), "picture": find("picture"),
            "meters": [find(f"p{digit}") for digit in range(10)],
            "percents": [find(f"v{digit}") for digit in range(10)],
        }, window=window)
        self.notice = Notice(find)
        self.storage = Storage(window)
        self.shortcuts = Shortcuts(document, find("keys"), self.storage)
        self.bar = Bar(window, page=self.root, place=document.querySelector(".place"),
                       busy=lambda: pad.alive or (self.photo is not None and self.photo.held),
                       on_change=lambda: hand_on_focus(focused(find("bar")), *pad_of(document)))
        self.client = WorkerClient(window, workers, on_progress=self.progressed, on_ready=self.ready, on_lost=self.lost,
                                   on_failure=lambda message: self.failed("full", message))
        self.reader = Reader(self.client, on_answer=self.answered, on_error=self.unread)
        self.waiting = Waiting(self.reader)

    def open(self):
        """Begin: listen, bring back the last drawing, and get those who answer."""
        window, pad = self.window, self.pad
        get_event_loop().set_exception_handler(self.broke)
        pad.on_change, pad.on_small = self.changed, self.bar.grow
        self.answer.blank()
        api.install(window, self.reader, self.waiting.able)
        self.client.start()
        less_motion = window.matchMedia("(prefers-reduced-motion: reduce)")
        Examples(self.document.querySelector(".examples"), any=self.find("show-one"), pad=pad, still=lambda: less_motion.matches)
        pens = {"pad": pad, "mark": self.find("pen"), "said": self.find("pen-said")}
        KeyPen(self.find("pad"), **pens)
        TapByTap(self.find("pad"), toggle=self.find("tap-by-tap"), lift=self.find("lift"), **pens)
        for name, act in (("undo", pad.undo), ("clear", self.clear), ("bar-undo", pad.undo), ("bar-clear", self.clear)):
            self.find(name).addEventListener("click", self.clicked(act))
        self.document.addEventListener("keydown", self.pressed)
        self.find("picture").addEventListener("contextrestored", lambda event: self.answer.repaint())
        window.ResizeObserver.new(lambda *_: pad.redraw()).observe(self.find("pad"))
        window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", self.recoloured)
        self.watch_density()
        create_task(self.start_instant())
        create_task(self.begin_with_what_there_is())

    def clicked(self, act):
        return lambda event: act()

    # The drawing

    def changed(self, finished, stamp):
        """The drawing changed: read it, show an empty page if nothing is left, keep it when a stroke is done."""
        pad, drawing = self.pad, self.document.querySelector(".drawing")
        held = focused(drawing) if finished else None
        if finished or not self.begun:  # a point more changes nothing of this
            self.begun = not pad.blank
            for name in ("undo", "bar-undo"):
                self.find(name).disabled = not pad.past
            self.clearable(not pad.blank)
            another = pad.picture and not self.photo.has(pad.picture)
            if self.photo:
                self.photo.show(pad.picture)
            if pad.blank or another:
                self.forget()
            if not pad.blank:
                self.root.setAttribute("data-begun", "")
                if self.views:
                    self.views.leave_guest()
        if not pad.blank:
            self.reader.request(self.photo.request if pad.picture else pad.strokes, stamp)
            self.await_answer()
        if finished:
            self.bar.settle()
            if not pad.picture:  # which is kept nowhere unless it is asked for
                self.storage.save(pad.strokes)
            hand_on_focus(held, *pad_of(self.document))

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

    def read_pixels(self, pixels):
        """Read an image in place of the drawing, which undo brings back."""
        self.pad.clear()
        self.root.setAttribute("data-begun", "")
        self.clearable(True)
        self.reader.request({"pixels": pixels}, self.window.performance.now())
        self.await_answer()

    async def begin_with_what_there_is(self):
        """Bring back the last drawing, and lay on it what was dropped on the page, pasted or chosen so far."""
        await self.restore()
        window = self.window
        if not hasattr(window, "early"):  # app/build/start/early.js has not come
            window.early = js_object(window, {"files": [], "over": False})
        early = window.early
        while "instant" in self.waiting.hopes and not self.reader.weights and not early.files.length:
            await sleep(0.02)
        # Not sooner, because drawings are to be read first.
        from app.ui.photo import Photo, Picture
        from app.ui.pictures import Pictures
        find = self.find
        self.photo = Photo(window, find("photo"), canvas=self.pad.canvas, client=self.client, on_release=self.bar.settle)
        Pictures(window, early, chooser=find("choose-picture"), camera=find("take-picture"), button=find("use-picture"),
                 on_picture=lambda file: self.pad.put(Picture(file)), notify=self.notice.tell)

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
        if result.get("of") is not self.pad.picture:  # of what has left the pad meanwhile
            return
        found = result.get("picture")
        if found:
            several = LARGEST if found["several"] else ""
            self.photo.measured(found["size"], result["of"].turn)
            create_task(self.photo.shrink())
        else:
            several = ONE if len(parts.split(self.pad.strokes)) > 1 else ""
        result["sure"] = result["sure"] and not several
        self.answer.show(result, several=several)
        measure(self.window, "inkling-answer", stamp, result["source"])
        finished = not self.pad.drawing and self.reader.waiting is None  # and this is the answer to all of it
        if finished:
            self.answer.speak("Picture read: " if found else "")
        if self.views:
            self.views.show(found["strokes"] if found else self.pad.strokes, result, stamp, finished=finished)

    def await_answer(self):
        """Say what becomes of ink that nobody has read yet."""
        if self.reader.last is not None:
            self.answer.wait(self.waiting.words(self.reader.last))

    def unread(self, message, drawing):
        if is_picture(drawing):
            create_task(self.found_nothing(message, drawing["of"]))
            return
        self.answer.wait("It could not be read.")
        self.notice.tell(sentence(message))

    async def found_nothing(self, message, picture):
        """A picture stays, so that another part of it may be tried; what is none leaves the pad as it was."""
        if picture is not self.pad.picture:
            return
        if not await self.photo.shrink():
            self.pad.withdraw(lambda each: each.file is picture.file)
            self.notice.tell(f"{picture.file.name}: {message}.")
        elif picture is self.pad.picture:
            self.forget()
            self.answer.wait(sentence(message))
            self.answer.speak()

    def repeat(self):
        self.reader.repeat(self.window.performance.now())
        self.await_answer()

    def answering(self, name):
        """Another network answers from now on; name: what the worker calls it."""
        self.reader.network = name
        self.repeat()

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
        hopes = self.waiting.hopes
        first = len(hopes) == 2
        hopes.remove(who)
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
        while not self.photo:
            await sleep(0.02)
        self.views = await arrive.views(
            self.window, client=self.client, reader=self.reader, pad=self.pad, photo=self.photo, storage=self.storage,
            shortcuts=self.shortcuts, on_network=self.answering, on_pixels=self.read_pixels, on_done=self.pad.renew,
            on_clear=self.clear, on_put_back=self.put_back, on_error=lambda message: self.notice.tell(sentence(message)))
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

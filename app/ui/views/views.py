"""The views as a whole: which are open, and that each open one follows the newest drawing.

All open views are served together, always with the newest drawing: one quick question to the worker at a time, and then
the pen and the answer have their turn. So however much is open, neither is kept waiting for long.
"""
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.ui import lent
from app.ui.browser import js_object, measure, move_focus
from app.ui.networks import Networks
from app.ui.replies import WorkerLost
from app.ui.views.by_hand import ByHand
from app.ui.views.check.view import Check
from app.ui.views.compare.view import Compare
from app.ui.views.data.view import Data
from app.ui.views.facts import Facts
from app.ui.views.guest import Guest
from app.ui.views.inside.view import Inside
from app.ui.views.pixels.view import Pixels
from app.ui.views.read_by import ReadBy
from app.ui.views.scrollers import Scrollers
from app.ui.views.teach.view import Teach
from app.ui.views.why.view import Why
from app.ui.weights_file import refusal
from app.ui.words import told as translated
from app.ui.words import word

FRAME = 0.016  # seconds


class Views:
    """client: the WorkerClient; reader: the Reader; pad, photo: the Pad, and the Photo that may lie on it; storage: what the page
    keeps beside drawings and networks; shortcuts: which keys are meant for the page. on_network(name): another network is to
    answer from now on. on_pixels(values): read these instead of a drawing. on_done(strokes): this drawing is kept, or [] if it is
    not. on_clear(): empty the pad. on_empty(), on_put_back(key, strokes): as for Data. on_error(message): tell the visitor.
    """

    def __init__(self, window, *, client, reader, pad, photo, storage, shortcuts, on_network, on_pixels, on_done, on_clear,
                 on_empty, on_put_back, on_error):
        self.window, self.client, self.reader = window, client, reader
        self.on_network, self.on_error = on_network, on_error
        self.drawing = None
        self.borrowed = None  # the network that a lesson lends, while it answers
        find = window.document.getElementById
        self.root = find("views")
        self.networks = Networks(window, client, storage)
        self.read_by = ReadBy(window.document.documentElement, find("read-by"), networks=self.networks, reader=reader)
        self.facts = Facts(find("fact"))
        self.guest = Guest(find("guest"), on_arrive=on_pixels)
        self.by_hand = ByHand(find, pad=pad, photo=photo, on_leave=on_clear)
        self.check = Check(window, find("check"), client=client, networks=self.networks, on_lend=self.lend)
        self.compare = Compare(find("compare"), networks=self.networks)
        self.teach = Teach(window, find("teach"), client=client, networks=self.networks, reader=reader, storage=storage,
                           shortcuts=shortcuts, on_done=on_done, on_clear=on_clear)
        self.data = Data(window, find("data"), teach=self.teach, storage=storage, on_clear=on_empty, on_put_back=on_put_back)
        self.views = [Why(find("why")), Inside(find("inside")), Pixels(window, find("pixels"), client=client), self.compare,
                      self.check, self.teach, self.data]
        self.roots = [find(view.name) for view in self.views]
        self.shown = [None] * len(self.views)  # the drawing each view shows
        self.working = False
        self.scrollers = Scrollers(window, self.root)
        for at, view in enumerate(self.views):
            view.on_choice = self.again(at)
            view.clear()
            self.roots[at].addEventListener("toggle", self.toggled)
        self.networks.on_change.append(self.networks_changed)
        self.tell_state()
        window.addEventListener("hashchange", lambda event: self.follow_hash(focus=True))
        self.follow_hash()
        create_task(self.open())

    async def open(self):
        """Get the list of networks, and what earlier visits kept."""
        try:
            await self.networks.open()
        except InklingError as error:
            self.on_error(str(error))
        self.complain(await self.networks.recall())
        await self.teach.open()
        self.complain(await self.borrow())
        self.read_by.settle()

    async def borrow(self):
        """Let answer what a lesson has lent. Returns a sentence, but for its full stop, if that cannot be, else None."""
        text = await lent.lent(self.window)
        if text is None or not self.client.able:
            return None
        try:
            self.borrowed = await self.networks.add(text)
        except InklingError as error:
            await lent.give_back(self.window)
            return refusal(word("views.of_lesson"), error)
        self.networks.answering = self.borrowed  # not by `choose`, for the next visit begins as it would have
        self.networks.changed()
        return None

    def complain(self, problem):
        if problem:
            self.on_error(problem)

    def networks_changed(self):
        """Whoever answers now answers the drawing at hand, too."""
        now = self.networks.at_pad
        name = now.name if now and now is not self.networks.default else None
        if name != self.reader.network:
            self.on_network(name)
        if self.borrowed and self.networks.answering is not self.borrowed:
            self.borrowed = None
            create_task(lent.give_back(self.window))

    def worker_is_back(self):
        """The worker had died, and another one is here: it knows nothing of the networks that this page has chosen."""
        self.tell_state()
        create_task(self.restore())

    async def restore(self):
        self.complain(await self.networks.restore())

    def tell_state(self):
        """Whether the worker is here, or the views are on their own and only some of them work."""
        self.root.setAttribute("data-state", "ready" if self.client.able else "alone")
        self.networks.changed()

    # Following the drawing

    def show(self, strokes, result, stamp, *, finished):
        """There is a new answer. strokes: of the drawing, or those found in a picture, [] for a test image; stamp: the time of
        its last point."""
        self.drawing = {"strokes": strokes, "pixels": result["pixels"], "digit": result["digit"], "sure": result["sure"],
                        "stamp": stamp, "finished": finished, "network": self.reader.network, "shift": result.get("shift"),
                        "id": result.get("drawing"), "generation": self.client.generation, "picture": result.get("picture")}
        if finished:
            self.teach.drawn(self.drawing)
        self.read_by.show(result)
        self.root.setAttribute("data-blank", "false")
        if self.guest.label is not None:
            self.facts.say(word("views.test_image", digit=self.guest.kind))
        elif self.drawing["picture"]:
            self.by_hand.found(self.drawing["picture"])
            self.facts.say(word("views.wrong_part"))
        elif finished:
            self.facts.show(result["digit"], result["sure"])
        self.serve()

    def clear(self):
        """The pad is empty."""
        self.drawing = None
        self.teach.drawn(None)
        self.guest.leave()
        self.facts.clear()
        self.root.setAttribute("data-blank", "true")
        for at, view in enumerate(self.views):
            self.shown[at] = None
            view.clear()

    def leave_guest(self):
        """Something was drawn: a picture on the pad has to go."""
        self.guest.leave()

    def again(self, at):
        """A function that has this view shown anew, as after a choice of the visitor's."""
        def show():
            self.shown[at] = None
            self.serve()
        return show

    def due(self):
        """The numbers of the open views that show something other than the newest drawing."""
        return [at for at in range(len(self.views)) if self.drawing is not None and self.roots[at].open
                and self.shown[at] is not self.drawing and (self.client.able or self.views[at].alone)]

    def serve(self):
        if not self.working and self.due():
            self.working = True
            create_task(self.work())

    async def work(self):
        now = self.window.performance.now
        try:
            due = self.due()
            while due:
                started, drawing = now(), self.drawing
                wanted = [self.views[at].calls(drawing) for at in due]
                for at in due:  # before asking: what is chosen meanwhile makes its view due again
                    self.shown[at] = drawing
                told = await self.ask(drawing, wanted)
                if self.drawing is not None and told is not None:  # not cleared while the worker was thinking, nor has that died
                    for at, calls in zip(due, wanted):
                        self.tell(self.views[at], drawing, calls, told)
                    measure(self.window, "inkling-views", drawing["stamp"])
                # On a slow device, half of the time is for the pen and the answer.
                took = (now() - started) / 1000
                await sleep(took if took > FRAME else 0.001)
                due = self.due()
        finally:
            self.working = False

    async def ask(self, drawing, wanted):
        """What all these views want to know of the drawing, in one message to the worker and one back."""
        calls = {}
        for each in wanted:
            calls.update(each)
        if not calls:
            return {}
        try:
            return await self.client.ask_about(drawing, "together", {"network": drawing["network"], "calls": calls}, quick=True)
        except WorkerLost:
            return None  # the head of the page says so, and the next answer is shown in all views
        except InklingError as error:
            return {name: {"error": {"message": str(error)}} for name in calls}

    def tell(self, view, drawing, calls, told):
        """Show the drawing in one view; what the worker refused is said, in its words."""
        for name in calls:
            if "error" in told[name]:
                if drawing is self.drawing:
                    self.on_error(translated(told[name]["error"]["message"]))
                return
        view.show(drawing, told)

    # What the visitor chooses

    def toggled(self, event):
        """A view was opened or closed: an address leads to the one opened last."""
        root = event.target
        place = self.window.location.hash
        if root.open and place != f"#{root.id}" and not place.startswith("#ink"):  # a drawing's own address stays
            self.window.history.replaceState(None, "", f"#{root.id}")
        if not root.open and root.contains(self.window.document.activeElement):
            move_focus(root.querySelector("summary"))
        self.serve()

    def follow_hash(self, focus=False):
        """Open and show the view that the address names. focus: whether to go there with the keyboard's focus, too."""
        for root in self.roots:
            if self.window.location.hash == f"#{root.id}":
                root.open = True
                root.scrollIntoView(js_object(self.window, {"block": "start"}))
                if focus:
                    move_focus(root.querySelector("summary"))

    def show_named(self, name):
        """Open the view of this name, if there is one, without leaving the pad."""
        for root in self.roots:
            if root.id == name:
                root.open = True

    def lend(self, encoded, label):
        self.guest.show(encoded, label)
        self.window.scrollTo(0, 0)
        move_focus(self.window.document.getElementById("pad"))

"""A drawing that came with a link: opened, replayed, and said to be somebody's for as long as nobody has changed it.

The visitor's own stays what is kept, and is one step of undo away.
"""
from asyncio import create_task

from app.core.errors import LinkError
from app.core.link import decode, is_link
from app.ui.browser import announce, focused, hand_on_focus, pad_of, say, sentence, show
from app.ui.links.replay import Replay
from app.ui.storage import MODE
from app.ui.words import told, word


class Sent:
    """root: the element that says whose drawing it is, with a button for the way back; still(): whether less motion is asked for;
    on_view(name): a link names this view."""

    def __init__(self, window, root, *, pad, desk, modes, notify, on_view, still):
        self.window, self.root, self.document = window, root, window.document
        self.pad, self.desk, self.modes = pad, desk, modes
        self.notify, self.on_view, self.still = notify, on_view, still
        self.strokes = self.sheet = self.replay = None
        self.before = ""  # what was read before the link came
        self.button = root.querySelector("button")
        self.button.addEventListener("click", lambda event: self.go_back())
        # Before anybody else hears of it: whoever does anything meanwhile wants the drawing to be there.
        self.document.addEventListener("pointerdown", self.touched, True)
        self.document.addEventListener("keydown", self.pressed, True)
        desk.sent = self

    def open(self, first=False):
        """Open the drawing that the address holds. first: the visit begins with it."""
        fragment = str(self.window.location.hash)
        if not is_link(fragment):
            return
        kept = "number" if self.desk.storage.get(MODE) == "number" else "digit"
        self.before = kept if first else self.modes.name
        try:
            link = decode(fragment)
        except LinkError as error:
            self.forget_address()
            self.modes.turn_if_other(self.before)
            self.notify(word("sent.broken", what=sentence(told(str(error)))))
            return
        self.stop()
        self.modes.turn_if_other(link.mode)
        if self.window.location.hash != fragment:  # numbers have no view of their own, which would be named there
            self.window.history.replaceState(None, "", fragment)
        create_task(self.show(link))
        self.on_view(link.view)

    async def show(self, link):
        pad = self.pad
        if pad.drawing:
            pad.finish(self.window.performance.now())
        own = not pad.blank
        self.strokes, self.sheet = link.strokes, pad.sheet
        pad.tempo.take(link.strokes, link.times)
        replay = self.replay = Replay(self.window, pad, link.strokes, link.times)
        say(self.button, word("sent.back") if own else word("sent.own"))
        announce(self.document, word("sent.told"))
        if self.still():
            pad.load([])
            replay.finish()
        else:
            await replay.run()
            replay.over = True  # also where somebody else has taken over
        if self.replay is replay:
            self.replay = None

    def lies_there(self) -> bool:
        """Whether just this drawing is on the pad, whole or while it is being drawn; looked at anew, and said, at every change."""
        playing = self.replay is not None and not self.replay.over
        here = self.strokes is not None and self.pad.sheet is self.sheet and (playing or self.pad.strokes == self.strokes)
        held = focused(self.root)
        show(self.root, here)
        self.root.setAttribute("aria-busy", "true" if playing else "false")
        hand_on_focus(held, *pad_of(self.document))
        if self.strokes is not None and not here and is_link(str(self.window.location.hash)):
            self.forget_address()
        return here

    def forget_address(self):
        location = self.window.location
        self.window.history.replaceState(None, "", location.pathname + location.search)

    # Who is there

    def stop(self):
        """All of what is being drawn is there at once."""
        if self.replay:
            replay, self.replay = self.replay, None
            replay.finish()

    def touched(self, event):
        if self.replay and not self.replay.over:
            self.stop()
            if event.target.isSameNode(self.pad.canvas):  # a tap that says so is no dot
                event.preventDefault()
                event.stopPropagation()

    def pressed(self, event):
        if event.key not in ("Shift", "Control", "Alt", "Meta", "Tab"):
            self.stop()

    def go_back(self):
        """What was on the pad before, and what was read."""
        self.stop()
        if self.lies_there():
            self.pad.undo()
        self.modes.turn_if_other(self.before)

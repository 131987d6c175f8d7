"""A Pad whose canvas, window and pointers are no browser's."""
import json
from types import SimpleNamespace
from unittest.mock import MagicMock

from app.ui.pad import Pad


class Canvas(MagicMock):
    """At (100, 50) in the window, and seen as `seen` of a place on the page: turned, stretched, scrolled."""

    clientWidth = 500
    captured = None

    def hasPointerCapture(self, pointer):
        return pointer == self.captured

    def seen(self, x, y):
        return x, y

    def corner(self):
        """An element without extent that is put beside the canvas, in a corner that its class tells."""
        element = SimpleNamespace(className="")

        def box():
            at = (100 + self.clientWidth * ("right" in element.className), 50 + self.clientWidth * ("bottom" in element.className))
            left, top = self.seen(*at)
            return SimpleNamespace(left=left, top=top)
        element.getBoundingClientRect = box
        return element


class Promised:
    """A promise of a pointer's id: what it is for fails or is done when the browser gets its turn, which here is at once."""

    def __init__(self, canvas):
        self.canvas = canvas

    def resolve(self, pointer):
        self.pointer = pointer
        return self

    def then(self, _):
        if self.pointer not in self.canvas.gone:
            self.canvas.captured = self.pointer
        return self

    def catch(self, handler):
        handler("NotFoundError")


def fake_pad():
    """500 CSS pixels wide, on a screen of density 2; on_change is a mock."""
    canvas = Canvas()
    canvas.gone = set()  # the pointers that cannot be captured
    listening = canvas.listening = {}
    canvas.addEventListener = lambda name, handler: listening.setdefault(name, []).append(handler)
    window = SimpleNamespace(devicePixelRatio=2, performance=SimpleNamespace(now=lambda: 0.0), Promise=Promised(canvas),
                             JSON=SimpleNamespace(parse=json.loads),
                             getComputedStyle=lambda element: SimpleNamespace(color="black", textDecorationColor="pale"),
                             document=SimpleNamespace(createElement=lambda name: canvas.corner()))
    pad = Pad(canvas, window=window, on_change=MagicMock())
    pad.redraw()
    return pad


class Gathered(list):
    """What the browser hands out for Python lists: something with a length."""

    @property
    def length(self):
        return len(self)


def event(x, y, *, pointer=1, button=0, gathered=(), kind="mouse", buttons=1, primary=True, time=7.0, broad=1):
    return SimpleNamespace(clientX=x, clientY=y, pointerId=pointer, button=button, timeStamp=time, preventDefault=lambda: None,
                           getCoalescedEvents=lambda: Gathered(gathered), pointerType=kind, buttons=buttons, isPrimary=primary,
                           width=broad, height=broad)


def finger(x, y, *, pointer=1, **options):
    return event(x, y, pointer=pointer, **{"kind": "touch", "primary": pointer == 1, **options})


def pen(x, y, **options):
    return event(x, y, **{"pointer": 9, "kind": "pen", **options})


def draw(pad, *places):
    pad.begin(event(*places[0]))
    for place in places[1:]:
        pad.extend(event(*place))
    pad.end(event(*places[-1]))

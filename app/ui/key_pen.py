"""Drawing by keys: the arrows move a pen over the pad, Space puts it down and lifts it, Escape takes its line back."""
from app.ui.browser import js_object, say
from app.ui.paper import UNITS
from app.ui.pen import Pen
from app.ui.words import word

STEP, FAR = 25, 100  # pad units for a key, and with Shift
# The keys at an arrow block's corners, which a numeric pad has around its arrows, go aslant.
WAYS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1),
        "Home": (-1, -1), "PageUp": (1, -1), "End": (-1, 1), "PageDown": (1, 1)}


class KeyPen:
    """canvas: the pad's, which takes the focus; mark: shows where the pen is; said: the words for what it does."""

    def __init__(self, canvas, *, pad, mark, said):
        self.canvas, self.pad, self.mark, self.said = canvas, pad, mark, said
        self.pen = Pen(pad)
        self.x = self.y = UNITS / 2
        for name, handler in (("keydown", self.pressed), ("focus", self.show), ("blur", self.left), ("pointerdown", self.touched)):
            canvas.addEventListener(name, handler)

    def pressed(self, event):
        if event.ctrlKey or event.metaKey or event.altKey or self.pad.alive:
            return
        key = event.key
        if key in WAYS:
            self.move(WAYS[key], FAR if event.shiftKey else STEP)
        elif key == " ":
            if not event.repeat:
                self.toggle()
        elif key == "Escape" and self.pen.down:
            self.pen.take_back()
            say(self.said, word("pad.taken_back"))
            event.stopPropagation()  # for the page it means to clear the pad
        else:
            return
        event.preventDefault()
        self.canvas.removeAttribute("data-hand")
        self.show()

    def move(self, way, step):
        self.x = min(max(self.x + way[0] * step, 0), self.pad.sheet.across)
        self.y = min(max(self.y + way[1] * step, 0), UNITS)
        if self.pen.down:
            self.pen.line_to(self.x, self.y)

    def toggle(self):
        if self.pad.small:
            self.pad.on_small()
        if self.pen.down:
            self.pen.lift()
            say(self.said, word("pad.pen_up"))
        else:
            self.pen.put_down(self.x, self.y)
            say(self.said, word("pad.pen_down", across=share(self.x, self.pad.sheet.across), down=share(self.y)))

    def show(self, event=None):
        across = self.pad.sheet.across
        self.x = min(self.x, across)  # the sheet may be another one
        point_out(self.mark, self.x, self.y, self.pen.down, across)

    def left(self, event):
        """The focus is elsewhere: the line that was being drawn is done."""
        self.pen.lift()
        say(self.said, "")
        self.canvas.removeAttribute("data-hand")
        self.show()

    def touched(self, event):
        """Drawing by hand brings the focus here, too, so that what keys do for the pad, they do after it."""
        self.canvas.setAttribute("data-hand", "")
        self.canvas.focus(js_object(self.pad.window, {"preventScroll": True}))


def point_out(mark, x, y, down, across):
    """Show where the pen is on a sheet so wide: a cross, filled while the pen is down."""
    mark.style.left, mark.style.top = share(x, across), share(y)
    mark.setAttribute("data-down", "true" if down else "false")


def share(units, whole=UNITS) -> str:
    return f"{100 * units / whole:.3g}%"

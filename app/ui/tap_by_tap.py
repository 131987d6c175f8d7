"""Drawing tap by tap, for whoever cannot drag: each tap on the pad draws a straight line from the one before.

A tap is a click, which a mouse, a finger, a switch that scans the screen and a voice all make, and which is nothing before
the finger is lifted, so that it may still slide to where it should be.
"""
from app.ui.browser import say, show
from app.ui.key_pen import point_out
from app.ui.pen import Pen
from app.ui.words import word

SAME = 50  # pad units: a tap so near to the last point means that point


class TapByTap:
    """toggle, lift: the buttons; mark: shows where the pen is; said: the words for what to do next."""

    def __init__(self, canvas, *, pad, toggle, lift, mark, said):
        self.pad, self.toggle, self.lifter, self.mark, self.said = pad, toggle, lift, mark, said
        self.pen = Pen(pad)
        toggle.addEventListener("click", self.toggled)
        lift.addEventListener("click", self.lift)
        canvas.addEventListener("click", self.tapped)

    def toggled(self, event):
        self.pen.lift()
        self.pad.idle = not self.pad.idle
        self.toggle.setAttribute("aria-pressed", "true" if self.pad.idle else "false")
        show(self.lifter, self.pad.idle)
        self.tell()

    def tapped(self, event):
        pad = self.pad
        if not pad.idle or pad.palm.rests(event):
            return
        if pad.small:
            pad.on_small()
            return
        x, y = pad.paper.place(event)
        if not self.pen.down:
            self.pen.put_down(x, y)
        else:
            last_x, last_y = self.pen.stroke[-1]
            if abs(x - last_x) < SAME and abs(y - last_y) < SAME:
                self.pen.lift()
            else:
                self.pen.line_to(x, y)
        self.tell()

    def lift(self, event):
        self.pen.lift()
        self.tell()

    def tell(self):
        """Say what comes next, and show the last point while the line goes on from there."""
        down = self.pen.down
        say(self.said, (word("pad.tap_next") if down else word("pad.tap_first")) if self.pad.idle else "")
        if down:
            point_out(self.mark, *self.pen.stroke[-1], True, self.pad.sheet.across)
        else:
            self.mark.setAttribute("data-down", "false")

"""A pen that no hand drags: it draws straight lines on the pad, for keys, for taps and for the page itself."""

STEP = 25  # pad units between two points of a line; the pad's soft curve then leaves corners sharp


class Pen:
    """Draws ordinary strokes on a Pad, in its units. A hand that draws, and whoever wipes the line away, lifts it."""

    def __init__(self, pad):
        self.pad = pad
        self.stroke = None

    @property
    def down(self) -> bool:
        return self.stroke is not None and self.pad.stroke is self.stroke

    def put_down(self, x, y):
        self.pad.begin_stroke(x, y)
        self.stroke = self.pad.stroke

    def line_to(self, x, y):
        for place in walk([self.stroke[-1], [x, y]])[1:]:
            self.pad.extend_stroke(*place)

    def lift(self):
        if self.down:
            self.pad.end_stroke()

    def take_back(self):
        """The line leaves no ink."""
        if self.down:
            self.pad.take_back()


def walk(stroke):
    """The stroke with a point every STEP or closer."""
    points = [stroke[0]]
    for x1, y1 in stroke[1:]:
        x0, y0 = points[-1]
        count = max(1, int(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 / STEP + 0.999))
        points += [[round(x0 + (x1 - x0) * at / count, 1), round(y0 + (y1 - y0) * at / count, 1)] for at in range(1, count + 1)]
    return points

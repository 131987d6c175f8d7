"""The paper: a canvas that shows strokes and is never read back, and where on it a pointer is.

Places are in pad units, 1000 to the pad's height, so that a resize or another screen changes nothing.
"""

UNITS = 1000
PEN_WIDTH = 52  # pad units; looks as thick as what the network sees


class Paper:
    """canvas: the element, which fills its parent; window: for styles and screen density.

    across: the paper's width in pad units; pen: how wide it draws, in the same.
    """

    def __init__(self, canvas, *, window):
        self.canvas, self.window = canvas, window
        self.across, self.pen = UNITS, PEN_WIDTH
        self.context = canvas.getContext("2d")
        # Nothing tells where an element that is turned or stretched lies, but of a point all browsers do.
        self.corners = []
        for name in ("origin", "right", "bottom"):
            corner = window.document.createElement("i")
            corner.className = f"corner {name}"
            canvas.after(corner)
            self.corners.append(corner)

    # Where on it

    def measure(self):
        """See anew where the paper lies: it may be scrolled, turned, stretched or zoomed at any time, also by its parents."""
        (x, y), (right_x, right_y), (bottom_x, bottom_y) = [corner_of(each.getBoundingClientRect()) for each in self.corners]
        right_x, right_y, bottom_x, bottom_y = right_x - x, right_y - y, bottom_x - x, bottom_y - y
        self.left, self.top = x, y
        self.side = (right_x * right_x + right_y * right_y) ** 0.5  # in CSS pixels, as it is seen, from left to right
        area = (right_x * bottom_y - right_y * bottom_x) or 1
        wide, high = self.across / area, UNITS / area
        self.inverse = bottom_y * wide, -bottom_x * wide, -right_y * high, right_x * high

    def place(self, event):
        """[x, y] of a pointer event, in pad units, by what was measured last."""
        x, y = event.clientX - self.left, event.clientY - self.top
        xx, xy, yx, yy = self.inverse
        return [round(xx * x + xy * y, 1), round(yx * x + yy * y, 1)]

    # The picture

    def redraw(self, strokes, pale=()):
        """Fit the canvas to its place and the screen's density, and draw every stroke anew. pale: the numbers of those that do
        not count."""
        canvas, context = self.canvas, self.context
        width = round(canvas.clientWidth * (self.window.devicePixelRatio or 1)) or self.across
        scale = width / self.across
        canvas.width, canvas.height = width, round(UNITS * scale)  # also wipes it
        context.setTransform(scale, 0, 0, scale, 0, 0)
        context.lineCap = context.lineJoin = "round"
        context.lineWidth = self.pen
        colours = self.window.getComputedStyle(canvas)
        numbers = range(len(strokes))
        # Pale ink has a colour of its own, because what shines through is darker where it overlaps; and it is below the other.
        for colour, layer in ((colours.textDecorationColor, [at for at in numbers if at in pale]),
                              (colours.color, [at for at in numbers if at not in pale])):
            context.strokeStyle = colour
            for at in layer:
                self.draw(strokes[at], 0)
                self.draw_end(strokes[at])

    def draw(self, stroke, first):
        """Draw the pieces of curve that the points from number `first` on bring.

        The line runs through the middles between points, with the points as controls, so that it bends softly; to the
        last point itself only `draw_end` draws.
        """
        context = self.context
        context.beginPath()
        x, y = stroke[max(0, first - 1)]
        if first == 0:
            context.moveTo(x, y)
            context.lineTo(x + 0.01, y)  # next to no length, but the round cap makes a dot; with none, Chromium draws none
        elif first == 1:
            context.moveTo(x, y)
        else:
            before_x, before_y = stroke[first - 2]
            context.moveTo((before_x + x) / 2, (before_y + y) / 2)
        for at in range(max(1, first), len(stroke)):
            next_x, next_y = stroke[at]
            context.quadraticCurveTo(x, y, (x + next_x) / 2, (y + next_y) / 2)
            x, y = next_x, next_y
        context.stroke()

    def draw_end(self, stroke):
        """Draw the last half piece of a stroke that is done."""
        if len(stroke) > 1:
            (x0, y0), (x1, y1) = stroke[-2:]
            context = self.context
            context.beginPath()
            context.moveTo((x0 + x1) / 2, (y0 + y1) / 2)
            context.lineTo(x1, y1)
            context.stroke()


def corner_of(box):
    return box.left, box.top

"""Pictures of curves, points and bars as SVG text. Colours and widths are the style sheet's, by class."""
from app.ui.views.numbers import number


class Plot:
    """A plane from x[0] to x[1] and y[0] to y[1], drawn so many units wide and high, with `margin` around it for axes.

    label: what it shows, in words, for whoever does not see it.
    """

    def __init__(self, x, y, *, label, width=320, height=200, margin=24):
        self.x, self.y, self.width, self.height, self.margin = x, y, width, height, margin
        self.label = label
        self.parts = []

    def at(self, x, y):
        """A place of the plane as one of the picture."""
        across = (x - self.x[0]) / (self.x[1] - self.x[0])
        up = (y - self.y[0]) / (self.y[1] - self.y[0])
        return (round(self.margin + across * (self.width - 2 * self.margin), 2),
                round(self.height - self.margin - up * (self.height - 2 * self.margin), 2))

    def line(self, points, kind="curve"):
        """A line through points [(x, y), ...]; kind: its class: curve, second, third, axis, grid, guide or step."""
        places = [self.at(x, y) for x, y in points]
        if places:
            path = "L".join([f"{x} {y}" for x, y in places])
            self.parts.append(f'<path class="{kind}" d="M{path}"/>')

    def curve(self, function, kind="curve", steps=80):
        """The graph of a function, where its values lie in the plane or near it."""
        low, high = self.y
        room = high - low
        points = []
        for step in range(steps + 1):
            x = self.x[0] + (self.x[1] - self.x[0]) * step / steps
            y = function(x)
            if low - room <= y <= high + room:
                points.append((x, min(max(y, low - 0.02 * room), high + 0.02 * room)))
        self.line(points, kind)

    def dot(self, x, y, kind="dot", size=5):
        across, up = self.at(x, y)
        self.parts.append(f'<circle class="{kind}" cx="{across}" cy="{up}" r="{size}"/>')

    def text(self, x, y, words, anchor="middle", shift=(0, 0)):
        """Words at a place; anchor: what of them lies there: start, middle or end; shift: in units of the picture."""
        across, up = self.at(x, y)
        self.parts.append(f'<text x="{across + shift[0]}" y="{up + shift[1]}" text-anchor="{anchor}">{words}</text>')

    def bar(self, x, width, y, kind="bar"):
        """A bar from 0 up, or down, to y, in the middle of which x lies."""
        left, top = self.at(x - width / 2, max(y, 0))
        right, bottom = self.at(x + width / 2, min(y, 0))
        self.parts.append(f'<rect class="{kind}" x="{left}" y="{top}" width="{right - left:.2f}" height="{bottom - top:.2f}"/>')

    def axes(self, *, xs=(), ys=(), x_name="", y_name="", places=0):
        """Both axes, where 0 is or at the edge, with the numbers xs and ys at them, and what they stand for."""
        zero_x = min(max(0, self.x[0]), self.x[1])
        zero_y = min(max(0, self.y[0]), self.y[1])
        self.line([(self.x[0], zero_y), (self.x[1], zero_y)], "axis")
        self.line([(zero_x, self.y[0]), (zero_x, self.y[1])], "axis")
        for x in xs:
            self.text(x, zero_y, number(x, places), shift=(0, 14))
        for y in ys:
            self.text(zero_x, y, number(y, places), anchor="end", shift=(-5, 4))
        if x_name:
            self.text(self.x[1], zero_y, x_name, anchor="end", shift=(0, -6))
        if y_name:
            self.text(zero_x, self.y[1], y_name, anchor="start", shift=(6, 4))

    def drag(self, names):
        """The plane can be pointed at, which sets these numbers: "x", or "x y"; they have the plane's ranges."""
        m = self.margin
        self.parts.append(f'<rect class="drag" data-drag="{names}" x="{m}" y="{m}" width="{self.width - 2 * m}" '
                          f'height="{self.height - 2 * m}"/>')

    def svg(self):
        parts = "".join(self.parts)
        return (f'<svg class="plot" viewBox="0 0 {self.width} {self.height}" role="img" aria-label="{self.label}">'
                f"{parts}</svg>")

"""What is drawn over a photo: the outline of what was found in it, and the frame of the part that was chosen, all else dimmed."""
from app.ui.browser import nodes

# Each line twice: a broad light one below a narrow dark one is seen on whatever the photo shows.
PARTS = ('<path class="dim"/><path class="under found"/><path class="found"/><path class="under"/><path class="frame"/>')


class Overlay:
    """svg: as wide and high as the pad; in it coordinates are pixels of the photo, turned as it lies there."""

    def __init__(self, svg):
        self.svg = svg
        svg.innerHTML = PARTS
        self.dim, *self.outlines = nodes(svg, "path")[:3]
        self.frames = nodes(svg, "path")[3:]
        self.size = [1, 1]

    def fit(self, size):
        """size: [width, height] of the photo, which fills the square as far as its shape lets it."""
        width, height = self.size = size
        side = max(size)
        self.svg.setAttribute("viewBox", f"{(width - side) / 2} {(height - side) / 2} {side} {side}")

    def outline(self, path):
        """path: path data, "" for no outline."""
        for line in self.outlines:
            line.setAttribute("d", path)

    def frame(self, box, *, pending=False):
        """box: [left, top, right, bottom], None for none. pending: it may still change, and nothing was found in it yet."""
        if pending:
            self.svg.setAttribute("data-pending", "")
        else:
            self.svg.removeAttribute("data-pending")
        inside = rectangle(box) if box else ""
        for line in self.frames:
            line.setAttribute("d", inside)
        self.dim.setAttribute("d", rectangle([0, 0] + list(self.size)) + inside if box else "")


def rectangle(box) -> str:
    left, top, right, bottom = box
    return f"M{left} {top}H{right}V{bottom}H{left}Z"

"""Example digits that draw themselves on the pad: for whoever wants to see first and draw afterwards.

Their strokes are the paths of the pictures on their buttons, "M x y L x y ..." in a square of 100.
"""
from asyncio import create_task, sleep

from app.ui.browser import nodes

SCALE = 10  # pad units to one of theirs
STEP = 25  # pad units between two points of the moving pen
FRAME = 0.016  # seconds


class Examples:
    """root: holds the buttons. still(): whether less motion is asked for; the digit then stands there at once."""

    def __init__(self, root, *, pad, still):
        self.pad, self.still = pad, still
        for button in nodes(root, "button"):
            button.addEventListener("click", self.chosen)

    def chosen(self, event):
        path = event.target.closest("button").querySelector("path")
        create_task(self.draw(strokes_of(path.getAttribute("d"))))

    async def draw(self, strokes):
        """As ordinary strokes, which undo takes back one by one; a hand or another example that takes over ends it."""
        pad, still = self.pad, self.still()
        pad.clear()
        for stroke in strokes:
            points = walk(stroke)
            pad.begin_stroke(*points[0])
            mine = pad.strokes[-1]
            for x, y in points[1:]:
                if not still:
                    await sleep(FRAME)
                if not pad.strokes or pad.strokes[-1] is not mine:
                    return
                pad.extend_stroke(x, y)
            pad.end_stroke()


def strokes_of(path):
    """The strokes, in pad units, of path data made of M and L."""
    strokes = []
    for part in path.split("M")[1:]:
        strokes.append([[SCALE * float(value) for value in point.split()] for point in part.split("L")])
    return strokes


def walk(stroke):
    """The stroke with a point every STEP or closer."""
    points = [stroke[0]]
    for x1, y1 in stroke[1:]:
        x0, y0 = points[-1]
        count = max(1, int(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 / STEP + 0.999))
        points += [[round(x0 + (x1 - x0) * at / count, 1), round(y0 + (y1 - y0) * at / count, 1)] for at in range(1, count + 1)]
    return points

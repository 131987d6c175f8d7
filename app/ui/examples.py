"""Example digits that draw themselves on the pad: for whoever wants to see first and draw afterwards.

Their strokes are the paths of the pictures on their buttons, "M x y L x y ..." in a square of 100.
"""
from asyncio import create_task, sleep

from app.ui.browser import move_focus, nodes
from app.ui.pen import Pen, walk

SCALE = 10  # pad units to one of theirs
FRAME = 0.016  # seconds


class Examples:
    """root: holds a button for each example; any: the button that shows one after the other.

    still(): whether less motion is asked for; the digit then stands there at once.
    """

    def __init__(self, root, *, any, pad, still):
        self.pad, self.still = pad, still
        self.paths = []
        for button in nodes(root, "button"):
            self.paths.append(button.querySelector("path").getAttribute("d"))
            button.addEventListener("click", self.shower(len(self.paths) - 1))
        self.next = 0
        any.addEventListener("click", lambda event: self.show(self.next))

    def shower(self, at):
        return lambda event: self.show(at)

    def show(self, at):
        self.next = (at + 1) % len(self.paths)
        move_focus(self.pad.canvas)  # the buttons make room for the reading
        create_task(self.draw(strokes_of(self.paths[at])))

    async def draw(self, strokes):
        """As ordinary strokes, which undo takes back one by one; a hand or another example that takes over ends it."""
        still, pen = self.still(), Pen(self.pad)
        self.pad.clear()
        for stroke in strokes:
            points = walk(stroke)
            pen.put_down(*points[0])
            for place in points[1:]:
                if not still:
                    await sleep(FRAME)
                if not pen.down:
                    return
                self.pad.extend_stroke(*place)
            pen.lift()


def strokes_of(path):
    """The strokes, in pad units, of path data made of M and L."""
    strokes = []
    for part in path.split("M")[1:]:
        strokes.append([[SCALE * float(value) for value in point.split()] for point in part.split("L")])
    return strokes

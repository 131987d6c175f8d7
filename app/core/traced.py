"""A written line of a picture as if it had been drawn: the path of the pen in each piece of its ink.

So the reader of drawn lines reads it too, whatever the pen was: a dot becomes a tap, a bar a stroke.
"""
import numpy as np

from app.core import inks, thinning, tracing
from app.core.components import Piece

DOT = 1.8  # of the pen's width: what is no larger in any direction was a tap
SPUR = 0.7  # of the pen's width: shorter side branches are a rough edge's


class TracedLine:
    """boxes: float (n, 4), left, top, right, bottom of each piece, in pixels of the whole picture, as all places are. strokes: of
    each piece, what a pen may have drawn, [[[x, y], ...], ...]; outlines: closed polygons [[x, y], ...] around its ink.
    """

    def __init__(self, pieces: list[Piece], pen: float, place):
        """pen: its width in the pieces' pixels; place: turns (x, y) in those into a place in the picture."""
        self.strokes = [placed(path(piece, pen), place) for piece in pieces]
        self.boxes = np.array([[*place(piece.left, piece.top), *place(piece.right, piece.bottom)] for piece in pieces],
                              np.float64).reshape(-1, 4)
        self.outlines = [placed([[(x + piece.left - 1, y + piece.top - 1) for x, y in polygon]
                                 for polygon in tracing.outlines(mask_of(piece))], place) for piece in pieces]

    def __len__(self) -> int:
        return len(self.strokes)

    def drawing(self, group) -> list:
        """The strokes of some pieces, by their numbers."""
        return [stroke for number in group for stroke in self.strokes[number]]

    def render(self, groups: list[tuple[int, ...]]) -> np.ndarray:
        """The image of each group of pieces as networks read drawings: float32 (len(groups), 784) in [0, 1]."""
        return inks.render([self.drawing(group) for group in groups])


def placed(lines: list, place) -> list:
    return [[[round(value, 1) for value in place(x, y)] for x, y in line] for line in lines]


def mask_of(piece: Piece) -> np.ndarray:
    """Its pixels: bool (height + 2, width + 2), a pixel of nothing around them."""
    mask = np.zeros((piece.bottom - piece.top + 2, piece.right - piece.left + 2), bool)
    mask[piece.rows - piece.top + 1, piece.columns - piece.left + 1] = True
    return mask


def path(piece: Piece, pen: float) -> list[list[tuple[float, float]]]:
    """The pen's path in a piece, as strokes, in the piece's pixels."""
    if piece.size <= DOT * pen:
        return [[(float(piece.columns.mean()) + 0.5, float(piece.rows.mean()) + 0.5)]]
    line = thinning.without_spurs(thinning.thin(mask_of(piece)), round(SPUR * pen))
    return [[(x + piece.left - 1, y + piece.top - 1) for x, y in stroke] for stroke in tracing.strokes(line)]

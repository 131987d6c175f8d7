"""Which of the ink in a picture is writing in rows: pieces that are as dark, as thick and as tall as their neighbours.

What else there is, a table's grain, a sheet's edge, the shadow of a fold, is rarely all of that, and several times side by side.
"""
from typing import NamedTuple

import numpy as np

from app.core import components, faint, ruling
from app.core.components import Piece
from app.core.paper import Paper
from app.core.writing import is_line

MOST = 300  # pieces that are looked at
ALIKE = 0.55  # of the darker one of two neighbours is how dark the other is, at least
TALL = 2.6  # times as tall as the other is one of two neighbours at most
BESIDE, BELOW = 2.2, 1.2  # of the taller's height is how far apart neighbours are at most
PENLIKE = 2.2  # times as tall as its line is thick is what counts as a character
NARROW = 0.03  # of the longer side: this closing is tried if the paper has no narrower one, for the table may be what it saw
ALONE = 0.7  # times as likely is a single piece
GAIN = 1.08  # times as much: a wider closing that shows no more than this is not taken


class Rows(NamedTuple):
    """pieces: the characters, but for small parts; box: (left, top, right, bottom) around all; height: theirs, and pen: how thick
    their lines are, usually, in pixels; lines: the ruling, (level, upright), see `ruling.level_lines`; worth: how likely all of
    that is writing, by itself no measure.
    """

    pieces: list[Piece]
    box: tuple[float, float, float, float]
    height: float
    pen: float
    lines: tuple
    worth: float


def find(paper: Paper, colours: np.ndarray) -> Rows | None:
    """The rows of writing on the paper, or None if there is none. colours: uint8 (height, width, 3), those of the paper."""
    best = None
    narrow = NARROW * max(colours.shape)
    for hole in [narrow, *paper.holes] if paper.holes[0] > 1.5 * narrow else paper.holes:
        amount, at_edge = paper.ink(colours, hole)
        low = faint.least(amount)
        lines = printed(amount > low)
        amount = ruling.without(amount, lines, low)
        around = faint.near(amount, round(faint.NEAR * max(amount.shape)))
        mask = closed(amount > np.maximum(low, faint.HALF * around), faint.bridge(hole))
        pieces = components.split(mask, amount, smallest=faint.SPECK, most=MOST)
        pieces = [piece for piece in pieces if at_edge[piece.rows, piece.columns].mean() < 0.6]
        chosen = likeliest(pieces, mask)
        if chosen is None:
            continue
        group, pen, worth = chosen
        if best and worth < GAIN * best.worth:
            break
        height = float(np.quantile([piece.bottom - piece.top for piece in group], 0.6))
        best = Rows(group, components.together(group).box, height, pen, lines, worth)
    return best


def printed(there: np.ndarray) -> tuple:
    """(level, upright) lines of the ruling. Seen from near there may be one or two; rows have no level line that goes through all
    of the picture, but a 1 or a bracket may go through a low one."""
    level, upright = ruling.level_lines(there), ruling.level_lines(there.T)
    return level, upright if len(level) + len(upright) >= ruling.FEWEST else []


def likeliest(pieces: list[Piece], mask: np.ndarray) -> tuple[list[Piece], float, float] | None:
    """(pieces, how thick their lines are, worth) of the neighbours that are most likely writing."""
    thick = thickness(pieces, mask)
    tall = [at for at, piece in enumerate(pieces) if piece.bottom - piece.top > PENLIKE * thick[at]
            and piece.bottom - piece.top > 0.3 * (piece.right - piece.left)
            and not is_line(piece, mask.shape) and not piece.touches(mask.shape)]
    if not tall:
        return None
    groups = neighbours([pieces[at] for at in tall], thick[tall])
    worths = [(ALONE if len(group) == 1 else 1) * sum((pieces[tall[at]].size * pieces[tall[at]].usual) ** 2 for at in group) ** 0.5
              for group in groups]
    best = int(np.argmax(worths))
    chosen = [tall[at] for at in groups[best]]
    weights = [pieces[at].area for at in chosen]
    return [pieces[at] for at in chosen], float(np.average(thick[chosen], weights=weights)), float(worths[best])


def closed(mask: np.ndarray, reach: int) -> np.ndarray:
    """The mask with gaps filled that are up to twice `reach` pixels wide, such as the pores of pencil."""
    grown = components.widened(np.pad(mask, reach), reach)
    return ~components.widened(~grown, reach)[reach:-reach, reach:-reach] if reach else mask


def thickness(pieces: list[Piece], mask: np.ndarray) -> np.ndarray:
    """How thick the lines of each piece are, in pixels: float (n,), by how many of its pixels are at an edge."""
    padded = np.pad(mask, 1)
    inside = padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    # A line of n pixels has two edges; of one that is one or two thick, all pixels are at an edge.
    return np.array([max(2 * piece.area / max(1, piece.area - int(inside[piece.rows, piece.columns].sum())) - 0.5, 1)
                     for piece in pieces])


def neighbours(pieces: list[Piece], thick: np.ndarray) -> list[list[int]]:
    """Groups of pieces, by their numbers, in which each is near another and like it."""
    left, top, right, bottom = np.array([piece.box for piece in pieces], float).T
    dark, height = np.maximum([piece.usual for piece in pieces], 1e-3), bottom - top

    def apart(low, high):
        return np.maximum(np.maximum(low[:, None] - high, low - high[:, None]), 0)

    def ratio(values):
        return np.maximum(values[:, None], values) / np.minimum(values[:, None], values)

    reach = np.maximum(height[:, None], height)
    linked = (apart(left, right) < BESIDE * reach) & (apart(top, bottom) < BELOW * reach)
    # What is neither beside nor below, but both, belongs to something else.
    linked &= (apart(left, right) == 0) | (apart(top, bottom) < 0.3 * reach)
    linked &= (ratio(dark) < 1 / ALIKE) & (ratio(height) < TALL) & (ratio(thick) < 2.2)
    groups, left_over = [], set(range(len(pieces)))
    while left_over:
        group, ahead = [], [left_over.pop()]
        while ahead:
            at = ahead.pop()
            group.append(at)
            near = left_over & set(np.flatnonzero(linked[at]).tolist())
            left_over -= near
            ahead += near
        groups.append(sorted(group))
    return groups

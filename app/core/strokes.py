"""Strokes as pieces of a line: what a reader of lines groups into characters.

A stroke is one piece, or several where it may hold several characters: it is cut where the pen passes once only between two
parts that are both of some width, as on the way from one 0 to the next. Whoever groups both sides of a cut has the stroke back.
"""
import zlib

import numpy as np

from app.core import inks
from app.core.ink import bounding_box
from app.core.line_order import in_order, rows, unit_of

SAMPLES = 24  # points by which a piece's distance to others is measured
WIDE = 0.8  # of the line's height: a stroke is not cut into pieces of less than SIDE unless it is as wide as this
SIDE = 0.22
LEAST = 0.35  # of the line's height: what is cut off is no lower
BESIDE = 0.5  # of the lower part's height: so much of it is beside the other one
COLUMNS = 48  # into which a stroke's width is divided to see how often the pen passes
MOST_CUTS = 3  # of one stroke


class Strokes:
    """A drawing's strokes in pieces.

    pieces: each a list of [x, y]; owners: of each the index of its stroke; boxes: float (n, 4), left, top, right, bottom of each;
    points: float (n, SAMPLES, 2), places along each; lines: the indices of the pieces on each line, from left to right. A stroke
    without a point has no piece.
    """

    def __init__(self, strokes: list):
        whole = [(index, stroke) for index, stroke in enumerate(strokes) if len(stroke)]
        boxes = np.array([bounding_box([stroke]) for _, stroke in whole]).reshape(-1, 4)
        self.pieces, self.owners, self.places, self.lines = [], [], [], []
        for row in rows(boxes):
            first, height = len(self.pieces), unit_of(boxes[row])
            for index, stroke in (whole[each] for each in row):
                for place, piece in enumerate(cut(stroke, height)):
                    self.pieces.append(piece)
                    self.owners.append(index)
                    self.places.append(place)
            self.lines.append(range(first, len(self.pieces)))
        self.boxes = np.array([bounding_box([piece]) for piece in self.pieces]).reshape(-1, 4)
        self.points = np.array([resampled(piece, SAMPLES) for piece in self.pieces])
        self.lines = [in_order(line, self.boxes) for line in self.lines]
        self.keys = [hash(str(piece)) for piece in self.pieces]
        counts = np.bincount(self.owners, minlength=len(strokes))
        self.ids = [name_of(owner, place if counts[owner] > 1 else None, strokes[owner])
                    for owner, place in zip(self.owners, self.places, strict=True)]

    def key(self, group: tuple[int, ...]) -> tuple:
        """What is the same for the same ink."""
        return tuple(self.keys[each] for each in group)

    def names(self, group: tuple[int, ...]) -> tuple[str, list[int]]:
        """(by what a group of pieces is known among others of the drawing; the indices of its strokes)."""
        return "+".join(sorted(self.ids[each] for each in group)), sorted({self.owners[each] for each in group})

    def render(self, groups: list[tuple[int, ...]]) -> np.ndarray:
        """float32 (len(groups), 784) in [0, 1]: the image of each group of pieces, as `ink.render` makes it of a drawing."""
        return inks.render([self.strokes_of(group) for group in groups])

    def strokes_of(self, group: tuple[int, ...]) -> list:
        """The group's strokes, the sides of a cut joined again where both are in it."""
        joined: list = []
        last = None
        for each in sorted(group, key=lambda each: (self.owners[each], self.places[each])):
            here = self.owners[each], self.places[each]
            if last == (here[0], here[1] - 1):
                joined[-1] = joined[-1] + self.pieces[each]
            else:
                joined.append(self.pieces[each])
            last = here
        return joined


def name_of(owner: int, place: int | None, stroke: list) -> str:
    """By what a stroke, or one of its pieces, is known as long as it is the same, also after a reload: not only its number, which
    the first stroke of the next drawing has again."""
    digest = zlib.crc32(" ".join(f"{x:.1f},{y:.1f}" for x, y in stroke).encode())
    return f"{owner}{'' if place is None else f'.{place}'}-{digest:08x}"


def resampled(stroke: list, count: int) -> np.ndarray:
    """`count` places at equal distances along a stroke: float (count, 2)."""
    points = np.array(stroke, np.float64)
    along = np.concatenate([[0], np.hypot(*np.diff(points, axis=0).T).cumsum()])
    at = np.linspace(0, along[-1], count)
    return np.stack([np.interp(at, along, points[:, axis]) for axis in (0, 1)], axis=1)


def cut(stroke: list, height: float) -> list[list]:
    """The stroke in pieces, from its beginning on; neighbours share the place of the cut."""
    points = np.array(stroke, np.float64)
    left, right = points[:, 0].min(), points[:, 0].max()
    if len(points) < 8 or right - left < WIDE * height:
        return [stroke]
    edges = np.linspace(left, right, COLUMNS + 1)
    middles = (edges[:-1] + edges[1:]) / 2
    x0, x1 = points[:-1, 0], points[1:, 0]
    crosses = (np.minimum(x0, x1)[:, None] <= middles) & (middles < np.maximum(x0, x1)[:, None])
    once = crosses.sum(axis=0) == 1
    once &= (middles - left >= SIDE * height) & (right - middles >= SIDE * height)
    starts = np.flatnonzero(once & ~np.roll(once, 1))
    ends = np.flatnonzero(once & ~np.roll(once, -1))
    runs = sorted(zip(starts, ends, strict=True), key=lambda run: run[0] - run[1])[:MOST_CUTS]
    pieces, before = [], 0
    for place in sorted(int(np.flatnonzero(crosses[:, (first + last) // 2])[0]) for first, last in runs):
        if are_beside(points[before:place + 2], points[place + 1:], height):
            pieces.append(stroke[before:place + 2])
            before = place + 1
    return [*pieces, stroke[before:]]


def are_beside(one: np.ndarray, other: np.ndarray, height: float) -> bool:
    """Whether these parts of a stroke may be two characters: both of some height, and beside each other rather than above."""
    if min(len(one), len(other)) < 2:
        return False
    tops, bottoms = (np.array([pick(one[:, 1]), pick(other[:, 1])]) for pick in (np.min, np.max))
    least = (bottoms - tops).min()
    return bool(least >= LEAST * height and bottoms.min() - tops.max() >= BESIDE * least)

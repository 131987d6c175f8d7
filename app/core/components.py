"""The pieces of ink in a picture: its connected components."""
import numpy as np

from app.core.paper import extreme

STRAIGHT = 0.03  # of a straight line's length is how thick it is at most
SAMPLE = 200  # pixels of a piece that stand for all of it where distances are measured


class Piece:
    """One connected component. rows, columns: int (n,), its pixels; ink: float (n,), theirs; strength, usual: their darkest and
    their median ink.

    left, top, right, bottom: the box around it, right and bottom exclusive; size: the longer side of that.
    """

    def __init__(self, rows: np.ndarray, columns: np.ndarray, ink: np.ndarray):
        self.rows, self.columns, self.ink = rows, columns, ink
        self.strength, self.usual = float(ink.max()), float(np.quantile(ink, 0.5))
        self.top, self.bottom = int(rows.min()), int(rows.max()) + 1
        self.left, self.right = int(columns.min()), int(columns.max()) + 1
        self.size = max(self.bottom - self.top, self.right - self.left)

    @property
    def area(self) -> int:
        return len(self.rows)

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.right, self.bottom

    def part(self, chosen: np.ndarray) -> "Piece":
        """Some of its pixels. chosen: bool (n,)."""
        return Piece(self.rows[chosen], self.columns[chosen], self.ink[chosen])

    def touches(self, shape: tuple[int, int]) -> bool:
        """Whether it reaches an edge of a picture of this (height, width)."""
        return self.left <= 1 or self.top <= 1 or self.right >= shape[1] - 1 or self.bottom >= shape[0] - 1

    @property
    def is_straight(self) -> bool:
        """Whether it is straight and thin, as if along a ruler."""
        if self.area < 3:
            return False
        length = float(np.hypot(self.bottom - self.top, self.right - self.left))
        spread = np.linalg.eigvalsh(np.cov(np.stack([self.rows, self.columns]).astype(np.float64)))
        return bool(np.sqrt(12 * max(spread[0], 0)) < STRAIGHT * length)

    def holds(self, other: "Piece") -> bool:
        """Whether the box around it holds the other's, give or take a pixel."""
        return (self.left <= other.left + 1 and self.top <= other.top + 1
                and self.right >= other.right - 1 and self.bottom >= other.bottom - 1)

    def gap(self, other: "Piece") -> int:
        """Between the two boxes, along the axis on which they are farther apart; 0 where they overlap."""
        return max(other.left - self.right, self.left - other.right, other.top - self.bottom, self.top - other.bottom, 0)

    def distance(self, other: "Piece") -> float:
        """Between their nearest pixels, of some that stand for all."""
        one, two = (np.stack([each.rows, each.columns], axis=-1)[::max(1, each.area // SAMPLE)] for each in (self, other))
        apart = one[:, None].astype(np.float32) - two
        return float(np.sqrt(np.einsum("ijk,ijk->ij", apart, apart).min()))


def together(pieces: list[Piece]) -> Piece:
    """All of them as one."""
    rows, columns = (np.concatenate([getattr(piece, name) for piece in pieces]) for name in ("rows", "columns"))
    whole = Piece(rows, columns, np.array([piece.strength for piece in pieces]))
    whole.usual = float(np.average([piece.usual for piece in pieces], weights=[piece.area for piece in pieces]))
    return whole


def label(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(rows, columns, component of each) of the pixels set in `mask`, bool (height, width).

    Neighbours by edge or corner belong together. Every pixel points to an earlier one of its component until all point to the
    first (Y. Shiloach and U. Vishkin, "An O(log n) parallel connectivity algorithm", 1982).
    """
    rows, columns = np.nonzero(mask)
    numbers = np.full((mask.shape[0] + 1, mask.shape[1] + 2), -1, np.int64)
    numbers[rows, columns + 1] = np.arange(len(rows))
    pairs = []
    for down, right in ((0, 1), (1, -1), (1, 0), (1, 1)):
        other = numbers[rows + down, columns + 1 + right]
        there = np.flatnonzero(other >= 0)
        pairs.append(np.stack([there, other[there]]))
    one, two = np.concatenate(pairs, axis=1)
    parent = np.arange(len(rows))
    while True:
        high, low = np.maximum(parent[one], parent[two]), np.minimum(parent[one], parent[two])
        apart = high > low
        if not apart.any():
            return rows, columns, parent
        one, two = one[apart], two[apart]
        np.minimum.at(parent, high[apart], low[apart])
        while not np.array_equal(nearer := parent[parent], parent):
            parent = nearer


def split(mask: np.ndarray, ink: np.ndarray, *, bridge: int = 0, smallest: int = 1, most: int = 100) -> list[Piece]:
    """The pieces of `mask`, bool (height, width), that have at least `smallest` pixels: the `most` largest, largest first.

    ink: float32 (height, width). bridge: pixels up to twice as far from each other are of one piece too, for ink is broken
    where a pen skipped.
    """
    rows, columns = np.nonzero(mask)
    near = widened(mask, bridge) if bridge else mask
    at_rows, at_columns, component = label(near)
    numbers = np.zeros(mask.shape, np.int64)
    numbers[at_rows, at_columns] = component
    component = numbers[rows, columns]
    order = np.argsort(component, kind="stable")
    found = np.split(order, np.flatnonzero(np.diff(component[order])) + 1) if len(order) else []
    found = sorted((each for each in found if len(each) >= smallest), key=lambda each: -len(each))
    return [Piece(rows[each], columns[each], ink[rows[each], columns[each]]) for each in found[:most]]


def widened(mask: np.ndarray, reach: int) -> np.ndarray:
    """The mask and all within `reach` pixels of it, by rows and columns."""
    grown = mask.view(np.uint8)
    for axis in (0, 1):
        grown = extreme(grown, reach, axis, np.maximum)
    return grown.view(bool)

"""Many drawings at once: what `ink.render` gives for each, in numpy and many times faster.

The rules and constants are `ink`'s own. All paths are cut into pieces so short that the pen's mark of a piece lies within a
small window of pixels; the distances of all pixels of all windows are then a few operations on whole arrays.
"""
from collections.abc import Sequence
from itertools import chain

import numpy as np

from app.core import ink

WINDOW = 6  # pixels a side; what the pen's reach leaves of it is 2 pixels of path
LONGEST = WINDOW - 2 * ink.pen_reach() - 1e-6
# Ink lies in the frame, but the window around its last pixel may end beyond.
MARGIN = 2
STRIDE = ink.SIZE + 2 * MARGIN
DRAWINGS_AT_ONCE = 64
PIECES_AT_ONCE = 2048  # so that the arrays between the operations stay in the processor's cache, however long a path is
# Of the window's pixels, as columns: where they lie in it, and how far on in the frame.
COLUMNS = np.tile(np.arange(WINDOW), WINDOW)[:, None].astype(np.float32)
ROWS = np.repeat(np.arange(WINDOW), WINDOW)[:, None].astype(np.float32)
STEPS = (ROWS * STRIDE + COLUMNS).astype(np.intp)


def render(drawings: Sequence) -> np.ndarray:
    """Turn drawings into the network's input, as `ink.render` does one.

    drawings: the strokes of each, [[[x, y], ...], ...], which `ink.check_strokes` has let pass.
    Returns float32 (len(drawings), 784) in [0, 1], what `ink.render` gives but for rounding.
    """
    images = np.empty((len(drawings), ink.SIZE * ink.SIZE), np.float32)
    for at in range(0, len(drawings), DRAWINGS_AT_ONCE):
        placed = [ink.fit_in_box(strokes) for strokes in drawings[at:at + DRAWINGS_AT_ONCE]]
        owners, start, end = pieces_of(placed)
        shift = centring_shifts(draw(len(placed), owners, start, end), owners, end)[:, owners]
        images[at:at + DRAWINGS_AT_ONCE] = draw(len(placed), owners, start + shift, end + shift)
    return images


def pieces_of(placed: list) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """All paths of drawings that are fitted in the box, in pieces no longer than LONGEST each way.

    Returns (int (pieces,): whose it is, in order; float64 (2, pieces): x and y of its start; the same of its end). Every
    stroke begins with a piece without length, which is all there is of one of a single point.
    """
    strokes = list(chain.from_iterable(placed))
    counts = np.fromiter(map(len, strokes), np.intp, len(strokes))
    values = chain.from_iterable(chain.from_iterable(strokes))
    end = np.fromiter(values, np.float64, 2 * counts.sum()).reshape(-1, 2).T
    start = np.roll(end, 1, axis=1)
    firsts = counts.cumsum() - counts
    start[:, firsts] = end[:, firsts]
    owners = np.repeat(np.repeat(np.arange(len(placed)), [len(each) for each in placed]), counts)

    parts = np.maximum(1, np.ceil(np.abs(end - start).max(axis=0) / LONGEST)).astype(np.intp)
    part = np.arange(parts.sum()) - np.repeat(parts.cumsum() - parts, parts)
    step = np.repeat((end - start) / parts, parts, axis=1)
    start = np.repeat(start, parts, axis=1) + part * step
    return np.repeat(owners, parts), start, start + step


def draw(count: int, owners: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """What `ink.draw` gives for each of `count` drawings in such pieces: float32 (count, 784)."""
    reach = ink.pen_reach()
    nearest = np.full(count * STRIDE * STRIDE, reach * reach, np.float32)
    first = np.ceil(np.minimum(start, end) - reach - 0.5)  # column and row of the first pixel whose centre is in reach
    corner = (owners * STRIDE + first[1].astype(np.intp) + MARGIN) * STRIDE + first[0].astype(np.intp) + MARGIN
    middle = first + 0.5 - (start + end) / 2
    for at in range(0, len(owners), PIECES_AT_ONCE):
        part = slice(at, at + PIECES_AT_ONCE)
        squares = squared_distances(middle[:, part], (end - start)[:, part])
        np.minimum.at(nearest, (corner[part] + STEPS).reshape(-1), squares.reshape(-1))
    frames = nearest.reshape(count, STRIDE, STRIDE)[:, MARGIN:-MARGIN, MARGIN:-MARGIN].reshape(count, -1)
    depth = (np.float32(reach) - np.sqrt(frames)) / np.float32(ink.PEN_EDGE)
    depth[depth < 1e-4] = 0  # as in `ink.draw`
    return np.minimum(depth, 1, out=depth)


def squared_distances(corner: np.ndarray, path: np.ndarray) -> np.ndarray:
    """From the pixels of each piece's window to the piece, float32 (WINDOW * WINDOW, pieces).

    corner: float64 (2, pieces), from the middle of the piece to the centre of its window's first pixel; path: the same from
    its start to its end.
    """
    length = np.hypot(*path)
    cos, sin = np.where(length > 0, path / np.where(length > 0, length, 1), [[1], [0]])
    along, across = cos * corner[0] + sin * corner[1], cos * corner[1] - sin * corner[0]
    cos, sin, half, along, across = np.array([cos, sin, length / 2, along, across], np.float32)
    # In the piece's own directions: how far beyond the nearer of its ends a pixel lies, and how far beside it.
    beyond = COLUMNS * cos
    beyond += ROWS * sin
    beyond += along
    np.abs(beyond, out=beyond)
    beyond -= half
    np.maximum(beyond, 0, out=beyond)
    beside = ROWS * cos
    beside -= COLUMNS * sin
    beside += across
    beyond *= beyond
    beside *= beside
    beyond += beside
    return beyond


def centring_shifts(images: np.ndarray, owners: np.ndarray, end: np.ndarray) -> np.ndarray:
    """What `ink.centring_shift` gives for each drawing, x and y: float64 (2, n). images: as drawn in the box."""
    frames = images.reshape(-1, ink.SIZE, ink.SIZE).astype(np.float64)
    sums = np.array([frames.sum(axis=1), frames.sum(axis=2)])  # by columns, by rows
    mass = sums @ (np.arange(ink.SIZE) + 0.5) / sums.sum(axis=2)
    firsts = np.searchsorted(owners, np.arange(len(images)))
    least = ink.pen_reach() - np.minimum.reduceat(end, firsts, axis=1)
    most = ink.SIZE - ink.pen_reach() - np.maximum.reduceat(end, firsts, axis=1)
    return np.minimum(np.maximum(ink.CENTRE - mass, least), most)

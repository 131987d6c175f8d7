"""The pen's path in a thick stroke: its centre line, and how wide the pen was along it."""
import numpy as np

NEIGHBOURS = ((-1, 0), (-1, 1), (0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1))  # clockwise from above, as (row, column)


def thin(mask: np.ndarray) -> np.ndarray:
    """One pixel of width of each stroke: bool (height, width), of a mask whose edge pixels are not set.

    Source: T. Y. Zhang and C. Y. Suen, "A fast parallel algorithm for thinning digital patterns", 1984; whether a pixel may go
    is looked up by its eight neighbours.
    """
    image = mask.astype(np.uint8)
    inside = image[1:-1, 1:-1]
    while True:
        before = int(inside.sum())
        for table in TABLES:
            code = np.zeros(inside.shape, np.uint8)
            for bit, (down, right) in enumerate(NEIGHBOURS):
                code |= image[1 + down:image.shape[0] - 1 + down, 1 + right:image.shape[1] - 1 + right] << bit
            inside[table[code]] = 0
        if int(inside.sum()) == before:
            break
    if mask.any() and not before:  # a square of two pixels goes altogether
        places = np.argwhere(mask)
        image[tuple(places[np.abs(places - places.mean(axis=0)).sum(axis=1).argmin()])] = 1
    return image.astype(bool)


def may_go(code: int, first: bool) -> bool:
    """Zhang and Suen's conditions on a pixel's neighbours; bit k of `code` is NEIGHBOURS[k]."""
    on = [code >> bit & 1 for bit in range(8)]
    north, east, south, west = on[0], on[2], on[4], on[6]
    changes = sum(on[at] < on[(at + 1) % 8] for at in range(8))
    if first:
        free = not (north and east and south) and not (east and south and west)
    else:
        free = not (north and east and west) and not (north and south and west)
    return 2 <= sum(on) <= 6 and changes == 1 and free


TABLES = [np.array([may_go(code, first) for code in range(256)]) for first in (True, False)]


def degrees(path: np.ndarray) -> np.ndarray:
    """How many neighbours each pixel has, uint8 (height, width)."""
    padded = np.pad(path.astype(np.uint8), 1)
    height, width = path.shape
    return sum(padded[1 + down:1 + down + height, 1 + right:1 + right + width] for down, right in NEIGHBOURS)


def distances(points: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """From each of `points`, int (n, 2) as (row, column), to the nearest pixel outside of `mask`: float (n,), in pixels.

    To the edge between the two pixels, so that a line of one pixel has 0.5.
    """
    outside = ~mask
    touches = np.zeros_like(mask)
    for down, right in NEIGHBOURS[::2]:
        touches |= np.roll(mask, (down, right), (0, 1))
    edge = np.argwhere(outside & touches).astype(np.float32)
    if not len(edge):
        return np.full(len(points), np.inf, np.float32)
    nearest = np.empty(len(points), np.float32)
    for start in range(0, len(points), 256):
        part = points[start:start + 256, None].astype(np.float32) - edge
        nearest[start:start + 256] = np.einsum("ijk,ijk->ij", part, part).min(axis=1)
    return np.sqrt(nearest) - 0.5


def without_spurs(line: np.ndarray, length: int) -> np.ndarray:
    """The line without the side branches of at most `length` pixels that thinning leaves where an edge was rough.

    Every end is taken back so far, and those that are still ends grow again.
    """
    short = line.copy()
    for _ in range(length):
        rest = short & (degrees(short) > 1)
        if not rest.any():
            return line
        short = rest
    tips = short & (degrees(short) <= 1)
    for _ in range(length + 1):
        tips = line & ~short & (degrees(tips) > 0)
        short = short | tips
    return short

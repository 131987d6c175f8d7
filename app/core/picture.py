"""From a picture of writing to the 28x28 image: the ink is found, its pen's path, and that is given in our own pen.

A picture is a drawing by an unknown pen, on unknown paper, in unknown light. In all modules of this, medians are 0.5-quantiles,
because numpy's `median` needs numpy.ma, which the browser does not get.
"""
import math
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from PIL import Image

from app.core import paper, pen, picture_file, tracing, writing
from app.core.errors import PictureError
from app.core.functional import softmax
from app.core.network import Network

# Pixels of the longer side of the picture in which a digit is looked for: about, of a larger one; and of a smaller one.
LOOK = 500
LEAST = 280
# The least probability of a digit, read from its path alone, at which to be sure of it: by validation writers' digits on paper.
CONFIRMED = 0.8


class Found(NamedTuple):
    """What was found in a picture. Places are in pixels of the whole picture, upright and turned as asked.

    pixels: float32 (784,) in [0, 1], the network's input. size: (width, height). box: (left, top, right, bottom) around the ink
    that was read. outlines: closed polygons [[x, y], ...] around that ink. strokes: the path that the pen may have taken, as a
    drawing has it. several: whether the picture clearly holds more than one digit, of which the largest was read.
    path: float32 (784,), the centre line alone in our pen.
    """

    pixels: np.ndarray
    size: tuple[int, int]
    box: tuple[int, int, int, int]
    outlines: list
    strokes: list
    several: bool
    path: np.ndarray


def is_confirmed(found: Found, digit: int, reader: Network) -> bool:
    """Whether a network may be sure that this is what was written: one digit, which its path alone is read as too."""
    probability = softmax(reader.logits(found.path[None]).astype(np.float64), reader.temperature)[0, digit]
    return not found.several and bool(probability >= min(CONFIRMED, reader.sure_threshold))


def find(data: bytes, *, turn: int = 0, crop=None) -> Found:
    """Find the digit in a picture file.

    turn: quarter turns clockwise, 0 to 3, made before anything else. crop: (left, top, right, bottom) in pixels of the turned
    picture, to look only there, or None. Raises PictureError.
    """
    colours, size = picture_file.decode(data)
    return find_in(colours, size, turn=turn, crop=crop)


def find_in(colours: np.ndarray, size: tuple[int, int], *, turn: int = 0, crop=None) -> Found:
    """The same for a picture that is decoded. colours, size: as `picture_file.decode` gives them."""
    part, size, place_of = chosen_part(colours, size, turn=turn, crop=crop)
    factor = max(1, round(max(part.shape) / LOOK)) if max(part.shape) > LEAST else max(part.shape) / LEAST
    if factor > 1:
        part = np.asarray(Image.fromarray(part).reduce(factor))
    elif factor < 1:
        enough = tuple(max(1, round(side / factor)) for side in part.shape[1::-1])
        part = np.asarray(Image.fromarray(part).resize(enough, Image.Resampling.BICUBIC))
    background = paper.Paper(part)
    found = None if background.contrast < paper.FLAT else writing.digit(background, part)
    if found is None:
        raise PictureError("the picture shows no ink, it is all of one shade")
    amount, mask, several = found
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    pixels, path, line, enlarged = pen.in_our_pen(amount[box])

    def place(x: float, y: float) -> tuple[float, float]:
        """Of a place in the part that was looked at, where it is in the whole picture."""
        return place_of(x * factor, y * factor)

    first, last = place(columns[0], rows[0]), place(columns[-1] + 1, rows[-1] + 1)
    return Found(
        pixels, size, (*map(math.floor, first), *map(math.ceil, last)),
        [[rounded(place(x, y)) for x, y in polygon] for polygon in tracing.outlines(mask)],
        [[rounded(place(columns[0] + (x - pen.MARGIN) / enlarged, rows[0] + (y - pen.MARGIN) / enlarged)) for x, y in stroke]
         for stroke in tracing.strokes(line)],
        several, path)


def rounded(place: tuple[float, float]) -> list[float]:
    return [round(value, 1) for value in place]


def chosen_part(colours: np.ndarray, size: tuple[int, int], *, turn: int, crop) -> tuple[np.ndarray, tuple[int, int], Callable]:
    """(the part to look at: uint8 (height, width, 3); the turned picture's size; what turns a place in that part, x and y, into one
    in the turned picture). turn, crop: see `find`."""
    colours = np.rot90(colours, -turn)
    size = size if turn % 2 == 0 else size[::-1]
    scale = size[0] / colours.shape[1], size[1] / colours.shape[0]  # of a pixel that is decoded, in pixels of the picture
    left, top, right, bottom = part_of(crop, size, scale)

    def place(x: float, y: float) -> tuple[float, float]:
        return min((left + x) * scale[0], size[0]), min((top + y) * scale[1], size[1])
    return np.ascontiguousarray(colours[top:bottom, left:right]), size, place


def part_of(crop, size: tuple[int, int], scale: tuple[float, float]) -> tuple[int, int, int, int]:
    """A crop, or all, in pixels that are decoded. Raises PictureError if nothing of it lies in the picture."""
    left, top, right, bottom = crop or (0, 0, *size)
    left, right = (round(min(max(value, 0), size[0]) / scale[0]) for value in (left, right))
    top, bottom = (round(min(max(value, 0), size[1]) / scale[1]) for value in (top, bottom))
    if right <= left or bottom <= top:
        raise PictureError("the part that was chosen has nothing of the picture in it")
    return left, top, right, bottom


def to_pixels(data: bytes) -> np.ndarray:
    """A picture file's bytes to the network's input: float32 (784,) in [0, 1]. Raises PictureError."""
    return find(data).pixels

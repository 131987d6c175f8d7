"""All that is written in a picture, line by line, each as if it had been drawn.

First where the rows are, how large the writing is, how thick its pen and how the paper is ruled; then a closer look at them.
"""
from typing import NamedTuple

import numpy as np
from PIL import Image

from app.core import closer, cuts, paper, picture, picture_file, rows
from app.core.errors import PictureError
from app.core.traced import TracedLine

FIRST = 800  # pixels of the longer side at the first look
AGAIN = 4  # times at most the closer look is extended
MORE, TALLER = 0.5, 1.3  # of a character's height: by how much it then shows more, or characters that are taller


class Written(NamedTuple):
    """size: (width, height) of the picture, upright and turned as asked; lines: from top to bottom, their places in its pixels."""

    size: tuple[int, int]
    lines: list[TracedLine]


def find(data: bytes, *, turn: int = 0, crop=None) -> Written:
    """What is written in a picture file. turn, crop: as `picture.find` has them. Raises PictureError."""
    colours, size = picture_file.decode(data)
    return find_in(colours, size, turn=turn, crop=crop)


def find_in(colours: np.ndarray, size: tuple[int, int], *, turn: int = 0, crop=None, strict: float = 1.0) -> Written:
    """The same for a picture that is decoded. colours, size: as `picture_file.decode` gives them; strict: see `closer.look`."""
    part, size, place_of = picture.chosen_part(colours, size, turn=turn, crop=crop)
    seen = look_at(part, strict)
    left, top, scale = seen.place

    def place(x: float, y: float) -> tuple[float, float]:
        """Of a place in the closer look, where it is in the whole picture."""
        return place_of(left + x / scale, top + y / scale)

    lines = [[part for piece in line for part in cuts.parts_of(piece, seen.height, seen.pen)] for line in seen.lines]
    return Written(size, [TracedLine(line, seen.pen, place) for line in lines])


def look_at(colours: np.ndarray, strict: float = 1.0) -> closer.Look:
    """The closer look at what is written. colours: uint8 (height, width, 3). Raises PictureError if nothing is."""
    factor = max(colours.shape) / FIRST
    size = tuple(max(1, round(side / factor)) for side in colours.shape[1::-1])
    first = np.asarray(Image.fromarray(colours).resize(size, Image.Resampling.BOX if factor > 1 else Image.Resampling.BICUBIC))
    sheet = paper.Paper(first)
    found = None if sheet.contrast < paper.FLAT else rows.find(sheet, first)
    if found is None:
        raise PictureError("the picture shows no writing")
    seen = closer.look(sheet, colours, found, first.shape[:2], factor, strict=strict)
    for _ in range(AGAIN):
        if not seen.lines:
            raise PictureError("the picture shows no writing")
        box, height = seen.box(factor), found.height * closer.usual_height(seen) / seen.height
        if all(abs(now - before) < MORE * found.height for now, before in zip(box, found.box, strict=True)) \
                and height < TALLER * found.height:
            break
        # More was found beside the rows, and perhaps they go on; or the parts of broken characters are together now.
        corners = zip((min, min, max, max), box, found.box, strict=True)
        found = found._replace(height=max(height, found.height), box=tuple(pick(now, before) for pick, now, before in corners))
        seen = closer.look(sheet, colours, found, first.shape[:2], factor, strict=strict)
    return seen

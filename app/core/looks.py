"""Lines in a picture, read: where the first look leaves doubt, with more and with less of what may be ink, and the surest counts.

How dark something has to be to be ink depends on the pen: with too little of it pencil falls apart, with too much neighbours touch.
Which it was, the reading tells best.
"""
import numpy as np

from app.core import written
from app.core.errors import PictureError
from app.core.line import Reader, Reading
from app.core.picture_lines import PictureLines
from app.core.written import Written

STRICT = (1.0, 0.7, 1.4)  # see `closer.look`
CLEAR = 0.9  # a reading that is so probable needs no other look
FEWER = 1  # by how many characters a reading may have less than the longest: one that lost some is surer of the rest


def read(reader: Reader, colours: np.ndarray, size: tuple[int, int], *, turn: int = 0, crop=None,
         chosen: dict[str, str] | None = None) -> tuple[Reading, Written, PictureLines]:
    """(what is written, where it was found, its ink) in a picture that is decoded, see `written.find_in`. chosen: what somebody has
    said that parts are. Raises PictureError if nothing is written there."""
    found = []
    for strict in STRICT:
        try:
            place = written.find_in(colours, size, turn=turn, crop=crop, strict=strict)
        except PictureError as error:
            problem = error
            continue
        lines = PictureLines(place)
        found.append((reader.read_writing(lines), place, lines))
        if found[0][0].probability >= CLEAR:
            break
    if not found:
        raise problem
    most = max(len(reading.parts) for reading, _, _ in found)
    reading, place, lines = max((each for each in found if len(each[0].parts) >= most - FEWER),
                                key=lambda each: each[0].probability)
    return reader.read_writing(lines, chosen) if chosen else reading, place, lines

"""Whole numbers and sums from drawings and pictures, in whatever order they come: their texts, and what they come to."""
from collections.abc import Sequence

from app.core import looks, picture_file
from app.core.answers import strokes_of
from app.core.errors import DrawingError, InklingError, PictureError
from app.core.line import Reader
from app.core.outcomes import told


def answers(reader: Reader, contents: Sequence[str | bytes]) -> list[dict | InklingError]:
    """What `outcomes.told` tells of each, or what is wrong with it. contents: lines as `labelled.parse_line` takes them (str) and
    picture files (bytes)."""
    return [answer(reader, each) for each in contents]


def answer(reader: Reader, content: str | bytes) -> dict | InklingError:
    if isinstance(content, bytes):
        try:
            return told(looks.read(reader, *picture_file.decode(content))[0])
        except PictureError as error:
            return error
        except MemoryError:
            return PictureError("there is not enough memory to read the picture")
    strokes = strokes_of(content)
    if isinstance(strokes, InklingError):
        return strokes
    try:
        return told(reader.read(strokes))
    except DrawingError as error:
        return error


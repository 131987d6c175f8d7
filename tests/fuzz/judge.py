"""Whether the reader of pictures did right by a file: it finds a digit and says where, or says in a sentence what is wrong."""
import numpy as np

from app.core import picture
from app.core.errors import InklingError, PictureError
from app.core.ink import check_strokes

LONGEST = 300  # characters of a sentence


class Wrong(Exception):
    """A finding, or a sentence, that is not what is promised; of a class of its own, for libraries assert too."""


def judge(data: bytes, **asked) -> tuple[str, str]:
    """("read" or "refused", the sentence of a refusal). asked: what else `picture.find` takes. Raises Wrong, and whatever the
    reader itself raises that it should not."""
    try:
        found = picture.find(data, **asked)
    except PictureError as error:
        check_sentence(str(error))
        return "refused", str(error)
    check_found(found)
    return "read", ""


def hold(truth: bool, otherwise: str) -> None:
    if not truth:
        raise Wrong(otherwise)


def check_sentence(text: str) -> None:
    """One line of a length that can be shown, printable, begun as the others are because it follows a file's name."""
    hold(0 < len(text) < LONGEST, f"{len(text)} characters: {text[:LONGEST]}")
    hold(text.isprintable(), f"not printable: {text!r}")
    hold(not text[0].isupper() or text[1:2].isupper(), f"does not begin like the others: {text}")


def check_found(found: picture.Found) -> None:
    """What its docstring promises."""
    hold(found.pixels.dtype == np.float32 and found.pixels.shape == (784,), "not 784 numbers")
    hold(np.isfinite(found.pixels).all() and found.pixels.min() >= 0 and found.pixels.max() <= 1, "not in [0, 1]")
    hold(found.pixels.any(), "no ink, and yet found")
    width, height = found.size
    left, top, right, bottom = found.box
    hold(0 <= left < right <= width and 0 <= top < bottom <= height, f"box {found.box} in {found.size}")
    hold(bool(found.outlines) and all(len(each) > 2 for each in found.outlines), f"outlines that are no polygons: {found.outlines}")
    # An outline may run along the outer side of the last pixels.
    for x, y in (point for outline in found.outlines for point in outline):
        hold(-1 <= x <= width + 1 and -1 <= y <= height + 1, f"outline at {x}, {y} in {found.size}")
    hold(isinstance(found.several, bool), f"several is {found.several!r}")
    try:
        check_strokes(found.strokes)
    except InklingError as error:
        raise Wrong(f"strokes: {error}") from None

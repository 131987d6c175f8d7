"""Whether the reader of pictures did right by a file: it finds a digit and says where, or says in a sentence what is wrong."""
import math

import numpy as np

from app.core import picture
from app.core.errors import InklingError, PictureError
from app.core.ink import check_strokes

LONGEST = 300  # characters of a sentence


def judge(data: bytes, **asked) -> tuple[str, str]:
    """("read" or "refused", the sentence of a refusal). Raises AssertionError for a finding or sentence that should not be, and
    whatever the reader itself raises that it should not."""
    try:
        found = picture.find(data, **asked)
    except PictureError as error:
        check_sentence(str(error))
        return "refused", str(error)
    check_found(found)
    return "read", ""


def check_sentence(text: str) -> None:
    """One line of a length that can be shown, printable, begun as the others are because it follows a file's name."""
    assert 0 < len(text) < LONGEST, f"{len(text)} characters: {text[:LONGEST]}"
    assert text.isprintable(), f"not printable: {text!r}"
    assert not text[0].isupper() or text[1:2].isupper(), f"does not begin like the others: {text}"


def check_found(found: picture.Found) -> None:
    """What its docstring promises."""
    assert found.pixels.dtype == np.float32 and found.pixels.shape == (784,), "not 784 numbers"
    assert np.isfinite(found.pixels).all() and found.pixels.min() >= 0 and found.pixels.max() <= 1, "not in [0, 1]"
    assert found.pixels.any(), "no ink, and yet found"
    width, height = found.size
    left, top, right, bottom = found.box
    assert 0 <= left < right <= width and 0 <= top < bottom <= height, f"box {found.box} in {found.size}"
    assert found.outlines and all(len(each) > 2 for each in found.outlines), "outlines that are no polygons"
    # An outline may run along the outer side of the last pixels.
    for x, y in (point for outline in found.outlines for point in outline):
        assert math.isfinite(x) and math.isfinite(y) and -1 <= x <= width + 1 and -1 <= y <= height + 1, f"outline at {x}, {y}"
    assert isinstance(found.several, bool), f"several is {found.several!r}"
    try:
        check_strokes(found.strokes)
    except InklingError as error:
        raise AssertionError(f"strokes: {error}") from None

"""Many drawings and pictures at once, in whatever order they come: to pixels, and to a network's answers.

Contents are lines as `labelled.parse_line` takes them (str) and picture files (bytes). What is wrong with one stands in its
place and the others go on.
"""
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.core import inks, picture
from app.core.errors import InklingError, PictureError
from app.core.functional import softmax
from app.core.instant import decide
from app.core.labelled import parse_line
from app.core.network import Network


class Image(NamedTuple):
    """pixels: float32 (784,) in [0, 1]; place: of a picture, {"box": [left, top, right, bottom], "several": bool}, see
    `picture.Found`; of a drawing {}. found: of a picture, all that was found.
    """

    pixels: np.ndarray
    place: dict
    found: picture.Found | None = None


def images(contents: Sequence[str | bytes]) -> list[Image | InklingError]:
    """The image that a network reads of each, or what is wrong with it."""
    seen: list = [image_of(each) if isinstance(each, bytes) else strokes_of(each) for each in contents]
    drawn = [at for at, each in enumerate(seen) if isinstance(each, list)]
    for at, pixels in zip(drawn, inks.render([seen[at] for at in drawn]), strict=True):
        seen[at] = Image(pixels, {})
    return seen


def answers(reader: Network, contents: Sequence[str | bytes]) -> list[dict | InklingError]:
    """{"digit", "probabilities", "sure"} of each, with "box" and "several" of a picture, or what is wrong with it.

    A picture that holds several digits is not called sure, nor one whose path alone is read otherwise.
    """
    found: list = images(contents)
    good = [at for at, each in enumerate(found) if isinstance(each, Image)]
    if good:
        logits = reader.logits(np.array([found[at].pixels for at in good]))
        for at, row in zip(good, softmax(logits.astype(np.float64), reader.temperature).tolist(), strict=True):
            answer, image = decide(row, reader.sure_threshold), found[at]
            if image.found:
                answer["sure"] = answer["sure"] and picture.is_confirmed(image.found, answer["digit"], reader)
            found[at] = {**answer, **image.place}
    return found


def image_of(data: bytes) -> Image | InklingError:
    """A picture file's image."""
    try:
        found = picture.find(data)
    except PictureError as error:
        return error
    except MemoryError:
        return PictureError("there is not enough memory to read the picture")
    return Image(found.pixels, {"box": [int(each) for each in found.box], "several": bool(found.several)}, found)


def strokes_of(line: str) -> list | InklingError:
    """The strokes of a drawing in a line."""
    try:
        return parse_line(line)["strokes"]
    except InklingError as error:
        return error

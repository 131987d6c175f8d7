"""From a picture file to the 28x28 image: find the ink, crop to it, and place it as drawings are placed.

Dark ink on light paper and light on dark are both read; which it is, the picture's border tells.
"""
import io
import struct
import warnings
import zlib
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from app.core import ink
from app.core.errors import PictureError

MOST_PIXELS = 40_000_000
# What Pillow's readers let through when bytes are not what they should be.
DAMAGE = (OSError, EOFError, ValueError, SyntaxError, LookupError, TypeError, struct.error, zlib.error,
          Image.DecompressionBombError)
# Fraction of the way from paper to the darkest ink below which a pixel is taken for paper: MNIST's own edges are softer
# than this, the grain of photographed paper is not.
NOISE = 0.25


class Found(NamedTuple):
    """What was found in a picture. Places are in pixels of the whole picture, upright and turned as asked.

    pixels: float32 (784,) in [0, 1], the network's input. size: (width, height). box: (left, top, right, bottom) around the ink
    that was read. outlines: closed polygons [[x, y], ...] around that ink. strokes: the path that the pen may have taken, as a
    drawing has it. several: whether the picture clearly holds more than one digit, of which the largest was read.
    """

    pixels: np.ndarray
    size: tuple[int, int]
    box: tuple[int, int, int, int]
    outlines: list
    strokes: list
    several: bool


def read_picture(data: bytes) -> np.ndarray:
    """data: a PNG, JPEG, WebP, GIF or BMP file. Returns uint8 (height, width), EXIF turned, alpha laid on white.

    Raises PictureError if it is none of these, damaged, or larger than 40 megapixels.
    """
    try:
        with warnings.catch_warnings():
            # Of large pictures, where the limit below is ours and stricter, and of harmless damage such as to EXIF.
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF", "BMP"))
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureError(f"the picture has {picture.width} x {picture.height} pixels, over 40 million")
            picture = ImageOps.exif_transpose(picture).convert("RGBA")
    except UnidentifiedImageError:
        raise PictureError("not a PNG, JPEG, WebP, GIF or BMP picture") from None
    except DAMAGE as error:
        raise PictureError(f"the picture is damaged ({error})") from None
    paper = Image.new("RGBA", picture.size, "white")
    return np.asarray(Image.alpha_composite(paper, picture).convert("L"))


def find_ink(grey: np.ndarray) -> np.ndarray:
    """Turn grey levels, uint8 (height, width), into ink: float32 in [0, 1], 0 = paper, whichever of the two is darker.

    Raises PictureError if all of it is one shade.
    """
    border = np.concatenate([grey[0], grey[-1], grey[:, 0], grey[:, -1]])
    distance = np.abs(grey.astype(np.float32) - np.median(border))
    strongest = distance.max()
    if strongest < 24:
        raise PictureError("the picture shows no ink, it is all of one shade")
    amount = distance / strongest
    amount[amount < NOISE] = 0
    return amount


def fit_in_frame(amount: np.ndarray) -> np.ndarray:
    """Crop to the ink, scale its larger side to 20 pixels and centre its mass in 28x28.

    amount: float32 (height, width) in [0, 1]. Returns float32 (784,), row by row.
    """
    rows, columns = np.flatnonzero(amount.any(axis=1)), np.flatnonzero(amount.any(axis=0))
    crop = Image.fromarray(amount[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1])
    scale = ink.BOX / max(crop.size)
    width, height = (max(1, round(side * scale)) for side in crop.size)
    small = np.asarray(crop.resize((width, height), Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR))
    # Thin strokes pale when shrunk; the darkest is full ink again, as in MNIST.
    small = np.clip(small / small.max(), 0, 1)
    total = small.sum()
    mass_x = float((small.sum(axis=0) * (np.arange(width) + 0.5)).sum() / total)
    mass_y = float((small.sum(axis=1) * (np.arange(height) + 0.5)).sum() / total)
    left = min(max(round(ink.CENTRE - mass_x), 0), ink.SIZE - width)
    top = min(max(round(ink.CENTRE - mass_y), 0), ink.SIZE - height)
    frame = np.zeros((ink.SIZE, ink.SIZE), np.float32)
    frame[top:top + height, left:left + width] = small
    return frame.reshape(-1)


def find(data: bytes, *, turn: int = 0, crop=None) -> Found:
    """Find the digit in a picture file.

    turn: quarter turns clockwise, 0 to 3, made before anything else. crop: (left, top, right, bottom) in pixels of the turned
    picture, to look only there, or None. Raises PictureError.
    """
    grey = np.rot90(read_picture(data), -turn)
    height, width = grey.shape
    left, top, right, bottom = crop or (0, 0, width, height)
    amount = find_ink(grey[top:bottom, left:right])
    rows, columns = np.flatnonzero(amount.any(axis=1)), np.flatnonzero(amount.any(axis=0))
    box = (left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1)
    corners = [[box[0], box[1]], [box[2], box[1]], [box[2], box[3]], [box[0], box[3]]]
    return Found(fit_in_frame(amount), (width, height), box, [corners], [[corners[0], corners[2]]], False)


def to_pixels(data: bytes) -> np.ndarray:
    """A picture file's bytes to the network's input: float32 (784,) in [0, 1]. Raises PictureError."""
    return find(data).pixels

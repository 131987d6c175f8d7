"""Images redrawn along their centre line in our own pen: what reading a thin or thick pen on paper comes to.

Thinning shortens ends, leaves spurs and draws crossings apart, and does so to MNIST's images as to any photographed digit.
"""
import numpy as np

from app.core import inks
from app.core.thinning import thin
from trainer.learning.augment import SIDE

VERSION = 1  # part of the cache key: raise it whenever `redrawn` draws differently
FINE = 3  # pixels for one of the image
AT_ONCE = 500  # images on one sheet


def redrawn(images: np.ndarray) -> np.ndarray:
    """Every image along its centre line, placed anew. images: uint8 (n, 784), each with ink. Returns uint8 (n, 784)."""
    out = np.empty_like(images)
    for start in range(0, len(images), AT_ONCE):
        out[start:start + AT_ONCE] = np.rint(255 * inks.render(dots_of(images[start:start + AT_ONCE])))
    return out


def dots_of(images: np.ndarray) -> list:
    """The pixels of each image's centre line as strokes of one point, in fine pixels."""
    larger = enlarging_matrix()
    fine = larger @ images.reshape(-1, SIDE, SIDE).astype(np.float32) @ larger.T
    mask = fine > np.minimum(127.0, fine.max(axis=(1, 2), keepdims=True) / 2)
    side = mask.shape[1]
    sheet = np.pad(mask, ((0, 0), (1, 1), (1, 1))).reshape(-1, side + 2)
    lines = thin(sheet).reshape(len(images), side + 2, side + 2)
    # Zhang and Suen's thinning leaves nothing of two by two pixels.
    kept = [np.argwhere(line if line.any() else whole) for line, whole in zip(lines, mask, strict=True)]
    return [[[[x, y]] for y, x in points.tolist()] for points in kept]


def enlarging_matrix() -> np.ndarray:
    """(28 * FINE, 28): a row of pixels becomes FINE times as many, blended from the nearest two."""
    places = (np.arange(SIDE * FINE) + 0.5) / FINE - 0.5
    return np.maximum(0, 1 - np.abs(places[:, None] - np.arange(SIDE))).astype(np.float32)

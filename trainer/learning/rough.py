"""Ink as pictures give it: pens thinner and thicker than ours, uneven ink, gaps, specks and rough edges, in whole batches.

What was found on paper is brought to about our own pen before a network reads it; what is left of the paper's and the
camera's own doing is imitated here, on images as `augment` makes them.
"""
from dataclasses import dataclass

import numpy as np

from trainer.learning.augment import CHUNK, SIDE, elastic_field, smoothing_matrix

PLACES = np.arange(SIDE, dtype=np.float32)


@dataclass(frozen=True)
class Rough:
    """How much of what, of the images that are changed at all.

    share: of all images. pen: (lowest, highest) level of the blurred ink at which the new pen ends: 0.5 keeps a pen as wide
    as it is, 0.2 makes ours half as wide again, 0.62 three quarters as wide. blur: pixels, of a Gaussian. softness: (least,
    most) part of the grey scale that the pen's edge takes. uneven: deviation of a smooth factor on the ink. edges:
    deviation of noise where ink ends. gaps, specks: share of the images that have one or two.
    """

    share: float = 0.3
    pen: tuple[float, float] = (0.22, 0.62)
    blur: float = 0.9
    softness: tuple[float, float] = (0.45, 0.9)
    uneven: float = 0.12
    edges: float = 0.15
    gaps: float = 0.25
    specks: float = 0.15


def roughen(images: np.ndarray, *, rng: np.random.Generator, settings: Rough) -> np.ndarray:
    """Change `share` of the images, each in its own random way. images: uint8 (n, 784). Returns uint8 (n, 784)."""
    out = images.copy()
    chosen = np.flatnonzero(rng.random(len(images)) < settings.share)
    for start in range(0, len(chosen), CHUNK):
        part = chosen[start:start + CHUNK]
        ink = images[part].reshape(-1, SIDE, SIDE) * np.float32(1 / 255)
        ink = another_pen(ink, rng=rng, settings=settings)
        ink *= 1 + elastic_field(len(part), smoothing_matrix(2.5), settings.uneven, rng=rng).reshape(ink.shape)
        edge = 4 * ink * (1 - ink)
        ink += edge * elastic_field(len(part), smoothing_matrix(0.6), settings.edges, rng=rng).reshape(ink.shape)
        for _ in range(2):
            ink *= 1 - spots(len(part), settings.gaps, (0.7, 1.1), (0.5, 1.0), rng=rng)
            ink += spots(len(part), settings.specks, (0.4, 0.7), (0.2, 0.9), rng=rng)
        out[part] = np.rint(255 * np.clip(ink, 0, 1)).astype(np.uint8).reshape(-1, SIDE * SIDE)
    return out


def another_pen(ink: np.ndarray, *, rng: np.random.Generator, settings: Rough) -> np.ndarray:
    """The same lines by pens of other widths and softness, the darkest place of each image full ink; float32 as `ink`."""
    count = len(ink)
    matrix = smoothing_matrix(settings.blur)
    matrix /= matrix.sum(axis=1, keepdims=True)
    blurred = matrix @ ink @ matrix.T
    level = rng.uniform(*settings.pen, (count, 1, 1)).astype(np.float32)
    softness = rng.uniform(*settings.softness, (count, 1, 1)).astype(np.float32)
    drawn = np.clip((blurred - level) / softness + 0.5, 0, 1)
    drawn *= np.minimum(1, blurred * 8)  # a thick pen's soft edge shall not tint the paper
    return drawn / np.maximum(drawn.max(axis=(1, 2), keepdims=True), 0.2)


def spots(count: int, often: float, width: tuple, strength: tuple, *, rng: np.random.Generator) -> np.ndarray:
    """A soft round spot somewhere within `often` / 2 of the images: float32 (count, 28, 28) in [0, 1].

    width: (least, most) of its Gaussian in pixels; strength: (least, most) at its middle.
    """
    x, y = rng.uniform(4, SIDE - 5, (2, count, 1)).astype(np.float32)
    spread = rng.uniform(*width, (count, 1)).astype(np.float32)
    height = rng.uniform(*strength, count) * (rng.random(count) < often / 2)
    across, down = (np.exp(-0.5 * ((PLACES - place) / spread) ** 2) for place in (x, y))
    return (height.astype(np.float32)[:, None, None] * down[:, :, None] * across[:, None, :])

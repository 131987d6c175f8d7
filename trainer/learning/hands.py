"""Other hands: a drawing varied in stroke space, before it is rendered, and its image.

What varies between people is not what an image transform varies. A slant bends the path but not the pen; fast hands sample
coarsely, slow ones tremble; strokes turn and stretch as they go; and some write the 1 with a flag, slash the 0, cross the 7
(`habits`). Rendering afterwards normalises size and place, so every variant looks the way a real drawing of that hand would
reach the network.
"""
import math

import numpy as np

from app.core import ink
from trainer.learning.habits import with_habits
from trainer.learning.pen_paths import meander, smooth

VERSION = 2  # part of the cache key: raise it whenever `vary` draws differently


def image_of(strokes: list) -> np.ndarray:
    """The drawing as a network is taught it: uint8 (784,), 255 = ink. Raises DrawingError for what is no drawing."""
    return np.rint(255 * np.asarray(ink.render(strokes))).astype(np.uint8)


def vary(strokes: list, label: int, *, rng: np.random.Generator) -> list:
    """One drawing in a slightly different hand.

    strokes: as everywhere, any unit, y down; label: the digit, or -1 for what is none, which gets no digit's habits.
    Returns strokes centred on zero with extent about 1.
    """
    paths = [resample(path, rng=rng) for path in normalise(strokes)]
    paths = with_habits(paths, label, rng=rng)
    if rng.random() < 0.5:
        paths = [meander(path, turn=0.14, stretch=0.1, rng=rng) for path in paths]
    if rng.random() < 0.2:
        width = rng.uniform(0.5, 2.2)
        paths = [smooth(path, width=width) for path in paths]
    paths = wobble(paths, rng=rng)
    matrix = distortion(rng=rng, turn=1.5, stretch=2.0) if rng.random() < 1 / 6 else distortion(rng=rng)
    return [path.tolist() for path in coarsen([path @ matrix.T for path in paths], rng=rng)]


def normalise(strokes: list) -> list[np.ndarray]:
    """Centre on zero and scale the larger side to 1; arrays (points, 2). Empty strokes go."""
    paths = [np.array(stroke, np.float64) for stroke in strokes if len(stroke)]
    points = np.concatenate(paths)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = max(float((high - low).max()), 1e-9)
    return [(path - (low + high) / 2) / extent for path in paths]


def resample(path: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """Drop or double points, and now and then sample as coarsely as a slow digitiser would."""
    if len(path) < 4:
        return path
    keep = rng.random(len(path)) >= rng.choice([0.0, 0.1, 0.3])
    keep[[0, -1]] = True
    path = path[keep]
    if rng.random() < 0.2:
        path = np.repeat(path, 1 + (rng.random(len(path)) < 0.3), axis=0)
    return path


def wobble(paths: list[np.ndarray], *, rng: np.random.Generator) -> list[np.ndarray]:
    """Per-point jitter; one smooth bending of the whole plane; each stroke lifted a little from its place."""
    jitter = rng.uniform(0, 0.008)
    waves = [(rng.normal(0, 0.025, 2), rng.uniform(2, 7, 2), rng.uniform(0, 2 * math.pi, 2)) for _ in range(2)]
    moved = []
    for path in paths:
        bent = path.copy()
        for size, frequency, phase in waves:
            bent += size * np.sin(path[:, ::-1] * frequency + phase)
        bent += rng.normal(0, jitter, path.shape)
        if len(paths) > 1:
            bent += rng.normal(0, 0.015, 2)
        moved.append(bent)
    return moved


def distortion(*, rng: np.random.Generator, turn: float = 1.0, stretch: float = 1.0) -> np.ndarray:
    """(2, 2): rotation (about 7 degrees), slant (about 10 degrees) and aspect (about 12%), all normal.

    turn: how many times as much rotation and slant; stretch: the same of aspect.
    """
    angle = rng.normal(0, 0.12 * turn)
    slant = rng.normal(0, 0.18 * turn)
    aspect = math.exp(rng.normal(0, 0.12 * stretch))
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return rotation @ np.array([[aspect, slant], [0.0, 1.0]])


def coarsen(paths: list[np.ndarray], *, rng: np.random.Generator) -> list[np.ndarray]:
    """Now and then only the places of a coarse grid, 10 to 30 to a drawing: some tablets tell no more."""
    if rng.random() >= 0.1:
        return paths
    cells = rng.uniform(10, 30)
    return [np.round(path * cells) / cells for path in paths]

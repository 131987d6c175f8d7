"""Other hands: a drawing varied in stroke space, before it is rendered, and its image.

What varies between people is not what an image transform varies. A slant bends the path but not the pen; some write the
1 with a flag or a foot, slash the 0, cross the 7; fast hands sample coarsely, slow ones tremble. Rendering afterwards
normalises size and place, so every variant looks the way a real drawing of that hand would reach the network.
"""
import math

import numpy as np

from app.core import ink

VERSION = 1  # part of the cache key: raise it whenever `vary` draws differently


def image_of(strokes: list) -> np.ndarray:
    """The drawing as a network is taught it: uint8 (784,), 255 = ink. Raises DrawingError for what is no drawing."""
    return np.rint(255 * np.asarray(ink.render(strokes))).astype(np.uint8)


def vary(strokes: list, label: int, *, rng: np.random.Generator) -> list:
    """One drawing in a slightly different hand.

    strokes: as everywhere, any unit, y down; label: the digit, or -1. Returns strokes centred on zero with extent 1.
    """
    paths = normalise(strokes)
    paths = [resample(path, rng=rng) for path in paths]
    paths = wobble(paths, rng=rng)
    if label == 1 and rng.random() < 0.35:
        paths = flag_one(paths, rng=rng)
    elif label == 0 and rng.random() < 0.12:
        paths = slash_zero(paths, rng=rng)
    elif label == 7 and rng.random() < 0.2:
        paths = cross_seven(paths, rng=rng)
    matrix = distortion(rng=rng)
    return [(path @ matrix.T).tolist() for path in paths]


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


def distortion(*, rng: np.random.Generator) -> np.ndarray:
    """(2, 2): rotation (about 7 degrees), slant (about 10 degrees) and aspect (about 12%), all normal."""
    angle = rng.normal(0, 0.12)
    slant = rng.normal(0, 0.18)
    aspect = math.exp(rng.normal(0, 0.12))
    rotation = np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return rotation @ np.array([[aspect, slant], [0.0, 1.0]])


def flag_one(paths: list[np.ndarray], *, rng: np.random.Generator) -> list[np.ndarray]:
    """Give a plain 1, one nearly straight stroke, the flag at its top or the foot under it that many are taught."""
    path = paths[0]
    if len(paths) != 1 or np.ptp(path[:, 0]) > 0.45 * np.ptp(path[:, 1]):
        return paths
    height = np.ptp(path[:, 1])
    top, bottom = path[path[:, 1].argmin()], path[path[:, 1].argmax()]
    if np.linalg.norm(path[0] - path[-1]) < 0.9 * height:
        return paths
    added = list(paths)
    kind = rng.random()
    if kind < 0.75:
        reach = rng.uniform(0.12, 0.42) * height
        angle = rng.uniform(0.35, 1.2)  # below the horizontal, to the left
        tip = top + reach * np.array([-math.cos(angle), math.sin(angle)])
        added.append(np.array([tip, (tip + top) / 2 + rng.normal(0, 0.012, 2), top]))
    if kind > 0.55:
        half = rng.uniform(0.1, 0.3) * height
        tilt = rng.normal(0, 0.04)
        added.append(bottom + np.array([[-half * rng.uniform(0.7, 1.3), tilt], [half * rng.uniform(0.7, 1.3), -tilt]]))
    return added


def slash_zero(paths: list[np.ndarray], *, rng: np.random.Generator) -> list[np.ndarray]:
    """A slash from lower left to upper right, as programmers and Scandinavians tell the 0 from the O."""
    points = np.concatenate(paths)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    half = np.ptp(points, axis=0) / 2 * rng.uniform(0.5, 1.15)
    slash = np.array([[-half[0], half[1]], [half[0], -half[1]]]) * rng.uniform(0.75, 1.05, 2)
    return [*paths, middle + slash]


def cross_seven(paths: list[np.ndarray], *, rng: np.random.Generator) -> list[np.ndarray]:
    """The short bar through the stem; a 7 of two strokes may have one already and is left alone."""
    points = np.concatenate(paths)
    if len(paths) != 1 or len(points) < 6:
        return paths
    low, high = points.min(axis=0), points.max(axis=0)
    level = low[1] + rng.uniform(0.45, 0.6) * (high[1] - low[1])
    lower = points[points[:, 1] > low[1] + 0.3 * (high[1] - low[1])]
    if not len(lower):
        return paths
    stem = lower[np.abs(lower[:, 1] - level).argmin()]
    half = rng.uniform(0.12, 0.28)
    tilt = rng.normal(0, 0.03)
    return [*paths, np.array([[stem[0] - half, level + tilt], [stem[0] + half, level - tilt]])]

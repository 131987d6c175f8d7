"""What people write differently on purpose in the strokes of a digit: flags, bars, slashes, hats, and how strokes meet.

Habits take and return strokes as those of `habits_of_loops` do.
"""
import math

import numpy as np

from trainer.learning.pen_paths import evenly, sharpest

Paths = list[np.ndarray]


def flag_one(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Give a plain 1, one nearly straight stroke, the flag at its top or the foot under it that many are taught.

    The flag may be nearly as long as the stem, if it hangs steeply: one that lies flat would make a 7.
    """
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
        long = rng.random() < 0.4
        reach = rng.uniform(0.4, 0.95) * height if long else rng.uniform(0.12, 0.42) * height
        angle = rng.uniform(0.65, 1.25) if long else rng.uniform(0.35, 1.2)  # below the horizontal, to the left
        tip = top + reach * np.array([-math.cos(angle), math.sin(angle)])
        added.append(np.array([tip, (tip + top) / 2 + rng.normal(0, 0.012 + 0.05 * reach * long, 2), top]))
    if kind > 0.55:
        half = rng.uniform(0.1, 0.3) * height
        tilt = rng.normal(0, 0.04)
        added.append(bottom + np.array([[-half * rng.uniform(0.7, 1.3), tilt], [half * rng.uniform(0.7, 1.3), -tilt]]))
    return added


def slash_zero(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """A slash from lower left to upper right, as programmers and Scandinavians tell the 0 from the O.

    It may stick out far, and stand nearly upright.
    """
    points = np.concatenate(paths)
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    half = np.ptp(points, axis=0) / 2 * (rng.uniform(0.5, 1.15) if rng.random() < 0.5 else rng.uniform(1.1, 2.2))
    half[0] *= rng.uniform(0.75, 1.05) if rng.random() < 0.5 else rng.uniform(0.1, 0.75)
    return [*paths, middle + np.array([[-half[0], half[1]], [half[0], -half[1]]])]


def cross_seven(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """The bar through the stem, short or long, level, slanted or waved.

    A 7 of two strokes may have one already and is left alone.
    """
    points = np.concatenate(paths)
    if len(paths) != 1 or len(points) < 6:
        return paths
    low, high = points.min(axis=0), points.max(axis=0)
    level = low[1] + rng.uniform(0.35, 0.62) * (high[1] - low[1])
    lower = points[points[:, 1] > low[1] + 0.3 * (high[1] - low[1])]
    if not len(lower):
        return paths
    stem = lower[np.abs(lower[:, 1] - level).argmin()]
    left, right = rng.uniform(0.1, 0.32, 2)
    across = np.linspace(-left, right, 9)
    wave = rng.normal(0, 0.03) * np.sin(across / (left + right) * 2 * math.pi + rng.uniform(0, 2 * math.pi))
    return [*paths, np.stack([stem[0] + across, level - rng.normal(0.04, 0.12) * across + wave], axis=1)]


def hat_seven(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Wave the bar at the top of a 7, or begin it with a short stroke down to or up to it."""
    path = evenly(paths[0])
    corner, turn = sharpest(path, first=0.15, last=0.6)
    if turn < 0.8 or np.ptp(path[:corner, 1]) > 0.3:
        return paths
    bar = path[:corner].copy()
    share = np.linspace(0, 1, corner)
    bar[:, 1] += rng.normal(0, 0.07) * np.sin(share * rng.uniform(1, 2) * math.pi)
    if rng.random() < 0.5:
        serif = bar[0] + [rng.normal(0.0, 0.02), rng.uniform(0.06, 0.25)]
        bar = np.concatenate([[serif], bar])
    return [np.concatenate([bar, path[corner:]]), *paths[1:]]


def flat_three(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Write the upper half of a 3 like a Z: straight across, then slanting back to the middle."""
    path = evenly(paths[0])
    corner, turn = sharpest(path, first=0.3, last=0.7)
    upper = path[:corner]
    if len(paths) != 1 or abs(turn) < 1.4 or len(upper) < 8 or np.ptp(upper[:, 0]) < 0.2:
        return paths
    left, right, top = upper[:len(upper) // 2, 0].min(), upper[:, 0].max(), upper[:, 1].min()
    bar = np.array([[left, top + rng.normal(0, 0.03)], [right, top + rng.normal(0, 0.04)]])
    return [np.concatenate([bar, path[corner:]])]


def circles_eight(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Draw an 8 as two circles that touch, overlap or just miss each other."""
    points = np.concatenate(paths)
    low, size = points.min(axis=0), np.maximum(np.ptp(points, axis=0), 0.25)
    waist, middle = low[1] + size[1] * rng.uniform(0.4, 0.52), low[0] + size[0] / 2
    circles = []
    for top, bottom in ((low[1], waist + rng.normal(0.01, 0.02)), (waist, low[1] + size[1])):
        half = np.array([size[0] / 2 * rng.uniform(0.7, 1.0), (bottom - top) / 2])
        angles = rng.uniform(0, 2 * math.pi) + np.linspace(0, 2 * math.pi + rng.normal(-0.1, 0.3), 24)
        centre = np.array([middle + rng.normal(0, 0.03), (top + bottom) / 2])
        circles.append(centre + half * np.stack([np.cos(angles), np.sin(angles)], axis=1))
    return circles


def move_strokes(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Set the strokes of a 4, 5 or 7 apart or into each other: each one moved, turned and sized about its middle."""
    if len(paths) < 2:
        return paths
    moved = []
    for path in paths:
        middle = path.mean(axis=0)
        angle, size = rng.normal(0, 0.12), math.exp(rng.normal(0, 0.12))
        matrix = size * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
        moved.append((path - middle) @ matrix.T + middle + rng.normal(0, 0.045, 2))
    return moved

"""Changes to the path of one pen stroke, by direction and length of its steps rather than by place.

A stroke is a float64 array (points, 2), y down. Its steps are written as complex numbers, right + 1j * down: turning a
step is a multiplication, and every step after it follows, as it does when a hand turns.
"""
import math

import numpy as np

COUNT = 40  # points of a stroke whose steps are changed


def evenly(path: np.ndarray, *, count: int = COUNT) -> np.ndarray:
    """The same path with `count` points at equal distances along it; a stroke without length stays as it is."""
    travelled = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(path, axis=0).T))])
    if len(path) < 2 or travelled[-1] < 1e-6:
        return path
    at = np.linspace(0.0, travelled[-1], count)
    return np.stack([np.interp(at, travelled, path[:, axis]) for axis in (0, 1)], axis=1)


def steps_of(path: np.ndarray) -> np.ndarray:
    """complex (points - 1,): the way from each point to the next."""
    return np.diff(path[:, 0] + 1j * path[:, 1])


def walk(start, steps: np.ndarray) -> np.ndarray:
    """The path from a place, [x, y], along steps."""
    along = np.concatenate([[0.0], np.cumsum(steps)]) + complex(*start)
    return np.stack([along.real, along.imag], axis=1)


def meander(path: np.ndarray, *, turn: float, stretch: float, rng: np.random.Generator) -> np.ndarray:
    """Let direction and speed drift smoothly along the stroke, whose middle stays: loops open, close, cross and lean.

    turn: radians, stretch: of a logarithm; both deviations of the slowest of three waves, the faster ones are weaker.
    """
    path = evenly(path)
    if len(path) < 3:
        return path
    share = np.linspace(0.0, 1.0, len(path) - 1)
    waves = np.cos(np.pi * np.outer([1.0, 2.0, 3.0], share) + rng.uniform(0, 2 * math.pi, (3, 1)))
    waves -= waves.mean(axis=1, keepdims=True)
    sizes = 1 / np.array([1.0, 1.5, 2.0])
    turned = steps_of(path) * np.exp(1j * (rng.normal(0, turn, 3) * sizes) @ waves + (rng.normal(0, stretch, 3) * sizes) @ waves)
    moved = walk(path[0], turned)
    return moved + path.mean(axis=0) - moved.mean(axis=0)


def curl(path: np.ndarray, *, share: float, turn: float, longer: float = 1.0) -> np.ndarray:
    """Bend the last `share` of the stroke by `turn` radians in all, clockwise if positive, and lengthen it."""
    path = evenly(path)
    steps = steps_of(path)
    first = int((1 - share) * len(steps))
    bent = np.linspace(0.0, 1.0, len(steps) - first)
    steps[first:] *= longer * np.exp(1j * turn * bent)
    return walk(path[0], steps)


def prolong(path: np.ndarray, *, length: float) -> np.ndarray:
    """Go on past the end by `length` along the curve of the last quarter; where negative, stop so much earlier."""
    path = evenly(path)
    steps = steps_of(path)
    if len(steps) < 8 or not length:
        return path
    step = np.abs(steps).mean()
    count = round(abs(length) / step)
    if length < 0:
        return path[:max(4, len(path) - count)]
    last = steps[-len(steps) // 4:-1]
    turn = np.angle(np.exp(1j * np.diff(np.angle(last)))).mean()
    turn = math.copysign(min(abs(turn), 0.2), turn)
    return walk(path[0], np.concatenate([steps, steps[-2] * np.exp(1j * turn * np.arange(1, count + 1))]))


def loop_at(path: np.ndarray, corner: int, *, radius: float) -> np.ndarray:
    """Go round a corner the long way, as a flowing pen does; what follows moves along. corner: a point between the ends."""
    steps = steps_of(path)
    arriving, leaving = (np.angle(steps[max(0, corner - 2):corner].sum()), np.angle(steps[corner:corner + 2].sum()))
    turn = np.angle(np.exp(1j * (leaving - arriving)))
    turn -= math.copysign(2 * math.pi, turn)
    round_steps = np.exp(1j * (arriving + turn * np.linspace(0.04, 0.96, 14)))
    return walk(path[0], np.concatenate([steps[:corner], round_steps * (radius * abs(turn) / 14), steps[corner:]]))


def sharpest(path: np.ndarray, *, first: float, last: float) -> tuple[int, float]:
    """(the point between two shares of the stroke where it turns most within five steps, by how many radians).

    The turn is positive clockwise; (0, 0.0) where the stroke is too short.
    """
    headings = np.unwrap(np.angle(steps_of(path)))
    if len(headings) < 12:
        return 0, 0.0
    turns = headings[5:] - headings[:-5]
    low, high = int(first * len(turns)), max(int(first * len(turns)) + 1, int(last * len(turns)))
    place = low + int(np.abs(turns[low:high]).argmax())
    return place + 3, float(turns[place])


def smooth(path: np.ndarray, *, width: float) -> np.ndarray:
    """Round the corners: every point moves to the mean of those around it, weighed by a Gaussian of `width` points."""
    path = evenly(path)
    if len(path) < 5:
        return path
    distance = np.subtract.outer(np.arange(len(path)), np.arange(len(path)))
    weights = np.exp(-0.5 * (distance / width) ** 2)
    return weights @ path / weights.sum(axis=1, keepdims=True)

"""What people write differently on purpose in the ends, loops and tails of a digit, each a change of its pen's path.

A habit takes strokes, float64 arrays (points, 2) within half a unit of zero, y down, and returns others; one that does not
fit the drawing returns it as it is.
"""
import math

import numpy as np

from trainer.learning.pen_paths import curl, evenly, loop_at, prolong, sharpest, steps_of, walk

Paths = list[np.ndarray]


def tail_nine(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Swing the tail of a 9 left or right, or hook it as a g's: where its last stroke ends low, going down."""
    path = evenly(paths[-1])
    points = np.concatenate(paths)
    low, high = points[:, 1].min(), points[:, 1].max()
    steps = steps_of(path)
    if len(steps) < 12 or path[-1, 1] < high - 0.12 * (high - low):
        return paths
    if steps[-10:].sum().imag < 0.8 * np.abs(steps[-10:].sum()):
        return paths
    # The tail alone, not the loop that may come before it in the same stroke.
    straight = np.sum(path[:, 1] > low + 0.55 * (high - low)) / len(path)
    kind = rng.random()
    if kind < 0.45:
        tail = curl(path, share=min(0.5, straight) * rng.uniform(0.6, 1.0), turn=rng.uniform(1.5, 2.9),
                    longer=rng.uniform(1.0, 1.9))
    elif kind < 0.85:
        tail = curl(path, share=min(0.6, 1.2 * straight), turn=rng.uniform(0.5, 1.7), longer=rng.uniform(1.0, 1.4))
    else:
        tail = curl(path, share=min(0.6, 1.2 * straight), turn=-rng.uniform(0.3, 0.9), longer=rng.uniform(0.9, 1.2))
    return [*paths[:-1], tail]


def lead_out(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """After the bowl of a 6, swing out to the right, as those do who join their letters."""
    path = evenly(paths[-1])
    heading = np.angle(steps_of(path)[-3:].sum()) if len(path) > 8 else 0.0
    back = (heading - rng.uniform(-0.9, 0.2)) % (2 * math.pi)  # anticlockwise from there to the right
    bend = heading - back * np.linspace(0.1, 1.0, 12)
    lengths = rng.uniform(0.25, 0.55) / 12
    return [*paths[:-1], np.concatenate([path, walk(path[-1], lengths * np.exp(1j * bend))[1:]])]


def narrow_loop(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Press together the loop with which a 9 begins, or with which a 6 ends: across its own longer axis."""
    path, whole = evenly(paths[0]), len(paths) > 1
    if len(path) < 20:
        return paths
    distances = np.hypot(*(path[12:] - path[0]).T)
    last = len(path) if whole else 13 + int(distances.argmin())  # where the loop comes back to its beginning
    if not whole and (distances.min() > 0.2 or last > 0.8 * len(path)):
        return paths
    loop = path[:last]
    middle = loop.mean(axis=0)
    across = np.linalg.eigh(np.cov((loop - middle).T))[1][:, 0]
    pressed = loop - np.outer((loop - middle) @ across, across) * rng.uniform(0.3, 0.75)
    return [np.concatenate([pressed, path[last:] + pressed[-1] - loop[-1]]), *paths[1:]]


def narrow_bowl(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """The same at the end of a 6, which is a 9 turned about."""
    return [path[::-1] for path in narrow_loop([path[::-1] for path in paths[::-1]], rng=rng)[::-1]]


def curl_ends(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Bend the beginning, the end or both more, or less, than they were."""
    first = curl(paths[0][::-1], share=rng.uniform(0.12, 0.3), turn=rng.normal(0, 0.9))[::-1]
    if len(paths) > 1:
        return [first, *paths[1:-1], curl(paths[-1], share=rng.uniform(0.12, 0.3), turn=rng.normal(0, 0.7))]
    return [curl(first, share=rng.uniform(0.12, 0.3), turn=rng.normal(0, 0.9))]


def cross_bowl(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Let the bowl of a 6 run on: through its stem, or into the bowl."""
    return [*paths[:-1], prolong(paths[-1], length=rng.uniform(0.08, 0.4))]


def part_ends(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Stop a loop short of where it began, at either end or both: a 0, 6, 8 or 9 that is open."""
    first = prolong(paths[0][::-1], length=-rng.uniform(0.0, 0.22))[::-1] if rng.random() < 0.6 else paths[0]
    if len(paths) > 1:
        return [first, *paths[1:]]
    return [prolong(first, length=-rng.uniform(0.0, 0.2)) if rng.random() < 0.5 else first]


def loop_corner(paths: Paths, *, rng: np.random.Generator) -> Paths:
    """Give the sharp corner of a 2 at its foot, or of a 3 in its middle, a loop."""
    path = evenly(paths[0])
    corner, turn = sharpest(path, first=0.35, last=0.78)
    if not 1.4 < abs(turn) < 3.6 or corner < 4 or corner > len(path) - 5 or path[corner, 1] < path[:, 1].mean() - 0.1:
        return paths
    return [loop_at(path, corner, radius=rng.uniform(0.04, 0.13)), *paths[1:]]

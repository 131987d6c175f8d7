"""The groups of neighbouring pieces that may be a character of a line, and where each stands.

A picture of 28x28 pixels cannot tell a point from a minus from a 1: it is always as large. So the network is also told how
large a group is and where it stands between its neighbours, all in parts of the line's own height.
"""
import itertools

import numpy as np

from app.core.line_order import TALL, unit_of

MOST = 4  # pieces of a character
NEAR = 6  # pieces on either side of one among which its distances are measured
AROUND = 7  # tall pieces by which height and place of the line are judged
# What `context` tells, in this order.
CONTEXT = ("height", "width", "top", "bottom", "gap before", "gap after", "widest gap within", "pieces", "first", "last",
           "farthest within", "nearest outside", "covered", "line length")


def steps_of(boxes: np.ndarray) -> list[tuple[tuple[int, ...], ...]]:
    """Steps by which a line of pieces, in order, may be gone through: each is one or two groups of the next few pieces.

    A step of one group is a run of up to MOST neighbours. One of two is a run of which each takes some, where a piece reaches
    over the next: as the bar that a 7 got later, or a digit that was squeezed in. boxes: of the pieces, in order. Groups are
    tuples of places in the order.
    """
    count, steps = len(boxes), []
    for first in range(count):
        for size in range(1, min(MOST, count - first) + 1):
            steps.append((tuple(range(first, first + size)),))
            if size >= 3:
                steps += interleaved(first, size, boxes)
    return steps


def interleaved(first: int, size: int, boxes: np.ndarray) -> list[tuple[tuple[int, ...], ...]]:
    """The ways to share a run between two groups that are not neighbours, each of them a heap of overlapping pieces."""
    found = []
    others = range(first + 1, first + size)
    for taken in range(1, size - 1):
        for rest in itertools.combinations(others, taken):
            group = (first, *rest)
            other = tuple(each for each in others if each not in rest)
            if is_run(group) or (is_run(other) and other[-1] == first + size - 1):
                continue
            if overlaps(boxes[list(group)]) and overlaps(boxes[list(other)]):
                found.append((group, other))
    return found


def is_run(group: tuple[int, ...]) -> bool:
    return group[-1] - group[0] == len(group) - 1


def overlaps(boxes: np.ndarray) -> bool:
    """Whether each box, from left to right, begins before those before it have ended."""
    boxes = boxes[np.argsort(boxes[:, 0])]
    return bool((boxes[1:, 0] <= np.maximum.accumulate(boxes[:, 2])[:-1]).all())


def distances(points: np.ndarray) -> np.ndarray:
    """Between pieces that are at most NEAR places apart in the order: float (n, n), infinite for all others and of each to itself.

    points: float (n, samples, 2).
    """
    count = len(points)
    apart = np.full((count, count), np.inf)
    for step in range(1, min(NEAR, count - 1) + 1):
        between = points[:-step, :, None] - points[step:, None]
        here = np.arange(count - step)
        apart[here, here + step] = apart[here + step, here] = np.sqrt((between ** 2).sum(axis=-1).min(axis=(1, 2)))
    return apart


def measures(boxes: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Of each piece of a line, in order: (the line's height around it, its top, its bottom), float (n,) each."""
    heights, centres = boxes[:, 3] - boxes[:, 1], (boxes[:, 0] + boxes[:, 2]) / 2
    unit = max(unit_of(boxes), 1e-9)
    tall = np.flatnonzero(heights >= TALL * unit)
    if not len(tall):
        middle = np.quantile(boxes[:, 1] + boxes[:, 3], 0.5) / 2
        return np.full(len(boxes), unit), np.full(len(boxes), middle - unit / 2), np.full(len(boxes), middle + unit / 2)
    away = np.abs(centres[tall] - centres[:, None])
    near = tall[np.argsort(away, axis=1, kind="stable")[:, :AROUND]]
    return tuple(np.sort(values[near], axis=1)[:, (near.shape[1] - 1) // 2] for values in (heights, boxes[:, 1], boxes[:, 3]))


def context(groups: list[tuple[int, ...]], boxes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Size and place of each group on its line: float32 (len(groups), len(CONTEXT)) in [0, 1].

    groups: of places in the order of the line; boxes: float (n, 4), points: float (n, samples, 2), of its pieces in that order.
    """
    count, total = len(boxes), len(groups)
    members = np.zeros((total, count), bool)
    members[np.repeat(np.arange(total), [len(group) for group in groups]), np.concatenate(groups)] = True
    sizes = members.sum(axis=1)
    first, last = members.argmax(axis=1), count - 1 - members[:, ::-1].argmax(axis=1)
    middles = np.array([group[len(group) // 2] for group in groups])
    unit, upper, lower = (each[middles] for each in measures(boxes))
    left, top = (np.where(members, boxes[:, side], np.inf).min(axis=1) for side in (0, 1))
    right, bottom = (np.where(members, boxes[:, side], -np.inf).max(axis=1) for side in (2, 3))

    # Those around it, to its left and to its right.
    places = np.arange(count)
    around = ~members & (places >= first[:, None] - NEAR) & (places <= last[:, None] + NEAR)
    centres = (boxes[:, 0] + boxes[:, 2]) / 2
    before = around & (centres <= ((left + right) / 2)[:, None])
    gap_before = (left - np.where(before, boxes[:, 2], -np.inf).max(axis=1)) / unit
    gap_after = (np.where(around & ~before, boxes[:, 0], np.inf).min(axis=1) - right) / unit
    shared = np.minimum(right[:, None], boxes[:, 2]) - np.maximum(left[:, None], boxes[:, 0])
    covered = np.where(around, np.maximum(shared, 0), 0).sum(axis=1) / np.maximum(right - left, 0.1 * unit)

    apart = distances(points)
    within, nearest, farthest = np.full((3, total), -1.0)
    for at, group in enumerate(groups):
        own = apart[list(group)]
        nearest[at] = own[:, around[at]].min(initial=np.inf)
        if len(group) > 1:
            order = boxes[list(group)]
            order = order[np.argsort(order[:, 0])]
            within[at] = (order[1:, 0] - np.maximum.accumulate(order[:, 2])[:-1]).max() / unit[at]
            farthest[at] = own[:, list(group)].min(axis=1).max()
        else:
            farthest[at] = 0
    told = ((bottom - top) / unit / 2, (right - left) / unit / 2, 0.5 + (top - upper) / unit / 2, 0.5 + (bottom - lower) / unit / 2,
            0.5 + gap_before / 2, 0.5 + gap_after / 2, 0.5 + within / 2, (sizes - 1) / (MOST - 1), left <= boxes[:, 0].min(),
            right >= boxes[:, 2].max(), farthest / unit * 2, nearest / unit * 2, covered / 2,
            np.full(total, (boxes[:, 2].max() - boxes[:, 0].min()) / 10) / unit)
    return np.clip(np.stack(told, axis=1), 0, 1).astype(np.float32)

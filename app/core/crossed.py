"""What was crossed out: by a line through it, or by a scribble over it.

A line is a strike if it is longer than any bar of a character, goes through what it strikes and beyond it on both sides; a
scribble goes to and fro over what it hides. In the whole numbers and signs of UNIPEN, where people wrote 911 numbers, nothing
else is taken for either.
"""
import numpy as np

from app.core.ink import bounding_box
from app.core.line_order import unit_of
from app.core.strokes import resampled

SAMPLES = 48
STRAIGHT = 0.9  # of a line's length is between its ends
LONG = 1.2  # of the characters' height is what a strike is wide
STEEP = 0.7  # of its width is the most that it rises
BEYOND = 0.12  # of the characters' height, by which it is longer on both sides than all that it strikes
INSIDE = 0.7  # of a stroke's samples lie within what covers it
APART = 0.25  # of the characters' height: so far apart in x lie the places where a strike crosses what it strikes
LEVEL = 0.35  # of its width is the most that a strike through a single stroke rises
MOSTLY, CLOSE = 0.6, 0.2  # of a stroke's width lies under a strike; of the height, how far above or below what else is struck
TURNS = 6  # of a scribble, at least, each at an end of a run as wide as RUN of its width
RUN = 0.35
MOST_PAIRS = 4000  # of strokes that lie over one another; in more than that nobody could say what is crossed out
TALL = 0.4  # of the characters' height: what is lower is no character that a line goes through


def out(strokes: list) -> set[int]:
    """The indices of the strokes that are crossed out, and of those that cross them out."""
    kept = [index for index, stroke in enumerate(strokes) if len(stroke)]
    if len(kept) < 2:
        return set()
    boxes = np.array([bounding_box([strokes[index]]) for index in kept], float)
    if overlapping(boxes) > MOST_PAIRS:
        return set()
    paths = np.array([resampled(strokes[index], SAMPLES) for index in kept])
    unit = unit_of(boxes)
    gone: set[int] = set()
    for at, path in enumerate(paths):
        width, height = boxes[at, 2:] - boxes[at, :2]
        if width >= LONG * unit and height <= STEEP * width and is_straight(path):
            gone |= struck(at, boxes, paths, unit)
        elif turns(path[:, 0], RUN * width) + turns(path[:, 1], RUN * height) >= TURNS:
            gone |= hidden(at, boxes, paths)
    return {kept[at] for at in gone}


def overlapping(boxes: np.ndarray) -> int:
    """How many pairs of boxes have a place in common."""
    before = (boxes[:, None, :2] <= boxes[None, :, 2:]).all(axis=2)  # where the one begins before the other ends
    return (int(np.count_nonzero(before & before.T)) - len(boxes)) // 2


def is_straight(path: np.ndarray) -> bool:
    return bool(np.hypot(*(path[-1] - path[0])) >= STRAIGHT * np.hypot(*np.diff(path, axis=0).T).sum())


def struck(line: int, boxes: np.ndarray, paths: np.ndarray, unit: float) -> set[int]:
    """The strokes that a line goes through, and itself; none unless it crosses them in several places, well apart."""
    left, upper, right, lower = boxes[line]
    crossed, through = [], set()
    for other in range(len(boxes)):
        low, top, high, bottom = boxes[other]
        height = bottom - top
        if other == line or low < left + BEYOND * unit or high > right - BEYOND * unit or height < TALL * unit:
            continue
        found = [x for x, y in places(paths[line], paths[other]) if top + 0.1 * height <= y <= bottom - 0.1 * height]
        crossed += found
        through |= {other} if found else set()
    # The rays of an asterisk meet in one place; and a line aslant through one stroke is that of a slashed 0.
    if not crossed or max(crossed) - min(crossed) < APART * unit or (len(through) == 1 and lower - upper > LEVEL * (right - left)):
        return set()
    top, bottom = (pick(boxes[list(through), side]) for pick, side in ((np.min, 1), (np.max, 3)))
    # What lies between those goes with them, as the bar of a 5 or a point.
    inside = np.minimum(boxes[:, 2], right) - np.maximum(boxes[:, 0], left) >= MOSTLY * (boxes[:, 2] - boxes[:, 0])
    beside = np.minimum(boxes[:, 3], bottom + CLOSE * unit) >= np.maximum(boxes[:, 1], top - CLOSE * unit)
    return through | set(np.flatnonzero(inside & beside).tolist()) | {line}


def hidden(scribble: int, boxes: np.ndarray, paths: np.ndarray) -> set[int]:
    """The strokes that lie under a scribble, and itself; none if there is nothing under it."""
    left, top, right, bottom = boxes[scribble]
    under = set()
    for other, path in enumerate(paths):
        inside = (path[:, 0] >= left) & (path[:, 0] <= right) & (path[:, 1] >= top) & (path[:, 1] <= bottom)
        if other != scribble and inside.mean() >= INSIDE and len(places(paths[scribble], path)) >= 2:
            under.add(other)
    return under | {scribble} if under else set()


def turns(values: np.ndarray, least: float) -> int:
    """How often a coordinate turns back, after a run of at least so much."""
    count, way, extreme = 0, 0, values[0]
    for value in values[1:]:
        if way == 0:
            if abs(value - extreme) >= least > 0:
                way, extreme = (1 if value > extreme else -1), value
        elif (value - extreme) * way > 0:
            extreme = value
        elif (extreme - value) * way >= least:
            count, way, extreme = count + 1, -way, value
    return count


def places(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """Where two paths cross: float (crossings, 2)."""
    start, along = one[:-1, None], np.diff(one, axis=0)[:, None]
    begin, beside = other[None, :-1], np.diff(other, axis=0)[None]
    across = cross(along, beside)
    across = np.where(across == 0, np.inf, across)
    at, of = cross(begin - start, beside) / across, cross(begin - start, along) / across
    met = (at >= 0) & (at < 1) & (of >= 0) & (of < 1) & np.isfinite(across)
    return (start + at[..., None] * along)[met]


def cross(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return one[..., 0] * other[..., 1] - one[..., 1] * other[..., 0]

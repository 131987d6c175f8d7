"""Which pieces of writing stand on one line, and in which order: lines from above to below, pieces from left to right."""
import numpy as np

TALL = 0.45  # of the characters' height: a piece that is less may be a dot or a bar, and follows those that are more
OVERLAP = 0.25  # of the smaller height: tall pieces that share as much beside each other are on one line
# Of the characters' height: and so are those that are one above the other with less between them, as an 8 of two rings.
CLOSE = 0.15
FAR = 1.5  # of the characters' height, above or below every line: a small piece there is a line of its own


def rows(boxes: np.ndarray) -> list[list[int]]:
    """boxes: float (n, 4), left, top, right, bottom. Returns the indices on each line, by the middles of their boxes."""
    unit = unit_of(boxes)
    left, top, right, bottom = boxes.T
    heights, centres = bottom - top, (left + right) / 2
    tall = [int(each) for each in np.argsort(centres, kind="stable") if heights[each] >= TALL * unit]
    if not tall:
        return [in_order(range(len(boxes)), boxes)] if len(boxes) else []
    line = linked(tall, boxes, CLOSE * unit)
    members: dict[int, list[int]] = {}
    for each in tall:
        members.setdefault(line[each], []).append(each)
    lines = list(members.values())
    alone = []
    for each in sorted(set(range(len(boxes))) - set(tall)):
        away = [distance(each, near(each, row, centres), boxes, unit) for row in lines[:len(members)]]
        nearest = int(np.argmin(away))
        if away[nearest] <= FAR * unit:
            lines[nearest].append(each)
        else:
            alone.append(each)
    lines += [[each] for each in alone]
    lines.sort(key=lambda row: float(np.mean(top[row] + bottom[row])))
    return [in_order(row, boxes) for row in lines]


def in_order(row, boxes: np.ndarray) -> list[int]:
    """The pieces of a line from left to right, by the middles of their boxes."""
    return sorted(row, key=lambda each: boxes[each, 0] + boxes[each, 2])


def unit_of(boxes: np.ndarray) -> float:
    """The height of the characters of a line, from the boxes of its pieces: that of its middle tall piece."""
    if not len(boxes):
        return 0.0
    heights, widths = boxes[:, 3] - boxes[:, 1], boxes[:, 2] - boxes[:, 0]
    tall = heights[heights >= 0.5 * np.quantile(heights, 0.9)]
    # Where there are bars only, they tell by their length how high a character would be.
    return float(max(np.quantile(tall, 0.5), 0.4 * np.quantile(widths, 0.5)))


def linked(tall: list[int], boxes: np.ndarray, close: float) -> dict[int, int]:
    """Of each tall piece, the first of its line: every one is linked to the last one before it that it stands beside, or on."""
    first = {}
    for at, each in enumerate(tall):
        first[each] = each
        for before in reversed(tall[:at]):
            (width, height), (shared_x, shared_y) = shared(boxes[each], boxes[before])
            if shared_y >= OVERLAP * height or (shared_x >= 0.5 * width and shared_y >= -close):
                first[each] = first[before]
                break
    return first


def shared(one: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of two boxes: (the smaller width and height; how much of x and y they have in common, below 0 what is between them)."""
    sizes = np.minimum(one[2:] - one[:2], other[2:] - other[:2])
    return sizes, np.minimum(one[2:], other[2:]) - np.maximum(one[:2], other[:2])


def near(each: int, row: list[int], centres: np.ndarray, count: int = 3) -> list[int]:
    """The pieces of a line that are nearest to a piece in x."""
    return sorted(row, key=lambda other: abs(centres[other] - centres[each]))[:count]


def distance(each: int, around: list[int], boxes: np.ndarray, unit: float) -> float:
    """How far above or below those around it a piece lies; 0 between their tops and bottoms. Beside them is nearer than past
    the line's end."""
    _, top, _, bottom = boxes[each]
    upper, lower = np.quantile(boxes[around, 1], 0.5), np.quantile(boxes[around, 3], 0.5)
    beside = max(0, boxes[each, 0] - boxes[around, 2].max(), boxes[around, 0].min() - boxes[each, 2])
    return float(max(0, upper - (top + bottom) / 2, (top + bottom) / 2 - lower) + 0.05 * min(beside, 4 * unit))

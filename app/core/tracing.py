"""A picture's digit as lines to draw: the outline around its ink, and its centre line as strokes a pen could have made."""
import numpy as np

from app.core.thinning import NEIGHBOURS

FINEST = 0.7  # pixels that a simplified line may be off
SHORTEST = 3  # points: a stroke of fewer is a crumb of the line, unless it is all there is
AHEAD = 6  # steps by which the direction of a line is judged


def outlines(mask: np.ndarray) -> list[list[list[int]]]:
    """Closed polygons [[x, y], ...] along the edges of the pixels of `mask`, bool (height, width): around it and its holes."""
    padded = np.pad(mask, 1).astype(np.int8)
    ahead: dict[tuple[int, int], list[tuple[int, int]]] = {}
    # An edge has ink at its right hand: from one corner of a pixel to the next.
    for axis, (here, there) in ((0, (1, 0)), (1, (0, 1))):
        change = np.diff(padded, axis=axis)
        for sign in (1, -1):
            rows, columns = np.nonzero(change == sign)
            if axis == 0:  # a level edge above (sign 1) or below (-1) the ink
                starts, ends = ((columns - 1, columns) if sign == 1 else (columns, columns - 1))
                edges = zip(starts.tolist(), rows.tolist(), ends.tolist(), rows.tolist(), strict=True)
            else:
                starts, ends = ((rows, rows - 1) if sign == 1 else (rows - 1, rows))
                edges = zip(columns.tolist(), starts.tolist(), columns.tolist(), ends.tolist(), strict=True)
            for x0, y0, x1, y1 in edges:
                ahead.setdefault((x0, y0), []).append((x1, y1))
    found = []
    while ahead:
        start = at = next(iter(ahead))
        loop = []
        while True:
            loop.append(at)
            following = ahead[at].pop()
            if not ahead[at]:
                del ahead[at]
            at = following
            if at == start:
                break
        found.append(simplified([*loop, start])[:-1])
    return found


def strokes(line: np.ndarray) -> list[list[list[float]]]:
    """A centre line, bool (height, width), as strokes [[x, y], ...] from end to end, straight on where lines cross."""
    left = {(int(row), int(column)) for row, column in np.argwhere(line)}
    everything = frozenset(left)
    found = []
    while left:
        ends = [place for place in left if len(around(place, left)) <= 1]
        start = min(ends or left)
        path = walk(start, left)
        # A line that began or ended beside another was joined to it.
        for end in (0, -1):
            joined = [place for place in around(path[end], everything) if place not in path[:AHEAD] and place not in path[-AHEAD:]]
            if joined:
                path.insert(0 if end == 0 else len(path), joined[0])
        found.append(path)
    kept = [path for path in found if len(path) >= SHORTEST] or found
    return [[[column + 0.5, row + 0.5] for row, column in simplified(path)] for path in kept]


def walk(start: tuple[int, int], left: set) -> list[tuple[int, int]]:
    """The longest way on from `start`, always as straight as there is one; what it passes is taken out of `left`."""
    path = [start]
    left.discard(start)
    while True:
        row, column = path[-1]
        choices = around(path[-1], left)
        if not choices:
            return path
        back_row, back_column = path[max(0, len(path) - 1 - AHEAD)]
        heading = (row - back_row, column - back_column)
        step = max(choices, key=lambda place: straightness((place[0] - row, place[1] - column), heading))
        path.append(step)
        left.discard(step)


def around(place: tuple[int, int], among) -> list[tuple[int, int]]:
    return [near for down, right in NEIGHBOURS if (near := (place[0] + down, place[1] + right)) in among]


def straightness(step: tuple[int, int], heading: tuple[int, int]) -> float:
    """The cosine between a step and the way so far, a little in favour of steps to the side over corners."""
    length = (step[0] ** 2 + step[1] ** 2) ** 0.5
    along = (heading[0] ** 2 + heading[1] ** 2) ** 0.5 or 1.0
    return (step[0] * heading[0] + step[1] * heading[1]) / (length * along) - 0.01 * length


def simplified(path: list) -> list:
    """The line with as few of its points as keep it within FINEST (U. Ramer 1972; D. Douglas and T. Peucker 1973)."""
    points = np.array(path, np.float64)
    keep = np.zeros(len(points), bool)
    keep[[0, -1]] = True
    spans = [(0, len(points) - 1)]
    while spans:
        first, last = spans.pop()
        if last - first < 2:
            continue
        base, between = points[last] - points[first], points[first + 1:last] - points[first]
        length = float(np.hypot(*base))
        away = np.abs(base[0] * between[:, 1] - base[1] * between[:, 0]) / length if length else np.hypot(*between.T)
        farthest = int(away.argmax())
        if away[farthest] > FINEST:
            middle = first + 1 + farthest
            keep[middle] = True
            spans += [(first, middle), (middle, last)]
    return [list(place) for place, kept in zip(path, keep, strict=True) if kept]

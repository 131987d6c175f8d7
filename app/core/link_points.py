"""The points of strokes in a link: which of them tell most, and what lay between those, put back.

A link keeps few points. Through those a soft curve is laid again when it is opened, sharp where the pen turned sharply, because
the pad, which draws its line through the middles between points, would round every corner off. Portable.
"""
import math

STEP = 25  # pad units from point to point of what is put back, as app/ui/pen.py walks
MOST = 1200  # points of a whole drawing that are put back
SHARP = 0.6  # the cosine of a turn: where the pen turned more, there is a corner

# Ramer (1972), Douglas and Peucker (1973), with the tolerance of each point instead of one tolerance for all.


def significances(stroke, least) -> list:
    """How much each point tells: how far it lies from the line without it, as a share of the stroke's size, or of `least` if that
    is larger; never more than the points between which it was found, so that a lower limit always keeps more points."""
    count = len(stroke)
    xs, ys = [x for x, y in stroke], [y for x, y in stroke]
    unit = max(max(xs) - min(xs), max(ys) - min(ys), least, 1)
    found = [0.0] * count
    found[0] = found[-1] = math.inf
    waiting = [(0, count - 1, math.inf)]
    while waiting:
        first, last, most = waiting.pop()
        farthest, at = farthest_from(xs, ys, first, last)
        share = min(math.sqrt(farthest) / unit, most)
        if share > 0.001:
            found[at] = share
            waiting.append((first, at, share))
            waiting.append((at, last, share))
    if count == 2 and xs[0] == xs[1] and ys[0] == ys[1]:
        found[1] = 0.0  # a dot
    return found


def farthest_from(xs, ys, first, last) -> tuple:
    """(the square of its distance, its number) of the point between two others that lies farthest from the line between those."""
    x0, y0 = xs[first], ys[first]
    dx, dy = xs[last] - x0, ys[last] - y0
    length2 = dx * dx + dy * dy
    inverse = 1 / length2 if length2 > 0 else 0.0
    farthest, number = 0.0, first
    for at in range(first + 1, last):
        px, py = xs[at] - x0, ys[at] - y0
        along = (px * dx + py * dy) * inverse
        along = 0.0 if along < 0 else 1.0 if along > 1 else along
        px, py = px - along * dx, py - along * dy
        distance = px * px + py * py
        if distance > farthest:
            farthest, number = distance, at
    return farthest, number


def restored(strokes, times) -> tuple:
    """(strokes, times) with what lay between the points put back. times: of each stroke those of its points, or None."""
    total = sum([length_of(stroke) for stroke in strokes])
    step = max(STEP, total / MOST)
    made = [curve(stroke, moments, step) for stroke, moments in zip(strokes, times)]
    return [stroke for stroke, moments in made], [moments for stroke, moments in made]


def length_of(stroke) -> float:
    total = 0.0
    x0, y0 = stroke[0]
    for x, y in stroke:
        total += math.sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0))
        x0, y0 = x, y
    return total


def curve(stroke, moments, step) -> tuple:
    """The stroke as a cubic curve through its points (Hermite's), with a point every `step` or closer, and times to them."""
    points, spread = [rounded(stroke[0])], moments and [moments[0]]
    sides = [side_of(stroke[at], stroke[at + 1]) for at in range(len(stroke) - 1)]
    for at in range(len(sides)):
        (x0, y0), (x1, y1), (ux, uy, length) = stroke[at], stroke[at + 1], sides[at]
        ax, ay = (at and tangent(sides[at - 1], sides[at])) or (ux, uy)
        bx, by = (at + 1 < len(sides) and tangent(sides[at], sides[at + 1])) or (ux, uy)
        count = int(length / step) + 1
        for part in range(1, count + 1):
            t = part / count
            rest = 1 - t
            start, end = rest * rest * (1 + 2 * t), t * t * (1 + 2 * rest)
            leave, come = length * t * rest * rest, -length * t * t * rest
            points.append(rounded((start * x0 + end * x1 + leave * ax + come * bx, start * y0 + end * y1 + leave * ay + come * by)))
            if moments:
                spread.append(round(moments[at] + t * (moments[at + 1] - moments[at])))
    return points, spread


def side_of(start, end) -> tuple:
    """(x, y, length): where it goes from one point to the next, as a direction of length 1, and how far."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = math.sqrt(dx * dx + dy * dy)
    return (dx / length, dy / length, length) if length > 0 else (0.0, 0.0, 0.0)


def tangent(before, after):
    """(x, y), of length 1: where the curve goes in the point between two sides; None for a corner."""
    if before[0] * after[0] + before[1] * after[1] < SHARP:
        return None
    # The nearer neighbour says more of it.
    x, y = before[0] * after[2] + after[0] * before[2], before[1] * after[2] + after[1] * before[2]
    length = math.sqrt(x * x + y * y)
    return (x / length, y / length) if length > 0 else None


def rounded(point) -> list:
    return [round(point[0], 1), round(point[1], 1)]

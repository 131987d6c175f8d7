"""The points of strokes in a link: which of them tell most, and what lay between those, put back.

A link keeps few points. Where others were left out the line between two was straight, and points are put back on it, because the
pad, which draws its curve through the middles between points, would round every corner off. Portable.
"""
import math

STEP = 25  # pad units from point to point of what is put back, as app/ui/pen.py walks
MOST = 1200  # points of a whole drawing that are put back
LEAST = 0.0005  # of a stroke's size: what tells less is not looked at

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
        if share > LEAST:
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


def filled(strokes, times, gaps) -> tuple:
    """(strokes, times) with what lay between the points put back. times: of each stroke those of its points, or None; gaps: of
    each stroke for every point whether there were others before it."""
    step = max(STEP, sum([length_of(stroke) for stroke in strokes]) / MOST)
    made = [walked(stroke, moments, between, step) for stroke, moments, between in zip(strokes, times, gaps)]
    return [stroke for stroke, moments in made], [moments for stroke, moments in made]


def length_of(stroke) -> float:
    total = 0.0
    x0, y0 = stroke[0]
    for x, y in stroke:
        total += math.sqrt((x - x0) * (x - x0) + (y - y0) * (y - y0))
        x0, y0 = x, y
    return total


def walked(stroke, moments, between, step) -> tuple:
    """The stroke with a point every `step` or closer where some were left out, and the time of each point, or None."""
    points, spread = [stroke[0]], moments and [moments[0]]
    for at in range(1, len(stroke)):
        (x0, y0), (x1, y1) = stroke[at - 1], stroke[at]
        count = int(math.sqrt((x1 - x0) * (x1 - x0) + (y1 - y0) * (y1 - y0)) / step) + 1 if between[at] else 1
        for part in range(1, count + 1):
            t = part / count
            points.append([round(x0 + t * (x1 - x0), 1), round(y0 + t * (y1 - y0), 1)])
            if moments:
                spread.append(round(moments[at - 1] + t * (moments[at] - moments[at - 1])))
    return points, spread

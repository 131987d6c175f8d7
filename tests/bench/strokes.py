"""Ten plain digits as strokes in a unit square, y down, for everything that draws on a pad or asks for an answer."""
import itertools
import math

DIGITS = [
    [[(.5, .1), (.25, .25), (.2, .5), (.25, .75), (.5, .9), (.75, .75), (.8, .5), (.75, .25), (.5, .1)]],
    [[(.5, .1), (.5, .9)]],
    [[(.25, .3), (.35, .12), (.65, .12), (.75, .3), (.6, .55), (.25, .88), (.78, .88)]],
    [[(.25, .2), (.5, .1), (.72, .25), (.65, .42), (.45, .48), (.68, .55), (.75, .72), (.55, .9), (.25, .82)]],
    [[(.4, .1), (.2, .58), (.8, .58)], [(.62, .3), (.6, .92)]],
    [[(.72, .1), (.32, .1), (.28, .45), (.55, .4), (.75, .58), (.65, .85), (.28, .88)]],
    [[(.62, .1), (.35, .4), (.27, .7), (.45, .9), (.7, .8), (.68, .58), (.45, .52), (.28, .68)]],
    [[(.22, .12), (.78, .12), (.45, .9)]],
    [[(.7, .2), (.45, .1), (.3, .28), (.5, .48), (.72, .68), (.5, .9), (.28, .7), (.5, .48), (.7, .2)]],
    [[(.72, .35), (.5, .5), (.3, .35), (.45, .12), (.7, .18), (.72, .5), (.62, .9)]],
]


def sample(stroke: list, *, spacing: float = 0.03) -> list:
    """The same line with a point every `spacing` or closer, about what a pointer moved by a hand leaves behind."""
    points = [stroke[0]]
    for (x0, y0), (x1, y1) in itertools.pairwise(stroke):
        count = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / spacing))
        points += [(x0 + (x1 - x0) * step / count, y0 + (y1 - y0) * step / count) for step in range(1, count + 1)]
    return points


def drawing(digit: int) -> list:
    """A digit as JSON wants it, finely sampled: [[[x, y], ...], ...]."""
    return [[list(point) for point in sample(stroke)] for stroke in DIGITS[digit]]


THREE = drawing(3)

"""Lesson 6, descent and backpropagation: rolling down a curve and a valley, and the slopes that say which way is down."""
from math import sqrt

from app.lessons.descent.drawings import (
    SPACE,
    STEEP,
    WAYS,
    about,
    arrow,
    boxes,
    counted,
    cut,
    errors,
    flown,
    formula,
    losses,
    ratio,
    standings,
    tens,
    track,
    valley,
)
from app.lessons.descent.small_layer import layer, sigmoid
from app.lessons.kit.formula import fraction, mi, mn, mo, plain
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number
from app.ui.views.numbers import MINUS, number

SETTINGS = {
    "curve": Choice("one", "two"), "start": Number(-2, -4, 6), "rate": Number(0.3, 0.05, 2.5),
    "steps": Number(1, 0, 30, whole=True),
    "pace": Number(0.02, 0.01, 0.3), "keep": Number(0.9, 0, 0.95), "moves": Number(40, 0, 60, whole=True),
    "x": Number(2, -3, 3), "w": Number(0.5, -3, 3), "b": Number(-1, -3, 3), "t": Number(1, 0, 1),
    "power": Number(1, 1, 12, whole=True),
}
FAR = 1000.0  # whoever is farther from 0 than this has flown off, and is followed no longer


def loss(curve, w):
    """How high a curve is at w: one round valley, or two of which the left is lower."""
    if curve == "one":
        return 0.5 * (w - 1) * (w - 1)
    u = w - 1
    return u * u * u * u / 32 - u * u / 2 + u / 4 + 3


def slope(curve, w):
    """How steep a curve is at w: the derivative of its height."""
    u = w - 1
    if curve == "one":  # its height is u * u / 2
        return u
    return u * u * u / 8 - u + 1 / 4  # u ** 4 / 32 - u ** 2 / 2 + u / 4 + 3


def descend(curve, start, rate, steps):
    """Every w on the way: again and again a step against the slope."""
    path = [start]
    while len(path) <= steps and abs(path[-1]) < FAR:
        w = path[-1]
        path.append(w - rate * slope(curve, w))
    return path


def plain_step(g, memory, rate, keep, k):
    """What is taken off a weight whose slope is g."""
    return rate * g


def momentum(g, memory, rate, keep, k):
    """What step k takes off a weight whose slope is g."""
    memory[0] = keep * memory[0] + g
    return rate * memory[0]


def adam(g, memory, rate, keep, k):
    """The same; both means begin at 0, which is made up for."""
    memory[0] = 0.9 * memory[0] + 0.1 * g
    memory[1] = 0.999 * memory[1] + 0.001 * g * g
    mean = memory[0] / (1 - 0.9 ** k)
    square = memory[1] / (1 - 0.999 ** k)
    return rate * mean / (sqrt(square) + 1e-8)


def travel(step, rate, keep, steps):
    """Every place on the way through the long valley, whose height is (x * x + STEEP * y * y) / 2."""
    place, memories = [-4.0, 1.0], [[0.0, 0.0], [0.0, 0.0]]
    path = [(place[0], place[1])]
    while len(path) <= steps and max(abs(place[0]), abs(place[1])) < FAR:
        slopes = [place[0], STEEP * place[1]]
        for at in (0, 1):
            place[at] -= step(slopes[at], memories[at], rate, keep, len(path))
        path.append((place[0], place[1]))
    return path


def height(place):
    return 0.5 * (place[0] * place[0] + STEEP * place[1] * place[1])


def forward(x, w, b, t):
    """z, a and L of one neuron."""
    z = w * x + b
    a = sigmoid(z)
    return z, a, 0.5 * (a - t) * (a - t)


def backward(x, a, t):
    """The slopes of L = (a - t)**2 / 2, from the last to the first."""
    dl_da = a - t
    da_dz = a * (1 - a)
    dl_dz = dl_da * da_dz
    dl_dw = dl_dz * x
    dl_db = dl_dz * 1
    return dl_da, da_dz, dl_dz, dl_dw, dl_db


def nudged(x, w, b, t, h):
    """The slope of L at w, from two values of L a little to the right and to the left."""
    return (forward(x, w + h, b, t)[2] - forward(x, w - h, b, t)[2]) / (2 * h)


remembered = {}  # by a part's place in PARTS: (what was set, its pictures); and the last words told


def pictures(state, materials):
    """All that the lesson shows; what depends on nothing that has changed is not made again."""
    shown, news = {}, []
    for at in range(len(PARTS)):
        names, make = PARTS[at]
        values = [state[name] for name in names]
        if at not in remembered or remembered[at][0] != values:
            remembered[at] = values, make(*values)
            news.append(remembered[at][1]["told"])
        shown.update(remembered[at][1])
    if news:
        remembered["told"] = news[0]
    shown["told"] = remembered["told"]
    return shown


# Down the curve


def rolling(curve, start, rate, steps):
    path = descend(curve, start, rate, steps)
    said = came_to(curve, path)
    return {"slope": drawn(curve, path, rate), "next": next_step(curve, path[-1], rate), "came": said,
            "losses": losses([loss(curve, w) for w in path]), "told": said}


def came_to(curve, path):
    """How it has ended so far, in words."""
    w, done = path[-1], len(path) - 1
    if abs(w) >= FAR:
        return f"Flown off: after {counted(done)} w is beyond {number(FAR, 0)}."
    where = f"After {counted(done)} w is {number(w)} and the loss {number(loss(curve, w))}: "
    if abs(slope(curve, w)) < 0.01:
        if slope(curve, w + 0.01) < slope(curve, w - 0.01):
            return where + "the very top of the hill, where no slope says which way."
        if curve == "two":
            return where + ("the lower valley." if w < 1 else "the higher valley; it knows nothing of the lower one.")
        return where + "the bottom."
    if done > 1 and abs(w - path[-3]) < 0.001 and abs(w - path[-2]) > 0.1:
        return where + "back and forth, for ever."
    if loss(curve, w) > loss(curve, path[0]):
        return where + "higher than at the start."
    heights = [loss(curve, w) for w in path]
    if any([heights[at + 1] > heights[at] for at in range(done)]):
        return where + "on the way, but not every step went down."
    return where + ("on the way." if done else "the start.")


def following(curve, w, rate):
    """Where the next step leads, by `descend`, which may have been edited; after the last one, where it would lead."""
    path = descend(curve, w, rate, 1)
    return path[-1] if len(path) > 1 else w - rate * slope(curve, w)


def next_step(curve, w, rate):
    """The rule with the numbers of the step that comes next; of an edited rule only by how much w changes."""
    steep, after = slope(curve, w), following(curve, w, rate)
    if abs(after - (w - rate * steep)) < 1e-6 * (1 + abs(after)):
        change = f"minus {number(rate)} times {number(steep)}", mo(MINUS) + SPACE + mn(rate) + mo("\u00b7") + mn(steep)
    else:
        change = f"plus {number(after - w)}", mo("+") + SPACE + mn(after - w)
    return formula((f"next w equals {number(w)}", "<mtext>next\u00a0</mtext>" + mi("w") + mo("=") + plain(w)), change,
                   (f"equals {number(after)}", mo("=") + plain(after)))


def drawn(curve, path, rate):
    """The curve, all steps so far on it, and the next: an arrow as long as rate times slope."""
    w, start = path[-1], path[0]
    plot = Plot((-4, 6), (0, 13), width=340, height=250, margin=22,
                label=f"A curve of the loss; steps down it from {number(start)} to {number(w)}")
    plot.axes(xs=(-4, -2, 2, 4, 6), x_name="w", y_name="loss")
    plot.curve(lambda place: loss(curve, place), "curve", steps=60)
    track(plot, [(place, loss(curve, place)) for place in path], "step", dots=True)
    if -4 <= w <= 6 and loss(curve, w) <= 13:
        steep, up = slope(curve, w), loss(curve, w)
        plot.line([cut(plot, (w, up), (w - 3, up - 3 * steep)), cut(plot, (w, up), (w + 3, up + 3 * steep))], "guide")
        arrow(plot, w, up, following(curve, w, rate))
        plot.dot(w, up, "dot for", 6)
    if start != w:
        plot.text(start, loss(curve, start), "start", anchor="start" if start < 1 else "end", shift=(8 if start < 1 else -8, -5))
    plot.drag("start")
    return plot.svg()


# Three ways through the long valley


def race(pace, keep, moves):
    paths = [travel(step, pace, keep, moves) for step in (plain_step, momentum, adam)]
    ends = [height(path[-1]) if max(abs(path[-1][0]), abs(path[-1][1])) < FAR else None for path in paths]
    left = [end for end in ends if end is not None]
    best = min(left) if left else None
    said = [f"{WAYS[at][0]} {flown(ends[at])}" for at in range(3)]
    words = ", ".join(said)
    return {"valley": valley(paths), "race": standings(ends, best), "told": f"The losses after {counted(moves)}: {words}."}


# One neuron, forward and back


def chain(x, w, b, t):
    z, a, cost = forward(x, w, b, t)
    slopes = backward(x, a, t)
    dl_da, da_dz, _, dl_dw, dl_db = slopes
    new_w, new_b = w - dl_dw, b - dl_db
    after = forward(x, new_w, new_b, t)[2]
    dot = mo("\u00b7")
    product = formula(
        ("dL by dw equals dL by da times da by dz times dz by dw",
         ratio("L", "w") + mo("=") + ratio("L", "a") + dot + ratio("a", "z") + dot + ratio("z", "w")),
        (f"equals {number(dl_da, 3)} times {number(da_dz, 3)} times {number(x, 3)}",
         mo("=") + mn(dl_da, 3) + dot + mn(da_dz, 3) + dot + mn(x, 3)),
        (f"equals {number(dl_dw, 3)}", mo("=") + plain(dl_dw, 3)))
    moved = (f"One step at rate 1 makes w {number(new_w, 3)} and b {number(new_b, 3)}; "
             f"the loss goes from {number(cost, 4)} to {number(after, 4)}.")
    return {"chain": boxes(x, w, b, t, z, a, cost, slopes), "product": product, "moved": moved, "layer": layer(),
            "told": f"The slope for w is {number(dl_dw, 3)}. {moved}"}


# A gradient checked


def check(x, w, b, t, power):
    h = 0.1 ** power
    exact = backward(x, forward(x, w, b, t)[1], t)[3]
    tried = nudged(x, w, b, t, h)
    apart_by = [abs(nudged(x, w, b, t, 0.1 ** at) - exact) for at in range(1, 13)]
    apart = abs(tried - exact)
    above = "".join([f"<mtext>L(</mtext><mi>w</mi><mo>{sign}</mo><mi>h</mi><mtext>)</mtext>" for sign in ("+", MINUS)])
    above = above.replace("</mtext><mtext>", f"</mtext><mo>{MINUS}</mo><mtext>")
    quotient = fraction(above, "<mn>2</mn><mi>h</mi>")
    shown = formula(("L of w plus h, minus L of w minus h, over 2 h,", quotient),
                    (f"equals {number(tried, 9)}", mo("=") + plain(tried, 9)))
    agreement = f"h is {tens(h)}. By backpropagation: {number(exact, 9)}. They are {about(apart)} apart."
    return {"nudge": shown, "agreement": agreement, "errors": errors(apart_by, power), "told": agreement}


PARTS = ((("curve", "start", "rate", "steps"), rolling), (("pace", "keep", "moves"), race), (("x", "w", "b", "t"), chain),
         (("x", "w", "b", "t", "power"), check))


def begin(lesson):
    """The button for one step more."""
    def step(event):
        lesson.controls.running = None
        lesson.set(steps=min(lesson.state["steps"] + 1, SETTINGS["steps"].high))
    lesson.find("step").addEventListener("click", step)


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

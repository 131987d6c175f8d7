"""Lesson 4, activations and softmax: why layers bend what they get, and how sums become probabilities."""
import math

from app.lessons.kit import formula
from app.lessons.kit.formula import fraction, mi, mn, mo, plain, power
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number
from app.ui.views.numbers import MINUS, number

DIGITS = ("3", "5", "8")
LOGITS = (2, 1, 0)  # what the text works out, and what the sliders begin with
TITLES = {"sigmoid": "sigmoid", "tanh": "tanh", "relu": "ReLU"}
KINDS = ("sigmoid", "tanh", "relu")
HEIGHTS = {"sigmoid": (-0.25, 1.25), "tanh": (-1.35, 1.35), "relu": (-1, 6.3)}  # the planes the curves are drawn in
MARKS = {"sigmoid": (0.5, 1), "tanh": (-1, 1), "relu": (2, 4, 6)}
LEFT, RIGHT = '<mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>'  # parentheses as high as the numbers in them
SETTINGS = {
    "view": Choice("curve", "softmax"),
    "kind": Choice("sigmoid", "tanh", "relu"), "z": Number(1, -6, 6),
    "z3": Number(LOGITS[0], -5, 5), "z5": Number(LOGITS[1], -5, 5), "z8": Number(LOGITS[2], -5, 5),
    "more": Number(0, 0, 1000, whole=True), "t": Number(1, 0.25, 4),
}


def sigmoid(z):
    return 1 / (1 + math.exp(-z))


def tanh(z):
    return 2 * sigmoid(2 * z) - 1


def relu(z):
    return max(0, z)


def slope(kind, a):
    """How steep the curve is where its value is a."""
    if kind == "sigmoid":
        return a * (1 - a)
    if kind == "tanh":
        return 1 - a * a
    return 1 if a > 0 else 0


def small_net(x, bend):
    """Three neurons that look at x, each bent, and one that adds them up."""
    return bend(x + 2) - 2 * bend(x) + 2 * bend(x - 1)


def powers(logits, temperature):
    """e to the power of each logit, all logits lowered by the largest, so that none comes out too large."""
    top = max(logits)
    return [math.exp((z - top) / temperature) for z in logits]


def softmax(logits, temperature):
    """Each one's share of the sum of the powers."""
    parts = powers(logits, temperature)
    total = sum(parts)
    return [part / total for part in parts]


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page."""
    kind, z = state["kind"], state["z"]
    a = bend_of(kind)(z)
    steep = slope(kind, a)
    logits = [state[name] + state["more"] for name in ("z3", "z5", "z8")]
    parts = powers(logits, state["t"])
    shares = softmax(logits, state["t"])
    if state["view"] == "curve":
        told = f"{TITLES[kind]} of {number(z)} is {number(a, 3)}, and the slope there is {number(steep, 3)}."
    else:
        told = "The probabilities are " + spoken(shares) + "."
    return {
        "net": drawn_net(), "straight": zigzag(),
        "curve": curve(kind, z, a, steep), "slopes": slopes(kind, z, steep),
        "value": value(kind, z, a, steep), "all": all_three(kind, z),
        "bars": bars(shares), "share": share(logits, parts, shares, state["t"]),
        "logits": logits_table(logits, parts, shares, state["t"]), "temperatures": temperatures(),
        "told": told,
    }


def bend_of(kind):
    return sigmoid if kind == "sigmoid" else tanh if kind == "tanh" else relu


def unbent(z):
    return z


# The pictures

def drawn_net():
    """The little network of the text: one input, three neurons, one that adds them up."""
    sums = ("x + 2", "x", f"x {MINUS} 1")
    weights = ((1, "+1"), (-2, MINUS + "2"), (2, "+2"))
    parts = []
    for at in range(3):
        y = 30 + 56 * at
        weight, written = weights[at]
        kind = "for" if weight > 0 else "against"
        parts.append(f'<path class="wire none" stroke-width="2" d="M54 86L128 {y}"/>'
                     f'<path class="wire {kind}" stroke-width="{1.5 * abs(weight)}" d="M164 {y}L256 86"/>'
                     f'<circle class="unit" cx="150" cy="{y}" r="25"/><text x="150" y="{y + 5}">{sums[at]}</text>'
                     f'<text class="note" x="208" y="{(44, 80, 140)[at]}">{written}</text>')
    parts.append('<circle class="unit lit" cx="44" cy="86" r="20"/><text x="44" y="91">x</text>'
                 '<circle class="unit" cx="272" cy="86" r="20"/><text x="272" y="91">sum</text>')
    label = ("A network with one input x, three neurons whose sums are x + 2, x and x minus 1, and one that adds up what "
             "they pass on, times 1, minus 2 and 2")
    return '<svg class="neuron" viewBox="10 0 310 172" role="img" aria-label="%s">%s</svg>' % (label, "".join(parts))


def zigzag():
    """What that network gives with ReLU in it, and without any bend."""
    plot = Plot((-3, 3), (-3.3, 3.3), width=320, height=260,
                label="Over x from minus 3 to 3: a straight line without a bend; with ReLU first flat, then up, down and up")
    plot.axes(xs=(-3, -2, -1, 1, 2, 3), ys=(2,), x_name="x", y_name="sum")
    plot.line([(x, small_net(x, unbent)) for x in (-3, 3)], "second")
    plot.curve(lambda x: small_net(x, relu), steps=96)
    plot.text(-0.2, 2.4, "with ReLU", anchor="end")
    plot.text(0.2, -1.4, "without a bend", anchor="start")
    return plot.svg()


def curve(kind, z, a, steep):
    """The curve, where one is on it, and how steep it is there."""
    label = f"{TITLES[kind]} from minus 6 to 6; at {number(z)} it is {number(a, 3)}, its slope {number(steep, 3)}"
    plot = Plot((-6, 6), HEIGHTS[kind], label=label, height=220)
    marks = MARKS[kind]
    plot.axes(xs=(-6, -4, -2, 2, 4, 6), x_name="z", y_name="a")
    for y in marks:
        plot.line([(-6, y), (6, y)], "grid")
        plot.text(-6, y, number(y, 1 if kind == "sigmoid" else 0), anchor="end", shift=(-3, 4))
    plot.curve(bend_of(kind))
    reach = 1.6
    plot.line([(x, a + steep * (x - z)) for x in (max(-6, z - reach), min(6, z + reach))], "third")
    plot.line([(z, 0), (z, a)], "guide")
    plot.dot(z, a, size=6)
    plot.drag("z")
    return plot.svg()


def slopes(kind, z, steep):
    """The slope of the same curve, over z."""
    label = f"The slope of {TITLES[kind]} from minus 6 to 6; at {number(z)} it is {number(steep, 3)}"
    plot = Plot((-6, 6), (0, 1.2), label=label, height=130)
    plot.axes(xs=(-6, -4, -2, 2, 4, 6), x_name="", y_name="slope")
    for y in (0.25, 1):
        plot.line([(-6, y), (6, y)], "grid")
        plot.text(-6, y, "\u00bc" if y < 1 else "1", anchor="end", shift=(-3, 4))
    function = bend_of(kind)
    plot.curve(lambda x: slope(kind, function(x)), "second", steps=240)
    plot.dot(z, steep, size=6)
    plot.drag("z")
    return plot.svg()


def value(kind, z, a, steep):
    """Value and slope with their live numbers."""
    said = number(z)
    if kind == "relu":
        first = formula.math(mi("a"), mo("="), mi("max"), LEFT, mn(0, 0), mo(","), plain(z), RIGHT, mo("="), plain(a, 3),
                             words=f"a equals the larger of 0 and {said}, {number(a, 3)}")
        second = formula.math(mi("s"), mo("="), plain(steep, 0), words=f"the slope s equals {number(steep, 0)}")
        return first + second
    if kind == "sigmoid":
        below = mn(1, 0) + mo("+") + power(mi("e"), mo(MINUS) + mn(z))
        first = formula.math(mi("a"), mo("="), fraction(mn(1, 0), below), mo("="), plain(a, 3),
                             words=f"a equals 1 over 1 plus e to the minus {said}, {number(a, 3)}")
        second = formula.math(mi("s"), mo("="), mn(a, 3), mo("\u00b7"), LEFT, mn(1, 0), mo(MINUS), mn(a, 3), RIGHT, mo("="),
                              plain(steep, 3), words=f"the slope s equals a times 1 minus a, {number(steep, 3)}")
        return first + second
    first = formula.math(mi("a"), mo("="), mi("tanh"), LEFT, plain(z), RIGHT, mo("="), plain(a, 3),
                         words=f"a equals tanh of {said}, {number(a, 3)}")
    second = formula.math(mi("s"), mo("="), mn(1, 0), mo(MINUS), power(mn(a, 3), mn(2, 0)), mo("="), plain(steep, 3),
                          words=f"the slope s equals 1 minus a squared, {number(steep, 3)}")
    return first + second


def all_three(kind, z):
    """The three curves at the same z, as rows."""
    rows = []
    for name in KINDS:
        a = bend_of(name)(z)
        now = ' class="now"' if name == kind else ""
        rows.append(f"<tr{now}><td>{TITLES[name]}</td><td>{number(a, 3)}</td><td>{number(slope(name, a), 3)}</td></tr>")
    return "".join(rows)


def percent(probability):
    return f"{100 * probability:.1f}%" if probability >= 0.0005 else "under 0.1%"


def spoken(shares):
    return ", ".join([f"{percent(shares[at])} for {DIGITS[at]}" for at in range(3)])


def bars(shares):
    """The three probabilities as bars."""
    plot = Plot((0.3, 3.7), (0, 1.12), label="Bars: " + spoken(shares), height=190)
    for y, words in ((0.5, "50%"), (1, "100%")):
        plot.line([(0.3, y), (3.7, y)], "grid")
        plot.text(0.3, y, words, anchor="start", shift=(-22, -4))
    for at in range(3):
        plot.bar(at + 1, 0.6, shares[at])
        plot.text(at + 1, shares[at], percent(shares[at]), shift=(0, -5))
        plot.text(at + 1, 0, f"a {DIGITS[at]}" if DIGITS[at] != "8" else "an 8", shift=(0, 15))
    plot.line([(0.3, 0), (3.7, 0)], "axis")
    return plot.svg()


def share(logits, parts, shares, temperature):
    """The most probable digit's share with its live numbers."""
    best = shares.index(max(shares))
    top = max(logits)
    raised = [power(mi("e"), plain((z - top) / temperature)) for z in logits]
    summed = mo("+").join([mn(part, 3) for part in parts])
    said = " plus ".join([number(part, 3) for part in parts])
    return formula.math(mi("p", DIGITS[best]), mo("="), fraction(raised[best], mo("+").join(raised)), mo("="),
                        fraction(mn(parts[best], 3), summed), mo("="), plain(shares[best], 3),
                        words=f"p {DIGITS[best]} equals {number(parts[best], 3)} over {said}, {number(shares[best], 3)}")


def logits_table(logits, parts, shares, temperature):
    """How each logit becomes a probability, step by step, as rows, and their sums."""
    top = max(logits)
    rows = []
    for at in range(3):
        less = logits[at] - top
        rows.append(f'<tr><th scope="row">{DIGITS[at]}</th><td>{number(logits[at], 1)}</td><td>{number(less, 1)}</td>'
                    f"<td>{number(less / temperature)}</td><td>{number(parts[at], 3)}</td><td>{percent(shares[at])}</td></tr>")
    rows.append(f'<tr><th scope="row">sum</th><td></td><td></td><td></td><td>{number(sum(parts), 3)}</td>'
                f"<td>{percent(sum(shares))}</td></tr>")
    return "".join(rows)


def temperatures():
    """The logits of the text at some temperatures, as rows."""
    rows = []
    for temperature, written in ((0.25, "\u00bc"), (0.5, "\u00bd"), (1, "1"), (2, "2"), (4, "4")):
        cells = "".join([f"<td>{percent(p)}</td>" for p in softmax(LOGITS, temperature)])
        rows.append(f'<tr><th scope="row">{written}</th>{cells}</tr>')
    return "".join(rows)


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

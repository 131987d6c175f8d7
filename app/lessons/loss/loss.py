"""Lesson 5, loss: how wrong an answer is, as a number that training can make smaller."""
import math

from app.lessons.kit import formula
from app.lessons.kit.formula import fraction, mi, mn, mo, plain, power
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number
from app.ui.views.numbers import MINUS, number

# Ten digits by how far they are closed on the left, from -3 to 3; 1 for an 8, and 0 for a 3. Made up for this lesson.
POINTS = [(-2.6, 0), (-1.9, 0), (-1.4, 0), (-0.6, 0), (0.7, 0), (-0.9, 1), (0.4, 1), (1.2, 1), (1.8, 1), (2.5, 1)]
NUDGE = 0.01
LOWEST = 0.01  # the least probability that can be chosen
LEFT, RIGHT = '<mo stretchy="false">(</mo>', '<mo stretchy="false">)</mo>'  # parentheses as high as the numbers in them
LN = '<mi>ln</mi><mspace width="0.17em"/>'
SETTINGS = {
    "view": Choice("one", "ten"),
    "label": Choice("3", "0", "1", "2", "4", "5", "6", "7", "8", "9"), "p": Number(0.8, LOWEST, 1),
    "rest": Choice("rival", "shared"),
    "weight": Number(0.6, -3, 3), "bias": Number(1, -3, 3),
}


def differences(probabilities, label):
    """Each probability less its target: 1 for the label, 0 for all others."""
    return [p - (1 if digit == label else 0) for digit, p in enumerate(probabilities)]


def squared_error(probabilities, label):
    return sum([d * d for d in differences(probabilities, label)]) / 2


def cross_entropy(probabilities, label):
    return -math.log(probabilities[label])


def squared_error_slopes(probabilities, label):
    """How the squared error changes with each logit before softmax."""
    off = differences(probabilities, label)
    mean = sum([p * d for p, d in zip(probabilities, off)])
    return [p * (d - mean) for p, d in zip(probabilities, off)]


def cross_entropy_slopes(probabilities, label):
    return differences(probabilities, label)


def chance_of_8(x, weight, bias):
    """One neuron and a sigmoid."""
    return 1 / (1 + math.exp(-(weight * x + bias)))


def average_loss(points, weight, bias):
    total = 0
    for x, label in points:
        p = chance_of_8(x, weight, bias)
        total += cross_entropy([1 - p, p], label)
    return total / len(points)


def accuracy(points, weight, bias):
    """How many of the points are on the right side of 50%."""
    return len([x for x, label in points if (chance_of_8(x, weight, bias) > 0.5) == (label == 1)])


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page; a generator, for two curves take a while."""
    label, p, shared = int(state["label"]), state["p"], state["rest"] == "shared"
    given = answer(p, label, shared)
    made = {
        "some": some(), "losses": losses(p, label, shared), "steep": steep(p, label, shared),
        "both": both(given, label, shared), "digits": digits(given, label),
    }
    yield None
    weight, bias = state["weight"], state["bias"]
    right, loss = accuracy(POINTS, weight, bias), average_loss(POINTS, weight, bias)
    made.update({"points": points(weight, bias), "stairs": stairs(weight, bias, right), "nudge": nudge(weight, bias)})
    yield None
    made["smooth"] = smooth(weight, bias, loss)
    if state["view"] == "one":
        told = (f"Cross-entropy {number(cross_entropy(given, label))}, half squared error "
                f"{number(squared_error(given, label))}.")
    else:
        told = f"{right} of 10 are right, and the average loss is {number(loss, 3)}."
    made["told"] = told
    yield made


def answer(p, label, shared):
    """Ten probabilities: p for the label; what remains goes to the nine others alike, or all to one of them."""
    given = [(1 - p) / 9 if shared else 0 for _ in range(10)]
    given[rival(label)] = given[rival(label)] if shared else 1 - p
    given[label] = p
    return given


def rival(label):
    return 3 if label == 8 else 8


# The pictures

def percent(p):
    whole = abs(100 * p - round(100 * p)) < 0.01
    return f"{100 * p:.0f}%" if whole else f"{100 * p:.1f}%"


def some():
    """Both losses of some answers, what remains going to one rival, as rows."""
    rows = []
    for p in (0.99, 0.8, 0.5, 0.1, 0.01):
        given = answer(p, 3, False)
        rows.append(f'<tr><th scope="row">{percent(p)}</th><td>{number(cross_entropy(given, 3))}</td>'
                    f"<td>{number(squared_error(given, 3), 4)}</td></tr>")
    return "".join(rows)


def over_p(top, marks, label, height):
    """A plane over the probability of the right digit."""
    plot = Plot((LOWEST, 1), (0, top), label=label, height=height)
    for y in marks:
        plot.line([(LOWEST, y), (1, y)], "grid")
        plot.text(LOWEST, y, number(y, 0 if y == int(y) else 1), anchor="end", shift=(-5, 4))
    plot.line([(LOWEST, 0), (1, 0)], "axis")
    plot.line([(LOWEST, 0), (LOWEST, top)], "axis")
    for x in (LOWEST, 0.25, 0.5, 0.75, 1):
        plot.text(x, 0, percent(x), shift=(0, 14))
    return plot


def key(plot, first, second):
    """Which line is which, at these heights."""
    for y, kind, words in ((first, "curve", "cross-entropy"), (second, "second", "half squared error")):
        plot.line([(0.5, y), (0.58, y)], kind)
        plot.text(0.6, y, words, anchor="start", shift=(0, 4))


def losses(p, label, shared):
    """Both losses over the probability of the right digit, and where this answer is."""
    given = answer(p, label, shared)
    cross, squared = cross_entropy(given, label), squared_error(given, label)
    words = (f"Over the probability of the right digit: cross-entropy, {number(cross)} at {percent(p)}, falls steeply from 4.6; "
             f"half the squared error, {number(squared)}, is never above 1")
    plot = over_p(4.8, (1, 2, 3, 4), words, 230)
    plot.curve(lambda x: squared_error(answer(x, label, shared), label), "second", steps=40)
    plot.curve(lambda x: cross_entropy(answer(x, label, shared), label), steps=99)
    plot.line([(p, 0), (p, cross)], "guide")
    plot.dot(p, squared, "dot against", 6)
    plot.dot(p, cross, "dot for", 6)
    key(plot, 3.7, 3.28)
    plot.drag("p")
    return plot.svg()


def steep(p, label, shared):
    """How strongly each loss pulls at the logit of the right digit, over its probability."""
    given = answer(p, label, shared)
    cross, squared = -cross_entropy_slopes(given, label)[label], -squared_error_slopes(given, label)[label]
    words = (f"How strongly each pulls: cross-entropy {number(cross)} at {percent(p)}, and most where it is most wrong; "
             f"half the squared error {number(squared)}, and nearly nothing where it is most wrong")
    plot = over_p(1.1, (0.5, 1), words, 150)
    plot.curve(lambda x: -squared_error_slopes(answer(x, label, shared), label)[label], "second", steps=40)
    plot.curve(lambda x: -cross_entropy_slopes(answer(x, label, shared), label)[label], steps=2)
    plot.dot(p, squared, "dot against", 6)
    plot.dot(p, cross, "dot for", 6)
    key(plot, 0.88, 0.7)
    plot.drag("p")
    return plot.svg()


def both(given, label, shared):
    """Both losses with their live numbers."""
    p, rest = given[label], given[rival(label)]
    cross, squared = cross_entropy(given, label), squared_error(given, label)
    first = formula.math(mo(MINUS), LN, mi("p", label), mo("="), mo(MINUS), LN, mn(p, 3), mo("="), plain(cross, 3),
                         words=f"cross-entropy: minus the logarithm of {number(p, 3)} is {number(cross, 3)}")
    others = (mn(9, 0) + mo("\u00b7") if shared else "") + power(mn(rest, 3), mn(2, 0))
    off = "<mrow>" + LEFT + mn(p, 3) + mo(MINUS) + mn(1, 0) + RIGHT + "</mrow>"
    second = formula.math(fraction(mn(1, 0), mn(2, 0)), LEFT, power(off, mn(2, 0)), mo("+"), others, RIGHT, mo("="),
                          plain(squared, 3), words=f"half squared error: {number(squared, 3)}")
    return first + second


def digits(given, label):
    """The ten digits as rows: probability, target, and both slopes."""
    cross, squared = cross_entropy_slopes(given, label), squared_error_slopes(given, label)
    rows = []
    for digit in range(10):
        now = ' class="now"' if digit == label else ""
        target = 1 if digit == label else 0
        rows.append(f'<tr{now}><th scope="row">{digit}</th><td>{number(given[digit], 3)}</td><td>{target}</td>'
                    f"<td>{number(cross[digit], 3)}</td><td>{number(squared[digit], 4)}</td></tr>")
    return "".join(rows)


def points(weight, bias):
    """The ten digits, and the probability of an 8 that the neuron gives."""
    right = accuracy(POINTS, weight, bias)
    plot = Plot((-3, 3), (-0.2, 1.25), height=170, margin=30,
                label=f"Ten digits by how far they are closed; the probability of an 8 as a curve; {right} are on the right side")
    for y, words in ((0, "3"), (0.5, "50%"), (1, "8")):
        plot.line([(-3, y), (3, y)], "grid" if y != 0.5 else "guide")
        plot.text(-3, y, words, anchor="end", shift=(-2, 4))
    plot.curve(lambda x: chance_of_8(x, weight, bias), steps=40)
    for x, label in POINTS:
        good = (chance_of_8(x, weight, bias) > 0.5) == (label == 1)
        plot.dot(x, label, "dot for" if label else "dot against", 6)
        if not good:
            plot.text(x, label, "\u2717", shift=(0, -9 if label else 18))
    return plot.svg()


def over_weight(top, marks, label, height):
    """A plane over the weight."""
    plot = Plot((-3, 3), (0, top), label=label, height=height)
    for y in marks:
        plot.line([(-3, y), (3, y)], "grid")
        plot.text(-3, y, number(y, 0), anchor="end", shift=(-5, 4))
    plot.line([(-3, 0), (3, 0)], "axis")
    for x in (-3, -2, -1, 0, 1, 2, 3):
        plot.text(x, 0, number(x, 0), shift=(0, 14))
    return plot


def jumps(bias):
    """The weights at which one of the points changes sides: there weight * x + bias is 0."""
    return sorted([-bias / x for x, _ in POINTS if -3 < -bias / x < 3])


def stairs(weight, bias, right):
    """The accuracy over the weight."""
    plot = over_weight(11, (5, 10), f"How many of ten are right over the weight: a staircase; {right} at {number(weight)}", 150)
    places, path = [-3] + jumps(bias) + [3], []
    for at in range(1, len(places)):
        start, end = places[at - 1], places[at]
        if end > start:
            level = accuracy(POINTS, (start + end) / 2, bias)
            path.extend([(start, level), (end, level)])
    plot.line(path, "second")
    plot.dot(weight, right, "dot against", 6)
    plot.drag("weight")
    return plot.svg()


def smooth(weight, bias, loss):
    """The average loss over the weight."""
    plot = over_weight(4.6, (1, 2, 3, 4), f"The average loss over the weight: a valley; {number(loss, 3)} at {number(weight)}", 170)
    plot.curve(lambda x: average_loss(POINTS, x, bias), steps=48)
    plot.dot(weight, loss, "dot for", 6)
    plot.drag("weight")
    return plot.svg()


def nudge(weight, bias):
    """What a small step of the weight changes, as rows."""
    then = weight + NUDGE
    before, after = accuracy(POINTS, weight, bias), accuracy(POINTS, then, bias)
    first, second = average_loss(POINTS, weight, bias), average_loss(POINTS, then, bias)
    rows = (("right of 10", before, after, after - before, 0), ("average loss", first, second, second - first, 4))
    return "".join([f'<tr><th scope="row">{name}</th><td>{number(was, places)}</td><td>{number(is_now, places)}</td>'
                    f"<td>{number(change, places)}</td></tr>" for name, was, is_now, change, places in rows])


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

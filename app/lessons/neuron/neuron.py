"""Lesson 2, a neuron: a weighted sum and a threshold, played with three answers of yes or no."""
from app.lessons.kit.formula import math, mi, mn, mo, plain
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number
from app.ui.views.numbers import MINUS, number, signed

NAMES = ("weather", "day", "friends")
QUESTIONS = ("sun?", "day off?", "friends?")
SETTINGS = {
    "x1": Choice("no", "yes"), "x2": Choice("yes", "no"), "x3": Choice("yes", "no"),
    "w1": Number(3, -5, 5), "w2": Number(1, -5, 5), "w3": Number(2, -5, 5), "bias": Number(-1, -5, 5),
    "task": Choice("none", "sun", "two", "all", "or", "differ"),
}
CASES = [[a, b, c] for a in (1, -1) for b in (1, -1) for c in (1, -1)]  # every day there can be
# What a neuron is to learn, by the name of the task: whether one goes on such a day.
TASKS = {
    "sun": lambda sun, day, friends: sun == 1,
    "two": lambda sun, day, friends: sun + day + friends > 0,
    "all": lambda sun, day, friends: sun + day + friends == 3,
    "or": lambda sun, day, friends: sun == 1 and (day == 1 or friends == 1),
    "differ": lambda sun, day, friends: sun != friends,
}


def weighted_sum(inputs, weights, bias):
    """Each input times its weight, all added up, and the bias."""
    total = bias
    for x, w in zip(inputs, weights):
        total += w * x
    return total


def fires(total):
    """Whether the neuron says yes: its sum is above zero."""
    return total > 0


def two_layers(a, b):
    """Whether just one of two answers is yes, by three neurons: two that look, and one that compares them."""
    either = 1 if fires(weighted_sum([a, b], [1, 1], 1)) else -1
    both = 1 if fires(weighted_sum([a, b], [1, 1], -1)) else -1
    return fires(weighted_sum([either, both], [1, -1], -1))


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page."""
    inputs = [1 if state[name] == "yes" else -1 for name in ("x1", "x2", "x3")]
    weights = [state["w1"], state["w2"], state["w3"]]
    total = weighted_sum(inputs, weights, state["bias"])
    yes = fires(total)
    rows, right = table(weights, state["bias"], TASKS.get(state["task"]), inputs)
    score = "" if right is None else f"<b>{right} of 8</b> days are as the task wants them" + ("." if right < 8 else ": solved!")
    return {
        "neuron": drawn(inputs, weights, state["bias"], total, yes),
        "sum": formula(inputs, weights, state["bias"], total),
        "decision": "Go to the beach." if yes else "Stay at home.",
        "days": rows,
        "score": score,
        "plane": plane(weights, state["bias"]),
        "layers": layers_table(),
        "told": f"The sum is {number(total)}: {word(yes)}. " + score.replace("<b>", "").replace("</b>", ""),
    }


# The pictures

def drawn(inputs, weights, bias, total, yes):
    """The neuron as a picture: lines as thick as their weights, blue for what speaks for going and orange for what against."""
    parts = []
    for at in range(3):
        y = 34 + 56 * at
        product = inputs[at] * weights[at]
        kind = "for" if product > 0 else "against" if product < 0 else "none"
        lit, value = ("unit lit", "+1") if inputs[at] > 0 else ("unit", MINUS + "1")
        parts.append(f'<path class="wire {kind}" stroke-width="{abs(weights[at]) * 1.6 + 0.4:.1f}" d="M86 {y}L200 90"/>'
                     f'<circle class="{lit}" cx="66" cy="{y}" r="20"/><text x="66" y="{y + 5}">{value}</text>'
                     f'<text class="note" x="66" y="{y - 23}">{QUESTIONS[at]}</text>'
                     f'<text class="note" x="{136 + 6 * (at != 1)}" y="{(48, 84, 140)[at]}">{signed(weights[at])}</text>')
    lit = "unit lit" if yes else "unit"
    parts.append(f'<text class="note" x="222" y="150">bias {signed(bias)}</text><path class="wire none" d="M222 138L222 118"/>'
                 f'<circle class="{lit}" cx="222" cy="90" r="28"/>'
                 f'<text x="222" y="95">{number(total, 1)}</text><path class="wire none" d="M250 90L282 90"/>'
                 f'<text class="out" x="286" y="95">{word(yes)}</text>')
    label = f"A neuron with three inputs; its sum is {number(total)}, so it says {word(yes)}"
    return '<svg class="neuron" viewBox="20 0 310 180" role="img" aria-label="%s">%s</svg>' % (label, "".join(parts))


def formula(inputs, weights, bias, total):
    """The sum with its live numbers."""
    terms, words = [], []
    for at in range(3):
        terms.append((mo("+") if at else "") + mn(weights[at]) + mo("\u00b7") + mn(inputs[at], 0))
        words.append(f"{number(weights[at])} times {number(inputs[at], 0)}")
    summed = " plus ".join(words)
    said = f"z equals {summed} plus {number(bias)} equals {number(total)}"
    return math(mi("z"), mo("="), "".join(terms), mo("+"), mn(bias), mo("="), plain(total), words=said)


def word(yes):
    return "go" if yes else "stay"


def answer(x):
    return "yes" if x > 0 else "no"


def table(weights, bias, wanted, inputs):
    """The eight days as rows, with what the neuron says and, if there is a task, whether that is as wanted; and how many are."""
    rows, right = [], 0
    for case in CASES:
        says = fires(weighted_sum(case, weights, bias))
        cells = "".join([f"<td>{answer(x)}</td>" for x in case])
        if wanted:
            right += says == wanted(*case)
            kind, sign = ("good", "\u2713") if says == wanted(*case) else ("bad", "\u2717")
            mark = f'<td class="{kind}">{word(wanted(*case))} {sign}</td>'
        else:
            mark = "<td>\u2013</td>"
        now = ' class="now"' if case == inputs else ""
        rows.append(f"<tr{now}>{cells}<td>{number(weighted_sum(case, weights, bias))}</td>"
                    f"<td>{word(says)}</td>{mark}</tr>")
    return "".join(rows), right if wanted else None


def plane(weights, bias):
    """Weather and friends as a plane, with what "just one of the two" wants, and where this neuron changes its mind."""
    w1, w3 = weights[0], weights[2]
    plot = Plot((-2, 2), (-2, 2), width=260, height=260,
                label="Four corners, sun and friends yes or no; two opposite ones mean go. A straight line: the sum is zero there")
    plot.axes(xs=(-1, 1), ys=(-1, 1), x_name="sun", y_name="friends")
    if abs(w3) >= abs(w1) and w3:
        plot.line([(x, -(w1 * x + bias) / w3) for x in (-2, 2)], "curve")
    elif w1:
        plot.line([(-(w3 * y + bias) / w1, y) for y in (-2, 2)], "curve")
    for a in (-1, 1):
        for b in (-1, 1):
            plot.dot(a, b, "dot for" if a != b else "dot against", 7)
            plot.text(a, b, "go" if a != b else "stay", shift=(0, -12))
    return plot.svg()


def layers_table():
    """What two layers make of the four answers."""
    return "".join([f"<tr><td>{answer(a)}</td><td>{answer(b)}</td><td>{word(two_layers(a, b))}</td></tr>"
                    for a in (1, -1) for b in (1, -1)])


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

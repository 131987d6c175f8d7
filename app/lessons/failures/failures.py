"""Lesson 9, when it fails: one drawing read by two networks, as ink that they know and as other ink."""
import math

from app.core import ink
from app.core.instant import decide, softmax, steps
from app.lessons.kit.drawing import add_pad
from app.lessons.kit.formula import fraction, mn, mo
from app.lessons.kit.formula import math as math_of
from app.lessons.kit.images import image as picture
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number
from app.ui.examples import strokes_of
from app.ui.views.numbers import number

# A one as it is taught in much of Europe: the flag is nearly as long as the stem.
FLAGGED = strokes_of("M19 54L61 23L56 86")
SETTINGS = {
    "pen": Number(2.66, 0.66, 6.66),  # how wide, in pixels of the image: 2.66 is what both networks learnt from
    "right": Number(0, -8, 8, whole=True), "down": Number(0, -8, 8, whole=True),
    "place": Choice("fitted", "as-drawn"),
}
FILES = {"plain": "weights/mlp-128-64.json", "inkling": "weights/inkling.json"}
EXTRAS = {"strokes": FLAGGED}
NETWORKS = [("plain", "The MNIST network"), ("inkling", "Inkling")]
# What both were measured on, as the weights files call it, and what it is.
SETS = [("mnist-test", "MNIST's test images"), ("unipen-digits", "UNIPEN, 40 people"), ("uji2-digits", "UJI, 12 people"),
        ("pendigits-train", "pendigits, 6 people")]
PAD = 1000  # the pad's side in its own units
# Answers to work out a gap from: [(how sure, how many answers, how many of them right)].
GROUPS = [(0.95, 100, 90), (0.6, 50, 33)]


def begin(lesson):
    add_pad(lesson)


def paint(strokes, width):
    """784 numbers: the ink of strokes, in pixels, by a round soft pen so many pixels wide."""
    reach, edge, side = width / 2 + ink.PEN_EDGE / 2, ink.PEN_EDGE, ink.SIZE
    image = [0.0] * (side * side)
    for stroke in strokes:
        for at in range(max(1, len(stroke) - 1)):
            x0, y0 = stroke[at]
            x1, y1 = stroke[min(at + 1, len(stroke) - 1)]
            dx, dy = x1 - x0, y1 - y0
            length2 = dx * dx + dy * dy or 1.0
            for row in range(max(0, int(min(y0, y1) - reach)), min(side, int(max(y0, y1) + reach) + 1)):
                for column in range(max(0, int(min(x0, x1) - reach)), min(side, int(max(x0, x1) + reach) + 1)):
                    px, py = column + 0.5 - x0, row + 0.5 - y0
                    along = min(1.0, max(0.0, (px * dx + py * dy) / length2))
                    px -= along * dx
                    py -= along * dy
                    depth = (reach - math.sqrt(px * px + py * py)) / edge
                    if depth > image[row * side + column]:
                        image[row * side + column] = min(1.0, depth)
    return image


def image_of(strokes, state):
    """The image that the networks get: fitted into the middle as MNIST's are, or as it lies on the pad; then moved."""
    if ink.is_blank(strokes):
        return [0.0] * (ink.SIZE * ink.SIZE)
    if state["place"] == "fitted":
        placed, (right, down) = ink.place(strokes)
    else:
        scale, right, down = ink.SIZE / PAD, 0, 0
        placed = [ink.thin_out([(x * scale, y * scale) for x, y in stroke]) for stroke in strokes if stroke]
    right += state["right"]
    down += state["down"]
    return paint([[(x + right, y + down) for x, y in stroke] for stroke in placed], state["pen"])


def gap(groups):
    """How far sureness and truth lie apart, on average over all answers. groups: [(how sure, answers, of these right)]."""
    total = sum([count for _, count, _ in groups])
    return sum([abs(sure * count - right) for sure, count, right in groups]) / total


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page."""
    image = image_of(state["strokes"], state)
    made, told = {"image": picture(image, "The image that both networks get")}, []
    for name, title in NETWORKS:
        answer = None
        if materials.get(name) and any(image):
            for activations in steps(materials[name], image):
                if activations is None:
                    yield None
            answer = decide(softmax(activations[-2], materials[name].temperature), materials[name].sure_threshold)
        made[f"{name}-says"] = verdict(answer)
        made[f"{name}-bars"] = bars(title, answer)
        told.append(f"{title}: {said(answer)}.")
    made["told"] = " ".join(told)
    made["gap"] = gap_formula()
    if all([materials.get(name) for name, _ in NETWORKS]):  # else what the page begins with stays
        made.update(accuracies=accuracies(materials), letters=letters(materials), calibration=calibration(materials),
                    threshold=percent(materials["inkling"].sure_threshold, 2))
    yield made


# The pictures


def percent(share, places=1):
    """A share of one as percent, which is 100 only if it is."""
    text = number(100 * share, places)
    if share < 1 and float(text) == 100:
        return "over 99.9%"
    return text + "%"


def said(answer):
    if answer is None:
        return "no ink, nothing to read"
    share = percent(max(answer["probabilities"]))
    return f"sure that it is a {answer['digit']}, {share}" if answer["sure"] else f"not sure; {answer['digit']} at best, {share}"


def verdict(answer):
    """What a network answers, in a few words."""
    if answer is None:
        return '<b class="unsure">\u2013</b> <span>nothing to read</span>'
    share = percent(max(answer["probabilities"]))
    if answer["sure"]:
        return f"<b>{answer['digit']}</b> <span>sure: {share}</span>"
    return f'<b class="unsure">{answer["digit"]}?</b> <span>not sure: {share}</span>'


def bars(title, answer):
    """Ten probabilities."""
    plot = Plot((-0.6, 9.6), (0, 1), width=260, height=120, margin=20, label=f"{title}, digit by digit: {listed(answer)}")
    plot.line([(-0.6, 1), (9.6, 1)], "grid")
    for digit in range(10):
        if answer:
            plot.bar(digit, 0.7, answer["probabilities"][digit], "bar" if digit == answer["digit"] else "bar soft")
        plot.text(digit, 0, str(digit), shift=(0, 14))
    plot.text(-0.6, 1, "100%", anchor="start", shift=(0, -5))
    plot.line([(-0.6, 0), (9.6, 0)], "axis")
    return plot.svg()


def listed(answer):
    if answer is None:
        return "nothing"
    return ", ".join([f"{digit} {percent(answer['probabilities'][digit])}" for digit in range(10)])


def accuracies(materials):
    """Rows: how many of a hundred each network reads right, by set; and the nines of the last."""
    both = [materials[name].metrics for name, _ in NETWORKS]
    rows = []
    for key, title in SETS:
        cells = "".join([f"<td>{percent(metrics[key]['accuracy'], 2)}</td>" for metrics in both])
        n = both[0][key]["n"]
        rows.append(f'<tr><th scope="row">{title}</th><td>{n:,}</td>{cells}</tr>')
    cells = "".join([f"<td>{percent(metrics['pendigits-train']['per_digit'][9], 2)}</td>" for metrics in both])
    rows.append(f'<tr><th scope="row">\u2026 the nines of these</th><td></td>{cells}</tr>')
    return "".join(rows)


def letters(materials):
    """A row for each network: how often it called a letter or sign a digit, and was sure."""
    return "".join([f'<tr><th scope="row">{title}</th><td>{percent(materials[name].metrics["unipen-not-digits"]["sure_rate"], 2)}'
                    "</td></tr>" for name, title in NETWORKS])


def calibration(materials):
    """Rows: Inkling's answers by set, how often it is sure, how often right then, and the gap."""
    rows = []
    for key, title in SETS:
        metrics = materials["inkling"].metrics[key]
        rows.append(f'<tr><th scope="row">{title}</th><td>{percent(metrics["sure_rate"], 2)}</td>'
                    f'<td>{percent(metrics["sure_accuracy"], 2)}</td><td>{percent(metrics["ece"], 2)}</td></tr>')
    return "".join(rows)


BAR = '<mo form="%s" stretchy="false">|</mo>'


def gap_formula():
    """The gap of GROUPS, worked out."""
    terms, words, total = [], [], sum([count for _, count, _ in GROUPS])
    for sure, count, right in GROUPS:
        terms.append(BAR % "prefix" + mn(sure) + mo("\u00b7") + mn(count, 0) + mo("\u2212") + mn(right, 0) + BAR % "postfix")
        words.append(f"the size of {number(sure)} times {count} minus {right}")
    said = " plus ".join(words)
    said = f"the gap equals {said}, all over {total}, equals {number(gap(GROUPS), 3)}"
    return math_of(fraction(mo("+").join(terms), mn(total, 0)), mo("="), mn(gap(GROUPS), 3), words=said)



if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

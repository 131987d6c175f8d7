"""What lesson 6 draws and writes down of numbers that it is given: paths over a plane, the chain of a neuron, formulas."""
from math import floor, log10, sqrt

from app.lessons.kit.formula import fraction, mi, plain
from app.lessons.kit.plot import Plot
from app.ui.views.numbers import MINUS, number

SPACE = '<mspace width="0.2em"/>'
RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"
WAYS = (("plain descent", "curve"), ("momentum", "second"), ("Adam", "third"))  # and the class of its line
STEEP = 20  # how much steeper the long valley is across than along


def formula(*pieces):
    """A formula between whose pieces a narrow page may begin a new line. pieces: (in words, MathML)."""
    inside = " ".join([f'<math displaystyle="true" alttext="{words}" aria-label="{words}"><mrow>{parts}</mrow></math>'
                       for words, parts in pieces])
    return f'<div class="formula pieces">{inside}</div>'


def ratio(above, below):
    return fraction(mi("d") + mi(above), mi("d") + mi(below))


def matrix(rows, places=3):
    """Rows of numbers in parentheses."""
    cells = "".join(["<mtr>" + "".join([f"<mtd>{plain(value, places)}</mtd>" for value in row]) + "</mtr>" for row in rows])
    return f"<mrow><mo>(</mo><mtable>{cells}</mtable><mo>)</mo></mrow>"


def aloud(rows, places=3):
    return "; ".join([", ".join([number(value, places) for value in row]) for row in rows])


def scrolled(label, inside):
    return f'<div class="scroll" role="group" aria-label="{label}">{inside}</div>'


def arrow(plot, w, up, after):
    """A level arrow from w to where the next step leads, as far as the plane reaches."""
    after = min(max(after, plot.x[0]), plot.x[1])
    (left, y), (right, _) = plot.at(w, up), plot.at(after, up)
    if abs(right - left) > 3:
        back = 6 if right > left else -6
        head = f"M{right - back:.1f} {y - 4}L{right} {y}L{right - back:.1f} {y + 4}"
        plot.parts.append(f'<path class="way" d="M{left} {y}L{right} {y}{head}"/>')


def track(plot, points, kind, dots=False):
    """A path with its points, until it first leaves the plane."""
    inside = [points[0]]
    for point in points[1:]:
        at_edge = cut(plot, inside[-1], point)
        inside.append(at_edge)
        if at_edge != point:
            break
    plot.line(inside, kind)
    if dots:
        for point in points[:len(inside)]:
            if point in inside:
                plot.dot(point[0], point[1], "dot", 3.5)


def cut(plot, p, q):
    """Where the way from p, in the plane, to q leaves it; q itself if it does not."""
    share = 1.0
    for at, (low, high) in ((0, plot.x), (1, plot.y)):
        if q[at] > high:
            share = min(share, (high - p[at]) / (q[at] - p[at]))
        elif q[at] < low:
            share = min(share, (low - p[at]) / (q[at] - p[at]))
    return q if share == 1.0 else (p[0] + share * (q[0] - p[0]), p[1] + share * (q[1] - p[1]))


def counted(steps):
    return "1 step" if steps == 1 else f"{steps} steps"


def flown(end):
    return "flown off" if end is None else number(end, 4)


def valley(paths):
    """The long valley from above: lines of equal height, and a path for each way."""
    plot = Plot((-5, 5), (-1.4, 1.4), width=340, height=210, margin=14,
                label="A long narrow valley from above, with three paths through it")
    across, down = plot.at(0, 0)
    for high in (0.2, 1, 3, 6, 10, 12.5):
        wide, tall = plot.at(sqrt(2 * high), sqrt(2 * high / STEEP))
        plot.parts.append(f'<ellipse class="contour" cx="{across}" cy="{down}" rx="{wide - across:.1f}" ry="{down - tall:.1f}"/>')
    plot.axes(xs=(2, 4), x_name="x", y_name="y")
    for at in range(3):
        track(plot, paths[at], WAYS[at][1])
    for at in range(3):
        x, y = paths[at][-1]
        if abs(x) <= 5 and abs(y) <= 1.4:
            plot.dot(x, y, ("dot for", "dot against", "dot")[at], 4.5)
    plot.text(-4, 1, "start", shift=(0, -6))
    return plot.svg()


def standings(ends, best):
    """Whose line is which, and what each has come to, as rows of a table."""
    rows = []
    for at in range(3):
        name, kind = WAYS[at]
        first = " \u2713" if best is not None and ends[at] == best and ends.count(best) == 1 else ""
        rows.append(f'<tr><th scope="row"><svg class="plot sample" viewBox="0 0 30 10" width="30" height="10" aria-hidden="true">'
                    f'<path class="{kind}" d="M1 5L29 5"/></svg> {name}</th><td>{flown(ends[at])}{first}</td></tr>')
    return "".join(rows)


def boxes(x, w, b, t, z, a, cost, slopes):
    """The chain from weight to loss: values in boxes, below them the local slopes, and below these the slopes of L."""
    dl_da, da_dz, dl_dz, dl_dw, _ = slopes
    parts = ['<text class="note" x="2" y="24">forward: values</text><path d="M98 20L136 20M130 16L136 20L130 24"/>']
    for name, value, y in (("w", w, 62), ("x", x, 88), ("b", b, 114)):
        parts.append(f'<text x="2" y="{y + 4}">{name} = {number(value, 1)}</text><path d="M70 {y}L90 {76 + (y - 62) // 4}"/>')
    rules = "w\u00b7x + b", "sigmoid(z)", f"\u00bd(a {MINUS} t)\u00b2"
    for name, value, rule, left in (("z", z, rules[0], 92), ("a", a, rules[1], 177), ("L", cost, rules[2], 262)):
        parts.append(f'<rect class="box" x="{left}" y="60" width="64" height="46" rx="8"/>'
                     f'<text class="middle note" x="{left + 32}" y="50">{rule}</text>'
                     f'<text class="middle strong" x="{left + 32}" y="78">{name}</text>'
                     f'<text class="middle" x="{left + 32}" y="97">{number(value, 3)}</text>')
    parts.append('<path d="M156 83L175 83M169 79L175 83L169 87M241 83L260 83M254 79L260 83L254 87"/>')
    parts.append(f'<text class="middle note" x="294" y="32">t = {number(t, 1)}</text>')
    for name, value, middle in (("dz/dw", x, 80), ("da/dz", da_dz, 166), ("dL/da", dl_da, 251)):
        parts.append(f'<text class="middle note" x="{middle}" y="136">{name}</text>'
                     f'<text class="middle" x="{middle}" y="153">{number(value, 3)}</text>')
    for name, value, middle in (("dL/dw", dl_dw, 38), ("dL/dz", dl_dz, 124), ("dL/da", dl_da, 209)):
        parts.append(f'<text class="middle back" x="{middle}" y="182">{name}</text>'
                     f'<text class="middle back strong" x="{middle}" y="200">{number(value, 3)}</text>')
    parts.append('<path class="back" d="M262 188L241 188M247 184L241 188L247 192M176 188L157 188M163 184L157 188L163 192'
                 'M91 188L72 188M78 184L72 188L78 192"/>'
                 '<text class="note end" x="328" y="184">backward:</text><text class="note end" x="328" y="200">slopes of L</text>')
    label = (f"From w to the loss: z is {number(z, 3)}, a is {number(a, 3)}, L is {number(cost, 3)}. And back: dL/da is "
             f"{number(dl_da, 3)}, dL/dz is {number(dl_dz, 3)}, dL/dw is {number(dl_dw, 3)}")
    return '<svg class="chain" viewBox="0 0 330 208" role="img" aria-label="%s">%s</svg>' % (label, "".join(parts))


def raised(exponent):
    digits = "".join([RAISED[int(digit)] for digit in str(abs(exponent))])
    return f"10\u207b{digits}" if exponent < 0 else f"10{digits}"


def tens(h):
    return raised(round(log10(h)))


def about(value):
    """A small number as so many powers of ten."""
    if value < 1e-16:
        return "less than " + raised(-16)
    exponent = floor(log10(value))
    digit = round(value / 10.0 ** exponent)
    if digit == 10:
        digit, exponent = 1, exponent + 1
    return f"about {digit} \u00b7 {raised(exponent)}"


def losses(heights):
    """The loss after each step: all that one would see of a landscape of many weights."""
    top = max(1.0, 1.5 * heights[0], min(1.15 * max(heights), 6 * heights[0]))
    plot = Plot((0, 30), (0, top), width=340, height=130, margin=22,
                label=f"The loss after each step; now it is {number(heights[-1])}")
    plot.axes(xs=(0, 10, 20, 30), x_name="steps", y_name="loss")
    track(plot, [(at, min(heights[at], 3 * top)) for at in range(len(heights))], "second", dots=True)
    return plot.svg()


def errors(apart_by, power):
    """How far the nudged slope is from the exact one, for every h; both axes go by powers of ten."""
    plot = Plot((0, 13), (-15, 0), width=340, height=200, margin=30,
                label="The difference for every h: first it shrinks with h, then rounding makes it grow again")
    for power_of_ten in (-12, -9, -6, -3):
        plot.line([(0, power_of_ten), (13, power_of_ten)], "grid")
        plot.text(0, power_of_ten, raised(power_of_ten), anchor="end", shift=(-2, 4))
    plot.line([(0, -15), (13, -15)], "axis")
    for at in (1, 3, 5, 7, 9, 11):
        plot.text(at, -15, raised(-at), shift=(0, 14))
    plot.text(13, -15, "h", anchor="end", shift=(0, -6))
    plot.text(0, 0, "apart", anchor="start", shift=(-20, -4))
    points = [(at, min(max(log10(apart + 1e-17), -15), 0)) for at, apart in enumerate(apart_by, 1)]
    plot.line(points, "curve")
    for at, up in points:
        plot.dot(at, up, "dot", 3)
    plot.dot(power, points[power - 1][1], "dot against", 6)
    return plot.svg()

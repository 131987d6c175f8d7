"""Lesson 6, descent and backpropagation: rolling down a curve and a valley, and the slopes that say which way is down."""
from math import exp, floor, log10, sqrt

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
STEEP = 20  # how much steeper the long valley is across than along
LAYER = [1, 2], [[0.5, -0.25], [-1, 1]], [0, 0], [1, 0]  # x, W, b and t of the small layer


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


def sigmoid(z):
    return 1 / (1 + exp(-z))


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


def layer_backward(x, W, b, t):
    """a, a - t, a(1 - a), dL/dz, dL/dW and dL/dx of a layer of such neurons."""
    outputs = [sigmoid(sum([w * value for w, value in zip(row, x)]) + bias) for row, bias in zip(W, b)]
    wrong = [a - wanted for a, wanted in zip(outputs, t)]
    local = [a * (1 - a) for a in outputs]
    dz = [first * second for first, second in zip(wrong, local)]
    dW = [[d * value for value in x] for d in dz]
    dx = [sum([W[row][at] * dz[row] for row in range(len(dz))]) for at in range(len(x))]
    return outputs, wrong, local, dz, dW, dx


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
            "losses": losses(curve, path), "told": said}


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


def counted(steps):
    return "1 step" if steps == 1 else f"{steps} steps"


SPACE = '<mspace width="0.2em"/>'


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


def formula(*pieces):
    """A formula between whose pieces a narrow page may begin a new line. pieces: (in words, MathML)."""
    inside = " ".join([f'<math displaystyle="true" alttext="{words}" aria-label="{words}"><mrow>{parts}</mrow></math>'
                       for words, parts in pieces])
    return f'<div class="formula pieces">{inside}</div>'


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


def losses(curve, path):
    """The loss after each step: all that one would see of a landscape of many weights."""
    heights = [loss(curve, w) for w in path]
    top = max(1.0, 1.5 * heights[0], min(1.15 * max(heights), 6 * heights[0]))
    plot = Plot((0, 30), (0, top), width=340, height=130, margin=22,
                label=f"The loss after each step; now it is {number(heights[-1])}")
    plot.axes(xs=(0, 10, 20, 30), x_name="steps", y_name="loss")
    track(plot, [(at, min(heights[at], 3 * top)) for at in range(len(heights))], "second", dots=True)
    return plot.svg()


# Three ways through the long valley

WAYS = (("plain descent", "curve"), ("momentum", "second"), ("Adam", "third"))  # and the class of its line


def race(pace, keep, moves):
    paths = [travel(step, pace, keep, moves) for step in (plain_step, momentum, adam)]
    ends = [height(path[-1]) if max(abs(path[-1][0]), abs(path[-1][1])) < FAR else None for path in paths]
    left = [end for end in ends if end is not None]
    best = min(left) if left else None
    said = [f"{WAYS[at][0]} {flown(ends[at])}" for at in range(3)]
    words = ", ".join(said)
    return {"valley": valley(paths), "race": standings(ends, best), "told": f"The losses after {counted(moves)}: {words}."}


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


def ratio(above, below):
    return fraction(mi("d") + mi(above), mi("d") + mi(below))


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


def matrix(rows, places=3):
    """Rows of numbers in parentheses."""
    cells = "".join(["<mtr>" + "".join([f"<mtd>{plain(value, places)}</mtd>" for value in row]) + "</mtr>" for row in rows])
    return f"<mrow><mo>(</mo><mtable>{cells}</mtable><mo>)</mo></mrow>"


def aloud(rows, places=3):
    return "; ".join([", ".join([number(value, places) for value in row]) for row in rows])


def layer():
    """Backward through a layer of two inputs and two neurons, in three formulas."""
    x, W, b, t = LAYER
    _, wrong, local, dz, dW, dx = layer_backward(x, W, b, t)
    turned = [[row[at] for row in W] for at in range(len(x))]
    wrong, local, dz, dx = [[[value] for value in values] for values in (wrong, local, dz, dx)]  # as columns
    sums = formula(
        (f"dL by dz equals {aloud(wrong)} times, element by element, {aloud(local)}",
         ratio("L", "z") + mo("=") + matrix(wrong) + mo("\u2299") + matrix(local)),
        (f"equals {aloud(dz)}", mo("=") + matrix(dz)))
    weights = formula(
        (f"dL by dW equals the column {aloud(dz)} times the row {aloud([x], 0)}",
         ratio("L", "W") + mo("=") + matrix(dz) + mo("\u00b7") + matrix([x], 0)),
        (f"equals {aloud(dW)}", mo("=") + matrix(dW)))
    inputs = formula(
        (f"dL by dx equals the weights turned over, {aloud(turned, 2)}", ratio("L", "x") + mo("=") + matrix(turned, 2)),
        (f"times {aloud(dz)}", mo("\u00b7") + matrix(dz)),
        (f"equals {aloud(dx)}", mo("=") + matrix(dx)))
    return scrolled("The slopes for both sums", sums) + scrolled("The slopes for all four weights", weights) + scrolled(
        "The slopes for both inputs", inputs)


def scrolled(label, inside):
    return f'<div class="scroll" role="group" aria-label="{label}">{inside}</div>'


# A gradient checked

def check(x, w, b, t, power):
    h = 0.1 ** power
    exact = backward(x, forward(x, w, b, t)[1], t)[3]
    tried = nudged(x, w, b, t, h)
    apart = abs(tried - exact)
    above = "".join([f"<mtext>L(</mtext><mi>w</mi><mo>{sign}</mo><mi>h</mi><mtext>)</mtext>" for sign in ("+", MINUS)])
    above = above.replace("</mtext><mtext>", f"</mtext><mo>{MINUS}</mo><mtext>")
    quotient = fraction(above, "<mn>2</mn><mi>h</mi>")
    shown = formula(("L of w plus h, minus L of w minus h, over 2 h,", quotient),
                    (f"equals {number(tried, 9)}", mo("=") + plain(tried, 9)))
    agreement = f"h is {tens(h)}. By backpropagation: {number(exact, 9)}. They are {about(apart)} apart."
    return {"nudge": shown, "agreement": agreement, "errors": errors(x, w, b, t, power, exact), "told": agreement}


RAISED = "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079"


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


def errors(x, w, b, t, power, exact):
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
    points = []
    for at in range(1, 13):
        apart = abs(nudged(x, w, b, t, 0.1 ** at) - exact)
        points.append((at, min(max(log10(apart + 1e-17), -15), 0)))
    plot.line(points, "curve")
    for at, up in points:
        plot.dot(at, up, "dot", 3)
    plot.dot(power, points[power - 1][1], "dot against", 6)
    return plot.svg()


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

"""Lesson 3, layers: a drawing goes through 784-128-64-10, one matrix after the other, and how many numbers that takes."""
from array import array

from app.core import ink, instant
from app.lessons.kit.drawing import THREE, add_pad
from app.lessons.kit.formula import math, mi, mo, plain
from app.lessons.kit.images import paths
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number
from app.ui.views.cells import LEVELS, SIDE
from app.ui.views.numbers import number

SETTINGS = {
    "layer": Choice("1", "2", "3"), "n1": Number(51, 1, 128, whole=True), "n2": Number(8, 1, 64, whole=True),
    "n3": Number(3, 0, 9, whole=True), "first": Number(128, 0, 256, whole=True), "second": Number(64, 0, 128, whole=True),
}
EXTRAS = {"strokes": THREE}
FILES = {"network": "weights/mlp-128-64.json"}
PIXELS = SIDE * SIDE
SIZES = [PIXELS, 128, 64, 10]  # the shipped network's
ACROSS = [SIDE, 16, 8]  # how many of them are drawn side by side
LARGEST = 5  # products that are listed
SCALE = 0.15  # of blocks: units of the picture to a number
SUBSCRIPTS = "\u2081\u2082\u2083"


def dense(inputs, weights, bias):
    """A layer: each output is the weighted sum of all inputs, plus a bias."""
    active = [(at, x) for at, x in enumerate(inputs) if x]  # a zero adds nothing
    outputs = []
    for row, total in zip(weights, bias):
        for at, x in active:
            total += x * row[at]
        outputs.append(total)
    return outputs


def relu(values):
    """What is below zero becomes zero (lesson 4 says why)."""
    return [max(0.0, value) for value in values]


def forward(pixels, layers):
    """The outputs of every layer; each layer's are the next one's inputs."""
    outputs = [pixels]
    for weights, bias in layers:
        sums = dense(outputs[-1], weights, bias)
        outputs.append(sums if len(outputs) == len(layers) else relu(sums))
    return outputs


def parameters(sizes):
    """How many weights and biases there are between layers of these sizes."""
    count = 0
    for at in range(1, len(sizes)):
        count += sizes[at - 1] * sizes[at] + sizes[at]
    return count


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page."""
    network = materials["network"]
    if network is None:  # it could not be had, which is said, and the pictures stay
        yield {}
        return
    for layers in matrices(network):
        if layers is None:
            yield None
    pixels = ink.render(state["strokes"]) if state["strokes"] else [0.0] * PIXELS
    outputs = forward(pixels, layers)
    made = of_sizes([PIXELS] + [size for size in (state["first"], state["second"]) if size] + [10])
    made.update(of_neuron(state, layers, outputs))
    made["pass"] = grids(outputs, state)
    made.update(of_answer(network, outputs[-1], bool(state["strokes"])))
    yield made


# The network

kept = {}  # the network's weights, once they are worked out: [network, layers]


def matrices(network):
    """[(weights, bias), ...] of the dense layers, weights with a row for each output; yields None now and then before."""
    if kept.get("network") is not network:
        layers = []
        for index, layer in enumerate(network.layers):
            if layer["kind"] == "dense":
                tensor, rows = network.tensors["%d.weights" % index], []
                columns = tensor.shape[1]
                for row in range(tensor.shape[0]):
                    scale = tensor.scale[row]
                    rows.append(array("f", [value * scale for value in tensor.values[row * columns:(row + 1) * columns]]))
                    if row % 16 == 15:
                        yield None
                layers.append((rows, network.tensors["%d.bias" % index].values))
        kept.update(network=network, layers=layers)
    yield kept["layers"]


def of_answer(network, sums, drawn):
    """The ten probabilities as bars, and what the network says."""
    probabilities = instant.softmax(sums, network.temperature)
    digit = probabilities.index(max(probabilities))
    words = ", ".join([f"{at}: {number(100 * share, 1)}%" for at, share in enumerate(probabilities)])
    plot = Plot((-0.5, 9.5), (0, 1), width=300, height=130, label=f"How probable each digit is: {words}")
    plot.line([(-0.5, 0), (9.5, 0)], "axis")
    for at in range(10):
        plot.bar(at, 0.7, probabilities[at], "bar" if at == digit else "bar soft")
        plot.text(at, 0, str(at), shift=(0, 14))
        if drawn and probabilities[at] >= 0.005:
            plot.text(at, probabilities[at], percent(probabilities[at]), shift=(0, -4))
    says = f"It reads {'an' if digit == 8 else 'a'} {digit}." if drawn else "Nothing is drawn."
    return {"bars": plot.svg(), "says": says, "told": says}


def percent(share):
    """A share as one reads it; it never is quite all."""
    return "&gt;99%" if share > 0.995 else f"{100 * share:.0f}%"


# The grids of activations

def grids(outputs, state):
    """Each layer's outputs as squares, the darker the larger; that of the chosen neuron has a frame."""
    chosen, figures = int(state["layer"]), []
    for at in range(3):
        values = outputs[at]
        above = sum([1 for value in values if value > 0])
        name = ("pixels", "neurons, first hidden layer", "neurons, second hidden layer")[at]
        label = f"{len(values)} {name}, {above} of them above 0"
        if at == 0:
            inside = paths(values)
        else:
            inside = squares(values, at, state["n%d" % at] - 1 if chosen == at else None)
        rows = len(values) // ACROSS[at]
        note = f"<b>{len(values)}</b> {name}; {above} above 0"
        figures.append(f'<figure><svg class="cells" viewBox="0 0 {ACROSS[at]} {rows}" role="img" aria-label="{label}">'
                       f"{inside}</svg><figcaption>{note}</figcaption></figure>")
    return "".join(figures)


def squares(values, layer, chosen):
    """A layer's neurons, each of which can be pressed to choose it."""
    largest = max(max(values), 1e-9)
    across, parts = ACROSS[layer], []
    for at, value in enumerate(values):
        place = f'x="{at % across}" y="{at // across}" width="1" height="1" data-set="layer={layer} n{layer}={at + 1}"'
        parts.append(f'<rect class="unit" fill-opacity="{value / largest:.2f}" {place}/>')
    if chosen is not None:
        parts.append(f'<rect class="finger" x="{chosen % across}" y="{chosen // across}" width="1" height="1"/>')
    return "".join(parts)



# One neuron

def of_neuron(state, layers, outputs):
    """The sum of the chosen neuron: its weights as a picture, its largest products, and what comes out."""
    layer = int(state["layer"])
    chosen = state["n%d" % layer] - (layer < 3)
    inputs, row, bias = outputs[layer - 1], layers[layer - 1][0][chosen], layers[layer - 1][1][chosen]
    products = [x * w for x, w in zip(inputs, row)]
    total = sum(products) + bias
    order = sorted([(-abs(product), at) for at, product in enumerate(products) if product])
    rows, listed = [], 0.0
    for _, at in order[:LARGEST]:
        listed += products[at]
        name = f"{at // SIDE}, {at % SIDE}" if layer == 1 else f"neuron {at + 1}"
        rows.append(line(name, number(inputs[at]), number(row[at]), products[at]))
    others = len(order) - LARGEST
    if others > 0:
        rows.append(line(f"{others} others", "", "", total - bias - listed))
    if len(order) < len(inputs):
        rows.append(line(f"{len(inputs) - len(order)} that are 0", "0.00", "", 0.0))
    rows.append(line("bias", "", "", bias))
    rows.append(line("<b>sum</b>", "", "", total))
    name = (f"neuron {chosen + 1} of the first hidden layer", f"neuron {chosen + 1} of the second hidden layer",
            f"the output for {chosen}")[layer - 1]
    said = "a equals the larger of 0 and z, equals " + number(max(0.0, total))
    if layer < 3:
        result = math(mi("a"), mo("="), "<mi>max</mi><mo>(</mo><mn>0</mn><mo>,</mo>", plain(total), "<mo>)</mo>", mo("="),
                      plain(max(0.0, total)), words=said)
    else:
        result = "<p>This is one of the ten sums that become probabilities.</p>"
    return {
        "who": f"{name[0].upper()}{name[1:]}",
        "weights": signed_cells(row, ACROSS[layer - 1], f"The {len(row)} weights of {name}"),
        "products": signed_cells(products, ACROSS[layer - 1], f"Its weights times its inputs; {len(order)} of them are not 0"),
        "input": "pixel (row, column)" if layer == 1 else "input",
        "largest": "".join(rows),
        "result": result,
    }


def line(name, value, weight, product):
    return f'<tr><th scope="row">{name}</th><td>{value}</td><td>{weight}</td><td>{number(product)}</td></tr>'


def signed_cells(values, across, label):
    """Numbers of both signs as a picture: squares for positive ones, triangles for negative ones, the fainter the smaller."""
    largest = max([abs(value) for value in values])
    groups = [[] for _ in range(2 * LEVELS + 1)]
    for at, value in enumerate(values):
        level = int(value / largest * LEVELS + (0.5 if value > 0 else -0.5)) if value else 0
        if level:
            shape = "h1v1h-1z" if level > 0 else "h1l-1 1z"
            groups[LEVELS + level].append(f"M{at % across} {at // across}{shape}")
    parts = []
    for at, group in enumerate(groups):
        if group:
            kind, path = "for" if at > LEVELS else "against", "".join(group)
            parts.append(f'<path class="{kind}" fill-opacity="{abs(at - LEVELS) / LEVELS:.3f}" d="{path}"/>')
    inside = "".join(parts)
    return f'<svg class="cells" viewBox="0 0 {across} {len(values) // across}" role="img" aria-label="{label}">{inside}</svg>'


# Sizes

def of_sizes(sizes):
    """How many numbers a network of these sizes learns, with its matrices drawn to scale."""
    rows, formulas = [], []
    for at in range(len(sizes) - 1):
        inputs, outputs = sizes[at], sizes[at + 1]
        rows.append(f'<tr><th scope="row">{inputs} \u2192 {outputs}</th><td>{inputs} \u00b7 {outputs} + {outputs}</td>'
                    f"<td>{inputs * outputs + outputs:,}</td></tr>")
        formulas.append(shapes(at + 1, inputs, outputs))
    rows.append(f'<tr><th scope="row"><b>together</b></th><td></td><td><b>{parameters(sizes):,}</b></td></tr>')
    return {"counts": "".join(rows), "shapes": "".join(formulas), "blocks": blocks(sizes)}


def shapes(at, inputs, outputs):
    """One layer as matrices, each with its shape below."""
    name = "x" if at == 1 else f"a{SUBSCRIPTS[at - 2]}"
    sub, parts, words = SUBSCRIPTS[at - 1], [], []
    for text, spoken, sign, height, width in ((name, name, "\u00b7", 1, inputs), (f"W{sub}", f"W {at}", "+", inputs, outputs),
                                              (f"b{sub}", f"b {at}", "=", 1, outputs), (f"z{sub}", f"z {at}", "", 1, outputs)):
        parts.append(f"<munder><mi>{text}</mi><mtext>{height}\u00d7{width}</mtext></munder>" + (mo(sign) if sign else ""))
        words.append(f"{spoken}, {height} by {width}")
    return math("".join(parts), words=f"{words[0]}, times {words[1]}, plus {words[2]}, equals {words[3]}")


def blocks(sizes):
    """The same matrices as blocks, all to one scale."""
    parts, y = [], 14
    for at in range(len(sizes) - 1):
        inputs, outputs = sizes[at], sizes[at + 1]
        sub, name = SUBSCRIPTS[at], "x" if at == 0 else f"a{SUBSCRIPTS[at - 1]}"
        wide, high = max(outputs * SCALE, 1.5), max(inputs * SCALE, 1.5)
        for text, x, width, height in ((name, 118 - high, high, 1.5), (f"W{sub}", 134, wide, high), (f"b{sub}", 190, wide, 1.5),
                                       (f"z{sub}", 246, wide, 1.5)):
            parts.append(f'<text x="{x:.1f}" y="{y}">{text}</text>'
                         f'<rect x="{x:.1f}" y="{y + 5}" width="{width:.1f}" height="{height:.1f}"/>')
        for sign, x in (("\u00b7", 124), ("+", 178), ("=", 234)):
            parts.append(f'<text x="{x}" y="{y + 9}">{sign}</text>')
        y += int(max(high, 10)) + 30
    counts = [sizes[at] * sizes[at + 1] for at in range(len(sizes) - 1)]
    largest = counts.index(max(counts))
    label = f"The matrices as blocks to scale; the largest is W {largest + 1} with {counts[largest]:,} numbers"
    return f'<svg class="blocks" viewBox="0 0 290 {y - 16}" role="img" aria-label="{label}">%s</svg>' % "".join(parts)



def begin(lesson):
    """The pad."""
    add_pad(lesson)


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

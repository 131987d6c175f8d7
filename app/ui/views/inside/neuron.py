"""The panel of one neuron: its formula with the drawing's numbers, what counts most for it, and its weights."""
from app.ui.browser import show
from app.ui.views.cells import SIDE, Cells
from app.ui.views.inside.formula import mathml
from app.ui.views.numbers import number
from app.ui.words import percent, word

TERMS = 5


class Neuron:
    """root: the panel. Shows what it is given; the layers' view decides which neuron that is."""

    def __init__(self, root):
        find = root.querySelector
        self.name = find(".name")
        self.said = find(".said")
        self.formula = find(".formula > div")
        self.terms = find(".terms")
        self.rows = find(".terms tbody")
        self.figure = find("figure")
        self.picture = Cells(find(".weights"), signed=True)
        self.caption = find("figcaption")
        self.weights_of = None
        self.clear()

    def clear(self):
        self.name.textContent, self.said.textContent = word("inside.no_neuron"), word("inside.point")
        self.formula.innerHTML = ""
        show(self.terms, False)
        show(self.figure, False)
        self.weights_of = None

    @property
    def words(self):
        """The neuron and what it does now, in words."""
        return f"{self.name.textContent}. {self.said.textContent}"

    def show(self, neuron, *, column, before, index, key):
        """neuron: the worker's reply; column, before: the columns it and its inputs are in; key: tells neurons apart."""
        self.name.textContent = title(column, index)
        self.said.textContent = verdict(neuron, column)
        self.formula.innerHTML = mathml(neuron)
        rows = []
        for term in neuron["terms"][:TERMS]:
            rows.append(f"<tr><th scope=row>{source(before, term['from'])}</th><td>{number(term['input'])}</td>"
                        f"<td>{number(term['weight'])}</td>"
                        f"<td class={'against' if term['product'] < 0 else 'for'}>{number(term['product'])}</td></tr>")
        self.rows.innerHTML = "".join(rows)
        show(self.terms, True)
        show(self.figure, True)
        if self.weights_of != key:  # they do not change with the drawing
            self.weights_of = key
            weights = neuron["weights"]
            square = weights and len(weights) == SIDE * SIDE
            self.picture.show(weights if square else kernel(neuron), largest(weights))
            self.caption.textContent = word(
                "inside.looks_for" if square else "inside.kernel" if weights else "inside.no_picture")


def largest(weights):
    return max([abs(weight) for weight in weights]) if weights else 1.0


def kernel(neuron):
    """A small kernel magnified to 28x28, or None."""
    weights = neuron["weights"]
    if not weights:
        return None
    rows, columns = neuron["weights_shape"]
    return [weights[(y * rows // SIDE) * columns + x * columns // SIDE] for y in range(SIDE) for x in range(SIDE)]


def name_of(column):
    """What the worker calls "Layer 1" or "Output", in the page's words."""
    kind, _, place = column["name"].partition(" ")
    if kind == "Layer":
        return word("inside.layer", number=place)
    return word("inside.output") if kind == "Output" else column["name"]


def title(column, index):
    if column["name"] == "Output":
        return word("inside.of_output", index=index)
    shape = column["shape"]
    if len(shape) == 3:
        channels = shape[2]
        place = index // channels
        return word("inside.of_map", layer=name_of(column), map=index % channels, row=place // shape[1], column=place % shape[1])
    return word("inside.of_layer", layer=name_of(column), index=index)


def source(before, index):
    """Where a term comes from, in few characters."""
    if before["kind"] == "input":
        return word("inside.from_pixel", row=index // SIDE, column=index % SIDE)
    if len(before["shape"]) == 3:
        channels = before["shape"][2]
        return word("inside.from_map", map=index % channels, place=index // channels)
    return word("inside.from_neuron", index=index)


def verdict(neuron, column):
    """One sentence on what the neuron does now."""
    value = neuron["activation"]
    if column["function"] == "softmax":
        return word("inside.gives", share=percent(value, 2))
    if column["function"] == "relu" and value <= 0:
        return word("inside.silent")
    if column["function"] == "sigmoid":
        return word("inside.fires_of_one", value=number(value))
    if column["function"] == "tanh":
        return word("inside.says", value=number(value))
    return word("inside.fires", value=number(value), largest=number(column["largest"]))

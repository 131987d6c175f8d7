"""A neuron's formula with its live numbers, as MathML."""
from app.ui.views.numbers import MINUS, number
from app.ui.words import word

SHOWN = 2  # products written out; the rest is dots


def mn(value):
    return f"<mn>{number(value)}</mn>"


def plus(value, words):
    """The value as one more term of a sum, with words below that say what it stands for."""
    sign = MINUS if number(value).startswith(MINUS) else "+"
    return f"<mo>{sign}</mo><munder>{mn(abs(value))}<mtext>{words}</mtext></munder>"


# z, the sum; then what the layer's function makes of it.
GENERAL = ("<mi>z</mi><mo>=</mo><munder><mo>\u2211</mo><mi>i</mi></munder>"
           "<msub><mi>w</mi><mi>i</mi></msub><msub><mi>x</mi><mi>i</mi></msub><mo>+</mo><mi>b</mi>")
SOFTMAX = ("<mfrac><msup><mi>e</mi><mi>z</mi></msup><mrow><munder><mo>\u2211</mo><mi>k</mi></munder>"
           "<msup><mi>e</mi><msub><mi>z</mi><mi>k</mi></msub></msup></mrow></mfrac>")
FUNCTIONS = {
    "relu": "<mi>max</mi><mo>(</mo><mn>0</mn><mo>,</mo><mi>z</mi><mo>)</mo>",
    "sigmoid": "<mfrac><mn>1</mn><mrow><mn>1</mn><mo>+</mo>"
               "<msup><mi>e</mi><mrow><mo>\u2212</mo><mi>z</mi></mrow></msup></mrow></mfrac>",
    "tanh": "<mi>tanh</mi><mo>(</mo><mi>z</mi><mo>)</mo>",
    "softmax": SOFTMAX,
}


def live_sum(neuron):
    """The largest products, what the others add, and the bias."""
    parts = []
    others = neuron["rest"]
    for at, term in enumerate(neuron["terms"]):
        if at < SHOWN:
            product = f"{mn(abs(term['weight']))}<mo>\u00b7</mo>{mn(term['input'])}"
            sign = f"<mo>{MINUS if term['weight'] < 0 else '+'}</mo>" if at or term["weight"] < 0 else ""
            parts.append(sign + product)
        else:
            others += term["product"]
    if neuron["count"] > SHOWN:
        parts.append(plus(others, word("inside.other_terms", count=neuron["count"] - SHOWN)))
    if neuron["bias"] is not None:
        parts.append(plus(neuron["bias"], word("inside.bias")))
    return "".join(parts)


def lines(neuron):
    """The formula, its sum with the live numbers, and what comes out, as MathML. neuron: what the worker says of it."""
    function, places = neuron["function"], 4 if neuron["function"] in ("softmax", "sigmoid", "tanh") else 2
    value = f"<mn>{number(neuron['activation'], places)}</mn>"
    if neuron["pre_activation"] is None:  # a pool has nothing to add up
        inputs = "<mo>,</mo>".join([mn(term["input"]) for term in neuron["terms"]])
        return ["<mi>a</mi><mo>=</mo><mi>max</mi><mo>(</mo>%s<mo>)</mo><mo>=</mo>%s" % (inputs, value)]
    return [GENERAL, "<mi>z</mi><mo>=</mo>%s<mo>=</mo>%s" % (live_sum(neuron), mn(neuron["pre_activation"])),
            "<mi>a</mi><mo>=</mo>%s<mo>=</mo>%s" % (FUNCTIONS.get(function, "<mi>z</mi>"), value)]


def mathml(neuron):
    return "".join([f'<p><math displaystyle="true"><mrow>{line}</mrow></math></p>' for line in lines(neuron)])

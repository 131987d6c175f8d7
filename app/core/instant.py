"""The whole network without a library: a forward pass in a few dozen lines of plain Python.

It runs on the page's own MicroPython, which is up long before numpy is, and gives the same probabilities as network.py
to 1e-4. Two things make it quick enough: weights stay int8 and are scaled once per row, and inputs that are zero (most
pixels of a drawing, about half of all ReLU outputs) are skipped. Portable.
"""
import math

from app.core import ink
from app.core import weights as weights_format
from app.core.errors import InklingError, PixelsError, WeightsError

PIXELS = ink.SIZE * ink.SIZE
# Multiplications between two pauses, well under a frame on a desktop, so that a page can stay fluent meanwhile.
PAUSE_AFTER = 24000

KINDS = ("dense", "relu", "sigmoid", "tanh", "softmax")  # of layer, that `steps` goes through

parse = weights_format.parse
check = weights_format.check


def check_kinds(weights):
    """The weights. Raises WeightsError for a network that only numpy can work out."""
    for index, layer in enumerate(weights.layers):
        if layer["kind"] not in KINDS:
            raise WeightsError("layers[%d].kind: needs the full Python" % index)
    return weights


def check_pixels(pixels) -> None:
    """Raise PixelsError unless `pixels` is 784 numbers in [0, 1]."""
    try:
        count = len(pixels)
    except TypeError:
        raise PixelsError("an image must be a list of %d numbers" % PIXELS)
    if count != PIXELS:
        raise PixelsError("an image must have %d numbers, got %d" % (PIXELS, count))
    for index in range(PIXELS):
        value = pixels[index]
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= 1:
            raise PixelsError("pixel %d is not a number from 0 to 1" % index)


def steps(weights, pixels):
    """Do the forward pass piece by piece: a generator that yields None to let others work, and at last the activations.

    weights: a Weights from `parse`; pixels: 784 floats in [0, 1].
    The last yield is a list with the output of every layer, in order, each a list of floats.
    """
    activation = pixels
    activations = []
    done = 0
    for index, layer in enumerate(weights.layers):
        kind = layer["kind"]
        if kind == "dense":
            matrix = weights.tensors["%d.weights" % index]
            bias = weights.tensors["%d.bias" % index].values
            rows, columns = matrix.shape
            values, scale = matrix.values, matrix.scale
            active = [(i, activation[i]) for i in range(columns) if activation[i]]
            outputs = []
            for row in range(rows):
                start = row * columns
                total = 0.0
                for i, x in active:
                    total += values[start + i] * x
                outputs.append((total if scale is None else total * scale[row]) + bias[row])
                done += len(active)
                if done >= PAUSE_AFTER:
                    done = 0
                    yield None
        elif kind == "relu":
            outputs = [x if x > 0.0 else 0.0 for x in activation]
        elif kind == "sigmoid":
            outputs = [sigmoid(x) for x in activation]
        elif kind == "tanh":
            outputs = [2.0 * sigmoid(2.0 * x) - 1.0 for x in activation]
        elif kind == "softmax":
            outputs = softmax(activation, weights.temperature)
        else:
            raise ValueError("no instant forward pass for a %s layer" % kind)
        activations.append(outputs)
        activation = outputs
    yield activations


def forward(weights, pixels) -> list:
    """`steps` in one go: the output of every layer."""
    for activations in steps(weights, pixels):
        pass
    return activations


def answer(weights, activations) -> dict:
    """What the activations mean: {"digit", "probabilities", "sure"}.

    Probabilities are the softmax of the last dense layer over the fitted temperature, also for a network whose own
    outputs are sigmoids: the order is the same, and they sum to one.
    """
    return decide(softmax(activations[-2], weights.temperature), weights.sure_threshold)


def decide(probabilities, sure_threshold: float) -> dict:
    """The most probable digit, and whether it is probable enough to be called sure. Raises InklingError for what is not finite."""
    probabilities = list(probabilities)
    if not abs(sum(probabilities) - 1) < 0.01:
        raise InklingError("the network makes numbers of this drawing that are not finite")
    best = max(probabilities)
    return {"digit": probabilities.index(best), "probabilities": probabilities, "sure": best >= sure_threshold}


def softmax(logits, temperature: float = 1.0) -> list:
    """exp(z/T) scaled to sum to one; the largest is subtracted first so that nothing overflows."""
    top = max(logits)
    powers = [math.exp((z - top) / temperature) for z in logits]
    total = sum(powers)
    return [power / total for power in powers]


def sigmoid(x: float) -> float:
    """1 / (1 + exp(-x)), written so that exp never overflows."""
    if x >= 0.0:
        return 1.0 / (1.0 + math.exp(-x))
    power = math.exp(x)
    return power / (1.0 + power)

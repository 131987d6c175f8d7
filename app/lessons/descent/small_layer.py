"""Backward through a layer of two inputs and two neurons, all numbers shown."""
from math import exp

from app.lessons.descent.drawings import aloud, formula, matrix, ratio, scrolled
from app.lessons.kit.formula import mo

LAYER = [1, 2], [[0.5, -0.25], [-1, 1]], [0, 0], [1, 0]  # x, W, b and t of the small layer


def sigmoid(z):
    return 1 / (1 + exp(-z))


def layer_backward(x, W, b, t):
    """a, a - t, a(1 - a), dL/dz, dL/dW and dL/dx of a layer of such neurons."""
    outputs = [sigmoid(sum([w * value for w, value in zip(row, x)]) + bias) for row, bias in zip(W, b)]
    wrong = [a - wanted for a, wanted in zip(outputs, t)]
    local = [a * (1 - a) for a in outputs]
    dz = [first * second for first, second in zip(wrong, local)]
    dW = [[d * value for value in x] for d in dz]
    dx = [sum([W[row][at] * dz[row] for row in range(len(dz))]) for at in range(len(x))]
    return outputs, wrong, local, dz, dW, dx


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

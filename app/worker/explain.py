"""Why this digit and not another: the difference of two logits, divided among the pixels without remainder.

A ReLU network is linear around the drawing at hand: neurons that are silent stay silent, a max pool takes the pixels it
took, and so the difference is exactly the gradient times the ink, plus what the biases bring. A sigmoid or tanh bends, but
for the one value z that it had it is a straight line too: f(z) = f(0) + slope * z with slope (f(z) - f(0)) / z. Going
backward with these slopes for their derivatives, the sum is exact for them as well.
"""
import numpy as np

from app.core.errors import WeightsError
from app.core.layers import Dense, Sigmoid, Softmax, Tanh
from app.core.network import Network

BENT = {Sigmoid: (0.5, 0.25), Tanh: (0.0, 1.0)}  # f(0) and the derivative there
# Nearer to zero than this the slope is that derivative, to as many digits as matter.
STRAIGHT = 1e-3


def explain(network: Network, activations: list[np.ndarray], *, against: int | None = None) -> dict:
    """Divide logit(digit) - logit(against) among the 784 pixels.

    activations: what `network.forward` gave for a batch of one. against: a digit; None, or the answer itself, means the
    runner-up. Returns {"digit", "against", "difference", "contributions": float array (784,), "bias", "method"}, where
    contributions and bias add up to the difference, a pixel without ink contributes 0, bias is what no ink changes, and
    method is "gradient", or "slopes" if there is something BENT, taken by its slope.
    Raises WeightsError for a network with a softmax between its layers, which has no such slope.
    """
    logits = activations[-2][0]
    order = np.argsort(-logits, kind="stable")
    digit = int(order[0])
    if against is None or against == digit:
        against = int(order[1])
    signal = np.zeros((1, len(logits)), logits.dtype)
    signal[0, digit], signal[0, against] = 1, -1
    slopes, bias = backward(network, activations, signal)
    return {
        "digit": digit, "against": against, "difference": float(logits[digit]) - float(logits[against]),
        "contributions": slopes[0].astype(np.float64) * activations[0][0], "bias": bias,
        "method": "slopes" if any(type(layer) in BENT for layer in network.layers[:-1]) else "gradient",
    }


def backward(network: Network, activations: list[np.ndarray], signal: np.ndarray) -> tuple[np.ndarray, float]:
    """Carry `signal` (1, 10), a weighing of the logits, back to the input.

    Returns the weight that each pixel has in that weighing, (1, 784), and the part that stands beside the pixels.
    """
    bias = 0.0
    for index in reversed(range(len(network.layers) - 1)):
        layer, x, y = network.layers[index], activations[index], activations[index + 1]
        if isinstance(layer, Softmax):
            raise WeightsError(f"layers[{index}].kind is softmax between layers, which cannot be divided among its inputs")
        if type(layer) in BENT:
            at_zero, derivative = BENT[type(layer)]
            bias += at_zero * float(signal.sum())
            straight = np.abs(x) < STRAIGHT
            signal = signal * np.where(straight, derivative, (y - at_zero) / np.where(straight, 1, x)).astype(x.dtype)
        elif isinstance(layer, Dense):  # its own `backward` would spend most of its time on the weights' gradient
            bias += float(signal[0].astype(np.float64) @ layer.parameters["bias"])
            signal = signal @ layer.parameters["weights"]
        else:
            signal, gradients = layer.backward(x, y, signal)
            if "bias" in gradients:  # how much each bias weighs, times the bias
                bias += float(gradients["bias"].astype(np.float64) @ layer.parameters["bias"])
    return signal, bias

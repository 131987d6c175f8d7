"""Layers: each knows its forward pass and its backward pass, and nothing of the others.

A batch is an array (n, features). `forward(x)` returns the layer's output. `backward(x, y, dy)` takes the input and
output of that forward pass and the gradient of the loss with respect to the output; it returns the gradient with
respect to the input, and one gradient per parameter, named as in `parameters`.

Annotations name "np.random.Generator" in quotes: numpy loads its random numbers when first asked for them, which the
browser, where reading needs none, should be spared.
"""
import numpy as np

from app.core.functional import sigmoid, softmax


class Dense:
    """y = x W^T + b: every output is a weighted sum of every input.

    weights: (outputs, inputs), one row per output neuron; bias: (outputs,).
    """

    kind = "dense"

    def __init__(self, weights: np.ndarray, bias: np.ndarray):
        self.parameters = {"weights": weights, "bias": bias}

    @classmethod
    def random(cls, inputs: int, outputs: int, *, rng: "np.random.Generator", gain: float = 2.0) -> "Dense":
        """Normal weights of variance gain / inputs, bias zero. Gain 2 keeps the signal's size through ReLU layers
        (He et al. 2015), 1 through sigmoids, through tanh (Glorot and Bengio 2010) and at the output."""
        deviation = np.sqrt(gain / inputs)
        weights = (rng.standard_normal((outputs, inputs)) * deviation).astype(np.float32)
        return cls(weights, np.zeros(outputs, np.float32))

    @property
    def sizes(self) -> dict:
        outputs, inputs = self.parameters["weights"].shape
        return {"inputs": inputs, "outputs": outputs}

    def forward(self, x: np.ndarray) -> np.ndarray:
        y = x @ self.parameters["weights"].T
        y += self.parameters["bias"]
        return y

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        """`input_gradient=False` saves a large product where nobody wants dx: the first layer's, in training."""
        gradients = {"weights": dy.T @ x, "bias": dy.sum(axis=0)}
        return (dy @ self.parameters["weights"] if input_gradient else None), gradients


class Activation:
    """A layer without parameters that works on each number by itself, or on each row."""

    parameters: dict = {}
    sizes: dict = {}


class ReLU(Activation):
    """max(0, x)."""

    kind = "relu"

    def forward(self, x):
        return np.maximum(x, 0)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        return dy * (y > 0), {}


class Sigmoid(Activation):
    """a = 1 / (1 + exp(-x)); its derivative is a (1 - a)."""

    kind = "sigmoid"

    def forward(self, x):
        return sigmoid(x)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        return dy * y * (1 - y), {}


class Tanh(Activation):
    """a = tanh(x), from -1 to 1; its derivative is 1 - a^2."""

    kind = "tanh"

    def forward(self, x):
        return np.tanh(x)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        return dy * (1 - y * y), {}


class Softmax(Activation):
    """exp(z/T) over the row's sum. Training by cross-entropy goes around it: see functional.cross_entropy."""

    kind = "softmax"

    def __init__(self, temperature: float = 1.0):
        self.temperature = temperature

    def forward(self, x):
        return softmax(x, self.temperature)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        return y * (dy - np.sum(dy * y, axis=-1, keepdims=True)) / self.temperature, {}


class Dropout(Activation):
    """In training, silences each number with probability `rate` and scales the rest up to keep the mean (Srivastava et
    al. 2014), so that no neuron relies on one other; otherwise passes everything on. It is never written to a file.
    """

    kind = "dropout"

    def __init__(self, rate: float):
        if not 0 <= rate < 1:
            raise ValueError("a dropout rate must be in [0, 1)")
        self.rate = rate
        self.rng: np.random.Generator | None = None  # set only while training
        self.mask: np.ndarray | None = None

    def forward(self, x):
        if self.rng is None:
            self.mask = None
            return x
        self.mask = (self.rng.random(x.shape, dtype=np.float32) >= self.rate) * np.float32(1 / (1 - self.rate))
        return x * self.mask

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        return dy if self.mask is None else dy * self.mask, {}

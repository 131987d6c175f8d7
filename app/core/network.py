"""A network is a list of layers. One forward pass keeps every activation: backward needs them, and so does whoever asks
why."""
from array import array

import numpy as np

from app.core import ink
from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.functional import softmax
from app.core.instant import decide
from app.core.layers import Dense, Dropout, ReLU, Sigmoid, Softmax, Tanh
from app.core.weights import FORMAT, VERSION, Weights, encode
from app.core.weights import KINDS as LAYERS

KINDS = {layer.kind: layer for layer in (Dense, ReLU, Sigmoid, Tanh, Softmax, Reshape, Convolution, MaxPool, Flatten)}


class Network:
    """Layers in order, the last a Softmax or Sigmoid; `temperature` and `sure_threshold` are fitted after training."""

    def __init__(self, layers: list, *, temperature: float = 1.0, sure_threshold: float = 0.5):
        self.layers = layers
        self.temperature = temperature
        self.sure_threshold = sure_threshold

    @property
    def parameters(self) -> dict[str, np.ndarray]:
        """All trainable arrays by name, "0.weights", "0.bias", ...; the arrays themselves, not copies."""
        return {f"{index}.{name}": values for index, layer in enumerate(self.layers)
                for name, values in layer.parameters.items()}

    @property
    def classes(self) -> int:
        """How many logits there are."""
        return next(layer.sizes["outputs"] for layer in reversed(self.layers) if "outputs" in layer.sizes)

    def without_dropout(self) -> "Network":
        """The same network, sharing its layers, as it is used after training."""
        return Network([layer for layer in self.layers if not isinstance(layer, Dropout)],
                       temperature=self.temperature, sure_threshold=self.sure_threshold)

    def start_training(self, rng: "np.random.Generator") -> None:
        """From here on dropout drops, by this generator, until `stop_training`."""
        for layer in self.layers:
            if isinstance(layer, Dropout):
                layer.rng = rng

    def stop_training(self) -> None:
        for layer in self.layers:
            if isinstance(layer, Dropout):
                layer.rng = None

    def forward(self, x: np.ndarray) -> list[np.ndarray]:
        """x: float (n, 784) in [0, 1]. Returns the input followed by each layer's output; [-2] are the logits."""
        activations = [x]
        for layer in self.layers:
            activations.append(layer.forward(activations[-1]))
        return activations

    def backward(self, activations: list[np.ndarray], gradient: np.ndarray, *, at_logits: bool = True) -> dict:
        """Gradients of the loss for every parameter, named as in `parameters`.

        gradient: the loss's gradient with respect to the logits, or to the outputs if not `at_logits`.
        """
        gradients = {}
        for index in reversed(range(len(self.layers) - at_logits)):
            gradient, own = self.layers[index].backward(
                activations[index], activations[index + 1], gradient, input_gradient=index > 0)
            for name, values in own.items():
                gradients[f"{index}.{name}"] = values
        return gradients

    def logits(self, x: np.ndarray) -> np.ndarray:
        """(n, 10): the last dense layer's output."""
        for layer in self.layers[:-1]:
            x = layer.forward(x)
        return x

    def probabilities(self, x: np.ndarray) -> np.ndarray:
        """(n, 10), rows summing to one, softened by the fitted temperature."""
        return softmax(self.logits(x), self.temperature)

    def answer(self, activations: list[np.ndarray]) -> dict:
        """{"digit", "probabilities", "sure"} for a batch of one, as `instant.answer` gives it."""
        probabilities = softmax(activations[-2][0].astype(np.float64), self.temperature)
        return decide(probabilities.tolist(), self.sure_threshold)


def from_weights(weights: Weights) -> Network:
    """Build the network that a checked document describes, in float32."""
    layers = []
    for index, layer in enumerate(weights.layers):
        tensors = {name.split(".", 1)[1]: to_array(tensor) for name, tensor in weights.tensors.items()
                   if name.split(".", 1)[0] == str(index)}
        # A layer with tensors has its sizes from them.
        sizes = {} if tensors else {name: layer[name] for name in LAYERS[layer["kind"]]["sizes"]}
        layers.append(KINDS[layer["kind"]](**tensors, **sizes))
    if isinstance(layers[-1], Softmax):
        layers[-1].temperature = weights.temperature
    return Network(layers, temperature=weights.temperature, sure_threshold=weights.sure_threshold)


def to_array(tensor) -> np.ndarray:
    values = np.frombuffer(tensor.values, np.int8 if tensor.values.typecode == "b" else np.float32)
    values = values.reshape(tensor.shape).astype(np.float32)
    if tensor.scale is not None:
        values *= np.frombuffer(tensor.scale, np.float32).reshape(-1, *[1] * (values.ndim - 1))
    return values


def to_document(network: Network, *, name: str, title: str, training: dict, metrics: dict, dtype: str = "int8") -> dict:
    """The network as a weights document, ready for JSON.

    dtype: "int8" quantises every matrix with one scale per output row; biases stay float32. "float32" keeps all.
    Dropout, which only training needs, is left out.
    """
    network = network.without_dropout()
    tensors = {key: encode_tensor(values, dtype if values.ndim > 1 else "float32")
               for key, values in network.parameters.items()}
    return {
        "format": FORMAT, "version": VERSION, "name": name, "title": title, "input": dict(ink.DEFAULTS),
        "layers": [{"kind": layer.kind, **layer.sizes} for layer in network.layers],
        "temperature": float(network.temperature), "sure_threshold": float(network.sure_threshold),
        "training": training, "metrics": metrics, "tensors": tensors,
    }


def encode_tensor(values: np.ndarray, dtype: str) -> dict:
    if dtype == "float32":
        data = array("f", values.astype(np.float32).tobytes())
        return {"shape": list(values.shape), "dtype": "float32", "data": encode(data)}
    rows = values.reshape(len(values), -1)
    scale = np.abs(rows).max(axis=1).astype(np.float32) / np.float32(127)
    scale[scale == 0] = 1  # a row of zeros has no scale of its own
    quantised = np.clip(np.rint(rows / scale[:, None]), -127, 127).astype(np.int8)
    return {"shape": list(values.shape), "dtype": "int8", "scale": encode(array("f", scale.tobytes())),
            "data": encode(array("b", quantised.tobytes()))}

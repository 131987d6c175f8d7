"""Networks written as people speak of them: "dense 512, relu, dense 10, softmax" becomes layers that fit each other."""
import numpy as np

from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.ink import SIZE
from app.core.layers import Dense, Dropout, ReLU, Sigmoid, Softmax, Tanh
from app.core.network import Network
from app.core.weights import follow


def build(description: str, *, rng: np.random.Generator, inputs: int = SIZE * SIZE) -> Network:
    """A network with random weights for so many inputs.

    description: layers in order, separated by commas: "image" (rows to 28x28 images), "convolution FILTERS SIZE",
    "max_pool", "flatten", "dense OUTPUTS", "relu", "sigmoid", "tanh", "softmax", "dropout RATE".
    Raises ValueError for anything else, WeightsError for a layer that does not fit the one before it.
    """
    plain = {layer.kind: layer for layer in (MaxPool, Flatten, ReLU, Sigmoid, Tanh, Softmax)}  # layers that have no sizes
    words = [part.split() for part in description.split(",")]
    shape: tuple[int, ...] = (inputs,)
    layers = []
    for index, (kind, *sizes) in enumerate(words):
        # He's gain suits weights whose output goes through a ReLU, if need be past a max pool or dropout first.
        following = [word[0] for word in words[index + 1:] if word[0] not in ("max_pool", "dropout")]
        gain = 2.0 if following[:1] == ["relu"] else 1.0
        if kind == "image":
            layer = Reshape(SIZE, SIZE, 1)
        elif kind == "convolution":
            filters, size = map(int, sizes)
            layer = Convolution.random(shape[-1], filters, size, rng=rng, gain=gain)
        elif kind == "dense":
            (outputs,) = map(int, sizes)
            layer = Dense.random(shape[-1], outputs, rng=rng, gain=gain)
        elif kind == "dropout":
            (rate,) = map(float, sizes)
            layer = Dropout(rate)
        elif kind in plain and not sizes:
            layer = plain[kind]()
        else:
            raise ValueError(f"no layer is called {' '.join([kind, *sizes])!r}")
        shape = follow({"kind": layer.kind, **layer.sizes}, shape, f"layers[{index}]")
        layers.append(layer)
    return Network(layers)

"""Networks written as people speak of them: "dense 512, relu, dense 10, softmax" becomes layers that fit each other."""
import numpy as np

from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.layers import Dense, Dropout, ReLU, Sigmoid, Softmax
from app.core.network import Network

SIDE = 28


def build(description: str, *, rng: np.random.Generator) -> Network:
    """A network with random weights.

    description: layers in order, separated by commas: "image" (rows to 28x28 images), "convolution FILTERS SIZE",
    "max_pool", "flatten", "dense OUTPUTS", "relu", "sigmoid", "softmax", "dropout RATE".
    Raises ValueError for anything else.
    """
    words = [part.split() for part in description.split(",")]
    shape: tuple[int, ...] = (SIDE * SIDE,)
    layers = []
    for index, (kind, *sizes) in enumerate(words):
        # He's gain suits weights whose output goes through a ReLU, if need be past a max pool or dropout first.
        following = [word[0] for word in words[index + 1:] if word[0] not in ("max_pool", "dropout")]
        gain = 2.0 if following[:1] == ["relu"] else 1.0
        if kind == "image":
            shape = (SIDE, SIDE, 1)
            layers.append(Reshape(*shape))
        elif kind == "convolution":
            filters, size = (int(word) for word in sizes)
            layers.append(Convolution.random(shape[2], filters, size, rng=rng, gain=gain))
            shape = (shape[0] - size + 1, shape[1] - size + 1, filters)
        elif kind == "max_pool":
            layers.append(MaxPool())
            shape = (shape[0] // 2, shape[1] // 2, shape[2])
        elif kind == "flatten":
            layers.append(Flatten())
            shape = (int(np.prod(shape)),)
        elif kind == "dense":
            layers.append(Dense.random(shape[0], int(sizes[0]), rng=rng, gain=gain))
            shape = (int(sizes[0]),)
        elif kind == "dropout":
            layers.append(Dropout(float(sizes[0])))
        elif kind in ("relu", "sigmoid", "softmax"):
            layers.append({"relu": ReLU, "sigmoid": Sigmoid, "softmax": Softmax}[kind]())
        else:
            raise ValueError(f"no layer is called {kind!r}")
    return Network(layers)

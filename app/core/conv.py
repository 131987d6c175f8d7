"""Layers that see an image as an image: convolution, max pooling, and the changes of shape around them.

Images are channels-last, (n, height, width, channels). A convolution slides one small set of weights over all places;
here it lays every patch it looks at in a row of a matrix ("im2col", Chellapilla et al. 2006), and then is one product.
"""
import numpy as np

from app.core.layers import Activation


class Reshape(Activation):
    """Rows of numbers to images: (n, height * width * channels) to (n, height, width, channels)."""

    kind = "reshape"

    def __init__(self, height: int, width: int, channels: int):
        self.shape = height, width, channels

    @property
    def sizes(self) -> dict:
        return dict(zip(("height", "width", "channels"), self.shape, strict=True))

    def forward(self, x):
        return x.reshape(len(x), *self.shape)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        return dy.reshape(x.shape), {}


class Flatten(Activation):
    """Images back to rows of numbers."""

    kind = "flatten"

    def forward(self, x):
        return x.reshape(len(x), -1)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        return dy.reshape(x.shape), {}


class Convolution:
    """Every filter weighs a size x size patch, at every place where one fits: (n, h, w, channels) to
    (n, h - size + 1, w - size + 1, filters).

    weights: (filters, size, size, channels); bias: (filters,).
    """

    kind = "convolution"

    def __init__(self, weights: np.ndarray, bias: np.ndarray):
        self.parameters = {"weights": weights, "bias": bias}
        self.patches: tuple | None = None  # (x, its patches) of the last forward pass: backward needs them again

    @classmethod
    def random(cls, channels: int, filters: int, size: int, *, rng: "np.random.Generator", gain: float = 2.0):
        """Normal weights of variance gain / (numbers in a patch), bias zero."""
        deviation = np.sqrt(gain / (size * size * channels))
        weights = (rng.standard_normal((filters, size, size, channels)) * deviation).astype(np.float32)
        return cls(weights, np.zeros(filters, np.float32))

    @property
    def sizes(self) -> dict:
        filters, size, _, channels = self.parameters["weights"].shape
        return {"channels": channels, "filters": filters, "size": size}

    def forward(self, x):
        filters, size = self.parameters["weights"].shape[:2]
        count, height, width, _ = x.shape
        patches = patches_of(x, size)
        self.patches = x, patches
        y = patches @ self.parameters["weights"].reshape(filters, -1).T
        y += self.parameters["bias"]
        return y.reshape(count, height - size + 1, width - size + 1, filters)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        weights = self.parameters["weights"]
        filters, size = weights.shape[:2]
        patches = self.patches[1] if self.patches and self.patches[0] is x else patches_of(x, size)
        self.patches = None
        rows = dy.reshape(-1, filters)
        gradients = {"weights": (rows.T @ patches).reshape(weights.shape), "bias": rows.sum(axis=0)}
        if not input_gradient:
            return None, gradients
        spread = (rows @ weights.reshape(filters, -1)).reshape(*dy.shape[:3], size, size, -1)
        dx = np.zeros_like(x)
        for i in range(size):
            for j in range(size):
                dx[:, i:i + dy.shape[1], j:j + dy.shape[2]] += spread[:, :, :, i, j]
        return dx, gradients


def patches_of(x: np.ndarray, size: int) -> np.ndarray:
    """Every size x size patch as a row: (n * places, size * size * channels), in the order of a filter's weights."""
    x = np.ascontiguousarray(x)
    count, height, width, channels = x.shape
    by_image, by_row, by_column, by_channel = x.strides
    # A patch's row of pixels lies in one piece in memory, so a patch is `size` pieces.
    pieces = np.lib.stride_tricks.as_strided(
        x, (count, height - size + 1, width - size + 1, size, size * channels),
        (by_image, by_row, by_column, by_row, by_channel), writeable=False)
    return pieces.reshape(-1, size * size * channels)


class MaxPool(Activation):
    """The largest of every 2x2 pixels, channel by channel, so that small shifts of the ink change little.

    Height and width are halved; an odd last row or column is left out.
    """

    kind = "max_pool"

    def forward(self, x):
        a, b, c, d = corners(x)
        return np.maximum(np.maximum(a, b), np.maximum(c, d))

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        """The gradient goes to the pixel that was largest, to the first of equals."""
        dx = np.zeros_like(x)
        free = np.ones(y.shape, bool)
        for pixels, gradient in zip(corners(x), corners(dx), strict=True):
            largest = pixels == y
            largest &= free
            np.multiply(dy, largest, out=gradient)
            free ^= largest
        return dx, {}


def corners(x: np.ndarray) -> tuple:
    """The four pixels of every 2x2 block, as views: each (n, height // 2, width // 2, channels)."""
    x = x[:, :x.shape[1] // 2 * 2, :x.shape[2] // 2 * 2]
    return x[:, ::2, ::2], x[:, ::2, 1::2], x[:, 1::2, ::2], x[:, 1::2, 1::2]

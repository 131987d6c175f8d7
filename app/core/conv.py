"""Layers that see an image as an image: convolution, max pooling, and the changes of shape around them.

Images are channels-last, (n, height, width, channels). A convolution slides one small set of weights over all places;
here it lays every patch it looks at in a column of a matrix ("im2col", Chellapilla et al. 2006), and then is one
product. In memory what a convolution returns lies the other way round, (channels, height, width, n), and is handed on
as a transposed view: patches, pooling and their gradients then work on whole rows of pixels of the whole batch at once,
which lie in one piece.
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
        dx = np.empty_like(x)  # lies in memory as x does, see above
        dx[...] = dy.reshape(x.shape)
        return dx, {}


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
        y = self.parameters["weights"].reshape(filters, -1) @ patches
        y += self.parameters["bias"][:, None]
        return y.reshape(filters, height - size + 1, width - size + 1, count).transpose(3, 1, 2, 0)

    def backward(self, x, y, dy, *, input_gradient: bool = True):
        weights = self.parameters["weights"]
        filters, size, _, channels = weights.shape
        patches = self.patches[1] if self.patches and self.patches[0] is x else patches_of(x, size)
        self.patches = None
        rows = batch_last(dy).reshape(filters, -1)
        gradients = {"weights": (rows @ patches.T).reshape(weights.shape), "bias": rows.sum(axis=1)}
        if not input_gradient:
            return None, gradients
        count, high, wide, _ = dy.shape
        dx = np.zeros((channels, *x.shape[1:3], count), x.dtype)
        for i in range(size):  # a filter row at a time, so that what is added stays in the processor's cache
            spread = (weights[:, i].reshape(filters, -1).T @ rows).reshape(size, channels, high, wide, count)
            for j in range(size):
                dx[:, i:i + high, j:j + wide] += spread[j]
        return dx.transpose(3, 1, 2, 0), gradients


def batch_last(x: np.ndarray) -> np.ndarray:
    """(n, height, width, channels) as (channels, height, width, n), in one piece; a view where it lies so already."""
    return np.ascontiguousarray(x.transpose(3, 1, 2, 0))


def patches_of(x: np.ndarray, size: int) -> np.ndarray:
    """Every size x size patch as a column, (size * size * channels, places * n), in the order of a filter's weights."""
    x = batch_last(x)
    channels, height, width, count = x.shape
    by_channel, by_row, by_column, by_image = x.strides
    windows = np.lib.stride_tricks.as_strided(
        x, (size, size, channels, height - size + 1, width - size + 1, count),
        (by_row, by_column, by_channel, by_row, by_column, by_image), writeable=False)
    return windows.reshape(size * size * channels, -1)


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
        free = np.ones_like(y, bool)
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

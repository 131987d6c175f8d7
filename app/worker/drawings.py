"""The drawings that were read or asked about last, exactly as they were read, and what each network made of them.

Several questions are asked about one drawing: what is it, why, what did that neuron say. What the page would send back has
been rounded for JSON; so it names the drawing by its id, and each network reads a drawing once, whatever is asked.
"""
from weakref import WeakKeyDictionary

import numpy as np

from app.core.errors import DrawingError
from app.core.instant import check_pixels
from app.core.network import Network

KEPT = 8


class Drawing:
    """pixels: float32 (784,) in [0, 1]."""

    def __init__(self, id: int, pixels: np.ndarray):
        self.id, self.pixels = id, pixels
        self.activations = WeakKeyDictionary()  # by network, until that is unloaded

    def activations_of(self, network: Network) -> list[np.ndarray]:
        """What `network.forward` gives for this drawing, a batch of one; found once."""
        if network not in self.activations:
            self.activations[network] = network.forward(self.pixels[None])
        return self.activations[network]


class Drawings:
    """kept: by id, at most KEPT, the one that was used last at the end."""

    def __init__(self):
        self.kept = {}
        self.newest = 0

    def add(self, pixels: np.ndarray) -> Drawing:
        """The drawing of these pixels, float32 (784,) in [0, 1]: a new one, or the one that has exactly these."""
        for drawing in self.kept.values():
            if np.array_equal(drawing.pixels, pixels):
                return self.find(drawing.id)
        self.newest += 1
        self.kept[self.newest] = Drawing(self.newest, pixels)
        if len(self.kept) > KEPT:
            del self.kept[next(iter(self.kept))]
        return self.kept[self.newest]

    def find(self, id: int) -> Drawing:
        """Raises DrawingError if it is not kept any more."""
        if id not in self.kept:
            raise DrawingError(f"drawing {id} is not kept any more, newer ones have taken its place")
        self.kept[id] = self.kept.pop(id)
        return self.kept[id]

    def of(self, request: dict) -> Drawing:
        """The drawing that a request has as "drawing", an id, or as "pixels", a list.

        Raises DrawingError for an id that is not kept, PixelsError unless "pixels" is 784 numbers in [0, 1].
        """
        if "drawing" in request:
            return self.find(request["drawing"])
        check_pixels(request["pixels"])
        return self.add(np.array(request["pixels"], np.float32))

"""The networks that are loaded, by name, and what each made of the drawing at hand.

Several questions are asked about one drawing (what is it, why, what did that neuron say), so the last drawing's
activations are kept, for every network that read it.
"""
import numpy as np

from app.core import network, weights
from app.core.errors import WeightsError
from app.core.instant import check_pixels


class Zoo:
    """Networks by name. A request is a dict with "pixels" and, unless the default is meant, "network"."""

    def __init__(self):
        self.default = None
        self.known = {}  # name: (network, the document's text, what `add` says of it)
        self.drawing = b""
        self.seen = {}  # name: the activations for that drawing

    def add(self, text: str, *, default: bool = False) -> dict:
        """Check a weights document and load its network. Raises WeightsError naming the field.

        Returns {"name", "title", "parameters", "layers", "metrics"}. A document loaded before keeps its name; another
        network of a name already taken is called "name (2)", so that nobody's file takes the place of ours.
        """
        parsed = weights.parse(text)
        name, number = parsed.name, 1
        while name in self.known and self.known[name][1] != text:
            number += 1
            name = f"{parsed.name} ({number})"
        if name not in self.known:
            made = network.from_weights(parsed)
            about = {"name": name, "title": parsed.title, "layers": parsed.layers, "metrics": parsed.metrics,
                     "parameters": sum(values.size for values in made.parameters.values())}
            self.known[name] = made, text, about
        if default:
            self.default = name
        return self.known[name][2]

    def forget(self, name: str) -> None:
        """Unload a network; the default one stays."""
        if name != self.default:
            self.known.pop(name, None)
            self.seen.pop(name, None)

    def name_of(self, request: dict) -> str:
        name = request.get("network") or self.default
        if name not in self.known:
            raise WeightsError(f"network: none called {name!r} is loaded")
        return name

    def network_of(self, request: dict) -> network.Network:
        return self.known[self.name_of(request)][0]

    def pixels_of(self, request: dict) -> np.ndarray:
        """The request's pixels as float32 (784,). Raises PixelsError unless they are 784 numbers in [0, 1]."""
        pixels = request["pixels"]
        if not isinstance(pixels, np.ndarray):  # an array comes from here, and has been checked
            check_pixels(pixels)
        return np.asarray(pixels, np.float32)

    def look(self, request: dict) -> tuple[network.Network, list[np.ndarray]]:
        """The request's network, and its activations for the request's drawing."""
        name, pixels = self.name_of(request), self.pixels_of(request)
        if pixels.tobytes() != self.drawing:
            self.drawing, self.seen = pixels.tobytes(), {}
        reader = self.known[name][0]
        if name not in self.seen:
            self.seen[name] = reader.forward(pixels[None])
        return reader, self.seen[name]

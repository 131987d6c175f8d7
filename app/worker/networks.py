"""The networks that are loaded, by name."""
from typing import NamedTuple

from app.core import weights
from app.core.errors import WeightsError
from app.core.network import Network, from_weights


class Loaded(NamedTuple):
    """text: the weights document it was made from; about: {"name", "title", "parameters", "layers", "metrics"}."""

    network: Network
    text: str
    about: dict


class Networks:
    """loaded: by name; default: the name of the one that is meant where none is named, None before it is there."""

    def __init__(self):
        self.loaded = {}
        self.default = None

    def add(self, text: str, *, default: bool = False) -> dict:
        """Check a weights document and load its network. Raises WeightsError naming the field.

        Returns what Loaded has as `about`. A document loaded before keeps its name; another network of a name already
        taken is called "name (2)", so that nobody's file takes the place of ours.
        """
        parsed = weights.parse(text)
        name, number = parsed.name, 1
        while name in self.loaded and self.loaded[name].text != text:
            number += 1
            name = f"{parsed.name} ({number})"
        if name not in self.loaded:
            network = from_weights(parsed)
            about = {"name": name, "title": parsed.title, "layers": parsed.layers, "metrics": parsed.metrics,
                     "parameters": sum(values.size for values in network.parameters.values())}
            self.loaded[name] = Loaded(network, text, about)
        if default:
            self.default = name
        return self.loaded[name].about

    def forget(self, name: str) -> None:
        """Unload a network; the default one stays."""
        if name != self.default:
            self.loaded.pop(name, None)

    def find(self, name: str | None = None) -> Loaded:
        """The network of that name, or the default. Raises WeightsError if there is none."""
        name = name or self.default
        if name not in self.loaded:
            raise WeightsError(f"none called {name!r} is among the networks that are loaded")
        return self.loaded[name]

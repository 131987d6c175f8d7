"""The networks that can be asked: those of weights/index.json, and those that a visitor brings along."""
import json

from app.core.errors import InklingError
from app.ui.views.asker import parse

INDEX = "weights/index.json"
LARGEST = 40_000_000  # bytes of a weights file that is still taken in
DRAWN = ("pendigits", "uji", "unipen")  # how the names of the sets of other people's strokes begin


class Network:
    """name: what the worker calls it, once it has it. mnist, drawings: shares read rightly, or None where not measured."""

    def __init__(self, *, title, parameters, metrics, file=None, name=None):
        self.title = title
        self.parameters = parameters
        self.file = file
        self.name = name
        self.mnist = accuracy(metrics, lambda each: each == "mnist-test")
        self.drawings = accuracy(metrics, lambda each: any(each.startswith(begin) for begin in DRAWN))


def accuracy(metrics, wanted):
    """The share read rightly over all the wanted sets together, or None."""
    right = count = 0
    for name in metrics or {}:
        measured = metrics[name]
        if wanted(name) and measured.get("accuracy") is not None:
            right += measured["accuracy"] * measured["n"]
            count += measured["n"]
    return right / count if count else None


class Zoo:
    """networks: the one that the page begins with, the others from the best to the worst, then the visitor's own."""

    def __init__(self, window, asker):
        self.window = window
        self.asker = asker
        self.networks = []

    async def open(self):
        """Read the index. Raises InklingError when it cannot be had."""
        try:
            response = await self.window.fetch(INDEX)
            index = json.loads(await response.text()) if response.ok else {}
        except Exception:  # the browser's network error
            index = {}
        if "networks" not in index:
            raise InklingError("the list of networks could not be loaded")
        for entry in index["networks"]:
            self.networks.append(Network(title=entry["title"], parameters=entry["parameters"], metrics=entry["metrics"],
                                         file=entry["file"], name=entry["name"] if entry["name"] == index["default"] else None))
        self.networks.sort(key=lambda network: (network.name is None, -(network.mnist or 0)))

    async def fetch(self, network):
        """Give the worker a network of the index that it does not have yet."""
        if network.name is None:
            try:
                response = await self.window.fetch("weights/" + network.file)
                text = await response.text() if response.ok else ""
            except Exception:  # the browser's network error
                text = ""
            if not text:
                raise InklingError("%s could not be loaded from this site" % network.file)
            network.name = (await self.hand_over(text))["name"]

    async def take(self, file):
        """Add the visitor's own weights file. Raises InklingError with a sentence that names what is wrong with it."""
        if file.size > LARGEST:
            raise InklingError("%s has %d MB; a weights file of this project has less than %d" % (
                file.name, file.size // 1000000, LARGEST // 1000000))
        try:
            told = await self.hand_over(await file.text())
        except InklingError as error:
            raise InklingError("%s was refused: %s" % (file.name, error))
        for network in self.networks:
            if network.name == told["name"]:
                return network
        network = Network(title=told["title"], parameters=told["parameters"], metrics=told["metrics"], name=told["name"])
        self.networks.append(network)
        return network

    async def hand_over(self, text):
        """The text goes by way of the browser's own JSON: this Python's would take seconds over a megabyte."""
        request = self.window.Object.new()
        request.text = text
        return parse(await self.asker.send("add_network", self.window.JSON.stringify(request)))

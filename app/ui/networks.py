"""The networks that can be asked, as one list that all views share: those of weights/index.json, and the visitor's own."""
import json

from app.core.errors import DataError, InklingError
from app.core.fields import shown
from app.ui.browser import fetched
from app.ui.replies import WorkerLost, parse
from app.ui.storage import NETWORK, Storage
from app.ui.weights_file import refusal
from app.ui.words import number, told, word

INDEX = "weights/index.json"
# What the next visit begins with is kept by the index's name for it, or as OWN: whoever keeps that one lets it answer again.
OWN = ""
LARGEST = 40_000_000  # bytes of a weights file that is still taken in
DRAWN = ("pendigits", "uji", "unipen")  # how the names of the sets of other people's strokes begin
SIZES = ((10_000, "networks.tiny"), (50_000, "networks.small"), (200_000, "networks.medium"))


class Network:
    """name: what the worker calls it, once it has it. mnist, drawings: shares read rightly, or None where not measured.

    file: its name in weights/, and entry: that in the index; text: its weights document, of a network that the site lacks.
    generation: of the worker that has it, 0 for none.
    """

    def __init__(self, *, title, parameters, metrics, file=None, entry=None, text=None, name=None, own=False, mnist=None):
        self.title, self.parameters, self.own, self.name = title, parameters, own, name
        self.file, self.entry, self.text = file, entry, text
        self.generation = 0
        self.mnist = accuracy(metrics, lambda each: each == "mnist-test") if mnist is None else mnist
        self.drawings = accuracy(metrics, lambda each: any(each.startswith(begin) for begin in DRAWN))

    @property
    def summary(self):
        """In plain words: "Small, 13,002 weights"."""
        key = "networks.yours" if self.own else next((key for most, key in SIZES if self.parameters < most), "networks.large")
        return word(key, weights=number(self.parameters))


def accuracy(metrics, wanted):
    """The share read rightly over all the wanted sets together, or None."""
    right = count = 0
    for name in metrics or {}:
        measured = metrics[name]
        if wanted(name) and measured.get("accuracy") is not None:
            right += measured["accuracy"] * measured["n"]
            count += measured["n"]
    return right / count if count else None


class Networks:
    """all: the one that the page begins with, the others from the best to the worst, then the visitor's own.

    answering: the one that is chosen for the pad, None until the list is there. Whoever wants to know appends to on_change a
    function of no arguments: the list is another, or another answers, or one has come into the worker. storage: keeps the
    choice for the next visit.
    """

    def __init__(self, window, client, storage=None):
        self.window = window
        self.client = client
        self.storage = Storage(window) if storage is None else storage  # the former keeps nothing until it is opened
        self.all = []
        self.default = self.answering = None
        self.on_change = []

    def changed(self):
        for tell in self.on_change:
            tell()

    @property
    def at_pad(self):
        """The one that does answer: while the worker lacks the one that is to, the default, or None if there is none."""
        now = self.answering
        return now if now and self.client.able and self.loaded(now) else self.default

    async def open(self):
        """Read the index. Raises InklingError when it cannot be had."""
        try:
            index = json.loads(await (await fetched(self.window, INDEX, word("networks.list"))).text())
            entries = index["networks"]
        except (ValueError, KeyError, DataError):
            raise InklingError(word("networks.no_list"))
        for entry in entries:
            network = Network(title=told(entry["title"]), parameters=entry["parameters"], metrics=entry["metrics"],
                              file=entry["file"], entry=entry["name"])
            if entry["name"] == index["default"]:
                network.name = entry["name"]  # the worker begins with it
                self.default = self.answering = network
            self.all.append(network)
        self.all.sort(key=lambda network: (network.name is None, -(network.mnist or 0)))
        self.changed()

    def loaded(self, network) -> bool:
        """Whether the worker has it."""
        return network.name is not None and (network is self.default or network.generation == self.client.generation)

    def called(self, name):
        """The network that the worker calls so; None stands for the default. None if there is none."""
        if name is None:
            return self.default
        return next((network for network in self.all if network.name == name), None)

    async def load(self, network):
        """Give the worker a network that it does not have yet. Raises InklingError with a sentence."""
        if not self.loaded(network):
            text = network.text or await (await fetched(self.window, f"weights/{network.file}", network.file)).text()
            try:
                network.name = (await self.hand_over(text))["name"]
            except InklingError as error:
                raise InklingError(refusal(network.file or network.title, error))
            network.generation = self.client.generation
            self.changed()

    async def choose(self, network):
        """Let it answer at the pad. Raises InklingError if it cannot be loaded; the one before goes on then."""
        await self.load(network)
        self.answering = network
        self.remember()
        self.changed()

    def remember(self):
        """What answers is to answer at the next visit, too, if that will have it."""
        now = self.answering
        self.storage.put(NETWORK, None if now in (None, self.default) else OWN if now.own else now.entry)

    async def recall(self):
        """Let answer what the last visit chose. Returns a sentence, but for its full stop, if it cannot, else None."""
        entry = self.storage.get(NETWORK)
        if entry in (None, OWN) or not self.default or not self.client.able:
            return None
        network = next((each for each in self.all if each.entry == entry), None)
        if network is None:
            self.remember()
            return word("networks.gone", name=shown(entry))
        return await self.reinstate(network)

    async def restore(self):
        """The worker is another one: give it what answers, or else let the default answer. Returns as `recall` does."""
        return None if self.answering is None else await self.reinstate(self.answering)

    async def reinstate(self, network):
        try:
            await self.choose(network)
        except InklingError as error:
            self.answering = self.default
            self.changed()
            return word("networks.silent", title=network.title, reason=told(str(error)))

    async def add(self, text, *, own=False, mnist=None):
        """Add a network by its weights document; returns it, or the same one if it was there already. Raises InklingError.

        own: it is tuned to the visitor's hand; mnist: its share of MNIST, where it was measured on other images of it.
        """
        about = await self.hand_over(text)
        network = self.called(about["name"])
        if network is None:
            network = Network(title=about["title"], parameters=about["parameters"], metrics=about["metrics"], text=text,
                              name=about["name"], own=own, mnist=mnist)
            self.all.append(network)
        network.generation = self.client.generation
        self.changed()
        return network

    async def remove(self, network):
        """Strike one off the list and out of the worker; if it answered, the default one does."""
        self.all.remove(network)
        if network is self.answering:
            self.answering = self.default
            self.remember()
        self.changed()
        if self.client.able:
            try:
                await self.client.call("forget_network", {"network": network.name})
            except WorkerLost as error:  # and so it has been forgotten
                self.window.console.info(str(error))

    async def take(self, file):
        """Add the visitor's own weights file. Raises InklingError with a sentence that names what is wrong with it."""
        if file.size > LARGEST:
            raise InklingError(word("networks.too_large", file=file.name, size=file.size // 1000000, most=LARGEST // 1000000))
        try:
            return await self.add(await file.text())
        except InklingError as error:
            raise InklingError(refusal(file.name, error))

    async def hand_over(self, text):
        """The text goes by way of the browser's own JSON: this Python's would take seconds over a megabyte."""
        request = self.window.Object.new()
        request.text = text
        return parse(await self.client.send("add_network", self.window.JSON.stringify(request)))

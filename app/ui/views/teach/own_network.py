"""The visitor's own network: kept in the browser, chosen like the others, handed out as a file, given up again."""
from app.core import instant
from app.core.errors import InklingError, WeightsError
from app.ui.networks import Network
from app.ui.shipped_weights import to_python
from app.ui.views.teach.database import Refused

STORE, KEY = "networks", "mine"


class Mine:
    """look: whose networks it joins. on_change(): there is one now, or none, or another answers."""

    def __init__(self, window, base, *, look, on_change):
        self.window, self.base, self.look, self.on_change = window, base, look, on_change
        self.text = None  # the weights document
        self.started_from = None  # the name of the network it was tuned from
        self.network = None  # its entry among the networks
        self.trouble = ""
        self.shipped = None  # what the page's own Python answered with before
        self.saved = None  # (text, chosen) as the database has it; None while it has not this text

    async def open(self):
        """Bring back what an earlier visit kept. Returns a sentence if something is wrong with it, else None."""
        try:
            record = await self.base.get(STORE, KEY)
        except Refused:
            return None  # whoever keeps drawings says so
        if not record or not isinstance(record.text, str):
            return None
        try:
            self.saved = (record.text, bool(record.chosen))
            if not self.look.asker.able:
                if record.chosen:
                    await self.answer_alone(record.text)
                self.text = record.text
                self.on_change()
                return None
            await self.arrive(record.text, record.mnist, record.started_from)
        except InklingError as error:
            return "Your own network was refused: %s." % error
        if record.chosen:
            await self.choose()
        self.on_change()
        return None

    async def answer_alone(self, text):
        """Without the worker the page's own Python answers with it, if it can."""
        json = self.window.JSON
        try:
            document = await self.window.Promise.resolve(text).then(json.parse.bind(json))
        except Exception:  # the browser's SyntaxError
            raise WeightsError("file: not JSON, perhaps cut off or not a weights file")
        self.shipped = self.look.reader.weights
        self.look.reader.weights = instant.check(to_python(self.window, document))
        self.look.reader.repeat(self.window.performance.now())

    async def arrive(self, text, mnist, started_from):
        """Give it to the worker and list it with the others."""
        told = await self.look.zoo.hand_over(text)
        self.text, self.started_from = text, started_from
        self.network = Network(title=told["title"], parameters=told["parameters"], metrics=told["metrics"],
                               name=told["name"])
        self.network.mnist = mnist
        self.look.zoo.networks.append(self.network)
        self.look.compare.list()
        self.look.compare.on_choice()

    async def choose(self):
        await self.look.compare.pick(self.look.zoo.networks.index(self.network))

    async def leave(self, network):
        """Strike one that no longer answers off the list, and out of the worker."""
        self.look.compare.remove(self.look.zoo.networks.index(network))
        await self.look.asker.ask("forget_network", {"network": network.name})

    async def adopt(self, text, outcome, started_from):
        """A lesson is over and its network wanted, in the place of an earlier one."""
        old, mnist = self.network, outcome["mnist"]
        await self.arrive(text, mnist["after"] / mnist["n"], started_from)
        self.saved = None
        await self.choose()  # which has it kept, too
        if old and old.name != self.network.name:
            await self.leave(old)
        self.on_change()

    async def save(self, chosen):
        """Keep it for the next visit. chosen: it is to answer then too."""
        wanted = (self.text, chosen)
        if self.saved == wanted:
            return
        try:
            await self.base.write(STORE, [{"id": KEY, "text": self.text, "chosen": chosen, "mnist": self.network.mnist,
                                           "started_from": self.started_from}])
            self.saved = wanted
            self.trouble = ""
        except Refused as error:
            self.trouble = "It lasts until this tab is closed, because %s." % error
        self.on_change()

    async def give_up(self):
        """Back to the shipped weights, for good."""
        network, self.network, self.text = self.network, None, None
        self.saved = None
        if self.shipped:
            self.look.reader.weights, self.shipped = self.shipped, None
            self.look.reader.repeat(self.window.performance.now())
        else:
            await self.look.compare.pick(0)
        if network:
            await self.leave(network)
        try:
            await self.base.write(STORE, [], [KEY])
            self.trouble = ""
        except Refused as error:
            self.trouble = "It may be back at the next visit, because %s." % error
        self.on_change()

"""The visitor's own network: kept in the browser, one of the networks, handed out as a file, given up again."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui import weights_file
from app.ui.views.teach.database import Refused

STORE, KEY = "networks", "mine"


class OwnNetwork:
    """networks: which it joins. reader: for a page whose worker is not there. on_change(): there is one now, or none, or
    what is to be said of it has changed."""

    def __init__(self, window, base, *, networks, reader, on_change):
        self.window, self.base, self.networks, self.reader, self.on_change = window, base, networks, reader, on_change
        self.text = None  # the weights document
        self.started_from = None  # the name of the network it was tuned from
        self.network = None  # its entry among the networks
        self.trouble = ""
        self.shipped = None  # what the page's own Python answered with before
        self.saved = self.written = None  # (text, chosen) as the database is to have it, and as it has it
        networks.on_change.append(self.answers_change)

    async def open(self):
        """Bring back what an earlier visit kept. Returns a sentence if something is wrong with it, else None."""
        try:
            record = await self.base.get(STORE, KEY)
        except Refused:
            return None  # whoever keeps drawings says so
        if not record or not isinstance(record.text, str):
            return None
        try:
            self.saved = self.written = (record.text, bool(record.chosen))
            if not self.networks.client.able:
                if record.chosen:
                    await self.answer_alone(record.text)
                self.text = record.text
            else:
                await self.join(record.text, record.mnist, record.started_from, choose=bool(record.chosen))
        except InklingError as error:
            return f"Your own network was refused: {error}."
        self.on_change()
        return None

    async def answer_alone(self, text):
        """Without the worker the page's own Python answers with it, if it can."""
        fresh = await weights_file.parsed(self.window, text)
        self.shipped, self.reader.weights = self.reader.weights, fresh
        self.reader.repeat(self.window.performance.now())

    async def join(self, text, mnist, started_from, *, choose):
        """Become one of the networks, and if wished the one that answers."""
        network = await self.networks.add(text, own=True, mnist=mnist)
        self.text, self.started_from, self.network = text, started_from, network
        if choose:
            await self.networks.choose(network)

    async def adopt(self, text, outcome, started_from):
        """A lesson is over and its network wanted, in the place of an earlier one."""
        old, mnist = self.network, outcome["mnist"]
        await self.join(text, mnist["after"] / mnist["n"], started_from, choose=True)  # which has it kept, too
        if old and old is not self.network:
            await self.networks.remove(old)
        self.on_change()

    def answers_change(self):
        """Whether it answers is remembered for the next visit."""
        if self.network:
            wanted = (self.text, self.networks.answering is self.network)
            if self.saved != wanted:
                self.saved = wanted  # at once, so that it is written once
                create_task(self.save(wanted))

    async def save(self, wanted):
        text, chosen = wanted
        try:
            await self.base.write(STORE, [{"id": KEY, "text": text, "chosen": chosen, "mnist": self.network.mnist,
                                           "started_from": self.started_from}])
            self.written, self.trouble = wanted, ""
        except Refused as error:
            self.saved = None
            self.trouble = f"It lasts until this tab is closed, because {error}."
        self.on_change()

    async def give_up(self):
        """Back to the shipped weights, for good."""
        network, self.network, self.text, self.saved = self.network, None, None, None  # in this order: it is not saved again
        if self.shipped:
            self.reader.weights, self.shipped = self.shipped, None
            self.reader.repeat(self.window.performance.now())
        if network:
            await self.networks.remove(network)
        try:
            await self.base.write(STORE, [], [KEY])
            self.trouble = ""
        except Refused as error:
            self.trouble = f"It may be back at the next visit, because {error}."
        self.on_change()

"""The visitor's own network: kept in the browser, one of the networks, handed out as a file, deleted and brought back."""
from asyncio import create_task

from app.core import instant
from app.core.errors import InklingError
from app.core.fields import is_showable
from app.ui import weights_file
from app.ui.replies import WorkerLost
from app.ui.views.teach.database import Refused
from app.ui.words import word

STORE, KEY = "networks", "mine"


class OwnNetwork:
    """networks: which it joins. reader: for a page whose worker is not there. on_change(): there is one now, or none, or
    what is to be said of it has changed."""

    def __init__(self, window, base, *, networks, reader, on_change):
        self.window, self.base, self.networks, self.reader, self.on_change = window, base, networks, reader, on_change
        self.text = None  # the weights document
        self.mnist = None  # its share of MNIST
        self.started_from = None  # the name of the network it was tuned from
        self.network = None  # its entry among the networks
        self.unread = ""  # why it is not known what an earlier visit kept, as Refused puts it
        self.trouble = ""
        self.shipped = []  # what the page's own Python answered with before, while it answers with this one
        self.saved = self.written = None  # (text, chosen) as the database is to have it, and as it has it
        self.refused = None  # a record that is no network, or that nobody could look at
        self.leaving = False  # whether the database has yet to forget it
        self.past = []  # the records that others took the place of, or that were deleted, since the page was opened
        networks.on_change.append(self.answers_change)

    @property
    def answering(self):
        """Whether it is the one that answers."""
        return self.networks.answering is self.network if self.network else bool(self.shipped)

    @property
    def record(self):
        """All there is to keep of it, or None."""
        if self.text is None:
            return None
        return {"id": KEY, "text": self.text, "chosen": self.answering, "mnist": self.mnist, "started_from": self.started_from}

    async def open(self):
        """Bring back what an earlier visit kept. Returns a sentence if something is wrong with it, else None."""
        self.base.listen(STORE, lambda: create_task(self.read()))
        return await self.read()

    async def read(self):
        """Take over what the database has, perhaps from another tab; returns as `open`."""
        if self.leaving:
            await self.erase()
            return None
        try:
            record = await self.base.get(STORE, KEY)
        except Refused as error:
            self.unread = str(error)
            self.on_change()
            return None
        self.unread = ""
        found = fields(record) if record else None
        problem = None
        if self.text is not None and self.written != (self.text, self.answering):  # and will be kept in the place of that
            if found and found["text"] not in (self.text, self.written and self.written[0]):
                self.past.append(found)
            self.answers_change()
        elif (found and found["text"]) != self.text:
            problem = await self.become(found)
        self.on_change()
        return problem

    async def become(self, found):
        """What the database has is another one, or none."""
        self.saved = self.written = (found["text"], found["chosen"]) if found else None
        self.refused = None
        try:
            await self.leave()
            if found:
                await self.enter(found)
        except InklingError as error:
            self.saved, self.refused = None, found
            if error.kind == WorkerLost.kind:
                self.unread = str(error)
                return None
            return weights_file.refusal(word("teach.own"), error) + "."
        return None

    async def enter(self, record):
        """Become one of the networks, and the one that answers if it did."""
        if self.networks.client.able:
            network = await self.networks.add(record["text"], own=True, mnist=record["mnist"])
            self.take(record, network)
            if record["chosen"]:
                await self.networks.choose(network)
        else:
            if record["chosen"]:
                await self.answer_alone(record["text"])
            else:
                self.rest_alone()
            self.take(record, None)

    def take(self, record, network):
        self.text, self.mnist, self.started_from = record["text"], record["mnist"], record["started_from"]
        self.network = network

    async def leave(self):
        """Be none of the networks any more."""
        network = self.network
        self.network = self.text = None  # first: so it is not kept again
        self.rest_alone()
        if network:
            await self.networks.remove(network)

    # Who answers

    async def answer_alone(self, text):
        """Without the worker the page's own Python answers with it, if it can."""
        fresh = instant.check_kinds(await weights_file.parsed(self.window, text))
        self.shipped, self.reader.weights = self.shipped or [self.reader.weights], fresh
        self.reader.repeat(self.window.performance.now())

    def rest_alone(self):
        if self.shipped:
            self.reader.weights, self.shipped = self.shipped[0], []
            self.reader.repeat(self.window.performance.now())

    async def let_answer(self, own):
        """It answers from now on, or the shipped one does; it is kept in either case. Raises InklingError if it cannot."""
        if self.network:
            await self.networks.choose(self.network if own else self.networks.default)
        else:
            if own and not self.shipped:
                await self.answer_alone(self.text)
            elif not own:
                self.rest_alone()
            self.answers_change()
        self.on_change()

    # What is kept of it

    async def adopt(self, text, outcome, started_from):
        """A lesson is over and its network wanted, in the place of an earlier one, which `undo` brings back."""
        mnist = outcome["mnist"]
        await self.replace({"text": text, "chosen": True, "mnist": mnist["after"] / mnist["n"], "started_from": started_from})

    async def replace(self, record):
        """This one in the place of the one before. Raises InklingError if it is not fit to be."""
        former, old = self.record or self.refused, self.network
        try:
            await self.enter(record)
        finally:
            if former and self.text not in (None, former["text"]):
                self.past.append(former)
        self.leaving, self.refused = False, None
        if old and old is not self.network:
            await self.networks.remove(old)
        self.answers_change()
        self.on_change()

    def answers_change(self):
        """Whether it answers is remembered for the next visit."""
        if self.text is not None:
            wanted = (self.text, self.answering)
            if self.saved != wanted:
                self.saved = wanted  # at once, so that it is written once
                create_task(self.save(wanted, self.record))

    async def save(self, wanted, record):
        try:
            if self.unread:
                raise Refused("teach.store.other")
            await self.base.write(STORE, [record])
            self.written, self.trouble = wanted, ""
        except Refused as error:
            self.saved = None
            self.trouble = word("teach.own_until_closed", why=error)
        self.on_change()

    async def delete(self):
        """Away with it, which `undo` takes back; and with one that could not be read, for good. Returns its record or None."""
        record = self.record
        if record or self.refused:
            self.past.append(record or self.refused)
        self.saved = self.written = self.refused = None
        self.leaving = True
        await self.leave()
        await self.erase()
        return record

    async def erase(self):
        try:
            await self.base.write(STORE, [], [KEY])
            self.leaving, self.trouble, self.unread = False, "", ""
        except Refused as error:
            self.trouble = word("teach.own_may_return", why=error)
        self.on_change()

    async def undo(self):
        """The one before is back, and this one is then the one before. Raises InklingError if it cannot be."""
        await self.put_back(self.past[-1])

    async def put_back(self, record):
        """The same of any that others took the place of, or that was deleted."""
        await self.replace(record)
        self.past = [each for each in self.past if each is not record]


def fields(record):
    """A record of the database, whatever another program or a disk has made of it; of one without a document the text is empty,
    which is refused like any other that is damaged."""
    found = {name: getattr(record, name, None) for name in ("text", "chosen", "mnist", "started_from")}
    return {"id": KEY, "text": found["text"] if isinstance(found["text"], str) else "", "chosen": found["chosen"] is True,
            "mnist": share_or_none(found["mnist"]), "started_from": name_or_none(found["started_from"])}


def share_or_none(value):
    return value if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1 else None


def name_or_none(value):
    return value if isinstance(value, str) and 0 < len(value) <= 64 and is_showable(value) else None

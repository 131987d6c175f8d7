"""The visitor's own network: kept by the browser until it is deleted, back at the next visit, and never lost by a choice."""
import asyncio
import json
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.core.errors import WeightsError
from app.ui.networks import Network, Networks
from app.ui.views.teach import own_network
from app.ui.views.teach.database import Refused
from app.ui.views.teach.own_network import KEY, STORE, OwnNetwork

OUTCOME = {"mnist": {"n": 200, "before": 190, "after": 180}}  # 90% of MNIST after the lesson
FIRST, SECOND = '{"name": "first-mine"}', '{"name": "second-mine"}'


class Client:
    """A worker that calls a network as its document does."""

    def __init__(self, *, able=True):
        self.able, self.generation = able, 1
        self.forgotten = []

    async def send(self, name, text):
        assert name == "add_network"
        try:
            document = json.loads(json.loads(text)["text"])
        except (ValueError, RecursionError):
            return json.dumps({"error": {"kind": "weights", "message": "file: is not JSON, perhaps cut off or not a weights file"}})
        if "name" not in document:
            return json.dumps({"error": {"kind": "weights", "message": "name: missing"}})
        return json.dumps({"name": document["name"], "title": "Tuned to your hand", "parameters": 7, "metrics": {}})

    async def call(self, name, request):
        assert name == "forget_network"
        self.forgotten.append(request["network"])
        return {}


class Base:
    """The browser's store in memory; refuses when told to."""

    def __init__(self):
        self.records = {}
        self.writes = []
        self.refuses = ""  # everything
        self.unreadable = ""  # reading
        self.listeners = []

    def listen(self, store, on_change):
        assert store == STORE
        self.listeners.append(on_change)

    async def get(self, store, key):
        assert store == STORE
        if self.refuses or self.unreadable:
            raise Refused(self.refuses or self.unreadable)
        return self.records.get(key)

    async def write(self, store, puts, deletes=()):
        assert store == STORE
        await asyncio.sleep(0)
        if self.refuses:
            raise Refused(self.refuses)
        for each in puts:
            self.records[each["id"]] = SimpleNamespace(**each)
            self.writes.append((each["text"], each["chosen"]))
        for id in deletes:
            self.records.pop(id, None)


class Visit:
    """A page opened on what `base` has kept; alone: the worker is not there."""

    def __init__(self, base, *, alone=False):
        self.base = base
        self.client = Client(able=not alone)
        self.window = MagicMock()
        self.window.Object.new = SimpleNamespace
        self.window.JSON.stringify = lambda value: json.dumps(vars(value))
        self.networks = Networks(self.window, self.client)
        shipped = Network(title="Shipped", parameters=1, metrics={}, name="shipped")
        self.networks.all, self.networks.default, self.networks.answering = [shipped], shipped, shipped
        self.reader = MagicMock(weights="shipped weights")
        self.changes = MagicMock()
        self.own = OwnNetwork(self.window, base, networks=self.networks, reader=self.reader, on_change=self.changes)

    async def learn(self, text=FIRST, started_from="lenet"):
        """A lesson is over and its network wanted."""
        await self.own.adopt(text, OUTCOME, started_from)
        await self.settled()

    async def choose(self, network):
        await self.networks.choose(network)
        await self.settled()

    async def settled(self):
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0)


# Keeping

def test_what_a_lesson_made_answers_at_once_and_is_kept_once():
    async def story():
        visit = Visit(Base())
        await visit.learn()
        network = visit.own.network
        assert visit.networks.answering is network is visit.networks.all[-1]
        assert (network.own, network.mnist, visit.own.started_from, visit.own.text) == (True, 0.9, "lenet", FIRST)
        assert visit.base.writes == [(FIRST, True)]
        assert (visit.own.written, visit.own.trouble) == (visit.own.saved, "")
        visit.changes.assert_called()
    asyncio.run(story())


def test_whether_it_answers_is_kept_once_for_every_choice():
    async def story():
        visit = Visit(Base())
        await visit.learn()
        await visit.choose(visit.networks.default)
        await visit.choose(visit.networks.default)
        visit.networks.changed()  # the list is another, for instance
        await visit.settled()
        await visit.choose(visit.own.network)
        assert visit.base.writes == [(FIRST, True), (FIRST, False), (FIRST, True)]
    asyncio.run(story())


def test_another_lesson_takes_the_place_of_the_one_before():
    async def story():
        visit = Visit(Base())
        await visit.learn()
        await visit.learn(SECOND, "first-mine")
        assert [network.name for network in visit.networks.all] == ["shipped", "second-mine"]
        assert visit.networks.answering is visit.own.network
        assert visit.client.forgotten == ["first-mine"]
        assert visit.base.writes == [(FIRST, True), (SECOND, True)]
        assert visit.base.records[KEY].text == SECOND
    asyncio.run(story())


def test_the_same_lesson_once_more_keeps_its_network():
    async def story():
        visit = Visit(Base())
        await visit.learn()
        await visit.learn()
        assert [network.name for network in visit.networks.all] == ["shipped", "first-mine"]
        assert visit.client.forgotten == []
        assert visit.base.writes == [(FIRST, True)]
    asyncio.run(story())


# The next visit

def test_the_next_visit_has_it_back_answering_and_writes_nothing():
    async def story():
        first = Visit(Base())
        await first.learn()
        visit = Visit(first.base)
        first.base.writes.clear()
        assert await visit.own.open() is None
        await visit.settled()
        network = visit.own.network
        assert visit.networks.answering is network
        assert (network.own, network.mnist, visit.own.started_from, visit.own.text) == (True, 0.9, "lenet", FIRST)
        assert first.base.writes == []
        visit.changes.assert_called_once()
    asyncio.run(story())


def test_one_that_did_not_answer_is_back_in_the_list_only():
    async def story():
        first = Visit(Base())
        await first.learn()
        await first.choose(first.networks.default)
        visit = Visit(first.base)
        first.base.writes.clear()
        assert await visit.own.open() is None
        await visit.settled()
        assert visit.networks.answering is visit.networks.default
        assert visit.networks.all[-1] is visit.own.network
        assert first.base.writes == []
        await visit.choose(visit.own.network)
        assert first.base.writes == [(FIRST, True)]
    asyncio.run(story())


def test_where_nothing_is_kept_nothing_happens():
    async def story():
        visit = Visit(Base())
        assert await visit.own.open() is None
        assert (visit.own.network, visit.own.text, len(visit.networks.all)) == (None, None, 1)
    asyncio.run(story())


def test_one_that_is_damaged_is_refused_in_a_sentence_and_the_default_answers():
    async def story():
        visit = Visit(Base())
        visit.base.records[KEY] = SimpleNamespace(text="{}", chosen=True, mnist=0.9, started_from=None)
        assert await visit.own.open() == "Your own network was refused: it has no \u201cname\u201d."
        assert (visit.own.network, visit.own.text) == (None, None)
        assert visit.networks.answering is visit.networks.default
    asyncio.run(story())


@pytest.mark.parametrize("record", [SimpleNamespace(text=None, chosen=True), SimpleNamespace(),
                                    SimpleNamespace(text=[1], mnist="x"),
                                    SimpleNamespace(text="[" * 5000, chosen="yes", mnist=float("nan"), started_from={})])
def test_whatever_the_record_has_become_it_is_said_left_alone_and_can_be_deleted(record):
    async def story():
        visit = Visit(Base())
        visit.base.records[KEY] = record
        said = await visit.own.open()
        assert said.startswith("Your own network was refused: ")
        assert said.endswith(".")
        assert visit.networks.answering is visit.networks.default
        await visit.settled()
        assert (visit.base.records[KEY], visit.base.writes) == (record, [])
        await visit.own.delete()
        assert visit.base.records == {}
    asyncio.run(story())


def test_of_a_record_only_what_is_sensible_is_taken():
    async def story():
        for mnist, started_from in ((float("nan"), "\ud800"), ("0.9", 7), (3e38, "x" * 1000), (True, ""), (-1, {})):
            visit = Visit(Base())
            visit.base.records[KEY] = SimpleNamespace(text=FIRST, chosen=True, mnist=mnist, started_from=started_from)
            assert await visit.own.open() is None
            assert (visit.own.text, visit.own.mnist, visit.own.started_from) == (FIRST, None, None)
    asyncio.run(story())


# Without the worker

@pytest.fixture
def parsed(monkeypatch):
    """The page's own Python takes any weights but "{}"."""
    async def parse(_window, text):
        if text == "{}":
            raise WeightsError("format: missing")
        return f"weights of {text}"
    monkeypatch.setattr(own_network.weights_file, "parsed", parse)
    monkeypatch.setattr(own_network.instant, "check_kinds", lambda weights: weights)


def test_without_the_worker_the_pages_own_python_answers_with_it_until_the_shipped_one_is_to(parsed):
    async def story():
        first = Visit(Base())
        await first.learn()
        visit = Visit(first.base, alone=True)
        assert await visit.own.open() is None
        assert visit.reader.weights == f"weights of {FIRST}"
        assert visit.own.text == FIRST  # so that it can still be saved as a file
        visit.reader.repeat.assert_called_once()
        await visit.own.let_answer(False)
        await visit.settled()
        assert visit.reader.weights == "shipped weights"
        assert visit.reader.repeat.call_count == 2
        assert (visit.base.records[KEY].text, visit.base.records[KEY].chosen) == (FIRST, False)
        await visit.own.let_answer(True)
        await visit.settled()
        assert visit.reader.weights == f"weights of {FIRST}"
        assert visit.base.records[KEY].chosen
    asyncio.run(story())


def test_without_the_worker_one_that_was_not_chosen_does_not_answer(parsed):
    async def story():
        first = Visit(Base())
        await first.learn()
        await first.choose(first.networks.default)
        visit = Visit(first.base, alone=True)
        assert await visit.own.open() is None
        assert visit.reader.weights == "shipped weights"
    asyncio.run(story())


def test_without_the_worker_a_damaged_one_leaves_the_shipped_one_answering(parsed):
    async def story():
        visit = Visit(Base(), alone=True)
        visit.base.records[KEY] = SimpleNamespace(text="{}", chosen=True)
        assert await visit.own.open() == ("Your own network was refused: it has no \u201cformat\u201d, so it is no weights file of"
                                          " this trainer.")
        assert visit.reader.weights == "shipped weights"
    asyncio.run(story())


# Going back, and deleting

def test_back_to_the_shipped_one_keeps_ones_own_in_the_list_and_in_the_store():
    async def story():
        visit = Visit(Base())
        await visit.learn()
        await visit.own.let_answer(False)
        await visit.settled()
        assert visit.networks.answering is visit.networks.default
        assert visit.own.network is visit.networks.all[-1]
        assert not visit.client.forgotten
        assert visit.base.records[KEY].text == FIRST
        await visit.own.let_answer(True)
        assert visit.networks.answering is visit.own.network
    asyncio.run(story())


@pytest.mark.parametrize("answering", [True, False])
def test_deleted_it_is_gone_from_the_list_the_worker_and_the_store_until_that_is_undone(answering):
    async def story():
        visit = Visit(Base())
        await visit.learn()
        if not answering:
            await visit.choose(visit.networks.default)
        writes = list(visit.base.writes)
        await visit.own.delete()
        await visit.settled()
        assert (visit.own.network, visit.own.text) == (None, None)
        assert [network.name for network in visit.networks.all] == ["shipped"]
        assert visit.networks.answering is visit.networks.default
        assert visit.client.forgotten == ["first-mine"]
        assert visit.base.records == {}
        assert visit.base.writes == writes  # not kept once more on its way out
        again = Visit(visit.base)
        assert await again.own.open() is None
        assert again.own.network is None
        await visit.own.undo()
        await visit.settled()
        assert (visit.networks.answering is visit.own.network) == answering
        assert (visit.base.records[KEY].text, visit.base.records[KEY].chosen) == (FIRST, answering)
        assert (visit.own.started_from, visit.own.network.mnist, visit.own.past) == ("lenet", 0.9, [])
    asyncio.run(story())


def test_the_one_before_the_last_lesson_can_be_brought_back():
    async def story():
        visit = Visit(Base())
        await visit.learn()
        await visit.learn(SECOND, "first-mine")
        for text in (FIRST, SECOND):
            await visit.own.undo()
            await visit.settled()
            assert visit.own.text == visit.base.records[KEY].text == text
            assert visit.networks.answering is visit.own.network
            assert len(visit.networks.all) == 2
    asyncio.run(story())


def test_another_tab_deletes_it_brings_it_back_and_has_another():
    async def story():
        base = Base()
        here, there = Visit(base), Visit(base)
        await there.own.open()
        await here.learn()
        for act, text in ((None, FIRST), (here.own.delete, None), (here.own.undo, FIRST),
                          (lambda: here.learn(SECOND), SECOND)):
            if act:
                await act()
                await here.settled()
            writes = len(base.writes)
            base.listeners[0]()
            await there.settled()
            assert there.own.text == text
            assert (there.networks.answering is there.networks.default) == (text is None)
            assert len(there.networks.all) == (1 if text is None else 2)
            assert len(base.writes) == writes
    asyncio.run(story())


# A store that refuses

def test_a_store_that_refuses_is_said_and_tried_again_with_the_next_choice():
    async def story():
        visit = Visit(Base())
        visit.base.refuses = "the browser's storage is full"
        await visit.learn()
        assert visit.networks.answering is visit.own.network
        assert visit.own.trouble == "It lasts until this tab is closed, because the browser's storage is full."
        visit.changes.assert_called()
        visit.base.refuses = ""
        visit.networks.changed()
        await visit.settled()
        assert visit.base.writes == [(FIRST, True)]
        assert visit.own.trouble == ""
    asyncio.run(story())


def test_a_store_that_does_not_let_go_of_it_is_said_and_tried_again():
    async def story():
        visit = Visit(Base())
        await visit.learn()
        visit.base.refuses = "the browser closed its store"
        await visit.own.delete()
        assert visit.own.trouble == "It may be back at the next visit, because the browser closed its store."
        assert visit.networks.answering is visit.networks.default
        visit.base.refuses = ""
        await visit.own.read()
        assert (visit.own.trouble, visit.own.text, visit.base.records) == ("", None, {})
    asyncio.run(story())


def test_a_store_that_cannot_be_read_is_not_taken_for_an_empty_one_and_is_read_later():
    async def story():
        first = Visit(Base())
        await first.learn()
        first.base.unreadable = "the browser's store does not work"
        visit = Visit(first.base)
        assert await visit.own.open() is None
        assert (visit.own.network, visit.own.unread) == (None, "the browser's store does not work")
        visit.changes.assert_called()
        first.base.unreadable = ""
        assert await visit.own.read() is None
        assert (visit.own.text, visit.own.unread) == (FIRST, "")
        assert visit.networks.answering is visit.own.network
    asyncio.run(story())


def test_what_could_not_be_read_is_not_overwritten_by_a_new_lesson():
    async def story():
        first = Visit(Base())
        await first.learn()
        first.base.unreadable = "the browser's store does not work"
        visit = Visit(first.base)
        await visit.own.open()
        await visit.learn(SECOND)
        assert first.base.records[KEY].text == FIRST
        assert visit.own.trouble.startswith("It lasts until this tab is closed, because another one is kept here")
        first.base.unreadable = ""
        await visit.own.read()
        await visit.settled()
        assert (visit.own.text, first.base.records[KEY].text, visit.own.trouble) == (SECOND, SECOND, "")
        await visit.own.undo()
        await visit.settled()
        assert visit.own.text == first.base.records[KEY].text == FIRST
    asyncio.run(story())


def test_deleting_one_that_could_not_be_read_makes_room_for_another():
    async def story():
        first = Visit(Base())
        await first.learn()
        first.base.unreadable = "the browser's store does not work"
        visit = Visit(first.base)
        await visit.own.open()
        await visit.own.delete()
        await visit.learn(SECOND)
        assert (first.base.records[KEY].text, visit.own.unread) == (SECOND, "")
    asyncio.run(story())

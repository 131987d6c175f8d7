"""Which network read the drawing: said where it is not the shipped one, of the answer that is shown, with the way back."""
import asyncio
from types import SimpleNamespace

import pytest

from app.ui.networks import Network, Networks
from app.ui.views import read_by
from app.ui.views.read_by import ReadBy


class Element:
    def __init__(self):
        self.textContent, self.hidden, self.attributes, self.focused = "", True, {}, False

    def setAttribute(self, name, value):
        self.attributes[name] = value

    def removeAttribute(self, name):
        self.attributes.pop(name, None)

    def addEventListener(self, _kind, listener):
        self.click = lambda: listener(None)

    def focus(self):
        self.focused = True


class Shown:
    """The line on a page whose worker has two networks."""

    def __init__(self):
        self.page, self.pad, self.words, self.back = Element(), Element(), Element(), Element()
        self.reader = SimpleNamespace(weights=SimpleNamespace(title="Inkling, ReLU"))
        self.networks = networks = Networks(SimpleNamespace(), SimpleNamespace(able=True, generation=1))
        self.shipped = Network(title="Inkling, ReLU", parameters=1, metrics={}, name="inkling")
        self.lenet = Network(title="A small one", parameters=1, metrics={}, name="lenet")
        self.lenet.generation = 1
        networks.all, networks.default, networks.answering = [self.shipped, self.lenet], self.shipped, self.shipped
        self.back.ownerDocument = SimpleNamespace(getElementById={"pad": self.pad, "photo": Element()}.get)
        line = SimpleNamespace(querySelector={"span": self.words, "button": self.back}.get)
        self.line = ReadBy(self.page, line, networks=networks, reader=self.reader)

    def answered(self, network=None, source="full"):
        self.line.show({"source": source, "network": network} if source == "full" else {"source": source})

    @property
    def room(self):
        return "data-network" in self.page.attributes


@pytest.fixture
def shown(monkeypatch):
    monkeypatch.setattr(read_by, "move_focus", lambda *places: places[-1].focus())
    return Shown()


def test_nothing_is_said_of_the_shipped_network(shown):
    shown.line.settle()
    shown.answered()
    assert (shown.words.textContent, shown.back.hidden, shown.room) == ("", True, False)
    shown.answered(source="instant")
    assert (shown.words.textContent, shown.back.hidden, shown.room) == ("", True, False)


def test_another_network_is_named_once_its_answer_is_shown_and_one_click_leads_back(shown):
    async def story():
        shown.line.settle()
        await shown.networks.choose(shown.lenet)
        assert (shown.words.textContent, shown.room) == ("", True)
        shown.answered("lenet")
        assert (shown.words.textContent, shown.back.textContent) == ("Read by: A small one", "Back to Inkling")
        assert not shown.back.hidden
        shown.back.click()
        await asyncio.sleep(0)
        assert shown.networks.answering is shown.shipped
        assert shown.pad.focused  # the button goes
        shown.answered()
        assert (shown.words.textContent, shown.back.hidden, shown.room) == ("", True, False)
    asyncio.run(story())


def test_while_the_pages_own_python_answers_the_shipped_one_did(shown):
    async def story():
        await shown.networks.choose(shown.lenet)
        shown.answered("lenet")
        shown.answered(source="instant")  # the worker has died
        assert (shown.words.textContent, shown.back.hidden, shown.room) == ("", True, True)
    asyncio.run(story())


def test_the_room_that_an_earlier_visits_choice_keeps_goes_only_when_that_is_known_not_to_answer(shown):
    shown.page.setAttribute("data-network", "chosen")
    shown.networks.changed()
    shown.answered(source="instant")
    assert shown.room
    shown.line.settle()
    assert not shown.room


def test_ones_own_network_is_called_so_with_the_worker_and_without(shown):
    mine = Network(title="Inkling, ReLU, tuned to your hand", parameters=1, metrics={}, name="inkling-mine", own=True)
    shown.networks.all.append(mine)
    shown.answered("inkling-mine")
    assert shown.words.textContent == "Read by: your own network"
    shown.reader.weights = SimpleNamespace(title=mine.title)
    shown.answered(source="instant")
    assert (shown.words.textContent, shown.back.hidden) == ("Read by: your own network", True)

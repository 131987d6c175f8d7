"""The claim that is checked, in words, whichever network answers; and files of weights brought along, all of them told of."""
import asyncio
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.core.errors import InklingError
from app.ui.networks import Network
from app.ui.views.check import view
from app.ui.views.check.view import Check
from app.ui.views.compare.view import Compare
from app.ui.words import word


class Root:
    """Elements by selector, made as they are asked for."""

    def __init__(self):
        self.parts = {}

    def querySelector(self, selector):
        return self.parts.setdefault(selector, MagicMock(textContent="", children=[]))

    def said(self, selector):
        return self.parts[selector].textContent


@pytest.fixture
def checked(monkeypatch):
    """(the view, its root, the networks), with nothing counted yet."""
    monkeypatch.setattr(view, "Mistakes", MagicMock())
    root, networks = Root(), SimpleNamespace(on_change=[], answering=None)
    return Check(MagicMock(), root, client=MagicMock(), networks=networks, on_lend=None), root, networks


def answering(networks, **about):
    networks.answering = Network(parameters=1, metrics={}, **about)
    for tell in networks.on_change:
        tell()


def test_a_network_that_says_nothing_of_itself_is_said_to_say_nothing(checked):
    _, root, networks = checked
    answering(networks, title="Inkling", mnist=0.9954)
    assert (root.said(".title"), root.said(".says"), root.said(".claim")) == ("Inkling", "says of itself that it reads", "99.54%")
    answering(networks, title="My own")
    assert (root.said(".title"), root.said(".says"), root.said(".claim")) == (
        "My own", "does not say of itself how many it reads", "")


def test_images_that_are_here_are_not_said_to_be_fetched_again(checked):
    check, root, networks = checked
    answering(networks, title="Inkling")
    assert root.said(".outcome") == word("check.invitation")
    check.fetched = True
    answering(networks, title="LeNet")
    assert "Fetches" not in root.said(".outcome")


@pytest.fixture
def compared():
    """(the view, its root), of networks whose `take` knows good.json only and whose `choose` always succeeds."""
    async def take(file):
        if file != "good.json":
            raise InklingError(f"{file} was refused: it is not JSON")
        return SimpleNamespace(title="Good")

    async def choose(_network):
        return None

    root = Root()
    root.addEventListener = lambda name, listener: None
    networks = SimpleNamespace(on_change=[], all=[], answering=None, at_pad=None, default=None, take=take, choose=choose,
                               client=MagicMock())
    root.open = False
    return Compare(root, networks=networks), root


def test_of_several_files_every_one_is_told_of(compared):
    compare, root = compared
    asyncio.run(compare.take(["bad.json", "good.json"]))
    assert root.said(".refusal") == "bad.json was refused: it is not JSON. Good is in the list now."


def test_a_refusal_goes_when_a_network_is_chosen_that_can_be_loaded(compared):
    compare, root = compared
    asyncio.run(compare.take(["bad.json"]))
    asyncio.run(compare.let_answer(None))
    assert root.said(".refusal") == word("compare.own_is")

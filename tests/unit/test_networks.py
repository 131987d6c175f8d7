"""The list of networks with a fake worker: who answers, what the worker has been given, and what is refused."""
import asyncio
import json
from types import SimpleNamespace

import pytest

from app.core.errors import InklingError
from app.ui.networks import LARGEST, OWN, Network, Networks
from app.ui.replies import WorkerLost
from app.ui.storage import NETWORK

SHARES = {"softmax": 0.92, "lenet": 0.99, "inkling": 0.98, "mlp": 0.97}  # as in the index, in no order


class Client:
    """A worker that takes a weights document, here {"name": ...}, and calls it so; generation 2 is the next worker."""

    def __init__(self):
        self.generation = 1
        self.able = True
        self.taken = []  # names of the networks handed over
        self.forgotten = []

    async def send(self, name, text):
        assert name == "add_network"
        if not self.able:
            raise WorkerLost("the full Python is not here")
        try:
            document = json.loads(json.loads(text)["text"])
        except ValueError:
            return json.dumps({"error": {"kind": "weights", "message": "file: is not JSON"}})
        self.taken.append(document["name"])
        return json.dumps({"name": document["name"], "title": document["name"].title(), "parameters": 7, "metrics": {}})

    async def call(self, name, request):
        assert name == "forget_network"
        self.forgotten.append(request["network"])
        return {}


class Site:
    """Files by their path; what is not there is a status 404."""

    def __init__(self):
        entries = [{"name": name, "title": f"The {name}", "file": f"{name}.json", "parameters": 13002,
                    "metrics": {"mnist-test": {"n": 100, "accuracy": SHARES[name]}}} for name in SHARES]
        self.files = {"weights/index.json": json.dumps({"default": "inkling", "networks": entries})}
        self.files.update({f"weights/{name}.json": json.dumps({"name": name}) for name in SHARES})
        self.JSON = SimpleNamespace(stringify=lambda value: json.dumps(vars(value)))
        self.Object = SimpleNamespace(new=SimpleNamespace)

    async def fetch(self, path):
        async def text():
            return self.files[path]
        return SimpleNamespace(ok=path in self.files, status=200 if path in self.files else 404, text=text)


class Storage(dict):
    """What the browser keeps from visit to visit."""

    def put(self, key, text):
        self[key] = text
        if text is None:
            del self[key]


async def opened(storage=None):
    """(the list, opened; the site's files; the worker's client)."""
    site, client = Site(), Client()
    networks = Networks(site, client, storage)
    await networks.open()
    return networks, site, client


def of(networks, file):
    """The network of a file of the site."""
    [network] = [each for each in networks.all if each.file == f"{file}.json"]
    return network


def titles(networks):
    return [network.title for network in networks.all]


def told_by(networks):
    """A list that grows with every change."""
    told = []
    networks.on_change.append(lambda: told.append(networks.answering.title))
    return told


# One network

@pytest.mark.parametrize(("parameters", "own", "words"), [
    (7850, False, "Tiny, 7,850 weights"), (9999, False, "Tiny, 9,999 weights"), (13002, False, "Small, 13,002 weights"),
    (118282, False, "Medium, 118,282 weights"), (1234567, False, "Large, 1,234,567 weights"),
    (13002, True, "Yours, 13,002 weights")])
def test_a_network_in_plain_words(parameters, own, words):
    assert Network(title="t", parameters=parameters, metrics={}, own=own).summary == words


def test_a_share_measured_elsewhere_takes_the_place_of_that_in_the_file():
    metrics = {"mnist-test": {"n": 10, "accuracy": 0.5}}
    assert Network(title="t", parameters=1, metrics=metrics).mnist == 0.5
    assert Network(title="t", parameters=1, metrics=metrics, mnist=0.9).mnist == 0.9


# The list

def test_the_default_comes_first_and_answers_and_the_others_follow_from_best_to_worst():
    async def story():
        networks, _, client = await opened()
        assert titles(networks) == ["The inkling", "The lenet", "The mlp", "The softmax"]
        assert networks.answering is networks.default is networks.all[0]
        assert client.taken == []
    asyncio.run(story())


@pytest.mark.parametrize("text", [None, "<!doctype html>", "{}"])
def test_without_its_list_the_page_is_told_in_a_sentence_and_nothing_is_listed(text):
    async def story():
        site = Site()
        if text is None:
            del site.files["weights/index.json"]
        else:
            site.files["weights/index.json"] = text
        networks = Networks(site, Client())
        with pytest.raises(InklingError, match="^the list of networks could not be loaded$"):
            await networks.open()
        assert (networks.all, networks.answering, networks.default) == ([], None, None)
    asyncio.run(story())


def test_a_network_has_the_workers_name_for_it_once_it_is_loaded_and_none_stands_for_the_default():
    async def story():
        networks, _, _ = await opened()
        lenet = of(networks, "lenet")
        assert networks.called("lenet") is None
        await networks.load(lenet)
        assert networks.called("lenet") is lenet
        assert networks.called(None) is networks.default
        assert networks.loaded(lenet) and not networks.loaded(of(networks, "mlp"))
    asyncio.run(story())


# Choosing

def test_a_chosen_network_answers_and_is_loaded_once():
    async def story():
        networks, _, client = await opened()
        told = told_by(networks)
        lenet = of(networks, "lenet")
        await networks.choose(lenet)
        assert networks.answering is lenet
        assert told[-1] == "The lenet"
        await networks.choose(networks.default)
        await networks.choose(lenet)
        assert client.taken == ["lenet"]
    asyncio.run(story())


def test_another_worker_is_given_what_answers_and_the_default_it_has():
    async def story():
        networks, _, client = await opened()
        await networks.restore()
        assert client.taken == []
        lenet = of(networks, "lenet")
        await networks.choose(lenet)
        await networks.load(of(networks, "mlp"))
        client.generation = 2
        assert not networks.loaded(lenet) and not networks.loaded(of(networks, "mlp"))
        assert networks.loaded(networks.default)
        await networks.restore()
        assert client.taken == ["lenet", "mlp", "lenet"]
        assert networks.loaded(lenet) and networks.answering is lenet
        await networks.restore()
        assert client.taken == ["lenet", "mlp", "lenet"]
    asyncio.run(story())


def test_what_another_worker_cannot_be_given_leaves_the_answer_to_the_default():
    async def story():
        networks, site, client = await opened()
        told = told_by(networks)
        await networks.choose(of(networks, "lenet"))
        client.generation = 2
        del site.files["weights/lenet.json"]
        await networks.restore()
        assert networks.answering is networks.default
        assert told[-1] == "The inkling"
    asyncio.run(story())


def test_before_there_is_a_list_another_worker_is_given_nothing():
    async def story():
        client = Client()
        await Networks(Site(), client).restore()
        assert client.taken == []
    asyncio.run(story())


@pytest.mark.parametrize(("fault", "said"), [("missing", "lenet.json was not found on this site"), ("damaged", "not JSON"),
                                             ("no worker", "not here")])
def test_a_network_that_cannot_be_loaded_leaves_the_one_before_answering(fault, said):
    async def story():
        networks, site, client = await opened()
        await networks.choose(of(networks, "mlp"))
        if fault == "missing":
            del site.files["weights/lenet.json"]
        elif fault == "damaged":
            site.files["weights/lenet.json"] = "junk"
        else:
            client.able = False
        with pytest.raises(InklingError, match=said):
            await networks.choose(of(networks, "lenet"))
        assert networks.answering is of(networks, "mlp")
        assert not networks.loaded(of(networks, "lenet"))
    asyncio.run(story())


# The next visit

async def next_visit(storage):
    """The list of another page, once it has recalled what the last one chose; and what it says of that."""
    networks, _, _ = await opened(storage)
    return networks, await networks.recall()


def test_the_next_visit_begins_with_the_network_that_was_chosen_last():
    async def story():
        storage = Storage()
        networks, _, _ = await opened(storage)
        await networks.choose(of(networks, "mlp"))
        await networks.choose(of(networks, "lenet"))
        networks, said = await next_visit(storage)
        assert (networks.answering.title, said) == ("The lenet", None)
        await networks.choose(networks.default)
        networks, said = await next_visit(storage)
        assert (networks.answering, said, storage) == (networks.default, None, {})
    asyncio.run(story())


def test_opening_the_list_or_loading_a_network_forgets_no_choice():
    async def story():
        storage = Storage({NETWORK: "lenet"})
        networks, _, _ = await opened(storage)
        await networks.load(of(networks, "mlp"))
        assert storage == {NETWORK: "lenet"}
    asyncio.run(story())


def test_a_chosen_network_that_the_site_has_no_more_is_said_and_forgotten():
    async def story():
        storage = Storage({NETWORK: "perceptron"})
        networks, said = await next_visit(storage)
        assert said == "The network chosen last time, perceptron, is not here any more, so the shipped one answers"
        assert (networks.answering, storage) == (networks.default, {})
    asyncio.run(story())


def test_a_chosen_network_that_cannot_be_loaded_is_said_and_tried_again_another_time():
    async def story():
        storage = Storage({NETWORK: "lenet"})
        networks, site, _ = await opened(storage)
        text = site.files.pop("weights/lenet.json")
        said = await networks.recall()
        assert said == "The lenet does not answer, because lenet.json was not found on this site (status 404)"
        assert networks.answering is networks.default
        site.files["weights/lenet.json"] = text
        networks, said = await next_visit(storage)
        assert (networks.answering.title, said) == ("The lenet", None)
    asyncio.run(story())


def test_ones_own_network_is_brought_back_by_whoever_keeps_it_and_a_file_by_nobody():
    async def story():
        storage = Storage()
        networks, _, _ = await opened(storage)
        await networks.choose(await networks.add('{"name": "mine"}', own=True))
        assert storage == {NETWORK: OWN}
        _, said = await next_visit(storage)
        assert (said, storage) == (None, {NETWORK: OWN})
        await networks.choose(await networks.add('{"name": "brought"}'))
        assert storage == {}
    asyncio.run(story())


def test_a_chosen_network_that_is_struck_off_is_not_looked_for_again():
    async def story():
        storage = Storage()
        networks, _, _ = await opened(storage)
        mine = await networks.add('{"name": "mine"}', own=True)
        await networks.choose(mine)
        await networks.remove(mine)
        assert storage == {}
    asyncio.run(story())


# Who does answer

def test_while_the_worker_lacks_the_chosen_network_the_default_answers():
    async def story():
        networks, _, client = await opened()
        lenet = of(networks, "lenet")
        assert networks.at_pad is networks.default
        await networks.choose(lenet)
        assert networks.at_pad is lenet
        client.able = False  # it has died
        assert networks.at_pad is networks.default
        client.able, client.generation = True, 2
        assert networks.at_pad is networks.default
        assert await networks.restore() is None
        assert networks.at_pad is lenet
    asyncio.run(story())


def test_what_another_worker_cannot_be_given_is_said():
    async def story():
        networks, site, client = await opened()
        await networks.choose(of(networks, "lenet"))
        client.generation = 2
        site.files["weights/lenet.json"] = "junk"
        assert await networks.restore() == "The lenet does not answer, because lenet.json was refused: it is not JSON"
    asyncio.run(story())


# Bringing along and giving up

def test_a_document_added_twice_is_one_network():
    async def story():
        networks, _, _ = await opened()
        told = told_by(networks)
        first = await networks.add('{"name": "mine"}', own=True, mnist=0.96)
        second = await networks.add('{"name": "mine"}')
        assert first is second is networks.all[-1]
        assert len(networks.all) == 5
        assert (first.title, first.own, first.mnist, first.parameters) == ("Mine", True, 0.96, 7)
        assert networks.loaded(first)
        assert told == ["The inkling"] * 2  # who answers has not changed
    asyncio.run(story())


def test_an_added_network_is_given_to_another_worker_from_its_own_text():
    async def story():
        networks, _, client = await opened()
        mine = await networks.add('{"name": "mine"}')
        await networks.choose(mine)
        client.generation = 2
        await networks.restore()
        assert client.taken == ["mine", "mine"]
        assert networks.answering is mine and networks.loaded(mine)
    asyncio.run(story())


def test_removing_the_network_that_answers_lets_the_default_answer_and_the_worker_forget():
    async def story():
        networks, _, client = await opened()
        mine = await networks.add('{"name": "mine"}')
        await networks.choose(mine)
        told = told_by(networks)
        await networks.remove(mine)
        assert networks.answering is networks.default
        assert mine not in networks.all and networks.called("mine") is None
        assert told == ["The inkling"]
        assert client.forgotten == ["mine"]
    asyncio.run(story())


def test_removing_another_network_changes_nothing_for_the_one_that_answers():
    async def story():
        networks, _, client = await opened()
        mine = await networks.add('{"name": "mine"}')
        await networks.choose(of(networks, "lenet"))
        client.able = False
        await networks.remove(mine)
        assert networks.answering is of(networks, "lenet")
        assert client.forgotten == []
    asyncio.run(story())


def test_a_worker_that_dies_while_it_is_to_forget_a_network_has_forgotten_it():
    async def story():
        networks, site, client = await opened()
        site.console = SimpleNamespace(info=lambda words: None)
        mine = await networks.add('{"name": "mine"}')

        async def die(name, request):
            raise WorkerLost("the full Python has stopped")

        client.call = die
        await networks.remove(mine)
        assert mine not in networks.all
    asyncio.run(story())


def test_without_the_index_a_network_of_ones_own_is_not_taken_for_the_shipped_one():
    async def story():
        site = Site()
        del site.files["weights/index.json"]
        networks = Networks(site, Client())
        with pytest.raises(InklingError):
            await networks.open()
        mine = await networks.add('{"name": "mine"}')
        assert networks.default is None and networks.called(None) is None
        await networks.choose(mine)
        await networks.remove(mine)
        assert networks.answering is None
    asyncio.run(story())


def test_where_nothing_can_be_restored_nobody_answers_and_that_is_told():
    """Without the list of networks there is no default to fall back on."""
    async def story():
        site = Site()
        del site.files["weights/index.json"]
        client = Client()
        networks = Networks(site, client)
        with pytest.raises(InklingError):
            await networks.open()
        await networks.choose(await networks.add('{"name": "mine"}'))
        client.generation, client.able = 2, False
        told = []
        networks.on_change.append(lambda: told.append(networks.answering))
        await networks.restore()
        assert told == [None]
    asyncio.run(story())


# Files

def a_file(name, text, *, size=100):
    async def read():
        return text
    return SimpleNamespace(name=name, size=size, text=read)


def test_a_file_of_weights_joins_the_list():
    async def story():
        networks, _, _ = await opened()
        mine = await networks.take(a_file("mine.json", '{"name": "mine"}'))
        assert titles(networks)[-1] == mine.title == "Mine"
        assert not mine.own
        assert networks.answering is networks.default
    asyncio.run(story())


def test_a_file_that_is_no_network_is_refused_by_its_name_and_for_its_reason():
    async def story():
        networks, _, _ = await opened()
        with pytest.raises(InklingError, match="^holiday.txt was refused: it is not JSON$"):
            await networks.take(a_file("holiday.txt", "sun"))
        assert len(networks.all) == 4
    asyncio.run(story())


def test_a_huge_file_is_refused_unread():
    async def story():
        networks, _, client = await opened()
        unread = SimpleNamespace(name="film.mp4", size=LARGEST + 10_000_000)
        with pytest.raises(InklingError, match="^film.mp4 has 50 MB; a weights file of this project has less than 40$"):
            await networks.take(unread)
        assert client.taken == []
    asyncio.run(story())

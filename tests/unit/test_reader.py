"""Who answers, and that the newest drawing wins."""
import asyncio
import json

import pytest

from app.core import ink, instant, network
from app.core.errors import InklingError
from app.ui.reader import Reader
from app.ui.replies import WorkerLost
from tests.drawings import FOUR, THREE


@pytest.fixture
def weights(small_network):
    return instant.parse(json.dumps(network.to_document(small_network, name="n", title="t", training={}, metrics={})))


class Client:
    """Answers the digit that the drawing's first coordinate names, once allowed to. lost: it dies instead."""

    silent = False

    def __init__(self, *, able=True):
        self.able = able
        self.lost = False
        self.asked = []
        self.networks = []
        self.allowed = asyncio.Event()

    async def call(self, name, request, *, urgent=False):
        assert urgent
        if name == "read_picture":
            return await self.read_picture(request)
        assert name == "read"
        strokes = request["strokes"]
        self.asked.append(strokes)
        self.networks.append(request.get("network"))
        await self.allowed.wait()
        if self.lost:
            self.able = False
            raise WorkerLost("it has stopped")
        if strokes == "bad":
            raise InklingError("no drawing")
        return {"digit": strokes[0][0][0], "probabilities": [], "sure": True, "pixels": []}


    async def read_picture(self, request):
        self.asked.append(request)
        await self.allowed.wait()
        if self.lost:
            self.able = False
            raise WorkerLost("it has stopped")
        if request["url"] == "bad":
            raise InklingError("no picture")
        return {"digit": request["turn"], "probabilities": [], "sure": True, "pixels": [], "picture": {}}


def collect(client):
    answers, errors = [], []
    reader = Reader(client, on_answer=lambda result, stamp: answers.append((result, stamp)),
                    on_error=lambda message, drawing: errors.append(message))
    return reader, answers, errors


def drawing(number):
    return [[[number, 0]]]


async def settle(reader):
    while reader.busy:
        await asyncio.sleep(0)


def test_the_pages_own_python_answers_until_the_worker_does(weights):
    async def story():
        client = Client(able=False)
        reader, answers, _ = collect(client)
        reader.weights = weights
        reader.request(THREE, 1)
        await settle(reader)
        client.able = True
        client.allowed.set()
        reader.request(drawing(4), 2)
        await settle(reader)
        return [(result["source"], stamp) for result, stamp in answers]
    assert asyncio.run(story()) == [("instant", 1), ("full", 2)]


def test_of_many_drawings_only_the_first_and_the_newest_are_read():
    async def story():
        client = Client()
        reader, answers, _ = collect(client)
        for number in range(6):
            reader.request(drawing(number), number)
            await asyncio.sleep(0)
        client.allowed.set()
        await settle(reader)
        assert [strokes[0][0][0] for strokes in client.asked] == [0, 5]
        return [result["digit"] for result, _ in answers]
    assert asyncio.run(story()) == [0, 5]


def test_an_answer_to_a_cleared_pad_is_not_shown():
    async def story():
        client = Client()
        reader, answers, _ = collect(client)
        reader.request(drawing(3), 0)
        await asyncio.sleep(0)
        reader.forget()
        client.allowed.set()
        await settle(reader)
        return answers
    assert asyncio.run(story()) == []


def test_a_drawing_made_before_anybody_could_answer_is_read_when_somebody_can(weights):
    async def story():
        reader, answers, _ = collect(Client(able=False))
        reader.request(THREE, 1)
        assert not reader.busy
        reader.weights = weights
        reader.request(FOUR, 2)
        await settle(reader)
        return [stamp for _, stamp in answers]
    assert asyncio.run(story()) == [2]


def test_an_error_is_told_once_and_reading_goes_on():
    async def story():
        client = Client()
        reader, answers, errors = collect(client)
        client.allowed.set()
        reader.request("bad", 1)
        await settle(reader)
        reader.request(drawing(7), 2)
        await settle(reader)
        return errors, [result["digit"] for result, _ in answers]
    assert asyncio.run(story()) == (["no drawing"], [7])


def test_activations_of_every_layer_are_returned_when_asked_for(weights):
    async def story():
        reader, _, _ = collect(Client(able=False))
        reader.weights = weights
        return await reader.read(THREE, activations=True)
    assert [len(layer) for layer in asyncio.run(story())["activations"]] == [12, 12, 10, 10]


def test_pixels_of_the_wrong_length_are_refused_clearly(weights):
    async def story():
        reader, _, _ = collect(Client(able=False))
        reader.weights = weights
        with pytest.raises(InklingError, match="784 numbers, got 3"):
            await reader.read_pixels([0, 0, 0])
    asyncio.run(story())


def test_the_network_that_was_chosen_is_the_one_asked():
    async def story():
        client = Client()
        client.allowed.set()
        reader, _, _ = collect(client)
        reader.request(drawing(1), 1)
        await settle(reader)
        reader.network = "lenet"
        reader.repeat(2)
        await settle(reader)
        return client.networks
    assert asyncio.run(story()) == [None, "lenet"]


@pytest.mark.parametrize("newer", [None, FOUR])
def test_when_the_worker_dies_the_pages_own_python_reads_the_newest_drawing_and_nothing_is_said(weights, newer):
    async def story():
        client = Client()
        reader, answers, errors = collect(client)
        reader.weights = weights
        client.lost = True
        reader.request(THREE, 1)
        await asyncio.sleep(0)
        if newer:
            reader.request(newer, 2)
        client.allowed.set()
        await settle(reader)
        assert errors == [] and client.asked == [THREE]
        return [(result["source"], result["pixels"]) for result, _ in answers]
    assert asyncio.run(story()) == [("instant", list(ink.render(newer or THREE)))]


def test_when_the_worker_dies_alone_the_drawing_waits_for_the_next_one():
    async def story():
        failures = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: failures.append(context["message"]))
        client = Client()
        reader, answers, errors = collect(client)
        client.lost = True
        client.allowed.set()
        reader.request(drawing(6), 1)
        await settle(reader)
        await asyncio.sleep(0)
        assert answers == errors == failures == []
        client.able, client.lost = True, False
        reader.repeat(2)
        await settle(reader)
        return [(result["digit"], stamp) for result, stamp in answers]
    assert asyncio.run(story()) == [(6, 2)]


def test_a_drawing_cleared_while_the_worker_died_is_not_read_again(weights):
    async def story():
        client = Client()
        reader, answers, _ = collect(client)
        reader.weights = weights
        client.lost = True
        reader.request(THREE, 1)
        await asyncio.sleep(0)
        reader.forget()
        client.allowed.set()
        await settle(reader)
        return answers
    assert asyncio.run(story()) == []


# Pictures

def photo(turn=0, *, url="blob:1", of=None):
    return {"url": url, "turn": turn, "crop": None, "of": of}


def test_a_picture_waits_for_the_worker_though_the_pages_own_python_could_answer(weights):
    async def story():
        client = Client(able=False)
        reader, answers, errors = collect(client)
        reader.weights = weights
        reader.request(photo(of="five.png"), 1)
        assert not reader.busy and not reader.can_read(photo())
        client.able = True
        client.allowed.set()
        reader.repeat(2)
        await settle(reader)
        assert errors == [] and client.asked == [{"url": "blob:1", "turn": 0, "crop": None, "activations": False}]
        return [(result["of"], result["source"], stamp) for result, stamp in answers]
    assert asyncio.run(story()) == [("five.png", "full", 2)]


def test_of_many_turns_only_the_first_and_the_newest_are_read():
    async def story():
        client = Client()
        reader, answers, _ = collect(client)
        for turn in range(4):
            reader.request(photo(turn), turn)
            await asyncio.sleep(0)
        client.allowed.set()
        await settle(reader)
        return [request["turn"] for request in client.asked], [result["digit"] for result, _ in answers]
    assert asyncio.run(story()) == ([0, 3], [0, 3])


def test_when_the_worker_dies_over_a_picture_the_next_one_reads_it(weights):
    async def story():
        client = Client()
        reader, answers, errors = collect(client)
        reader.weights = weights
        client.lost = True
        client.allowed.set()
        reader.request(photo(2), 1)
        await settle(reader)
        assert answers == errors == []
        client.able, client.lost = True, False
        reader.repeat(2)
        await settle(reader)
        return [(result["digit"], stamp) for result, stamp in answers]
    assert asyncio.run(story()) == [(2, 2)]


@pytest.mark.parametrize(("cleared", "told"), [(False, ["no picture"]), (True, [])])
def test_a_refusal_is_told_unless_the_picture_has_gone_meanwhile(cleared, told):
    async def story():
        client = Client()
        reader, answers, errors = collect(client)
        reader.request(photo(url="bad"), 1)
        await asyncio.sleep(0)
        if cleared:
            reader.forget()
        client.allowed.set()
        await settle(reader)
        assert answers == []
        return errors
    assert asyncio.run(story()) == told


# A worker that keeps the page waiting

def test_while_the_worker_is_silent_the_pages_own_python_reads_and_then_the_worker_does_again(weights):
    async def story():
        client = Client()
        reader, answers, _ = collect(client)
        reader.weights = weights
        client.silent = True
        reader.request(drawing(4), 1)
        await settle(reader)
        client.silent = False
        client.allowed.set()
        reader.catch_up(2)
        await settle(reader)
        reader.catch_up(3)  # nothing was read in its place since
        await settle(reader)
        return [(result["source"], stamp) for result, stamp in answers]
    assert asyncio.run(story()) == [("instant", 1), ("full", 2)]


def test_a_picture_is_not_read_once_more_because_the_worker_took_long_over_it(weights):
    async def story():
        client = Client()
        client.allowed.set()
        reader, _, _ = collect(client)
        reader.weights, reader.stood_in = weights, True
        reader.request(photo(), 1)
        await settle(reader)
        reader.catch_up(2)
        await settle(reader)
        return len(client.asked)
    assert asyncio.run(story()) == 1


def test_a_script_whose_question_the_worker_died_over_is_answered_by_the_pages_own_python(weights):
    async def story():
        client = Client()
        client.lost = True
        client.allowed.set()
        reader, _, _ = collect(client)
        with pytest.raises(WorkerLost):
            await reader.read(THREE)
        reader.weights, client.able = weights, True
        answer = await reader.read(THREE, activations=True)
        return answer["source"], len(answer["activations"])
    assert asyncio.run(story()) == ("instant", 4)


def test_a_picture_that_two_workers_have_died_over_is_given_to_no_third():
    async def story():
        client = Client()
        client.lost = True
        client.allowed.set()
        reader, answers, errors = collect(client)
        reader.request(photo(2), 1)
        for stamp in range(2, 5):
            await settle(reader)
            client.able = True
            reader.repeat(stamp)
        await settle(reader)
        assert answers == [] and len(client.asked) == 2
        return errors
    assert asyncio.run(story()) == ["the full Python has stopped twice over this, so it is not tried again"]

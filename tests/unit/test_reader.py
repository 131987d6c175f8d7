"""Who answers, and that the newest drawing wins."""
import asyncio
import json

import pytest

from app.core import instant, network
from app.core.errors import InklingError
from app.ui.reader import Reader
from tests.drawings import FOUR, THREE


@pytest.fixture
def weights(small_network):
    return instant.parse(json.dumps(network.to_document(small_network, name="n", title="t", training={}, metrics={})))


class Worker:
    """Answers the digit that the drawing's first coordinate names, once allowed to."""

    def __init__(self):
        self.asked = []
        self.allowed = asyncio.Event()

    async def read(self, text):
        strokes = json.loads(text)["strokes"]
        self.asked.append(strokes)
        await self.allowed.wait()
        if strokes == "bad":
            return json.dumps({"error": {"kind": "drawing", "message": "no drawing"}})
        return json.dumps({"digit": strokes[0][0][0], "probabilities": [], "sure": True, "pixels": []})


def collect():
    answers, errors = [], []
    reader = Reader(on_answer=lambda result, stamp: answers.append((result, stamp)), on_error=errors.append)
    return reader, answers, errors


def drawing(number):
    return [[[number, 0]]]


async def settle(reader):
    while reader.busy:
        await asyncio.sleep(0)


def test_the_pages_own_python_answers_until_the_worker_does(weights):
    async def story():
        reader, answers, _ = collect()
        reader.weights = weights
        reader.request(THREE, 1)
        await settle(reader)
        reader.worker = Worker()
        reader.worker.allowed.set()
        reader.request(drawing(4), 2)
        await settle(reader)
        return [(result["source"], stamp) for result, stamp in answers]
    assert asyncio.run(story()) == [("instant", 1), ("full", 2)]


def test_of_many_drawings_only_the_first_and_the_newest_are_read():
    async def story():
        reader, answers, _ = collect()
        reader.worker = worker = Worker()
        for number in range(6):
            reader.request(drawing(number), number)
            await asyncio.sleep(0)
        worker.allowed.set()
        await settle(reader)
        assert [strokes[0][0][0] for strokes in worker.asked] == [0, 5]
        return [result["digit"] for result, _ in answers]
    assert asyncio.run(story()) == [0, 5]


def test_an_answer_to_a_cleared_pad_is_not_shown():
    async def story():
        reader, answers, _ = collect()
        reader.worker = worker = Worker()
        reader.request(drawing(3), 0)
        await asyncio.sleep(0)
        reader.forget()
        worker.allowed.set()
        await settle(reader)
        return answers
    assert asyncio.run(story()) == []


def test_a_drawing_made_before_anybody_could_answer_is_read_when_somebody_can(weights):
    async def story():
        reader, answers, _ = collect()
        reader.request(THREE, 1)
        assert not reader.busy
        reader.weights = weights
        reader.request(FOUR, 2)
        await settle(reader)
        return [stamp for _, stamp in answers]
    assert asyncio.run(story()) == [2]


def test_an_error_is_told_once_and_reading_goes_on():
    async def story():
        reader, answers, errors = collect()
        reader.worker = worker = Worker()
        worker.allowed.set()
        reader.request("bad", 1)
        await settle(reader)
        reader.request(drawing(7), 2)
        await settle(reader)
        return errors, [result["digit"] for result, _ in answers]
    assert asyncio.run(story()) == (["no drawing"], [7])


def test_activations_of_every_layer_are_returned_when_asked_for(weights):
    async def story():
        reader, _, _ = collect()
        reader.weights = weights
        return await reader.read(THREE, activations=True)
    assert [len(layer) for layer in asyncio.run(story())["activations"]] == [12, 12, 10, 10]


def test_pixels_of_the_wrong_length_are_refused_clearly(weights):
    async def story():
        reader, _, _ = collect()
        reader.weights = weights
        with pytest.raises(InklingError, match="784 numbers, got 3"):
            await reader.read_pixels([0, 0, 0])
    asyncio.run(story())

"""What the worker tells the page of lines that were read."""
import asyncio
import json
from types import SimpleNamespace
from typing import NamedTuple

import numpy as np
import pytest

from app.core import written
from app.core.errors import DataError
from app.worker import numbers
from app.worker.session import Session


class Part(NamedTuple):
    id: str
    text: str
    box: tuple = (0.04, 1, 2, 3)
    probabilities: dict = {"7": 0.12345678, "1": 0.1}
    line: int = 0


def reading(text, *, sure=True):
    return SimpleNamespace(text=text, sure=sure, probability=0.9, crossed=[3],
                           parts=[Part(str(at), each) for at, each in enumerate(text) if each != "\n"])


def test_each_line_is_worked_out_and_the_value_is_that_of_the_last():
    told = json.loads(json.dumps(numbers.told(reading("24+48=73\n1÷3="))))
    first, last = told["lines"]
    assert (first["value"], first["verdict"], first["asked"]) == ("72", "no, 72", False)
    assert (last["value"], last["asked"], last["message"], last["spoken"]) == ("1/3", True, "", "1 divided by 3 equals")
    assert (told["exact"], told["value"]) == ("1/3", pytest.approx(1 / 3))
    assert (told["sure"], told["probability"], told["crossed"]) == (True, 0.9, [3])
    assert told["parts"][0] == {"id": "0", "text": "2", "box": [0.04, 1, 2, 3], "probabilities": {"7": 0.12346, "1": 0.1},
                                "line": 0}


@pytest.mark.parametrize("text", ["", "1÷0=", "12×", "(("])
def test_what_has_no_value_says_why_and_gives_none(text):
    told = numbers.told(reading(text))
    assert (told["value"], told["exact"]) == (None, "")
    assert bool(told["lines"][0]["message"]) == bool(text)


def test_nothing_is_read_before_what_it_needs_is_there():
    with pytest.raises(DataError, match="not been loaded"):
        Session().read_number({"strokes": [[[0, 0]]], "chosen": {}})


def test_all_that_is_written_in_a_picture_is_read_as_if_it_had_been_drawn(monkeypatch):
    def line(left):
        """Two pieces, the second of two strokes."""
        return SimpleNamespace(boxes=np.array([[left, 1, left + 5, 9], [left + 7, 2, left + 9, 8]], float),
                               strokes=[[[[left, 1]]], [[[left + 7, 2]], [[left + 8, 3]]]],
                               outlines=[[[[left, 1], [left + 5, 9]]], []])
    session, read = Session(), []

    async def decoded(url):
        return url, (100, 50)
    monkeypatch.setattr(session.pictures, "decoded_from", decoded)
    monkeypatch.setattr(written, "find_in", lambda colours, size, *, turn, crop: SimpleNamespace(
        size=size, lines=[line(10), line(30)]))
    session.lines = SimpleNamespace(read=lambda strokes, chosen: read.append((strokes, chosen)) or reading("7"))
    told = asyncio.run(session.read_number_picture({"url": "blob:1", "turn": 0, "crop": None}))
    assert read == [([[[10, 1]], [[17, 2]], [[18, 3]], [[30, 1]], [[37, 2]], [[38, 3]]], {})]
    assert (told["text"], told["picture"]["size"], told["picture"]["box"]) == ("7", [100, 50], [10, 1, 39, 9])
    assert told["picture"]["outline"] == "M10 1 15 9ZM30 1 35 9Z"

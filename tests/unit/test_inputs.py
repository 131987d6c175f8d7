"""Batches by this process or by a pool of others: in order, whole, and with nothing lost when one of them dies."""
import functools
import itertools
import multiprocessing
import os

import pytest

from app.core.errors import DataError
from app.inputs import batches
from app.inputs.batches import CULPRIT
from app.inputs.pieces import Piece
from app.inputs.pool import Pool
from tests.unit.tasks import shout

TWO = functools.partial(Pool, processes=2)


def pieces(*contents):
    return [Piece("f", number, content) for number, content in enumerate(contents, 1)]


def run(contents, **settings):
    """What came of the contents, and the processes that did it."""
    results = [result for batch in batches.run(shout, pieces(*contents), many=TWO, **settings) for _, result in batch]
    return ([result if isinstance(result, DataError) else result[0] for result in results],
            {result[1] for result in results if not isinstance(result, DataError)})


@pytest.fixture
def one_a_batch(monkeypatch):
    monkeypatch.setattr(batches, "FULL", 1)


def test_a_few_are_done_here_at_once():
    results, processes = run(["a", "b"])
    assert results == ["A", "B"] and processes == {os.getpid()}


def test_one_thing_however_large_is_done_here():
    assert run(["a" * (batches.FEW + 1)])[1] == {os.getpid()}


def test_many_are_done_by_several_processes_and_come_in_order(one_a_batch, tmp_path):
    """The first is not done before the last of them that there is room for, which another process has to do."""
    first, last = tmp_path / "first", tmp_path / "last"
    contents = [f"meet {first} {last}", "a", "b", "c", f"meet {last} {first}", *map(str, range(100))]
    results, processes = run(contents, few=False)
    assert results == [content.upper() for content in contents]
    assert len(processes) == 2 and os.getpid() not in processes


def test_as_soon_as_there_are_more_than_a_few_the_first_of_them_are_done_by_others_too(monkeypatch, one_a_batch):
    monkeypatch.setattr(batches, "FEW", 100)
    results, processes = run(["a", "b", "c"])
    assert results == ["A", "B", "C"] and os.getpid() not in processes


def test_what_was_wrong_with_a_file_keeps_its_place_among_the_others(one_a_batch):
    error = DataError("no such file")
    contents = ["a", error, "b", error]
    assert run(contents, few=True)[0] == ["A", error, "B", error]
    assert run(contents, few=False)[0] == ["A", error, "B", error]


def test_no_more_is_read_ahead_than_there_is_room_for(one_a_batch):
    read = []
    source = (read.append(number) or Piece("f", number, str(number)) for number in range(1000))
    results = batches.run(shout, source, many=TWO, few=False)
    next(results)
    assert len(read) <= TWO(shout).room + 1
    results.close()


def test_a_process_that_was_killed_costs_nothing(one_a_batch, tmp_path):
    contents = [*"abcdefghij", f"die once {tmp_path / 'x'}", *"klmnopqrst"]
    (tmp_path / "x").touch()
    assert run(contents, few=False)[0] == [content.upper() for content in contents]


@pytest.mark.parametrize("full", [1, 300, 10**6])
def test_what_kills_every_process_is_named_and_all_others_are_done(monkeypatch, full):
    monkeypatch.setattr(batches, "FULL", full)
    contents = [*"abcdefghij", "die", *"klmnopqrst", "die", "u"]
    results = run(contents, few=False)[0]
    assert [str(result) for result in results] == [CULPRIT if content == "die" else content.upper() for content in contents]


def test_who_wants_no_more_leaves_no_process_behind(one_a_batch):
    before = multiprocessing.active_children()
    results = batches.run(shout, pieces(*["a"] * 100), many=TWO, few=False)
    list(itertools.islice(results, 2))
    assert multiprocessing.active_children() != before
    results.close()
    assert multiprocessing.active_children() == before

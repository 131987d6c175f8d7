"""The last drawing and what was chosen: a storage that fails is not taken for an empty one."""
import asyncio
from unittest.mock import MagicMock

import pytest

from app.ui import storage
from app.ui.storage import DAMAGED, KEY, NUMBERS, PAUSES, Storage
from app.ui.views.teach.backup import is_fit


class Store(dict):
    """A localStorage."""

    def getItem(self, key):
        return self.get(key)

    def setItem(self, key, text):
        self[key] = text

    def removeItem(self, key):
        self.pop(key, None)


def visit(monkeypatch, store, failures):
    """A page whose localStorage fails with each of these before it answers; returns (its Storage, opened; the pauses)."""
    pauses, left = [], list(failures)
    window = MagicMock()
    window.Object.keys = list

    class Promise:
        def catch(self, _refused):
            return self

        def __await__(self):
            if self.error:
                raise self.error
            return self.value
            yield

    def promised(_window, owner, name, *arguments):
        made = Promise()
        made.error = left.pop(0) if left else None
        made.value = store if owner is window.Reflect else getattr(owner, name)(*arguments)
        return made

    async def pause(seconds):
        pauses.append(seconds)
    monkeypatch.setattr(storage, "promised", promised)
    monkeypatch.setattr(storage, "sleep", pause)
    kept = Storage(window)
    asyncio.run(kept.open())
    return kept, pauses


def test_a_storage_that_fails_at_first_is_asked_again(monkeypatch):
    kept, pauses = visit(monkeypatch, Store({KEY: "[[[1, 2]]]"}), [OSError("file corrupted")])
    assert (kept.load(), kept.trouble, pauses) == ([[[1, 2]]], "", [PAUSES[0]])


def test_a_storage_that_goes_on_failing_is_said(monkeypatch):
    kept, pauses = visit(monkeypatch, Store(), [OSError("file corrupted")] * 20)
    assert kept.trouble.startswith("Your last drawing could not be brought back")
    assert pauses == list(PAUSES)
    assert kept.load() == []


def test_a_private_window_is_nothing_to_speak_of(monkeypatch):
    kept, pauses = visit(monkeypatch, Store(), [OSError("SecurityError: No.")] * 20)
    assert (kept.trouble, pauses) == ("", [])


@pytest.mark.parametrize("text", ["not JSON", "[[[1, 2], [3]]]", "null", "[" * 5000 + "]" * 5000, "7", "[[]]", '"ink"',
                                  "[[[1, 2]" + " " * 10**6 + "]]", "[[[NaN, 1]]]", '{"0": [[1, 2]]}'])
def test_a_damaged_drawing_is_laid_aside_before_the_next_takes_its_place(monkeypatch, text):
    store = Store({KEY: text, "others": "x", "inkling.network": "lenet"})
    kept, _ = visit(monkeypatch, store, [])
    assert kept.load() == []
    assert kept.trouble.startswith("Your last drawing could not be brought back, because what was kept of it is damaged")
    assert store == {DAMAGED: text, "others": "x", "inkling.network": "lenet"}
    kept.save([[[5, 5]]])
    assert (store[DAMAGED], kept.load()) == (text, [[[5, 5]]])
    assert sorted(kept.items()) == sorted([KEY, DAMAGED, "inkling.network"])


def test_an_empty_drawing_is_no_damage(monkeypatch):
    store = Store({KEY: "[]"})
    kept, _ = visit(monkeypatch, store, [])
    assert (kept.load(), kept.trouble, store) == ([], "", {KEY: "[]"})


@pytest.mark.parametrize("times", ["[[1]]", "[[1, 2], [3]]", "[[1, 1e300]]", "[[1, NaN]]", '[[1, "2"]]', "[[1, true]]", "7",
                                   "[" * 5000, "[[1, 99999999999999999999]]", '{"0": [1, 2]}', "[[[1], [2]]]", '"ab"'])
def test_times_that_fit_no_drawing_are_none(monkeypatch, times):
    kept, _ = visit(monkeypatch, Store({KEY: "[[[1, 2], [3, 4]]]", KEY + ".tempo": times}), [])
    assert kept.load_times(kept.load()) is None


def test_what_a_stranger_s_file_would_put_into_the_storage_is_looked_at():
    for key, text, fit in ((KEY, "[[[1, 2]]]", True), (KEY, "[[[1]]]", False), (KEY, "[" * 5000, False), (NUMBERS, "7", False),
                           ("inkling.mode", "number", True), ("inkling.mode", "x" * 10**6, False), ("others", "x", False),
                           (DAMAGED, "x", False)):
        assert is_fit(key, text) is fit, key

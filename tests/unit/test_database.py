"""The browser's database when some of it cannot be read: what can be is there, and the rest is named."""
import asyncio
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.ui.views.teach.database import BROKEN, CLOSED, FORBIDDEN, FULL, HOPELESS, SILENT, Database, Refused, reason


class Halved(Database):
    """A store of records by key that fails whenever one of the broken ones is among those to be read."""

    def __init__(self, keys, broken=(), why=BROKEN):
        window = MagicMock()
        window.IDBKeyRange.bound = lambda first, last: (first, last)
        super().__init__(window)
        self.keys, self.broken, self.why = sorted(keys), set(broken), why
        self.count = 0

    async def run(self, _store, mode, steps):
        assert mode == "readonly"
        self.count += 1
        [(name, *between)] = steps
        if name == "getAllKeys":
            return self.keys
        first, last = between[0] if between else (self.keys[0], self.keys[-1])
        wanted = [key for key in self.keys if first <= key <= last]
        if self.broken & set(wanted):
            raise Refused(self.why)
        return [SimpleNamespace(id=key) for key in wanted]


def read(base):
    records, lost = asyncio.run(base.all("drawings"))
    return sorted(each.id for each in records), sorted(lost)


def test_where_nothing_is_broken_one_question_is_enough():
    base = Halved(range(9))
    assert read(base) == (list(range(9)), [])
    assert base.count == 1


@pytest.mark.parametrize("broken", [[0], [8], [3, 4], [1, 5, 7]])
def test_a_record_that_cannot_be_read_hides_none_of_the_others(broken):
    assert read(Halved(range(9), broken)) == ([key for key in range(9) if key not in broken], broken)


def test_one_of_a_thousand_is_found_in_few_questions():
    base = Halved(range(1000), [777])
    assert read(base)[1] == [777]
    assert base.count < 30


def test_the_only_record_being_broken_is_no_empty_store():
    assert read(Halved([5], [5])) == ([], [5])


def test_where_none_can_be_read_it_is_not_the_records_that_are_broken():
    base = Halved(range(1000), range(1000))
    with pytest.raises(Refused, match="does not work"):
        read(base)
    assert base.count < 10 + 4 * HOPELESS


def test_a_store_that_does_not_answer_is_not_asked_on_and_on():
    base = Halved(range(9), [1], SILENT)
    with pytest.raises(Refused, match="does not answer"):
        read(base)
    assert base.count == 1


@pytest.mark.parametrize(("said", "why"), [
    ("SecurityError: The operation is insecure.", FORBIDDEN),
    ("UnknownError: The user denied permission to access the database.", FORBIDDEN),  # Chromium, all cookies blocked
    ("NotAllowedError: the storage was denied", FORBIDDEN),
    ("QuotaExceededError: no room", FULL),
    ("InvalidStateError: The database connection is closing.", CLOSED),
    ("UnknownError: Internal error", BROKEN),
])
def test_what_the_browser_says_tells_why(said, why):
    assert reason(Exception(said)) == why

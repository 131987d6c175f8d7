"""Whatever strangers pass on beside pictures, it is read or refused in one sentence, soon and in little memory.

`python -m tests.fuzz` does the same by the hundred thousand, each watched from another process.
"""
import time
import tracemalloc
from random import Random

import pytest

from tests.fuzz.kinds import KINDS

COUNTS = {"weights": 500, "drawings": 350, "numbers": 60, "links": 400, "messages": 350, "idx": 340}  # 2,000
SECONDS, MEGABYTES = 2, 1000


@pytest.mark.parametrize("kind", COUNTS)
def test_a_harmed_one_is_read_or_refused_and_nothing_else_happens(kind):
    """Each is judged by what its reader promises; a few of either outcome are there, or this would show nothing."""
    outcomes = []
    for number in range(COUNTS[kind]):
        what, data = KINDS[kind].make(Random(f"1/{kind}/{number}"))
        begun = time.process_time()
        outcomes.append(KINDS[kind].read(what, data)[0])
        assert time.process_time() - begun < SECONDS, number
    assert {"read", "refused"} == set(outcomes)


@pytest.mark.parametrize("kind", ["weights", "messages"])
def test_none_takes_much_memory(kind):
    tracemalloc.start()
    try:
        for number in range(20):
            what, data = KINDS[kind].make(Random(f"2/{kind}/{number}"))
            tracemalloc.reset_peak()
            KINDS[kind].read(what, data)
            assert tracemalloc.get_traced_memory()[1] < MEGABYTES * 1e6, number
    finally:
        tracemalloc.stop()

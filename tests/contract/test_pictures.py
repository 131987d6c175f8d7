"""Pictures are read as well as is promised: a sample here, all of it by `python -m tests.paper` and `python -m tests.sheets`.

A sample misses its bar by chance, so what is held is what a reader that just reaches the bar would miss once in a thousand seeds.
"""
import math

import pytest

from app.core.errors import DataError
from tests import readings, sheets
from tests.paper import __main__ as paper_bars
from tests.paper import hands


def most_wrong(count, share):
    """Of `count`, how many more than which are wrong less than once in a thousand times, where `share` are in the long run."""
    left = 1.0
    for wrong in range(count + 1):
        left -= math.comb(count, wrong) * share ** wrong * (1 - share) ** (count - wrong)
        if left < 0.001:
            return wrong
    raise ValueError(share)


def hold(rows, bars):
    """That no more are wrong, or wrong and sure, than by chance."""
    wrong = [row for row in rows if row["read"] != row["label"]]
    told = "\n".join(f"{row['file']}: {row['read']} {'sure' if row['sure'] else row.get('refused', '')}" for row in wrong)
    assert len(wrong) <= most_wrong(len(rows), 1 - bars["right"]), told
    if "right when sure" in bars:
        sure = sum(row["sure"] for row in rows)
        assert sum(row["sure"] for row in wrong) <= most_wrong(sure, 1 - bars["right when sure"]), told


def test_digits_by_strangers_on_paper_are_read():
    files = hands.held_out("test")
    if not files:
        pytest.skip("the drawings by held-out writers are neither in data/ nor in ../shared/data")
    hold(readings.run(hands.photograph, hands.jobs_of(files, count=80, seed=3), processes=1), paper_bars.BARS)


def test_plain_digits_in_made_up_hands_on_paper_are_read():
    hold(readings.run(hands.photograph, hands.jobs_of(hands.plain(20), count=40, seed=4), processes=1), paper_bars.BARS)


@pytest.mark.parametrize("thin", [False, True])
def test_mnist_on_larger_sheets_is_read_and_by_a_pen_half_as_wide(thin):
    try:
        images = sheets.images_of("test")
    except DataError as error:
        pytest.skip(str(error))
    hold(readings.run(sheets.make, sheets.jobs_of(images, count=70, seed=5, thin=thin), processes=1), sheets.BARS[thin])

"""Whatever a picture file turns out to be, it is read or refused in one sentence: nothing else ever leaves the reader.

`python -m tests.fuzz` does the same by the thousand, and watches time and memory.
"""
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import readings
from tests.fuzz.damage import damaged
from tests.fuzz.files import SIZE, foreign, valid
from tests.fuzz.judge import judge
from tests.fuzz.odd import ODD

# Not turned, and not of several pictures.
UPRIGHT = [name for name in valid() if "exif" not in name and "animated" not in name]
LARGE = [name for name in ODD if "40-mp" in name or "scan" in name]  # those take seconds, and python -m tests.fuzz has them


@given(st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=400)
def test_a_damaged_picture_is_read_or_refused_in_one_sentence(random):
    judge(damaged(random)[1])


@pytest.mark.parametrize("name", UPRIGHT)
def test_every_kind_of_every_format_is_read_as_the_seven_that_it_shows(name):
    assert judge(valid()[name]) == ("read", "")
    assert readings.read_digit(valid()[name], readings.WEIGHTS)["read"] == 7


@pytest.mark.parametrize("name", foreign())
def test_what_is_of_another_kind_is_refused_in_one_sentence(name):
    assert judge(foreign()[name])[0] == "refused"


@pytest.mark.parametrize("name", [name for name in ODD if name not in LARGE])
def test_odd_pictures_and_those_that_are_more_than_they_seem_are_read_or_refused(name):
    judge(ODD[name]())


@given(st.sampled_from([name for name in UPRIGHT if name != "jpeg-large"]), st.integers(0, 3), st.data())
@settings(deadline=None, max_examples=100)
def test_turned_by_any_quarter_and_cropped_anywhere_it_is_read_or_refused(name, turn, data):
    width, height = SIZE[::-1] if turn % 2 else SIZE
    left, top = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    right, bottom = data.draw(st.integers(left + 1, width)), data.draw(st.integers(top + 1, height))
    judge(valid()[name], turn=turn, crop=(left, top, right, bottom))

"""Digits side by side: which drawings are of several, and where each of them begins."""
import pytest

from app.core.parts import split
from tests.drawings import FOUR, THREE


def moved(strokes, x, y=0, scale=1):
    return [[[x + scale * place[0], y + scale * place[1]] for place in stroke] for stroke in strokes]


ONE = [[[0, 20], [0, 90]]]
DOT = [[[5, 5]]]


@pytest.mark.parametrize("drawing", [
    [], [[]], DOT, THREE, FOUR, ONE,
    moved(FOUR, -500, 900, 0.01),
    [[[40, 10], [20, 60], [80, 60]], [[84, 38], [84, 76]]],  # an open 4 whose stem stands off
    [[[40, 10], [35, 40], [60, 50], [30, 90]], [[64, 10], [90, 9]]],  # a 5 whose flag stands off
    THREE + moved(DOT, 200, 80),  # a drop of ink
    [[[0, 0], [3, 100]], [[6, 0], [3, 100]]],  # a thick 1
    [[[0, 0], [50, 0]], [[60, 0], [100, 0]]],  # all of one height
])
def test_a_digit_of_any_number_of_strokes_is_one_part(drawing):
    assert len(split(drawing)) <= 1


def test_digits_side_by_side_are_parts_from_left_to_right_whatever_was_drawn_first():
    left, middle, right = moved(FOUR, 0), moved(THREE, 100), moved(ONE, 200)
    assert split(right + left + middle) == [left, middle, right]
    assert split(moved(right + left + middle, -7, 3, 12)) == [moved(each, -7, 3, 12) for each in (left, middle, right)]


def test_digits_of_unlike_height_that_overlap_in_height_are_told_apart():
    assert len(split(THREE + moved(ONE, 90, 10, 0.8))) == 2


def test_two_that_touch_or_are_linked_are_not():
    assert len(split([*THREE, [[60, 20], [90, 80]]])) == 1

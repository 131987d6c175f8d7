"""Which pieces stand on one line: boxes are (left, top, right, bottom)."""
import numpy as np
import pytest

from app.core.line_order import rows, unit_of


def row(count, *, top=0.0, height=10.0, rise=0.0, left=0.0):
    """Boxes of digits 6 wide and 9 apart."""
    return [[left + 9 * at, top + rise * at, left + 9 * at + 6, top + rise * at + height] for at in range(count)]


def found(*boxes):
    return rows(np.array([box for part in boxes for box in part], float).reshape(-1, 4))


def test_lines_come_from_top_to_bottom_and_pieces_from_left_to_right_whatever_was_written_first():
    assert found(row(2, top=20), row(2)[::-1]) == [[3, 2], [0, 1]]


@pytest.mark.parametrize("rise", [-5, 5])
def test_a_line_may_rise_or_fall_by_more_than_its_height(rise):
    assert found(row(8, rise=rise)) == [list(range(8))]


def test_lines_aslant_stay_apart_though_the_end_of_one_is_as_high_as_the_beginning_of_the_other():
    assert found(row(6, rise=3), row(6, top=15, rise=3)) == [list(range(6)), list(range(6, 12))]


def test_a_line_of_smaller_writing_is_a_line_too():
    assert found(row(3), row(4, top=14, height=6)) == [[0, 1, 2], [3, 4, 5, 6]]


def test_an_eight_of_two_rings_stays_on_its_line():
    assert found([[0, 0, 5, 4.9], [0, 5.1, 5, 10]], row(1, left=9)) == [[0, 1, 2]]


def test_rings_one_well_below_the_other_are_two_lines():
    assert found([[0, 0, 5, 5], [0, 7, 5, 12]]) == [[0], [1]]


@pytest.mark.parametrize(("y", "line"), [(9.5, 0), (11, 0), (14, 1), (22, 1)])
def test_a_point_goes_to_the_line_that_is_nearest(y, line):
    lines = found(row(2), row(2, top=15), [[6.5, y, 7.5, y]])
    assert [4 in each for each in lines] == [line == 0, line == 1]


def test_a_point_beyond_the_end_of_a_short_line_is_of_that_line_only_if_it_is_at_its_height():
    """Two lines, the lower one longer: a point right of the upper one, at its foot, is its decimal point. Halfway between them
    it is of the one that reaches as far."""
    assert found(row(1), row(3, top=13), [[17, 11.5, 17.5, 11.5]])[1] == [1, 2, 4, 3]
    assert found(row(1), row(3, top=13), [[7, 10, 7.5, 10.5]])[0] == [0, 4]
    assert found(row(1), row(3, top=13), [[17, 14, 17.5, 14.5]])[1] == [1, 2, 4, 3]


def test_what_is_small_and_far_from_every_line_is_a_line_of_its_own():
    assert found(row(2), [[3, 26, 4, 27]]) == [[0, 1], [2]]
    assert found(row(2), [[3, 24, 4, 25]]) == [[0, 2, 1]]


@pytest.mark.parametrize("boxes", [[[0, 4, 8, 4.2], [0, 7, 8, 7.3]], [[0, 9, 0, 9], [5, 9, 5, 9]], [[0, 0, 8, 0]]])
def test_bars_and_dots_alone_are_one_line(boxes):
    assert found(boxes) == [list(range(len(boxes)))]


def test_without_a_piece_there_is_no_line():
    assert found([]) == []


def test_the_height_of_the_characters_is_that_of_a_tall_piece():
    """Of 10, 8, 12 and two small ones, those of at least half of nearly the highest count: their middle is 10."""
    heights = [10, 8, 12, 1, 0]
    assert unit_of(np.array([[0, 0, 5, height] for height in heights], float)) == 10


def test_bars_alone_tell_the_height_by_their_length():
    assert unit_of(np.array([[0, 4, 8, 4], [0, 7, 8, 7.0]])) == pytest.approx(0.4 * 8)
    assert unit_of(np.empty((0, 4))) == 0

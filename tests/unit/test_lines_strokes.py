"""Strokes in pieces: where one stroke holds several characters it is cut, and never in the middle of one."""
import numpy as np
import pytest

from app.core import inks
from app.core.strokes import SAMPLES, Strokes, resampled
from tests.handwriting import DIGITS, SIGNS, line, moved, numbers_of, ring, written


def zeros(count):
    """So many zeros in one stroke: around each from its top, and on along the top to the next."""
    path = ring(3, 5, 6, 10)
    for at in range(1, count):
        path += line(8 * at - 4.5, 0, 8 * at + 2.5, 0) + ring(8 * at + 3, 5, 6, 10)
    return path


@pytest.mark.parametrize("count", [2, 3, 4])
def test_zeros_in_one_stroke_are_cut_between_them(count):
    found = Strokes([zeros(count)])
    assert found.owners == [0] * count
    assert numbers_of(found.ids) == [f"0.{at}" for at in range(count)]
    middles = [8 * at + 3 for at in range(count)]
    np.testing.assert_allclose((found.boxes[:, 0] + found.boxes[:, 2]) / 2, middles, atol=1)
    assert (found.boxes[:, 3] - found.boxes[:, 1] > 9.5).all()
    assert all(one[-1] == other[0] for one, other in zip(found.pieces, found.pieces[1:], strict=False))


@pytest.mark.parametrize("count", [2, 4])
def test_all_pieces_of_a_stroke_together_have_its_own_image_and_one_alone_has_not(count):
    found = Strokes([zeros(count)])
    whole = inks.render([[zeros(count)]])
    np.testing.assert_allclose(found.render([tuple(range(count))]), whole, atol=1e-5)
    assert np.abs(found.render([(0,)]) - whole).max() > 0.5
    np.testing.assert_allclose(np.concatenate(found.strokes_of(tuple(range(count))))[[0, -1]],
                               np.array(zeros(count))[[0, -1]])


def test_two_pieces_of_a_stroke_that_are_no_neighbours_stay_two_strokes():
    assert len(Strokes([zeros(3)]).strokes_of((0, 2))) == 2
    assert len(Strokes([zeros(3)]).strokes_of((0, 1))) == 1


@pytest.mark.parametrize(("name", "stroke"), [
    ("a 1 at 45 degrees", line(10, 0, 0, 10, count=30)), ("a bracket", ring(6, 5, 10, 12, start=90)[:13]),
    ("a 2 with a long foot", [*DIGITS["2"][0], *line(6.5, 10, 9, 10)]), ("a long minus", line(0, 5, 30, 5, count=40)),
    ("a wide 0", ring(6, 5, 12, 10)), ("a square root's bow", [[0, 6], [2, 10], [4, 0], [6, 0], [9, 0], [12, 0], [14, 0], [16, 0]]),
    ("few points", [[0, 0], [4, 10], [8, 0], [12, 10]])], ids=lambda value: value if isinstance(value, str) else "")
def test_one_character_is_not_cut(name, stroke):
    found = Strokes([stroke, *written("1", at=(40, 0))])
    assert numbers_of(found.ids) == ["0", "1"]
    assert found.pieces[0] == stroke


def test_what_is_wide_for_its_line_is_cut_and_what_is_not_is_left():
    """The same stroke beside digits as high, and as a small part of a line of digits twice as high."""
    assert len(Strokes([zeros(2), *written("1", at=(30, 0))]).pieces) == 3
    tall = [line(x, -10, x, 12, count=5) for x in (30, 40, 50)]
    assert len(Strokes([zeros(2), *tall]).pieces) == 4


def test_pieces_are_numbered_line_by_line_from_left_to_right():
    found = Strokes([*written("71", at=(0, 20)), *written("1", at=(20, 0)), *written("7")])
    assert found.owners == [3, 2, 0, 1]
    assert found.lines == [[0, 1], [2, 3]]
    assert numbers_of(found.ids) == ["3", "2", "0", "1"]


def test_a_stroke_without_a_point_has_no_piece_and_the_others_keep_their_numbers():
    found = Strokes([[], [[4, 4]], [], *written("1", at=(9, 0))])
    assert (found.owners, numbers_of(found.ids), found.lines) == ([1, 3], ["1", "3"], [[0, 1]])


@pytest.mark.parametrize("strokes", [[], [[]]])
def test_without_ink_there_is_no_line(strokes):
    found = Strokes(strokes)
    assert (found.pieces, found.lines, found.boxes.shape) == ([], [], (0, 4))


def test_a_group_is_named_by_its_strokes_and_its_pieces_of_cut_ones():
    found = Strokes([*written("1"), moved([zeros(2)], 5)[0]])
    names, strokes = zip(*(found.names(group) for group in ((0,), (2,), (2, 0), (0, 2))), strict=True)
    assert numbers_of(names) == ["0", "1.1", "0+1.1", "0+1.1"]
    assert strokes == ([0], [1], [0, 1], [0, 1])
    assert names[2] == names[3]


def test_a_name_is_that_of_one_ink_and_no_other():
    """The first stroke of the next drawing has the same number; after a reload the same stroke has the same name."""
    one, other = [[0, 0], [5.25, 30]], [[0, 0], [5, 31]]
    assert Strokes([one]).ids == Strokes([[list(map(float, point)) for point in one]]).ids != Strokes([other]).ids


def test_the_same_ink_has_the_same_key_in_another_drawing_and_other_ink_another():
    one, grown = Strokes(written("71")), Strokes([*written("71"), *written("4", at=(30, 0))])
    assert one.key((0, 1)) == grown.key((0, 1))
    assert len({one.key((0,)), one.key((1,)), one.key((0, 1)), Strokes(moved(DIGITS["7"], 1)).key((0,))}) == 4


def test_boxes_and_points_are_those_of_the_pieces():
    found = Strokes([*SIGNS["."], *written("1", at=(5, 0))])
    np.testing.assert_allclose(found.boxes, [[0, 10, 0, 10], [5, 0, 5, 10]])
    assert found.points.shape == (2, SAMPLES, 2)
    np.testing.assert_allclose(found.points[0], [[0, 10]] * SAMPLES)
    np.testing.assert_allclose(found.points[1], resampled([[5, 0], [5, 10]], SAMPLES))


def test_places_along_a_stroke_are_at_equal_distances_however_fast_it_was_drawn():
    """Along 4 to the right and 4 down, drawn in uneven steps."""
    places = resampled([[0, 0], [1, 0], [4, 0], [4, 0], [4, 0.5], [4, 4]], 9)
    np.testing.assert_allclose(places, [[0, 0], [1, 0], [2, 0], [3, 0], [4, 0], [4, 1], [4, 2], [4, 3], [4, 4]])

"""The lines of a picture as a reader takes them."""
import numpy as np
import pytest

from app.core import components, inks
from app.core.picture_lines import PictureLines, samples_of
from app.core.strokes import SAMPLES
from app.core.traced import TracedLine
from app.core.written import Written


def blot(*boxes):
    """The pieces of ink of full rectangles (left, top, right, bottom), from left to right."""
    mask = np.zeros((60, 120), bool)
    for left, top, right, bottom in boxes:
        mask[top:bottom, left:right] = True
    return sorted(components.split(mask, mask.astype(np.float32), smallest=1), key=lambda piece: piece.left)


def shifted(x, y):
    return 2 * x + 100, 2 * y


@pytest.fixture
def lines():
    """A bar and a dot above, two bars below; the picture is twice as large as what was looked at, and begins 100 before it."""
    above = TracedLine(blot((10, 5, 14, 25), (30, 20, 34, 24)), 4, shifted)
    below = TracedLine(blot((10, 35, 14, 55), (40, 43, 60, 47)), 4, shifted)
    return PictureLines(Written((400, 200), [above, below]))


def test_pieces_are_numbered_line_by_line(lines):
    assert lines.lines == [[0, 1], [2, 3]]
    np.testing.assert_allclose(lines.boxes, [[120, 10, 128, 50], [160, 40, 168, 48], [120, 70, 128, 110], [180, 86, 220, 94]])
    assert (len(lines.strokes), len(lines.outlines), lines.points.shape) == (4, 4, (4, SAMPLES, 2))


def test_samples_lie_in_the_pieces_boxes(lines):
    for box, points in zip(lines.boxes, lines.points, strict=True):
        assert (points >= box[:2]).all() and (points <= box[2:]).all()


def test_a_dot_is_a_tap_and_a_bar_a_stroke_along_its_middle(lines):
    assert [len(stroke) for stroke in lines.strokes[1]] == [1]
    assert lines.strokes[1][0][0] == pytest.approx([164, 44])
    assert np.ptp([x for stroke in lines.strokes[3] for x, _ in stroke]) > 25
    assert np.ptp([y for stroke in lines.strokes[3] for _, y in stroke]) <= 2


def test_groups_are_named_by_their_pieces(lines):
    assert lines.names((1, 0)) == ("0+1", [0, 1])
    assert lines.names((3,)) == ("3", [3])


def test_the_same_ink_has_the_same_key_and_other_ink_another(lines):
    again = PictureLines(Written((400, 200), [TracedLine(blot((10, 5, 14, 25)), 4, shifted)]))
    assert again.key((0,)) == lines.key((0,))
    assert len({lines.key(group) for group in ((0,), (1,), (2,), (3,), (0, 1))}) == 5


def test_a_group_is_rendered_as_the_strokes_of_all_its_pieces(lines):
    together = inks.render([[*lines.strokes[0], *lines.strokes[1]], lines.strokes[2]])
    np.testing.assert_array_equal(lines.render([(0, 1), (2,)]), together)


def test_without_a_line_there_is_nothing():
    empty = PictureLines(Written((10, 10), []))
    assert (empty.lines, empty.boxes.shape, len(empty.points)) == ([], (0, 4), 0)


def test_samples_are_as_many_along_each_stroke_as_it_is_long():
    """One of 30 and one of 10: three quarters of them on the first, each in the middle of its share."""
    points = samples_of([[[0, 0], [30, 0]], [[0, 5], [10, 5]]])
    assert points.shape == (SAMPLES, 2)
    assert (points[:, 1] == 0).sum() == SAMPLES * 3 // 4
    assert np.abs(np.diff(points[points[:, 1] == 0][:, 0]) - 40 / SAMPLES).max() < 30 / SAMPLES


def test_a_tap_is_sampled_where_it_is_and_beside_a_stroke_hardly_ever():
    assert (samples_of([[[3, 4]]]) == [3, 4]).all()
    assert (samples_of([[[3, 4]], [[0, 0], [9, 0]]])[:, 1] == 0).all()

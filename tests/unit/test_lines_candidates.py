"""Which groups of pieces may be a character, and what is told of where they stand."""
import numpy as np
import pytest

from app.core.candidates import CONTEXT, NEAR, context, distances, steps_of
from app.core.strokes import Strokes
from tests.handwriting import moved, written

APART = np.array([[3.0 * at, 0, 3.0 * at + 2, 10] for at in range(40)])
HEAP = np.array([[float(at), 0, at + 50.0, 10] for at in range(40)])


def test_a_step_is_a_run_of_up_to_four_neighbours_where_nothing_overlaps():
    singles = steps_of(APART[:5])
    assert all(len(step) == 1 for step in singles)
    assert sorted(step[0] for step in singles) == sorted(
        tuple(range(first, last)) for first in range(5) for last in range(first + 1, min(first + 4, 5) + 1))


def test_where_a_piece_reaches_over_the_next_the_two_groups_may_be_interleaved():
    """The bar of a 7 that got it after the 1 beside it: the first piece and the third, and the second alone."""
    boxes = np.array([[0, 0, 6, 10], [4, 0, 5, 10], [5.5, 5, 9, 5]], float)
    assert [step for step in steps_of(boxes) if len(step) == 2] == [((0, 2), (1,))]
    boxes[2, 0] = 6.5
    assert [step for step in steps_of(boxes) if len(step) == 2] == []


def test_of_four_pieces_in_a_heap_every_two_groups_that_are_no_two_runs_are_a_step():
    doubles = [step for step in steps_of(HEAP[:4]) if len(step) == 2]
    assert sorted(doubles) == [((0, 1, 3), (2,)), ((0, 2), (1,)), ((0, 2), (1, 3)), ((0, 2, 3), (1,)), ((0, 3), (1, 2)),
                               ((1, 3), (2,))]


def test_no_way_of_sharing_pieces_comes_in_two_steps():
    steps = steps_of(HEAP[:12])
    assert len(set(steps)) == len(steps)
    assert all(sorted(piece for group in step for piece in group) == list(range(
        min(map(min, step)), max(map(max, step)) + 1)) for step in steps)


@pytest.mark.parametrize(("boxes", "each", "less"), [(APART, 4, 6), (HEAP, 9, 20)])
@pytest.mark.parametrize("count", [5, 10, 40])
def test_every_piece_more_brings_as_many_more_steps(boxes, each, less, count):
    """Runs of 1 to 4 from each place, but for 1 + 2 + 3 beyond the end. In a heap one more with three pieces and four with four,
    but for 4 x 3 + 1 x 2 more beyond the end."""
    assert len(steps_of(boxes[:count])) == each * count - less


def told(text, groups, strokes=None):
    """[{name: value}, ...] of groups of the pieces of a line."""
    found = Strokes(strokes or written(text))
    assert len(found.lines) == 1
    order = found.lines[0]
    values = context(groups, found.boxes[order], found.points[order])
    return [dict(zip(CONTEXT, row.tolist(), strict=True)) for row in values]


def test_what_is_told_of_a_minus_by_hand():
    """1-.1 with 3 between its characters: the minus from 3 to 7 at 6, the point at (10, 10), the last 1 at 13; 10 is the height."""
    minus = told("1-.1", [(1,)])[0]
    assert minus == pytest.approx({
        "height": 0, "width": 4 / 20, "top": 0.5 + 6 / 20, "bottom": 0.5 - 4 / 20, "gap before": 0.5 + 3 / 20,
        "gap after": 0.5 + 3 / 20, "widest gap within": 0, "pieces": 0, "first": 0, "last": 0, "farthest within": 0,
        "nearest outside": 2 * 3 / 10, "covered": 0, "line length": 13 / 100}, abs=0.002)


def test_what_is_told_of_an_equals_sign_by_hand():
    """1=1, its bars from 3 to 8 at 5 and 7: one straight above the other, 2 apart, and each covers the other."""
    both, upper = told("1=1", [(1, 2), (1,)])
    assert both == pytest.approx({**both, "height": 2 / 20, "top": 0.75, "bottom": 0.35, "widest gap within": 0.5 - 5 / 20,
                                  "pieces": 1 / 3, "farthest within": 2 * 2 / 10, "nearest outside": 2 * 3 / 10,
                                  "covered": 0}, abs=0.002)
    assert upper == pytest.approx({**upper, "covered": 0.5, "nearest outside": 2 * 2 / 10, "widest gap within": 0}, abs=0.002)


def test_how_far_a_group_reaches_is_told_by_the_piece_that_is_farthest_from_its_others():
    """Three strokes 2 and 4 apart: the last has its nearest at 4."""
    strokes = [*written("1"), *written("1", at=(2, 0)), *written("1", at=(6, 0))]
    assert told("", [(0, 1, 2), (0, 1)], strokes)[0]["farthest within"] == pytest.approx(2 * 4 / 10)
    assert told("", [(0, 1)], strokes)[0]["farthest within"] == pytest.approx(2 * 2 / 10)


def test_the_ends_of_a_line_are_told():
    ones = told("111", [(0,), (1,), (2,), (0, 1, 2)])
    assert [(one["first"], one["last"]) for one in ones] == [(1, 0), (0, 0), (0, 1), (1, 1)]
    assert [one["gap before"] == 1 for one in ones] == [True, False, False, True]
    assert [one["gap after"] == 1 for one in ones] == [False, False, True, True]


def test_place_and_size_tell_a_point_from_a_minus_from_a_one():
    """All three fill the network's picture in the same way, or nearly."""
    point, minus, one = told("7.-17", [(1,), (2,), (3,)])
    assert max(point["height"], point["width"], minus["height"], one["width"]) < 0.05
    assert minus["width"] > 0.15 and one["height"] > 0.4
    assert point["bottom"] == pytest.approx(0.5, abs=0.05) and minus["bottom"] < 0.35


def test_a_comma_lies_lower_than_the_same_stroke_as_an_accent():
    comma, accent = told("", [(1,), (2,)], [*written("1,"), *moved(written(","), 6, -9), *written("1", at=(12, 0))])
    assert comma["top"] > 0.9 and accent["top"] < 0.6
    assert comma["height"] == pytest.approx(accent["height"])


@pytest.mark.parametrize("text", ["12+34=46", "(555)", "-", "..", "1", "=", "7:45", "000000000001"])
@pytest.mark.parametrize(("scale", "shift"), [(1, (1000, -500)), (40, (0, 0)), (0.01, (3, 3))])
def test_moving_and_scaling_a_line_changes_nothing_that_is_told(text, scale, shift):
    rows = []
    for strokes in (written(text), moved(written(text), *shift, scale=scale)):
        found = Strokes(strokes)
        groups = sorted({group for step in steps_of(found.boxes) for group in step})
        rows.append(context(groups, found.boxes, found.points))
    assert rows[0].shape == (len(groups), len(CONTEXT)) and rows[0].dtype == np.float32
    assert rows[0].min() >= 0 and rows[0].max() <= 1
    np.testing.assert_allclose(rows[1], rows[0], atol=1e-4)


def test_distances_are_between_the_nearest_points_of_pieces_that_are_near_in_the_order(rng):
    points = rng.standard_normal((NEAR + 3, 5, 2))
    apart = distances(points)
    np.testing.assert_array_equal(apart, apart.T)
    for one in range(len(points)):
        for other in range(len(points)):
            gaps = [np.hypot(*(a - b)) for a in points[one] for b in points[other]]
            assert apart[one, other] == pytest.approx(min(gaps) if 0 < abs(one - other) <= NEAR else np.inf)

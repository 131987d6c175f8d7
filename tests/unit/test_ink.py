"""Ink to 28x28: the ordinary, and what fingers and broken devices do."""
import math

import pytest

from app.core import ink
from app.core.errors import DrawingError
from tests.drawings import FOUR, THREE


def rows(pixels):
    return [list(pixels[row * 28:(row + 1) * 28]) for row in range(28)]


def extent(pixels):
    """(width, height) of the inked area."""
    grid = rows(pixels)
    columns = [x for x in range(28) if any(row[x] for row in grid)]
    lines = [y for y in range(28) if any(grid[y])]
    return columns[-1] - columns[0] + 1, lines[-1] - lines[0] + 1


def mean_difference(a, b):
    return sum(abs(x - y) for x, y in zip(a, b, strict=True)) / 784


def test_an_image_is_784_numbers_from_nothing_to_full_ink():
    pixels = ink.render(THREE)
    assert len(pixels) == 784
    assert min(pixels) == 0 and max(pixels) == 1


def test_the_larger_side_is_twenty_pixels_and_the_aspect_is_kept():
    width, height = extent(ink.render([[[0, 0], [50, 100]]]))
    assert 19 <= height <= 21  # the soft edge may just touch, or just miss, a row
    assert 10 <= width <= 14  # half as wide, plus the pen


def test_row_zero_is_the_top():
    bar_above = ink.render([[[0, 0], [100, 0]], [[50, 0], [50, 100]]])  # a T
    grid = rows(bar_above)
    inked = [sum(1 for value in row if value > 0.5) for row in grid]
    assert inked.index(max(inked)) < 12


def test_the_centre_of_mass_lies_in_the_middle():
    for strokes in (THREE, FOUR, [[[0, 0], [90, 0], [30, 100]]]):
        x, y = ink.centre_of_mass(ink.render(strokes))
        assert math.dist((x, y), (ink.CENTRE, ink.CENTRE)) < 0.6


def test_ink_never_leaves_the_frame_however_lopsided_it_is():
    blob = [[0, i % 3] for i in range(200)]
    pixels = ink.render([blob, [[0, 0], [100, 0]]])
    width, _ = extent(pixels)
    assert 19 <= width <= 21  # nothing was cut off at the border


@pytest.mark.parametrize("strokes", [[[[5, 5]]], [[[5, 5]] * 50], [[[5, 5]], [[5, 5]]], [[], [[3, 3]]]],
                         ids=["tap", "repeated points", "two taps in one place", "empty stroke beside"])
def test_ink_without_extent_is_a_dot_in_the_middle(strokes):
    pixels = ink.render(strokes)
    width, height = extent(pixels)
    assert 3 <= width <= 4 and 3 <= height <= 4
    assert pixels[14 * 28 + 14] == 1


@pytest.mark.parametrize(("end", "wide"), [([100, 0], True), ([0, 100], False)], ids=["horizontal", "vertical"])
def test_a_perfectly_straight_line_is_a_line(end, wide):
    width, height = extent(ink.render([[[0, 0], end]]))
    assert (width > 18 and height <= 4) if wide else (height > 18 and width <= 4)


def test_corner_size_and_sampling_leave_no_trace():
    """Acceptance 3: in a corner, ten times smaller, ten times finer sampled."""
    plain = ink.render(THREE)
    corner = [[[x + 900, y + 900] for x, y in stroke] for stroke in THREE]
    small = [[[x / 10, y / 10] for x, y in stroke] for stroke in THREE]
    fine = [[[p[axis] + (q[axis] - p[axis]) * i / 10 for axis in (0, 1)]
             for p, q in zip(stroke, stroke[1:], strict=False) for i in range(11)] for stroke in THREE]
    for name, changed in (("corner", corner), ("small", small), ("fine", fine)):
        assert mean_difference(plain, ink.render(changed)) < 0.02, name


def test_thousands_of_points_draw_the_same_line_as_two():
    many = [[[i / 100, i / 50] for i in range(10001)]]
    assert mean_difference(ink.render(many), ink.render([[[0, 0], [100, 200]]])) < 0.005


def test_crossing_strokes_do_not_add_up_beyond_full_ink():
    assert max(ink.render(THREE * 5)) == 1
    assert mean_difference(ink.render(THREE * 5), ink.render(THREE)) < 1e-6


def test_a_long_way_outside_the_pad_is_still_a_drawing():
    far = [[[x * 1e6 - 5e8, y * 1e6] for x, y in stroke] for stroke in THREE]
    assert mean_difference(ink.render(far), ink.render(THREE)) < 1e-3


def test_mean_ink_is_that_of_mnist():
    """The pen was fitted so that drawings look like MNIST, mean 0.1307; these few need only come near."""
    drawings = [THREE, FOUR, [[[math.cos(i / 5) * 30, math.sin(i / 5) * 50] for i in range(33)]], [[[0, 0], [60, 0], [20, 100]]]]
    mean = sum(sum(ink.render(strokes)) for strokes in drawings) / 784 / len(drawings)
    assert 0.09 < mean < 0.17


@pytest.mark.parametrize(("strokes", "says"), [
    ("3", "strokes must be a list"), (None, "strokes must be a list"), ([], "no ink"), ([[]], "no ink"),
    ([5], "stroke 0 is not a list"), ([[[1, 2]], "x"], "stroke 1 is not a list"), ([[[1, 2, 3]]], "not a pair"),
    ([[7]], "not a pair"), ([[["1", 2]]], "not a number"), ([[[True, 2]]], "not a number"), ([[[None, 2]]], "not a number"),
    ([[[math.nan, 2]]], "not finite"), ([[[math.inf, 2]]], "not finite"), ([[[1e300, 2]]], "beyond 1e9"),
])
def test_what_is_no_drawing_is_refused_in_one_sentence(strokes, says):
    with pytest.raises(DrawingError, match=says):
        ink.render(strokes)

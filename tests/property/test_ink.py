"""Whatever is drawn, wherever and however large, the image obeys the same rules."""
import numpy as np
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.core import ink

coordinates = st.floats(-1000, 1000, allow_nan=False, width=32)
points = st.lists(coordinates, min_size=2, max_size=2)
drawings = st.lists(st.lists(points, min_size=1, max_size=12), min_size=1, max_size=4)
anything = st.lists(st.lists(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=2, max_size=2), max_size=6), max_size=4)


def image(strokes):
    return np.array(ink.render(strokes))


def has_extent(strokes):
    left, top, right, bottom = ink.bounding_box(strokes)
    return max(right - left, bottom - top) > 1


@given(anything)
@settings(deadline=None)
def test_any_finite_drawing_gives_ink_within_bounds(strokes):
    assume(not ink.is_blank(strokes))
    pixels = image(strokes)
    assert pixels.shape == (784,)
    assert pixels.min() >= 0 and 0 < pixels.max() <= 1


@given(drawings, st.floats(-1e4, 1e4), st.floats(-1e4, 1e4), st.floats(0.05, 50))
@settings(deadline=None)
def test_moving_and_scaling_change_nothing(strokes, dx, dy, scale):
    assume(has_extent(strokes))
    moved = [[[x * scale + dx, y * scale + dy] for x, y in stroke] for stroke in strokes]
    assert np.abs(image(moved) - image(strokes)).mean() < 0.02


@given(drawings, st.integers(2, 10))
@settings(deadline=None)
def test_finer_sampling_changes_next_to_nothing(strokes, times):
    assume(has_extent(strokes))
    fine = [[[p[0] + (q[0] - p[0]) * i / times, p[1] + (q[1] - p[1]) * i / times]
             for p, q in zip(stroke, stroke[1:] or stroke, strict=False) for i in range(times + 1)] for stroke in strokes]
    assert np.abs(image(fine) - image(strokes)).mean() < 0.02


@given(drawings)
@settings(deadline=None)
def test_stroke_order_and_direction_do_not_matter(strokes):
    backwards = [stroke[::-1] for stroke in strokes[::-1]]
    assert np.abs(image(backwards) - image(strokes)).mean() < 0.02


@given(drawings)
@settings(deadline=None)
def test_a_mirrored_drawing_gives_the_mirrored_image(strokes):
    """To half a pixel: MNIST's centre lies half a pixel off the middle, so the mirror image moves by one."""
    mirrored = image([[[-x, y] for x, y in stroke] for stroke in strokes]).reshape(28, 28)[:, ::-1]
    straight = image(strokes).reshape(28, 28)
    assert abs(mirrored.sum() - straight.sum()) < 0.1 * straight.sum() + 1

"""A batch of drawings gives what each gives by itself: `ink` is the rule, `inks` the same in numpy."""
import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.core import ink, inks
from tests.drawings import FOUR, THREE

coordinates = st.integers(-30, 30) | st.floats(-1000, 1000, width=32) | st.floats(-1e9, 1e9)
points = st.lists(coordinates, min_size=2, max_size=2)
stroke = st.lists(points, max_size=12)
drawings = st.lists(st.lists(stroke, min_size=1, max_size=4).filter(lambda strokes: not ink.is_blank(strokes)), max_size=6)
SPIRAL = [[[at * np.cos(at / 40), at * np.sin(at / 40)] for at in range(3000)]]


def assert_as_one_by_one(batch):
    images = inks.render(batch)
    assert images.shape == (len(batch), 784) and images.dtype == np.float32
    alone = np.array([ink.render(strokes) for strokes in batch]).reshape(-1, 784)
    # Both leave out what is fainter than 1e-4: rounding may decide otherwise about ink that is just as faint.
    assert (np.abs(images - alone) * (np.maximum(images, alone) > 1.1e-4)).max(initial=0) < 1e-5


@given(drawings)
@settings(deadline=None)
@example([])
@example([[[[3, 3]]]])
@example([[[[3, 3], [3, 3]], []], [[], [[0, 0], [0, 1e9]]]])
@example([SPIRAL, THREE, SPIRAL])
def test_a_batch_gives_what_each_drawing_gives_by_itself(batch):
    assert_as_one_by_one(batch)


@given(st.integers(0, 2**32))
@settings(deadline=None, max_examples=5)
def test_more_drawings_than_are_drawn_at_once_stay_in_their_order(seed):
    rng = np.random.default_rng(seed)
    batch = [[(np.array(path) + rng.normal(0, 5, (len(path), 2))).tolist() for path in (THREE, FOUR)[at % 2]]
             for at in range(2 * inks.DRAWINGS_AT_ONCE + 3)]
    assert_as_one_by_one(batch)

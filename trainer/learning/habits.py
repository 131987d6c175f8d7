"""Which habits a digit may have, and how often a drawing of it is given each."""
import numpy as np

from trainer.learning.habits_of_loops import (
    cross_bowl,
    curl_ends,
    lead_out,
    loop_corner,
    narrow_bowl,
    narrow_loop,
    part_ends,
    tail_nine,
)
from trainer.learning.habits_of_strokes import (
    circles_eight,
    cross_seven,
    flag_one,
    flat_three,
    hat_seven,
    move_strokes,
    slash_zero,
)

# By digit: how often, and what. Each is drawn on its own, so that a drawing may have several.
HABITS = {
    0: [(0.2, part_ends), (0.08, cross_bowl), (0.2, slash_zero)],
    1: [(0.4, flag_one)],
    2: [(0.15, loop_corner), (0.2, curl_ends)],
    3: [(0.1, loop_corner), (0.1, flat_three), (0.25, curl_ends)],
    4: [(0.4, move_strokes), (0.1, curl_ends)],
    5: [(0.4, move_strokes), (0.15, curl_ends)],
    6: [(0.15, narrow_bowl), (0.2, cross_bowl), (0.08, part_ends), (0.08, lead_out)],
    7: [(0.2, hat_seven), (0.3, cross_seven), (0.25, move_strokes)],
    8: [(0.15, part_ends), (0.1, curl_ends), (0.08, circles_eight)],
    9: [(0.15, narrow_loop), (0.2, part_ends), (0.35, tail_nine)],
}


def with_habits(paths: list[np.ndarray], label: int, *, rng: np.random.Generator) -> list[np.ndarray]:
    """The drawing of a digit with some of its habits; of what is no digit, label -1, as it is."""
    for often, habit in HABITS.get(label, []):
        if rng.random() < often:
            paths = habit(paths, rng=rng)
    return paths

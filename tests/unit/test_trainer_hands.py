"""Other hands: what they change of a drawing, and what they leave."""
import math

import numpy as np
import pytest

from app.core import ink
from tests.drawings import FOUR, THREE
from trainer.learning.habits import HABITS
from trainer.learning.habits_of_loops import loop_corner, narrow_loop, part_ends, tail_nine
from trainer.learning.habits_of_strokes import (
    circles_eight,
    cross_seven,
    flag_one,
    flat_three,
    hat_seven,
    move_strokes,
    slash_zero,
)
from trainer.learning.hands import normalise, vary
from trainer.learning.pen_paths import curl, evenly, loop_at, meander, prolong, sharpest, smooth

ROUND = [np.stack([np.sin(turn), -np.cos(turn)], axis=1) / 2 for turn in [np.linspace(0, -2 * np.pi, 40)]]
SEVEN = [np.array([[-0.3, -0.5], [0.0, -0.5], [0.3, -0.5], [0.2, -0.2], [0.1, 0.1], [0.0, 0.5]])]
NINE = [np.concatenate([[0.0, -0.25] + np.stack([np.cos(turn), -np.sin(turn)], axis=1) / 4 for turn in
                        [np.linspace(0.1, 2 * np.pi, 40)]] + [[[0.25, 0.0], [0.25, 0.25], [0.25, 0.5]]])]
TWO = [np.array([[-0.25, -0.4], [0.0, -0.5], [0.25, -0.3], [0.1, 0.1], [-0.3, 0.5], [0.0, 0.5], [0.3, 0.5]])]


def rendered(hand):
    return np.array(ink.render(hand))


def length(path):
    return np.hypot(*np.diff(path, axis=0).T).sum()


def test_another_hand_draws_the_same_digit_differently(rng):
    plain = rendered(THREE)
    drawn = [rendered(vary(THREE, 3, rng=rng)) for _ in range(20)]
    differences = [np.abs(hand - plain).mean() for hand in drawn]
    assert min(differences) > 0.005
    assert np.mean(differences) < 0.12


@pytest.mark.parametrize("label", [-1, *range(10)])
@pytest.mark.parametrize("drawing", [[[[5, 5]]], [[[0, 0], [0, 0]]], [[[1, 2], [1, 90]]], THREE, FOUR,
                                     [[], [[3, 3], [4, 9]]], [[[0, 0], [9, 0], [0, 9], [9, 9]], [[4, 4]]]])
def test_whatever_is_drawn_can_be_varied_and_rendered(drawing, label, rng):
    for _ in range(30):
        hand = vary(drawing, label, rng=rng)
        ink.check_strokes(hand)
        assert max(ink.render(hand)) > 0


@pytest.mark.parametrize("habit", sorted({habit for chosen in HABITS.values() for _, habit in chosen},
                                         key=lambda habit: habit.__name__), ids=lambda habit: habit.__name__)
@pytest.mark.parametrize("drawing", [[[[5, 5]]], [[[0, 0], [0, 0]]], [[[1, 2], [1, 90]]], THREE, FOUR,
                                     [[[0, 0], [9, 0], [0, 9], [9, 9]], [[4, 4]]]])
def test_every_habit_takes_every_drawing(habit, drawing, rng):
    for _ in range(10):
        paths = habit(normalise(drawing), rng=rng)
        assert all(np.isfinite(path).all() and path.shape[1:] == (2,) and len(path) for path in paths)
        assert np.abs(np.concatenate(paths)).max() < 2


def test_the_same_generator_state_gives_the_same_hand():
    assert vary(FOUR, 4, rng=np.random.default_rng(3)) == vary(FOUR, 4, rng=np.random.default_rng(3))


def test_a_plain_one_gets_a_flag_or_a_foot_now_and_then(rng):
    plain = [[[0, y] for y in range(0, 50, 5)]]
    assert 0.25 < np.mean([len(vary(plain, 1, rng=rng)) > 1 for _ in range(200)]) < 0.6


def test_a_long_flag_hangs_steeply_so_that_it_makes_no_seven(rng):
    plain = [np.array([[0.0, y] for y in np.linspace(-0.5, 0.5, 10)])]
    flags = [paths[1] for paths in (flag_one(plain, rng=rng) for _ in range(300)) if len(paths) > 1 and len(paths[1]) == 3]
    long = [flag for flag in flags if length(flag[[0, 2]]) > 0.5]
    assert len(long) > 20
    assert max(length(flag[[0, 2]]) for flag in long) > 0.85
    assert all(flag[0, 1] - flag[2, 1] > 0.6 * abs(flag[0, 0] - flag[2, 0]) for flag in long)


def test_a_one_that_has_a_flag_already_is_left_alone(rng):
    flagged = [np.array([[-0.3, -0.2], [0.0, -0.5], [0.0, 0.5]])]
    assert len(flag_one(flagged, rng=rng)) == 1


def test_slash_and_bar_cross_the_middle_of_the_digit(rng):
    slash = slash_zero(ROUND, rng=rng)[-1]
    assert np.abs(slash.mean(axis=0)).max() < 0.1
    for _ in range(20):
        bar = cross_seven(SEVEN, rng=rng)[-1]
        assert bar[0, 0] < 0.15 < bar[-1, 0]
        assert -0.25 < bar[:, 1].mean() < 0.3


def test_bars_are_level_slanted_and_waved(rng):
    bars = [cross_seven(SEVEN, rng=rng)[-1] for _ in range(100)]
    slopes = [(bar[-1, 1] - bar[0, 1]) / (bar[-1, 0] - bar[0, 0]) for bar in bars]
    bends = [length(bar) / length(bar[[0, -1]]) for bar in bars]
    assert np.std(slopes) > 0.08
    assert min(bends) < 1.001 < 1.02 < max(bends)


def test_the_hat_of_a_seven_changes_and_its_stem_stays(rng):
    changed = [hat_seven(SEVEN, rng=rng)[0] for _ in range(20)]
    for path in changed:
        assert path[-1] == pytest.approx(SEVEN[0][-1])
    assert len({round(float(path[0, 1]), 6) for path in changed}) > 5


def test_a_nines_tail_ends_left_or_right_of_where_it_ended_and_its_loop_stays(rng):
    tails = [tail_nine(NINE, rng=rng)[0] for _ in range(100)]
    across = np.array([tail[-1, 0] for tail in tails]) - NINE[0][-1, 0]
    assert (across < -0.1).mean() > 0.5
    assert (across > 0.02).any()
    loop = evenly(NINE[0])[:12]
    assert all(np.abs(tail[:12] - loop).max() < 0.01 for tail in tails)


def test_a_nine_whose_tail_goes_elsewhere_is_left_alone(rng):
    up = [NINE[0][::-1]]
    assert tail_nine(up, rng=rng) is up


def test_parted_ends_open_a_loop_and_prolonged_ones_go_on_along_it(rng):
    gaps = [np.linalg.norm(path[0] - path[-1]) for path in (part_ends(ROUND, rng=rng)[0] for _ in range(50))]
    assert max(gaps) > 0.15
    longer = prolong(ROUND[0], length=0.3)
    assert length(longer) == pytest.approx(length(ROUND[0]) + 0.3, abs=0.1)
    assert np.abs(np.hypot(*longer.T) - 0.5).max() < 0.08


def test_a_narrow_loop_is_narrower_and_what_follows_keeps_its_shape(rng):
    narrow, even = narrow_loop(NINE, rng=rng)[0], evenly(NINE[0])
    narrowest = [np.sqrt(np.linalg.eigvalsh(np.cov(path[:26].T))[0]) for path in (narrow, even)]
    assert narrowest[0] < 0.85 * narrowest[1]
    assert np.diff(narrow[30:], axis=0) == pytest.approx(np.diff(even[30:], axis=0), abs=1e-9)


def test_the_corner_of_a_two_gets_a_loop_the_other_way_round(rng):
    looped = loop_corner(TWO, rng=rng)[0]
    assert length(looped) > length(TWO[0]) + 0.1
    corner, turn = sharpest(evenly(TWO[0]), first=0.35, last=0.78)
    assert turn < -1.4
    tight = loop_at(evenly(TWO[0]), corner, radius=0.05)
    turned = np.unwrap(np.angle(np.diff(tight[:, 0] + 1j * tight[:, 1])))
    assert turned[corner + 14] - turned[corner - 3] == pytest.approx(turn + 2 * math.pi, abs=0.5)


def test_a_flat_three_begins_with_a_straight_bar_and_ends_as_it_did(rng):
    three = normalise(THREE)
    [flat] = flat_three(three, rng=rng)
    assert abs(flat[1, 1] - flat[0, 1]) < 0.25 * abs(flat[1, 0] - flat[0, 0])
    assert flat[-1] == pytest.approx(three[0][-1])


def test_an_eight_of_two_circles_fills_the_place_of_the_one_before(rng):
    circles = circles_eight([np.array([[-0.3, -0.5], [0.3, 0.5]])], rng=rng)
    assert len(circles) == 2
    points = np.concatenate(circles)
    assert points.min(axis=0) == pytest.approx([-0.3, -0.5], abs=0.12)
    assert points.max(axis=0) == pytest.approx([0.3, 0.5], abs=0.12)


def test_strokes_move_against_each_other_and_keep_their_shape(rng):
    four = normalise(FOUR)
    moved = move_strokes(four, rng=rng)
    gap, before = moved[1].mean(axis=0) - moved[0].mean(axis=0), four[1].mean(axis=0) - four[0].mean(axis=0)
    assert 0.005 < np.linalg.norm(gap - before) < 0.4
    for old, new in zip(four, moved, strict=True):
        ratio = np.hypot(*np.diff(new, axis=0).T) / np.hypot(*np.diff(old, axis=0).T)
        assert ratio == pytest.approx(ratio[0])


def test_evenly_spaced_points_lie_on_the_path_from_end_to_end():
    even = evenly(SEVEN[0])
    assert even[[0, -1]] == pytest.approx(SEVEN[0][[0, -1]])
    steps = np.hypot(*np.diff(even, axis=0).T)
    assert steps.min() > 0.6 * steps.max()  # shorter where it cuts a corner
    assert len(evenly(np.array([[1.0, 2.0]]))) == 1


def test_a_stroke_meanders_about_the_same_middle(rng):
    bent = meander(SEVEN[0], turn=0.2, stretch=0.1, rng=rng)
    even = evenly(SEVEN[0])
    assert bent.mean(axis=0) == pytest.approx(even.mean(axis=0))
    assert 0.005 < np.abs(bent - even).mean() < 0.2


def test_a_curl_turns_the_end_clockwise_by_the_angle_and_leaves_the_rest():
    down = np.array([[0.0, 0.0], [0.0, 1.0]])
    curled = curl(down, share=0.5, turn=math.pi / 2)
    assert np.abs(curled[:20, 0]).max() < 1e-9
    last = curled[-1] - curled[-2]
    assert last / np.linalg.norm(last) == pytest.approx([-1, 0], abs=1e-6)


def test_smoothing_rounds_a_corner_and_keeps_a_line():
    corner = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0]])
    assert np.linalg.norm(smooth(corner, width=2.0) - [1, 0], axis=1).min() > 0.01
    line = smooth(np.array([[0.0, 0.0], [0.0, 1.0]]), width=2.0)
    assert np.abs(line[:, 0]).max() < 1e-9

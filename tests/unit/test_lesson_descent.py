"""Lesson 6: steps and slopes by hand, what its text says, and pictures at every extreme."""
import re
from itertools import product
from math import exp, sqrt

import numpy as np
import pytest

from app.core.layers import Dense, Sigmoid
from app.lessons.descent import descent as lesson
from app.lessons.descent import small_layer
from app.lessons.kit.settings import Choice, defaults
from trainer.learning.optim import SGD, Adam


@pytest.mark.parametrize(("rate", "factor", "shown"), [
    (0.1, 0.9, "-0.05"), (1, 0, "1.00"), (1.5, -0.5, "1.00"), (2, -1, "-2.00"), (2.5, -1.5, "-172.00")])
def test_each_step_multiplies_the_distance_to_the_bottom_by_1_minus_the_rate(rate, factor, shown):
    path = lesson.descend("one", -2, rate, 10)
    assert path == pytest.approx([1 - 3 * factor ** k for k in range(11)])
    assert f"{path[-1]:.2f}" == shown


def test_the_first_steps_are_those_of_the_text():
    # slope -2 - 1 = -3: -2 + 0.3 * 3 = -1.1; slope -2.1: -1.1 + 0.63 = -0.47
    assert lesson.descend("one", -2, 0.3, 2) == pytest.approx([-2, -1.1, -0.47])
    assert lesson.loss("one", -2) == lesson.loss("one", 4) == 4.5


def test_the_slopes_are_those_of_the_curves():
    for curve, w in product(("one", "two"), (-3.5, -1, 0.7, 5)):
        h = 1e-5
        assert lesson.slope(curve, w) == pytest.approx((lesson.loss(curve, w + h) - lesson.loss(curve, w - h)) / (2 * h), abs=1e-8)


@pytest.mark.parametrize(("curve", "start", "rate", "steps", "words"), [
    ("one", -2, 1, 1, "w is 1.00 and the loss 0.00: the bottom."),
    ("one", -2, 2, 9, "w is 4.00 and the loss 4.50: back and forth, for ever."),
    ("one", -2, 2.5, 3, "higher than at the start."),
    ("one", -4, 2.5, 30, "Flown off: after 14 steps w is beyond 1000."),  # 5 * 1.5 ** 13 = 973.1, and then 1459.6
    ("two", -2, 0.3, 30, "the loss 0.28: the lower valley."),
    ("two", 3, 0.3, 30, "the loss 1.69: the higher valley; it knows nothing of the lower one."),
    ("two", -2, 1, 30, "back and forth, for ever."),
    ("two", 3, 1.5, 12, "w is 3.13 and the loss 1.90: on the way, but not every step went down."),
    ("two", 1.25, 0.3, 0, "the very top of the hill, where no slope says which way."),
])
def test_what_a_way_down_came_to_is_said(curve, start, rate, steps, words):
    assert lesson.came_to(curve, lesson.descend(curve, start, rate, steps)).endswith(words)


def test_each_of_the_three_ways_is_lowest_at_some_rate():
    def ends(pace, keep=0.9):
        made = lesson.race(pace, keep, 40)["race"]
        return [re.sub("<[^>]*>", "", row).strip() for row in made.split("</tr>")[:3]]
    assert ["\u2713" in row for row in ends(0.02)] == [False, True, False]
    assert ["\u2713" in row for row in ends(0.08)] == [True, False, False]
    assert ["flown off" in row for row in ends(0.2)] == [True, True, False]
    assert ["\u2713" in row for row in ends(0.08, 0.7)] == [False, True, False]


@pytest.mark.parametrize(("step", "optimiser"), [
    (lesson.plain_step, SGD()), (lesson.momentum, SGD(momentum=0.9)), (lesson.adam, Adam())])
def test_the_three_ways_are_the_trainers(step, optimiser):
    place, rate = np.array([-4.0, 1.0]), 0.03
    for expected in lesson.travel(step, rate, 0.9, 25)[1:]:
        optimiser.step(place, np.array([1.0, 20.0]) * place, rate)
        assert place == pytest.approx(expected, rel=1e-5)


def test_adams_first_step_is_as_long_as_the_rate():
    # mean 0.1 g / 0.1 = g, square 0.001 g g / 0.001 = g g: rate * g / sqrt(g g)
    (x, y) = lesson.travel(lesson.adam, 0.2, 0.9, 1)[1]
    assert (x, y) == pytest.approx((-3.8, 0.8))
    # and the second, across: g = 16; mean (0.9 * 2 + 1.6) / 0.19, square (0.999 * 0.4 + 0.256) / 0.001999
    second = lesson.travel(lesson.adam, 0.2, 0.9, 2)[2]
    assert second[1] == pytest.approx(0.8 - 0.2 * (3.4 / 0.19) / sqrt(0.6556 / 0.001999))


def test_one_neuron_forward_and_back_by_hand():
    z, a, loss = lesson.forward(2, 0.5, -1, 1)
    assert (z, a, loss) == (0, 0.5, 0.125)
    assert lesson.backward(2, a, 1) == (-0.5, 0.25, -0.125, -0.25, -0.125)
    # one step: w = 0.75, b = -0.875, z = 0.625
    assert lesson.chain(2, 0.5, -1, 1)["moved"].endswith("from 0.1250 to 0.0608.")
    assert 0.5 * (1 / (1 + exp(-0.625)) - 1) ** 2 == pytest.approx(0.0608, abs=5e-5)
    sure = lesson.forward(2, 2, 1, 0)[1]
    assert (round(sure, 3), round(sure * (1 - sure), 3)) == (0.993, 0.007)
    assert lesson.backward(1, 0.9, 0)[2] == pytest.approx(0.081)  # the second question


def test_the_small_layer_is_as_numpy_and_the_core_have_it():
    x, W, b, t = small_layer.LAYER
    outputs, _, _, dz, dW, dx = small_layer.layer_backward(x, W, b, t)
    dense, bend = Dense(np.array(W, float), np.array(b, float)), Sigmoid()
    inputs = np.array([x], float)
    sums = dense.forward(inputs)
    a = bend.forward(sums)
    back, _ = bend.backward(sums, a, a - t)
    expected, gradients = dense.backward(inputs, sums, back)
    assert sums.tolist() == [[0, 1]]
    assert outputs == pytest.approx(a[0])
    assert dz == pytest.approx(back[0])
    assert np.array(dW) == pytest.approx(gradients["weights"])
    assert dx == pytest.approx(expected[0])
    assert [round(value, 3) for value in dz + dx] == [-0.125, 0.144, -0.206, 0.175]


def test_nudging_agrees_a_hundredfold_better_per_place_until_rounding_tells():
    apart = [abs(lesson.nudged(2, 0.5, -1, 1, 0.1 ** at) + 0.25) for at in range(1, 13)]
    assert apart[0] == pytest.approx(0.0008, abs=5e-5)
    for at in (0, 1, 2):
        assert apart[at] / apart[at + 1] == pytest.approx(100, rel=0.05)
    assert min(apart) == apart[4] < 1e-10  # h = 0.00001
    assert apart[11] > 1e-6
    assert lesson.about(0.00096) == "about 1 \u00b7 10\u207b\u00b3"
    assert lesson.about(0) == "less than 10\u207b\u00b9\u2076"


def test_pictures_are_made_for_every_extreme():
    settings = lesson.SETTINGS
    choices = {name: kind.words if isinstance(kind, Choice) else (kind.low, kind.high) for name, kind in settings.items()}
    first = lesson.pictures(defaults(settings), {})
    for names, make in lesson.PARTS:
        for values in product(*[choices[name] for name in names]):
            made = make(*values)
            assert all(made.values())
            assert set(made) <= set(first)
            assert not re.search(r"\b(nan|inf)\b", "".join(made.values()))


def test_what_is_announced_is_about_what_has_changed():
    state = defaults(lesson.SETTINGS)
    lesson.pictures(state, {})
    assert lesson.pictures({**state, "rate": 1}, {})["told"] == "After 1 step w is 1.00 and the loss 0.00: the bottom."
    assert lesson.pictures({**state, "rate": 1, "x": 1}, {})["told"].startswith("The slope for w is ")
    assert lesson.pictures({**state, "rate": 1, "x": 1, "power": 5}, {})["told"].startswith("h is 10\u207b\u2075.")

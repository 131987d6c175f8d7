"""Lesson 5: what its functions give, worked by hand, and what its text says of them and of the shipped networks."""
import json
import math
from pathlib import Path

import pytest

from app.core.instant import softmax
from app.lessons.kit.settings import Choice, defaults
from app.lessons.loss import loss as lesson

ROOT = Path(__file__).parents[2]
PROSE = " ".join((ROOT / "app/lessons/loss/index.html").read_text(encoding="utf-8").split())


def made_of(**changes):
    *_, made = lesson.pictures({**defaults(lesson.SETTINGS), **changes}, {})
    return made


def test_both_losses_of_eighty_percent():
    """0.2 too little for one digit and 0.2 too much for another: (0.04 + 0.04) / 2."""
    given = lesson.answer(0.8, 3, shared=False)
    assert sum(given) == pytest.approx(1) and (given[3], given[8]) == pytest.approx((0.8, 0.2))
    assert lesson.squared_error(given, 3) == pytest.approx(0.04)
    assert lesson.cross_entropy(given, 3) == pytest.approx(0.22314, abs=1e-5)


def test_what_remains_can_be_shared():
    """0.99 too little, and nine times 0.11 too much: (0.9801 + 9 * 0.0121) / 2."""
    given = lesson.answer(0.01, 8, shared=True)
    assert sum(given) == pytest.approx(1) and given[0] == pytest.approx(0.11)
    assert lesson.squared_error(given, 8) == pytest.approx((0.9801 + 0.1089) / 2)


@pytest.mark.parametrize(("slopes", "loss"), [(lesson.cross_entropy_slopes, lesson.cross_entropy),
                                              (lesson.squared_error_slopes, lesson.squared_error)])
def test_the_slopes_are_how_much_the_loss_changes_with_each_logit(slopes, loss):
    logits, step = [0.5, -1.0, 2.0, 0.25], 1e-5
    for label in range(4):
        found = slopes(softmax(logits), label)
        for at in range(4):
            ends = [loss(softmax([z + way * step * (i == at) for i, z in enumerate(logits)]), label) for way in (-1, 1)]
            assert found[at] == pytest.approx((ends[1] - ends[0]) / (2 * step), abs=1e-7)


def test_where_it_is_most_wrong_squared_error_hardly_pushes():
    """p - t = -0.99; and through softmax 0.01 * (-0.99 - (0.01 * -0.99 + 0.99 * 0.99)) = -0.0196."""
    given = lesson.answer(0.01, 3, shared=False)
    assert lesson.cross_entropy_slopes(given, 3)[3] == pytest.approx(-0.99)
    assert lesson.squared_error_slopes(given, 3)[3] == pytest.approx(-0.019602)
    assert lesson.squared_error(given, 3) == pytest.approx(0.9801)
    assert round(0.99 / 0.019602) == 51 and "0.0196, a fiftieth of that" in PROSE  # 50.5
    assert f"{0.99 * 0.01 * 0.99:.4f}" == "0.0098"  # one sigmoid at 0.01 instead of 1


def test_the_text_is_true_about_logarithms():
    loss = lesson.cross_entropy
    assert f"{loss([0.01], 0):.2f}" == "4.61" and loss([0.01], 0) / loss([0.8], 0) == pytest.approx(20.6, abs=0.1)
    assert f"At 0.01% it would be {loss([0.0001], 0):.2f}" in PROSE
    assert f"{loss([0.8], 0):.3f} {loss([0.5], 0):.3f} {loss([0.4], 0):.3f}" == "0.223 0.693 0.916"
    assert "0.223 + 0.693 = 0.916" in PROSE
    assert f"{(0.223 + 0.693) / 2:.3f}" == "0.458" == f"{(loss([0.8], 0) + loss([0.5], 0)) / 2:.3f}"
    assert loss([0.25], 0) == pytest.approx(2 * loss([0.5], 0))


def test_one_neuron_by_hand():
    """Two points, weight 2 and bias -1: sums 1 and -3. The first, an 8, costs ln(1 + e^-1); the second, a 3, ln(1 + e^-3)."""
    points = [(1, 1), (-1, 0)]
    assert lesson.average_loss(points, 2, -1) == pytest.approx((math.log(1 + math.exp(-1)) + math.log(1 + math.exp(-3))) / 2)
    assert lesson.accuracy(points, 2, -1) == 2
    assert lesson.accuracy(points, -2, -1) == 0  # the sums -3 and 1


def test_the_text_is_true_about_stairs_and_slope():
    losses = [f"{lesson.average_loss(lesson.POINTS, w, 1):.4f}" for w in (0.6, 0.61)]
    assert f"it falls from {losses[0]} to {losses[1]}" in PROSE
    assert [lesson.accuracy(lesson.POINTS, w, 1) for w in (0.6, 0.61, 1, 1.4)] == [7, 7, 8, 7]
    losses = [f"{lesson.average_loss(lesson.POINTS, w, 1):.3f}" for w in (1, 1.4)]
    assert f"the loss falls from {losses[0]} to {losses[1]}" in PROSE
    crossing = [(x, label) for x, label in lesson.POINTS
                if (lesson.chance_of_8(x, 1, 1) > 0.5) != (lesson.chance_of_8(x, 1.4, 1) > 0.5)]
    assert crossing == [(-0.9, 1)]  # "one 8 has just fallen below 50%"
    surer = [abs(label - lesson.chance_of_8(x, 1, 1)) > abs(label - lesson.chance_of_8(x, 1.4, 1)) for x, label in lesson.POINTS]
    assert surer.count(True) >= 6


def test_the_stairs_have_a_step_wherever_a_digit_changes_sides():
    """At weight w and bias 1 the digit at x is on the edge where w x + 1 = 0: for x = -0.5 at 2."""
    assert [round(w, 3) for w in lesson.jumps(1)] == [-2.5, -1.429, -0.833, -0.556, -0.4, 0.385, 0.526, 0.714, 1.111, 1.667]


def test_the_text_is_true_about_the_networks_of_this_site():
    losses = {}
    for network in json.loads((ROOT / "weights/index.json").read_text())["networks"]:
        document = json.loads((ROOT / "weights" / network["file"]).read_text())
        losses[network["name"]] = document["training"]["recipe"]["settings"]["loss"]
    assert losses.pop("mlp-16-16") == "squared_error"
    assert len(losses) == 6 and set(losses.values()) == {"cross_entropy"}


def test_there_are_pictures_of_every_state():
    places = set(made_of())
    for name, kind in lesson.SETTINGS.items():
        for value in kind.words if isinstance(kind, Choice) else (kind.low, kind.high):
            for bias, rest in ((0, "shared"), (-3, "rival")):
                made = made_of(**{"bias": bias, "rest": rest, name: value})
                assert set(made) == places and all(made.values()) and "nan" not in json.dumps(made)


def test_the_pictures_say_what_is_worked_out():
    assert made_of()["told"] == "Cross-entropy 0.22, half squared error 0.04."
    assert made_of(view="ten")["told"] == "7 of 10 are right, and the average loss is 0.566."
    assert "<td>4.61</td><td>0.9801</td>" in made_of()["some"]
    assert [lesson.percent(p) for p in (0.01, 0.8, 0.125, 1)] == ["1%", "80%", "12.5%", "100%"]

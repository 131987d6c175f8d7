"""Lesson 4: what its functions give, worked by hand, and what its text says of them and of the shipped networks."""
import json
from pathlib import Path

import pytest

from app.core import instant
from app.lessons.activations import activations as lesson
from app.lessons.kit.settings import Choice, defaults

ROOT = Path(__file__).parents[2]
PROSE = " ".join((ROOT / "app/lessons/activations/index.html").read_text(encoding="utf-8").replace("\u00a0", " ").split())


def test_each_bend_and_its_slope():
    assert lesson.sigmoid(0) == 0.5
    assert lesson.sigmoid(2) == pytest.approx(1 / (1 + 0.135335), abs=1e-6)  # 0.880797
    assert lesson.tanh(1) == pytest.approx(0.761594, abs=1e-6)
    assert [lesson.relu(z) for z in (-2, 0, 3)] == [0, 0, 3]
    assert lesson.slope("sigmoid", 0.9) == pytest.approx(0.09)
    assert lesson.slope("tanh", 0.5) == 0.75
    assert [lesson.slope("relu", a) for a in (0, 3)] == [0, 1]


@pytest.mark.parametrize("kind", lesson.KINDS)
@pytest.mark.parametrize("z", [-4, -0.7, 0.3, 5])
def test_the_slope_is_how_much_the_value_changes(kind, z):
    bend = lesson.bend_of(kind)
    assert lesson.slope(kind, bend(z)) == pytest.approx((bend(z + 1e-4) - bend(z - 1e-4)) / 2e-4, abs=1e-6)


def test_without_a_bend_the_small_net_is_a_line_and_with_relu_a_zigzag():
    """(x + 2) - 2x + 2(x - 1) = x; with ReLU corners at -2, 0 and 1."""
    assert [lesson.small_net(x, lesson.unbent) for x in (-3, 0, 2)] == [-3, 0, 2]
    assert [lesson.small_net(x, lesson.relu) for x in (-3, -2, -1, 0, 1, 2, 3)] == [0, 0, 1, 2, 1, 2, 3]


def test_softmax_of_the_text():
    """e^2 = 7.389, e^1 = 2.718, e^0 = 1, together 11.107."""
    shares = lesson.softmax([2, 1, 0], 1)
    assert shares == pytest.approx([7.389 / 11.107, 2.718 / 11.107, 1 / 11.107], abs=1e-4)
    assert "66.5%, 24.5% and 9.0%" in PROSE and [f"{p:.3f}" for p in shares] == ["0.665", "0.245", "0.090"]
    assert lesson.softmax([1002, 1001, 1000], 1) == shares  # adding to all changes nothing, and nothing overflows
    assert lesson.powers([1002, 1001, 1000], 1)[0] == 1


@pytest.mark.parametrize("temperature", [0.25, 1, 4])
def test_softmax_is_that_of_the_site(temperature):
    logits = [3.5, -1.25, 0.5]
    assert lesson.softmax(logits, temperature) == pytest.approx(instant.softmax(logits, temperature))


def test_the_text_is_true_about_flat_ends_and_large_powers():
    assert "The value is 0.982, and the slope 0.018" in PROSE
    a = lesson.sigmoid(4)
    assert f"{a:.3f} {lesson.slope('sigmoid', a):.3f}" == "0.982 0.018"
    assert f"{0.25 ** 4:.4f}" == "0.0039" and lesson.slope("sigmoid", a) ** 4 < 1e-7
    whole = 1000 * 0.4342944819  # log10(e)
    assert int(whole) + 1 == 435 and "435 digits" in PROSE


def test_the_text_is_true_about_the_networks_of_this_site():
    networks = {name: json.loads((ROOT / f"weights/{name}.json").read_text()) for name in ("inkling", "lenet")}
    assert f"Inkling's own got {networks['inkling']['temperature']:.2f}" in PROSE
    assert f"The small convolutional one got {networks['lenet']['temperature']:.2f}" in PROSE
    error = networks["inkling"]["metrics"]["mnist-test"]["ece"]
    assert f"differ by {100 * error:.1f} percentage points" in PROSE
    assert [layer["kind"] for layer in networks["inkling"]["layers"]] == ["dense", "relu", "dense", "relu", "dense", "softmax"]


def states():
    """The beginning, and every setting at each of its ends or words, for both things to play with."""
    for view in ("curve", "softmax"):
        begin = {**defaults(lesson.SETTINGS), "view": view}
        for name, kind in lesson.SETTINGS.items():
            for value in kind.words if isinstance(kind, Choice) else (kind.low, kind.high):
                yield {**begin, name: value}
    for kind in lesson.KINDS:
        for z in (-6, 0, 6):
            yield {**defaults(lesson.SETTINGS), "kind": kind, "z": z}
    yield {**defaults(lesson.SETTINGS), "z3": -5, "z5": 5, "z8": -5, "t": 0.25, "more": 1000}


def test_there_are_pictures_of_every_state():
    places = set(lesson.pictures(defaults(lesson.SETTINGS), {}))
    for state in states():
        made = lesson.pictures(state, {})
        assert set(made) == places and all(made.values()) and "nan" not in json.dumps(made)


def test_the_pictures_say_what_is_worked_out():
    made = lesson.pictures(defaults(lesson.SETTINGS), {})
    assert made["told"] == "sigmoid of 1.00 is 0.731, and the slope there is 0.197."  # 0.731 * 0.269
    assert "<td>ReLU</td><td>1.000</td><td>1.000</td>" in made["all"]
    made = lesson.pictures({**defaults(lesson.SETTINGS), "view": "softmax", "t": 0.5}, {})
    assert made["told"] == "The probabilities are 86.7% for 3, 11.7% for 5, 1.6% for 8."  # e^4, e^2, 1 of 62.987

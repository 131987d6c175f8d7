"""Lesson 9: its images, the gap worked by hand, and what its page says of drawings, as the networks themselves answer."""
import json
import re
from pathlib import Path

import pytest

from app.build.page import parse
from app.core import ink, instant
from app.lessons.failures import failures
from app.lessons.kit.drawing import THREE
from app.lessons.kit.settings import defaults
from app.ui.examples import strokes_of

ROOT = Path(__file__).parents[2]
PAGE = parse((ROOT / "app/lessons/failures/index.html").read_text(encoding="utf-8"))
WORDS = re.sub(r"\s+", " ", PAGE.get_text())
READY = {button.text: strokes_of(button["data-example"]) for button in PAGE.select("[data-example]")}


@pytest.fixture(scope="module")
def networks():
    return {name: instant.parse((ROOT / file).read_text(encoding="utf-8")) for name, file in failures.FILES.items()}


def shown(networks, strokes, **changed):
    for made in failures.pictures({**defaults(failures.SETTINGS), "strokes": strokes, **changed}, networks):
        pass
    return made


def says(networks, drawing, **changed):
    """What both are shown to answer, in the words of `verdict` without their markup."""
    made = shown(networks, READY[drawing], **changed)
    return [re.sub("<[^>]+>", "", made[f"{name}-says"]) for name, _ in failures.NETWORKS]


def test_the_image_is_the_one_that_every_drawing_is_read_from_unless_something_is_changed():
    for strokes in (THREE, failures.FLAGGED, [[[5, 5]]]):
        image = failures.image_of(strokes, defaults(failures.SETTINGS))
        assert image == pytest.approx(list(ink.render(strokes)), abs=1e-4)


def test_ink_fades_over_the_pens_edge():
    """A line at y = 14 through a pen 2 wide, whose edge is 1.28: full ink up to 1 - 0.64 = 0.36 away, none from 1.64 on."""
    image = failures.paint([[(4, 14), (24, 14)]], 2)
    column = [image[row * 28 + 14] for row in range(28)]
    # Rows 13 and 14 have their middles 0.5 away: (1.64 - 0.5) / 1.28; rows 12 and 15 1.5 away: (1.64 - 1.5) / 1.28.
    assert column[11:17] == pytest.approx([0, 0.109, 0.891, 0.891, 0.109, 0], abs=5e-4)


def test_what_is_moved_is_moved_by_whole_pixels_and_cut_off_at_the_edge():
    state = defaults(failures.SETTINGS)
    there = failures.image_of(THREE, state)
    moved = failures.image_of(THREE, {**state, "right": 3, "down": -2})
    assert [moved[row * 28 + column] for row in range(26) for column in range(3, 28)] == pytest.approx(
        [there[(row + 2) * 28 + column - 3] for row in range(26) for column in range(3, 28)], abs=1e-6)
    assert sum(failures.image_of(THREE, {**state, "right": 8, "down": 8})) < sum(there)


def test_as_it_lies_on_the_pad_a_drawing_keeps_its_size_and_place():
    image = failures.image_of([[[250, 500]]], {**defaults(failures.SETTINGS), "place": "as-drawn"})
    # 250 of 1000 pad units are 7 of 28 pixels, so the dot lies between the pixels 6 and 7, and 500 between 13 and 14.
    inked = {(at % 28, at // 28) for at in range(784) if image[at] > 0.5}
    assert {(6, 13), (7, 13), (6, 14), (7, 14)} <= inked
    assert sum(column for column, _ in inked) / len(inked) == 6.5
    assert sum(row for _, row in inked) / len(inked) == 13.5


def test_the_gap_is_the_average_over_all_answers():
    # (|0.95 * 100 - 90| + |0.6 * 50 - 33|) / 150 = (5 + 3) / 150
    assert failures.gap(failures.GROUPS) == pytest.approx(8 / 150)
    assert "100 answers at 95%, of which 90 are right, and 50 at 60%, of which 33 are" in WORDS
    assert "5.3 points" in WORDS


def test_the_networks_answer_as_the_page_says(networks):
    assert says(networks, "flagged 1") == ["7 sure: 98.0%", "1 sure: over 99.9%"]
    assert [each[:6] for each in says(networks, "crossed 7")] == ["9 sure", "7 sure"]
    assert [each[:6] for each in says(networks, "curled 9")] == ["3 sure", "9 sure"]
    assert [each[:6] for each in says(networks, "slashed 0")] == ["8 sure", "0 sure"]
    assert [each[:6] for each in says(networks, "open 4")] == ["4 sure", "4 sure"]
    assert [each[:6] for each in says(networks, "small 3")] == ["3 sure", "3 sure"]
    assert says(networks, "small 3", place="as-drawn")[1] == "6 sure: 99.7%"
    thin = says(networks, "flagged 1", pen=failures.SETTINGS["pen"].low)[1]
    assert thin.startswith("7? not sure")


def test_what_is_no_digit_is_a_digit_to_the_mnist_network_and_a_house_to_both(networks):
    plain, inkling = says(networks, "letter A")
    assert plain == "4 sure: 99.1%"
    assert inkling.startswith("4? not sure: 10.8%")
    assert WORDS.count("a 4, 99.1% sure") == 2
    plain, inkling = says(networks, "zigzag")
    assert re.match(r"4 sure: .*99\.\d%", plain)
    assert re.match(r".\? not sure: 11\.1%", inkling)
    assert [each[:6] for each in says(networks, "house")] == ["0 sure", "0 sure"]


def test_the_figures_are_those_of_the_weights_and_of_the_list_of_them(networks):
    index = json.loads((ROOT / "weights/index.json").read_text(encoding="utf-8"))
    metrics = {each["name"]: each["metrics"] for each in index["networks"]}
    assert networks["plain"].metrics == metrics["mlp-128-64"]
    assert networks["inkling"].metrics == metrics["inkling"]
    made = shown(networks, THREE)
    plain, inkling = metrics["mlp-128-64"], metrics["inkling"]
    for share in (plain["mnist-test"]["accuracy"], inkling["unipen-digits"]["accuracy"], plain["pendigits-train"]["per_digit"][9]):
        assert f"{100 * share:.2f}%" in made["accuracies"]
    assert f"{100 * plain['unipen-not-digits']['sure_rate']:.2f}%" in made["letters"]
    assert f"{100 * inkling['uji2-digits']['ece']:.2f}%" in made["calibration"]
    assert made["threshold"] == "94.59%"


def test_the_prose_keeps_to_the_figures(networks):
    plain, inkling = networks["plain"].metrics, networks["inkling"].metrics
    assert 0.985 < plain["mnist-test"]["accuracy"] < 0.99  # "nearly 99%"
    assert 0.5 < plain["pendigits-train"]["per_digit"][9] < 0.55  # "hardly more than half"
    assert inkling["unipen-not-digits"]["n"] == 2000
    large = [key for key, _ in failures.SETS if inkling[key]["n"] > 1000]
    wrong = [round(1000 * (1 - inkling[key]["sure_accuracy"])) for key in large]
    assert (min(wrong), max(wrong)) == (1, 4)  # "one to four of a thousand"
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(words in readme for words in ("pendigits, 6 held-out writers", "characters 2, 12 held-out", "UNIPEN, 40 held-out"))


@pytest.mark.parametrize("strokes", [[], [[]], [[[500, 500]]], [[[0, 0], [1000, 1000]]]])
@pytest.mark.parametrize("pen", [0.66, 6.66])
def test_every_extreme_has_its_pictures(networks, strokes, pen):
    plain = {"plain": networks["plain"]}
    for place in failures.SETTINGS["place"].words:
        image = failures.image_of(strokes, {"place": place, "pen": pen, "right": -8, "down": 8})
        assert len(image) == 784
        assert 0 <= min(image) <= max(image) <= 1
    assert "nothing to read" in shown(plain | {"inkling": networks["plain"]}, [])["plain-says"]


def test_without_the_networks_the_rest_is_shown():
    made = shown({}, THREE)
    assert "path" in made["image"]
    assert "accuracies" not in made  # those of the page's beginning stay

"""What the README says of accuracies is what `python -m trainer evaluate --write` put into weights/index.json."""
import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
INDEX = json.loads((ROOT / "weights" / "index.json").read_text())
NETWORKS = {entry["name"]: entry for entry in INDEX["networks"]}
LINES = INDEX["line"]["metrics"]
SETS = {"MNIST": "mnist-test", "pendigits": "pendigits-train", "UJI": "uji2-digits", "UNIPEN": "unipen-digits"}


def row(start):
    """The cells of the table row that begins with these words."""
    [line] = [line for line in README.splitlines() if line.startswith(f"| {start}")]
    return [cell.strip() for cell in line.strip("|").split("|")]


def percent(share):
    return f"{share:.2%}"


@pytest.mark.parametrize(("words", "name"), SETS.items())
def test_the_flagships_figures_are_those_of_the_manifest(words, name):
    figures = NETWORKS["inkling"]["metrics"][name]
    assert row(f"{words}")[1:] == [f"{figures['n']:,}", *(percent(figures[key])
                                                          for key in ("accuracy", "sure_rate", "sure_accuracy"))]


def test_what_it_says_of_doubt_and_of_the_weakest_digits_is_in_the_manifest():
    metrics = NETWORKS["inkling"]["metrics"]
    words = " ".join(README.split())
    assert f"{percent(1 - metrics['unipen-not-digits']['sure_rate'])} are called unsure" in words
    for name, spelt in (("pendigits-train", "the 8 of pendigits"), ("unipen-digits", "the 7 of UNIPEN")):
        weakest = min(metrics[name]["per_digit"])
        assert f"{spelt} ({percent(weakest)})" in words
        assert str(metrics[name]["per_digit"].index(weakest)) in spelt


@pytest.mark.parametrize("name", [name for name in NETWORKS if name != "inkling"])
def test_every_other_networks_row_is_that_of_the_manifest(name):
    entry = NETWORKS[name]
    assert row(f"`{name}`")[1:] == [f"{entry['parameters']:,}",
                                    *(percent(entry["metrics"][each]["accuracy"]) for each in SETS.values())]


@pytest.mark.parametrize(("words", "figures"), [
    ("whole numbers", LINES["unipen-numbers"]), ("of these, digits", LINES["unipen-numbers"]["digits"]),
    ("of these, with signs", LINES["unipen-numbers"]["signs"]), ("sums by held-out", LINES["composed-sums"]),
], ids=["all", "digits", "signs", "sums"])
def test_the_figures_of_lines_are_those_of_the_manifest(words, figures):
    shown = [percent(figures[key]) if key in figures else "" for key in ("right", "character_errors", "sure_rate", "sure_right")]
    assert row(words)[1:] == [f"{figures['n']:,}", *shown]


def test_what_it_says_of_values_and_writers_is_in_the_manifest():
    assert f"Of the sums {percent(LINES['composed-sums']['value_right'])} give the right value." in " ".join(README.split())
    assert f"{LINES['unipen-numbers']['writers']} held-out writers" in row("whole numbers")[0]


def test_every_percentage_in_the_readme_is_checked_above():
    known = {percent(value) for entry in NETWORKS.values() for figures in entry["metrics"].values()
             for value in (figures["accuracy"], figures["sure_rate"], figures["sure_accuracy"],
                           1 - figures["sure_rate"], *figures["per_digit"]) if value is not None}
    for figures in LINES.values():
        several = [figures, figures["digits"], figures["signs"]]
        known |= {percent(value) for each in several for value in each.values() if isinstance(value, float)}
    assert set(re.findall(r"[0-9.]+%", README)) <= known

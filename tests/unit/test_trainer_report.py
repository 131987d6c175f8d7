"""The run report: one file with everything in it."""
import importlib.util
import re
from dataclasses import asdict
from html.parser import HTMLParser

import numpy as np
import pytest

from trainer.__main__ import main
from trainer.reporting import charts, manifest
from trainer.reporting.words import in_words
from trainer.runs.recipes import RECIPES


class Page(HTMLParser):
    """What a reader finds in a page: its text, its elements, and all it would load or lead to."""

    def __init__(self, text):
        super().__init__()
        self.words, self.tags, self.addresses, self.pictures = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        given = dict(attributes)
        self.addresses += [given[name] for name in ("src", "href", "xlink:href", "srcset", "action") if name in given]
        if given.get("role") == "img" or tag == "img":
            self.pictures.append(given.get("aria-label") or given.get("alt"))

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())


@pytest.fixture
def page(workplace):
    assert main(["train", "softmax", "--epochs", "2", "--mnist", "idx", "--drawings", "drawings.jsonl",
                 "--not-digits", "letters.jsonl", "--report", "out/report.html"]) == 0
    return (workplace / "out/report.html").read_text(encoding="utf-8")


def test_the_report_carries_everything_it_shows(page):
    """Opened offline, from anywhere, it is whole, and it tells nobody that it was opened."""
    parsed = Page(page)
    assert not re.search(r"https?:|//\w", re.sub(r"data:image/png;base64,[\w+/=]*", "", page))
    assert all(address.startswith(("#", "data:")) for address in parsed.addresses)
    assert not {"link", "script", "iframe", "object"} & set(parsed.tags)
    assert "url(" not in re.sub(r"url\(#\w+\)", "", page)


def test_the_report_shows_curves_confusion_digits_calibration_mistakes_recipe_and_data(page):
    parsed = Page(page)
    for name in ("Loss by epoch", "Accuracy by epoch", "Confusion matrix, mnist-test", "Accuracy by digit, mnist-test",
                 "Calibration, mnist-test", "Confusion matrix, drawings"):
        assert name in parsed.pictures
    assert any(re.fullmatch(r"a \d, read as \d", picture) for picture in parsed.pictures)
    for words in ("python -m trainer train softmax --epochs 2 --seed 0", "2 epochs in batches of 128", "dense 10, softmax",
                  "MNIST (Y. LeCun", "7,850", "letters"):
        assert words in parsed.text


@pytest.mark.parametrize(("words", "told", "untold"), [
    ([], [], ["real drawings", "no digit,", "hands"]),
    (["--drawings", "drawings.jsonl"], ["real drawings, each in 2 hands", "40"], ["no digit,", "what is no digit, each"]),
    (["--not-digits", "letters.jsonl"], ["drawings of what is no digit, each in 2 hands"], ["real drawings"]),
    (["--drawings", "drawings.jsonl", "--not-digits", "letters.jsonl"],
     ["real drawings and drawings of what is no digit, each in 2 hands"], []),
])
def test_the_report_and_the_weights_tell_the_drawings_that_were_used_and_no_others(workplace, words, told, untold):
    assert main(["train", "inkling", "--quick", "--epochs", "1", "--mnist", "idx", "--report", "r.html", *words]) == 0
    page = (workplace / "r.html").read_text(encoding="utf-8")
    recipe = Page(page[page.index("<h2>The recipe"):]).text
    assert all(each in recipe for each in told) and not any(each in recipe for each in untold)
    recorded = manifest.read_weights(workplace / "weights/inkling.json").training
    assert recorded["recipe"]["drawings"] == ("--drawings" in words)
    assert recorded["recipe"]["not_digits"] == ("--not-digits" in words)
    assert [each["drawings"] for each in recorded["data"][1:]] == [{"drawings.jsonl": 40, "letters.jsonl": 20}[name]
                                                                   for name in words[1::2]]


def test_the_report_of_a_run_that_was_stopped_tells_how_far_it_came():
    recipe = asdict(RECIPES["softmax"])
    assert in_words(recipe, epochs=3).startswith("3 of 40 epochs")
    assert in_words(recipe, epochs=40) == in_words(recipe)


def test_the_report_has_a_dark_theme_that_its_pictures_follow(page):
    assert "prefers-color-scheme: dark" in page
    pictures = "".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))
    assert "var(--accent)" in pictures
    assert not re.search(r"#[0-9a-fA-F]{6}\b", pictures)


def test_pictures_do_not_share_the_names_they_refer_to(page):
    """Two pictures with a clip path of one name would clip each other."""
    for picture in re.findall(r"<svg.*?</svg>", page, re.DOTALL):
        names = set(re.findall(r'\bid="([^"]+)"', picture))
        assert set(re.findall(r"#([\w-]+)[)\"]", picture)) <= names
    names = re.findall(r'<(?:clipPath|path) id="([^"]+)"', page)
    assert len(names) == len(set(names))


def test_the_learning_curves_are_a_picture_of_their_own_too(page, workplace):
    assert (workplace / "out/report-curves.png").read_bytes()[:4] == b"\x89PNG"


def test_without_matplotlib_training_works_and_says_how_to_get_the_report(workplace, monkeypatch, capsys):
    found = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "matplotlib" else found(name))
    assert main(["train", "softmax", "--epochs", "1", "--mnist", "idx"]) == 0
    assert "pip install --group report" in capsys.readouterr().out
    assert (workplace / "weights/softmax.json").is_file()
    assert not (workplace / ".cache/reports").exists()


@pytest.mark.parametrize("epochs", [1, 300])
def test_curves_of_any_length_can_be_drawn(epochs):
    history = {name: np.linspace(1, 0.1, epochs) for name in ("loss", "accuracy", "validation_loss", "validation_accuracy")}
    svg = charts.to_svg(charts.learning_curves({**history, "epoch": np.arange(1, epochs + 1)}, 1), "x")
    assert svg.startswith("<svg") and "epoch" in svg


def test_a_set_without_mistakes_or_without_some_digits_can_be_drawn():
    assert "<svg" in charts.to_svg(charts.confusion(np.diag([5] * 10)), "a")
    assert "<svg" in charts.to_svg(charts.per_digit([1.0, None, *[1.0] * 8]), "b")
    assert "<svg" in charts.to_svg(charts.calibration([(3, 0.9, 1.0)]), "c")

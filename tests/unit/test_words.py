"""Words, numbers and percentages in the visitor's language, by a browser's Intl that is made of Python here."""
import json
from types import SimpleNamespace as Bag

import pytest

from app.ui import words as module
from app.ui.words import choices, filled, flat, listen, matched, number, percent, plural, told, word


class Intl:
    """Numbers as Germans write them, and the plural's forms of somebody who counts 0 as one."""

    class NumberFormat:
        @staticmethod
        def new(language, options):
            return Bag(format=lambda value: f"{language}:{value:.3f}/{options.get('style', '')}{options['minimumFractionDigits']}")

    class PluralRules:
        @staticmethod
        def new(_language, _options):
            return Bag(select=lambda count: "one" if count < 2 else "few")


class Window:
    Intl = Intl
    JSON = Bag(parse=json.loads, stringify=json.dumps)

    def __init__(self, early):
        self.early, self.listeners = early, {}

    def addEventListener(self, name, act):
        self.listeners[name] = act


THEIRS = {"words": {"answer.sure": "Das ist {digit}.", "x.y.one": "{count} Ding", "x.y.other": "{count} Dinge"},
          "patterns": [["drawing {number}: {error}", "Zeichnung {number}: {error}"], ["it has no strokes", "keine Striche"]]}


def early(language):
    """What the page's start script leaves."""
    return Bag(language=language, find=THEIRS["words"].get, patterns=lambda: json.dumps(THEIRS["patterns"]))


@pytest.fixture
def german():
    listen(Window(early("de")), lambda: None)
    yield
    module.words.use(None, "en", {}.get, lambda: "[]")


def test_a_tree_of_words_is_known_by_paths():
    assert flat({"a": {"b": "x", "c": ["y", ["z"]]}}) == {"a.b": "x", "a.c.0": "y", "a.c.1.0": "z"}


def test_english_is_there_from_the_beginning():
    assert word("answer.sure", digit=choices("digit.a")[8]) == "That is an 8."
    assert (number(12345.678, 1), number(10000), number(-0.25, 2), number(999)) == ("12,345.7", "10,000", "-0.25", "999")
    assert (percent(0.98765), percent(1, 0)) == ("98.8%", "100%")


def test_the_browsers_language_is_taken_when_it_comes_and_the_page_told(german):
    late, told_of = Window(Bag(find=None)), []
    listen(late, lambda: told_of.append("page"))
    assert told_of == []
    late.early = early("fr")
    late.listeners["inkling-words"](Bag(type="inkling-words"))
    assert (told_of, module.words.language) == (["page"], "fr")


def test_what_a_language_lacks_is_english(german):
    assert word("answer.sure", digit="eine 7") == "Das ist eine 7."
    assert word("answer.doubtful") == "Not sure this is a digit."
    assert choices("digit.a")[3] == "a 3"


def test_numbers_and_plurals_are_the_browsers(german):
    assert number(3, 1) == "de:3.000/1"
    assert percent(0.5, 0) == "de:0.500/percent0"
    assert plural("x.y", 0) == "de:0.000/0 Ding"
    assert plural("x.y", 5) == "de:5.000/0 Dinge"  # a form that the words do not know is their usual one


def test_what_is_filled_in_is_not_filled_in_once_more():
    assert filled("{a} and {b}, {c}", {"a": "{b}", "b": "{a}"}) == "{b} and {a}, {c}"
    assert filled("{a, {unknown} }", {"a": 1}) == "{a, {unknown} }"


@pytest.mark.parametrize(("pattern", "text", "values"), [
    ("drawing {n}: {e}", "drawing 3: it is: so", {"n": "3", "e": "it is: so"}),
    ("{a} is {b}.", "x. is y. is z.", {"a": "x.", "b": "y. is z"}),
    ("plain", "plain", {}), ("plain", "plainer", None), ("{a} MB", "3 MB", {"a": "3"}), ("{a} MB", "3 MBs", None),
])
def test_a_sentence_is_known_by_its_pattern(pattern, text, values):
    assert matched(pattern, text) == values


def test_what_was_refused_is_told_in_their_words_down_to_its_parts(german):
    assert told("drawing 3: it has no strokes") == "Zeichnung 3: keine Striche"
    assert told("something new") == "something new"

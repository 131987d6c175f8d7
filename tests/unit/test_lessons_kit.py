"""What the lessons share: settings and addresses, code found in a file, edited code run, plots."""
import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.lessons.kit import runner
from app.lessons.kit.formula import math as formula
from app.lessons.kit.formula import mn, plain
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number, Switch, defaults, from_fields, to_fields
from app.lessons.kit.source import blocks, extract

SETTINGS = {"rate": Number(0.1, 0, 2), "steps": Number(5, 0, 50, whole=True), "kind": Choice("sgd", "adam"), "bend": Switch(True)}
MODULE = '''"""Words."""
import math

FACTOR = 2


def double(x):
    """Twice."""

    return FACTOR * x


class Half:
    def of(self, x):
        return x / 2


def pictures(state, materials):
    return {"place": str(double(state["x"]))}
'''


# Settings

def test_what_differs_from_the_beginning_goes_into_the_address_and_comes_back():
    state = {**defaults(SETTINGS), "rate": 0.25, "kind": "adam", "bend": False}
    fields = to_fields(SETTINGS, state)
    assert fields == [("bend", "off"), ("kind", "adam"), ("rate", "0.25")]
    assert from_fields(SETTINGS, dict(fields)) == (state, [])
    assert to_fields(SETTINGS, defaults(SETTINGS)) == []


@pytest.mark.parametrize(("name", "text", "wanted"), [
    ("rate", "abc", "a number from 0 to 2"), ("rate", "3", "a number from 0 to 2"), ("rate", "nan", "a number from 0 to 2"),
    ("steps", "2.5", "a whole number from 0 to 50"), ("kind", "rmsprop", "one of sgd, adam"), ("bend", "yes", "one of on, off")])
def test_what_an_address_cannot_mean_is_said_and_the_lesson_begins_as_always(name, text, wanted):
    state, troubles = from_fields(SETTINGS, {name: text})
    assert state == defaults(SETTINGS)
    assert troubles == [f"The address says {name} is “{text}”, but it has to be {wanted}."]


@given(st.dictionaries(st.sampled_from([*SETTINGS, "other"]), st.text()))
def test_no_address_breaks_the_reading_of_it(fields):
    state, _ = from_fields(SETTINGS, fields)
    assert set(state) == set(SETTINGS)
    assert 0 <= state["rate"] <= 2
    assert math.isfinite(state["rate"])


# Code in a file

def test_functions_and_classes_are_found_by_their_names_with_all_that_is_theirs():
    assert [name for name, _, _ in blocks(MODULE)] == ["double", "Half", "pictures"]
    assert extract(MODULE, ["Half", "double"]) == (
        'class Half:\n    def of(self, x):\n        return x / 2\n\n\n'
        'def double(x):\n    """Twice."""\n\n    return FACTOR * x')


def test_code_that_is_not_there_is_said():
    with pytest.raises(ValueError, match="there is no treble in it"):
        extract(MODULE, ["treble"])


# Edited code, as the worker runs it

def begin(edits=(), text=MODULE):
    return json.loads(runner.begin(json.dumps(
        {"file": "app/lessons/some/some.py", "text": text, "edits": list(edits), "materials": {}})))


def ask(name, request):
    return json.loads(getattr(runner, name)(json.dumps(request)))


def test_an_edited_function_takes_the_place_of_the_lessons_own():
    begin()
    assert ask("pictures", {"x": 3})["pictures"] == {"place": "6"}
    begin([["app/lessons/some/some.py", "def double(x):\n    print('twice', x)\n    return FACTOR * x + 1"]])
    assert ask("pictures", {"x": 3}) == {"pictures": {"place": "7"}, "printed": "twice 3\n"}
    assert ask("evaluate", {"expression": "double(2)"}) == {"value": "5", "printed": "twice 2\n"}


def test_an_edited_function_of_the_core_is_the_one_that_the_lesson_calls():
    from app.core import instant
    before = instant.softmax
    text = "from app.core.instant import softmax\n\ndef pictures(state, materials):\n    return {'sum': str(softmax([0, 0]))}\n"
    try:
        begin([["app/core/instant.py", "def softmax(logits, temperature=1.0):\n    return 'mine'"]], text=text)
        assert ask("pictures", {})["pictures"] == {"sum": "mine"}
    finally:
        instant.softmax = before
        del instant.print


def test_pictures_may_come_after_pauses():
    begin(text="def pictures(state, materials):\n    yield None\n    yield {'a': 'b'}\n")
    assert ask("pictures", {})["pictures"] == {"a": "b"}


@pytest.mark.parametrize(("code", "said"), [
    ("def double(x):\n    return x +", "SyntaxError"),
    ("def double(x):\n    return 1 / 0", "ZeroDivisionError, line 2, in double: division by zero."),
    ("def double(x):\n    return nothing", "NameError, line 2, in double: name 'nothing' is not defined."),
])
def test_what_is_wrong_with_edited_code_is_said_with_its_line(code, said):
    begun = begin([["app/lessons/some/some.py", code]])
    reply = begun if "error" in begun else ask("pictures", {"x": 1})
    assert reply["error"].startswith(said)


# Plots and formulas

def test_a_place_of_the_plane_is_where_it_belongs_in_the_picture():
    plot = Plot((0, 10), (-1, 1), label="A plot", width=100, height=60, margin=10)
    assert plot.at(0, -1) == (10, 50)
    assert plot.at(10, 1) == (90, 10)
    assert plot.at(5, 0) == (50, 30)


def test_a_curve_is_cut_where_it_leaves_the_plane_and_goes_on_where_it_comes_back():
    plot = Plot((-4, 4), (0, 1), label="A parabola")
    plot.curve(lambda x: x * x, steps=8)
    assert plot.parts[0].count("L") == 2  # of nine points those at -1, 0 and 1


def test_a_formula_has_its_words_and_negative_factors_their_parentheses():
    made = formula(mn(-2, 0), words="minus two")
    assert 'alttext="minus two"' in made
    assert "<mo>(</mo><mo>−</mo><mn>2</mn><mo>)</mo>" in made
    assert "(" not in plain(-2)

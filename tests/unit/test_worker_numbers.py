"""What the worker tells the page of lines that were read."""
import json
from fractions import Fraction

import pytest

from app.core import outcomes
from app.core.errors import DataError
from app.core.line import Part, Reading
from app.worker.session import Session


def reading(text, *, chance=0.9):
    lines = text.split("\n")
    parts = [Part(f"{number}.{at}", each, [at], [0.04, 1, 2, 3], {"7": 0.12345678, "1": 0.1}, True, number)
             for number, line in enumerate(lines) for at, each in enumerate(line)]
    return Reading(parts, [3], [chance] * len(lines) if text else [], 0.5)


def test_each_line_is_worked_out_and_the_value_is_that_of_the_last():
    told = json.loads(json.dumps(outcomes.told(reading("24+48=73\n1÷3="))))
    first, last = told["lines"]
    assert (first["value"], first["verdict"], first["asked"], first["sure"]) == ("72", "no, 72", False, True)
    assert (last["value"], last["asked"], last["message"], last["spoken"]) == ("1/3", True, "", "1 divided by 3 equals")
    assert (told["exact"], told["value"]) == ("1/3", pytest.approx(1 / 3))
    assert (told["sure"], told["probability"], told["crossed"]) == (True, pytest.approx(0.81), [3])
    assert told["parts"][0] == {"id": "0.0", "text": "2", "strokes": [0], "box": [0.04, 1, 2, 3],
                                "probabilities": {"7": 0.12346, "1": 0.1}, "sure": True, "line": 0}


def test_a_doubtful_line_makes_the_whole_doubtful():
    assert not outcomes.told(reading("1\n2", chance=0.6))["sure"]


@pytest.mark.parametrize(("text", "value"), [("42", "42"), ("9007199254740993", "9007199254740992.0"), ("1÷8", "0.125")])
def test_a_value_is_a_number_as_whoever_reads_json_can_have_it(text, value):
    assert json.dumps(outcomes.told(reading(text))["value"]) == value


@pytest.mark.parametrize("text", ["", "1÷0=", "12×", "(("])
def test_what_has_no_value_says_why_and_gives_none(text):
    told = outcomes.told(reading(text))
    assert (told["value"], told["exact"]) == (None, "")
    assert bool(told["lines"][0]["message"]) == bool(text)


def test_nothing_is_read_before_what_it_needs_is_there():
    with pytest.raises(DataError, match="not been loaded"):
        Session().read_number({"strokes": [[[0, 0]]], "chosen": {}})


@pytest.mark.parametrize(("value", "number"), [
    (None, None), (Fraction(3), 3), (Fraction(-84), -84), (Fraction(1, 8), 0.125), (Fraction(2, 3), 2 / 3),
    (Fraction(2**53), 2**53), (Fraction(2**53 + 1), 2.0**53), (Fraction(10**400), None), (Fraction(1, 10**400), 0.0)])
def test_the_nearest_number_is_whole_where_a_browser_has_it_exactly_and_none_where_it_has_none(value, number):
    nearest = outcomes.nearest(value)
    assert (nearest, type(nearest)) == (number, type(number))


@pytest.mark.parametrize(("number", "told"), [(123456.7, 123460.0), (0.000123456, 0.00012346), (1 / 3, 0.33333), (2.0, 2.0)])
def test_numbers_are_told_to_five_places(number, told):
    assert outcomes.short(number) == told


def test_where_all_is_crossed_out_there_is_one_empty_line_and_no_part():
    told = outcomes.told(Reading([], [0, 1], [], 0.5))
    assert (told["text"], told["parts"], told["crossed"], told["sure"], told["value"]) == ("", [], [0, 1], False, None)
    assert [(line["text"], line["sure"], line["probability"], line["message"]) for line in told["lines"]] == [("", False, 0.0, "")]

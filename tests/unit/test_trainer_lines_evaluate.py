"""How well lines are read, by hand."""
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from app.core.expression import work_out
from app.core.line import Part, Reading
from trainer.data.numbers import Written
from trainer.reporting.evaluate_lines import edits, figures, measure_lines, read_all, rounded_all, values_right


def reading(text, *, sure=True):
    """text: with a new line where the drawing has another line."""
    parts = [Part(str(at), each, [at], [0, 0, 1, 1], {each: 1.0}, sure, number)
             for number, line in enumerate(text.split("\n")) for at, each in enumerate(line)]
    return Reading(parts, [], [1.0 if sure else 0.2] * len(text.split("\n")), 0.5)


@pytest.mark.parametrize(("right", "read", "count"), [
    ("12", "12", 0), ("12", "", 2), ("", "12", 2), ("", "", 0), ("12", "21", 2), ("123", "13", 1), ("13", "123", 1),
    ("1+1", "111", 1), ("12345", "2345=", 2), ("7-1", "-17", 2), ("555", "5", 2), ("3×4=", "3+4", 2), ("10", "00", 1)])
def test_edits_by_hand(right, read, count):
    assert edits(right, read) == count
    assert edits(read, right) == count


def test_edits_obey_the_triangle_and_are_no_more_than_the_longer_text(rng):
    texts = ["".join(rng.choice(list("12+"), rng.integers(0, 7))) for _ in range(12)]
    for a in texts:
        for b in texts:
            assert abs(len(a) - len(b)) <= edits(a, b) <= max(len(a), len(b))
            assert all(edits(a, b) <= edits(a, c) + edits(c, b) for c in texts)


def test_figures_by_hand():
    """Two of three wholly right; one error in seven characters."""
    assert figures([("12", "12"), ("123", "13"), ("4+", "4+")]) == {"n": 3, "right": pytest.approx(2 / 3),
                                                                  "character_errors": pytest.approx(1 / 7)}
    assert figures([]) == {"n": 0, "right": None, "character_errors": None}


def test_what_is_measured_by_hand():
    """12 is read right and surely, 34 as 3 surely, 1+2 right and not surely, 5- as 5- but surely so."""
    texts = ["12", "34", "1+2", "5-"]
    readings = [reading("12"), reading("3"), reading("1+2", sure=False), reading("5-")]
    measured = measure_lines(texts, readings)
    assert measured == {"n": 4, "right": 0.75, "character_errors": pytest.approx(1 / 9),
                        "digits": {"n": 2, "right": 0.5, "character_errors": 0.25},
                        "signs": {"n": 2, "right": 1.0, "character_errors": 0.0},
                        "sure_rate": 0.75, "sure_right": pytest.approx(2 / 3)}


def test_where_nothing_is_sure_there_is_no_share_of_it():
    measured = measure_lines(["12"], [reading("12", sure=False)])
    assert (measured["sure_rate"], measured["sure_right"]) == (0.0, None)
    assert measured["signs"]["right"] is None


def test_several_lines_of_one_drawing_count_as_one():
    assert measure_lines(["1234"], [reading("12\n34")])["right"] == 1


def test_a_reading_of_nothing_is_wrong_and_not_sure():
    measured = measure_lines(["12"], [Reading([], [0, 1], [], 0.5)])
    assert (measured["right"], measured["character_errors"], measured["sure_rate"]) == (0, 1, 0)


def test_values_are_right_where_they_are_the_same_however_it_was_read():
    """6÷2= read as 6/2= gives 3 all the same, 2×3= read as 2+3= does not; 1÷3= read as 2÷6= is exactly the same."""
    texts = ["6÷2=", "2×3=", "1÷3=", "1+2="]
    readings = [reading("6/2="), reading("2+3="), reading("2÷6="), reading("1+")]
    assert work_out("2÷6=").value == Fraction(1, 3)
    assert values_right(texts, readings) == 0.5


def test_all_of_a_file_is_read_in_its_order():
    written = Written("mine", ["1", "2"], [[[[1, 1]]], [[[2, 2]]]], np.array(["a", "b"], object), "")
    assert read_all(SimpleNamespace(read=lambda strokes: strokes[0][0]), written) == [[1, 1], [2, 2]]


def test_figures_are_kept_to_five_places_and_what_is_no_figure_as_it_is():
    assert rounded_all({"n": 3, "right": 2 / 3, "digits": {"right": None, "n": 123456}, "name": "mine"}) == {
        "n": 3, "right": 0.66667, "digits": {"right": None, "n": 123456}, "name": "mine"}

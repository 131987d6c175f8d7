"""Sums as people write them on one line, each with what somebody who wrote it would expect."""
from fractions import Fraction

import pytest

from app.core.expression import LONGEST, MOST_DIGITS, spoken, work_out


def value(text):
    """What a line comes to, there being nothing wrong with it."""
    outcome = work_out(text)
    assert outcome.message == "", text
    return outcome.value


@pytest.mark.parametrize(("text", "expected"), [
    ("42", 42), ("007", 7), ("12 × 7", 84), ("2+3×4", 14), ("2×3+4", 10), ("(2+3)×4", 20), ("10−4−3", 3), ("10−(4−3)", 9),
    ("8÷4÷2", 1), ("8÷(4÷2)", 4), ("8÷4×2", 4), ("1÷3", Fraction(1, 3)), ("((((7))))", 7), ("1 2 3", 123), (" 1\t+ 1 ", 2),
])
def test_times_goes_before_plus_and_equals_in_rank_go_from_left_to_right(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize("text", ["3×4", "3*4", "3x4", "3X4"])
def test_every_way_of_writing_times_multiplies(text):
    assert value(text) == 12


@pytest.mark.parametrize("text", ["12÷4÷3", "12/4/3", "12:4:3", "12/4:3"])
def test_every_way_of_writing_divided_by_divides_from_left_to_right(text):
    assert value(text) == 1


@pytest.mark.parametrize(("text", "expected"), [
    ("-3", -3), ("−3", -3), ("+3", 3), ("-3+5", 2), ("2×-3", -6), ("2×−3+4", -2), ("8÷-2", -4), ("5--3", 8), ("5+-3", 2),
    ("5-+3", 2), ("-(2+3)", -5), ("-(-3)", 3), ("2(-3)", -6), ("(2)-3", -1), ("-2(3)", -6),
])
def test_one_minus_or_plus_may_stand_before_a_number_or_a_bracket(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("2(3+4)", 14), ("(1+2)(3+4)", 21), ("(1+2)3", 9), ("2(3)(4)", 24), ("1+2(3)", 7), ("(408)555", 408 * 555),
    ("6÷2(1+2)", 9), ("6÷(2(1+2))", 1),
])
def test_nothing_beside_a_bracket_is_times_and_of_its_rank(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(("text", "expected"), [
    ("3.5+.5", 4), ("3,5+,5", 4), ("1,234+1", 1235), ("1.234,5+1", Fraction("1235.5")), ("1.234", Fraction("1.234")),
    ("2,5+1,234", Fraction("3.734")), ("12,5+1.234", Fraction("1246.5")), ("2,5+1,234=3,734", Fraction("3.734")),
])
def test_points_and_commas_are_read_as_a_whole_line_has_them(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize("number", ["1,23,4", "1.2.3", "."])
def test_a_number_with_marks_in_odd_places_is_named(number):
    assert work_out(f"2+{number}") == (None, False, None, f"The points or commas in “{number}” stand in odd places.", "")


@pytest.mark.parametrize(("text", "asked"), [("12×7=", True), ("12 × 7 = ", True), ("5=", True), ("12×7", False), ("84=84", False),
                                             ("1+1=2=", True), ("12+=", True), ("=", True), ("?=", True)])
def test_equals_at_the_end_asks(text, asked):
    assert work_out(text).asked is asked


def test_a_question_has_its_value_and_no_claim():
    assert work_out("12 × 7 =") == (84, True, None, "", "")


@pytest.mark.parametrize(("text", "claimed", "verdict"), [
    ("24 + 48 = 73", 73, "no, 72"), ("24 + 48 = 72", 72, "yes"), ("2×6=3×4", 12, "yes"), ("2×6=3+4", 7, "no, 12"),
    ("1÷4=0.25", Fraction(1, 4), "yes"), ("1÷4=0,250", Fraction(1, 4), "yes"), ("3-5=2", 2, "no, -2"), ("3-5=-2", -2, "yes"),
    ("1÷3=1÷3", Fraction(1, 3), "yes"), ("2÷6=1", 1, "no, 1/3"), ("5=5", 5, "yes"), ("2=1+1", 2, "yes"),
])
def test_what_follows_equals_is_checked(text, claimed, verdict):
    outcome = work_out(text)
    assert outcome[1:] == (False, claimed, "", verdict)


@pytest.mark.parametrize(("text", "claimed", "verdict"), [
    ("1+1=2=2", 2, "yes"), ("1+1=2=3", 3, "no, 2"), ("1+1=3=2", 3, "no, 2"), ("1+1=3=4", 3, "no, 2"),
    ("2+3=5×2=10", 10, "no, 5"),  # what pupils write, and teachers mark
    ("1÷3=0.3=0.33", Fraction(3, 10), "about, exactly 1/3"), ("1÷3=0.33=0.34", Fraction(17, 50), "no, 1/3"),
    ("1+1=2=", 2, "yes"),
])
def test_of_several_equals_each_claims_what_the_first_part_comes_to(text, claimed, verdict):
    outcome = work_out(text)
    assert (outcome.claimed, outcome.message, outcome.verdict) == (claimed, "", verdict)


@pytest.mark.parametrize(("text", "verdict"), [
    ("1÷3=0.33", "about, exactly 1/3"), ("1÷3=0,333", "about, exactly 1/3"), ("1÷3=.3", "about, exactly 1/3"),
    ("2÷3=0.67", "about, exactly 2/3"), ("2÷3=0.66", "no, 2/3"), ("1÷3=0.34", "no, 1/3"),
    ("-2÷3=-0.67", "about, exactly -2/3"), ("-2÷3=0.67", "no, -2/3"),
    ("1÷8=0.13", "about, exactly 0.125"), ("1÷8=0.12", "no, 0.125"), ("-1÷8=-0.13", "about, exactly -0.125"),
    ("10÷3=3", "no, 10/3"),  # a whole number is no rounded one: something remains
    ("10÷3=3.", "no, 10/3"), ("1÷3=0.3+0.03", "no, 1/3"), ("1÷3=(0.33)", "no, 1/3"), ("0.33=1÷3", "no, 0.33"),
])
def test_a_claim_that_is_right_to_the_places_given_is_about_so(text, verdict):
    assert work_out(text).verdict == verdict


@pytest.mark.parametrize(("text", "message"), [
    ("12+", "Something is missing after +."), ("12x", "Something is missing after ×."), ("12:", "Something is missing after ÷."),
    ("12-", "Something is missing after −."), ("+", "Something is missing after +."), ("(", "Something is missing after (."),
    ("12+=", "Something is missing between + and =."), ("=5", "Something is missing before =."),
    ("=", "Something is missing before =."), ("×5", "Something is missing before ×."), (")", "Something is missing before )."),
    ("2×÷3", "Something is missing between × and ÷."), ("2++×3", "Something is missing between + and ×."),
    ("--3", "Something is missing between − and −."), ("5---3", "Something is missing between − and −."),
    ("()", "Something is missing between ( and )."), ("(2+)", "Something is missing between + and )."),
    ("(1+2", "A closing bracket is missing."), ("((1+2)", "A closing bracket is missing."),
    ("(1=1)", "A closing bracket is missing."),
    ("1+2)", "A bracket is closed that was never opened."), ("(1))2", "A bracket is closed that was never opened."),
    ("1÷0", "There is no dividing by zero."), ("0÷0=", "There is no dividing by zero."),
    ("5:(2-2)", "There is no dividing by zero."),
    ("1÷0=0", "There is no dividing by zero."), ("1/0.00", "There is no dividing by zero."),
    ("2^3", "“^” has no meaning in a sum."), ("a", "“a” has no meaning in a sum."), ("2²", "“²” has no meaning in a sum."),
    ("٣+1", "“٣” has no meaning in a sum."), ("1_000", "“_” has no meaning in a sum."), ("1e9", "“e” has no meaning in a sum."),
    ("1+\x00", "A character that cannot be seen has no meaning in a sum."),
    ("\ud800", "A character that cannot be seen has no meaning in a sum."),
])
def test_what_is_wrong_is_said_in_a_sentence_and_there_is_no_value(text, message):
    outcome = work_out(text)
    assert outcome == (None, outcome.asked, None, message, "")


@pytest.mark.parametrize(("text", "message"), [
    ("1+1=2+", "Something is missing after +."), ("1+1==2", "Something is missing between = and =."),
    ("1+1=×2", "Something is missing between = and ×."), ("1+1=1÷0", "There is no dividing by zero."),
    ("1+1=2)", "A bracket is closed that was never opened."), ("1+1=3=(2", "A closing bracket is missing."),
])
def test_a_claim_that_is_wrong_as_a_sum_leaves_the_value_of_what_stands_before_it(text, message):
    assert work_out(text) == (2, False, None, message, "")


@pytest.mark.parametrize("text", ["", " ", "\t\n"])
def test_an_empty_line_is_no_mistake(text):
    assert work_out(text) == (None, False, None, "", "")


def test_a_line_may_be_as_long_as_people_write_and_no_longer():
    assert value("1+" * 19 + "11") == 30
    assert value(" ".join("1+" * 19 + "11")) == 30  # spaces are not counted
    assert work_out("1+" * 20 + "1").message == f"The line is longer than {LONGEST} characters."
    assert work_out(" " * 10**6 + "1").message == f"The line is longer than {LONGEST} characters."
    assert value("9" * MOST_DIGITS) == 10**MOST_DIGITS - 1
    assert work_out("1" + "9" * MOST_DIGITS).message == f"The line has more than {MOST_DIGITS} digits."


@pytest.mark.parametrize(("text", "words"), [
    ("12 × 7 =", "12 times 7 equals"), ("24+48=73", "24 plus 48 equals 73"), ("5--3", "5 minus minus 3"), ("8:4", "8 divided by 4"),
    ("8/4÷2", "8 divided by 4 divided by 2"), ("2(3−4)", "2 open bracket 3 minus 4 close bracket"),
    ("2x3*4X5", "2 times 3 times 4 times 5"),
    ("3.14", "3 point 14"), ("3,14", "3 point 14"), (".5", "point 5"), ("5.", "5"), ("1,234", "1234"),
    ("1.234,50", "1234 point 50"), ("1.234+2,5", "1234 plus 2 point 5"), ("3.05", "3 point 05"), ("007", "007"),
    ("1,23,4", "1 comma 23 comma 4"), (".", "point"), ("", ""), ("  ", ""), ("2?3", "2 ? 3"),
])
def test_a_line_is_spoken_as_it_is_understood(text, words):
    assert spoken(text) == words

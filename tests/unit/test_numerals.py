"""Numbers with points and commas as people of several countries write them, and values written back."""
from fractions import Fraction

import pytest

from app.core.numerals import exact, rounded, taken_apart


def read(*numbers):
    """The numbers of one line with a point as the only mark; None for what is none."""
    return [apart and ".".join(apart) for apart in taken_apart(list(numbers))]


@pytest.mark.parametrize(("number", "digits"), [
    ("42", "42."), ("007", "007."), ("3.5", "3.5"), ("3,5", "3.5"), (".5", ".5"), (",5", ".5"), ("5.", "5."), ("5,", "5."),
    ("3.25", "3.25"), ("3,2500", "3.2500"), ("0.125", "0.125"), ("0,125", "0.125"), ("00,125", "00.125"), (",125", ".125"),
    ("1234,567", "1234.567"), ("1234.567", "1234.567"), ("1,234", "1234."), ("12,345", "12345."), ("123,456", "123456."),
    ("1,000", "1000."), ("1.234", "1.234"), ("1,234,567", "1234567."), ("1.234.567", "1234567."), ("1,234.5", "1234.5"),
    ("1.234,5", "1234.5"), ("1,234.567", "1234.567"), ("1.234,567", "1234.567"), ("1.234.567,89", "1234567.89"),
])
def test_marks_in_a_number_are_decimal_or_divide_thousands(number, digits):
    assert read(number) == [digits]


@pytest.mark.parametrize(("numbers", "digits"), [
    (["2,5", "1,234"], ["2.5", "1.234"]),  # whoever writes 2,5 writes a decimal comma again
    (["1,234", "2,5"], ["1.234", "2.5"]),
    (["12,5", "1.234"], ["12.5", "1234."]),  # and divides thousands with points
    (["1.234.567", "1.234"], ["1234567.", "1234."]),
    (["2.5", "1,234"], ["2.5", "1234."]),
    (["7", "1,234", "1.234"], ["7.", "1234.", "1.234"]),  # nothing tells: the English way
    (["1,5", "1.5"], ["1.5", "1.5"]),  # both ways, each clear
    (["1,5", "1.5", "1,234"], ["1.5", "1.5", "1234."]),  # both ways: the English one
    (["2,5", "1,23,4", "1,234"], ["2.5", None, "1.234"]),
])
def test_what_a_mark_may_mean_either_way_it_means_as_in_the_lines_other_numbers(numbers, digits):
    assert read(*numbers) == digits


@pytest.mark.parametrize("number", ["1,23,4", "1.2.3", "1,2345,678", "0,123,456", "1234,567,890", "1,234.567,8", ".", ",", "..5",
                                    "1,,2", "1.,2", "1,234,"])
def test_marks_in_odd_places_make_no_number(number):
    assert read(number) == [None]


@pytest.mark.parametrize(("number", "text"), [
    (Fraction(84), "84"), (Fraction(0), "0"), (Fraction(-3), "-3"), (Fraction(1, 2), "0.5"), (Fraction(-1, 2), "-0.5"),
    (Fraction(-5, 4), "-1.25"), (Fraction(1, 3), "1/3"), (Fraction(-10, 3), "-10/3"), (Fraction(1, 1000), "0.001"),
    (Fraction(123456, 100), "1234.56"), (Fraction(10**30), "1" + "0" * 30), (Fraction(1, 2**12), "0.000244140625"),
    (Fraction(1, 2**13), "1/8192"), (Fraction(1, 5**12), "0.000000004096"),
])
def test_an_exact_value_is_a_decimal_if_that_ends_soon_and_else_a_fraction(number, text):
    assert exact(number) == text


@pytest.mark.parametrize(("number", "places", "expected"), [
    ("1/3", 2, "0.33"), ("2/3", 2, "0.67"), ("-2/3", 2, "-0.67"), ("1/8", 2, "0.13"), ("-1/8", 2, "-0.13"), ("5/2", 0, "3"),
    ("0.04", 1, "0"), ("7", 3, "7"),
])
def test_halves_are_rounded_away_from_zero(number, places, expected):
    assert rounded(Fraction(number), places) == Fraction(expected)

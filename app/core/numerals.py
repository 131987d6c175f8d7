"""Numbers as people write them, with points and commas, and exact values written back as numbers.

A mark before the last digits may be decimal, or divide thousands, and which it is depends on where somebody went to school. A
number has one way of being read if its marks allow but one:

    3.5   3,5   .5   5.         decimal: what follows the mark is no group of three digits
    0.125   0,125   1234,567    decimal: what stands before it is no group of one to three digits that begins with 1 to 9
    1,234,567   1.234.567       thousands: a number has one decimal mark at most
    1,234.56   1.234,56         thousands, then decimal: the last kind of mark is the decimal one
    1,23,4   1.2.3   ,          no number

That leaves 1,234 and 1.234. Nobody changes habits within a line: they are read as the line's other numbers are, those that
leave no choice. If there are none, or they differ among themselves, it is the English way: 1,234 is a thousand and more,
1.234 a little more than one.
"""
import re
from fractions import Fraction

PLACES = 12  # after the point: a value that needs more is written as a fraction


def shape(decimal: str, thousands: str) -> re.Pattern:
    """What fits a number in which the marks mean this."""
    return re.compile(rf"(?:[0-9]+|[1-9][0-9]{{0,2}}(?:\{thousands}[0-9]{{3}})+)(?:\{decimal}[0-9]*)?|\{decimal}[0-9]+")


OTHER = {".": ",", ",": "."}
SHAPES = {decimal: shape(decimal, thousands) for decimal, thousands in OTHER.items()}


def taken_apart(numbers: list[str]) -> list[tuple[str, str] | None]:
    """(the digits before the decimal mark, those after it) of each number of a line, either perhaps ""; None if it is none.

    numbers: of digits, points and commas, in any order and of any length.
    """
    ways = [[decimal for decimal in SHAPES if SHAPES[decimal].fullmatch(number)] for number in numbers]
    clear = {decimals[0] for decimals in ways if len(decimals) == 1}
    habit = "," if clear == {","} else "."
    apart: list[tuple[str, str] | None] = []
    for number, decimals in zip(numbers, ways, strict=True):
        if decimals:
            decimal = habit if habit in decimals else decimals[0]
            before, _, after = number.partition(decimal)
            apart.append((before.replace(OTHER[decimal], ""), after))
        else:
            apart.append(None)
    return apart


def exact(value: Fraction) -> str:
    """A value without any rounding: "84", "-0.5", or "1/3" if it has no end or more than PLACES after the point."""
    for places in range(PLACES + 1):
        if 10**places % value.denominator == 0:
            digits = str(abs(value.numerator) * 10**places // value.denominator).zfill(places + 1)
            whole = len(digits) - places
            return "-" * (value < 0) + digits[:whole] + "." * (places > 0) + digits[whole:]
    return str(value)


def rounded(value: Fraction, places: int) -> Fraction:
    """A value to so many places after the point, halves away from zero, as taught at school and not as by `round`."""
    size = Fraction(int(abs(value) * 10**places + Fraction(1, 2)), 10**places)
    return -size if value < 0 else size

"""A sum as somebody wrote it on one line: what it comes to, exactly, and whether what they claim of it is so.

- `×`, `*`, `x` and `X` multiply; `÷`, `/` and `:` divide; `−` and `-` are minus. Spaces mean nothing.
- × and ÷ go before + and −, and signs of the same rank from left to right: 2+3×4 is 14, 8÷4÷2 is 1, 8÷4×2 is 4.
- Nothing between a bracket and its neighbour is ×, of the same rank as one that is written: 2(3+4) is 14, (1+2)(3+4) is 21,
  and 6÷2(1+2) is 9, being 6÷2×(1+2).
- A minus or plus may stand before any number and any bracket, also after another sign: −3, 2×−3, 5−−3. A second one, as in
  --3, is a slip of the pen.
- How points and commas are read is told in `numerals`.
- `=` at the end asks. What follows a `=` is a claim, itself a number or a sum: 2×6=3×4 holds. With several, as in 1+1=2=2,
  each claims the value of the first part. A claim with a decimal mark that is the value rounded to as many places is neither
  right nor wrong: of 1÷3=0.33 it is said that it is about so.

Nothing is guessed: whatever else is on the line gets a sentence, and so does a line that is longer than people write, which
also bounds the work. An empty line is no mistake.
"""
import re
from fractions import Fraction
from typing import NamedTuple

from app.core.errors import ExpressionError
from app.core.numerals import exact, rounded, taken_apart

LONGEST = 40  # characters, spaces not counted
MOST_DIGITS = 30
SPACED = 10 * LONGEST  # characters with spaces: beyond that nobody looks whether there is anything else
SIGNS = {"+": "+", "-": "−", "−": "−", "*": "×", "x": "×", "X": "×", "×": "×", "/": "÷", ":": "÷", "÷": "÷", "(": "(", ")": ")",
         "=": "="}
WORDS = {"+": "plus", "−": "minus", "×": "times", "÷": "divided by", "(": "open bracket", ")": "close bracket", "=": "equals",
         ".": "point", ",": "comma"}
END = ""


class Outcome(NamedTuple):
    """What a line comes to. With a message there is neither claim nor verdict, but perhaps a value all the same."""

    value: Fraction | None  # of what stands left of the first "=", or of all if there is none; None if it has none
    asked: bool  # "=" stands at the end
    claimed: Fraction | None  # what stands after "="; of several claims the first of those that are furthest from true
    message: str  # a sentence about what is wrong, or ""
    verdict: str  # of the claim: "yes", "no, 72" or "about, exactly 1/3"; "" if nothing was claimed


class Numeral(NamedTuple):
    """A value as it was written: with how many digits after the decimal mark. Of a value that was worked out it is 0."""

    value: Fraction
    places: int


def work_out(text: str) -> Outcome:
    """What is to be said of the line. Never raises, and takes no time to speak of, whatever the text."""
    asked = text[-SPACED:].rstrip().endswith("=")
    parts: list[Numeral] = []  # divided by "="
    at = 0
    try:
        tokens = tokens_of(text)
        while tokens[at] != END:
            value, end = total(tokens, at)
            if tokens[end] == ")":
                raise ExpressionError("A bracket is closed that was never opened.")
            last = tokens[end - 1]
            alone = end - at <= 2 and isinstance(last, Numeral)  # perhaps with a minus before it
            parts.append(Numeral(value, last.places if alone else 0))
            at = end + (tokens[end] == "=")
    except ExpressionError as error:
        return Outcome(parts[0].value if parts else None, asked, None, str(error), "")
    if len(parts) < 2:
        return Outcome(parts[0].value if parts else None, asked, None, "", "")
    value = parts[0].value
    claim = min(parts[1:], key=lambda part: truth(part, value))
    verdict = (f"no, {exact(value)}", f"about, exactly {exact(value)}", "yes")[truth(claim, value)]
    return Outcome(value, asked, claim.value, "", verdict)


def spoken(text: str) -> str:
    """The line in words for who cannot see it: "12 × 7 =" is "12 times 7 equals". Digits stay; a number is as it was understood.

    Of any text: what has no meaning in a sum stays as it is.
    """
    words = []
    pieces = pieces_of(text)
    numbers = iter(taken_apart([piece for piece in pieces if is_number(piece)]))
    for piece in pieces:
        if not is_number(piece):
            words.append(WORDS.get(SIGNS.get(piece, piece), piece))
        elif apart := next(numbers):
            before, after = apart
            words += [before] * (before > "") + ["point", after] * (after > "")
        else:
            words += [WORDS.get(each, each) for each in re.findall(r"[0-9]+|[.,]", piece)]
    return " ".join(words)


def truth(claim: Numeral, value: Fraction) -> int:
    """How true it is that the value is this: 2 exactly, 1 to the places given, 0 not."""
    if claim.value == value:
        return 2
    return int(claim.places > 0 and claim.value == rounded(value, claim.places))


def pieces_of(text: str) -> list[str]:
    """Its numbers, right or wrong, and every other character, without spaces."""
    return re.findall(r"[0-9.,]+|[^0-9.,]", "".join(text.split()))


def is_number(piece: str) -> bool:
    """Whether this is one, right or wrong, of pieces_of."""
    return piece[0] in "0123456789.,"


def tokens_of(text: str) -> list[Numeral | str]:
    """A line's numbers and its signs, as SIGNS has them, then END. Raises ExpressionError for what cannot be part of a sum."""
    pieces = pieces_of(text[:SPACED])
    if len(text) > SPACED or sum(len(piece) for piece in pieces) > LONGEST:
        raise ExpressionError(f"The line is longer than {LONGEST} characters.")
    if sum(character in "0123456789" for character in text) > MOST_DIGITS:
        raise ExpressionError(f"The line has more than {MOST_DIGITS} digits.")
    numbers = iter(taken_apart([piece for piece in pieces if is_number(piece)]))
    tokens: list[Numeral | str] = []
    for piece in pieces:
        if not is_number(piece):
            if piece not in SIGNS:
                raise ExpressionError(f"“{piece}” has no meaning in a sum." if piece.isprintable()
                                      else "A character that cannot be seen has no meaning in a sum.")
            tokens.append(SIGNS[piece])
        elif apart := next(numbers):
            before, after = apart
            tokens.append(Numeral(Fraction(int(before + after), 10**len(after)), len(after)))
        else:
            raise ExpressionError(f"The points or commas in “{piece}” stand in odd places.")
    return [*tokens, END]


# Each of the following reads tokens from `at` on and returns (the value, the place after what was read).

def total(tokens: list, at: int) -> tuple[Fraction, int]:
    """Products added and taken away."""
    value, at = product(tokens, at)
    while tokens[at] in ("+", "−"):
        sign = tokens[at]
        other, at = product(tokens, at + 1)
        value = value + other if sign == "+" else value - other
    return value, at


def product(tokens: list, at: int) -> tuple[Fraction, int]:
    """Factors multiplied and divided."""
    value, at = factor(tokens, at)
    while tokens[at] in ("×", "÷", "(") or isinstance(tokens[at], Numeral):
        sign = tokens[at]
        other, at = factor(tokens, at + (sign in ("×", "÷")))
        if sign != "÷":
            value *= other
        elif other:
            value /= other
        else:
            raise ExpressionError("There is no dividing by zero.")
    return value, at


def factor(tokens: list, at: int) -> tuple[Fraction, int]:
    """A number or a bracket, perhaps with its plus or minus."""
    negative = tokens[at] == "−"
    if tokens[at] in ("+", "−"):
        at += 1
    if isinstance(tokens[at], Numeral):
        value, end = tokens[at].value, at
    elif tokens[at] == "(":
        value, end = total(tokens, at + 1)
        if tokens[end] != ")":
            raise ExpressionError("A closing bracket is missing.")
    else:
        raise ExpressionError(missing(tokens, at))
    return (-value if negative else value), end + 1


def missing(tokens: list, at: int) -> str:
    """The sentence about a number that is not there."""
    before, after = tokens[at - 1] if at else "", tokens[at]
    if before and after:
        return f"Something is missing between {before} and {after}."
    return f"Something is missing after {before}." if before else f"Something is missing before {after}."

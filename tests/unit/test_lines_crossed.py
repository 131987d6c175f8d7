"""What is crossed out, and what only looks like it."""
import numpy as np
import pytest

from app.core import crossed
from tests.handwriting import CHARACTERS, DIGITS, line, moved, ring, written

TWELVE = written("12")  # from 0 to 9, and from 0 to 10 downwards


def zigzag(left, top, right, bottom, *, turns=8):
    """To and fro over a box, a little lower each time."""
    xs = np.where(np.arange(turns + 1) % 2, right, left)
    path = np.stack([xs, np.linspace(top, bottom, turns + 1)], axis=1)
    return np.concatenate([np.linspace(one, other, 8) for one, other in zip(path, path[1:], strict=False)]).tolist()


@pytest.mark.parametrize("strike", [line(-3, 5, 13, 5), line(13, 4, -3, 7), line(-3, 8, 13, 1), line(-3, 5, 13, 5, count=2)])
def test_a_line_through_two_digits_crosses_both_out(strike):
    assert crossed.out([*TWELVE, strike]) == {0, 1, 2}


def test_it_does_not_matter_what_was_written_first():
    assert crossed.out([line(-3, 5, 13, 5), *TWELVE]) == {0, 1, 2}


@pytest.mark.parametrize("digit", ["0", "8", "6"])
def test_a_level_line_through_a_digit_with_loops_crosses_it_out(digit):
    """It crosses the digit in several places, and goes on beyond it on both sides."""
    assert crossed.out([*DIGITS[digit], line(-4, 7, 10, 8)]) == {0, 1}


@pytest.mark.parametrize("turned", [False, True])
def test_a_scribble_over_a_digit_hides_it(turned):
    scribble = zigzag(-1, -1, 7, 11)
    if turned:
        scribble = [[5 - y / 2 + 2, x + 4] for x, y in scribble]
    digit = DIGITS["3"] if not turned else moved(DIGITS["3"], 2, 3, scale=0.8)
    assert crossed.out([*digit, scribble]) == {0, 1}


def test_only_what_the_line_goes_through_is_out():
    assert crossed.out([*written("1271"), line(-3, 5, 13, 5)]) == {0, 1, 4}
    assert crossed.out([*TWELVE, *moved(TWELVE, 0, 18), line(-3, 5, 13, 5)]) == {0, 1, 4}


def test_only_what_lies_under_the_scribble_is_out():
    assert crossed.out([*written("37"), zigzag(-1, -1, 6, 11)]) == {0, 2}


def test_small_parts_go_with_what_they_belong_to():
    """The level bar of a 5, which the line does not touch, and the tap of a point after it; not one beyond the line's end."""
    five = [*written("15."), *moved(CHARACTERS["."], 20)]
    assert len(five) == 5
    assert crossed.out([*five, line(-3, 5, 14, 6)]) == {0, 1, 2, 3, 5}


def test_two_things_may_be_crossed_out_in_one_drawing():
    strokes = [*TWELVE, line(-3, 5, 13, 5), *moved(DIGITS["7"], 20), *moved(DIGITS["3"], 32), zigzag(31, -1, 39, 11)]
    assert crossed.out(strokes) == {0, 1, 2, 4, 5}


@pytest.mark.parametrize(("name", "strokes"), [
    ("a crossed 7", [*DIGITS["7"], line(1, 5, 7, 5)]), ("a 7 with a long bar", [*DIGITS["7"], line(-3, 5, 10, 5)]),
    ("a crossed 7 in a line", [*written("17"), line(4, 5, 10, 5)]),
    ("a slashed 0", [*DIGITS["0"], line(-1.5, 11, 8, -1)]), ("a 0 with a long slash", [*DIGITS["0"], line(-4, 9, 10, 1)]),
    ("a large plus", [line(-7, 5, 7, 5), line(0, 0, 0, 10)]),
    ("an asterisk of long rays", [line(-7, 5, 7, 5), line(-5, 0, 5, 10), line(5, 0, -5, 10)]),
    ("a division sign with a long bar", [line(-8, 5, 8, 5), ring(0, 2, 1.5, 1.5), ring(0, 8, 1.5, 1.5)]),
    ("a minus between digits", [*written("1"), line(3, 5, 17, 5), *moved(DIGITS["2"], 20)]),
    ("a minus that touches the next digit", [*written("1"), line(3, 5, 21, 5), *moved(DIGITS["2"], 20)]),
    ("a line below", [*TWELVE, line(-3, 12, 13, 12)]), ("a line above", [*TWELVE, line(-3, -2, 13, -2)]),
    ("a long slash between digits", [*written("11", gap=16), line(2, 12, 14, -2)]),
    ("a fraction's bar", [*TWELVE, line(-3, 12, 13, 12), *moved(TWELVE, 0, 14)]),
    ("a bracket around", [ring(5, 5, 24, 16, start=100), *TWELVE]),
    ("an 8 over a 1", [*DIGITS["8"], *moved(DIGITS["1"], 2.5)]), ("a scribble over nothing", [*TWELVE, zigzag(20, 0, 28, 10)]),
    ("a wave through both", [*TWELVE, [[-3, 5], [0, 1], [4, 9], [8, 1], [13, 5]]]),
    ("a steep line through both", [*written("00"), line(-2, 12, 17, -2)]),
    ("a short bar through two strokes", [*written("11"), line(-2, 5, 5, 5)]),
    ("a line that begins at the first digit", [*TWELVE, line(-0.5, 5, 13, 5)]),
    ("a line that ends in the last digit", [*written("21"), line(-3, 5, 8.5, 5)]),
    ("a line through small rings", [*written("11"), ring(10, 5, 3, 3), ring(16, 5, 3, 3), line(6, 5, 20, 5)]),
    ("a scribble over its foot", [*DIGITS["7"], zigzag(-1, 7, 7, 11)]),
    ("one stroke", [line(-3, 5, 13, 5)]), ("nothing", []), ("strokes without points", [[], []]),
    ("taps", [[[3, 3]], [[3, 3]], [[5, 3]]]),
], ids=lambda value: value if isinstance(value, str) else "")
def test_it_is_not_taken_for_crossed_out(name, strokes):
    assert crossed.out(strokes) == set()


@pytest.mark.parametrize("text", ["12+34=46", "6×7=", "84÷2", "(555)123-4567", "3*4", "1/2", "7:45", "0.5,", "88888", "==", "*+×"])
def test_plain_lines_have_nothing_crossed_out(text):
    assert crossed.out(written(text)) == set()


def test_strokes_without_points_keep_their_numbers():
    assert crossed.out([[], TWELVE[0], [], TWELVE[1], line(-3, 5, 13, 5)]) == {1, 3, 4}


@pytest.mark.parametrize("scale", [0.001, 50])
def test_the_size_of_the_drawing_does_not_matter(scale):
    strokes = [*written("127"), line(-3, 5, 13, 5)]
    assert crossed.out(moved(strokes, 7, -3, scale=scale)) == crossed.out(strokes) == {0, 1, 3}


def test_turns_are_counted_after_runs_that_are_long_enough():
    """0 to 5, back to 1, on to 6: two turns; back by 1 only is none."""
    values = np.array([0, 5, 1, 6, 5, 7.0])
    assert crossed.turns(values, 2) == 2
    assert crossed.turns(values, 1) == 4
    assert crossed.turns(values, 10) == 0
    assert crossed.turns(np.zeros(5), 0) == 0


def test_paths_cross_where_they_cross():
    """A diagonal and a zigzag: at (1, 1) and (4.5, 4.5); parallel parts never."""
    diagonal = np.array([[0, 0], [6, 6]], float)
    other = np.array([[0, 2], [2, 0], [6, 3], [6, 3], [6, 5], [5, 4], [4, 5]], float)
    np.testing.assert_allclose(crossed.places(diagonal, other), [[1, 1], [4.5, 4.5]])

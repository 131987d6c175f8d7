"""Lines put together from single characters, each by somebody's hand: numbers and sums as people write them, with the truth.

The characters stand as they do in real lines: bars and crosses in the middle of the line's height, points and commas at its
foot, brackets higher than digits. Everything is in parts of a digit's height, with the digits' feet at 0 and y down.
"""
import math
from typing import NamedTuple

import numpy as np

from app.core.expression import work_out
from trainer.learning.hands import normalise, vary

SIGNS = "+-×÷*/:().,="
OPERATORS = "+-×÷*/:"
# Telephone numbers, dates, times, amounts; # is a digit.
PATTERNS = ("(###)", "###-####", "(###)###-####", "#-###-###-####", "#-##-##", "##/##/##", "#/##", "#/#", "##:##", "##.##.####",
            "#.##", "##,##", "#,###", "#.###,##", "####,")


class Line(NamedTuple):
    """text: what it says; strokes: as everywhere; groups: the indices of the strokes of each character of the text."""

    text: str
    strokes: list
    groups: list[list[int]]


def random_text(rng: np.random.Generator, *, most: int = 16) -> str:
    """A number, a date, a sum: what people write."""
    kind = rng.random()
    if kind < 0.3:
        return number(rng, int(rng.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8))))
    if kind < 0.45:
        return "".join(number(rng, 1) if character == "#" else character for character in str(rng.choice(PATTERNS)))
    return sum_of(rng)[:most]


def number(rng: np.random.Generator, digits: int) -> str:
    return "".join(map(str, rng.integers(0, 10, digits)))


def term(rng: np.random.Generator) -> str:
    kind = rng.random()
    text = number(rng, int(rng.integers(1, 4)))
    if kind < 0.15:
        return text + str(rng.choice(list(".,"))) + number(rng, int(rng.integers(1, 3)))
    if kind < 0.25:
        return f"({text}{rng.choice(list('+-'))}{number(rng, int(rng.integers(1, 3)))})"
    return f"-{text}" if kind < 0.28 else text


def random_sum(rng: np.random.Generator, *, most: int = 12) -> str:
    """A sum that asks for its value, and has one."""
    while True:
        text = sum_of(rng).split("=")[0] + "="
        if len(text) <= most and work_out(text).value is not None:
            return text


def sum_of(rng: np.random.Generator) -> str:
    text = term(rng)
    for _ in range(int(rng.integers(1, 3))):
        text += str(rng.choice(list(OPERATORS), p=(0.2, 0.18, 0.18, 0.14, 0.06, 0.12, 0.12))) + term(rng)
    kind = rng.random()
    if kind < 0.7:
        text += "="
    return text + number(rng, int(rng.integers(1, 4))) if kind < 0.3 else text


def compose(text: str, pools: dict[str, list], *, rng: np.random.Generator, tidy: bool = False) -> Line:
    """Write a text. pools: of each character, drawings to choose from.

    To be learnt from, half of the characters are written in another hand than the drawing's own (see hands.vary), and they may
    stand crookedly, crowded and into each other. tidy: as they were drawn, and as a hand sets them that takes its time.
    """
    x, strokes, groups = 0.0, [], []
    hand, close = (0.0, 0.05) if tidy else (0.5, -0.3)
    spacing, uneven = (rng.uniform(0.15, 0.45), 0.05) if tidy else (rng.normal(0.24, 0.18), rng.uniform(0.04, 0.2))
    scale = rng.uniform(0.04, 0.1 if tidy else 0.14)
    for character in text:
        pool = pools[character]
        drawing = pool[rng.integers(len(pool))]
        if rng.random() < hand:
            drawing = vary(drawing, int(character) if character.isdigit() else -1, rng=rng)
        paths = placed(character, normalise(drawing), rng=rng, uneven=scale)
        points = np.concatenate(paths)
        gap = spacing + rng.normal(0, uneven) + (rng.uniform(0, 0.25) if character in OPERATORS + "=" else 0)
        low = points[:, 0].min()
        shift = x - low + (max(gap, close) if groups else 0)
        groups.append(list(range(len(strokes), len(strokes) + len(paths))))
        strokes += [path + np.array([shift, 0]) for path in paths]
        x = points[:, 0].max() + shift
    return Line(text, distorted(strokes, rng=rng, much=0.4 if tidy else 1.0), groups)


def placed(character: str, paths: list, *, rng: np.random.Generator, uneven: float) -> list:
    """A character's paths where it stands on the line, about x = 0. paths: as `normalise` gives them."""
    points = np.concatenate(paths)
    width, height = points.max(axis=0) - points.min(axis=0)
    size = math.exp(rng.normal(0, uneven))
    if character.isdigit():
        return at_foot(paths, size / max(height, 0.3), rng.normal(0, 0.06))
    if character == ".":
        return at_foot(paths, rng.uniform(0, 0.1), rng.normal(0, 0.05))
    if character == ",":
        return at_foot(paths, rng.uniform(0.15, 0.4) / max(height, 0.3), rng.uniform(0.05, 0.3))
    if character == ":":
        return at_foot(paths, rng.uniform(0.3, 0.75) / max(height, 0.3), rng.normal(-0.08, 0.06))
    if character in "()/":
        return at_middle(paths, size * rng.uniform(0.95, 1.5) / max(height, 0.3), rng.normal(-0.48, 0.08))
    if character in "-=":
        return at_middle(paths, rng.uniform(0.25, 0.8) / max(width, 0.3), rng.normal(-0.45, 0.1))
    return at_middle(paths, size * rng.uniform(0.4, 0.85), rng.normal(-0.45, 0.1))


def at_foot(paths: list, scale: float, foot: float) -> list:
    low = max(path[:, 1].max() for path in paths)
    return [(path - np.array([0, low])) * scale + np.array([0, foot]) for path in paths]


def at_middle(paths: list, scale: float, middle: float) -> list:
    return [path * scale + np.array([0, middle]) for path in paths]


def distorted(strokes: list, *, rng: np.random.Generator, much: float) -> list:
    """The line aslant, rising or falling, and no line that a ruler drew. much: how many times as much as usual."""
    turn, slant = much * rng.normal(0, 0.03), much * rng.normal(0, 0.12)
    wave, phase, length = much * rng.uniform(0, 0.06), rng.uniform(0, 2 * math.pi), rng.uniform(2, 8)
    moved = []
    for path in strokes:
        x, y = path[:, 0], path[:, 1]
        x, y = x - slant * y, y + turn * x + wave * np.sin(phase + x / length)
        moved.append(np.stack([x, y], axis=1).tolist())
    return moved

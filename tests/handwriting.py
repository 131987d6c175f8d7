"""Lines of characters small enough to know by heart: each character as a hand might write it, and lines of them.

A digit is 10 high, its foot at y = 10; y down, as everywhere.
"""
import re

import numpy as np


def ring(x, y, width, height, *, start=-90, count=24):
    """A closed stroke around (x, y), from an angle in degrees, clockwise; -90 is the top."""
    angles = np.radians(start + np.linspace(0, 360, count + 1))
    return np.stack([x + width / 2 * np.cos(angles), y + height / 2 * np.sin(angles)], axis=1).tolist()


def line(x0, y0, x1, y1, *, count=12):
    """A straight stroke of so many points."""
    return np.linspace([x0, y0], [x1, y1], count).tolist()


SIGNS = {
    "+": [line(0, 6, 5, 6), line(2.5, 3.5, 2.5, 8.5)], "-": [line(0, 6, 4, 6)], "=": [line(0, 5, 5, 5), line(0, 7, 5, 7)],
    "×": [line(0, 4, 4, 8), line(4, 4, 0, 8)], "÷": [line(0, 6, 5, 6), [[2.5, 4]], [[2.5, 8]]],
    "*": [line(0, 4, 4, 8), line(4, 4, 0, 8), line(2, 3.5, 2, 8.5)], "/": [line(4, 0, 0, 10)],
    ":": [[[0, 4]], [[0, 9]]], "(": [[[2, -1], [0.6, 2], [0, 5], [0.6, 8], [2, 11]]],
    ")": [[[0, -1], [1.4, 2], [2, 5], [1.4, 8], [0, 11]]],
    ".": [[[0, 10]]], ",": [[[0.6, 9.4], [0, 11.5]]],
}
DIGITS = {
    "0": [ring(3, 5, 6, 10)], "1": [line(0, 0, 0, 10)],
    "2": [[[0, 2], [1, 0.5], [3, 0], [5, 1], [5.5, 3], [4, 6], [0, 10], [3, 10], [6, 10]]],
    "3": [[[0, 1], [3, 0], [5, 2], [2.5, 4.5], [5.5, 7], [3, 10], [0, 9]]],
    "4": [[[2, 0], [0, 6], [6, 6]], line(4, 3, 4, 10)],
    "5": [[[1, 0], [0.5, 4], [3, 4], [5, 7], [3, 10], [0, 9]], line(1, 0, 5, 0)],
    "6": [[[4, 0], [1, 4], [0, 7], [2.5, 10], [5, 7.5], [2.5, 5], [0.3, 7]]], "7": [[[0, 0], [6, 0], [4, 5], [2.5, 10]]],
    "8": [[[5, 1], [2.5, 0], [0, 2], [2.5, 4.5], [5, 7.5], [2.5, 10], [0, 7.5], [2.5, 4.5], [5, 1]]],
    "9": [[[5, 2.5], [2.5, 5], [0, 2.5], [2.5, 0], [5, 2.5], [5, 6], [3, 10]]],
}
CHARACTERS = {**DIGITS, **SIGNS}
POOLS = {character: [strokes] for character, strokes in CHARACTERS.items()}


def moved(strokes, x, y=0.0, *, scale=1.0):
    return [[[scale * px + x, scale * py + y] for px, py in stroke] for stroke in strokes]


def written(text, *, at=(0.0, 0.0), gap=3.0):
    """The strokes of a line, its characters so far apart."""
    x, y = at
    strokes = []
    for character in text:
        own = moved(CHARACTERS[character], x, y)
        strokes += own
        x = max(px for stroke in own for px, _ in stroke) + gap
    return strokes


def groups_of(text):
    """The indices of the strokes of each character of `written(text)`."""
    groups, count = [], 0
    for character in text:
        groups.append(list(range(count, count + len(CHARACTERS[character]))))
        count += len(groups[-1])
    return groups


def numbers_of(ids: list[str]) -> list[str]:
    """Of what parts are known by, without the digests of their strokes: "0.1-12345678+2-12345678" is "0.1+2"."""
    return [re.sub("-[0-9a-f]{8}", "", each) for each in ids]

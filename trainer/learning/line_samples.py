"""What a reader of lines learns from: groups of pieces, some of them characters and the others wrong groupings of the same ink.

Of lines put together from single characters the truth is known. Of real ones it is found by alignment, and they are then varied:
the whole line in another hand, every character a little moved and stretched.
"""
import copy
from typing import NamedTuple

import numpy as np

from app.core.candidates import context, steps_of
from app.core.grammar import CHARACTERS
from app.core.ink import bounding_box
from app.core.line import Writing
from app.core.line_order import in_order, unit_of
from app.core.strokes import SAMPLES, Strokes, resampled
from trainer.learning.hands import distortion, wobble

NONE = len(CHARACTERS)  # the class of what is no character
WRONG = 3.0  # wrong groupings to a character, and two more a line


class Groups(NamedTuple):
    """images: uint8 (n, 784); places: uint8 (n, context), what `candidates.context` tells, 255 for 1; labels: int64 (n,), NONE for
    no character."""

    images: np.ndarray
    places: np.ndarray
    labels: np.ndarray


def joined(parts: list[Groups]) -> Groups:
    return Groups(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def truth_of(writing: Strokes, text: str, groups: list[list[int]]) -> dict[tuple[int, ...], int]:
    """{the pieces of a character: its class}, of groups of strokes."""
    owners = np.array(writing.owners)
    return {tuple(np.flatnonzero(np.isin(owners, group)).tolist()): CHARACTERS.index(character)
            for character, group in zip(text, groups, strict=True)}


def groups_in(writing: Writing, truth: dict[tuple[int, ...], int], *, rng: np.random.Generator, wrong: float = WRONG) -> Groups:
    """The true groups and some wrong ones. truth: as `truth_of` gives it."""
    images, places, labels = [], [], []
    for line in writing.lines:
        boxes = writing.boxes[line]
        at = {piece: place for place, piece in enumerate(line)}
        true = {tuple(sorted(at[piece] for piece in group)): label for group, label in truth.items() if set(group) <= at.keys()}
        others = sorted({group for step in steps_of(boxes) for group in step} - true.keys())
        count = min(len(others), int(wrong * len(true)) + 2)
        groups = [*true, *(others[each] for each in rng.permutation(len(others))[:count])]
        if groups:
            images.append(images_of(writing, line, groups))
            places.append(np.rint(255 * context(groups, boxes, writing.points[line])).astype(np.uint8))
            labels += [*true.values(), *[NONE] * count]
    return Groups(np.concatenate(images), np.concatenate(places), np.array(labels, np.int64))


def images_of(writing: Writing, line: list[int], groups: list[tuple[int, ...]]) -> np.ndarray:
    """uint8 (len(groups), 784), of groups of places in the order of a line."""
    return np.rint(255 * writing.render([tuple(line[place] for place in group) for group in groups])).astype(np.uint8)


def varied(writing: Strokes, truth: dict[tuple[int, ...], int], *, rng: np.random.Generator) -> Strokes:
    """The same pieces in a slightly different hand: the line bent, slanted and stretched, its characters moved a little."""
    unit = unit_of(writing.boxes) or 1.0
    paths = [np.array(piece, np.float64) / unit for piece in writing.pieces]
    for group in truth:
        points = np.concatenate([paths[piece] for piece in group])
        middle = (points.min(axis=0) + points.max(axis=0)) / 2
        stretch, move = np.exp(rng.normal(0, 0.04, 2)), rng.normal(0, 0.03, 2)
        for piece in group:
            paths[piece] = (paths[piece] - middle) * stretch + middle + move
    matrix = distortion(rng=rng, stretch=0.8)
    other = copy.copy(writing)
    other.pieces = [(path @ matrix.T).tolist() for path in wobble(paths, rng=rng)]
    other.boxes = np.array([bounding_box([piece]) for piece in other.pieces])
    other.points = np.array([resampled(piece, SAMPLES) for piece in other.pieces])
    other.lines = [in_order(line, other.boxes) for line in writing.lines]
    return other

"""Whole numbers and sums, read: which strokes belong together and what they are, all at once, line by line.

Every group of neighbouring pieces that may be a character is seen by the network that reads single digits. Not what it says
counts here but its last hidden layer, what it has made of the image before it decides. From that, from the image at half its size,
and from how large the group is and where it stands on the line, a second, small network tells digits, signs and "no character"
apart. The likeliest way through all groups is the reading (see `lattice`).
"""
import math
from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from app.core import crossed, ink, line_weights
from app.core.candidates import context
from app.core.errors import DrawingError
from app.core.grammar import CHARACTERS
from app.core.lattice import Lattice
from app.core.line_weights import LineWeights
from app.core.network import Network
from app.core.strokes import Strokes

SHOWN = 6  # characters that a part may be, with their probabilities
HALF = ink.SIZE // 2
SQUEEZE = np.float32(0.12)  # the strongest neurons of the digits' hidden layer reach about 8
MOST_STROKES = 400  # of a drawing: two pages of a school book, which are read in seconds
REMEMBERED = 4000  # images of groups: a long drawing's, while it is being written


class Writing(Protocol):
    """What a line is read from, strokes or the ink of a picture: pieces of which every character has some whole ones.

    boxes: float (n, 4), left, top, right, bottom of each piece; points: float (n, samples, 2), places along each; lines: the
    numbers of the pieces on each line, from left to right.
    """

    boxes: np.ndarray
    points: np.ndarray
    lines: list[list[int]]

    def render(self, groups: list[tuple[int, ...]]) -> np.ndarray:
        """float32 (len(groups), 784) in [0, 1]: the network's input for each group of pieces."""

    def key(self, group: tuple[int, ...]) -> tuple:
        """What is the same for the same ink."""

    def names(self, group: tuple[int, ...]) -> tuple[str, list[int]]:
        """(by what a group of pieces is known among others; the indices of the strokes that it is made of)."""


class Part(NamedTuple):
    """A character of a line. id: by what it is known as long as its strokes stay the same; strokes: indices; box: [left, top,
    right, bottom]; probabilities: of what it may be, the most probable first; line: its number, from above."""

    id: str
    text: str
    strokes: list[int]
    box: list[float]
    probabilities: dict[str, float]
    sure: bool
    line: int


class Reading(NamedTuple):
    """parts: line by line, from left to right; crossed: indices of the strokes that are left out because they were crossed out,
    and of those that did it; chances: how probable each line is; trusted: from which probability on to be sure."""

    parts: list[Part]
    crossed: list[int]
    chances: list[float]
    trusted: float

    @property
    def probability(self) -> float:
        """That all of it is so."""
        return math.prod(self.chances)

    @property
    def sure(self) -> bool:
        return bool(self.parts) and self.probability >= self.trusted

    @property
    def lines(self) -> list[str]:
        """The text of each line."""
        texts = [""] * (max((part.line for part in self.parts), default=-1) + 1)
        for part in self.parts:
            texts[part.line] += part.text
        return texts

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Reader:
    """weights: the small network's; digits: the one whose hidden layer it looks at. Remembers what it has seen of strokes, so that
    a line that grows is not seen anew each time."""

    def __init__(self, weights: LineWeights, digits: Network):
        self.weights, self.digits = weights, digits
        self.seen: dict[tuple, tuple[np.ndarray, np.ndarray]] = {}

    def read(self, strokes: list, chosen: dict[str, str] | None = None) -> Reading:
        """Read a drawing. chosen: what somebody has said that parts are, by their ids. Raises DrawingError for no drawing."""
        ink.check_strokes(strokes)
        if len(strokes) > MOST_STROKES:
            raise DrawingError(f"the drawing has more than {MOST_STROKES} strokes")
        out = crossed.out(strokes)
        kept = [[] if index in out else stroke for index, stroke in enumerate(strokes)]
        return self.read_writing(Strokes(kept), chosen)._replace(crossed=sorted(out))

    def read_writing(self, writing: Writing, chosen: dict[str, str] | None = None) -> Reading:
        """The same of any writing."""
        parts, chances = [], []
        for number, line in enumerate(writing.lines):
            found, chance = self.read_line(writing, line, number, chosen or {})
            parts += found
            chances.append(chance)
        return Reading(parts, [], chances, self.weights.sure_threshold)

    def read_line(self, writing: Writing, line: Sequence[int], number: int, chosen: dict[str, str]) -> tuple[list[Part], float]:
        """(the characters of the pieces of one line, how probable all of them are)."""
        boxes = writing.boxes[line]
        lattice = Lattice(boxes, self.weights.grammar)
        groups = [tuple(line[place] for place in group) for group in lattice.groups]
        lattice.scores = self.scores(writing, groups, context(lattice.groups, boxes, writing.points[line]))
        names = [writing.names(group) for group in groups]
        for own, (id, _) in zip(lattice.groups, names, strict=True):
            if chosen.get(id) in tuple(CHARACTERS):  # a text of several is in CHARACTERS, too
                lattice.pin(own, CHARACTERS.index(chosen[id]))
        way, likely = lattice.best()
        probabilities, total = lattice.probabilities()
        parts = []
        for at, character in way:
            id, strokes = names[at]
            own, chances = writing.boxes[list(groups[at])], probabilities[at]
            box = [*own[:, :2].min(axis=0).tolist(), *own[:, 2:].max(axis=0).tolist()]
            shown = {CHARACTERS[each]: float(chances[each]) for each in np.argsort(-chances, kind="stable")[:SHOWN]}
            sure = bool(chances[character] >= self.weights.sure_threshold)
            parts.append(Part(id, CHARACTERS[character], strokes, box, shown, sure, number))
        return parts, float(np.exp(likely - total))

    def scores(self, writing: Writing, groups: list[tuple[int, ...]], places: np.ndarray) -> np.ndarray:
        """How much likelier each group is each character than none: float64 (groups, characters), logarithms.

        places: what `candidates.context` tells of the groups.
        """
        features, said = self.seen_of(writing, groups)
        logits = self.weights.network.logits(np.concatenate([places, features], axis=1)).astype(np.float64)
        return self.weights.scores(logits, said)

    def seen_of(self, writing: Writing, groups: list[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
        """What `look_and_say` gives of each group."""
        keys = [writing.key(group) for group in groups]
        if len(self.seen) > REMEMBERED:
            self.seen = {}
        missing = [at for at, key in enumerate(keys) if key not in self.seen]
        if missing:
            found = look_and_say(self.digits, writing.render([groups[at] for at in missing]))
            self.seen.update(zip((keys[at] for at in missing), zip(*found, strict=True), strict=True))
        features, said = zip(*(self.seen[key] for key in keys), strict=True)
        return np.array(features), np.array(said)


def reader_of(text: str | bytes, digits: Network, *, on: str) -> Reader:
    """A reader by the text of a weights document. on: the SHA-256 of the file of the digits' network. Raises WeightsError."""
    return Reader(line_weights.parse(text, on=on, features=features_of(digits)), digits)


def features_of(digits: Network) -> int:
    """How many numbers `look` gives of an image."""
    return digits.layers[-2].sizes["inputs"] + HALF * HALF


def look(digits: Network, images: np.ndarray) -> np.ndarray:
    """What a group is told apart by: float32 (n, features) in [0, 1]. images: float32 (n, 784) in [0, 1].

    The last hidden layer of the digits' network, squeezed, and the image at half its size: to read digits a network need not tell
    a plus from a times.
    """
    return look_and_say(digits, images)[0]


def look_and_say(digits: Network, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(that; the logarithms of the digits' network's own probabilities: float64 (n, 10))."""
    activations = images
    for layer in digits.layers[:-2]:
        activations = layer.forward(activations)
    halved = images.reshape(-1, HALF, 2, HALF, 2).mean(axis=(2, 4)).reshape(len(images), -1)
    logits = digits.layers[-2].forward(activations).astype(np.float64) / digits.temperature
    said = logits - np.logaddexp.reduce(logits, axis=1, keepdims=True)
    return np.concatenate([np.minimum(activations * SQUEEZE, 1), halved], axis=1), said

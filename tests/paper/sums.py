"""What is written in rows, and by whom: sums at random, one writer's digits and others' signs; whole numbers of people."""
import gzip
import hashlib
import json
from typing import NamedTuple

import numpy as np

from tests.bench.strokes import drawing, sample
from tests.paper import hands
from trainer.commands.options import DATA_FOLDERS
from trainer.data.numbers import read, shows_its_sign, split_numbers
from trainer.learning.hands import vary

SIGN_FILES = ("unipen-signs.jsonl.gz", "detexify-signs.jsonl.gz")
NUMBERS = "unipen-numbers.jsonl.gz"
SIGNS = "+-×÷=(),./:"
ALSO = {"x": "×", "X": "×"}  # letters that a times sign looks like
# Writers of signs are kept apart by a digest of their name: what is not here is not looked at.
HELD_OUT = {"validation": (7, 8), "test": (9,)}
PLAIN = {
    "+": [[(.5, 0), (.5, 1)], [(0, .5), (1, .5)]], "-": [[(0, .1), (1, 0)]], "×": [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
    "÷": [[(0, .5), (1, .5)], [(.5, .05)], [(.5, .95)]], "=": [[(0, 0), (1, .03)], [(0, .5), (1, .52)]],
    "(": [[(.3, 0), (.05, .3), (0, .5), (.05, .7), (.3, 1)]], ")": [[(0, 0), (.25, .3), (.3, .5), (.25, .7), (0, 1)]],
    ",": [[(.3, 0), (.3, .5), (0, 1)]], ".": [[(0, 0), (.05, .05)]], "/": [[(.5, 0), (0, 1)]], ":": [[(0, 0)], [(0, 1)]],
}


class Hand(NamedTuple):
    """One writer. strokes: for each character, the drawings that there are of it."""

    name: str
    strokes: dict[str, list]


class Written(NamedTuple):
    """A whole number as somebody wrote it. label: what it is; strokes: [[[x, y], ...], ...]."""

    label: str
    strokes: list
    writer: str


def lines_of(name: str) -> list[dict]:
    """The drawings of a file in data/ or ../shared/data; none if it is in neither."""
    path = next((folder / name for folder in DATA_FOLDERS if (folder / name).is_file()), None)
    if path is None:
        return []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def is_held_out(writer: str, part: str) -> bool:
    return int(hashlib.sha256(writer.encode()).hexdigest(), 16) % 10 in HELD_OUT[part]


def signs_of(part: str) -> dict[str, list]:
    """Strokes of each of SIGNS by writers held out."""
    found: dict[str, list] = {}
    for line in (line for name in SIGN_FILES for line in lines_of(name)):
        sign = ALSO.get(line["label"], line["label"])
        if is_held_out(line["writer"], part) and shows_its_sign(sign, line["strokes"]):
            found.setdefault(sign, []).append(line["strokes"])
    return found


def numbers_of(part: str) -> list[Written]:
    """Whole numbers in one line by writers held out, without those whose label may leave out a point or comma."""
    path = next((folder / NUMBERS for folder in DATA_FOLDERS if (folder / NUMBERS).is_file()), None)
    held = split_numbers(read(path))[part] if path else None
    return [Written(text, strokes, writer) for text, strokes, writer in zip(held.texts, held.strokes, held.writers, strict=True)
            if not set(text) - set("0123456789-/()+=") and text.count("/") < 3] if held else []


def hands_of(part: str) -> list[Hand]:
    """Writers held out who wrote at least half of the digits; what they did not write is by others of their file."""
    signs, found = signs_of(part), []
    for file in hands.held_out(part):
        labels = file.labels.astype(str)
        everybody = {digit: [file.strokes[at] for at in np.flatnonzero(labels == digit)] for digit in "0123456789"}
        for writer in sorted(set(file.writers)):
            own = {digit: [file.strokes[at] for at in np.flatnonzero((labels == digit) & (file.writers == writer))]
                   for digit in "0123456789"}
            if sum(map(bool, own.values())) >= 5:
                found.append(Hand(file.name, {**{digit: own[digit] or everybody[digit] for digit in own}, **signs}))
    return found


def plain(count: int = 3) -> list[Hand]:
    """Made-up hands, where there are no drawings by people."""
    rng = np.random.default_rng(11)
    signs = {sign: [[[list(point) for point in sample(stroke)] for stroke in strokes]] for sign, strokes in PLAIN.items()}
    return [Hand("plain", {**{str(digit): [vary(drawing(digit), digit, rng=rng)] for digit in range(10)}, **signs})
            for _ in range(count)]


def text(rng: np.random.Generator) -> str:
    """A number or a sum, as people write them; 2 to 14 characters."""
    def number(digits: int = 3) -> str:
        return str(rng.integers(0, 10 ** rng.integers(1, digits + 1)))

    def decimal() -> str:
        return number(2) + rng.choice([",", "."]) + number(2)

    kind = rng.integers(10)
    if kind == 0:
        return number(3) + number(3)
    if kind == 1:
        return f"({number(3)})"
    if kind == 2:
        return str(rng.choice(["-", "", ""])) + decimal()
    end = str(rng.choice(["", "=", "=", number()]))
    end = "=" + end if end.isdigit() else end
    sign = str(rng.choice(list("+-×÷:/")))
    if kind == 3:
        return f"{decimal()}{sign}{decimal()}{end}"
    if kind == 4:
        return f"({number(2)}{rng.choice(list('+-'))}{number(2)}){sign}{number(2)}{end}"
    if kind == 5:
        return f"{number(2)}{sign}{number(2)}{rng.choice(list('+-'))}{number(2)}{end}"
    return f"{number()}{sign}{number()}{end}"

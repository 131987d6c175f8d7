"""How well lines are read: the share read wholly right, the errors per character, and whether "sure" means it."""
from collections.abc import Iterable

import numpy as np
from tqdm import tqdm

from app.core.expression import work_out
from app.core.line import Reader, Reading
from trainer.data.numbers import Written


def read_all(reader: Reader, written: Written) -> list[Reading]:
    """What is read of each drawing."""
    bar = tqdm(written.strokes, leave=False, desc=f"reading {written.name}", unit="line", delay=1, dynamic_ncols=True, disable=None)
    return [reader.read(strokes) for strokes in bar]


def measure_lines(texts: list[str], readings: list[Reading]) -> dict:
    """Everything measured on one set, ready for JSON.

    n: lines; right: share read wholly right; character_errors: insertions, deletions and replacements that make what is right of
    what was read, per character of what is right; digits, signs: the same three of lines of digits alone, and of the others;
    sure_rate: share of the lines called sure; sure_right: share wholly right of those. Several lines of one drawing count as
    one, without what divides them.
    """
    read = ["".join(reading.lines) for reading in readings]
    sure = np.array([reading.sure for reading in readings], bool)
    right = np.array([one == other for one, other in zip(texts, read, strict=True)], bool)
    digits = np.array([text.isdigit() for text in texts], bool)
    pairs = list(zip(texts, read, strict=True))
    return {**figures(pairs), "digits": figures([pair for pair, own in zip(pairs, digits, strict=True) if own]),
            "signs": figures([pair for pair, own in zip(pairs, digits, strict=True) if not own]),
            "sure_rate": float(sure.mean()), "sure_right": float(right[sure].mean()) if sure.any() else None}


def figures(pairs: list[tuple[str, str]]) -> dict:
    """Of (what is right, what was read) pairs."""
    if not pairs:
        return {"n": 0, "right": None, "character_errors": None}
    return {"n": len(pairs), "right": sum(one == other for one, other in pairs) / len(pairs),
            "character_errors": sum(edits(one, other) for one, other in pairs) / sum(len(one) for one, _ in pairs)}


def edits(right: str, read: str) -> int:
    """The least number of characters to insert, delete and replace (V. Levenshtein, 1966)."""
    row = list(range(len(read) + 1))
    for at, one in enumerate(right):
        before, row[0] = row[:], at + 1
        for place, other in enumerate(read):
            row[place + 1] = min(before[place + 1] + 1, row[place] + 1, before[place] + (one != other))
    return row[-1]


def values_right(texts: Iterable[str], readings: Iterable[Reading]) -> float:
    """The share of lines that give the value which their text has."""
    return float(np.mean([work_out("".join(reading.lines)).value == work_out(text).value
                          for text, reading in zip(texts, readings, strict=True)]))


def rounded_all(figures):
    """Floats to five places, in dicts too."""
    if isinstance(figures, dict):
        return {name: rounded_all(value) for name, value in figures.items()}
    return round(figures, 5) if isinstance(figures, float) else figures

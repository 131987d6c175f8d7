"""Which lines to measure a reader on, and what each set is: whole files, or the writers held out where it learnt from the file."""
from pathlib import Path
from typing import NamedTuple

from app.core.errors import DataError
from trainer.data.numbers import Written, read, split_numbers


class NumberSet(NamedTuple):
    """note: what of the file these are, in words."""

    written: Written
    note: str


def number_sets(paths: list[Path], training: dict, *, whole: bool = False) -> tuple[list[NumberSet], list[str]]:
    """(a set for each file that can be read; a sentence for each file, or part of one, that cannot).

    training: the reader's record. A file that it learnt from, by its sha256, is cut to the writers who were held out, unless
    `whole`.
    """
    data = training.get("data")  # anybody may have written it
    learnt = {source.get("sha256") for source in (data if isinstance(data, list) else []) if isinstance(source, dict)}
    sets, problems = [], []
    for path in paths:
        try:
            written = read(path)
        except DataError as error:
            problems.append(str(error))
            continue
        problems += [written.refused] if written.refused else []
        held = written.sha256 in learnt and not whole
        part = split_numbers(written)["test"] if held else written
        kind = "the writers held out of training" if held else "the whole file"
        sets.append(NumberSet(part, f"{kind}, {len(part):,} lines by {len(set(part.writers)):,} writers"
                                    + (f", of {len(written):,}; --all-writers measures all" if held else "")))
    return sets, problems

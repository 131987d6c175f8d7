"""What lines are learnt from: single characters to put together, and whole numbers as people wrote them, each split by writer."""
from dataclasses import dataclass, field
from pathlib import Path

from app.core.errors import DataError
from trainer.data import numbers
from trainer.data.corpus import Split
from trainer.data.numbers import Written, describe, split_numbers, split_signs

PARTS = ("train", "validation", "test")


@dataclass
class LineSources:
    """By part, "train", "validation" and "test". pools: of each character, the strokes of drawings of it; lines: whole numbers;
    sources: what `training` names; held_out: by file, the writers tested on; problems: sentences about what could not be read."""

    pools: dict[str, dict[str, list]] = field(default_factory=lambda: {part: {} for part in PARTS})
    lines: dict[str, list[Written]] = field(default_factory=lambda: {part: [] for part in PARTS})
    sources: list[dict] = field(default_factory=list)
    held_out: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def gather_lines(digits: list[Split], digit_sources: list[dict], number_files: list[Path], sign_files: list[Path]) -> LineSources:
    """digits: the splits of drawn digits, and what `training` says of them. Raises DataError if a character has no drawing."""
    found = LineSources(sources=list(digit_sources))
    for split in digits:
        for part in PARTS:
            drawings = getattr(split, part)
            for strokes, label in zip(drawings.strokes, drawings.labels.tolist(), strict=True):
                found.pools[part].setdefault(str(label), []).append(strokes)
        found.held_out[split.test.name] = sorted(set(split.test.writers))
    for path in sign_files + number_files:
        try:
            written = numbers.read(path)
        except DataError as error:
            found.problems.append(str(error))
            continue
        found.problems += [written.refused] if written.refused else []
        found.sources.append(describe(written))
        parts = split_signs(written) if path in sign_files else split_numbers(written)
        found.held_out[written.name] = sorted(set(parts["test"].writers))
        for part in PARTS:
            if path in number_files:
                found.lines[part].append(parts[part])
            else:
                for text, strokes in zip(parts[part].texts, parts[part].strokes, strict=True):
                    if numbers.shows_its_sign(text, strokes):
                        found.pools[part].setdefault(text, []).append(strokes)
    return found

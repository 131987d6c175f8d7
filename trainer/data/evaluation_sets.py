"""What networks are measured on: whole files; of a file that a recipe trained on, the writers held out of it."""
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.network import from_weights
from app.core.weights import Weights
from trainer.data.corpus import SOURCES, split
from trainer.data.drawings import Drawings, images_of, read_all
from trainer.data.idx_folder import idx_folder, upright
from trainer.data.mnist import Images

WHOLE, HELD_OUT = "whole", "held-out writers"


@dataclass(frozen=True)
class EvaluationSet:
    """part: WHOLE or HELD_OUT, which of the file's images these are; note: that and what else is to be said, in words."""

    images: Images
    part: str = WHOLE
    note: str = ""


@dataclass(frozen=True)
class Learnt:
    """A file in a network's training record. held_out: writers; tuned: learnt in a fine-tuning, not by a recipe."""

    network: str
    sha256: str
    held_out: list[str]
    tuned: bool


def idx_set(folder: Path, networks: Sequence[Weights]) -> EvaluationSet:
    """A folder of IDX files, turned if its images lie transposed. Raises DataError."""
    images, note = upright(idx_folder(folder), folder, [from_weights(weights) for weights in networks])
    return EvaluationSet(images, note=note)


def drawn_sets(digit_files, not_digit_files, *, networks: Sequence[Weights], companions=(),
               whole: bool = False) -> tuple[list[EvaluationSet], list[str]]:
    """(a set for each file that can be read; a sentence for each file, or part of one, that cannot).

    A file is one that a recipe trained on if its sha256 stands in the training record of one of the networks, or if it
    is named like those that the shipped recipes train on: all networks are measured on the same drawings. companions:
    the digits that those recipes train on, whose held-out writers are held out of other files too; whole: measure all
    of every file nevertheless.
    """
    digits, problems = read_all(digit_files)
    others, more = read_all(not_digit_files, digits=False)
    problems += more
    learnt = [each for weights in networks for each in learnt_from(weights)]
    trained = {each.sha256 for each in learnt if not each.tuned}

    def cut(files: list[Drawings]) -> list[Drawings]:
        return [each for each in files if not whole and (each.sha256 in trained or each.name in SOURCES)]

    held = held_out_of(cut(digits), cut(others), companions, learnt)
    sets = []
    for drawings in digits + others:
        if drawings.sha256 not in held:
            taught = [each.network for each in learnt if each.sha256 == drawings.sha256]
            flatters = f"; {', '.join(taught)} learnt from drawings among them, which flatters" if taught else ""
            sets.append(EvaluationSet(images_of(drawings), WHOLE, f"the whole file, {counted(drawings)}{flatters}"))
        elif len(held[drawings.sha256]):
            test = held[drawings.sha256]
            note = f"the writers held out of training, {counted(test)}, of {len(drawings):,}; --all-writers measures all"
            sets.append(EvaluationSet(images_of(test), HELD_OUT, note))
        else:
            problems.append(f"{drawings.name}: was trained on, and has too few writers for any to have been held out; "
                            "--all-writers measures all of it")
    return sets, problems


def held_out_of(digits: list[Drawings], others: list[Drawings], companions, learnt: list[Learnt]) -> dict[str, Drawings]:
    """By sha256, what of these files no recipe trained on."""
    beside = read_all(companions)[0] if others else []
    splits = split(list({each.sha256: each for each in beside + digits}.values()), others)
    held = {part.test.sha256: part.test for part in splits.digits + splits.not_digits}
    if not beside:  # then whose letters were held out cannot be told from whose digits were, but may be on record
        recorded = {each.sha256: each.held_out for each in learnt if each.held_out}
        held |= {each.sha256: each.take(each.by(recorded[each.sha256])) for each in others if each.sha256 in recorded}
    return {each.sha256: held[each.sha256] for each in digits + others}


def learnt_from(weights: Weights) -> list[Learnt]:
    """The files in a training record; anybody may have written it, and what the trainer does not write is passed over."""
    data, held_out = weights.training.get("data"), weights.training.get("held_out")
    learnt = []
    for source in data if isinstance(data, list) else []:
        name, sha256 = (source.get("name"), source.get("sha256")) if isinstance(source, dict) else (None, None)
        if isinstance(sha256, str):
            writers = held_out.get(str(name)) if isinstance(held_out, dict) else None
            learnt.append(Learnt(weights.name, sha256, list(map(str, writers)) if isinstance(writers, list) else [],
                                 "tuned_from" in weights.training))
    return learnt


def counted(drawings: Drawings) -> str:
    """How many drawings, and by how many writers, in words."""
    writers = len(set(drawings.writers))
    return (f"{len(drawings):,} {'drawing' if len(drawings) == 1 else 'drawings'} by "
            f"{writers:,} {'writer' if writers == 1 else 'writers'}")

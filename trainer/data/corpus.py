"""The corpus: which images a network is trained, validated and tested on, and whose are held out of all training.

Test: MNIST's test images, and the drawings of some writers drawn once by a seed. Validation, for every choice there is
to make: 5,000 of MNIST's training images and the drawings of other writers. A writer held out is held out of every file
that has them.
"""
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from trainer.data.drawings import Drawings, named_apart, read_all
from trainer.data.mnist import SOURCE, Images, mnist
from trainer.data.portion import SPLIT_SEED, split_mnist

# Of which file how many writers are (tested on, validated on); of a file not named here, a fifth and a tenth.
HELD_OUT = {"pendigits-train": (6, 3), "uji2-digits": (12, 6), "unipen-digits": (40, 20)}
NOT_DIGITS_TEST = 2000
NOT_DIGITS_VALIDATION = 1000
SOURCES = {
    "pendigits-train": "UCI Pen-Based Recognition of Handwritten Digits (E. Alpaydin, F. Alimoglu), CC BY 4.0",
    "uji2-digits": "UCI UJI Pen Characters 2 (F. Prat, M. J. Castro, D. Llorens, A. Marzal, J. M. Vilar), CC BY 4.0",
    "unipen-digits": "UNIPEN Train-R01/V07, 1a (I. Guyon, L. Schomaker et al.; Zenodo 1195803), CC BY 4.0",
    "unipen-not-digits": "UNIPEN Train-R01/V07, 1b-1d (I. Guyon, L. Schomaker et al.; Zenodo 1195803), CC BY 4.0",
}


@dataclass
class Split:
    """The drawings of one file by use; no writer is in two of them."""

    train: Drawings
    validation: Drawings
    test: Drawings


@dataclass(kw_only=True)
class Splits:
    """digits, not_digits: a Split per file; sources: what `training` names; held_out: by file, the writers tested on."""

    digits: list[Split] = field(default_factory=list)
    not_digits: list[Split] = field(default_factory=list)
    sources: list[dict] = field(default_factory=list)
    held_out: dict[str, list[str]] = field(default_factory=dict)


@dataclass
class Corpus(Splits):
    """Drawings as Splits, and mnist_train, mnist_validation: Images. problems: a sentence for each file, or part of one,
    that could not be read."""

    mnist_train: Images
    mnist_validation: Images
    problems: list[str] = field(default_factory=list)

    def mnist_only(self) -> "Corpus":
        """The same without drawings, for recipes that do not use them."""
        return Corpus(self.mnist_train, self.mnist_validation, sources=self.sources[:1])

    def without(self, source: str) -> "Corpus":
        """The same but for all that came from one source, as `sources_of` names them."""
        def rest(splits: list[Split]) -> list[Split]:
            return [Split(*(part.take(sources_of(part) != source) for part in (split.train, split.validation, split.test)))
                    for split in splits]
        return replace(self, digits=rest(self.digits), not_digits=rest(self.not_digits))


def gather(*, mnist_folder: Path | None = None, digit_files=(), not_digit_files=()) -> Corpus:
    """Read and split everything. The split depends on SPLIT_SEED and the files only, never on the training seed.

    Raises DataError when MNIST cannot be had; of the other files, as many are read as can be.
    """
    parts = split_mnist(mnist("train", mnist_folder))
    digits, problems = read_all(digit_files)
    others, more = read_all(not_digit_files, digits=False)
    splits = split(digits, others)
    return Corpus(*parts, digits=splits.digits, not_digits=splits.not_digits, held_out=splits.held_out,
                  sources=[{"name": "mnist-train", "source": SOURCE}, *splits.sources], problems=problems + more)


def split(digits: list[Drawings], others: list[Drawings]) -> Splits:
    """Divide files of digits, and others of what is no digit, into what is trained, validated and tested on."""
    named = named_apart(digits + others)
    digits, others = named[:len(digits)], named[len(digits):]
    splits = Splits(sources=[describe(drawings) for drawings in named])
    test_writers, validation_writers, digit_writers = set(), set(), set()
    for drawings in digits:
        test, validation = choose_writers(drawings)
        splits.digits.append(divide(drawings, test, validation))
        splits.held_out[drawings.name] = test
        test_writers.update(test)
        validation_writers.update(validation)
        digit_writers.update(drawings.writers)
    for drawings in others:
        rng = np.random.default_rng(SPLIT_SEED)
        # Enough drawings of writers who drew no digits for training either; those held out above come first.
        strangers = sorted(set(drawings.writers) - digit_writers)
        strangers = [strangers[i] for i in rng.permutation(len(strangers))]
        test = enough(drawings, test_writers, strangers, NOT_DIGITS_TEST)
        validation = enough(drawings, validation_writers, [w for w in strangers if w not in test],
                            NOT_DIGITS_VALIDATION)
        divided = divide(drawings, sorted(test), sorted(validation))
        chosen = np.sort(rng.permutation(len(divided.test))[:NOT_DIGITS_TEST])
        splits.not_digits.append(Split(divided.train, divided.validation, divided.test.take(chosen)))
        splits.held_out[drawings.name] = sorted(set(divided.test.writers))
    return splits


def describe(drawings: Drawings) -> dict:
    """A file as `training` in the weights names it."""
    return {"name": drawings.name, "sha256": drawings.sha256, "drawings": len(drawings),
            "source": SOURCES.get(drawings.name, "your own drawings")}


def sources_of(drawings: Drawings) -> np.ndarray:
    """Where each drawing came from, str (n,): the lab, which UNIPEN names before a writer's "/"; else the file's name."""
    return np.array([str(writer).split("/")[0] if "/" in str(writer) else drawings.name for writer in drawings.writers], object)


def choose_writers(drawings: Drawings) -> tuple[list[str], list[str]]:
    """(test writers, validation writers), drawn by SPLIT_SEED."""
    writers = sorted(set(drawings.writers))
    tested, validated = HELD_OUT.get(drawings.name, (len(writers) // 5, len(writers) // 10))
    chosen = np.random.default_rng(SPLIT_SEED).permutation(len(writers))[:tested + validated]
    return sorted(writers[i] for i in chosen[:tested]), sorted(writers[i] for i in chosen[tested:])


def enough(drawings: Drawings, writers: set, strangers: list, count: int) -> set:
    """`writers`, and of `strangers`, in their order, as many more as it takes to have `count` drawings."""
    chosen = set(writers)
    for stranger in strangers:
        if drawings.by(chosen).sum() >= count:
            break
        chosen.add(stranger)
    return chosen


def divide(drawings: Drawings, test, validation) -> Split:
    """Split by writer."""
    for_test, for_validation = drawings.by(test), drawings.by(validation)
    return Split(drawings.take(~for_test & ~for_validation), drawings.take(for_validation), drawings.take(for_test))

"""The corpus: which images a network is trained, validated and tested on, and whose are held out of all training.

Test: MNIST's test images, and the drawings of some writers drawn once by a seed. Validation, for every choice there is
to make: 5,000 of MNIST's training images and the drawings of other writers. A writer held out is held out of every file
that has them.
"""
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from trainer.data.drawings import Drawings, read
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


@dataclass
class Corpus:
    """mnist_train, mnist_validation: Images; digits, not_digits: a Split per file; sources: what `training` names."""

    mnist_train: Images
    mnist_validation: Images
    digits: list[Split] = field(default_factory=list)
    not_digits: list[Split] = field(default_factory=list)
    sources: list[dict] = field(default_factory=list)
    held_out: dict[str, list[str]] = field(default_factory=dict)

    def mnist_only(self) -> "Corpus":
        """The same without drawings, for recipes that do not use them."""
        return Corpus(self.mnist_train, self.mnist_validation, sources=self.sources[:1])


def gather(*, mnist_folder: Path | None = None, digit_files=(), not_digit_files=()) -> Corpus:
    """Read and split everything. The split depends on SPLIT_SEED and the files only, never on the training seed.

    Raises DataError for a file that is missing or damaged.
    """
    corpus = Corpus(*split_mnist(mnist("train", mnist_folder)))
    corpus.sources.append({"name": "mnist-train", "source": SOURCE})
    test_writers, validation_writers, digit_writers = set(), set(), set()
    for path in digit_files:
        drawings = read(path)
        test, validation = choose_writers(drawings)
        corpus.digits.append(divide(drawings, test, validation))
        corpus.held_out[drawings.name] = test
        corpus.sources.append(describe(drawings))
        test_writers.update(test)
        validation_writers.update(validation)
        digit_writers.update(drawings.writers)
    for path in not_digit_files:
        drawings = read(path, digits=False)
        rng = np.random.default_rng(SPLIT_SEED)
        # Enough drawings of writers who drew no digits for training either; those held out above come first.
        strangers = sorted(set(drawings.writers) - digit_writers)
        strangers = [strangers[i] for i in rng.permutation(len(strangers))]
        test = enough(drawings, test_writers, strangers, NOT_DIGITS_TEST)
        validation = enough(drawings, validation_writers, [w for w in strangers if w not in test],
                            NOT_DIGITS_VALIDATION)
        split = divide(drawings, sorted(test), sorted(validation))
        chosen = np.sort(rng.permutation(len(split.test))[:NOT_DIGITS_TEST])
        corpus.not_digits.append(Split(split.train, split.validation, split.test.take(chosen)))
        corpus.held_out[drawings.name] = sorted(set(split.test.writers))
        corpus.sources.append(describe(drawings))
    return corpus


def describe(drawings: Drawings) -> dict:
    """A file as `training` in the weights names it."""
    return {"name": drawings.name, "sha256": drawings.sha256, "source": SOURCES.get(drawings.name, "your own drawings")}


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

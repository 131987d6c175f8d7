"""`python -m trainer strangers`: how much fine-tuning helps people the network has never seen.

Ten writers are drawn by a fixed seed; half of each one's drawings teach, the other half test. The settings of
`tuning.Tuning` were chosen on other writers of the same file, which `--chosen-on` measures instead.
"""
import argparse
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from app.core.network import from_weights
from app.terminal import complain
from trainer.commands.options import add_mnist
from trainer.data.corpus import SPLIT_SEED, gather
from trainer.data.drawings import images_of, read
from trainer.data.portion import sample_of
from trainer.learning import tuning
from trainer.reporting import manifest
from trainer.runs.lesson import tuned

WRITERS = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, required=True, metavar="W.json", help="a network trained on MNIST alone")
    parser.add_argument("--drawings", type=Path, required=True, metavar="FILE",
                        help="drawings of at least 20 writers, such as pendigits-train.jsonl.gz")
    add_mnist(parser)
    parser.add_argument("--seed", type=int, default=0, help="default 0")
    parser.add_argument("--chosen-on", action="store_true",
                        help="ten of the other writers, on whom the settings were chosen")


def run(options) -> int:
    """A line per writer and one for all: mistakes on the drawings held out, and accuracy on MNIST, before and after.

    Returns 1 if a line of the drawings could not be read, else 0.
    """
    weights = manifest.read_weights(options.weights)
    network = from_weights(weights)
    corpus = gather(mnist_folder=options.mnist)
    sample = sample_of(corpus.mnist_train, seed=options.seed)
    kept = corpus.mnist_validation
    drawings = read(options.drawings)
    if drawings.refused:
        complain(f"trainer: {drawings.refused}")
    writers = sorted(set(drawings.writers.tolist()))
    if len(writers) < 2 * WRITERS:
        raise DataError(f"{options.drawings}: has {len(writers)} writers, {2 * WRITERS} are needed")
    order = [writers[i] for i in np.random.default_rng((SPLIT_SEED, 5)).permutation(len(writers))]
    known = tuning.misread(network, kept.images, kept.labels)
    mistakes, losses = [], []
    print(f"{weights.name}: mistakes on half of each writer's drawings, before and after learning from the other half")
    for writer in order[WRITERS:2 * WRITERS] if options.chosen_on else order[:WRITERS]:
        own = drawings.take(drawings.by([writer]))
        held = tuning.hold_out(own.labels, seed=options.seed, share=0.5)
        if not held.any():
            raise DataError(f"{options.drawings}: has too few drawings by {writer} to learn from one half of them and "
                            "measure on the other")
        taught = tuned(network, own.take(~held), sample, seed=options.seed, settings=tuning.Tuning())
        test = images_of(own.take(held))
        counts = [tuning.misread(each, test.images, test.labels) for each in (network, taught)]
        lost = (tuning.misread(taught, kept.images, kept.labels) - known) / len(kept)
        mistakes.append(counts)
        losses.append(lost)
        print(f"{writer:12} {counts[0]:3} -> {counts[1]:2} of {len(test)}   MNIST {-lost:+.2%}")
    before, after = np.sum(mistakes, axis=0)
    shares = [1 - after / before for before, after in mistakes if before]
    print(f"{'all':12} {before:3} -> {after:2}, {1 - after / max(before, 1):.0%} fewer (mean over writers "
          f"{np.mean(shares) if shares else 0:.0%})   MNIST {-np.mean(losses):+.2%}, worst {-max(losses):+.2%} of "
          f"{1 - known / len(kept):.2%}")
    return 1 if drawings.refused else 0

"""`python -m trainer finetune`: a network's own copy for one's own hand, and what that changed, before and after."""
import argparse
import hashlib
from pathlib import Path

import numpy as np

from app.core import weights as weights_format
from app.core.network import from_weights, to_document
from app.terminal import complain
from trainer.commands.options import WEIGHTS, add_mnist, command_of, positive
from trainer.data.corpus import describe, gather
from trainer.data.drawings import Drawings, images_of, read_all
from trainer.data.files import read_bytes
from trainer.data.mnist import Images
from trainer.data.portion import sample_of
from trainer.learning import tuning
from trainer.learning.record import training_record
from trainer.reporting import manifest
from trainer.runs.job import measured
from trainer.runs.lesson import tuned
from trainer.runs.recipes import FLAGSHIP


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--weights", type=Path, default=WEIGHTS / f"{FLAGSHIP}.json", metavar="W.json",
                        help="the network to start from (default: %(default)s)")
    parser.add_argument("--drawings", type=Path, nargs="+", action="extend", required=True, metavar="FILE",
                        help="your labelled drawings, .jsonl or .jsonl.gz, as the page exports them")
    add_mnist(parser)
    parser.add_argument("--epochs", type=positive, help="short ones, of 160 images (default 30)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same weights (default 0)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="where the tuned weights go (default: NAME-mine.json)")


def run(options) -> int:
    """Tune the given weights on the given drawings, print before and after on both, write the tuned weights.

    Returns 1 if a file of drawings, or a line of one, could not be read, and without tuning if none could, else 0.
    """
    weights = manifest.read_weights(options.weights)
    before = from_weights(weights)
    files, problems = read_all(options.drawings)
    for problem in problems:
        complain(f"trainer: {problem}")
    if not files:
        return 1
    drawings = joined(files)
    corpus = gather(mnist_folder=options.mnist)
    held = tuning.hold_out(drawings.labels, seed=options.seed)
    settings = tuning.Tuning(epochs=options.epochs) if options.epochs else tuning.Tuning()
    print(f"{weights.name}: {len(drawings)} drawings of your own, {plan(held)}")
    taught = drawings.take(~held)
    network = tuned(before, taught, sample_of(corpus.mnist_train, seed=options.seed), seed=options.seed,
                    settings=settings)
    sets = [images_of(drawings.take(held) if held.any() else drawings), corpus.mnist_validation]
    command = command_of(options, command="finetune", names=("weights", "drawings", "epochs", "seed"))
    start = {"name": weights.name, "sha256": hashlib.sha256(read_bytes(options.weights)).hexdigest()}
    training = training_record(command=command, data=corpus.sources + [describe(file) for file in files],
                               seed=options.seed, epochs=settings.epochs, drawings=len(taught), held_out=int(held.sum()),
                               tuned_from=start)
    document = to_document(network, name=f"{weights.name}-mine"[:64], title=f"{weights.title}, tuned"[:200],
                           training=training, metrics={})
    after = from_weights(weights_format.check(document))  # as anyone will load it
    document["metrics"] = measured(after, sets)
    path = options.out or Path(f"{weights.name}-mine.json")
    manifest.write_json(path, document)
    names = ("your drawings held out" if held.any() else "the drawings it learnt", "MNIST not trained on")
    print_comparison(names, sets, measured(before, sets), document["metrics"])
    print(f"{path}: {path.stat().st_size:,} bytes")
    return 1 if problems else 0


def joined(files: list[Drawings]) -> Drawings:
    """The drawings of all files as one set."""
    return Drawings("own-drawings", [strokes for file in files for strokes in file.strokes],
                    np.concatenate([file.labels for file in files]), np.concatenate([file.writers for file in files]),
                    "+".join(file.sha256 for file in files))


def plan(held: np.ndarray) -> str:
    """What is learnt from and what is measured on, in words."""
    if held.any():
        return f"{(~held).sum()} to learn from, {held.sum()} held out to measure on"
    return ("too few to hold any out: all are learnt from, and measuring on them flatters "
            "(from 4 of each digit on, a quarter is held out)")


def print_comparison(names: tuple[str, ...], sets: list[Images], before: dict, after: dict) -> None:
    """A line per set: how many are misread before and after."""
    print(f"{'':24} {'images':>7} {'before':>9} {'after':>9}")
    for name, images in zip(names, sets, strict=True):
        was, now = before[images.name]["accuracy"], after[images.name]["accuracy"]
        print(f"{name:24} {len(images):7,} {was:9.2%} {now:9.2%}")

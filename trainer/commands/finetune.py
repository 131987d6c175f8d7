"""`python -m trainer finetune`: a network's own copy for one's own hand, and what that changed, before and after."""
import datetime
import hashlib
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.core import weights as weights_format
from app.core.network import Network, from_weights, to_document
from trainer.data.corpus import describe, gather
from trainer.data.drawings import Drawings, images_of, read
from trainer.data.mnist import Images
from trainer.data.portion import sample_of
from trainer.learning import tuning
from trainer.reporting import manifest
from trainer.runs.job import measured


def finetune(options) -> int:
    """Tune the given weights on the given drawings, print before and after on both, write the tuned weights."""
    weights = manifest.read_weights(options.weights)
    before = from_weights(weights)
    files = [read(path) for path in options.drawings]
    drawings = joined(files)
    corpus = gather(mnist_folder=options.mnist)
    held = tuning.hold_out(drawings.labels, seed=options.seed)
    settings = tuning.Tuning(epochs=options.epochs) if options.epochs else tuning.Tuning()
    print(f"{weights.name}: {len(drawings)} drawings of your own, {plan(held)}")
    taught = drawings.take(~held)
    network = tuned(before, taught, sample_of(corpus.mnist_train, seed=options.seed), seed=options.seed,
                    settings=settings)
    sets = [images_of(drawings.take(held) if held.any() else drawings), corpus.mnist_validation]
    training = {"command": command_of(options), "tuned_from": {"name": weights.name, "sha256": sha256(options.weights)},
                "data": corpus.sources + [describe(file) for file in files], "seed": options.seed,
                "epochs": settings.epochs, "drawings": len(taught), "held_out": int(held.sum()),
                "date": datetime.datetime.now(datetime.UTC).date().isoformat()}
    document = to_document(network, name=f"{weights.name}-mine"[:64], title=f"{weights.title}, tuned"[:200],
                           training=training, metrics={})
    after = from_weights(weights_format.check(document))  # as anyone will load it
    document["metrics"] = measured(after, sets)
    path = options.out or Path(f"{weights.name}-mine.json")
    manifest.write_json(path, document)
    names = ("your drawings held out" if held.any() else "the drawings it learnt", "MNIST not trained on")
    print_comparison(names, sets, measured(before, sets), document["metrics"])
    print(f"{path}: {path.stat().st_size:,} bytes")
    return 0


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


def tuned(network: Network, drawings: Drawings, sample: tuple[np.ndarray, np.ndarray], *, seed: int,
          settings: tuning.Tuning) -> Network:
    """`tuning.tune` under a progress bar."""
    progress = None
    with tqdm(desc="tuning", dynamic_ncols=True, leave=False) as bar:
        for progress in tuning.tune(network, drawings.strokes, drawings.labels, sample, seed=seed, settings=settings):
            bar.total = progress.total
            if progress.loss is not None:
                bar.set_postfix_str(f"loss {progress.loss:.4f}, accuracy {progress.accuracy:.2%}", refresh=False)
            bar.update()
    return progress.network


def print_comparison(names: tuple[str, ...], sets: list[Images], before: dict, after: dict) -> None:
    """A line per set: how many are misread before and after."""
    print(f"{'':24} {'images':>7} {'before':>9} {'after':>9}")
    for name, images in zip(names, sets, strict=True):
        was, now = before[images.name]["accuracy"], after[images.name]["accuracy"]
        print(f"{name:24} {len(images):7,} {was:9.2%} {now:9.2%}")


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def command_of(options) -> str:
    """The command as the weights record it: names of files, not where they lay."""
    words = ["python -m trainer finetune", f"--weights {options.weights.name}",
             "--drawings " + " ".join(path.name for path in options.drawings)]
    words += [f"--epochs {options.epochs}"] if options.epochs else []
    return " ".join([*words, f"--seed {options.seed}"])

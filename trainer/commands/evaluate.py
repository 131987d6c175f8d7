"""`python -m trainer evaluate`: networks measured on MNIST's test images and on drawings, by default those of writers
held out of training."""
import argparse
import json
import sys
from pathlib import Path

from app.core.errors import DataError
from app.core.network import from_weights
from trainer.commands.figures import print_figures
from trainer.commands.options import WEIGHTS, add_data, corpus_of, mnist_folder
from trainer.data.drawings import images_of, read
from trainer.data.mnist import Images, idx_folder, mnist
from trainer.data.pictures import picture_folder
from trainer.reporting import manifest
from trainer.reporting.evaluate import evaluate
from trainer.runs.job import measured, sets_to_test_on
from trainer.runs.recipes import FLAGSHIP, SHIPPED


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--weights", type=Path, nargs="+", metavar="W.json", help="default: all in weights/")
    parser.add_argument("--all-writers", action="store_true",
                        help="use whole drawing files, not only the writers held out of training")
    parser.add_argument("--idx", type=Path, nargs="+", default=[], metavar="DIR", help="folders of IDX files of one's own")
    parser.add_argument("--pictures", type=Path, nargs="+", default=[], metavar="DIR",
                        help="folders of pictures: DIR/0/*.png ... DIR/9/*.jpg, or names like 7_anna.png")
    parser.add_argument("--write", action="store_true", help="store the figures in the weights and weights/index.json")
    parser.add_argument("--json", action="store_true", help="one object per set, for machines")


def run(options) -> int:
    """Print the figures of every network on every set. Returns 1 if there was a picture that could not be read, else 0."""
    paths = options.weights or [path for path in sorted(WEIGHTS.glob("*.json")) if path.name != manifest.INDEX]
    if not paths:
        raise DataError("no weights to measure: train a network first, or name one with --weights")
    sets, unread = sets_of(options)
    for path in paths:
        weights = manifest.read_weights(path)
        network = from_weights(weights)
        if options.json:
            for images in sets:
                print(json.dumps({"network": weights.name, **evaluate(network, images)}))
        else:
            print_figures(weights.name, measured(network, sets))
        if options.write:
            document = json.loads(path.read_text())
            for name, figures in measured(network, sets).items():
                document["metrics"][name] = {**document["metrics"].get(name, {}), **figures}
            manifest.write_json(path, document)
    if options.write:
        for folder in {path.parent for path in paths}:
            manifest.update_index(folder, default=FLAGSHIP, order=SHIPPED)
    return 1 if unread else 0


def sets_of(options) -> tuple[list[Images], int]:
    """(what to measure on; how many pictures could not be read, each of which is named on standard error)."""
    sets, unread = [idx_folder(folder, folder.name) for folder in options.idx], []
    for folder in options.pictures:
        images, problems = picture_folder(folder)
        sets.append(images)
        unread += problems
    for problem in unread:
        print(f"trainer: {problem}", file=sys.stderr)
    if options.all_writers:
        sets += [mnist("test", mnist_folder(options))]
        sets += [images_of(read(path)) for path in options.drawings or []]
        sets += [images_of(read(path, digits=False)) for path in options.not_digits or []]
    else:
        sets += sets_to_test_on(corpus_of(options), mnist_folder(options))
    return sets, len(unread)

"""`python -m trainer evaluate`: networks measured on MNIST's test images and on drawings; of files that a recipe trained on,
those of the writers held out."""
import argparse
import json
from dataclasses import replace
from pathlib import Path

from app.core import weights as weights_format
from app.core.errors import DataError, InklingError, WeightsError
from app.core.grammar import CHARACTERS
from app.core.network import from_weights
from app.core.weights import Weights
from app.terminal import complain
from trainer.commands.figures import print_figures, print_lines
from trainer.commands.options import (
    DIGIT_FILES,
    LINE,
    NUMBER_FILES,
    SIGN_FILES,
    WEIGHTS,
    add_data,
    drawing_files,
    mnist_folder,
    positive,
    usual_files,
)
from trainer.data import corpus as splits
from trainer.data import drawings
from trainer.data.drawings import named_apart
from trainer.data.evaluation_sets import EvaluationSet, drawn_sets, idx_set
from trainer.data.files import read_bytes
from trainer.data.line_sources import gather_lines
from trainer.data.mnist import mnist
from trainer.data.number_sets import number_sets
from trainer.data.pictures import picture_folder
from trainer.reporting import manifest
from trainer.reporting.evaluate import evaluate
from trainer.reporting.evaluate_lines import measure_lines, read_all, rounded_all
from trainer.runs.job import measured
from trainer.runs.line_session import ground_at, measured_sums, reader_of
from trainer.runs.recipes import FLAGSHIP, SHIPPED


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--weights", type=Path, nargs="+", action="extend", metavar="W.json",
                        help="default: all in weights/")
    parser.add_argument("--all-writers", action="store_true",
                        help="measure all of every file. Without it, a file that a recipe trained on is cut to the writers "
                             "held out of training: one whose sha256 stands in the training record of a network that is "
                             "measured, or that is named like a file that the shipped recipes name. Any other is whole")
    parser.add_argument("--idx", type=Path, nargs="+", action="extend", default=[], metavar="DIR",
                        help="folders of IDX files of one's own; where images lie transposed, as EMNIST's do, they are "
                             "turned upright")
    parser.add_argument("--pictures", type=Path, nargs="+", action="extend", default=[], metavar="DIR",
                        help="folders of pictures: DIR/0/*.png ... DIR/9/*.jpg, or names like 7_anna.png")
    parser.add_argument("--numbers", type=Path, nargs="*", action="extend", metavar="FILE",
                        help="measure the reader of lines instead, on whole numbers and sums in these files (default: those it "
                             "learnt from, and as many sums put together from held-out writers\' characters as --sums says)")
    parser.add_argument("--sums", type=positive, default=500, metavar="N", help="default 500")
    parser.add_argument("--write", action="store_true", help="store the figures in the weights and weights/index.json")
    parser.add_argument("--json", action="store_true",
                        help="one object per set, for machines; its \"part\" says whether the set is a whole file or its "
                             "held-out writers")


def run(options) -> int:
    """Print the figures of every network on every set, and what of which file each set is.

    What cannot be read is named on standard error, a line each, and the rest is measured. Returns 1 if there was any,
    else 0.
    """
    if options.numbers is not None:
        return run_numbers(options)
    networks, problems = networks_of(options.weights or [path for path in sorted(WEIGHTS.glob("*.json"))
                                                         if path.name not in (manifest.INDEX, f"{LINE}.json")])
    sets, unread = sets_of(options, list(networks.values())) if networks else ([], [])
    problems += unread
    for problem in problems:
        complain(f"trainer: {problem}")
    if not options.json:
        for each in sets:
            if each.note:
                print(f"{each.images.name}: {each.note}")
    for path, weights in networks.items():
        network = from_weights(weights)
        if options.json:
            for each in sets:
                figures = evaluate(network, each.images)
                print(json.dumps({"network": weights.name, **figures, "part": each.part, "note": each.note}))
        else:
            print_figures(weights.name, measured(network, [each.images for each in sets]))
        if options.write:
            document = json.loads(path.read_text())
            for name, figures in measured(network, [each.images for each in sets]).items():
                document["metrics"][name] = {**document["metrics"].get(name, {}), **figures}
            manifest.write_json(path, document)
    if options.write:
        for folder in {path.parent for path in networks}:
            for problem in manifest.update_index(folder, default=FLAGSHIP, order=SHIPPED):
                complain(f"trainer: {problem}")
    return 1 if problems else 0


def run_numbers(options) -> int:
    """The same for the reader of lines: the share wholly right, errors per character, both also for lines of digits alone."""
    path = (options.weights or [WEIGHTS / f"{LINE}.json"])[0]
    try:
        document = weights_format.load(read_bytes(path))
        reader = reader_of(document, ground_at(path.parent / f"{FLAGSHIP}.json"))
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from None
    files = options.numbers or usual_files(options, NUMBER_FILES)
    sets, problems = number_sets(files, document["training"], whole=options.all_writers)
    measured = {}
    for written, note in sets:
        figures = measure_lines(written.texts, read_all(reader, written))
        measured[written.name] = {"note": note, "writers": len(set(written.writers)), **figures}
    if not options.numbers:
        drawn = splits.split(drawings.read_all(drawing_files(options)[0])[0], [])
        pools = gather_lines(drawn.digits, [], [], usual_files(options, SIGN_FILES)).pools["test"]
        if missing := set(CHARACTERS) - pools.keys():
            problems.append(f"no sums: there is no drawing of {' '.join(sorted(missing))} by writers held out")
        else:
            measured["composed-sums"] = {"note": "put together from characters by writers held out of training",
                                         **measured_sums(reader, pools, options.sums)}
    for problem in problems:
        complain(f"trainer: {problem}")
    for name, figures in measured.items():
        if options.json:
            print(json.dumps({"network": LINE, "name": name, **figures}))
        else:
            print(f"{name}: {figures['note']}")
    if not options.json:
        print_lines(measured)
    if options.write:
        kept = {name: {key: value for key, value in figures.items() if key != "note"} for name, figures in measured.items()}
        document["metrics"] = {**document["metrics"], **rounded_all(kept)}
        manifest.write_json(path, document)
        problems += manifest.update_index(path.parent, default=FLAGSHIP, order=SHIPPED)
    return 1 if problems else 0


def networks_of(paths: list[Path]) -> tuple[dict[Path, Weights], list[str]]:
    """(the weights that can be read; a sentence for each file that cannot)."""
    if not paths:
        raise DataError("no weights to measure: train a network first, or name one with --weights")
    networks, problems = {}, []
    for path in paths:
        try:
            networks[path] = manifest.read_weights(path)
        except InklingError as error:
            problems.append(str(error))
    return networks, problems


def sets_of(options, networks: list[Weights]) -> tuple[list[EvaluationSet], list[str]]:
    """(what to measure on; a sentence for each file, or part of one, that could not be read)."""
    sets, problems = [], []
    for folder in options.idx:
        try:
            sets.append(idx_set(folder, networks))
        except DataError as error:
            problems.append(str(error))
    for folder in options.pictures:
        try:
            images, unread = picture_folder(folder)
        except DataError as error:
            problems.append(str(error))
        else:
            problems += unread
            sets += [EvaluationSet(images)] if len(images) else []
    try:
        sets.append(EvaluationSet(mnist("test", mnist_folder(options))))
    except DataError as error:
        problems.append(str(error))
    digit_files, not_digit_files = drawing_files(options)
    drawn, unread = drawn_sets(digit_files, not_digit_files, networks=networks, whole=options.all_writers,
                               companions=usual_files(options, DIGIT_FILES))
    sets += drawn
    images = named_apart([each.images for each in sets])
    return [replace(each, images=named) for each, named in zip(sets, images, strict=True)], problems + unread

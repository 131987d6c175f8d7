"""`python -m app predict FILE...`: read drawings (.jsonl, .jsonl.gz) and pictures with a network, one line each."""
import argparse
import json
from pathlib import Path

import numpy as np

from app.core import ink, network, picture, weights
from app.core.errors import DataError, InklingError
from app.core.jsonlines import each_line, holds_lines
from app.core.labelled import parse_line
from app.terminal import complain, one_line, reason

ROOT = Path(__file__).parents[2]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE", help="a picture, or drawings as JSON lines (.jsonl, .jsonl.gz)")
    parser.add_argument("--weights", type=Path, default=ROOT / "weights" / "inkling.json", metavar="W.json",
                        help="the network to read with (default: %(default)s)")
    parser.add_argument("--json", action="store_true", help="print one JSON object per line, with all ten probabilities")


def run(arguments: argparse.Namespace) -> int:
    """Print `file<TAB>digit<TAB>probability<TAB>sure|unsure` per picture or drawing.

    A file that cannot be read gets one line on standard error, and the rest go on. Returns 1 if there was one, else 0.
    """
    try:
        reader = network.from_weights(weights.parse(contents(arguments.weights)))
    except InklingError as error:
        complain(f"{arguments.weights}: {error}")
        return 1
    failed = False
    for name in arguments.files:
        try:
            for where, pixels in images(Path(name)):
                report(where, reader.answer(reader.forward(np.asarray(pixels, np.float32)[None])), as_json=arguments.json)
        except InklingError as error:
            failed = True
            complain(f"{name}: {error}")
    return 1 if failed else 0


def contents(path: Path) -> bytes:
    """A file's bytes. Raises DataError saying why there are none, so that an OSError is always the output's."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(reason(error)) from None


def images(path: Path):
    """Yield (name, 784 pixels) for each drawing of a .jsonl file, or for the one picture.

    Raises InklingError; what is wrong with lines after all others were read.
    """
    if holds_lines(path.name):
        for number, pixels in each_line(contents(path), lambda line: ink.render(parse_line(line)["strokes"])):
            yield f"{path}:{number}", pixels
    else:
        yield str(path), picture.to_pixels(contents(path))


def report(where: str, answer: dict, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"file": where, **answer}))
    else:
        probability = answer["probabilities"][answer["digit"]]
        print(one_line(where), answer["digit"], f"{probability:.4f}", "sure" if answer["sure"] else "unsure", sep="\t")

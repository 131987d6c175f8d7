"""`python -m app predict FILE...`: read drawings (.jsonl, .jsonl.gz) and pictures with a network, one line each."""
import argparse
import json
import sys
from pathlib import Path

import numpy as np

from app.core import ink, network, picture, weights
from app.core.errors import DrawingError, InklingError, WeightsError
from app.core.jsonlines import lines_of
from app.core.labelled import parse_line

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
        reader = load(arguments.weights)
    except InklingError as error:
        print(f"{arguments.weights}: {error}", file=sys.stderr)
        return 1
    failed = False
    for name in arguments.files:
        try:
            for where, pixels in images(Path(name)):
                report(where, reader.answer(reader.forward(np.asarray(pixels, np.float32)[None])), as_json=arguments.json)
        except OSError as error:
            failed = True
            print(f"{name}: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        except InklingError as error:
            failed = True
            print(f"{name}: {error}", file=sys.stderr)
    return 1 if failed else 0


def load(path: Path) -> network.Network:
    try:
        return network.from_weights(weights.parse(path.read_bytes()))
    except OSError as error:
        raise WeightsError((error.strerror or str(error)).lower()) from None


def images(path: Path):
    """Yield (name, 784 pixels) for each drawing of a .jsonl file, or for the one picture.

    What is wrong with lines is raised as one InklingError after all others were read. Raises OSError too.
    """
    if not path.name.endswith((".jsonl", ".jsonl.gz")):
        yield str(path), picture.to_pixels(path.read_bytes())
        return
    refused = []
    for number, line in lines_of(path.read_bytes()):
        try:
            pixels = ink.render(parse_line(line)["strokes"])
        except DrawingError as error:
            refused.append(f"line {number}: {error}")
        else:
            yield f"{path}:{number}", pixels
    if refused:
        rest = f"; {len(refused)} bad lines in all" if len(refused) > 1 else ""
        raise InklingError(refused[0] + rest)


def report(where: str, answer: dict, *, as_json: bool) -> None:
    if as_json:
        print(json.dumps({"file": where, **answer}))
    else:
        probability = answer["probabilities"][answer["digit"]]
        print(where, answer["digit"], f"{probability:.4f}", "sure" if answer["sure"] else "unsure", sep="\t")

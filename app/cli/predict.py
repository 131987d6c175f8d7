"""`python -m app predict FILE... | FOLDER | -`: read drawings (.jsonl, .jsonl.gz) and pictures with a network, one line each."""
import argparse
import contextlib
import functools
import hashlib
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

from tqdm import tqdm

from app.core import network, weights
from app.core.answers import answers
from app.core.errors import DataError, InklingError
from app.core.jsonlines import Refused
from app.inputs import batches
from app.inputs.files import contents, size_of
from app.inputs.pieces import Piece, pieces_of
from app.inputs.pool import Pool
from app.terminal import complain, one_line

ROOT = Path(__file__).parents[2]
LINE = ROOT / "weights" / "line.json"  # what reads lines, on the network that is shipped
DELAY = 1  # seconds before a bar is worth showing


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="+", metavar="FILE",
                        help="a picture; drawings as JSON lines (.jsonl, .jsonl.gz); a folder, with all that is in it; or - for "
                             "standard input, either one picture or drawings")
    parser.add_argument("--weights", type=Path, default=ROOT / "weights" / "inkling.json", metavar="W.json",
                        help="the network to read with (default: %(default)s)")
    parser.add_argument("--json", action="store_true",
                        help="print one JSON object per line, with all ten probabilities, and of a picture the box that was read: "
                             "left, top, right, bottom, in pixels of the upright picture")
    parser.add_argument("--numbers", action="store_true",
                        help="read whole numbers and sums: file, text, probability, sure or unsure, value, for each line that is "
                             "written; with --json one object for each drawing or picture, with all parts")
    parser.add_argument("--dask", metavar="ADDRESS",
                        help="let a Dask cluster do the reading; ADDRESS is its scheduler's, as tcp://name:8786")


def run(arguments: argparse.Namespace) -> int:
    """Print `file<TAB>digit<TAB>probability<TAB>sure|unsure` per picture or drawing; with --numbers
    `file<TAB>text<TAB>probability<TAB>sure|unsure<TAB>value` per line that is written in one.

    What cannot be read gets one line on standard error, and the rest go on. Returns 1 if there was any, else 0.
    """
    try:
        task = task_of(arguments)
    except InklingError as error:
        complain(str(error))
        return 1
    report = Report(as_json=arguments.json, tell=tell_number if arguments.numbers else tell_digit)
    try:
        many = Pool if arguments.dask is None else functools.partial(cluster(), address=arguments.dask, say=complain)
        with progress(arguments.files) as bar:
            pieces = pieces_of(arguments.files, bar.update)
            read = batches.run(task, pieces, many=many, few=arguments.dask is None)
            with contextlib.closing(read):
                for batch in read:
                    with above(bar):
                        report.add(batch)
        report.end_file()
    except InklingError as error:  # of no file, but of what should have read it
        report.end_file()
        complain(str(error))
        return 1
    return 1 if report.problems else 0


def task_of(arguments: argparse.Namespace) -> Callable[[list], list]:
    """What reads contents. Raises an InklingError that names the weights which cannot be used."""
    path = arguments.weights
    try:
        raw = contents(path, weights.MOST_TEXT)
        digits = network.from_weights(weights.parse(raw))
        if not arguments.numbers:
            return functools.partial(answers, digits)
        path = LINE
        from app.core import line, number_answers
        reader = line.reader_of(contents(path, weights.MOST_TEXT), digits, on=hashlib.sha256(raw).hexdigest())
    except InklingError as error:
        raise DataError(f"{path}: {error}") from None
    return functools.partial(number_answers.answers, reader)


def cluster() -> type:
    """Of the module that needs Dask. Raises DataError if there is none."""
    try:
        from app.inputs.cluster import Cluster
    except ModuleNotFoundError as error:
        raise DataError(f"--dask needs what pip installs with --group cluster: {error}") from None
    return Cluster


class Report:
    """Prints every answer, and complains of all that has none: of lines when all of their file were read. tell(where, answer): what
    to print of one, unless it is JSON."""

    def __init__(self, *, as_json: bool, tell: Callable[[str, dict], str]):
        self.as_json, self.tell = as_json, tell
        self.problems = 0
        self.file, self.number, self.refused = "", 0, Refused()

    def add(self, batch: Iterable[tuple[Piece, object]]) -> None:
        for piece, answer in batch:
            if piece.file != self.file or piece.number <= self.number:
                self.end_file()
            self.file, self.number = piece.file, piece.number
            if not isinstance(answer, InklingError):
                where = f"{piece.file}:{piece.number}" if piece.number else piece.file
                print(json.dumps({"file": where, **answer}) if self.as_json else self.tell(where, answer))
            elif piece.number:
                self.refused.add(piece.number, answer)
            else:
                self.complain(answer)

    def end_file(self) -> None:
        """The file that was read has no more lines."""
        if self.refused.count:
            self.complain(self.refused)
            self.refused = Refused()

    def complain(self, what: object) -> None:
        self.problems += 1
        complain(f"{self.file}: {what}")


def tell_digit(where: str, answer: dict) -> str:
    """A line about the digit in a drawing or a picture."""
    if answer.get("several"):
        complain(f"{where}: holds several digits, of which the largest was read")
    return "\t".join([one_line(where), str(answer["digit"]), f"{answer['probabilities'][answer['digit']]:.4f}", sureness(answer)])


def tell_number(where: str, answer: dict) -> str:
    """A line about each line that is written in it."""
    return "\n".join("\t".join([one_line(where), line["text"], f"{line['probability']:.4f}", sureness(line), line["value"]])
                     for line in answer["lines"])


def sureness(answer: dict) -> str:
    return "sure" if answer["sure"] else "unsure"


def progress(names: list[str]) -> tqdm:
    """A bar of the bytes read, on standard error if that is a terminal."""
    shown = sys.stderr is not None and sys.stderr.isatty()
    return tqdm(total=size_of(names) if shown else None, disable=not shown, desc="reading", unit="B", unit_scale=True, delay=DELAY,
                leave=False, dynamic_ncols=True)


def above(bar: tqdm):
    """While lines are printed, for they may go to the terminal that shows the bar, if it is shown already."""
    return bar.external_write_mode() if getattr(bar, "last_print_n", 0) else contextlib.nullcontext()

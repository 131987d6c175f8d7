"""What the commands share: options for data, the data that they name, and the command as the weights record it."""
import argparse
from pathlib import Path

from app.core.errors import DataError
from trainer.data.corpus import Corpus, gather

WEIGHTS = Path("weights")
DATA_FOLDERS = (Path("data"), Path("../shared/data"))
DIGIT_FILES = ("pendigits-train.jsonl.gz", "uji2-digits.jsonl.gz", "unipen-digits.jsonl.gz")
NUMBER_FILES = ("unipen-numbers.jsonl.gz",)
SIGN_FILES = ("unipen-signs.jsonl.gz", "detexify-signs.jsonl.gz")
LINE = "line"  # the network that reads lines, in weights/line.json
NOT_DIGIT_FILES = ("unipen-not-digits.jsonl.gz",)


def add_data(parser: argparse.ArgumentParser) -> None:
    """Options for everything that is trained and measured on."""
    add_mnist(parser)
    parser.add_argument("--data", type=Path, metavar="DIR",
                        help="folder with the drawings a recipe names (default: data or ../shared/data, if there)")
    parser.add_argument("--drawings", type=Path, nargs="+", action="extend", metavar="FILE",
                        help="labelled drawings, .jsonl or .jsonl.gz")
    parser.add_argument("--not-digits", type=Path, nargs="+", action="extend", metavar="FILE",
                        help="drawings of what is no digit")


def add_mnist(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--mnist", type=Path, metavar="DIR", help="folder of MNIST's four IDX files, gzipped or not")


def positive(text: str) -> int:
    """A whole number above zero. Raises ValueError, of which argparse makes its own sentence."""
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def corpus_of(options) -> Corpus:
    """Whatever data the options name, else what the usual folders hold. Raises DataError without MNIST."""
    digit_files, not_digit_files = drawing_files(options)
    return gather(mnist_folder=mnist_folder(options), digit_files=digit_files, not_digit_files=not_digit_files)


def drawing_files(options) -> tuple[list[Path], list[Path]]:
    """(files of digits, files of what is no digit): those the options name, else those that the usual folders hold."""
    return (options.drawings if options.drawings is not None else usual_files(options, DIGIT_FILES),
            options.not_digits if options.not_digits is not None else usual_files(options, NOT_DIGIT_FILES))


def usual_files(options, names: tuple[str, ...]) -> list[Path]:
    """Those of the named files that the usual folder, or the one in its place, has. Raises DataError if that is none."""
    if options.data and not options.data.is_dir():
        raise DataError(f"{options.data}: no such folder")
    folders = [options.data] if options.data else [folder for folder in DATA_FOLDERS if folder.is_dir()][:1]
    return [folder / name for folder in folders for name in names if (folder / name).is_file()]


def mnist_folder(options) -> Path | None:
    """--mnist, or --data if the IDX files lie there."""
    if options.mnist or not options.data:
        return options.mnist
    return options.data if any(options.data.glob("*idx3*")) else None


def command_of(options, *, names: tuple[str, ...], command: str = "") -> str:
    """The command as the weights record it, with those of the named options that were given, in that order.

    Of files it tells their names, not where they lay.
    """
    words = ["python -m trainer", command] if command else ["python -m trainer"]
    for name in names:
        given = getattr(options, name)
        if given is not None and given is not False:
            words.append(f"--{name.replace('_', '-')}")
            values = given if isinstance(given, list) else [] if given is True else [given]
            words += [value.name if isinstance(value, Path) else str(value) for value in values]
    return " ".join(words)

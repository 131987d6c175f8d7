"""`python -m tests.paper`: draw digits of held-out writers on paper, and say how well they are read.

Without --drawings they come from ../shared/data (or the files in data/), by the writers that the trainer holds out.
"""
import argparse
import json
import sys
from pathlib import Path

from tests.paper import measure
from trainer.data.corpus import split
from trainer.data.drawings import Drawings, read_all

ROOT = Path(__file__).parents[2]
PLACES = [ROOT / "data", ROOT.parent / "shared" / "data"]
FILES = ("pendigits-train.jsonl.gz", "uji2-digits.jsonl.gz", "unipen-digits.jsonl.gz")


def parse_arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.paper", description=__doc__)
    parser.add_argument("--drawings", type=Path, action="append", metavar="F.jsonl", help="draw these, by whomever, instead")
    parser.add_argument("--set", choices=["validation", "test"], default="test", help="whose: the writers held out for choosing "
                        "or, never to be tuned on, for measuring (default: %(default)s)")
    parser.add_argument("--count", type=int, default=2000, metavar="N", help="how many pictures (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of everything (default: %(default)s)")
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the pictures there, as LABEL_NUMBER.jpg")
    parser.add_argument("--wrong", type=Path, metavar="DIR", help="write there those that are misread, as LABEL_NUMBER_READ.jpg")
    parser.add_argument("--weights", type=Path, default=ROOT / "weights" / "inkling.json", metavar="W.json",
                        help="the network to read with (default: %(default)s)")
    parser.add_argument("--only-write", action="store_true", help="read nothing")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write each picture's scene and reading too, one a line")
    arguments = parser.parse_args(words)
    if arguments.only_write and not arguments.out:
        parser.error("--only-write: where to? Give --out DIR")
    return arguments


def held_out(part: str) -> list[Drawings]:
    """The drawings by writers held out of training, of every file that is here; part: "validation" or "test"."""
    paths = [next((folder / name for folder in PLACES if (folder / name).is_file()), None) for name in FILES]
    files, problems = read_all([path for path in paths if path])
    if problems:
        sys.exit("\n".join(problems))
    return [getattr(each, part) for each in split(files, []).digits]


def main(words: list[str] | None = None) -> int:
    """Write and measure. Returns 1, after one sentence on standard error, when there is nothing to draw."""
    arguments = parse_arguments(words)
    files, problems = read_all(arguments.drawings) if arguments.drawings else (held_out(arguments.set), [])
    if not files:
        print("; ".join(problems) or "paper: the held-out writers' drawings are not here; give --drawings F.jsonl", file=sys.stderr)
        return 1
    for folder in filter(None, (arguments.out, arguments.wrong)):
        folder.mkdir(parents=True, exist_ok=True)
    jobs = measure.jobs_of(files, count=arguments.count, seed=arguments.seed)
    weights = None if arguments.only_write else arguments.weights
    rows = measure.run(jobs, weights=weights, out=arguments.out, wrong=arguments.wrong)
    if arguments.json:
        arguments.json.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if weights:
        print(measure.table(rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())

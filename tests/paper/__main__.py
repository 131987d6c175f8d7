"""`python -m tests.paper`: digits of held-out writers on paper, as photographed, and how well they are read."""
import sys
from pathlib import Path

from tests import readings
from tests.paper import hands
from trainer.data.drawings import read_all

CHOICES = {"pen": None, "width": (0.01, 0.02), "paper": None, "light": None, "size": (0.4, 0.6), "side": (500, 800), "table": None,
           "tilt": (8, 16), "blur": (0.4, 0.8), "quality": (60, 80), "source": None, "label": None}
BARS = {"right": 0.96, "right when sure": 0.993}


def main(words: list[str] | None = None) -> int:
    """Write and measure. Returns 1, after one sentence on standard error, when there is nothing to draw."""
    parser = readings.parser(prog="python -m tests.paper", description=__doc__)
    parser.add_argument("--drawings", type=Path, nargs="+", metavar="F.jsonl", help="draw these, by whomever, instead")
    arguments = parser.parse_args(words)
    files, problems = read_all(arguments.drawings) if arguments.drawings else (hands.held_out(arguments.set), [])
    if not files:
        print("; ".join(problems) or "the drawings by held-out writers are neither in data/ nor in ../shared/data; give --drawings",
              file=sys.stderr)
        return 1
    jobs = hands.jobs_of(files, count=arguments.count, seed=arguments.seed)
    readings.carry_out(arguments, hands.photograph, jobs, choices=CHOICES, bars=BARS)
    return 0


if __name__ == "__main__":
    sys.exit(main())

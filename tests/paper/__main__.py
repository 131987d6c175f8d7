"""`python -m tests.paper`: digits of held-out writers on paper, as photographed, and how well they are read.

With --rows: rows of numbers and sums, wholly right or not; with --pieces as well, in how many photos exactly their characters are
found.
"""
import collections
import sys
from pathlib import Path

from tests import readings
from tests.paper import hands, rows, segments, sums
from trainer.data.drawings import read_all

CHOICES = {"pen": None, "width": (0.01, 0.02), "paper": None, "light": None, "size": (0.4, 0.6), "side": (500, 800), "table": None,
           "tilt": (8, 16), "blur": (0.4, 0.8), "quality": (60, 80), "source": None, "label": None}
ROW_CHOICES = {"pen": None, "paper": None, "light": None, "source": None, "lines": None, "characters": (4, 8, 12)}
ROW_BARS = {"right": 0.9, "right when sure": 0.98}
BARS = {"right": 0.96, "right when sure": 0.993}


def main(words: list[str] | None = None) -> int:
    """Write and measure. Returns 1, after one sentence on standard error, when there is nothing to draw."""
    parser = readings.parser(prog="python -m tests.paper", description=__doc__)
    parser.add_argument("--drawings", type=Path, nargs="+", metavar="F.jsonl", help="draw these, by whomever, instead")
    parser.add_argument("--rows", action="store_true", help="numbers and sums instead of digits")
    parser.add_argument("--pieces", action="store_true", help="of rows, whether all their characters are found, by themselves")
    arguments = parser.parse_args(words)
    if arguments.rows:
        jobs = rows.jobs_of(sums.hands_of(arguments.set) or sums.plain(), sums.numbers_of(arguments.set), count=arguments.count,
                            seed=arguments.seed)
        if arguments.pieces:
            return find_rows(arguments, jobs)
        readings.carry_out(arguments, rows.photograph, jobs, choices=ROW_CHOICES, bars=ROW_BARS, read=rows.read)
        return 0
    files, problems = read_all(arguments.drawings) if arguments.drawings else (hands.held_out(arguments.set), [])
    if not files:
        print("; ".join(problems) or "the drawings by held-out writers are neither in data/ nor in ../shared/data; give --drawings",
              file=sys.stderr)
        return 1
    jobs = hands.jobs_of(files, count=arguments.count, seed=arguments.seed)
    readings.carry_out(arguments, hands.photograph, jobs, choices=CHOICES, bars=BARS)
    return 0


def find_rows(arguments, jobs: list) -> int:
    """Take photos of rows and say in how many of them what is found is what was written."""
    if arguments.out:
        arguments.out.mkdir(parents=True, exist_ok=True)
    counts, by_pen = collections.Counter(), collections.defaultdict(list)
    for job in jobs:
        taken, data = rows.take(job)
        if arguments.out:
            (arguments.out / f"row_{job[2][1]:05}.jpg").write_bytes(data)
            (arguments.out / f"row_{job[2][1]:05}.txt").write_text(taken.label + "\n", encoding="utf-8")
        if not arguments.only_write:
            found = set(segments.problems(taken, data))
            counts.update(found or {"as written"})
            by_pen[taken.scene.pen].append(not found - {"merged"})
    for what, count in counts.most_common():
        print(f"{what:<26}{count:>6}{count / arguments.count:>9.2%}")
    for pen, right in sorted(by_pen.items()):
        print(f"  {pen:<24}{len(right):>6}{sum(right) / len(right):>9.2%}  as written, or only touching")
    return 0


if __name__ == "__main__":
    sys.exit(main())

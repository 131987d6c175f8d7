"""`python -m tests.fuzz`: harmed files of every kind through who reads them, each held to 2 seconds and a gigabyte.

A file counts by the processor's seconds, so that what else runs on the machine does not, and by the memory that reading it
added to the process. Whatever fails is told with its number; `--only NUMBER --keep DIR` makes that file again.
"""
import argparse
import sys
from collections import Counter
from pathlib import Path

from tqdm import tqdm

from tests.fuzz.files import foreign, valid
from tests.fuzz.kinds import KINDS
from tests.fuzz.odd import ODD
from tests.fuzz.watch import Result, kind_of, make, watch

SECONDS, MEGABYTES = 2.0, 1000


def parse_arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000, metavar="N", help="how many files (default: %(default)s)")
    parser.add_argument("--kind", action="append", choices=list(KINDS), help="only these; may be repeated (default: all)")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of all harm (default: %(default)s)")
    parser.add_argument("--only", action="append", metavar="NAME", help="just this file, by its number or name; may be repeated")
    parser.add_argument("--processes", type=int, default=2, metavar="P", help="at a time (default: %(default)s)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="write there what fails, or what --only names")
    return parser.parse_args(words)


def jobs_of(arguments: argparse.Namespace) -> list[str]:
    """Names: every whole, foreign and odd picture once, then harmed files by kind and number."""
    named = [*(f"valid:{name}" for name in valid()), *(f"foreign:{name}" for name in foreign()), *(f"odd:{name}" for name in ODD)]
    if arguments.only:
        return [next((job for job in named if job.split(":")[1] == name), name) for name in arguments.only]
    kinds = arguments.kind or list(KINDS)
    order = sorted((turn / KINDS[kind].share, kind) for kind in kinds for turn in range(KINDS[kind].share))
    harmed = []
    for number in range(arguments.count):
        rounds, place = divmod(number, len(order))
        turn, kind = order[place]
        harmed.append(f"{kind}/{rounds * KINDS[kind].share + round(turn * KINDS[kind].share)}")
    return ((named if "pictures" in kinds else []) + harmed)[:arguments.count]


def failing(result: Result) -> str:
    """What is wrong with a result, or ""."""
    if result.outcome not in ("read", "refused"):
        return result.outcome
    if result.seconds > SECONDS:
        return "slow"
    return "large" if result.megabytes > MEGABYTES else ""


def main(words: list[str] | None = None) -> int:
    """Print each failure and a summary. Returns 1 if there was one."""
    arguments = parse_arguments(words)
    jobs = jobs_of(arguments)
    results = []
    watched = tqdm(watch(jobs, seed=arguments.seed, processes=arguments.processes), total=len(jobs), leave=False, disable=None)
    try:
        for result in watched:
            results.append(result)
            if wrong := failing(result):
                tqdm.write(f"{wrong}: {told(result)}")
            if arguments.keep and (wrong or arguments.only):
                keep(result.job, arguments)
    except KeyboardInterrupt:
        print(f"stopped after {len(results):,} of {len(jobs):,} files")
    print(summary(results))
    return int(any(map(failing, results)))


def keep(job: str, arguments: argparse.Namespace) -> None:
    """Write a file for whoever wants to look at it."""
    arguments.keep.mkdir(parents=True, exist_ok=True)
    name, data = make(job, arguments.seed)
    (arguments.keep / f"{job.replace(':', '-').replace('/', '-')}.{name.split('-')[0]}").write_bytes(data)


def told(result: Result) -> str:
    return f"{result.job} ({result.kind}), {result.seconds:.2f} s, {result.megabytes:.0f} MB {result.note}".rstrip()


def summary(results: list[Result]) -> str:
    """Counts by outcome and by kind, the extremes, and the sentences of refusal that were given most."""
    counts = Counter(failing(result) or result.outcome for result in results)
    kinds = {kind: [result for result in results if kind_of(result.job) == kind] for kind in KINDS}
    slowest, largest = max(results, key=lambda result: result.seconds), max(results, key=lambda result: result.megabytes)
    said = Counter(result.note.split("(")[0].strip() for result in results if result.outcome == "refused")
    return "\n".join([
        f"{len(results):,} files: {counts.pop('read', 0):,} read, {counts.pop('refused', 0):,} refused; "
        + (", ".join(f"{number} {what}" for what, number in counts.items()) or "none crashed, none slow, none large"),
        *(of_kind(kind, each) for kind, each in kinds.items() if each),
        f"slowest: {told(slowest)}", f"largest: {told(largest)}", "refused as:",
        *(f"  {number:>6} {sentence[:110]}" for sentence, number in said.most_common(12))])


def of_kind(kind: str, results: list[Result]) -> str:
    read = sum(result.outcome == "read" for result in results)
    return (f"  {kind}: {len(results):,}, {read:,} of them read, none over {max(result.seconds for result in results):.2f} s and "
            f"{max(result.megabytes for result in results):.0f} MB")


if __name__ == "__main__":
    sys.exit(main())

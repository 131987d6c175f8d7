"""Many pictures made, read and counted: the command line, the work on two cores and the table of those that measure reading.

A maker turns a job into (file name that begins with the label, the file's bytes, what was chosen for it as a dict); jobs carry
seeds of their own, so that neither their order nor their number changes any picture.
"""
import argparse
import json
import multiprocessing
import os
import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.core import network, picture, weights
from app.core.errors import PictureError

UNFIT = re.compile(r"[^0-9+=(),.-]")  # of what was read, what a file's name does not tell
WEIGHTS = Path(__file__).parents[1] / "weights" / "inkling.json"


def parser(**settings) -> argparse.ArgumentParser:
    """The options that all of them have."""
    options = argparse.ArgumentParser(**settings)
    options.add_argument("--set", choices=["validation", "test"], default="test",
                         help="what was held out for choosing, or what is measured on and never tuned on (default: %(default)s)")
    options.add_argument("--count", type=int, default=2000, metavar="N", help="how many pictures (default: %(default)s)")
    options.add_argument("--seed", type=int, default=1, metavar="S", help="of everything (default: %(default)s)")
    options.add_argument("--processes", type=int, default=2, metavar="P", help="at a time (default: %(default)s)")
    options.add_argument("--weights", type=Path, default=WEIGHTS, metavar="W.json",
                         help="the network to read with (default: the shipped one)")
    options.add_argument("--out", type=Path, metavar="DIR", help="write the pictures there, for evaluate --pictures and for eyes")
    options.add_argument("--wrong", type=Path, metavar="DIR", help="write there those that are misread, their names saying as what")
    options.add_argument("--only-write", action="store_true", help="read nothing")
    options.add_argument("--json", type=Path, metavar="FILE", help="write what was chosen and read for each, one a line")
    return options


def carry_out(arguments: argparse.Namespace, make: Callable, jobs: list, *, choices: dict, bars: dict,
              read: Callable | None = None) -> None:
    """Make and read all, and print the table. choices, bars: see `table` and `verdicts`; read: see `run`."""
    for folder in filter(None, (arguments.out, arguments.wrong)):
        folder.mkdir(parents=True, exist_ok=True)
    rows = run(make, jobs, weights=None if arguments.only_write else arguments.weights, out=arguments.out, wrong=arguments.wrong,
               processes=arguments.processes, read=read)
    if arguments.json:
        arguments.json.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    if not arguments.only_write:
        print(table(rows, choices), *verdicts(rows, bars), sep="\n")


def run(make: Callable, jobs: list, *, weights: Path | None = WEIGHTS, out: Path | None = None, wrong: Path | None = None,
        processes: int = 2, read: Callable | None = None) -> list[dict]:
    """A row for each job, in order: what was chosen, and label, read (a digit, or None if refused), probability, sure.

    weights: read with this network, or nothing if None. processes: 1 does it in this one. They give way to whatever else runs.
    read(data, weights): what is read instead of a digit, as {"read", "probability", "sure"}.
    """
    work = partial(one, make=make, weights=weights, out=out, wrong=wrong, read=read or read_digit)
    if processes == 1:
        return [work(job) for job in jobs]
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=os.nice, initargs=(5,)) as pool:
        return list(tqdm(pool.map(work, jobs, chunksize=10), total=len(jobs), desc="pictures", leave=False, disable=None))


def one(job, *, make: Callable, weights: Path | None, out: Path | None, wrong: Path | None, read: Callable) -> dict:
    """Make, write and read one."""
    name, data, chosen = make(job)
    row = {"file": name, **chosen}
    row.setdefault("label", name[0].isdigit() and int(name[0]))
    if out:
        (out / name).write_bytes(data)
    if weights:
        row |= read(data, weights)
        if wrong and row["read"] != row["label"]:
            told = "refused" if row["read"] is None else f"{UNFIT.sub('_', str(row['read']))}{'_sure' if row['sure'] else ''}"
            (wrong / name.replace(".", f"_{told}.")).write_bytes(data)
    return row


def read_digit(data: bytes, path: Path) -> dict:
    """A picture as a network reads it; of one that is refused, no digit and why."""
    try:
        found = picture.find(data)
    except PictureError as error:
        return {"read": None, "probability": 0.0, "sure": False, "refused": str(error)}
    by = reader(path)
    answer = by.answer(by.forward(found.pixels[None]))
    digit = answer["digit"]
    return {"read": digit, "probability": answer["probabilities"][digit],
            "sure": answer["sure"] and picture.is_confirmed(found, digit, by)}


@cache
def reader(path: Path) -> network.Network:
    return network.from_weights(weights.parse(path.read_bytes()))


def figures(rows: list[dict]) -> tuple[float, float, float]:
    """(share read right, share called sure, share right of those called sure; 1 where none is)."""
    right = np.array([row["read"] == row["label"] for row in rows])
    sure = np.array([row["sure"] for row in rows])
    return float(right.mean()), float(sure.mean()), float(right[sure].mean()) if sure.any() else 1.0


def table(rows: list[dict], choices: dict) -> str:
    """Accuracy, sure rate and right when sure: of all, then by each choice.

    choices: for each name, the bounds between the ranges that its numbers are put into, or None to tell each value apart.
    """
    lines = [f"{'':<26}{'n':>6}{'right':>9}{'sure':>9}{'right when sure':>18}", line("all", rows)]
    for choice, bounds in choices.items():
        groups: dict = {}
        for row in rows:
            groups.setdefault(group(row[choice], bounds), []).append(row)
        lines += ["", choice, *(line(f"  {name}", groups[order, name]) for order, name in sorted(groups))]
    return "\n".join(lines)


def group(value, bounds: tuple | None) -> tuple[int, str]:
    """(place in the table, name) of the range or value that a row belongs to."""
    if bounds is None:
        return 0, str(value)
    place = sum(value >= bound for bound in bounds)
    low, high = ("", *bounds)[place], (*bounds, "")[place]
    return place, f"under {high}" if low == "" else f"from {low}" if high == "" else f"{low} to {high}"


def line(name: str, rows: list[dict]) -> str:
    right, sure, trusted = figures(rows)
    return f"{name:<26}{len(rows):>6}{right:>9.2%}{sure:>9.2%}{trusted:>18.2%}"


def verdicts(rows: list[dict], bars: dict) -> list[str]:
    """Sentences. bars: the least that "right" and "right when sure" may be."""
    right, _, trusted = figures(rows)
    reached = {"right": right, "right when sure": trusted}
    return ["", *(f"{what}: {reached[what]:.2%}, at least {bar:.1%}  {'holds' if reached[what] >= bar else 'DOES NOT HOLD'}"
                  for what, bar in bars.items())]

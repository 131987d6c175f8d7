"""Many pictures: made, read and counted, broken down by every choice that went into them."""
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import cache, partial
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.core import network, picture, weights
from app.core.errors import PictureError
from tests import paper
from trainer.data.drawings import Drawings

# Ranges into which numbers are put for the table.
RANGES = {"width": (0.01, 0.02), "size": (0.4, 0.6), "tilt": (8, 16), "blur": (0.4, 0.8), "quality": (60, 80), "side": (500, 800)}
CHOICES = ("pen", "width", "paper", "light", "size", "side", "table", "tilt", "blur", "quality", "source", "label")


def jobs_of(files: list[Drawings], *, count: int, seed: int) -> list[tuple]:
    """`count` jobs (strokes, label, source, (seed, number)): the digits and the files as often as each other."""
    rng = np.random.default_rng(seed)
    places = {(file, digit): np.flatnonzero(files[file].labels == digit) for file in range(len(files)) for digit in range(10)}
    jobs = []
    for number in range(count):
        among = [file for file in range(len(files)) if len(places[file, number % 10])]
        if among:
            file = among[number // 10 % len(among)]
            drawing = rng.choice(places[file, number % 10])
            jobs.append((files[file].strokes[drawing], number % 10, files[file].name, (seed, number)))
    return jobs


def make(job: tuple) -> tuple[bytes, paper.Scene]:
    """The JPEG of one job, and what was chosen for it. It depends on the job's own seed only."""
    strokes, _, _, seed = job
    rng = np.random.default_rng(seed)
    scene = paper.choose(rng)
    return paper.jpeg(paper.photo(strokes, rng=rng, scene=scene), scene), scene


@cache
def reader(path: Path) -> network.Network:
    return network.from_weights(weights.parse(path.read_bytes()))


def read(data: bytes, path: Path) -> dict:
    """digit, probability and sure of a picture as a network reads it; of one that is refused, no digit and why."""
    try:
        pixels = picture.find(data).pixels
    except PictureError as error:
        return {"read": None, "probability": 0.0, "sure": False, "refused": str(error)}
    by = reader(path)
    answer = by.answer(by.forward(pixels[None]))
    return {"read": answer["digit"], "probability": answer["probabilities"][answer["digit"]], "sure": answer["sure"]}


def one(job: tuple, *, weights: Path | None, out: Path | None, wrong: Path | None) -> dict:
    """Make, write and read one; a row for the table."""
    data, scene = make(job)
    _, label, source, (_, number) = job
    row = {"number": number, "label": label, "source": source, **asdict(scene), "side": min(scene.picture)}
    if out:
        (out / f"{label}_{number:05}.jpg").write_bytes(data)
    if weights:
        row |= read(data, weights)
        if wrong and row["read"] != label:
            told = "refused" if row["read"] is None else f"{row['read']}{'_sure' if row['sure'] else ''}"
            (wrong / f"{label}_{number:05}_{told}.jpg").write_bytes(data)
    return row


def run(jobs: list[tuple], *, weights: Path | None = None, out: Path | None = None, wrong: Path | None = None,
        processes: int = 2) -> list[dict]:
    """All of them, in order, on two cores, giving way to whatever else runs."""
    work = partial(one, weights=weights, out=out, wrong=wrong)
    with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn"), initializer=os.nice, initargs=(5,)) as pool:
        return list(tqdm(pool.map(work, jobs, chunksize=10), total=len(jobs), desc="pictures", leave=False, disable=None))


def figures(rows: list[dict]) -> tuple[float, float, float]:
    """(share read right, share called sure, share right of those called sure; 1 where none is)."""
    right = np.array([row["read"] == row["label"] for row in rows])
    sure = np.array([row["sure"] for row in rows])
    return float(right.mean()), float(sure.mean()), float(right[sure].mean()) if sure.any() else 1.0


def table(rows: list[dict]) -> str:
    """Accuracy, sure rate and right when sure: of all, then by each choice."""
    lines = [f"{'':<24}{'n':>6}{'right':>9}{'sure':>9}{'right when sure':>18}", line("all", rows)]
    for choice in CHOICES:
        groups: dict = {}
        for row in rows:
            groups.setdefault(group(choice, row[choice]), []).append(row)
        lines += ["", choice, *(line(f"  {name}", groups[order, name]) for order, name in sorted(groups))]
    return "\n".join(lines)


def group(choice: str, value) -> tuple[int, str]:
    """(place in the table, name) of the range or value that a row belongs to."""
    if choice not in RANGES:
        return 0, str(value)
    at = sum(value >= bound for bound in RANGES[choice])
    bounds = ["", *map(str, RANGES[choice]), ""]
    return at, f"{bounds[at]} to {bounds[at + 1]}".strip()


def line(name: str, rows: list[dict]) -> str:
    right, sure, trusted = figures(rows)
    return f"{name:<24}{len(rows):>6}{right:>9.2%}{sure:>9.2%}{trusted:>18.2%}"

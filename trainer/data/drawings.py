"""Drawings from files: JSON lines, each judged by `app.core.labelled`, rendered by the core's own ink.

People's hands differ more than one hand's drawings do, so whatever is held out is held out by writer, never by drawing.
"""
import hashlib
import io
import itertools
import json
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.core import ink, inks
from app.core.errors import DataError
from app.core.jsonlines import ENDINGS, LinesRefused, each_line
from app.core.labelled import digit_of, parse_line
from app.inputs.files import opened
from trainer.data.arrays import cached
from trainer.data.files import PIECE, Hashing
from trainer.data.mnist import CACHE, NOT_A_DIGIT, Images
from trainer.learning import hands

AT_ONCE = 100  # drawings, with all their variants
FEW = 10_000  # images, which are there before another process has started

@dataclass(frozen=True)
class Drawings:
    """strokes: one drawing each; labels: int64 (n,), -1 for no digit; writers: str (n,); sha256: the file's; refused: what
    was wrong with lines of it that had to be left out, naming the file, or "".
    """

    name: str
    strokes: list
    labels: np.ndarray
    writers: np.ndarray
    sha256: str
    refused: str = ""

    def __len__(self) -> int:
        return len(self.strokes)

    def take(self, indices) -> "Drawings":
        """The drawings at the given places, in that order; indices: integers or a mask."""
        places = np.flatnonzero(indices) if np.asarray(indices).dtype == bool else np.asarray(indices, np.int64)
        return replace(self, strokes=[self.strokes[i] for i in places], labels=self.labels[places],
                       writers=self.writers[places])

    def by(self, writers) -> np.ndarray:
        """Mask (n,) of the drawings by any of the given writers."""
        return np.isin(self.writers, sorted(writers))


def read(path: Path, *, digits: bool = True) -> Drawings:
    """Read a .jsonl or .jsonl.gz file of drawings, as many of its lines as can be read.

    digits: every drawing must be labelled with a digit; otherwise (letters and symbols) labels are not looked at.
    Raises DataError naming the file if there is no drawing to be had from it.
    """
    def judge(line: str) -> tuple[list, int, str]:
        drawing = parse_line(line)
        label = int(digit_of(drawing.get("label"))) if digits else NOT_A_DIGIT
        return drawing["strokes"], label, str(drawing.get("writer", ""))

    found, sha256, refused = judged(path, judge)
    strokes, labels, writers = zip(*found, strict=True)
    # As objects: numpy would give every writer's name the room that the longest takes.
    return Drawings(name_of(path), list(strokes), np.array(labels, np.int64), np.array(writers, object),
                    sha256, refused)


def judged(path: Path, judge: Callable[[str], tuple]) -> tuple[list[tuple], str, str]:
    """(what `judge` makes of every line of a file that it does not refuse; the file's SHA-256; what was wrong with the others,
    naming the file, or ""). Raises DataError if it refuses all."""
    found, refused = [], ""
    try:
        with opened(path) as file:
            hashing = Hashing(file)
            for _, drawing in each_line(io.BufferedReader(hashing, PIECE), judge):
                found.append(drawing)
    except LinesRefused as error:
        refused = f"{path}: {error}"
    except DataError as error:
        raise DataError(f"{path}: {error}") from None
    if not found:
        raise DataError(refused or f"{path}: has no drawing")
    return found, hashing.sha256.hexdigest(), refused


def read_all(paths, *, digits: bool = True) -> tuple[list[Drawings], list[str]]:
    """(the drawings of every file that has any; a sentence for each file, or part of one, that could not be read)."""
    found, problems = [], []
    for path in paths:
        try:
            drawings = read(path, digits=digits)
        except DataError as error:
            problems.append(str(error))
        else:
            found.append(drawings)
            problems += [drawings.refused] if drawings.refused else []
    return found, problems


def named_apart(sets: list) -> list:
    """The same, Drawings or Images, with a number after every name that another before it has already."""
    names: list[str] = []
    for each in sets:
        numbered = (f"{each.name} ({number})" for number in itertools.count(2))
        names.append(next(name for name in itertools.chain([each.name], numbered) if name not in names))
    return [each if each.name == name else replace(each, name=name) for each, name in zip(sets, names, strict=True)]


def name_of(path: Path) -> str:
    """What a file of drawings is called in figures and records: its name without folders and ending."""
    ending = next((ending for ending in sorted(ENDINGS, key=len, reverse=True) if path.name.lower().endswith(ending)), "")
    return path.name[:len(path.name) - len(ending)] or path.name


def render(drawings: Drawings, *, variants: int = 0, seed: int = 0, processes: int = 2) -> np.ndarray:
    """Images of all drawings, uint8 (variants + 1, n, 784): first as drawn, then in varied hands (see hands.vary).

    The result is kept in the cache under a hash of all it depends on, since varying so many hands takes a while.
    """
    if not len(drawings):
        return np.zeros((variants + 1, 0, 784), np.uint8)
    key = hashlib.sha256(json.dumps(
        [drawings.strokes, drawings.labels.tolist(), variants, seed, ink.DEFAULTS, hands.VERSION]).encode())
    path = CACHE / "rendered" / f"{key.hexdigest()[:32]}.npy"
    return cached(path, (variants + 1, len(drawings), 784), lambda: rendered(drawings, variants, seed, processes))


def rendered(drawings: Drawings, variants: int, seed: int, processes: int) -> np.ndarray:
    """The same, made now."""
    jobs = [(strokes, int(label), variants, (seed, index))
            for index, (strokes, label) in enumerate(zip(drawings.strokes, drawings.labels, strict=True))]
    batches = [jobs[at:at + AT_ONCE] for at in range(0, len(jobs), AT_ONCE)]
    if len(jobs) * (variants + 1) < FEW:
        done = [render_batch(batch) for batch in batches]
    else:
        with (ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool,
              tqdm(total=len(jobs), leave=False, desc=f"rendering {drawings.name}", unit="drawing", delay=1,
                   dynamic_ncols=True, disable=None) as bar):
            done = []
            for batch in pool.map(render_batch, batches):
                done.append(batch)
                bar.update(batch.shape[1])
    return np.ascontiguousarray(np.concatenate(done, axis=1))


def render_batch(jobs: list) -> np.ndarray:
    """uint8 (variants + 1, jobs, 784); every drawing has a seed of its own, so the order of work does not matter."""
    rows = []
    for strokes, label, variants, seed in jobs:
        rng = np.random.default_rng(seed)
        rows.append([strokes, *(hands.vary(strokes, label, rng=rng) for _ in range(variants))])
    images = inks.render([each for row in rows for each in row])
    return np.rint(255 * images).astype(np.uint8).reshape(len(jobs), -1, 784).swapaxes(0, 1)


def images_of(drawings: Drawings) -> Images:
    """The drawings as drawn, rendered."""
    return Images(drawings.name, render(drawings)[0], drawings.labels)

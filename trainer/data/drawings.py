"""Drawings from files: JSON lines, each judged by `app.core.labelled`, rendered by the core's own ink.

People's hands differ more than one hand's drawings do, so whatever is held out is held out by writer, never by drawing.
"""
import hashlib
import json
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.core import ink
from app.core.errors import DataError, DrawingError
from app.core.jsonlines import lines_of
from app.core.labelled import check_label, parse_line
from trainer.data.files import write_whole
from trainer.data.mnist import CACHE, NOT_A_DIGIT, Images
from trainer.learning import hands


@dataclass(frozen=True)
class Drawings:
    """strokes: one drawing each; labels: int64 (n,), -1 for no digit; writers: str (n,); sha256: the file's."""

    name: str
    strokes: list
    labels: np.ndarray
    writers: np.ndarray
    sha256: str

    def __len__(self) -> int:
        return len(self.strokes)

    def take(self, indices) -> "Drawings":
        """The drawings at the given places, in that order; indices: integers or a mask."""
        places = np.flatnonzero(indices) if np.asarray(indices).dtype == bool else np.asarray(indices, np.int64)
        return Drawings(self.name, [self.strokes[i] for i in places], self.labels[places], self.writers[places],
                        self.sha256)

    def by(self, writers) -> np.ndarray:
        """Mask (n,) of the drawings by any of the given writers."""
        return np.isin(self.writers, sorted(writers))


def read(path: Path, *, digits: bool = True) -> Drawings:
    """Read a .jsonl or .jsonl.gz file of drawings.

    digits: every drawing must be labelled "0" to "9"; otherwise (letters and symbols) labels are not looked at.
    Raises DataError naming the file, and the line if it is a line's fault.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise DataError(f"{path}: no such file") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read, {error}") from error
    strokes, labels, writers = [], [], []
    where = str(path)
    try:
        for number, line in lines_of(raw):
            where = f"{path}, line {number}"
            drawing = parse_line(line)
            strokes.append(drawing["strokes"])
            labels.append(int(check_label(drawing.get("label"))) if digits else NOT_A_DIGIT)
            writers.append(str(drawing.get("writer", "")))
    except (DataError, DrawingError) as error:
        raise DataError(f"{where}: {error}") from None
    if not strokes:
        raise DataError(f"{path}: has no drawing")
    name = path.name.removesuffix(".gz").removesuffix(".jsonl")
    return Drawings(name, strokes, np.array(labels, np.int64), np.array(writers), hashlib.sha256(raw).hexdigest())


def render(drawings: Drawings, *, variants: int = 0, seed: int = 0, processes: int = 2) -> np.ndarray:
    """Images of all drawings, uint8 (variants + 1, n, 784): first as drawn, then in varied hands (see hands.vary).

    Rendering takes a few tenths of a millisecond each, so the result is kept in the cache under a hash of all it
    depends on.
    """
    key = hashlib.sha256(json.dumps(
        [drawings.strokes, drawings.labels.tolist(), variants, seed, ink.DEFAULTS, hands.VERSION]).encode())
    path = CACHE / "rendered" / f"{key.hexdigest()[:32]}.npy"
    if path.is_file():
        return np.load(path)
    jobs = [(strokes, int(label), variants, (seed, index))
            for index, (strokes, label) in enumerate(zip(drawings.strokes, drawings.labels, strict=True))]
    if len(jobs) * (variants + 1) < 2000:
        rendered = [render_one(job) for job in jobs]
    else:
        with ProcessPoolExecutor(processes, multiprocessing.get_context("spawn")) as pool:
            rendered = list(tqdm(pool.map(render_one, jobs, chunksize=100), total=len(jobs), leave=False,
                                 desc=f"rendering {drawings.name}", unit="drawing", delay=1, dynamic_ncols=True))
    images = np.ascontiguousarray(np.stack(rendered, axis=1))
    write_whole(path, lambda file: np.save(file, images))
    return images


def render_one(job) -> np.ndarray:
    """uint8 (variants + 1, 784) of one drawing; the seed is its own, so the order of work does not matter."""
    strokes, label, variants, seed = job
    rng = np.random.default_rng(seed)
    others = [hands.vary(strokes, label, rng=rng) for _ in range(variants)]
    return np.array([hands.image_of(each) for each in [strokes, *others]])


def images_of(drawings: Drawings) -> Images:
    """The drawings as drawn, rendered."""
    return Images(drawings.name, render(drawings)[0], drawings.labels)

"""Whose digits are photographed: each digit and each file of drawings as often as the others."""
from dataclasses import asdict

import numpy as np

from tests import paper
from tests.bench.strokes import drawing
from trainer.commands.options import DATA_FOLDERS, DIGIT_FILES
from trainer.data.corpus import split
from trainer.data.drawings import Drawings, read_all
from trainer.learning.hands import vary


def held_out(part: str) -> list[Drawings]:
    """The drawings by writers held out of training, of every file that is in data/ or ../shared/data; part: "validation" or
    "test". Empty if none is there."""
    paths = [next((folder / name for folder in DATA_FOLDERS if (folder / name).is_file()), None) for name in DIGIT_FILES]
    files, _ = read_all([path for path in paths if path])
    return [getattr(each, part) for each in split(files, []).digits]


def plain(count: int) -> list[Drawings]:
    """Ten plain digits in `count` made-up hands, where there are no drawings by people."""
    rng = np.random.default_rng(11)
    labels = np.arange(10 * count) % 10
    strokes = [vary(drawing(label), label, rng=rng) for label in labels.tolist()]
    return [Drawings("plain", strokes, labels, np.array(["nobody"] * len(labels), object), "")]


def jobs_of(files: list[Drawings], *, count: int, seed: int) -> list[tuple]:
    """`count` jobs (strokes, label, file's name, (seed, number))."""
    rng = np.random.default_rng(seed)
    jobs = []
    for number in range(count):
        digit = number % 10
        having = [file for file in files if (file.labels == digit).any()]
        if having:
            file = having[number // 10 % len(having)]
            chosen = rng.choice(np.flatnonzero(file.labels == digit))
            jobs.append((file.strokes[chosen], digit, file.name, (seed, number)))
    return jobs


def photograph(job: tuple) -> tuple[str, bytes, dict]:
    """The JPEG of one job (see `tests.readings`), which depends on the job alone."""
    strokes, label, source, seed = job
    rng = np.random.default_rng(seed)
    scene = paper.choose(rng)
    data = paper.jpeg(paper.photo(strokes, rng=rng, scene=scene), scene)
    return f"{label}_{seed[1]:05}.jpg", data, {"source": source, **asdict(scene), "side": min(scene.picture)}

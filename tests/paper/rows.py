"""Rows of numbers and sums on paper, as photographed, and where in the photo each character is."""
import hashlib
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from app.core import number_answers, weights
from app.core.errors import InklingError
from app.core.line import Reader, reader_of
from app.core.network import from_weights
from tests import paper
from tests.paper import camera
from tests.paper.sums import Hand, Written, text

# Of a digit's height: each sign's height, or its width where it is flatter, and how far its middle is above the baseline.
SIZES = {"-": (0.5, 0.48), "=": (0.5, 0.45), "+": (0.6, 0.48), "×": (0.5, 0.42), "÷": (0.6, 0.48), "(": (1.25, 0.48),
         ")": (1.25, 0.48), "/": (1.1, 0.5), ":": (0.5, 0.4), ".": (0.05, 0.02), ",": (0.26, -0.03)}
# How wide each pen is, as a fraction of a digit's height.
WIDTHS = {"pencil": (0.04, 0.11), "ballpoint": (0.03, 0.09), "fineliner": (0.035, 0.11), "felt-tip": (0.06, 0.14),
          "marker": (0.09, 0.14)}
THINNEST = 1.4  # pixels
TOUCHING = 0.01  # of the gaps
SEVERAL = 0.12  # of the photos have two or three rows


class Line(NamedTuple):
    """label: what is written; parts: the strokes of each character, float (n, 2) in digits' heights, y down from the baseline;
    whole: whether it was written in one go, so that the parts are strokes and not characters.
    """

    label: str
    parts: list[list[np.ndarray]]
    whole: bool = False


class Photo(NamedTuple):
    """places: of each part, its strokes in pixels of the photo; width: the pen's there; rows: the row of each part."""

    image: Image.Image
    label: str
    scene: paper.Scene
    places: list[list[np.ndarray]]
    width: float
    rows: list[int]
    whole: bool


def compose(label: str, hand: Hand, *, rng: np.random.Generator) -> Line:
    """Characters set one after another, a little uneven, as a hand does."""
    gap, unevenness = rng.uniform(0.1, 0.45), rng.uniform(0, 0.1)
    parts, at = [], 0.0
    for character in label:
        choices = hand.strokes[character]
        points = [np.asarray(stroke, float)[:, :2] for stroke in choices[rng.integers(len(choices))] if len(stroke)]
        every = np.concatenate(points)
        if character == "=":  # its bars stay apart whatever the pen
            spread = np.ptp(every, axis=0)
            stretch = rng.uniform(0.5, 0.7) * spread[0] / max(spread[1], 1e-9)
            points = [stroke * (1, stretch) for stroke in points]
            every = np.concatenate(points)
        low, extent = every.min(axis=0), np.ptp(every, axis=0)
        size, middle = SIZES.get(character, (1, 0.5))
        side = extent[1] if character.isdigit() or character in "()/:," else extent.max()
        # A digit that is wider than high would push all others aside.
        scale = size * float(np.clip(1 + unevenness * rng.normal(), 0.8, 1.2)) / max(side, 0.6 * extent[0], 1e-9)
        scale = 0.0 if extent.max() <= 0 else scale
        middle += 0.5 * unevenness * rng.normal()
        parts.append([np.column_stack([at + (stroke[:, 0] - low[0]) * scale,
                                       (stroke[:, 1] - low[1] - extent[1] / 2) * scale - middle]) for stroke in points])
        apart = -0.1 if rng.random() < TOUCHING else max(0.1, gap * rng.uniform(0.6, 1.5))
        at += extent[0] * scale + apart
    return Line(label, parts)


def as_written(number: Written) -> Line:
    """A whole number, its height the usual one of its strokes."""
    points = [np.asarray(stroke, float)[:, :2] for stroke in number.strokes if len(stroke)]
    tall = sorted(np.ptp(stroke[:, 1]) for stroke in points)
    height = max(np.quantile(tall, 0.7), 1e-9)
    low = np.concatenate(points).min(axis=0)
    return Line(number.label, [[(stroke - low) / height] for stroke in points], True)


def stacked(lines: list[Line], pen: float, *, rng: np.random.Generator) -> tuple[list, list[int]]:
    """The parts of all lines one below another, and the row of each. pen: its width, by which characters stand farther apart."""
    parts, rows, down = [], [], 0.0
    for number, line in enumerate(lines):
        moved = np.array([0.0 if number == 0 else rng.uniform(-0.3, 0.3), down])
        parts += [[stroke + moved + (0 if line.whole else at * pen, 0) for stroke in part] for at, part in enumerate(line.parts)]
        rows += [number] * len(line.parts)
        down += rng.uniform(1.6, 2.4)
    slope = np.radians(rng.normal(0, 1.5))
    turn = np.array([[np.cos(slope), -np.sin(slope)], [np.sin(slope), np.cos(slope)]])
    return [[stroke @ turn.T for stroke in part] for part in parts], rows


def choose(rng: np.random.Generator) -> paper.Scene:
    """A scene at random, of a phone's shape; the pen's width is chosen by the writing's height (see `photo`)."""
    scene = paper.choose(rng)
    longer = rng.uniform(700, 1600)
    shorter = longer / (rng.uniform(1.8, 3.2) if rng.random() < 0.12 else rng.uniform(1.2, 1.8))
    picture = (round(longer), round(shorter))
    picture = picture[::-1] if rng.random() < 0.2 else picture
    return replace(scene, picture=picture, size=float(rng.uniform(0.45, 0.95)) * picture[0] / min(picture),
                   blur=float(rng.uniform(0, 1.5) * min(1, longer / 1200)))


def photo(lines: list[Line], *, rng: np.random.Generator, scene: paper.Scene | None = None) -> Photo:
    scene = scene or choose(rng)
    view = camera.View.at(scene, rng=rng)
    pen = rng.uniform(*WIDTHS[scene.pen])
    parts, rows = stacked(lines, pen, rng=rng)
    strokes = [stroke for part in parts for stroke in part]
    scene = replace(scene, width=0.01)
    placed = view.place_for(strokes, scene, rng=rng)
    height = np.ptp(np.concatenate(placed), axis=0).max() / max(np.ptp(np.concatenate(strokes), axis=0).max(), 1e-9)
    width = max(pen * height, THINNEST)
    scene = replace(scene, width=float(width / min(scene.picture)))
    left = iter(placed)
    parts = [[next(left) for _ in part] for part in parts]
    image = paper.written(parts, scene, view, rng=rng)
    seen = np.linalg.inv(view.matrix)
    return Photo(image, "\n".join(line.label for line in lines), scene,
                 [[camera.apply(seen, stroke) for stroke in part] for part in parts], float(width), rows,
                 any(line.whole for line in lines))


def jobs_of(writers: list[Hand], numbers: list[Written], *, count: int, seed: int) -> list[tuple]:
    """`count` jobs (lines, name of whose writing it is, (seed, number)): a quarter are whole numbers as people wrote them."""
    rng = np.random.default_rng(seed)
    jobs = []
    for number in range(count):
        if numbers and number % 4 == 0:
            chosen = numbers[rng.integers(len(numbers))]
            jobs.append(([as_written(chosen)], "unipen-numbers", (seed, number)))
            continue
        hand = writers[rng.integers(len(writers))]
        several = int(rng.integers(2, 4)) if rng.random() < SEVERAL else 1
        jobs.append(([compose(text(rng), hand, rng=rng) for _ in range(several)], hand.name, (seed, number)))
    return jobs


def take(job: tuple) -> tuple[Photo, bytes]:
    """The photo of one job and its JPEG, which depend on the job alone."""
    lines, _, seed = job
    rng = np.random.default_rng(seed)
    taken = photo(lines, rng=rng)
    return taken, paper.jpeg(taken.image, taken.scene)


def photograph(job: tuple) -> tuple[str, bytes, dict]:
    """The JPEG of one job, as `tests.readings` takes it; its name does not tell the label, which no file system may hold."""
    taken, data = take(job)
    chosen = {"label": taken.label, "source": job[1], **asdict(taken.scene), "side": max(taken.scene.picture),
              "lines": taken.label.count("\n") + 1, "characters": len(taken.label.replace("\n", ""))}
    return f"row_{job[2][1]:05}.jpg", data, chosen


def truth(taken: Photo, size: tuple[int, int]) -> np.ndarray:
    """Which part each pixel of the photo is of: int (height, width), 0 none, k + 1 part k."""
    image = Image.new("I", size)
    draw = ImageDraw.Draw(image)
    reach = max(taken.width / 2, 1)
    for number, strokes in enumerate(taken.places):
        for stroke in strokes:
            points = [tuple(point) for point in stroke.tolist()]
            draw.line(points, fill=number + 1, width=max(1, round(2 * reach)))
            for x, y in points:
                draw.ellipse([x - reach, y - reach, x + reach, y + reach], fill=number + 1)
    return np.asarray(image)


def read(data: bytes, digits: Path) -> dict:
    """What is written in a photo, as `tests.readings` takes it; lines are told apart by line ends."""
    answer = number_answers.answer(reader(digits), data)
    if isinstance(answer, InklingError):
        return {"read": None, "probability": 0.0, "sure": False, "refused": str(answer)}
    return {"read": answer["text"], "probability": answer["probability"], "sure": answer["sure"]}


@cache
def reader(digits: Path) -> Reader:
    raw, own = digits.read_bytes(), (digits.parent / "line.json").read_bytes()
    return reader_of(own, from_weights(weights.parse(raw)), on=hashlib.sha256(raw).hexdigest())

"""Drawings as photographed: a digit of somebody's hand, written with one of five pens on one of four papers, in one of six
lights, held at an angle, a little out of focus, kept as JPEG. numpy and Pillow only, all of it from one seeded generator.

A person can read each of them: what is here happens on every kitchen table. `python -m tests.paper` writes such pictures and
says how well they are read.
"""
import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from tests.paper import camera, pens, sheets


@dataclass(frozen=True)
class Scene:
    """What was chosen. pen, ink, paper, light: names; width: the pen's, and size: the digit's larger side, as fractions of the
    sheet's shorter side in view; picture: (width, height) in pixels; table: whether the sheet's edges are in sight; tilt: in
    degrees, away from facing the sheet; roll: of the camera, in degrees; blur: sigma in pixels; quality: of the JPEG.
    """

    pen: str
    ink: str
    width: float
    size: float
    paper: str
    light: str
    picture: tuple[int, int]
    table: bool
    tilt: float
    roll: float
    blur: float
    quality: int


# The width at which a pen is still a pen: with wider lines than this share of the digit, loops and hooks would close.
BROADEST = 0.14


def choose(rng: np.random.Generator) -> Scene:
    """A scene at random: every pen, paper and light as often as the others."""
    pen = str(rng.choice(list(pens.PENS)))
    width = float(rng.uniform(*pens.PENS[pen].widths))
    side = int(np.exp(rng.uniform(np.log(300), np.log(1200))))
    aspect = float(rng.uniform(1, 1.34))
    picture = (side, round(min(1200, side * aspect)))
    return Scene(
        pen=pen, ink=str(rng.choice(pens.PENS[pen].inks)), width=width,
        size=max(float(rng.uniform(0.25, 0.8)), width / BROADEST), paper=str(rng.choice(list(sheets.PAPERS))),
        light=str(rng.choice(list(camera.LIGHTS))), picture=picture if rng.random() < 0.5 else picture[::-1],
        table=bool(rng.random() < 0.3), tilt=float(rng.uniform(0, 25)), roll=float(rng.normal(0, 3)),
        blur=float(rng.uniform(0, 1.5) * min(1, side / 750)), quality=int(rng.integers(40, 96)))


def photo(strokes: list, *, rng: np.random.Generator, scene: Scene | None = None) -> Image.Image:
    """strokes: [[[x, y], ...], ...], in any unit, y down. scene: by default one at random. Returns it as an RGB picture, before
    JPEG has spoilt it (see `jpeg`)."""
    scene = scene or choose(rng)
    view = camera.View.at(scene, rng=rng)
    return written([view.place_for(strokes, scene, rng=rng)], scene, view, rng=rng)


def written(parts: list, scene: Scene, view: camera.View, *, rng: np.random.Generator) -> Image.Image:
    """The photo of characters, each its strokes, float (n, 2) in pixels of the paper."""
    paper = sheets.lay(scene, view, rng=rng)
    amount, colour = pens.write(parts, scene, paper.shape[:2], rng=rng)
    paper += amount[:, :, None] * (colour - paper)
    return camera.take(paper, scene, view, rng=rng)


def jpeg(image: Image.Image, scene: Scene) -> bytes:
    """The picture as the phone keeps it."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=scene.quality)
    return file.getvalue()

"""The makers of pictures: what they say they have drawn is what is in the picture, and the seed decides all of it."""
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from tests import paper, readings, sheets
from tests.bench.strokes import drawing
from tests.paper import camera, hands, pens
from tests.paper import sheets as papers


def ink_of(strokes, scene, *, rng):
    """Where it is darker than half, on white in even light."""
    plain = replace(scene, paper="white", light="even", table=False, pen="fineliner", ink="black")
    grey = np.asarray(paper.photo(strokes, rng=rng, scene=plain).convert("L"), float)
    return grey < np.median(grey) / 2


def test_the_seed_decides_every_pixel():
    first, again, other = (hands.photograph((drawing(3), 3, "plain", (seed, 0))) for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_scene_keeps_to_its_ranges(rng):
    scenes = [paper.choose(rng) for _ in range(500)]
    assert {scene.pen for scene in scenes} == set(pens.PENS) and {scene.light for scene in scenes} == set(camera.LIGHTS)
    assert {scene.paper for scene in scenes} == set(papers.PAPERS)
    for scene in scenes:
        assert 0.005 <= scene.width <= 0.04 and 0.25 <= scene.size <= 0.8 and scene.width <= paper.BROADEST * scene.size + 1e-9
        assert 0 <= scene.tilt <= 25 and 0 <= scene.blur <= 1.5 and 40 <= scene.quality <= 95
        assert min(scene.picture) >= 300 and max(scene.picture) <= 1200


@pytest.mark.parametrize("digit", [1, 3, 8])
def test_pen_and_digit_are_as_large_as_chosen_and_whole(digit, rng):
    scene = replace(paper.choose(rng), width=0.02, size=0.5, picture=(500, 620), tilt=0, roll=0, blur=0.3)
    ink = ink_of(drawing(digit), scene, rng=rng)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    assert max(np.ptp(rows), np.ptp(columns)) == pytest.approx(0.5 * 500 + 10, abs=6)
    assert sheets.pen_width(ink) == pytest.approx(10, rel=0.2)
    assert rows[0] > 0 and columns[0] > 0 and rows[-1] < 619 and columns[-1] < 499


def test_at_any_angle_all_of_the_digit_is_in_the_picture(rng):
    for _ in range(8):
        scene = replace(paper.choose(rng), tilt=25, blur=0)
        ink = ink_of(drawing(0), scene, rng=rng)
        assert ink.any() and not np.concatenate([ink[0], ink[-1], ink[:, 0], ink[:, -1]]).any()


def test_a_photo_is_a_jpeg_of_the_chosen_size(rng):
    scene = paper.choose(rng)
    image = Image.open(io.BytesIO(paper.jpeg(paper.photo(drawing(2), rng=rng, scene=scene), scene)))
    assert (image.format, image.size) == ("JPEG", scene.picture)


def stroke(width):
    """A bent line so many pixels wide."""
    image = np.zeros((280, 280), np.float32)
    y, x = np.mgrid[:280, :280]
    image[np.abs(np.hypot(x - 140, y - 140) - 80) < width / 2] = 1
    image[:, :60] = 0
    return image


def test_pen_width_is_the_lines_own():
    for width in (8, 20, 30):
        assert sheets.pen_width(stroke(width) > 0.5) == pytest.approx(width, rel=0.1)


def test_a_thinned_line_is_half_as_wide_and_in_one_piece():
    thin = sheets.thinned(stroke(24)) > 0.5
    assert sheets.pen_width(thin) == pytest.approx(12, rel=0.15)
    assert (thin <= (stroke(24) > 0.5)).mean() > 0.999
    # One piece with two ends: around a line of one pixel, every other pixel has two neighbours.
    line = sheets.centre_line(stroke(24) > 0.5)
    assert sheets.centre_line(line).sum() == line.sum() > 300


def test_the_table_counts_by_hand():
    rows = [{"label": label, "read": read, "sure": sure, "pen": pen, "width": width} for label, read, sure, pen, width in (
        (1, 1, True, "a", 0.5), (1, 7, True, "a", 2), (2, 2, False, "b", 1), (2, None, False, "b", 1))]
    assert readings.figures(rows) == (0.5, 0.5, 0.5)
    lines = [line.split() for line in readings.table(rows, {"pen": None, "width": (1, 2)}).splitlines() if line]
    assert ["a", "2", "50.00%", "100.00%", "50.00%"] in lines
    assert ["1", "to", "2", "2", "50.00%", "0.00%", "100.00%"] in lines
    assert readings.verdicts(rows, {"right": 0.5})[1].endswith("holds")

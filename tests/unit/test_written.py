"""What is found of rows on paper: all characters, small ones too, in pieces of their own, line by line, and nothing else."""
import io
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.core import cuts, ink, picture_file, written
from app.core.components import Piece
from app.core.errors import PictureError
from tests.paper import camera, rows, segments, sums
from tests.paper import sheets as papers

HAND = sums.plain(1)[0]
SCENE = replace(rows.choose(np.random.default_rng(0)), pen="fineliner", ink="black", paper="white", light="even",
                picture=(1000, 700), size=0.75 * 1000 / 700, table=False, tilt=8.0, roll=2.0, blur=0.5, quality=85)


def taken(*labels, seed=1, **changes):
    """A photo of these rows, and its JPEG."""
    rng = np.random.default_rng(seed)
    photo = rows.photo([rows.compose(label, HAND, rng=rng) for label in labels], rng=rng, scene=replace(SCENE, **changes))
    file = io.BytesIO()
    photo.image.save(file, "JPEG", quality=85)
    return photo, file.getvalue()


def stored(image):
    file = io.BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize("light", camera.LIGHTS)
@pytest.mark.parametrize("paper", papers.PAPERS)
def test_on_any_paper_in_any_light_the_pieces_are_those_of_the_characters(paper, light):
    assert segments.problems(*taken("12+7=19", paper=paper, light=light)) == []


@pytest.mark.parametrize("pen", rows.WIDTHS)
def test_whatever_the_pen(pen):
    assert segments.problems(*taken("84:7=", pen=pen, ink="blue")) == []


def test_beside_the_sheet_the_table_is_no_writing():
    for seed in (1, 2, 3):
        found = segments.problems(*taken("(4+5)×6=", table=True, size=0.6 * 1000 / 700, seed=seed))
        assert set(found) <= {"merged"}  # two may touch


@pytest.mark.parametrize(("label", "pieces"), [("3,5+1.5", 8), ("12÷4=3", 9), ("-7", 2), ("6-5=1", 6)])
def test_small_pieces_are_kept(label, pieces):
    found = written.find(taken(label)[1])
    assert len(found.lines) == 1
    # The plus and the four of this hand are of two strokes that touch; a character may be cut, but none is lost.
    assert pieces - label.count("+") <= len(found.lines[0]) <= pieces + 2


def test_lines_are_told_apart_from_top_to_bottom():
    photo, data = taken("12+7=", "305", "8×4=32", picture=(1000, 1000), size=0.6)
    assert segments.problems(photo, data) == []
    tops = [line.boxes[:, 1].mean() for line in written.find(data).lines]
    assert len(tops) == 3 and tops == sorted(tops)


def test_boxes_and_strokes_are_in_pixels_of_the_whole_picture():
    photo, data = taken("408")
    larger = Image.open(io.BytesIO(data)).resize((3000, 2100), Image.Resampling.BICUBIC)
    found = written.find(stored(larger))
    assert found.size == (3000, 2100)
    points = 3 * np.concatenate([stroke for part in photo.places for stroke in part])
    boxes = found.lines[0].boxes
    around = (*boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0))
    assert around == pytest.approx((*points.min(axis=0), *points.max(axis=0)), abs=3 * photo.width + 9)
    left, top, right, bottom = ink.bounding_box([stroke for piece in found.lines[0].strokes for stroke in piece])
    assert around[0] <= left < right <= around[2] and around[1] <= top < bottom <= around[3]


def test_a_turn_is_made_first_and_a_crop_is_in_pixels_of_the_turned_picture():
    _, data = taken("12", "345", picture=(1000, 1000), size=0.5)
    straight = written.find(data)
    upright = stored(Image.open(io.BytesIO(data)).transpose(Image.Transpose.ROTATE_90))
    turned = written.find(upright, turn=1)
    assert [len(line) for line in turned.lines] == [len(line) for line in straight.lines]
    bottom = straight.lines[0].boxes[:, 3].max()
    below = written.find(upright, turn=1, crop=(0, bottom + 20, 1000, 1000))
    assert len(below.lines) == 1
    assert below.lines[0].boxes == pytest.approx(straight.lines[1].boxes, abs=6)


def test_each_group_of_pieces_is_rendered_as_if_it_had_been_drawn():
    """But for the path, of which the pen's own thickness took a little at both ends."""
    photo, data = taken("1.7-3", tilt=0.0, roll=0.0)
    line = written.find(data).lines[0]
    assert len(line) == len(photo.places)
    images = line.render([(number,) for number in range(len(line))])
    assert images.shape == (5, 784) and images.dtype == np.float32
    for number, part in enumerate(photo.places):
        if number != 1:
            drawn = np.array(ink.render([stroke.tolist() for stroke in part]))
            assert np.abs(images[number] - drawn).mean() < 0.05
    # A dot, however large, is a tap.
    assert images[1] == pytest.approx(np.array(ink.render([[[0, 0]]])), abs=1e-5)


def test_characters_that_touch_are_cut_where_they_do_and_one_alone_is_not():
    rows_, columns = np.nonzero(touching())
    both = Piece(rows_, columns, np.ones(len(rows_)))
    left, right = cuts.parts_of(both, 80, 8)
    assert left.right <= right.left + 2 and 60 <= right.left <= 100
    alone = columns < 70
    assert len(cuts.parts_of(Piece(rows_[alone], columns[alone], np.ones(alone.sum())), 80, 8)) == 1


def touching():
    """Two rings, one beside the other, with a short bar between them: bool (100, 170)."""
    image = Image.new("L", (170, 100))
    draw = ImageDraw.Draw(image)
    for left in (10, 90):
        draw.ellipse([left, 10, left + 60, 90], outline=255, width=8)
    draw.line([(70, 50), (90, 50)], fill=255, width=8)
    return np.asarray(image) > 0


@pytest.mark.parametrize("image", [Image.new("L", (900, 600), 240), Image.new("RGB", (3, 900), "navy"), Image.new("L", (1, 1))])
def test_where_nothing_is_written_a_sentence_says_so(image):
    with pytest.raises(PictureError, match="^the picture shows no writing"):
        written.find(stored(image))


def test_squared_paper_alone_is_no_writing():
    image = Image.new("L", (900, 600), 240)
    draw = ImageDraw.Draw(image)
    for at in range(20, 900, 40):
        draw.line([(at, 0), (at, 600)], fill=180, width=2)
        draw.line([(0, at), (900, at)], fill=180, width=2)
    with pytest.raises(PictureError, match="no writing"):
        written.find(stored(image))


def test_a_single_digit_is_a_line_of_one():
    found = written.find(taken("5", size=0.3)[1])
    assert [len(line) for line in found.lines] == [1]


def test_what_is_looked_at_is_what_was_decoded():
    _, data = taken("77")
    look = written.look_at(picture_file.decode(data)[0])
    assert 0.5 < look.height / 90 < 1.5 and look.pen > 1

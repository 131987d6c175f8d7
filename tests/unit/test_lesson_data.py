"""Lesson 1's numbers: distances, means, overlap and purity worked by hand, and what its page says of 200 pictures."""
import json
import random
import re
import zlib
from pathlib import Path

import pytest

from app.cli import build
from app.core.ink import SIZE
from app.lessons.data import data
from app.lessons.kit.materials import Images
from app.lessons.kit.settings import defaults

PAGE = re.sub(r"\s+", " ", (Path(data.__file__).parent / "index.html").read_text(encoding="utf-8"))
STATE = {**defaults(data.SETTINGS), **data.EXTRAS}


@pytest.fixture(scope="module")
def sample():
    """The pictures that a build has packed; the page is complete without, and so are the other tests."""
    packed = sorted((build.ROOT / build.CACHE).glob("packs-*/data/mnist-sample.bin"))
    if not packed:
        pytest.skip("no build with MNIST has been made here")
    line, _, deflated = packed[-1].read_bytes().partition(b"\n")
    return Images(json.loads(line)["count"], zlib.decompress(deflated))


def last(made):
    *_, result = made
    return result


def shares(sample, k, seed):
    groups, settled = last(data.grouped(sample, k, seed, data.MOST))
    assert settled
    return groups, data.purity(groups[-1], sample.labels[:data.COUNT])


def test_the_nearest_centre_has_the_smallest_sum_of_squares():
    # to [0, 0]: 1 + 0 = 1; to [1, 0.5]: 0 + 0.25 = 0.25; to [0, 1]: 1 + 1 = 2
    assert data.nearest([1, 0], [[0, 0], [1, 0.5], [0, 1]]) == 1
    assert data.nearest([0, 0], [[0, 1], [1, 0]]) == 0  # of two as near, the first


def test_means_overlap_and_purity_by_hand():
    assert data.mean([[0, 1], [1, 0.5]]) == [0.5, 0.75]
    # shared: 0 + 1 + 0.5; together: 1 + 1 + 1
    assert data.overlap([0, 1, 0.5], [1, 1, 1]) == pytest.approx(1.5 / 3)
    assert data.overlap([0, 0], [0, 0]) == 0
    # the first group has two 3 and one 5, the second one 7: 2 + 1 of 4
    assert data.purity([0, 0, 0, 1], [3, 3, 5, 7]) == pytest.approx(3 / 4)


def test_a_correction_grows_with_the_square_of_the_inputs():
    pixels = [0.0] * 783 + [0.5]
    total, change = data.scale_of(pixels, 1)
    # the weight times 0.5; 0.01 * 0.5 * 0.5
    assert (total, change) == (pytest.approx(0.5 * data.WEIGHTS[783]), pytest.approx(0.0025))
    assert data.scale_of(pixels, 255)[1] == pytest.approx(0.0025 * 65025)
    assert all(-0.05 <= weight < 0.05 for weight in data.WEIGHTS)


def test_a_picture_is_shrunk_to_the_means_of_four_by_four_pixels():
    image = bytearray(SIZE * SIZE)
    image[4 * SIZE + 8] = image[7 * SIZE + 11] = 255  # both in row 1, column 2 of seven
    small = data.shrunk(bytes(SIZE * SIZE) + bytes(image), 1)
    assert small[1 * 7 + 2] == pytest.approx(2 / 16) and sum(small) == pytest.approx(2 / 16)


def test_drawings_of_any_size_and_place_become_the_same_picture():
    made = data.of_drawing(data.THREE)
    assert made["before-share"] == "8%" and made["after-share"] == "100%"
    assert made["inked"].startswith("158 of the 784")


def test_the_page_says_what_comes_out(sample):
    groups, share = shares(sample, 10, 11)
    assert len(groups) - 1 == 8 and share == pytest.approx(102 / 200)
    assert "settles after 8 steps, and 102 of the 200 pictures, 51%" in PAGE
    found = [shares(sample, 10, seed)[1] for seed in range(1, 21)]
    assert (round(200 * min(found)), round(200 * max(found))) == (87, 117) and "from 87 to 117" in PAGE
    labels = sample.labels[:data.COUNT]
    chance, dealt, blind = random.Random(1), list(groups[-1]), []
    for _ in range(100):
        chance.shuffle(dealt)
        blind.append(200 * data.purity(dealt, labels))
    assert sum(blind) / len(blind) == pytest.approx(42, abs=1) and PAGE.count("about 42") == 2
    counts = [[[label for label, at in zip(labels, groups[-1], strict=True) if at == group].count(digit) for digit in range(10)]
              for group in range(10)]
    zeros = max(counts, key=lambda group: group[0])
    assert (zeros[0], sum(zeros), labels.count(0)) == (17, 19, 21) and "17 of the 21 zeros" in PAGE
    blend = max(counts, key=lambda group: group[3])
    assert (blend[3], blend[5], blend[8]) == (15, 13, 9) and "15, 13 and 9" in PAGE
    other = max(counts, key=lambda group: group[4])
    assert (other[4], other[7], other[9]) == (10, 6, 6) and "10, 6 and 6" in PAGE
    assert sorted(group[1] for group in counts)[-2:] == [9, 10]
    assert shares(sample, 2, 8)[1] < 0.22  # the first question


@pytest.mark.parametrize("change", [{}, {"k": 2, "steps": 0}, {"k": 7, "seed": 10}, {"labels": False, "steps": 1}, {"strokes": []},
                                    {"strokes": [[[500, 500]]]}])
def test_pictures_of_every_kind_of_state(sample, change):
    made = last(data.pictures({**STATE, **change}, {"sample": sample}))
    assert json.dumps(made) and made["groups"].count("<li>") == {**STATE, **change}["k"]
    assert ("commonest" in made["outcome"]) == (change.get("labels", True))


def test_without_mnist_it_says_so():
    made = last(data.pictures(STATE, {"sample": None}))
    assert made["groups"] == made["labelled"] == data.NO_SAMPLE and made["before-share"]

"""The pure parts of the closer look: pictures, geometry, words, formulas, counts and facts."""
import base64
import io
import re
from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pytest
from PIL import Image

from app.core import ink
from app.ui.networks import Network
from app.ui.views import cells, facts
from app.ui.views.check import tally
from app.ui.views.inside import formula, neuron
from app.ui.views.numbers import number, signed
from app.ui.views.pixels import geometry
from app.ui.views.views import Views
from app.ui.views.why import regions
from app.ui.words import choices
from tests.drawings import FOUR, THREE


def squares(paths):
    """{(x, y): the number of the path that has it} of path data made of unit squares."""
    found = {}
    for level, path in enumerate(paths):
        for square in path.split("M")[1:]:
            x, y = square.removesuffix("h1v1h-1z").split()
            found[int(x), int(y)] = level
    return found


# Pictures

def test_a_picture_has_every_inked_pixel_once_and_as_strong_as_it_is(rng):
    pixels = np.where(rng.random(784) < 0.3, rng.random(784), 0)
    shown = squares(cells.ink_paths(pixels.tolist()))
    assert set(shown) == {(at % 28, at // 28) for at in range(784) if pixels[at] > 0.03}
    for (x, y), level in shown.items():
        assert (level + 1) / cells.LEVELS == pytest.approx(pixels[y * 28 + x], abs=0.1)


def test_values_of_both_signs_go_to_paths_of_their_own():
    values = [0.0] * 784
    values[0], values[1], values[28], values[783] = 1.0, -1.0, 0.5, 7.0
    shown = squares(cells.signed_paths(values, 1.0))
    top = cells.LEVELS - 1
    assert shown == {(0, 0): top, (1, 0): cells.LEVELS + top, (0, 1): cells.LEVELS // 2 - 1, (27, 27): top}


def test_a_bitmap_is_the_image_it_was_made_from(rng):
    pixels = rng.integers(0, 256, 784, dtype=np.uint8)
    address = cells.bitmap(base64.b64encode(pixels.tobytes()).decode())
    head, data = address.split(",")
    assert head == "data:image/bmp;base64"
    image = Image.open(io.BytesIO(base64.b64decode(data))).convert("L")
    assert (255 - np.asarray(image)).ravel().tolist() == pixels.tolist()


def test_arrow_keys_walk_over_the_pixels_and_stop_at_the_edge():
    pointed = []
    finger = cells.Finger(MagicMock(), words=MagicMock(), on_point=pointed.append)
    for key in ["ArrowRight"] * 20 + ["ArrowDown"] * 20:
        finger.press(SimpleNamespace(key=key, preventDefault=lambda: None))
    assert pointed[0] == 14 * 28 + 15
    assert finger.at == 783


# Geometry

@pytest.mark.parametrize("strokes", [THREE, FOUR, [[[400, 300]]]])
def test_the_ink_on_the_pad_and_in_its_box_are_the_same_ink(strokes):
    strokes = [[[x * 8, y * 8] for x, y in stroke] for stroke in strokes]
    placed, shift = geometry.place(strokes)
    zoom, x, y = geometry.on_the_pad(strokes, placed)
    first, (px, py) = strokes[0][0], placed[0][0]
    assert (zoom * px + x, zoom * py + y) == pytest.approx((first[0] * 0.028, first[1] * 0.028))
    assert ink.draw(placed, *shift).tolist() == ink.render(strokes).tolist()
    assert max(geometry.box_of(placed)[2:]) == pytest.approx(20) or len(strokes[0]) == 1


def test_a_known_shift_is_not_worked_out_again():
    assert geometry.place(THREE, [1, 2])[1] == [1, 2]


def test_a_path_of_one_point_is_still_a_dot():
    assert geometry.path([[(3, 4)]]) == "M3.00 4.00h.01"


@pytest.mark.parametrize(("shift", "words"), [((0.42, -1.2), "0.4 px right and 1.2 px up"), ((-1, 0), "1.0 px left"),
                                              ((0, 0.01), "nowhere: it was there")])
def test_a_shift_is_told_by_directions(shift, words):
    assert geometry.moved(shift) == words


# The drawing that the views follow

@pytest.mark.parametrize(("result", "name"), [({"drawing": 7}, 7), ({}, None)])
def test_a_drawing_goes_by_the_name_that_this_worker_gave_it_or_by_its_pixels_alone(result, name):
    views = Views.__new__(Views)
    for part in ("reader", "teach", "read_by", "root", "guest", "facts"):
        setattr(views, part, MagicMock())
    views.views, views.shown, views.working = [], [], False
    views.client = SimpleNamespace(generation=2, able=True)
    views.show(THREE, {"pixels": [0.5] * 784, "digit": 3, "sure": True, **result}, 7.0, finished=True)
    drawing = views.drawing
    assert (drawing["id"], drawing["generation"], drawing["pixels"]) == (name, 2, [0.5] * 784)
    views.teach.drawn.assert_called_once_with(drawing)


# Why, in words

def region(number, value, values=None):
    values = values or [0.0] * 784
    values[regions.REGION_OF.index(number)] = value
    return values


def test_the_sentence_names_the_ink_that_spoke_for_and_against():
    values = region(3, -1.0, region(1, 4.0))
    assert regions.because(3, 8, values, 3.0) == (
        "The ink at the top spoke most for a 3 rather than an 8; the ink on the left spoke most against it.")


def test_a_close_call_is_called_one_and_no_opposition_is_none():
    assert regions.because(3, 5, region(4, 1.0), 0.5) == (
        "The ink in the middle spoke most for a 3 rather than a 5, and no part of it spoke against, so it was close.")


def test_ink_that_speaks_only_against_and_ink_that_says_nothing():
    assert regions.because(1, 7, region(8, -1.0), -2) == (
        "Wherever there is ink it speaks against a 1 rather than a 7, most of all at the bottom right.")
    assert regions.because(1, 7, [0.0] * 784, 1) == "No ink decides between a 1 and a 7."


def test_regions_add_up_to_the_whole(rng):
    values = rng.normal(size=784)
    for_it, against, fors, againsts = regions.sums(values.tolist())
    assert for_it == pytest.approx(values[values > 0].sum())
    assert against == pytest.approx(values[values < 0].sum())
    assert (sum(fors), sum(againsts)) == pytest.approx((for_it, against))


# Formulas

def a_neuron(**changes):
    terms = [{"from": at, "weight": weight, "input": value, "product": weight * value}
             for at, (weight, value) in enumerate([(0.5, 1.0), (-0.2, 0.5), (0.3, 1.0)])]
    return {"activation": 0.9, "pre_activation": 0.9, "bias": -0.1, "rest": 0.3, "count": 784, "function": "relu",
            "weights": None, "terms": terms, **changes}


def text_of(markup):
    return re.sub("<[^>]+>", " ", markup).split()


def test_the_numbers_in_the_formula_add_up():
    line = " ".join(text_of(formula.lines(a_neuron())[1]))
    assert line == "z = 0.50 \u00b7 1.00 \u2212 0.20 \u00b7 0.50 + 0.60 the other 782 \u2212 0.10 bias = 0.90"


@pytest.mark.parametrize(("function", "end"), [
    ("relu", "max ( 0 , z ) = 0.90"), ("softmax", "= 0.9000"), ("sigmoid", "= 0.9000"), ("tanh", "tanh ( z ) = 0.9000"),
    (None, "z = 0.90")])
def test_the_formula_ends_in_the_activation(function, end):
    assert " ".join(text_of(formula.mathml(a_neuron(function=function)))).endswith(end)


def test_a_pool_takes_the_largest():
    pool = a_neuron(pre_activation=None, bias=None, function="max")
    assert " ".join(text_of(formula.mathml(pool))) == "a = max ( 1.00 , 0.50 , 1.00 ) = 0.90"


def test_numbers_never_show_a_minus_zero():
    assert [number(value) for value in (-0.001, -0.5, 2)] == ["0.00", "\u22120.50", "2.00"]
    assert [number(value, 4) for value in (-0.00001, -0.001)] == ["0.0000", "\u22120.0010"]


def test_a_neuron_of_a_map_is_named_by_its_place():
    column = {"shape": [12, 12, 6], "name": "Convolution 1", "function": "relu"}
    assert neuron.title(column, (3 * 12 + 4) * 6 + 5) == "Convolution 1, map 5, row 3, column 4"


def test_a_kernel_is_magnified():
    picture = neuron.kernel({"weights": list(range(25)), "weights_shape": [5, 5]})
    assert (len(picture), picture[0], picture[-1]) == (784, 0, 24)


def test_a_signed_number_always_has_its_sign():
    assert [signed(value) for value in (0.5, 0, -0.5)] == ["+0.50", "+0.00", "\u22120.50"]


# Counting

def test_slices_add_up_to_one_count():
    counted = tally.Tally()
    counted.add(0, [3, 4, 4], [3, 4, 9], [0.9, 0.8, 0.6], 0.5)
    counted.add(3, [5], [5], [1.0], 0.5)
    assert (counted.count, counted.accuracy, counted.speed) == (4, 0.75, 4)
    assert counted.mistakes == [(2, 4, 9, 0.6)]
    assert (counted.of_digit(4), counted.of_digit(3), counted.of_digit(0)) == (0.5, 1, None)
    assert counted.confusion[4][9] == 1
    assert tally.verdict(counted, 0.75) == "3 of 4 read rightly: 75.00%, at 4 images per second. Just what it says of itself."
    assert tally.verdict(counted, 0.5).endswith("It says 50.00% of itself.")
    assert tally.matrix_rows(counted).count("<td") == tally.matrix_rows(tally.Tally()).count("<td") == 110


def test_accuracy_on_drawings_is_over_all_sets_of_strokes():
    metrics = {"mnist-test": {"n": 100, "accuracy": 0.9}, "unipen-digits": {"n": 300, "accuracy": 1.0},
               "uji2-digits": {"n": 100, "accuracy": 0.6}, "unipen-not-digits": {"n": 50, "accuracy": None}}
    network = Network(title="t", parameters=1, metrics=metrics)
    assert (network.mnist, network.drawings) == (0.9, 0.9)
    assert Network(title="t", parameters=1, metrics={}).mnist is None


# Facts

def test_there_are_several_short_facts_for_every_digit():
    for digit in range(10):
        told = choices("facts.of_digit", digit)
        assert len(set(told)) >= 4
        assert all(20 < len(fact) <= 100 for fact in told), [fact for fact in told if len(fact) > 100]


def test_a_fact_stays_for_a_drawing_and_changes_with_the_next():
    element = SimpleNamespace(textContent="")
    shown = facts.Facts(element)
    shown.show(3, True)
    first = element.textContent
    shown.show(8, True)
    shown.show(3, True)
    assert element.textContent == first
    shown.show(3, False)
    assert element.textContent == ""
    shown.clear()
    shown.show(3, True)
    assert element.textContent in choices("facts.of_digit", 3)
    assert element.textContent != first

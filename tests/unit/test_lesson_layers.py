"""Lesson 3's numbers: a layer and its parameters worked by hand, the network's own answer, and what its page says."""
import json
import re
import zlib
from pathlib import Path

import numpy as np
import pytest

from app.cli import build
from app.core import ink, instant, weights
from app.lessons.kit.settings import defaults
from app.lessons.layers import layers

PAGE = re.sub(r"\s+", " ", (Path(layers.__file__).parent / "index.html").read_text(encoding="utf-8"))
STATE = {**defaults(layers.SETTINGS), **layers.EXTRAS}


@pytest.fixture(scope="module")
def network():
    return weights.parse((build.ROOT / layers.FILES["network"]).read_text(encoding="utf-8"))


def last(made):
    *_, result = made
    return result


def test_a_layer_of_two_neurons_by_hand():
    # -1*3 + 1*1 + 1*2 - 1 = -1; -1*-1 + 1*2 + 1*0 + 0 = 3
    assert layers.dense([-1, 1, 1], [[3, 1, 2], [-1, 2, 0]], [-1, 0]) == [-1, 3]
    assert layers.dense([0, 0, 2], [[3, 1, 2]], [-1]) == [3]  # zeros add nothing: 2*2 - 1
    assert layers.relu([-1, 3, 0]) == [0, 3, 0]


def test_a_forward_pass_by_hand():
    # first max(0, 2 - 3), max(0, 2 + 1) = 0, 3; then 5*0 - 2*3 + 1 = -5, which the last layer leaves as it is
    assert layers.forward([1], [([[2], [2]], [-3, 1]), ([[5, -2]], [1])]) == [[1], [0, 3], [-5]]


def test_parameters_as_the_page_counts_them():
    assert layers.parameters([784, 128, 64, 10]) == 784 * 128 + 128 + 128 * 64 + 64 + 64 * 10 + 10 == 109386
    assert layers.parameters([784, 128, 128, 10]) - 109386 == 8896 and "8,896" in PAGE
    assert layers.parameters([784, 256, 64, 10]) - 109386 == 108672 and "108,672" in PAGE
    assert 784 * 128 + 128 * 64 + 64 * 10 == 109184 and "109,184" in PAGE
    assert 784 * 128 > 0.9 * 109386
    assert layers.parameters([50, 20]) == 1020  # the first question


def test_it_computes_what_the_page_of_inkling_computes(network):
    pixels = ink.render(layers.THREE)
    outputs, expected = layers.forward(pixels, last(layers.matrices(network))), instant.forward(network, pixels)
    for own, theirs in zip(outputs[1:], (expected[1], expected[3], expected[4]), strict=True):
        assert own == pytest.approx(theirs, abs=1e-4)
    above = [sum(value > 0 for value in values) for values in outputs[:3]]
    assert above == [158, 76, 47] and "158 of the 784 pixels are above zero, then 76 of 128 neurons, then 47 of 64" in PAGE
    assert max(range(128), key=lambda at: outputs[1][at]) + 1 == STATE["n1"]
    assert max(range(64), key=lambda at: outputs[2][at]) + 1 == STATE["n2"]


def test_what_the_page_says_of_mnists_test_images(network):
    packed = sorted((build.ROOT / build.CACHE).glob("packs-*/data/mnist-test.bin"))
    if not packed:
        pytest.skip("no build with MNIST has been made here")
    line, _, deflated = packed[-1].read_bytes().partition(b"\n")
    count, body = json.loads(line)["count"], np.frombuffer(zlib.decompress(deflated), np.uint8)
    images, labels = body[count:].reshape(count, 784).astype(np.float32) / 255, body[:count]

    def sums(bend):
        values = images
        for at, (rows, bias) in enumerate(last(layers.matrices(network))):
            values = values @ np.array(rows).T + np.array(bias)
            values = np.maximum(values, 0) if bend and at < 2 else values
        return values
    right = [round(100 * np.mean(sums(bend).argmax(axis=1) == labels), 1) for bend in (False, True)]
    assert right == [33.6, 98.8] and "34% right instead of 98.8%" in PAGE
    rows, bias = last(layers.matrices(network))[0]
    silent = np.mean(images @ np.array(rows[85]) + bias[85] <= 0)
    assert silent == pytest.approx(5 / 6, abs=0.005) and "number 86" in PAGE and "five in six" in PAGE


@pytest.mark.parametrize("change", [
    {}, {"layer": "2"}, {"layer": "3", "n3": 0}, {"n1": 1}, {"n1": 128}, {"layer": "2", "n2": 64}, {"first": 0}, {"second": 0},
    {"first": 0, "second": 0}, {"first": 256, "second": 128}, {"first": 1, "second": 1}, {"strokes": []}, {"strokes": [[[5, 5]]]},
])
def test_pictures_of_every_kind_of_state(network, change):
    state = {**STATE, **change}
    made = last(layers.pictures(state, {"network": network}))
    assert json.dumps(made) and made["pass"].count("<svg") == 3
    sizes = [784] + [size for size in (state["first"], state["second"]) if size] + [10]
    assert f"<b>{layers.parameters(sizes):,}</b>" in made["counts"]
    assert made["shapes"].count("<math") == made["counts"].count("\u2192") == len(sizes) - 1


def test_a_neurons_table_adds_up(network):
    for layer in "123":
        made = last(layers.pictures({**STATE, "layer": layer}, {"network": network}))
        products = [float(text.replace("\u2212", "-")) for text in re.findall(r"<td>([^<]+)</td></tr>", made["largest"])]
        assert sum(products[:-1]) == pytest.approx(products[-1], abs=0.05)  # each is rounded

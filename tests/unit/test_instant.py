"""The network without a library gives numpy's answer."""
import json
import math

import numpy as np
import pytest

from app.core import ink, instant, network
from app.core.errors import PixelsError
from app.core.layers import Dense, Sigmoid, Softmax, Tanh
from tests.drawings import FOUR, THREE


@pytest.fixture
def parsed(small_network):
    small_network.temperature, small_network.sure_threshold = 1.7, 0.3
    return instant.parse(json.dumps(network.to_document(small_network, name="n", title="t", training={}, metrics={})))


@pytest.mark.parametrize("strokes", [THREE, FOUR], ids=["three", "four"])
def test_probabilities_agree_with_numpy(parsed, strokes):
    pixels = ink.render(strokes)
    full = network.from_weights(parsed)
    mine = instant.answer(parsed, instant.forward(parsed, pixels))
    theirs = full.answer(full.forward(np.array(pixels, np.float32)[None]))
    assert mine["digit"] == theirs["digit"] and mine["sure"] == theirs["sure"]
    assert mine["probabilities"] == pytest.approx(theirs["probabilities"], abs=1e-6)
    assert sum(mine["probabilities"]) == pytest.approx(1)


def test_every_layers_activations_agree_with_numpy(parsed):
    pixels = ink.render(THREE)
    layers = network.from_weights(parsed).forward(np.array(pixels, np.float32)[None])[1:]
    for mine, theirs in zip(instant.forward(parsed, pixels), layers, strict=True):
        assert mine == pytest.approx(theirs[0].tolist(), abs=1e-5)


def test_a_sigmoid_network_gives_probabilities_that_sum_to_one(rng):
    net = network.Network([Dense.random(784, 5, rng=rng), Sigmoid(), Dense.random(5, 10, rng=rng), Sigmoid()])
    parsed = instant.parse(json.dumps(network.to_document(net, name="n", title="t", training={}, metrics={})))
    pixels = ink.render(THREE)
    layers = instant.forward(parsed, pixels)
    assert sum(instant.answer(parsed, layers)["probabilities"]) == pytest.approx(1)
    assert all(0 < value < 1 for value in layers[-1])


def test_a_tanh_networks_activations_agree_with_numpy(rng):
    net = network.Network([Dense.random(784, 5, rng=rng), Tanh(), Dense.random(5, 10, rng=rng), Softmax()])
    parsed = instant.parse(json.dumps(network.to_document(net, name="n", title="t", training={}, metrics={})))
    pixels = ink.render(THREE)
    layers = network.from_weights(parsed).forward(np.array(pixels, np.float32)[None])[1:]
    for mine, theirs in zip(instant.forward(parsed, pixels), layers, strict=True):
        assert mine == pytest.approx(theirs[0].tolist(), abs=1e-5)


def test_softmax_of_a_worked_example():
    # e^0 : e^ln2 : e^ln5 = 1 : 2 : 5
    assert instant.softmax([0.0, math.log(2), math.log(5)]) == pytest.approx([1 / 8, 2 / 8, 5 / 8])
    assert instant.softmax([0.0, 1000.0]) == pytest.approx([0, 1])
    # Temperature 2 takes square roots: 1 : 2 of 1 : 4
    assert instant.softmax([0.0, math.log(4)], 2.0) == pytest.approx([1 / 3, 2 / 3])


def test_sigmoid_does_not_overflow():
    assert [instant.sigmoid(x) for x in (-1000.0, 0.0, 1000.0)] == [0, 0.5, 1]


def test_sure_means_at_or_above_the_threshold():
    assert instant.decide([0.2, 0.8], 0.8) == {"digit": 1, "probabilities": [0.2, 0.8], "sure": True}
    assert instant.decide([0.2, 0.8], 0.81)["sure"] is False


def test_the_pass_pauses_so_that_the_page_stays_fluent(parsed, monkeypatch):
    monkeypatch.setattr(instant, "PAUSE_AFTER", 500)
    results = list(instant.steps(parsed, ink.render(THREE)))
    assert len(results) > 2 and all(result is None for result in results[:-1])
    assert results[-1] == instant.forward(parsed, ink.render(THREE))


@pytest.mark.parametrize(("pixels", "says"), [
    ([0.0] * 783, "must have 784 numbers, got 783"), ([], "got 0"), (5, "list of 784"), ([0.0] * 783 + [1.01], "pixel 783"),
    ([-0.1] + [0.0] * 783, "pixel 0"), ([math.nan] * 784, "pixel 0"), (["0"] * 784, "pixel 0"), ([None] * 784, "pixel 0"),
    ([True] * 784, "pixel 0"),
])
def test_what_is_no_image_is_refused_in_one_sentence(pixels, says):
    with pytest.raises(PixelsError, match=says):
        instant.check_pixels(pixels)

import json

import numpy as np
import pytest

from app.core import weights as weights_format
from app.core.errors import WeightsError
from app.core.layers import Dense, Dropout, ReLU, Softmax
from app.core.network import Network, from_weights, to_document
from trainer.learning.architecture import build

LENET = ("image, convolution 3 5, max_pool, relu, convolution 4 5, max_pool, relu, flatten, dropout 0.5, dense 10, "
         "softmax")


def written(network, **changes):
    document = to_document(network, name="n", title="A network", training={}, metrics={}, **changes)
    return json.loads(json.dumps(document))


def test_a_batch_is_read_as_its_images_one_by_one(small_network, rng):
    x = rng.random((5, 784), dtype=np.float32)
    one_by_one = np.concatenate([small_network.probabilities(x[i:i + 1]) for i in range(5)])
    np.testing.assert_allclose(small_network.probabilities(x), one_by_one, atol=1e-6)


def test_forward_keeps_the_input_and_every_layers_output(small_network, rng):
    x = rng.random((2, 784), dtype=np.float32)
    activations = small_network.forward(x)
    assert [each.shape for each in activations] == [(2, 784), (2, 12), (2, 12), (2, 10), (2, 10)]
    np.testing.assert_allclose(activations[-2], small_network.logits(x), rtol=1e-6)
    np.testing.assert_allclose(activations[-1].sum(axis=1), 1, rtol=1e-6)


def test_written_as_float_the_same_network_comes_back(small_network, rng):
    network = from_weights(weights_format.check(written(small_network, dtype="float32")))
    x = rng.random((3, 784), dtype=np.float32)
    np.testing.assert_array_equal(network.logits(x), small_network.logits(x))


def test_quantised_weights_differ_by_at_most_half_a_step_of_their_row(small_network):
    network = from_weights(weights_format.check(written(small_network)))
    before, after = small_network.parameters["0.weights"], network.parameters["0.weights"]
    step = np.abs(before).max(axis=1, keepdims=True) / 127
    assert np.all(np.abs(before - after) <= 0.501 * step)


def test_temperature_and_threshold_travel_with_the_weights(small_network):
    small_network.temperature, small_network.sure_threshold = 1.25, 0.8125
    network = from_weights(weights_format.check(written(small_network)))
    assert (network.temperature, network.sure_threshold, network.layers[-1].temperature) == (1.25, 0.8125, 1.25)


def test_a_convolutional_network_travels_too(rng):
    network = build(LENET, rng=rng)
    x = rng.random((2, 784), dtype=np.float32)
    copy = from_weights(weights_format.check(written(network, dtype="float32")))
    np.testing.assert_allclose(copy.probabilities(x), network.probabilities(x), atol=1e-6)


def test_dropout_works_in_training_only_and_is_not_written(rng):
    network = Network([Dense.random(784, 6, rng=rng), ReLU(), Dropout(0.5), Dense.random(6, 10, rng=rng), Softmax()])
    x = rng.random((1, 784), dtype=np.float32)
    calm = network.logits(x)
    network.start_training(rng)
    assert any(not np.array_equal(network.logits(x), calm) for _ in range(20))
    network.stop_training()
    np.testing.assert_array_equal(network.logits(x), calm)
    document = written(network, dtype="float32")
    assert [layer["kind"] for layer in document["layers"]] == ["dense", "relu", "dense", "softmax"]
    np.testing.assert_array_equal(from_weights(weights_format.check(document)).logits(x), calm)


@pytest.mark.parametrize(("layer", "change", "message"), [
    (0, {"height": 27}, r"layers\[0\]"),
    (1, {"channels": 2}, r"layers\[1\]\.channels"),
    (1, {"size": 29}, r"layers\[1\]"),
    (0, {"kind": "relu"}, r"layers\[1\]\.kind: needs an image"),
])
def test_layers_on_images_that_do_not_fit_are_refused(layer, change, message, rng):
    document = written(build(LENET, rng=rng))
    document["layers"][layer].update(change)
    with pytest.raises(WeightsError, match=message):
        weights_format.check(document)

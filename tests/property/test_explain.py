"""Whatever the network and the drawing, what the pixels and the biases contribute adds up to the difference."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.layers import Dense, ReLU, Sigmoid, Softmax, Tanh
from app.core.network import Network
from app.worker.anatomy import columns_of, neuron
from app.worker.explain import explain


@st.composite
def networks(draw):
    """Random networks, with or without convolutions, of one to three dense layers, and a drawing."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    layers, size = [], 784
    if draw(st.booleans()):
        layers += [Reshape(28, 28, 1), Convolution.random(1, 3, 5, rng=rng), MaxPool(), ReLU(), Flatten()]
        size = 12 * 12 * 3
    for outputs in draw(st.lists(st.integers(1, 30), max_size=2)):
        layers += [Dense.random(size, outputs, rng=rng, gain=draw(st.sampled_from([0.1, 2, 20]))),
                   draw(st.sampled_from([ReLU, Sigmoid, Tanh]))()]
        size = outputs
    layers += [Dense.random(size, 10, rng=rng), draw(st.sampled_from([Softmax, Sigmoid]))()]
    for layer in layers:
        if "bias" in layer.parameters:
            layer.parameters["bias"][:] = rng.standard_normal(len(layer.parameters["bias"]))
    pixels = rng.random(784) * (rng.random(784) < draw(st.sampled_from([0, 0.2, 1])))
    return Network(layers), pixels.astype(np.float32), rng


@settings(max_examples=60, deadline=None)
@given(networks(), st.sampled_from([None, *range(10)]))
def test_contributions_and_bias_add_up_to_the_difference(made, against):
    net, pixels, _ = made
    told = explain(net, net.forward(pixels[None]), against=against)
    assert told["contributions"].sum() + told["bias"] == pytest.approx(told["difference"], abs=1e-3)
    assert not told["contributions"][pixels == 0].any()


@settings(max_examples=60, deadline=None)
@given(networks())
def test_a_neurons_formula_adds_up_to_what_it_feels(made):
    net, pixels, rng = made
    activations = net.forward(pixels[None])
    for number, column in enumerate(columns_of(net, activations)):
        index = int(rng.integers(column.size))
        told = neuron(net, activations, number, index)
        if number == 0:
            assert told["activation"] == pytest.approx(float(pixels[index]), abs=1e-6)
        else:
            total = (told["bias"] or 0) + sum(term["product"] for term in told["terms"]) + told["rest"]
            assert total == pytest.approx(told["pre_activation"], abs=1e-3)

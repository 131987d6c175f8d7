"""Every layer's and every loss's gradient against central differences, in double precision."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.functional import cross_entropy, one_hot, softmax, squared_error
from app.core.layers import Dense, Dropout, ReLU, Sigmoid, Softmax, Tanh
from app.core.network import Network

STEP = 1e-5
seeds = st.integers(0, 2**32 - 1)


def numeric_gradient(function, x):
    """d function() / dx by central differences; x is changed in place and restored."""
    gradient = np.zeros_like(x)
    for index in np.ndindex(x.shape):
        kept = x[index]
        x[index] = kept + STEP
        above = function()
        x[index] = kept - STEP
        below = function()
        x[index] = kept
        gradient[index] = (above - below) / (2 * STEP)
    return gradient


def away_from_ties(rng, shape):
    """Numbers no two of which are closer than many steps, none near zero: there ReLU and max pooling are smooth."""
    count = int(np.prod(shape))
    return (rng.permutation(count) - count / 2 + 0.25).reshape(shape) / count * 4


def in_double(layer):
    layer.parameters = {name: values.astype(np.float64) for name, values in layer.parameters.items()}
    return layer


def check_layer(layer, x, rng):
    """The gradients of a random weighting of the outputs, to the input and to every parameter."""
    weighting = rng.standard_normal(layer.forward(x).shape)

    def objective():
        return float(np.sum(layer.forward(x) * weighting))

    y = layer.forward(x)
    dx, gradients = layer.backward(x, y, weighting)
    np.testing.assert_allclose(dx, numeric_gradient(objective, x), rtol=1e-5, atol=1e-7)
    assert set(gradients) == set(layer.parameters)
    for name, values in layer.parameters.items():
        np.testing.assert_allclose(gradients[name], numeric_gradient(objective, values), rtol=1e-5, atol=1e-7)


@given(seed=seeds, batch=st.integers(1, 4), inputs=st.integers(1, 6), outputs=st.integers(1, 6))
@settings(max_examples=20, deadline=None)
def test_dense(seed, batch, inputs, outputs):
    rng = np.random.default_rng(seed)
    check_layer(in_double(Dense.random(inputs, outputs, rng=rng)), rng.standard_normal((batch, inputs)), rng)


@given(seed=seeds, batch=st.integers(1, 4), width=st.integers(1, 6),
       layer=st.sampled_from([ReLU, Sigmoid, Tanh, Softmax, lambda: Softmax(1.7)]))
@settings(max_examples=40, deadline=None)
def test_activations(seed, batch, width, layer):
    rng = np.random.default_rng(seed)
    check_layer(layer(), away_from_ties(rng, (batch, width)), rng)


@given(seed=seeds, batch=st.integers(1, 2), side=st.integers(3, 5), channels=st.integers(1, 3),
       filters=st.integers(1, 3), size=st.integers(1, 3))
@settings(max_examples=20, deadline=None)
def test_convolution(seed, batch, side, channels, filters, size):
    rng = np.random.default_rng(seed)
    layer = in_double(Convolution.random(channels, filters, size, rng=rng))
    check_layer(layer, rng.standard_normal((batch, side, side + 1, channels)), rng)


@given(seed=seeds, batch=st.integers(1, 2), height=st.integers(2, 5), width=st.integers(2, 5),
       channels=st.integers(1, 3))
@settings(max_examples=20, deadline=None)
def test_max_pool(seed, batch, height, width, channels):
    rng = np.random.default_rng(seed)
    check_layer(MaxPool(), away_from_ties(rng, (batch, height, width, channels)), rng)


@given(seed=seeds)
@settings(max_examples=5, deadline=None)
def test_changes_of_shape(seed):
    rng = np.random.default_rng(seed)
    check_layer(Reshape(2, 3, 2), rng.standard_normal((3, 12)), rng)
    check_layer(Flatten(), rng.standard_normal((3, 2, 3, 2)), rng)


@given(seed=seeds, rate=st.floats(0, 0.9))
@settings(max_examples=20, deadline=None)
def test_dropout_lets_the_gradient_through_where_it_let_the_signal_through(seed, rate):
    rng = np.random.default_rng(seed)
    layer = Dropout(rate)
    layer.rng = np.random.default_rng(seed)
    x, dy = rng.standard_normal((4, 5)), rng.standard_normal((4, 5))
    y = layer.forward(x)
    dx, _ = layer.backward(x, y, dy)
    np.testing.assert_allclose(dx * x, dy * y, rtol=1e-6)


@given(seed=seeds, batch=st.integers(1, 4), classes=st.integers(2, 6))
@settings(max_examples=30, deadline=None)
def test_cross_entropy(seed, batch, classes):
    rng = np.random.default_rng(seed)
    logits, targets = 3 * rng.standard_normal((batch, classes)), softmax(rng.standard_normal((batch, classes)))
    _, gradient = cross_entropy(logits, targets)
    np.testing.assert_allclose(gradient, numeric_gradient(lambda: cross_entropy(logits, targets)[0], logits),
                               rtol=1e-5, atol=1e-8)


@given(seed=seeds, batch=st.integers(1, 4), classes=st.integers(2, 6))
@settings(max_examples=30, deadline=None)
def test_squared_error(seed, batch, classes):
    rng = np.random.default_rng(seed)
    outputs, targets = rng.random((batch, classes)), rng.random((batch, classes))
    _, gradient = squared_error(outputs, targets)
    np.testing.assert_allclose(gradient, numeric_gradient(lambda: squared_error(outputs, targets)[0], outputs),
                               rtol=1e-5, atol=1e-8)


@pytest.mark.parametrize("loss", ["cross_entropy", "squared_error"])
def test_a_whole_network(loss, rng):
    """Backward through every kind of layer in a row, to every parameter, by the names that training uses."""
    layers = [Reshape(6, 6, 1), Convolution.random(1, 2, 3, rng=rng), MaxPool(), Sigmoid(), Flatten(),
              Dense.random(8, 5, rng=rng), Sigmoid(), Dense.random(5, 10, rng=rng),
              Softmax() if loss == "cross_entropy" else Sigmoid()]
    network = Network([in_double(layer) if layer.parameters else layer for layer in layers])
    x, targets = rng.random((3, 36)), one_hot(np.array([1, 5, 9]), dtype=np.float64)

    def value_and_gradient():
        activations = network.forward(x)
        if loss == "cross_entropy":
            value, gradient = cross_entropy(activations[-2], targets)
            return value, network.backward(activations, gradient)
        value, gradient = squared_error(activations[-1], targets)
        return value, network.backward(activations, gradient, at_logits=False)

    _, gradients = value_and_gradient()
    assert set(gradients) == set(network.parameters)
    for name, values in network.parameters.items():
        np.testing.assert_allclose(gradients[name], numeric_gradient(lambda: value_and_gradient()[0], values),
                                   rtol=1e-4, atol=1e-8, err_msg=name)

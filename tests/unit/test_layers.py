import numpy as np
import pytest

from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.layers import Dense, Dropout, ReLU, Sigmoid, Softmax, Tanh


def test_dense_adds_up_weighted_inputs_and_bias():
    layer = Dense(np.array([[1.0, 2.0], [0.0, -1.0], [0.5, 0.5]]), np.array([0.1, 0.2, 0.3]))
    np.testing.assert_allclose(layer.forward(np.array([[3.0, 4.0]])), [[11.1, -3.8, 3.8]])


def test_dense_knows_its_sizes(rng):
    assert Dense.random(7, 3, rng=rng).sizes == {"inputs": 7, "outputs": 3}


def test_random_weights_keep_the_size_of_the_signal_through_relu(rng):
    x = rng.standard_normal((200, 400)).astype(np.float32)
    y = ReLU().forward(Dense.random(400, 400, rng=rng).forward(x))
    assert np.mean(y * y) == pytest.approx(1.0, rel=0.1)


def test_relu_passes_only_what_is_positive():
    np.testing.assert_array_equal(ReLU().forward(np.array([-2.0, 0.0, 3.0])), [0, 0, 3])


def test_sigmoid_stands_large_numbers():
    np.testing.assert_allclose(Sigmoid().forward(np.array([-1000.0, 0.0, 1000.0])), [0, 0.5, 1])


def test_tanh_goes_from_minus_one_to_one():
    np.testing.assert_allclose(Tanh().forward(np.array([-1000.0, 0.0, np.log(2), 1000.0])), [-1, 0, 0.6, 1])


def test_softmax_by_hand():
    np.testing.assert_allclose(Softmax().forward(np.log([[1.0, 3.0]])), [[0.25, 0.75]])


def test_a_higher_temperature_is_less_certain():
    logits = np.array([[0.0, 2.0, 1.0]])
    assert Softmax(2.0).forward(logits).max() < Softmax().forward(logits).max()


def test_convolution_by_hand():
    """A 3x3 image of 1 to 9 under the filter [[1, 0], [0, -1]]: each pixel less its lower right neighbour, -4."""
    layer = Convolution(np.array([[[[1.0], [0.0]], [[0.0], [-1.0]]]]), np.array([0.5]))
    y = layer.forward(np.arange(1.0, 10.0).reshape(1, 3, 3, 1))
    np.testing.assert_allclose(y, np.full((1, 2, 2, 1), -3.5))


def test_convolution_equals_the_sum_over_patches_and_channels(rng):
    layer = Convolution.random(3, 4, 2, rng=rng)
    x = rng.random((2, 5, 6, 3), dtype=np.float32)
    y = layer.forward(x)
    assert y.shape == (2, 4, 5, 4)
    patch = x[1, 2:4, 3:5]
    expected = np.sum(layer.parameters["weights"] * patch, axis=(1, 2, 3)) + layer.parameters["bias"]
    np.testing.assert_allclose(y[1, 2, 3], expected, rtol=1e-5)


def test_convolution_reads_images_that_do_not_lie_in_one_piece(rng):
    layer = Convolution.random(1, 2, 3, rng=rng)
    x = rng.random((2, 6, 6, 1), dtype=np.float32)
    np.testing.assert_allclose(layer.forward(x[:, ::-1]), layer.forward(x[:, ::-1].copy()))


def test_layers_of_images_give_the_same_however_their_images_lie_in_memory(rng):
    """Convolutions hand on images whose last axis in memory is the batch; those of a caller usually lie in order."""
    x = rng.permutation(2 * 6 * 6 * 3).reshape(2, 6, 6, 3).astype(np.float64)
    other = np.asfortranarray(x)
    for layer in (MaxPool(), Flatten()):
        y = layer.forward(x)
        np.testing.assert_array_equal(layer.forward(other), y)
        dy = rng.random(y.shape)
        np.testing.assert_array_equal(layer.backward(other, y, dy)[0], layer.backward(x, y, dy)[0])


def test_max_pool_takes_the_largest_of_four_and_leaves_out_an_odd_edge():
    x = np.arange(15.0).reshape(1, 3, 5, 1)
    np.testing.assert_array_equal(MaxPool().forward(x)[0, :, :, 0], [[6, 8]])


def test_max_pool_gives_equal_pixels_one_gradient_only():
    x = np.zeros((1, 2, 2, 1))
    dx, _ = MaxPool().backward(x, np.zeros((1, 1, 1, 1)), np.ones((1, 1, 1, 1)))
    assert dx.sum() == 1


def test_reshape_and_flatten_undo_each_other(rng):
    x = rng.random((2, 784))
    np.testing.assert_array_equal(Flatten().forward(Reshape(28, 28, 1).forward(x)), x)


def test_dropout_rests_outside_training(rng):
    x = rng.random((3, 4))
    assert Dropout(0.5).forward(x) is x


def test_dropout_silences_its_share_and_keeps_the_mean(rng):
    layer = Dropout(0.25)
    layer.rng = rng
    y = layer.forward(np.ones((200, 200), np.float32))
    assert np.mean(y == 0) == pytest.approx(0.25, abs=0.01)
    assert y.mean() == pytest.approx(1.0, abs=0.02)


@pytest.mark.parametrize("rate", [-0.1, 1.0])
def test_dropout_refuses_a_rate_outside_its_range(rate):
    with pytest.raises(ValueError, match=r"\[0, 1\)"):
        Dropout(rate)

"""The recipes as the write-ups and the page rely on them: they build, and have the sizes that are spoken of."""
import numpy as np
import pytest

from app.core.errors import WeightsError
from trainer.learning.architecture import build
from trainer.runs.job import SCHEDULES
from trainer.runs.recipes import FLAGSHIP, RECIPES, SHIPPED

WRITE_UPS = {"softmax": 7_850, "mlp-16-16": 13_002, "mlp-100-30": 81_840, "mlp-128-64": 109_386,
             "mlp-128-128": 118_282, "lenet": 34_178}


def parameters(recipe):
    return sum(values.size for values in build(recipe.layers, rng=np.random.default_rng(0)).parameters.values())


@pytest.mark.parametrize(("name", "size"), WRITE_UPS.items())
def test_the_networks_of_the_write_ups_have_their_sizes_and_see_no_drawings(name, size):
    assert parameters(RECIPES[name]) == size
    assert not RECIPES[name].drawings


def test_the_page_opens_with_a_network_of_at_most_600000_parameters():
    assert parameters(RECIPES[FLAGSHIP]) <= 600_000
    assert [*WRITE_UPS, FLAGSHIP] == SHIPPED


@pytest.mark.parametrize(("activation", "variance"), [("relu", 2 / 784), ("sigmoid", 1 / 784), ("tanh", 1 / 784)])
def test_random_weights_are_as_large_as_their_activation_wants(activation, variance):
    network = build(f"dense 200, {activation}, dense 10, softmax", rng=np.random.default_rng(0))
    assert network.parameters["0.weights"].var() == pytest.approx(variance, rel=0.05)
    assert [layer.kind for layer in network.layers] == ["dense", activation, "dense", "softmax"]


@pytest.mark.parametrize(("description", "wrong"), [
    ("dense 10, gelu", "no layer is called 'gelu'"), ("dense 10, relu 3", "no layer is called 'relu 3'"),
    ("dense, softmax", "unpack"), ("convolution 4, relu", "unpack"), ("dropout", "unpack"), ("", "unpack")])
def test_words_that_are_no_layer_are_refused(description, wrong):
    with pytest.raises(ValueError, match=wrong):
        build(description, rng=np.random.default_rng(0))


@pytest.mark.parametrize(("description", "wrong"), [
    ("convolution 4 5", r"layers\[0\]\.kind: needs an image"), ("image, dense 10", r"layers\[1\]\.inputs: expected 784"),
    ("dense 10, image", r"layers\[1\]: gets 10 numbers, which do not make an image"),
    ("image, max_pool, max_pool, convolution 2 9", r"layers\[3\]: gets an image of 7 x 7, which is too small")])
def test_layers_that_do_not_fit_each_other_are_refused_as_in_a_weights_file(description, wrong):
    with pytest.raises(WeightsError, match=wrong):
        build(description, rng=np.random.default_rng(0))


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=lambda recipe: recipe.name)
def test_every_recipe_reads_an_image_into_ten_outputs_and_can_be_trained(recipe):
    network = build(recipe.layers, rng=np.random.default_rng(0))
    assert network.forward(np.zeros((2, 784), np.float32))[-1].shape == (2, 10)
    assert recipe.schedule in SCHEDULES
    assert recipe.optimiser in ("sgd", "adam")
    assert not recipe.teacher or recipe.teacher in RECIPES

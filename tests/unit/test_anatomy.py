"""The network as it is drawn: which neurons stand for the rest, their links, and one neuron's formula."""
import numpy as np
import pytest

from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.layers import Dense, ReLU, Sigmoid, Softmax
from app.core.network import Network
from app.worker.anatomy import columns_of, inside, neuron, select


@pytest.fixture
def pixels(rng):
    return (rng.random(784) * (rng.random(784) < 0.2)).astype(np.float32)


@pytest.fixture
def wide_network(rng):
    """784-100-20-10, ReLU and sigmoid."""
    return Network([Dense.random(784, 100, rng=rng), ReLU(), Dense.random(100, 20, rng=rng), Sigmoid(),
                    Dense.random(20, 10, rng=rng), Softmax()])


@pytest.fixture
def image_network(rng):
    return Network([Reshape(28, 28, 1), Convolution.random(1, 4, 5, rng=rng), MaxPool(), ReLU(),
                    Convolution.random(4, 24, 5, rng=rng), MaxPool(), ReLU(), Flatten(), Dense.random(384, 10, rng=rng),
                    Softmax()])


def drawn(net, pixels, **options):
    return inside(net, net.forward(pixels[None]), **options)


def test_columns_are_the_image_and_every_layer_with_its_activation(wide_network, image_network, pixels):
    layers = drawn(wide_network, pixels)[0]["layers"]
    assert [(layer["kind"], layer["function"], layer["size"]) for layer in layers] == [
        ("input", None, 784), ("dense", "relu", 100), ("dense", "sigmoid", 20), ("dense", "softmax", 10)]
    layers = drawn(image_network, pixels)[0]["layers"]
    assert [(layer["kind"], layer["function"], layer["shape"]) for layer in layers] == [
        ("input", None, [28, 28, 1]), ("convolution", None, [24, 24, 4]), ("max_pool", "relu", [12, 12, 4]),
        ("convolution", None, [8, 8, 24]), ("max_pool", "relu", [4, 4, 24]), ("dense", "softmax", [10])]


def test_the_selection_shows_all_outputs_and_those_that_send_most_on(wide_network, pixels):
    activations = wide_network.forward(pixels[None])
    layers = inside(wide_network, activations, count=8)[0]["layers"]
    sent = activations[2][0] * np.abs(wide_network.layers[2].parameters["weights"]).sum(axis=0)
    assert set(layers[1]["shown"]) == set(np.argsort(-sent)[:8].tolist())
    assert layers[1]["activations"] == pytest.approx(activations[2][0][layers[1]["shown"]], abs=1e-4)
    assert layers[1]["active"] == int((activations[2] > 0).sum())
    assert layers[1]["largest"] == pytest.approx(activations[2].max(), abs=1e-4)
    assert layers[-1]["shown"] == list(range(10))
    assert sum(layers[-1]["activations"]) == pytest.approx(1, abs=1e-3)


def test_of_an_image_every_map_is_shown_once_at_its_strongest_place(image_network, pixels):
    layers = drawn(image_network, pixels, count=16)[0]["layers"]
    assert [len(layer["shown"]) for layer in layers] == [0, 4, 4, 16, 16, 10]
    for layer in layers[1:5]:
        channels = [index % layer["shape"][-1] for index in layer["shown"]]
        assert len(set(channels)) == len(channels)
    column = columns_of(image_network, image_network.forward(pixels[None]))[2]
    values = image_network.forward(pixels[None])[column.after][0]
    weights = np.abs(image_network.layers[4].parameters["weights"]).sum(axis=(0, 1, 2))
    for index in layers[2]["shown"]:
        assert values.reshape(-1)[index] * weights[index % 4] == pytest.approx((values * weights)[..., index % 4].max())


def test_what_a_max_pool_took_is_what_is_shown_before_it(image_network, pixels):
    """Otherwise the column before a pool would show strong neurons that nobody listened to."""
    told = drawn(image_network, pixels, count=64)[0]
    for pool, links in ((2, told["links"][1]), (4, told["links"][3])):
        active = {index for index, value in zip(told["layers"][pool]["shown"], told["layers"][pool]["activations"], strict=True)
                  if value > 0}
        assert active <= {link["to"] for link in links}
        assert {link["from"] for link in links} <= set(told["layers"][pool - 1]["shown"])


def test_links_carry_weight_times_activation_strongest_first_between_neurons_shown(wide_network, pixels):
    told = drawn(wide_network, pixels, count=8)[0]
    layers, links = told["layers"], told["links"]
    assert len(links) == 3
    weights = wide_network.layers[2].parameters["weights"]
    hidden = wide_network.forward(pixels[None])[2][0]
    for link in links[1]:
        assert link["from"] in layers[1]["shown"] and link["to"] in layers[2]["shown"]
        assert link["weight"] == pytest.approx(weights[link["to"], link["from"]], abs=1e-4)
        assert link["signal"] == pytest.approx(weights[link["to"], link["from"]] * hidden[link["from"]], abs=1e-4)
    for some in links:
        strengths = [abs(link["signal"]) for link in some]
        assert some and strengths == sorted(strengths, reverse=True)
    assert all(pixels[link["from"]] > 0 for link in links[0])


def test_blank_paper_can_be_drawn_and_sends_nothing(wide_network, image_network):
    for net in (wide_network, image_network):
        assert drawn(net, np.zeros(784, np.float32))[0]["links"][0] == []


def test_a_small_change_leaves_everything_shown_in_its_place(wide_network, pixels, rng):
    _, slots = drawn(wide_network, pixels)
    nudged = np.clip(pixels * (1 + 0.05 * rng.standard_normal(784)), 0, 1).astype(np.float32)
    assert drawn(wide_network, nudged, slots=slots)[1] == slots


def test_a_newcomer_takes_the_slot_of_the_one_it_replaces(wide_network, pixels):
    column = columns_of(wide_network, wide_network.forward(pixels[None]))[1]
    amounts = np.zeros(100)
    amounts[[5, 7, 9]] = 3, 2, 1
    shown, slots = select(column, amounts, count=3, previous=[])
    assert shown == slots == [5, 7, 9]
    amounts[50] = 1.4  # more, but not clearly
    assert select(column, amounts, count=3, previous=slots)[0] == [5, 7, 9]
    amounts[50], amounts[7] = 5, 0
    assert select(column, amounts, count=3, previous=slots)[0] == [5, 50, 9]
    assert set(select(column, amounts, count=2, previous=slots)[0]) == {5, 50}


def test_a_neurons_formula_has_its_largest_products_and_the_rest(wide_network, pixels):
    activations = wide_network.forward(pixels[None])
    told = neuron(wide_network, activations, 1, 3)
    products = wide_network.layers[0].parameters["weights"][3] * pixels
    largest = np.argsort(-np.abs(products))[:8]
    assert [term["from"] for term in told["terms"]] == largest.tolist()
    assert told["rest"] == pytest.approx(products.sum() - products[largest].sum(), abs=1e-4)
    assert told["pre_activation"] == pytest.approx(activations[1][0, 3], abs=1e-5)
    assert told["activation"] == pytest.approx(max(0, activations[1][0, 3]), abs=1e-5)
    assert (told["function"], told["count"], told["weights_shape"]) == ("relu", 784, [28, 28])
    assert told["weights"] == pytest.approx(wide_network.layers[0].parameters["weights"][3], abs=1e-4)
    assert neuron(wide_network, activations, 2, 0)["weights"] is None


def test_a_filters_neuron_looks_at_its_patch_and_a_pool_at_four(image_network, pixels):
    activations = image_network.forward(pixels[None])
    at = (10 * 24 + 6) * 4 + 2  # row 10, column 6, filter 2
    told = neuron(image_network, activations, 1, at, terms=25)
    patch = [(10 + i) * 28 + 6 + j for i in range(5) for j in range(5)]
    assert sorted(term["from"] for term in told["terms"]) == patch
    assert told["weights"] == pytest.approx(image_network.layers[1].parameters["weights"][2].reshape(-1), abs=1e-4)
    assert told["weights_shape"] == [5, 5]
    assert told["pre_activation"] == pytest.approx(activations[2][0, 10, 6, 2], abs=1e-5)
    pooled = neuron(image_network, activations, 2, (5 * 12 + 3) * 4 + 2)
    assert sorted(term["from"] for term in pooled["terms"]) == [at, at + 4, at + 96, at + 100]
    assert sorted(term["weight"] for term in pooled["terms"]) == [0, 0, 0, 1]
    assert pooled["pre_activation"] == pytest.approx(max(term["input"] for term in pooled["terms"]), abs=1e-5)
    assert pooled["bias"] is None and pooled["weights"] is None


def test_a_pixel_is_only_its_own_value_and_no_such_neuron_is_an_error(wide_network, pixels):
    activations = wide_network.forward(pixels[None])
    told = neuron(wide_network, activations, 0, int(np.argmax(pixels)))
    assert told["activation"] == pytest.approx(pixels.max(), abs=1e-6)
    assert (told["terms"], told["pre_activation"]) == ([], None)
    for number, index in ((4, 0), (1, 100), (-1, 0), (0, -1)):
        with pytest.raises(ValueError, match="no neuron"):
            neuron(wide_network, activations, number, index)

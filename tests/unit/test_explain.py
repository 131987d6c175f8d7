"""Why this digit: hand-worked numbers, networks of every kind, and what taking ink away does to the answer."""
import gzip
import json
from pathlib import Path

import numpy as np
import pytest

from app.core import ink, network, weights
from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.errors import WeightsError
from app.core.layers import Dense, ReLU, Sigmoid, Softmax, Tanh
from app.core.network import Network
from app.worker.explain import explain

ROOT = Path(__file__).parents[2]
DRAWINGS = [folder / "uji2-digits.jsonl.gz" for folder in (ROOT / "data", ROOT.parent / "shared" / "data")]


def two_pixel_network(activation, first, first_bias):
    """Pixels 0 and 1 -> two hidden neurons -> digits 3 and 5; every other weight is zero."""
    hidden, output = np.zeros((2, 784), np.float32), np.zeros((10, 2), np.float32)
    hidden[:, :2] = first
    output[3], output[5] = [2, 1], [1, 0]
    return Network([Dense(hidden, np.array(first_bias, np.float32)), activation, Dense(output, np.zeros(10, np.float32)),
                    Softmax()])


def why(net, pixels, **options):
    return explain(net, net.forward(np.asarray(pixels, np.float32)[None]), **options)


def drawing(first, second):
    return [first, second] + [0.0] * 782


def test_a_relu_network_is_divided_as_by_hand():
    """hidden = relu(1*0.5 + 1*1 - 0.25), relu(-1*0.5 + 0.25*1) = 1.25, 0; logits 3: 2.5, 5: 1.25. The difference 1.25 is
    1 * hidden[0]: 0.5 from pixel 0, 1 from pixel 1, and -0.25 of bias."""
    told = why(two_pixel_network(ReLU(), [[1, 1], [-1, 0.25]], [-0.25, 0]), drawing(0.5, 1))
    assert (told["digit"], told["against"], told["method"]) == (3, 5, "gradient")
    assert told["difference"] == pytest.approx(1.25)
    assert told["contributions"][:2] == pytest.approx([0.5, 1])
    assert told["bias"] == pytest.approx(-0.25)
    assert not told["contributions"][2:].any()


def test_a_sigmoid_is_divided_by_its_slope_from_zero():
    """hidden[0] = sigmoid(2) = 0.880797, slope (0.880797 - 0.5) / 2 = 0.1903985; hidden[1] = sigmoid(0) = 0.5, slope 1/4.
    The difference is hidden[0] + hidden[1]: pixel 0 brings 2 * 0.1903985, pixel 1 nothing, and 1/2 + 1/2 is bias."""
    told = why(two_pixel_network(Sigmoid(), [[2, 0], [0, 0]], [0, 0]), drawing(1, 1))
    assert told["method"] == "slopes"
    assert told["contributions"][:2] == pytest.approx([0.380797, 0], abs=1e-6)
    assert told["bias"] == pytest.approx(1)
    assert told["difference"] == pytest.approx(1.380797, abs=1e-6)


def test_tanh_is_divided_by_its_slope_from_zero():
    """hidden[0] = tanh(ln 2) = 0.6 and hidden[1] = tanh(0) = 0: pixel 0 brings it all, and there is no bias."""
    told = why(two_pixel_network(Tanh(), [[np.log(2), 0], [0, 0]], [0, 0]), drawing(1, 1))
    assert told["method"] == "slopes"
    assert told["contributions"][:2] == pytest.approx([0.6, 0], abs=1e-6)
    assert told["bias"] == 0


def test_one_may_ask_against_any_other_digit(small_network, rng):
    pixels = rng.random(784)
    first = why(small_network, pixels)
    other = why(small_network, pixels, against=next(d for d in range(10) if d not in (first["digit"], first["against"])))
    assert other["digit"] == first["digit"]
    assert other["difference"] >= first["difference"] > 0
    assert why(small_network, pixels, against=first["digit"])["against"] == first["against"]


def test_blank_paper_is_all_bias(small_network):
    told = why(small_network, [0.0] * 784)
    assert not told["contributions"].any()
    assert told["bias"] == pytest.approx(told["difference"], abs=1e-5)


@pytest.mark.parametrize("last", [Softmax(), Sigmoid()])
def test_convolutions_pools_and_sigmoids_add_up_too(rng, last):
    net = Network([Reshape(28, 28, 1), Convolution.random(1, 4, 5, rng=rng), MaxPool(), ReLU(),
                   Convolution.random(4, 6, 5, rng=rng), MaxPool(), Sigmoid(), Flatten(), Dense.random(96, 10, rng=rng), last])
    net.layers[1].parameters["bias"][:] = rng.standard_normal(4)
    told = why(net, rng.random(784) * (rng.random(784) < 0.3))
    assert told["contributions"].sum() + told["bias"] == pytest.approx(told["difference"], abs=1e-4)
    assert told["difference"] > 0


def test_a_softmax_between_layers_is_refused(rng):
    net = Network([Dense.random(784, 5, rng=rng), Softmax(), Dense.random(5, 10, rng=rng), Softmax()])
    with pytest.raises(WeightsError, match=r"layers\[1\]\.kind"):
        why(net, rng.random(784))


@pytest.fixture(scope="module")
def drawings():
    """A hundred drawings, evenly from all of a file."""
    for path in DRAWINGS:
        if path.is_file():
            lines = gzip.decompress(path.read_bytes()).decode().splitlines()
            return [np.array(ink.render(json.loads(line)["strokes"])) for line in lines[::len(lines) // 100][:100]]
    pytest.skip("uji2-digits.jsonl.gz is neither in data/ nor in ../shared/data")
    return None


@pytest.mark.parametrize("path", [path for path in sorted((ROOT / "weights").glob("*.json"))
                                  if path.stem not in ("index", "line")], ids=lambda path: path.stem)
def test_taking_away_the_strongest_ink_hurts_the_answer_more_than_taking_any(path, drawings, rng):
    net = network.from_weights(weights.parse(path.read_text()))
    hurt = off = 0
    for pixels in drawings:
        told = why(net, pixels)
        off = max(off, abs(told["contributions"].sum() + told["bias"] - told["difference"]))
        strongest = np.argsort(-told["contributions"])[:10]
        some = rng.choice(np.flatnonzero(pixels), 10, replace=False)
        logits = []
        for places in (strongest, some):
            occluded = pixels.astype(np.float32)
            occluded[places] = 0
            logits.append(net.logits(occluded[None])[0, told["digit"]])
        hurt += logits[0] < logits[1]
    assert off < 1e-3
    assert hurt >= 95

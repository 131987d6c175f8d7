"""Acceptance 6: a weights document with any one field wrong is refused, and the message names the field."""
import base64
import copy
import json
import struct

import numpy as np
import pytest

from app.core import network, weights
from app.core.errors import WeightsError


@pytest.fixture
def document(small_network):
    return network.to_document(small_network, name="small", title="A small one", training={"seed": 1}, metrics={})


def refused(document, field):
    with pytest.raises(WeightsError) as caught:
        weights.parse(json.dumps(document))
    message = str(caught.value)
    assert message.startswith(field + ":"), message
    assert "\n" not in message
    return message


def owner_of(document, path):
    for name in path[:-1]:
        document = document[name]
    return document, path[-1]


FIELDS = [("format",), ("version",), ("name",), ("title",), ("input",), ("layers",), ("tensors",), ("temperature",),
          ("sure_threshold",), ("training",), ("metrics",), ("input", "size"), ("input", "box"), ("input", "pen_radius"),
          ("input", "pen_edge"), ("input", "centre"), ("layers", 0, "kind"), ("layers", 0, "inputs"),
          ("layers", 2, "outputs"), ("tensors", "0.weights"), ("tensors", "2.bias"), ("tensors", "0.weights", "shape"),
          ("tensors", "0.weights", "dtype"), ("tensors", "0.weights", "scale"), ("tensors", "0.weights", "data"),
          ("tensors", "0.bias", "data")]


def spelled(path):
    """("layers", 0, "kind") as messages spell it: layers[0].kind."""
    text = ""
    for name in path:
        text += f"[{name}]" if isinstance(name, int) else f".{name}" if text else name
    return text


@pytest.mark.parametrize("path", FIELDS, ids=spelled)
def test_a_missing_field_is_named(document, path):
    owner, name = owner_of(document, path)
    del owner[name]
    assert "missing" in refused(document, spelled(path))


@pytest.mark.parametrize("wrong", [None, True, ["x"], {"x": 1}, "nonsense", -3.5], ids=repr)
@pytest.mark.parametrize("path", FIELDS, ids=spelled)
def test_a_mistyped_field_is_named(document, path, wrong):
    owner, name = owner_of(document, path)
    if type(owner[name]) is type(wrong):
        wrong = 12  # of a type that this field surely is not
        if isinstance(owner[name], int | float):
            wrong = "12"
    owner[name] = wrong
    if path == ("tensors",) and wrong == {"x": 1}:
        path = ("tensors", "0.weights")
    with pytest.raises(WeightsError, match="^" + spelled(path).replace("[", r"\[").replace("]", r"\]")):
        weights.parse(json.dumps(document))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e400, -1, 0], ids=repr)
def test_a_temperature_that_is_no_positive_number_is_refused(document, value):
    document["temperature"] = value
    refused(document, "temperature")


@pytest.mark.parametrize("value", [float("nan"), -0.1, 1.5], ids=repr)
def test_a_threshold_that_is_no_probability_is_refused(document, value):
    document["sure_threshold"] = value
    refused(document, "sure_threshold")


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")], ids=repr)
@pytest.mark.parametrize(("key", "part", "count"), [("2.bias", "data", 10), ("0.weights", "scale", 12)])
def test_a_number_that_is_not_finite_is_refused(document, key, part, count, bad):
    document["tensors"][key][part] = base64.b64encode(struct.pack(f"<{count}f", *[0.5] * (count - 1), bad)).decode()
    refused(document, f"tensors.{key}.{part}")


@pytest.mark.parametrize("change", [lambda text: text[:-4], lambda text: text + "AAAA", lambda text: "",
                                    lambda text: "!" * len(text), lambda text: text[:-1]],
                         ids=["truncated", "too long", "empty", "not base64", "one character short"])
@pytest.mark.parametrize(("key", "part"), [("0.weights", "data"), ("0.weights", "scale"), ("2.bias", "data")])
def test_data_of_the_wrong_length_or_alphabet_is_refused(document, key, part, change):
    document["tensors"][key][part] = change(document["tensors"][key][part])
    refused(document, f"tensors.{key}.{part}")


@pytest.mark.parametrize("shape", [[784, 12], [12, 783], [12], [12, 784, 1], []], ids=str)
def test_a_shape_other_than_the_layer_needs_is_refused(document, shape):
    document["tensors"]["0.weights"]["shape"] = shape
    refused(document, "tensors.0.weights.shape")


def test_layers_that_do_not_fit_each_other_are_refused(document):
    document["layers"][2]["inputs"] = 13
    refused(document, "layers[2].inputs")


@pytest.mark.parametrize(("layers", "field"), [
    ([], "layers"), ([{"kind": "softmax"}] * 40, "layers"), ([{"kind": "softmax"}, {"kind": "softmax"}], "layers"),
    ([{"kind": "dense", "inputs": 784, "outputs": 10}, {"kind": "relu"}], "layers[1].kind"),
    ([{"kind": "magic"}, {"kind": "softmax"}], "layers[0].kind"), ([7, 7], "layers[0]"),
    ([{"kind": "dense", "inputs": 784, "outputs": 0}, {"kind": "softmax"}], "layers[0].outputs"),
    ([{"kind": "dense", "inputs": 784, "outputs": 10**9}, {"kind": "softmax"}], "layers[0].outputs"),
    ([{"kind": "dense", "inputs": 784, "outputs": 8000}, {"kind": "dense", "inputs": 8000, "outputs": 10},
      {"kind": "softmax"}], "layers[0]"),
])
def test_impossible_layers_are_refused(document, layers, field):
    document["layers"] = layers
    refused(document, field)


def test_a_tensor_of_no_layer_is_refused(document):
    document["tensors"]["7.weights"] = document["tensors"]["0.weights"]
    refused(document, "tensors.7.weights")


def test_another_format_or_a_later_version_is_refused(document):
    refused({**document, "format": "keras"}, "format")
    refused({**document, "version": 2}, "version")


def test_weights_for_another_pen_are_refused(document):
    document["input"]["pen_radius"] = 2.5
    assert "2.5" in refused(document, "input.pen_radius")


@pytest.mark.parametrize("text", ["", "{", "[1, 2", "\x00\x01", "null", "[]", '"x"', "[" * 100000])
def test_a_file_that_is_no_weights_document_is_refused(text):
    with pytest.raises(WeightsError, match="^file:"):
        weights.parse(text)


def test_a_file_cut_off_anywhere_is_refused(document):
    text = json.dumps(document)
    for fraction in (0.1, 0.5, 0.9, 0.999):
        with pytest.raises(WeightsError, match="^file:"):
            weights.parse(text[:int(len(text) * fraction)])


def test_an_oversized_file_is_refused_before_it_is_parsed():
    with pytest.raises(WeightsError, match="^file: is larger than"):
        weights.parse(" " * (weights.MOST_TEXT + 1))


def test_what_is_written_is_what_is_read(document, small_network):
    original = copy.deepcopy({key: values.copy() for key, values in small_network.parameters.items()})
    read = network.from_weights(weights.parse(json.dumps(document)))
    for key, values in read.parameters.items():
        step = np.abs(original[key]).max() / 127  # int8 keeps 127 steps to either side of zero
        assert np.abs(values - original[key]).max() <= step / 2 + 1e-7, key


def test_float32_keeps_every_bit(small_network):
    document = network.to_document(small_network, name="n", title="t", training={}, metrics={}, dtype="float32")
    read = network.from_weights(weights.parse(json.dumps(document)))
    for key, values in small_network.parameters.items():
        assert np.array_equal(values, read.parameters[key])

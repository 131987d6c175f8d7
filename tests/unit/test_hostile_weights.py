"""Weights files by which a stranger means harm: each is refused in a sentence, before it has cost anything."""
import base64
import json
import struct
import time
import tracemalloc

import numpy as np
import pytest

from app.core import bounded, instant, network, weights
from app.core.errors import DrawingError, InklingError, WeightsError
from app.core.labelled import parse_line
from app.core.layers import Dense, ReLU, Sigmoid, Softmax
from app.worker.boundary import exported, functions_of
from app.worker.networks import Networks


@pytest.fixture
def document(small_network):
    return network.to_document(small_network, name="small", title="A small one", training={"seed": 1}, metrics={})


def refusal(document):
    with pytest.raises(WeightsError) as caught:
        weights.parse(document if isinstance(document, str) else json.dumps(document))
    message = str(caught.value)
    assert len(message) < 300
    assert message.isprintable()
    return message


def tensor(shape, value=0.0):
    data = struct.pack("<f", value) * int(np.prod(shape))
    return {"shape": list(shape), "dtype": "float32", "data": base64.b64encode(data).decode()}


NESTED = ["[" * 5000, "[" * 5000 + "]" * 5000, '{"a":' * 5000 + "1" + "}" * 5000, "[{\"a\":" * 2500 + "1" + "}]" * 2500,
          '"\\"' + "[" * 5000 + '"' + "[" * 5000, '["\\\\",' + "[" * 5000]


@pytest.mark.parametrize("text", NESTED, ids=lambda text: text[:9])
def test_brackets_are_counted_before_any_parser_sees_them(text, monkeypatch, document):
    monkeypatch.setattr(bounded.json, "loads", lambda text: pytest.fail("it was parsed"))
    assert refusal(text) == "file: is nested too deeply or has too many values for a weights file"
    with pytest.raises(DrawingError, match="nested too deeply"):
        parse_line(f'{{"label": "1", "strokes": {text}}}')
    whole = json.dumps(document)
    assert "nested" in refusal(whole.replace('{"seed": 1}', text))


def test_brackets_in_texts_are_no_depth(document):
    document["training"] = {"command": '[{"\\[' * 1000, 'a"\\': ["\\\\", '"']}
    assert weights.parse(json.dumps(document)).training == document["training"]
    assert bounded.loads("[" * 32 + "]" * 32) is not None


def test_no_request_reaches_the_worker_s_parser_nested():
    class Session:
        @exported
        def echo(self, request):
            return request

        @exported
        async def late(self, request):
            return request

    functions = functions_of(Session())
    reply = json.loads(functions["echo"](f'{{"strokes": {NESTED[1]}}}'))
    assert reply == {"error": {"kind": "data", "message": "what was handed over is nested too deeply"}} | reply
    with pytest.raises(StopIteration) as stopped:
        functions["late"](f'{{"strokes": {NESTED[1]}}}').send(None)
    assert json.loads(stopped.value.value)["error"]["message"] == reply["error"]["message"]


def test_millions_of_values_are_counted_before_they_are_made(document):
    document["training"] = {"data": [[]] * 2_000_000}
    text = json.dumps(document)
    tracemalloc.start()
    assert "too many values" in refusal(text)
    assert tracemalloc.get_traced_memory()[1] < 10 * len(text)
    tracemalloc.stop()


@pytest.mark.parametrize(("metrics", "said"), [
    ({"mnist-test": {"n": 10, "accuracy": float("nan")}}, "metrics.mnist-test.accuracy"),
    ({"mnist-test": {"n": 10, "accuracy": "0.9"}}, "metrics.mnist-test.accuracy"),
    ({"mnist-test": {"n": 10, "accuracy": [0.9]}}, "metrics.mnist-test.accuracy"),
    ({"mnist-test": {"n": 10, "accuracy": 1.5}}, "metrics.mnist-test.accuracy"),
    ({"mnist-test": {"n": 10, "accuracy": True}}, "metrics.mnist-test.accuracy"),
    ({"mnist-test": {"accuracy": 0.5}}, "metrics.mnist-test.n: missing"),
    ({"mnist-test": {"n": "10", "accuracy": 0.5}}, "metrics.mnist-test.n"),
    ({"mnist-test": {"n": 10**300, "accuracy": 0.5}}, "metrics.mnist-test.n"),
    ({"mnist-test": {"n": 10.5, "accuracy": 0.5}}, "metrics.mnist-test.n"),
    ({"mnist-test": []}, "metrics.mnist-test: expected an object"), ({"mnist-test": 0.9}, "metrics.mnist-test: expected"),
    ({"mnist-test": {"ece": float("inf")}}, "metrics.mnist-test.ece"), ({"mnist-test": {"ece": 3e38}}, "metrics.mnist-test.ece"),
    ({"mnist-test": {"ece": {"deep": [1]}}}, "metrics.mnist-test.ece"), ({"mnist-test": {"per": [[1]]}}, "metrics.mnist-test.per"),
    ({"mnist-test": {"per": [1] * 1000}}, "metrics.mnist-test.per"), ({f"s{at}": {} for at in range(300)}, "metrics: has more"),
    ({"mnist-test": {f"s{at}": 1 for at in range(300)}}, "metrics.mnist-test: has more"), ({"": {}}, "metrics: has a name"),
    ({"\ud800": {}}, "metrics: has a name"), ({"m\n": {}}, "metrics: has a name"), ({"m" * 1000: {}}, "metrics: has a name"),
    ({f"s{at}": {} for at in range(100_000)}, "file: is nested too deeply or has too many values"),
])
def test_metrics_are_numbers_under_names_and_nothing_else(document, metrics, said):
    assert refusal({**document, "metrics": metrics}).startswith(said)


def test_what_the_trainer_measures_is_taken(document):
    document["metrics"] = {"unipen-not-digits": {"n": 2000, "accuracy": None, "per_digit": [None] * 10, "sure_rate": 0.5},
                           "own-drawings": {"n": 12, "accuracy": 1}, "über-€": {"right": 0}}
    assert weights.parse(json.dumps(document)).metrics == document["metrics"]


@pytest.mark.parametrize("name", ["\ud800", "a\ud83d", "two\nlines", "\u202eevil", "\x00", " ", "\u200b", "zu\u2028", "x" * 1000])
@pytest.mark.parametrize("field", ["name", "title"])
def test_names_are_whole_characters_that_can_be_seen(document, field, name):
    assert refusal({**document, field: name}).startswith(f"{field}: ")


@pytest.mark.parametrize("name", ["A. Müller's 7", "数字", "👩\u200d🔬 \U0001f58b", "x" * 64])
def test_names_of_any_language_are_taken(document, name):
    text = json.dumps({**document, "name": name, "title": name})
    assert weights.parse(text).title == name
    assert Networks().add(text)["title"] == name


@pytest.mark.parametrize(("training", "said"), [
    ({"a": "\ud800"}, "text"), ({"\udfff": 1}, "text"), ({"a": "x" * 100_000}, "text"), ({"a": [float("nan")]}, "not finite"),
    ({"a": 3e38}, "not finite"), ({"a": [[[[[[[[[[[[[1]]]]]]]]]]]]]}, "nested more than"), ({"a": [0] * 50_000}, "values"),
])
def test_the_record_of_a_training_is_of_a_sensible_size(document, training, said):
    message = refusal({**document, "training": training})
    assert message.startswith("training: ")
    assert said in message


@pytest.mark.parametrize("change", [{"version": 10**4000}, {"tensors": {"\ud800\n" * 1000: 1}}, {"format": "x" * 10**6}],
                         ids=lambda change: next(iter(change)))
def test_no_sentence_says_what_a_stranger_wrote_at_length(document, change):
    refusal(document | change)


def convolutional(*, filters, size=1, more=0, end=True):
    """A document of little more than a hundred kilobytes, and what its tensors are."""
    side = 28 - size + 1
    layers = [{"kind": "reshape", "height": 28, "width": 28, "channels": 1},
              {"kind": "convolution", "channels": 1, "filters": filters, "size": size}, *[{"kind": "relu"}] * more]
    tensors = {"1.weights": tensor((filters, size, size, 1)), "1.bias": tensor((filters,))}
    while side > 1:
        layers.append({"kind": "max_pool"})
        side //= 2
    layers += [{"kind": "flatten"}, {"kind": "dense", "inputs": filters, "outputs": 10}, {"kind": "softmax"}]
    at = len(layers) - 2
    tensors |= {f"{at}.weights": tensor((10, filters)), f"{at}.bias": tensor((10,))}
    return {"layers": layers, "tensors": tensors}


@pytest.mark.parametrize("change", [convolutional(filters=2000), convolutional(filters=200, size=5, more=20)], ids=["wide", "deep"])
def test_a_small_file_cannot_ask_for_gigabytes(document, change):
    begun = time.process_time()
    assert "that one image becomes to more than 500000" in refusal(document | change)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(("sizes", "said"), [
    ([(100, 1), (200, 7)], "the numbers that one image becomes"), ([(20, 10), (600, 10)], "the multiplications for one image")])
def test_nor_for_what_its_convolutions_lay_side_by_side_or_for_minutes(document, sizes, said):
    (first, of_first), (second, of_second) = sizes
    layers = [{"kind": "reshape", "height": 28, "width": 28, "channels": 1},
              {"kind": "convolution", "channels": 1, "filters": first, "size": of_first},
              {"kind": "convolution", "channels": first, "filters": second, "size": of_second}]
    message = refusal(document | {"layers": [*layers, {"kind": "softmax"}], "tensors": {}})
    assert message.startswith(f"layers[2]: brings {said} to more than")


def test_lenet_and_a_net_several_times_as_large_are_no_harm(document):
    change = convolutional(filters=64, size=3)
    assert weights.parse(json.dumps(document | change)).layers == change["layers"]


def deep(scale, activation, count=3):
    rng = np.random.default_rng(1)
    layers = []
    for at in range(count):
        layers += [Dense.random(784 if at == 0 else 16, 16, rng=rng), activation()]
    net = network.Network([*layers, Dense.random(16, 10, rng=rng), Softmax()])
    for name, values in net.parameters.items():
        if name.endswith("weights"):
            values *= scale
    return network.to_document(net, name="n", title="t", training={}, metrics={}, dtype="float32")


@pytest.mark.parametrize("scale", [1e10, 1e18, 1e37], ids=str)
def test_weights_whose_sums_would_overflow_are_refused(scale):
    assert "so large that sums would not be finite" in refusal(deep(scale, ReLU))


def test_one_number_of_3e38_is_refused_and_a_tiny_temperature(document):
    for key, part, count in (("0.weights", "scale", 12), ("2.bias", "data", 10)):
        changed = json.loads(json.dumps(document))
        changed["tensors"][key][part] = base64.b64encode(struct.pack(f"<{count}f", *[0.5] * (count - 1), 3e38)).decode()
        assert refusal(changed).startswith(f"tensors.{key[0]}.weights: has numbers so large")
    assert refusal(document | {"temperature": 1e-300}).startswith("temperature: ")


@pytest.mark.parametrize(("scale", "activation", "count"), [(1e6, ReLU, 3), (1e30, Sigmoid, 3), (1, ReLU, 14)])
def test_what_stays_finite_is_taken_and_stays_so(scale, activation, count):
    text = json.dumps(deep(scale, activation, count))
    net = network.from_weights(weights.parse(text))
    for image in (np.ones((1, 784), np.float32), np.zeros((1, 784), np.float32), np.eye(28, dtype=np.float32).reshape(1, 784)):
        assert np.isfinite(net.logits(image)).all()
        assert net.answer(net.forward(image))["digit"] in range(10)


def test_an_answer_that_is_not_finite_is_a_sentence():
    for probabilities in ([float("nan")] * 10, [1.0] + [float("nan")] * 9, [float("inf")] + [0.0] * 9):
        with pytest.raises(InklingError, match="not finite"):
            instant.decide(probabilities, 0.5)


def test_the_page_s_own_python_refuses_layers_that_it_cannot_reckon_with(document):
    change = convolutional(filters=4, size=3)
    with pytest.raises(WeightsError, match=r"^layers\[0\]\.kind: needs the full Python"):
        instant.check_kinds(instant.check(document | change))


def test_what_else_is_said_of_a_layer_goes_nowhere(document):
    document["layers"][0]["note"] = ["x"] * 5000
    assert set(Networks().add(json.dumps(document))["layers"][0]) == {"kind", "inputs", "outputs"}

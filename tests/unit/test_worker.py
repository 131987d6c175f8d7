"""What the worker exports, called as the page calls it: JSON text in, JSON text out. The browser is not needed for that."""
import asyncio
import base64
import inspect
import json
from pathlib import Path

import numpy as np
import pytest

from app.build.packs import write
from app.core import ink, network
from app.core.conv import Convolution, Flatten, MaxPool, Reshape
from app.core.errors import DataError, DrawingError
from app.core.layers import Dense, Sigmoid, Softmax
from app.core.network import Network
from app.worker import entry, image_sets, packs, tuner
from app.worker.boundary import exported, functions_of, lasting
from app.worker.explain import explain
from app.worker.session import Session
from tests.drawings import FOUR, THREE
from trainer.data.mnist import CACHE, FILES, find, mnist
from trainer.reporting.evaluate import evaluate

ROOT = Path(__file__).parents[2]
SHIPPED = sorted(path for path in (ROOT / "weights").glob("*.json") if path.name not in ("index.json", "line.json"))


def document(net, name="small"):
    return json.dumps(network.to_document(net, name=name, title=f"The {name} one", training={}, metrics={"mnist-test": {}}))


class Worker:
    """One session, and its functions as the page calls them."""

    def __init__(self):
        self.session = Session()
        self.functions = functions_of(self.session)

    def ask(self, name, **request):
        return json.loads(self.functions[name](json.dumps(request)))

    def fetched(self, name, url="data/x.bin"):
        return self.awaited(name, url=url)

    def awaited(self, name, **request):
        """What a function that waits for something answers; text that is no JSON comes as it is."""
        text = asyncio.run(self.functions[name](json.dumps(request)))
        return json.loads(text) if text.startswith("{") else text


@pytest.fixture
def worker(small_network, tmp_path):
    """A worker that has loaded the small network, called "small"."""
    made = Worker()
    (tmp_path / "small.json").write_text(document(small_network))
    made.ask("hello", weights=str(tmp_path / "small.json"))
    return made


@pytest.fixture
def sigmoid_text(rng):
    return document(Network([Dense.random(784, 8, rng=rng), Sigmoid(), Dense.random(8, 10, rng=rng), Sigmoid()]), "sigmoid")


@pytest.fixture
def images(rng):
    """Thirty packed images of five digits."""
    return packs.ImagePack("some", "nowhere", rng.integers(0, 256, (30, 784), np.uint8), np.arange(30, dtype=np.uint8) % 5)


@pytest.fixture
def pixels():
    return [round(value, 4) for value in ink.render(THREE)]


def test_every_exported_function_exists_once():
    assert all(callable(getattr(entry, name)) for name in entry.__export__)
    assert len(set(entry.__export__)) == len(entry.__export__)


def test_the_page_finds_the_functions_that_it_calls_and_no_others():
    assert set(entry.__export__) == {
        "ping", "hello", "add_network", "forget_network", "read", "read_pixels", "compare", "explain", "inside", "neuron",
        "neighbours", "together", "open_test", "open_sample", "open_lesson", "check", "test_image", "tune_start", "tune_step",
        "tune_stop", "tune_weights", "judge", "read_picture", "picture_preview", "open_numbers", "read_number",
        "read_number_picture", "train_open", "train_start", "train_step", "train_rate", "train_pictures", "train_read",
        "train_weights", "train_stop", "edit", "qr"}
    waiting = {name for name in entry.__export__ if inspect.iscoroutinefunction(getattr(entry, name))}
    assert waiting == {"open_test", "open_sample", "open_lesson", "read_picture", "picture_preview", "open_numbers",
                       "read_number_picture", "train_open", "qr"}


class Toy:
    @exported
    def double(self, request):
        return {"number": 2 * request["number"]}

    @exported
    def text(self, _request):
        return '{"already": "text"}'

    @exported
    def refuse(self, _request):
        raise DrawingError("no ink")

    @exported
    async def later(self, request):
        if request:
            raise DataError("not there")
        return {"count": 1}

    def private(self, _request):
        return {}


def test_the_page_is_told_before_and_after_whatever_may_last_and_of_nothing_else():
    class Some:
        @exported
        def short(self, _request):
            return {"told": list(told)}

        @lasting(seconds=5)
        def long(self, request):
            if request:
                raise DataError("no such thing")
            return {"told": list(told)}

        @lasting(seconds=15)
        async def longer(self, _request):
            await asyncio.sleep(0)
            return {"told": list(told)}

    told = []
    functions = functions_of(Some(), told.append)
    assert json.loads(functions["short"]("{}")) == {"told": []}
    assert json.loads(functions["long"]("{}")) == {"told": [5]}
    assert "error" in json.loads(functions["long"]('{"a": 1}'))
    assert told == [5, 0, 5, 0]
    told.clear()

    async def story():
        under_way = asyncio.create_task(functions["longer"]("{}"))
        await asyncio.sleep(0)
        functions["long"]("{}")
        await under_way
    asyncio.run(story())
    assert told == [15, 15, 15, 0]


def test_only_what_is_marked_crosses_to_the_page_and_errors_of_ours_as_sentences():
    toy = functions_of(Toy())
    assert set(toy) == {"double", "text", "refuse", "later"}
    assert toy["double"]('{"number": 2}') == '{"number": 4}'
    assert toy["text"]("{}") == '{"already": "text"}'
    assert json.loads(toy["refuse"]("{}")) == {"error": {"kind": "drawing", "message": "no ink"}}
    assert asyncio.run(toy["later"]("{}")) == '{"count": 1}'
    assert json.loads(asyncio.run(toy["later"]('{"x": 1}'))) == {"error": {"kind": "data", "message": "not there"}}
    with pytest.raises(KeyError):
        toy["double"]("{}")


def test_a_worker_that_lives_answers_a_ping_even_before_it_has_a_network():
    assert Worker().ask("ping") == {}


def test_two_sessions_know_nothing_of_each_other(worker, sigmoid_text, images):
    other = Worker()
    worker.ask("add_network", text=sigmoid_text)
    drawing = worker.ask("read", strokes=THREE, activations=False)["drawing"]
    worker.session.images.packs["test"] = images
    assert other.ask("read", strokes=THREE, activations=False)["error"]["kind"] == "weights"
    other.ask("add_network", text=sigmoid_text)
    assert other.ask("explain", network="sigmoid", drawing=drawing)["error"]["kind"] == "drawing"
    other.ask("forget_network", network="sigmoid")
    assert "digit" in worker.ask("read", strokes=THREE, network="sigmoid", activations=False)
    assert worker.ask("test_image", index=0)["label"] == 0
    assert other.ask("test_image", index=0)["error"]["kind"] == "data"


def test_a_lesson_goes_on_until_its_weights_are_there_and_is_forgotten_when_stopped(worker, images, monkeypatch):
    monkeypatch.setattr(tuner, "MIXED", 20)
    drawings = [{"strokes": [THREE, FOUR][at % 2], "label": "34"[at % 2]} for at in range(12)]
    assert worker.ask("tune_start", drawings=drawings)["error"]["kind"] == "data"  # the images are not there yet
    assert worker.ask("tune_step", seconds=1)["error"] == {"kind": "data", "message": "no lesson is going on"}
    worker.session.images.packs["lesson"] = images
    assert worker.ask("tune_start", drawings=drawings) == {"held_out": 0}
    assert worker.functions["tune_weights"]("{}") == ""
    while worker.ask("tune_step", seconds=1)["outcome"] is None:
        pass
    text = worker.functions["tune_weights"]("{}")
    assert worker.ask("add_network", text=text)["name"] == "small-mine"
    assert worker.ask("judge", network="small-mine", drawings=[THREE, FOUR, THREE])["read"] == [3, 4, 3]
    assert worker.ask("tune_stop") == {}
    assert worker.functions["tune_weights"]("{}") == ""


def test_strokes_and_their_pixels_are_read_alike_with_every_layers_activations(worker, pixels):
    by_strokes = worker.ask("read", strokes=THREE, activations=True)
    by_pixels = worker.ask("read_pixels", pixels=pixels)
    assert by_pixels["digit"] == by_strokes["digit"]
    assert by_pixels["probabilities"] == pytest.approx(by_strokes["probabilities"], abs=1e-3)
    assert [len(layer) for layer in by_pixels["activations"]] == [12, 12, 10, 10]
    assert "activations" not in worker.ask("read", strokes=THREE, activations=False)


def test_reading_says_how_far_the_ink_was_moved_to_its_centre(worker):
    shift = worker.ask("read", strokes=FOUR, activations=False)["shift"]
    placed, expected = ink.place(FOUR)
    assert shift == pytest.approx(expected, abs=1e-4)
    assert ink.centre_of_mass(ink.draw(placed, *shift)) == pytest.approx((ink.CENTRE, ink.CENTRE), abs=0.1)


def test_an_image_networks_activations_come_as_images(worker, rng, pixels):
    net = Network([Reshape(28, 28, 1), Convolution.random(1, 2, 5, rng=rng), MaxPool(), Flatten(),
                   Dense.random(288, 10, rng=rng), Softmax()])
    name = worker.ask("add_network", text=document(net, "conv"))["name"]
    shapes = [np.shape(layer) for layer in worker.ask("read_pixels", pixels=pixels, network=name)["activations"]]
    assert shapes == [(28, 28, 1), (24, 24, 2), (12, 12, 2), (288,), (10,), (10,)]


@pytest.mark.parametrize("name", ["read_pixels", "explain", "inside", "compare", "neuron"])
def test_pixels_that_are_none_are_refused_in_a_sentence(worker, name):
    asked = worker.ask(name, pixels=[0.0] * 783, layer=0, index=0, networks=["small"])
    assert asked["error"] == {"kind": "pixels", "message": "an image must have 784 numbers, got 783"}


def test_a_network_of_ones_own_is_described_and_then_answers(worker, sigmoid_text, pixels):
    told = worker.ask("add_network", text=sigmoid_text)
    assert (told["name"], told["title"], told["parameters"]) == ("sigmoid", "The sigmoid one", 784 * 8 + 8 + 80 + 10)
    assert told["layers"][0] == {"kind": "dense", "inputs": 784, "outputs": 8}
    answers = worker.ask("compare", pixels=pixels, networks=["sigmoid", "small"])["answers"]
    assert [answer["network"] for answer in answers] == ["sigmoid", "small"]
    for answer in answers:
        alone = worker.ask("read_pixels", pixels=pixels, network=answer["network"])
        assert answer["probabilities"] == alone["probabilities"]
        assert sum(answer["probabilities"]) == pytest.approx(1)


def test_a_broken_network_is_refused_naming_the_field_and_changes_nothing(worker, sigmoid_text, pixels):
    broken = json.loads(sigmoid_text)
    broken["tensors"]["0.weights"]["shape"] = [1]
    asked = worker.ask("add_network", text=json.dumps(broken))
    assert asked["error"]["kind"] == "weights"
    assert asked["error"]["message"].startswith("tensors.0.weights.shape: expected")
    assert worker.ask("add_network", text="ink")["error"]["message"].startswith("file: is not JSON")
    assert "none called 'sigmoid'" in worker.ask("read_pixels", pixels=pixels, network="sigmoid")["error"]["message"]
    assert "digit" in worker.ask("read_pixels", pixels=pixels)


def test_ones_own_network_never_takes_the_place_of_another(worker, rng, small_network, pixels):
    before = worker.ask("read_pixels", pixels=pixels)
    other = document(Network([Dense.random(784, 10, rng=rng), Softmax()]), "small")
    assert [worker.ask("add_network", text=other)["name"] for _ in range(2)] == ["small (2)"] * 2
    assert worker.ask("add_network", text=document(small_network))["name"] == "small"
    assert worker.ask("read_pixels", pixels=pixels) == before
    assert worker.ask("read_pixels", pixels=pixels, network="small (2)")["probabilities"] != before["probabilities"]


def test_what_crosses_to_the_page_still_adds_up(worker, pixels, sigmoid_text):
    name = worker.ask("add_network", text=sigmoid_text)["name"]
    for net, method in (("small", "gradient"), (name, "slopes")):
        told = worker.ask("explain", pixels=pixels, network=net)
        assert sum(told["contributions"]) + told["bias"] == pytest.approx(told["difference"], abs=1e-3)
        assert (told["method"], len(told["contributions"])) == (method, 784)
        answer = worker.ask("read_pixels", pixels=pixels, network=net)
        ranked = sorted(range(10), key=lambda digit: -answer["probabilities"][digit])
        assert [told["digit"], told["against"]] == ranked[:2]


def test_what_is_shown_stays_in_place_from_drawing_to_drawing(worker, rng, pixels):
    wide = document(Network([Dense.random(784, 90, rng=rng), Sigmoid(), Dense.random(90, 10, rng=rng), Softmax()]), "wide")
    name = worker.ask("add_network", text=wide)["name"]
    first = worker.ask("inside", pixels=pixels, network=name, count=8)["layers"][1]["shown"]
    other = [round(value, 4) for value in ink.render(FOUR)]
    second = worker.ask("inside", pixels=other, network=name, count=8)["layers"][1]["shown"]
    stayed = [place for place in range(8) if first[place] == second[place]]
    assert len(first) == 8 and set(first) & set(second) == {first[place] for place in stayed}
    assert [len(layer["shown"]) for layer in worker.ask("inside", pixels=pixels)["layers"]] == [0, 12, 10]


def test_several_questions_about_one_drawing_are_answered_together(worker, pixels):
    answers = worker.ask("together", pixels=pixels, calls={
        "explain": {"against": 4}, "inside": {}, "neuron": {"layer": 1, "index": 2}, "compare": {"networks": ["small"]},
        "neighbours": {"digit": 3, "count": 2},
    })
    assert answers["explain"] == worker.ask("explain", pixels=pixels, against=4)
    assert answers["neuron"] == worker.ask("neuron", pixels=pixels, layer=1, index=2)
    assert answers["inside"] == worker.ask("inside", pixels=pixels)
    assert answers["compare"] == worker.ask("compare", pixels=pixels, networks=["small"])
    assert answers["neighbours"]["error"]["kind"] == "data"


QUESTIONS = {"explain": {}, "inside": {}, "neuron": {"layer": 1, "index": 2}, "compare": {"networks": ["small", "sigmoid"]}}


def test_every_network_reads_a_drawing_once_whatever_is_asked(worker, sigmoid_text, monkeypatch):
    worker.ask("add_network", text=sigmoid_text)
    passes = []
    forward = Network.forward
    monkeypatch.setattr(Network, "forward", lambda net, x: passes.append(net) or forward(net, x))
    read = worker.ask("read", strokes=THREE, activations=False)
    answers = worker.ask("together", drawing=read["drawing"], calls=QUESTIONS)
    assert {name for name in answers if "error" not in answers[name]} == set(QUESTIONS)
    again = worker.ask("read", strokes=THREE, network="sigmoid", activations=True)
    assert again["drawing"] == read["drawing"]
    assert passes == [worker.session.networks.find(name).network for name in ("small", "sigmoid")]


def test_a_drawing_asked_about_by_its_id_is_exactly_what_was_read(worker):
    """Its pixels on the page are rounded, and so would every number that follows from them be."""
    read = worker.ask("read", strokes=THREE, activations=True)
    told = worker.ask("read_pixels", drawing=read["drawing"])
    assert {**told, "shift": read["shift"]} == read
    network = worker.session.networks.find("small").network
    activations = network.forward(np.array([ink.render(THREE)], np.float32))
    reasons = worker.ask("explain", drawing=read["drawing"])
    assert reasons["difference"] == explain(network, activations)["difference"]
    assert reasons["difference"] != worker.ask("explain", pixels=read["pixels"])["difference"]
    answers = worker.ask("compare", drawing=read["drawing"], networks=["small"])["answers"]
    assert answers[0]["probabilities"] == read["probabilities"] == network.answer(activations)["probabilities"]


def test_the_last_eight_drawings_are_kept_and_what_is_asked_about_stays_longest(worker, rng):
    drawings = rng.integers(0, 2, (10, 784)).tolist()
    ids = [worker.ask("read_pixels", pixels=drawing)["drawing"] for drawing in drawings[:8]]
    assert ids == list(range(1, 9))
    assert worker.ask("read_pixels", drawing=1)["pixels"] == drawings[0]
    assert [worker.ask("read_pixels", pixels=drawing)["drawing"] for drawing in drawings[8:]] == [9, 10]
    gone = {"error": {"kind": "drawing", "message": "drawing 2 is not kept any more, newer ones have taken its place"}}
    assert worker.ask("explain", drawing=2) == worker.ask("together", drawing=2, calls={"inside": {}}) == gone
    assert worker.ask("explain", drawing=3)["error"]["kind"] == worker.ask("explain", drawing=11)["error"]["kind"] == "drawing"
    assert [worker.ask("read_pixels", drawing=id)["pixels"] for id in (1, 4, 10)] == [drawings[0], drawings[3], drawings[9]]


def test_another_network_of_a_name_that_was_forgotten_is_shown_afresh(worker, rng, pixels):
    for hidden in (90, 9):
        made = Network([Dense.random(784, hidden, rng=rng), Sigmoid(), Dense.random(hidden, 10, rng=rng), Softmax()])
        name = worker.ask("add_network", text=document(made, "mine"))["name"]
        shown = worker.ask("inside", pixels=pixels, network=name, count=8)["layers"][1]["shown"]
        assert name == "mine" and len(set(shown)) == 8 and max(shown) < hidden
        worker.ask("forget_network", network=name)


def test_images_are_fetched_once_and_looked_at(worker, images, monkeypatch):
    asked = []

    async def fetch(url, what):
        asked.append(url)
        return write(images)

    monkeypatch.setattr(image_sets, "fetch", fetch)
    assert worker.ask("check", start=0, count=1)["error"] == {"kind": "data", "message": "the images have not been loaded yet"}
    assert worker.fetched("open_test") == worker.fetched("open_test") == {"count": 30, "source": "nowhere"}
    assert asked == ["data/x.bin"]
    shown = worker.ask("test_image", index=7)
    assert shown["label"] == 2
    assert base64.b64decode(shown["pixels"]) == images.images[7].tobytes()


def test_a_site_without_mnist_says_so(worker, monkeypatch):
    async def fetch(url, what):
        raise DataError(f"this site was built without {what}")

    monkeypatch.setattr(image_sets, "fetch", fetch)
    assert worker.fetched("open_test")["error"]["message"] == "this site was built without MNIST's test images"
    assert worker.fetched("open_sample")["error"]["kind"] == "data"


def test_neighbours_are_the_nearest_of_that_digit_and_one_each_of_others(worker, images, monkeypatch, rng):
    worker.session.images.packs["sample"] = images
    drawing = images.images[8] / 255  # a 3
    told = worker.ask("neighbours", pixels=drawing.tolist(), digit=3, count=3)
    assert [len(told["nearest"]), len(told["others"])] == [3, 3]
    assert {shown["label"] for shown in told["nearest"]} == {3}
    assert told["nearest"][0]["distance"] == pytest.approx(0, abs=1e-3)
    assert base64.b64decode(told["nearest"][0]["pixels"]) == images.images[8].tobytes()
    distances = np.sqrt(((images.images / 255 - drawing) ** 2).sum(axis=1))
    others = sorted(distances[images.labels == digit].min() for digit in (0, 1, 2, 4))[:3]
    assert [shown["distance"] for shown in told["others"]] == pytest.approx(others, abs=1e-3)
    assert len({shown["label"] for shown in told["others"]} - {3}) == 3


def test_slices_cover_all_images_and_the_last_may_be_shorter(worker, images, small_network):
    worker.session.images.packs["test"] = images
    slices = [worker.ask("check", start=start, count=12) for start in (0, 12, 24)]
    assert [len(each["read"]) for each in slices] == [12, 12, 6]
    assert [label for each in slices for label in each["labels"]] == images.labels.tolist()
    assert all(each["seconds"] >= 0 and set(map(type, each["sure"])) == {bool} for each in slices)


@pytest.fixture(scope="module")
def mnist_test():
    folder = ROOT / CACHE / "mnist"
    if not all(find(folder, name) for name, _ in FILES["test"]):
        pytest.skip("MNIST's test images are not in .cache/mnist; `python -m app build` fetches them where there is a network")
    images = mnist("test", folder)
    return images, packs.read(write(packs.ImagePack(images.name, "MNIST", images.images, images.labels)))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_page_counts_the_same_mistakes_as_the_trainer(worker, path, mnist_test):
    images, packed = mnist_test
    worker.session.images.packs["test"] = packed
    name = worker.ask("add_network", text=path.read_text())["name"]
    told = [worker.ask("check", network=name, start=start, count=250) for start in range(0, 10_000, 250)]
    read, labels, sure = (np.concatenate([each[key] for each in told]) for key in ("read", "labels", "sure"))
    measured = evaluate(worker.session.networks.find(name).network, images)
    confusion = np.zeros((10, 10), int)
    np.add.at(confusion, (labels, read), 1)
    assert confusion.tolist() == measured["confusion"]
    assert np.mean(read == labels) == measured["accuracy"]
    assert np.mean(sure) == measured["sure_rate"]
    stated = json.loads(path.read_text())["metrics"].get("mnist-test", {}).get("accuracy")
    assert stated is None or measured["accuracy"] == pytest.approx(stated, abs=1e-9)

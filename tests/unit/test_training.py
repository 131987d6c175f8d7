"""Training as the worker gives it: any way of stepping comes to the same, and whatever happens, the page gets plain numbers."""
import asyncio
import base64
import inspect
import io
import json
import math

import numpy as np
import pytest
from PIL import Image

from app.build.packs import TRAINING_LEARNT, TRAINING_MEASURED, write
from app.core import ink, weights
from app.core.network import from_weights
from app.worker import edits, image_sets, training, training_settings, weight_pictures
from app.worker.boundary import functions_of
from app.worker.packs import ImagePack
from app.worker.session import Session
from tests.drawings import THREE

SETTINGS = {"hidden": [8], "activation": "relu", "optimiser": "adam", "rate": 0.01, "batch": 32, "images": 600, "epochs": 3,
            "patience": 0, "seed": 0}
OPTIM, LAYERS, FUNCTIONAL = "trainer/learning/optim.py", "app/core/layers.py", "app/core/functional.py"


@pytest.fixture
def pack(monkeypatch, rng):
    """600 images of three easily told digits to train on, each of which lights its own third of the frame, and 100 more."""
    monkeypatch.setattr(training, "VALIDATION", 100)
    monkeypatch.setattr(training, "VALIDATED", 300)
    monkeypatch.setattr(training, "TOLD", 100)
    labels = rng.integers(0, 3, 700).astype(np.uint8)
    images = rng.integers(0, 120, (700, 784)).astype(np.uint8)
    for label in range(3):
        images[labels == label, label * 261:(label + 1) * 261] += 60
    return ImagePack("training", "nowhere", images, labels)


class Page:
    """Asks a session as the page does, in text; a reply with NaN or an infinity in it, which is no JSON, fails."""

    def __init__(self, pack):
        self.session = Session()
        self.session.images.packs["training"] = pack
        self.functions = functions_of(self.session)

    def ask(self, name, **request):
        return json.loads(self.functions[name](json.dumps(request)), parse_constant=pytest.fail)

    def refusal(self, name, **request):
        error = self.ask(name, **request)["error"]
        assert error["kind"] == "data"
        return error["message"]

    def start(self, **settings):
        return self.ask("train_start", **{**SETTINGS, **settings})

    def run(self, **step):
        """Step to the end; returns the last reply and the whole curve, collected from all."""
        curve = []
        while True:
            state = self.ask("train_step", since=len(curve), **step)
            curve += state["curve"]
            assert len(curve) == state["points"]
            if state["stopped"]:
                return state, curve


@pytest.fixture
def page(pack):
    return Page(pack)


def test_the_pack_is_fetched_once_and_its_last_images_only_validate(page, pack, monkeypatch):
    page.session.images.packs.clear()
    assert page.refusal("train_start", **SETTINGS) == "the images have not been loaded yet"

    async def fetch(url, what):
        return write(pack)

    monkeypatch.setattr(image_sets, "fetch", fetch)
    opened = json.loads(asyncio.run(page.functions["train_open"]('{"url": "data/x.bin"}')))
    assert opened == {"count": 600, "validation": 100, "source": "nowhere"}


def test_the_worker_leaves_out_as_many_images_as_the_build_packs_for_validation():
    assert (training.VALIDATION, TRAINING_LEARNT + TRAINING_MEASURED) == (TRAINING_MEASURED, 17_000)


def test_starting_says_what_will_be_trained(page):
    """784 x 8 + 8 and 8 x 10 + 10 numbers; 19 batches of 32, the last of 24."""
    told = page.start()
    assert told == {"parameters": 6370, "shape": [784, 8, 10], "batches": 19, "train": 600, "validation": 100}
    assert page.start(hidden=[], images=320, batch=160)["shape"] == [784, 10]


@pytest.mark.parametrize(("optimiser", "rate"), [("sgd", 0.1), ("momentum", 0.02), ("adam", 0.003)])
@pytest.mark.parametrize("activation", ["relu", "sigmoid", "tanh"])
def test_every_choice_learns(page, optimiser, rate, activation):
    page.start(optimiser=optimiser, rate=rate, activation=activation, epochs=12)
    state, curve = page.run(epochs=1)
    assert (state["stopped"], state["epoch"], state["batch"], state["steps"]) == ("epochs", 12, 0, 12 * 19)
    assert state["validation_accuracy"] > 0.9 and state["loss"] < curve[0][1]


def test_the_curve_begins_before_the_first_step_and_is_validated_where_it_is_due(page):
    """Of 19 batches of 32, the first point told is after 128 images; the validated one is the batch that reaches 300."""
    page.start(epochs=1)
    state, curve = page.run(epochs=1)
    assert curve[0][0] == 0 and curve[0][4] is not None
    assert [round(19 * point[0]) for point in curve] == [0, 4, 8, 10, 14, 18, 19]
    assert [point[3] is not None for point in curve] == [True, False, False, True, False, False, True]
    assert [state["loss"], state["accuracy"], state["validation_loss"], state["validation_accuracy"]] == curve[-1][1:]


def test_a_long_run_is_told_in_as_few_points_as_a_screen_can_show(page):
    page.start(hidden=[], epochs=200)
    assert len(page.run(epochs=99)[1]) <= training.MOST_TOLD + 200 * 2 + 1


@pytest.mark.parametrize("settings", [{}, {"batch": 1, "images": 100}, {"batch": 1024}, {"optimiser": "momentum", "patience": 1}])
def test_the_same_settings_give_the_same_curve_however_it_is_stepped(page, settings):
    runs = []
    for step in ({"seconds": 0}, {"seconds": 0.02}, {"batches": 7}, {"epochs": 1}, {"epochs": 99}):
        page.start(**settings)
        state, curve = page.run(**step)
        state = {name: value for name, value in state.items() if name not in ("curve", "seconds")}
        runs.append((curve, state, page.session.training.run.parameters.tobytes()))
    assert all(run == runs[0] for run in runs)
    page.start(**settings, seed=1)
    assert page.run(epochs=9)[1] != runs[0][0]


def test_a_step_does_what_it_says_and_no_more(page):
    page.start()
    steps = {"batches": 1}, {"batches": 17}, {"batches": 1}, {"seconds": 0}, {"epochs": 1}
    states = [page.ask("train_step", **step) for step in steps]
    told = [(state["epoch"], state["batch"], state["steps"]) for state in states]
    assert told == [(0, 1, 1), (0, 18, 18), (1, 0, 19), (1, 1, 20), (2, 0, 38)]


def test_training_longer_than_it_was_told_does_nothing(page):
    page.start(epochs=1)
    state, _ = page.run(epochs=1)
    assert {**page.ask("train_step", batches=5), "seconds": 0} == {**state, "seconds": 0}


def test_a_rate_far_too_high_stops_as_diverged_with_finite_numbers_and_sound_weights(page, monkeypatch):
    monkeypatch.setattr(training_settings, "HIGHEST_RATE", 1e29)
    page.start(hidden=[32, 32], optimiser="momentum", rate=1e28, epochs=200)
    state, curve = page.run(seconds=1)
    assert state["stopped"] == "diverged"
    assert all(math.isfinite(number) for point in curve for number in point if number is not None)
    assert math.isfinite(state["loss"]) and "digit" in page.ask("train_read", strokes=THREE)
    assert weights.parse(page.functions["train_weights"]("{}"))


def test_patience_ends_a_run_that_gets_no_better_and_keeps_its_best_weights(page):
    """600 images whose labels say nothing can only be learnt by heart."""
    page.session.images.packs["training"].labels.flags.writeable = True
    page.session.images.packs["training"].labels[:] = np.random.default_rng(5).integers(0, 10, 700)
    page.start(hidden=[64], epochs=200, patience=3)
    state, curve = page.run(epochs=1)
    validated = {point[0]: point[3] for point in curve if point[0] in range(1, 201)}
    best = min(validated, key=validated.get)
    assert (state["stopped"], state["best_epoch"], state["epoch"]) == ("patience", best, best + 3)
    run = page.session.training.run
    assert training.fit.loss_and_accuracy(run, *run.validation)[0] == pytest.approx(validated[best], abs=1e-5)


def test_without_patience_a_few_images_are_learnt_by_heart(page):
    page.session.images.packs["training"].labels.flags.writeable = True
    page.session.images.packs["training"].labels[:] = np.random.default_rng(5).integers(0, 10, 700)
    page.start(hidden=[64], images=100, epochs=80)
    state, _ = page.run(epochs=99)
    assert state["accuracy"] > 0.9 and state["validation_accuracy"] < 0.3
    assert state["best_epoch"] < 40 and state["stopped"] == "epochs"


def test_the_rate_may_change_meanwhile(page):
    page.start(optimiser="sgd")
    page.ask("train_step", batches=3)
    before = page.session.training.run.parameters.copy()
    page.ask("train_rate", rate=1)
    assert page.ask("train_rate", rate=1e-5) == {"rate": 1e-5, "step": 3}
    state = page.ask("train_step", batches=1)
    assert state["rate"] == 1e-5
    assert 0 < np.abs(page.session.training.run.parameters - before).max() < 1e-4
    assert json.loads(page.functions["train_weights"]("{}"))["training"]["rates"] == [[0, 0.01], [3, 1e-5]]


@pytest.mark.parametrize(("setting", "said"), [
    ({"hidden": [8] * 4}, "there can be 0 to 3 hidden layers, each of 1 to 256 neurons"), ({"hidden": [0]}, "1 to 256 neurons"),
    ({"hidden": [257]}, "1 to 256"), ({"hidden": [True]}, "1 to 256"), ({"hidden": "8"}, "0 to 3"), ({"hidden": None}, "0 to 3"),
    ({"activation": "gelu"}, "the activation is to be relu, sigmoid or tanh"), ({"activation": ["relu"]}, "the activation"),
    ({"optimiser": None}, "the optimiser is to be sgd, momentum or adam"),
    ({"rate": 0}, "the learning rate is to be a number from 0.00001 to 10"), ({"rate": 11}, "the learning rate"),
    ({"rate": math.nan}, "the learning rate"), ({"rate": "0.1"}, "the learning rate"), ({"rate": True}, "the learning rate"),
    ({"batch": 0}, "the size of a batch is to be a whole number from 1 to 1,024"), ({"batch": 1.5}, "the size of a batch"),
    ({"images": 99}, "the number of images to train on is to be a whole number from 100 to 600"), ({"images": 601}, "100 to 600"),
    ({"epochs": 0}, "the number of epochs is to be a whole number from 1 to 200"), ({"epochs": 201}, "1 to 200"),
    ({"patience": -1}, "the patience is to be"), ({"seed": -1}, "the seed is to be"), ({"seed": 2**31}, "the seed is to be"),
])
def test_a_setting_that_makes_no_sense_is_refused_in_one_sentence(page, setting, said):
    message = page.refusal("train_start", **{**SETTINGS, **setting})
    assert said in message and "\n" not in message
    assert page.session.training is None


def test_questions_about_a_training_that_is_none_are_refused(page):
    for name, request in (("train_step", {"epochs": 1}), ("train_read", {"strokes": THREE}), ("train_pictures", {"count": 1}),
                          ("train_weights", {}), ("train_rate", {"rate": 1})):
        assert page.refusal(name, **request) == "no network is being trained"
    page.start()
    assert page.ask("train_stop") == {}
    assert page.refusal("train_step", epochs=1) == "no network is being trained"


def test_a_step_to_the_end_of_an_epoch_may_be_taken_in_slices(page):
    page.start()
    replies = [page.ask("train_step", epochs=1, seconds=0)]
    while replies[-1]["batch"]:
        replies.append(page.ask("train_step", epochs=1, seconds=0))
    assert [reply["steps"] for reply in replies] == list(range(1, replies[0]["batches"] + 1))
    assert replies[-1]["epoch"] == 1


@pytest.mark.parametrize("step", [{}, {"seconds": -1}, {"seconds": 61}, {"batches": 1.5}, {"epochs": 1, "batches": 1},
                                  {"epochs": "1"}])
def test_a_step_without_a_measure_is_refused(page, step):
    page.start()
    assert "a step takes" in page.refusal("train_step", **step)
    assert "from 0" in page.refusal("train_step", epochs=1, since=-1)
    assert page.session.training.run.step == 0


def test_too_few_images_are_refused(page, pack):
    page.session.images.packs["training"] = pack._replace(images=pack.images[:150], labels=pack.labels[:150])
    assert page.refusal("train_start", **SETTINGS) == "the images to train on are too few"


def test_the_first_layers_weights_are_a_picture(page):
    page.start()
    told = page.ask("train_pictures", count=5, across=3)
    assert (told["count"], told["across"], told["down"], told["side"]) == (5, 3, 2, 28)
    head, _, data = told["picture"].partition(",")
    picture = np.array(Image.open(io.BytesIO(base64.b64decode(data))))
    assert head == "data:image/png;base64" and picture.shape == (56, 84, 4)
    row = page.session.training.run.network.parameters["0.weights"][3].reshape(28, 28)
    tile = picture[28:, :28]
    assert (tile[row > 0][:, :3] == weight_pictures.UP).all() and (tile[row < 0][:, :3] == weight_pictures.DOWN).all()
    assert np.abs(tile[:, :, 3] - 255 * np.abs(row) / np.abs(row).max()).max() <= 0.5
    assert not picture[28:, 56:].any()
    page.start(hidden=[])
    assert [page.ask("train_pictures", count=64)[name] for name in ("count", "across", "down")] == [10, 10, 1]
    assert "from 1 to 64" in page.refusal("train_pictures", count=65)


def test_weights_that_are_all_zero_are_a_picture_without_colour():
    assert not np.array(Image.open(io.BytesIO(base64.b64decode(
        weight_pictures.tiles(np.zeros((1, 784)), across=1).partition(",")[2]))))[:, :, 3].any()


def test_it_reads_a_drawing_by_its_present_weights(page):
    page.start()
    before = page.ask("train_read", strokes=THREE)
    page.ask("train_step", epochs=1)
    after = page.ask("train_read", strokes=THREE)
    assert before["probabilities"] != after["probabilities"]
    assert after["digit"] == int(np.argmax(after["probabilities"])) and sum(after["probabilities"]) == pytest.approx(1)
    assert after["pixels"] == pytest.approx(list(ink.render(THREE)), abs=1e-4)
    assert page.ask("train_read", strokes=[])["error"]["kind"] == "drawing"


@pytest.mark.parametrize(("settings", "title"), [
    ({}, "784-8-10, ReLU"), ({"hidden": [8, 4], "activation": "tanh"}, "784-8-4-10, tanh"), ({"hidden": []}, "784-10")])
def test_its_weights_are_a_network_like_any_other(page, settings, title):
    page.start(**settings)
    page.run(epochs=1)
    text = page.functions["train_weights"]("{}")
    about = page.ask("add_network", text=text)
    document = json.loads(text)
    assert about["title"] == f"{title}, trained in this browser"
    assert about["name"] == "trained-" + title.partition(",")[0]
    network = page.session.networks.find(about["name"]).network
    x = np.array([ink.render(THREE)], np.float32)
    ours = page.ask("train_read", strokes=THREE)["probabilities"]
    assert network.probabilities(x)[0].tolist() == pytest.approx(ours, abs=0.02)
    pack = page.session.images.packs["training"]
    read = from_weights(weights.parse(text)).logits(pack.images[-100:] / np.float32(255)).argmax(axis=1)
    assert document["metrics"] == {"mnist-validation": {"n": 100, "accuracy": float(np.mean(read == pack.labels[-100:]))}}
    record = document["training"]
    assert (record["seed"], record["epochs"], record["images"], record["steps"], record["stopped"]) == (0, 3, 600, 57, "epochs")
    assert record["settings"] == {**SETTINGS, **settings}
    assert record["data"] == [{"name": "mnist-train", "source": "nowhere"}] and "edited" not in record


# The visitor's own code

HALF = """class SGD:
    def __init__(self, *, momentum=0.0):
        self.state = {}

    def step(self, parameters, gradient, rate):
        parameters -= np.float32(0.5 * rate) * gradient
"""


def after_a_batch(page, **settings):
    page.start(optimiser="sgd", **settings)
    start = page.session.training.run.parameters.copy()
    page.ask("train_step", batches=1)
    return page.session.training.run.parameters - start


def test_an_edit_acts_from_the_next_training_on_and_can_be_taken_back(page):
    shipped, whole = training.optim.SGD, after_a_batch(page)
    under_way = page.session.training
    assert page.ask("edit", file=OPTIM, text=HALF) == {"file": OPTIM, "replaced": ["SGD"]}
    assert training.optim.SGD is shipped and under_way.edits == {}
    np.testing.assert_allclose(after_a_batch(page), whole / 2, atol=1e-7)
    assert json.loads(page.functions["train_weights"]("{}"))["training"]["edited"] == ["SGD"]
    assert page.ask("edit", file=OPTIM, text=None) == {"file": OPTIM, "replaced": []}
    np.testing.assert_array_equal(after_a_batch(page), whole)
    assert training.optim.SGD is shipped


@pytest.mark.parametrize(("file", "text"), [
    (LAYERS, "class ReLU(Activation):\n    kind = 'relu'\n\n    def forward(self, x):\n        return x\n\n"
             "    def backward(self, x, y, dy, **_):\n        return dy, {}\n"),
    (LAYERS, "class Dense(Dense):\n    def backward(self, x, y, dy, **_):\n        return super().backward(0 * x, y, dy)\n"),
    (FUNCTIONAL, "shipped = cross_entropy\n\ndef cross_entropy(logits, targets):\n    loss, dz = shipped(logits, targets)\n"
                 "    return 2 * loss, 2 * dz\n"),
    ("trainer/learning/fit.py", "def train_batch(run, inputs, wanted, *, rate, flat):\n    run.step += 1\n    return 1.0, 0\n"),
])
def test_whatever_the_lesson_shows_can_be_edited_and_the_page_goes_on_reading_as_it_did(page, file, text):
    shipped = {module: dict(vars(module)) for module in (training.fit, training.optim, training.architecture)}
    page.start()
    page.ask("add_network", text=page.functions["train_weights"]("{}"))
    reading = page.ask("read", strokes=THREE, network="trained-784-8-10", activations=False)["probabilities"]
    plain = after_a_batch(page)
    page.ask("edit", file=file, text=text)
    assert not np.array_equal(after_a_batch(page), plain)
    assert page.ask("read_pixels", pixels=list(ink.render(THREE)), network="trained-784-8-10")["probabilities"] == reading
    assert all(vars(module) == names for module, names in shipped.items())


@pytest.mark.parametrize(("file", "name"), [(file, name) for file, names in edits.EDITABLE.items() for name in names])
def test_the_code_as_it_was_shipped_put_in_its_own_place_changes_nothing(page, file, name):
    plain = after_a_batch(page, activation="tanh")
    page.ask("edit", file=file, text=inspect.getsource(getattr(edits.MODULES[file], name)))
    np.testing.assert_array_equal(after_a_batch(page, activation="tanh"), plain)
    whole = inspect.getsource(edits.MODULES[file])
    assert name in page.ask("edit", file=file, text=whole)["replaced"]
    np.testing.assert_array_equal(after_a_batch(page, activation="tanh"), plain)


@pytest.mark.parametrize(("text", "said"), [
    ("def SGD(:\n", "line 1: invalid syntax"), ("\n\nclass SGD\n", "line 3: expected ':'"),
    ("class SGD:\n    pass\nnowhere\n", "line 3: NameError: name 'nowhere' is not defined"), ("exit()", "line 1: "),
    ("x = 1", "the code defines none of SGD, Adam"), ("", "defines none"), ("(" * 300, "line 1: "),
])
def test_code_that_is_none_is_refused_with_its_line_and_changes_nothing(page, text, said):
    before = dict(vars(training.optim))
    assert said in page.refusal("edit", file=OPTIM, text=text)
    assert vars(training.optim) == before and not page.session.edits
    assert "none of the files" in page.refusal("edit", file="trainer/learning/hands.py", text="x = 1")


def test_edited_code_that_fails_is_named_with_its_line_and_the_training_is_over(page):
    page.ask("edit", file=OPTIM, text=HALF.replace("gradient\n", "gradeint\n"))
    page.start(optimiser="sgd")
    assert page.refusal("train_step", epochs=1) == "in SGD.step, line 6: NameError: name 'gradeint' is not defined"
    state = page.ask("train_step", epochs=1)
    assert (state["stopped"], state["steps"], len(state["curve"])) == ("error", 0, 1)
    assert "digit" in page.ask("train_read", strokes=THREE)


def test_what_fails_because_of_edited_code_elsewhere_is_told_as_well(page):
    page.ask("edit", file=FUNCTIONAL, text="def cross_entropy(logits, targets):\n    return 0.0, None\n")
    page.start()
    message = page.refusal("train_step", epochs=1)
    assert message.startswith("since the code was edited, Dense.backward in layers.py fails: AttributeError: ")
    assert "\n" not in message


def test_edited_code_may_fail_at_the_start(page):
    page.ask("edit", file=OPTIM, text="SGD = None")
    assert page.refusal("train_start", **{**SETTINGS, "optimiser": "sgd"}).startswith("since the code was edited")


def test_a_bug_of_ours_is_no_sentence(page, monkeypatch):
    page.start()
    monkeypatch.setattr(page.session.training.run, "schedule", None)
    with pytest.raises(TypeError):
        page.ask("train_step", epochs=1)

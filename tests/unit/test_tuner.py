"""A lesson as the worker gives it: slice by slice, measured before and after, the outcome a weights document."""
import json

import numpy as np
import pytest

from app.core import ink, labelled, weights
from app.core.errors import DataError, DrawingError
from app.core.layers import Dense, ReLU, Softmax
from app.core.network import Network, from_weights
from app.worker import tuner
from app.worker.packs import ImagePack
from tests.drawings import FOUR, THREE
from trainer.learning import tuning

PICTURES = [tuning.image_of(THREE), tuning.image_of(FOUR)]


@pytest.fixture
def network(rng):
    sizes = [(784, 16), (16, 10)]
    first, last = (Dense(weights=rng.normal(0, 0.05, (outputs, inputs)).astype(np.float32),
                         bias=np.zeros(outputs, np.float32)) for inputs, outputs in sizes)
    return Network([first, ReLU(), last, Softmax()])


@pytest.fixture
def pack(monkeypatch):
    monkeypatch.setattr(tuner, "MIXED", 100)
    labels = 3 + np.arange(150) % 2
    return ImagePack("lesson", "nowhere", np.array([PICTURES[label - 3] for label in labels]), labels)


def drawings(count):
    return [{"strokes": [THREE, FOUR][at % 2], "label": "34"[at % 2]} for at in range(count)]


def lesson(network, pack, count=80):
    return tuner.Lesson(network, name="some", title="Some network", drawings=drawings(count), pack=pack)


def test_a_lesson_goes_on_in_slices_and_its_outcome_is_what_its_weights_read(network, pack):
    under_way = lesson(network, pack)
    before = {name: values.copy() for name, values in network.parameters.items()}
    states = [under_way.step(0)]
    while states[-1]["outcome"] is None:
        states.append(under_way.step(0))
    shares = [state["share"] for state in states]
    assert len(states) > 30 and shares == sorted(shares) and shares[-1] == 1
    assert len(states[-1]["curve"]) == tuning.Tuning().epochs
    outcome = states[-1]["outcome"]
    tuned = weights.parse(under_way.text)
    ours = from_weights(tuned)
    held = [PICTURES[label - 3] for label in under_way.labels[under_way.held]]
    sets = {"own": (np.array(held), under_way.labels[under_way.held]), "mnist": (pack.images[100:], pack.labels[100:])}
    for name, (images, labels) in sets.items():
        assert outcome[name]["n"] == len(labels)
        assert outcome[name]["before"] == len(labels) - tuning.misread(network, images, labels)
        assert outcome[name]["after"] == len(labels) - tuning.misread(ours, images, labels)
    assert (tuned.name, tuned.metrics["own-drawings"]) == ("some-mine", {"n": 20, "accuracy": outcome["own"]["after"] / 20})
    record = tuned.training
    assert (record["drawings"], record["held_out"], record["epochs"]) == (60, 20, tuning.Tuning().epochs)
    assert (record["seed"], record["tuned_from"]) == (0, {"name": "some"})
    assert [each["source"] for each in record["data"]] == ["nowhere", "your own drawings"]
    image = np.array([ink.render(THREE)], np.float32)
    assert ours.probabilities(image)[0, 3] > network.probabilities(image)[0, 3]
    assert all((network.parameters[name] == values).all() for name, values in before.items())


def test_the_page_and_the_command_line_make_the_same_of_the_same_drawings(network, pack):
    """Same seed, same images mixed in, same drawings held out."""
    under_way = lesson(network, pack)
    while under_way.step(1)["outcome"] is None:
        pass
    held = tuning.hold_out(under_way.labels, seed=0)
    taught = [strokes for strokes, out in zip(under_way.strokes, held, strict=True) if not out]
    *_, last = tuning.tune(network, taught, under_way.labels[~held], (pack.images[:100], pack.labels[:100]), seed=0)
    ours = from_weights(weights.parse(under_way.text))
    x = np.array(PICTURES) / np.float32(255)
    assert ours.probabilities(x) == pytest.approx(last.network.probabilities(x), abs=0.01)


def test_with_few_drawings_it_learns_from_all_and_says_so(network, pack):
    under_way = lesson(network, pack, count=12)
    while under_way.step(1)["outcome"] is None:
        pass
    assert under_way.outcome["own"]["n"] == 12 and under_way.outcome["own"]["held_out"] is False


@pytest.mark.parametrize("count", [0, labelled.FEWEST - 1, labelled.MOST + 1])
def test_too_few_or_too_many_drawings_are_refused(network, pack, count):
    with pytest.raises(DataError, match="10 to 5,000"):
        lesson(network, pack, count)


@pytest.mark.parametrize("damage", [{"strokes": []}, {"strokes": [[["x", 0]]]}, {"label": "x"}, {"label": "12"},
                                    {"label": 3}, {"label": ["3"]}])
def test_a_drawing_that_is_none_is_named(network, pack, damage):
    several = drawings(12)
    several[4] = {**several[4], **damage}
    with pytest.raises(DrawingError, match="drawing 5: "):
        tuner.Lesson(network, name="some", title="Some", drawings=several, pack=pack)


def test_drawings_are_judged_one_by_one(network):
    read = tuner.judge(network, [THREE, FOUR])
    assert read == [int(network.logits(np.array([ink.render(each)], np.float32)).argmax()) for each in (THREE, FOUR)]
    assert tuner.judge(network, []) == []
    assert json.dumps(read)

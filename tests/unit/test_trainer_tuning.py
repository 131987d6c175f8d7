"""Fine-tuning: it learns a hand, it does not forget, it can be cancelled, and a browser can run it."""
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.core import ink
from app.core.errors import DrawingError
from app.core.layers import Dense, ReLU, Softmax
from app.core.network import Network, to_document
from tests.drawings import FOUR, THREE
from trainer.__main__ import main
from trainer.learning import optim, tuning
from trainer.learning.fit import Run, Settings, fit, targets_of
from trainer.learning.hands import vary
from trainer.reporting import manifest

ROOT = Path(__file__).parents[2]
ONE, TWO = [[[50, 10], [50, 90]]], [[[20, 20], [50, 10], [70, 30], [20, 90], [80, 90]]]
ODD_ONE = [[[12, 55], [55, 10], [55, 90]], [[25, 90], [85, 90]]]  # with a flag and a foot, which the network never saw
SHORT = tuning.Tuning(epochs=15, own=60, others=60, rate=1e-3)


def many(strokes, label, count, rng):
    """The drawing in `count` hands."""
    return [vary(strokes, label, rng=rng) for _ in range(count)]


def images(drawings):
    return np.array([np.rint(255 * np.array(ink.render(each))) for each in drawings], np.uint8)


@pytest.fixture(scope="module")
def known():
    """A network that reads plain 1 to 4 well, the images it was trained on, and others like them."""
    rng = np.random.default_rng(5)
    shapes = {1: ONE, 2: TWO, 3: THREE, 4: FOUR}
    # Its ones are plain: `vary` flags those of label 1, so theirs go under another label.
    drawings = [each for label, strokes in shapes.items() for each in many(strokes, -1 if label == 1 else label, 120, rng)]
    labels = np.repeat(list(shapes), 120)
    order = rng.permutation(len(labels))
    x, y = images(drawings)[order], labels[order]
    network = Network([Dense.random(784, 32, rng=rng), ReLU(), Dense.random(32, 10, rng=rng, gain=1), Softmax()])
    run = Run(network, lambda _: (x[:400], targets_of(y[:400])), optimiser=optim.Adam(), schedule=optim.constant(2e-3),
              settings=Settings(40, batch_size=32), seed=0)
    list(fit(run))
    assert tuning.misread(network, x[400:], y[400:]) <= 4
    return network, (x[:400], y[:400]), (x[400:], y[400:])


@pytest.fixture
def hand(known, rng):
    """A stranger's ones, of which the network reads hardly any, and as many to test on."""
    ones = many(ODD_ONE, -1, 40, rng)
    assert tuning.misread(known[0], images(ones), np.ones(40)) >= 16
    return ones[:20], images(ones[20:])


def test_it_learns_a_hand_and_forgets_nothing(known, hand):
    network, sample, unseen = known
    drawings, test = hand
    *_, last = tuning.tune(network, drawings, np.ones(20, int), sample, settings=SHORT)
    before, after = (tuning.misread(each, test, np.ones(20)) for each in (network, last.network))
    assert after <= before / 2
    assert tuning.misread(last.network, *unseen) <= tuning.misread(network, *unseen) + 4


def test_progress_is_told_in_small_steps_to_the_end(known, hand):
    steps = list(tuning.tune(known[0], hand[0], np.ones(20, int), known[1], settings=SHORT))
    assert [step.done for step in steps] == list(range(1, steps[0].total + 1))
    taught = [step for step in steps if step.loss is not None]
    assert len(taught) == SHORT.epochs
    assert taught[-1].loss < taught[0].loss and taught[-1].accuracy > taught[0].accuracy
    assert [step.network is None for step in steps] == [True] * (len(steps) - 1) + [False]


def test_whoever_cancels_has_changed_nothing(known, hand):
    network = known[0]
    kept = {name: values.copy() for name, values in network.parameters.items()}
    steps = tuning.tune(network, hand[0], np.ones(20, int), known[1], settings=SHORT)
    while next(steps).accuracy is None:
        pass
    steps.close()
    assert all(np.array_equal(values, kept[name]) for name, values in network.parameters.items())
    list(tuning.tune(network, hand[0], np.ones(20, int), known[1], settings=SHORT))
    assert all(np.array_equal(values, kept[name]) for name, values in network.parameters.items())


def test_the_same_seed_tunes_to_the_same_weights(known, hand):
    results = []
    for seed in (1, 1, 2):
        *_, last = tuning.tune(known[0], hand[0], np.ones(20, int), known[1], seed=seed, settings=SHORT)
        results.append(last.network.parameters["0.weights"])
    np.testing.assert_array_equal(results[0], results[1])
    assert not np.array_equal(results[0], results[2])


def test_a_single_drawing_hardly_moves_the_network(known, hand):
    network, sample, unseen = known
    *_, last = tuning.tune(network, hand[0][:1], np.ones(1, int), sample, settings=SHORT)
    assert tuning.misread(last.network, *unseen) <= tuning.misread(network, *unseen) + 4


def test_a_drawing_that_is_none_is_refused(known):
    with pytest.raises(DrawingError):
        list(tuning.tune(known[0], [[[[0, float("nan")]]]], np.ones(1, int), known[1]))


@pytest.mark.parametrize(("drawings", "sample"), [(0, 5), (5, 0)])
def test_nothing_to_learn_from_is_a_mistake_of_the_caller(known, drawings, sample):
    x, y = known[1]
    with pytest.raises(ValueError, match="needs drawings"):
        list(tuning.tune(known[0], [ONE] * drawings, np.ones(drawings, int), (x[:sample], y[:sample])))


def test_everything_has_its_turn_before_anything_has_its_next(rng):
    places = tuning.turns(7, 20, rng=rng)
    assert sorted(places[:7]) == sorted(places[7:14]) == list(range(7))
    assert len(places) == 20 and len(set(places[14:])) == 6


def test_of_each_digit_a_quarter_is_held_out_when_there_are_enough():
    labels = np.repeat(np.arange(10), 6)
    held = tuning.hold_out(labels, seed=3)
    assert np.bincount(labels[held], minlength=10).tolist() == [1] * 10
    assert not np.array_equal(held, tuning.hold_out(labels, seed=4))
    assert not tuning.hold_out(np.repeat(np.arange(10), 3)).any()


def test_a_browser_can_run_it():
    """Only numpy, and of our own only what the worker may import: no files, processes or progress bars."""
    code = ("import sys; import numpy.random; before = set(sys.modules); import trainer.learning.tuning; "
            "print(*sorted({name.split('.')[0] for name in set(sys.modules) - before}))")
    result = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"tqdm", "multiprocessing", "subprocess", "pathlib", "PIL", "matplotlib"} & set(result.stdout.split())
    text = (ROOT / "trainer/learning/tuning.py").read_text(encoding="utf-8")
    assert "print(" not in text and "open(" not in text


@pytest.fixture
def trained(workplace, known):
    """The workplace with that network in weights/small.json."""
    document = to_document(known[0], name="small", title="Small", training={}, metrics={})
    manifest.write_json(workplace / "weights/small.json", document)
    return workplace


def finetune(*words):
    return main(["finetune", "--weights", "weights/small.json", "--mnist", "idx", "--epochs", "5", *words])


def write(path, counts):
    """counts: {digit: (strokes, how many)}."""
    lines = [json.dumps({"label": str(digit), "strokes": strokes}) for digit, (strokes, count) in counts.items()
             for _ in range(count)]
    path.write_text("\n".join(lines))


def test_finetune_prints_before_and_after_on_both_and_writes_weights_that_load(trained, capsys):
    write(trained / "mine.jsonl", {3: (THREE, 20), 4: (FOUR, 20)})
    capsys.readouterr()
    assert finetune("--drawings", "mine.jsonl", "--out", "tuned/mine.json") == 0
    out = capsys.readouterr().out
    assert "40 drawings of your own, 30 to learn from, 10 held out" in out
    own, mnist = (next(line for line in out.splitlines() if line.startswith(name))
                  for name in ("your drawings held out", "MNIST not trained on"))
    assert own.split()[-2:] == ["100.00%", "100.00%"] and mnist.split()[-3] == "20"
    weights = manifest.read_weights(trained / "tuned/mine.json")
    assert weights.name == "small-mine"
    assert weights.training["tuned_from"]["name"] == "small"
    assert weights.training["command"] == ("python -m trainer finetune --weights small.json --drawings mine.jsonl "
                                           "--epochs 5 --seed 0")
    assert set(weights.metrics) == {"own-drawings", "mnist-validation"}
    assert main(["evaluate", "--weights", "tuned/mine.json", "--mnist", "idx", "--json"]) == 0


def test_finetune_says_when_there_are_too_few_drawings_to_hold_any_out(trained, capsys):
    write(trained / "mine.jsonl", {3: (THREE, 2), 4: (FOUR, 1)})
    capsys.readouterr()
    assert finetune("--drawings", "mine.jsonl", "mine.jsonl") == 0
    out = capsys.readouterr().out
    assert "6 drawings of your own, too few to hold any out" in out
    assert "the drawings it learnt" in out
    assert (trained / "small-mine.json").is_file()


def test_finetune_leaves_the_weights_it_started_from_as_they_were(trained):
    raw = (trained / "weights/small.json").read_bytes()
    assert finetune("--drawings", "drawings.jsonl") == 0
    assert (trained / "weights/small.json").read_bytes() == raw


@pytest.mark.parametrize(("content", "message"), [
    ("", "has no drawing"), ("junk", "line 1: it is not JSON"),
    ('{"strokes": [[[0, 0]]]}', "line 1: its label is not a digit in quotation marks")])
def test_finetune_refuses_bad_drawings_in_one_line(trained, capsys, content, message):
    (trained / "mine.jsonl").write_text(content)
    capsys.readouterr()
    assert finetune("--drawings", "mine.jsonl") == 1
    captured = capsys.readouterr()
    assert message in captured.err and captured.err.count("\n") == 1


def test_strangers_refuses_a_file_with_too_few_drawings_of_a_writer_in_one_line(trained, capsys):
    lines = [json.dumps({"label": label, "strokes": THREE if label == "3" else FOUR, "writer": f"w{writer:02}"})
             for writer in range(20) for label in "34" * 3]
    (trained / "people.jsonl").write_text("\n".join(lines))
    capsys.readouterr()
    assert main(["strangers", "--weights", "weights/small.json", "--drawings", "people.jsonl", "--mnist", "idx"]) == 1
    captured = capsys.readouterr()
    assert "people.jsonl: has too few drawings by w" in captured.err and captured.err.count("\n") == 1


def test_strangers_reports_ten_writers_and_can_measure_the_ten_it_was_chosen_on(trained, monkeypatch, capsys):
    monkeypatch.setattr(tuning, "Tuning", lambda: SHORT)
    lines = [json.dumps({"label": label, "strokes": THREE if label == "3" else FOUR, "writer": f"w{writer:02}"})
             for writer in range(20) for label in "34" * 10]
    (trained / "people.jsonl").write_text("\n".join(lines))
    writers = []
    for words in ([], ["--chosen-on"]):
        capsys.readouterr()
        assert main(["strangers", "--weights", "weights/small.json", "--drawings", "people.jsonl", "--mnist", "idx",
                     *words]) == 0
        out = capsys.readouterr().out.splitlines()
        writers.append({line.split()[0] for line in out if line.startswith("w")})
        assert out[-1].startswith("all")
    assert len(writers[0]) == len(writers[1]) == 10
    assert not writers[0] & writers[1]

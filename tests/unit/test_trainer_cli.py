"""The command line, on a tiny stand-in for MNIST and a few drawings: the whole road in a second or two."""
import hashlib
import json

import numpy as np
import pytest

from app.core import ink
from tests.drawings import FOUR, THREE
from trainer import commands, corpus, data, manifest
from trainer.__main__ import main
from trainer.data import FILES, write_idx


@pytest.fixture
def workplace(tmp_path, monkeypatch, rng):
    """An empty folder to work in, with MNIST's stand-in in idx/ and drawings in drawings.jsonl and letters.jsonl."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "idx").mkdir()
    pictures = {3: ink.render(THREE), 4: ink.render(FOUR)}
    sums = {}
    for part, count in (("train", 120), ("test", 40)):
        labels = 3 + np.arange(count) % 2
        images = np.array([pictures[label] for label in labels]) * rng.uniform(0.5, 1, (count, 1))
        values = np.rint(255 * images).astype(np.uint8).reshape(-1, 28, 28), labels.astype(np.uint8)
        sums[part] = []
        for (name, _), content in zip(FILES[part], values, strict=True):
            write_idx(tmp_path / "idx" / name, content)
            sums[part].append((name, hashlib.sha256((tmp_path / "idx" / name).read_bytes()).hexdigest()))
    monkeypatch.setattr(data, "FILES", sums)
    monkeypatch.setattr(corpus, "MNIST_VALIDATION", 20)
    monkeypatch.setattr(corpus, "NOT_DIGITS_TEST", 4)
    monkeypatch.setattr(corpus, "NOT_DIGITS_VALIDATION", 2)

    def write(name, labels):
        lines = [{"label": label, "strokes": THREE if label == "3" else FOUR, "writer": f"w{i % 10}"}
                 for i, label in enumerate(labels)]
        (tmp_path / name).write_text("\n".join(json.dumps(line) for line in lines))

    write("drawings.jsonl", "34343" * 8)
    write("letters.jsonl", "abcab" * 4)
    return tmp_path


def run(*words):
    return main([*words, "--mnist", "idx"])


def test_training_writes_weights_that_read_and_a_manifest_that_lists_them(workplace, capsys):
    assert run("train", "mlp-128-64", "--epochs", "30") == 0
    weights = manifest.read_weights(workplace / "weights/mlp-128-64.json")
    assert weights.metrics["mnist-test"]["accuracy"] > 0.9
    assert weights.training["seed"] == 0
    assert weights.training["command"] == "python -m trainer train mlp-128-64 --epochs 30 --seed 0"
    index = json.loads((workplace / "weights/index.json").read_text())
    raw = (workplace / "weights/mlp-128-64.json").read_bytes()
    entry, = index["networks"]
    assert (entry["name"], entry["file"], entry["parameters"]) == ("mlp-128-64", "mlp-128-64.json", 109386)
    assert (entry["bytes"], entry["sha256"]) == (len(raw), hashlib.sha256(raw).hexdigest())
    assert "mnist-test" in capsys.readouterr().out


def test_without_a_command_the_flagship_is_trained_on_drawings_too(workplace):
    assert run("--quick", "--epochs", "2", "--drawings", "drawings.jsonl", "--not-digits", "letters.jsonl") == 0
    weights = manifest.read_weights(workplace / "weights/inkling.json")
    assert set(weights.metrics) == {"mnist-test", "drawings", "letters"}
    assert [source["name"] for source in weights.training["data"]] == ["mnist-train", "drawings", "letters"]
    assert len(weights.training["held_out"]["drawings"]) == 2
    assert weights.metrics["letters"]["accuracy"] is None


def test_the_same_seed_gives_the_same_file(workplace):
    files = []
    for seed in ("5", "5", "6"):
        assert run("train", "softmax", "--epochs", "2", "--seed", seed, "--out", "out") == 0
        files.append(json.loads((workplace / "out/softmax.json").read_text())["tensors"])
    assert files[0] == files[1] != files[2]


def test_an_interrupted_run_resumes_to_the_same_weights(workplace, monkeypatch):
    assert run("train", "mlp-128-64", "--epochs", "4", "--out", "whole") == 0
    save = commands.checkpoint.save

    def save_and_die(path, state, about):
        save(path, state, about)
        if state["progress"][0] == 2:
            raise SystemExit("killed")

    monkeypatch.setattr(commands.checkpoint, "save", save_and_die)
    with pytest.raises(SystemExit):
        run("train", "mlp-128-64", "--epochs", "4", "--out", "parts")
    monkeypatch.setattr(commands.checkpoint, "save", save)
    assert run("train", "mlp-128-64", "--epochs", "4", "--out", "parts", "--resume") == 0
    whole, parts = (json.loads((workplace / folder / "mlp-128-64.json").read_text()) for folder in ("whole", "parts"))
    assert whole["tensors"] == parts["tensors"]
    assert not list((workplace / ".cache/checkpoints").iterdir())


def test_a_checkpoint_of_another_run_is_not_resumed(workplace, monkeypatch, capsys):
    monkeypatch.setattr(commands.checkpoint.Path, "unlink", lambda *_, **__: None)
    assert run("train", "softmax", "--epochs", "1") == 0
    assert run("train", "softmax", "--epochs", "1", "--seed", "9", "--resume") == 1
    assert "other settings, seed or data" in capsys.readouterr().err


def test_ctrl_c_keeps_the_best_weights_so_far(workplace, monkeypatch, capsys):
    save = commands.checkpoint.save

    def save_and_interrupt(path, state, about):
        save(path, state, about)
        if state["progress"][0] == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(commands.checkpoint, "save", save_and_interrupt)
    assert run("train", "mlp-128-64", "--epochs", "50") == 0
    weights = manifest.read_weights(workplace / "weights/mlp-128-64.json")
    assert weights.training["epochs"] == 2


def test_evaluate_prints_one_object_per_set(workplace, capsys):
    run("train", "softmax", "--epochs", "2")
    capsys.readouterr()
    assert run("evaluate", "--weights", "weights/softmax.json", "--drawings", "drawings.jsonl", "--json") == 0
    mnist_test, drawings = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(mnist_test) >= {"name", "n", "accuracy", "per_digit", "confusion", "ece", "sure_rate"}
    assert (mnist_test["name"], mnist_test["n"]) == ("mnist-test", 40)
    assert (drawings["name"], drawings["n"]) == ("drawings", 8)
    assert np.sum(drawings["confusion"]) == 8


def test_evaluate_can_take_all_writers_and_store_what_it_measured(workplace, capsys):
    run("train", "softmax", "--epochs", "2")
    assert run("evaluate", "--drawings", "drawings.jsonl", "--all-writers", "--write") == 0
    assert "40" in capsys.readouterr().out
    index = json.loads((workplace / "weights/index.json").read_text())
    assert index["networks"][0]["metrics"]["drawings"]["n"] == 40


def test_the_list_names_every_recipe(workplace, capsys):
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("softmax", "mlp-16-16", "mlp-100-30", "mlp-128-128", "lenet", "inkling"))


@pytest.mark.parametrize(("words", "message"), [
    (["evaluate", "--weights", "none.json"], "none.json"),
    (["evaluate"], "no weights to measure"),
    (["--drawings", "none.jsonl"], "none.jsonl: no such file"),
    (["--data", "none"], "none: no such folder"),
])
def test_bad_input_is_one_clear_line_and_status_1(workplace, words, message, capsys):
    assert run(*words) == 1
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1


def test_damaged_weights_are_refused_by_file_and_field(workplace, capsys):
    run("train", "softmax", "--epochs", "1")
    path = workplace / "weights/softmax.json"
    path.write_text(path.read_text().replace('"temperature":', '"heat":', 1))
    capsys.readouterr()
    assert run("evaluate", "--weights", "weights/softmax.json") == 1
    assert "softmax.json: temperature: missing" in capsys.readouterr().err

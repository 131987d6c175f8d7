"""The command line, on a tiny stand-in for MNIST and a few drawings: the whole road in a second or two."""
import hashlib
import json
from dataclasses import asdict

import numpy as np
import pytest

from trainer.__main__ import main
from trainer.reporting import manifest, report
from trainer.reporting.words import in_words
from trainer.runs import checkpoint, recipes
from trainer.runs.recipes import RECIPES


def run(*words):
    return main([*words, "--mnist", "idx"])


@pytest.fixture
def die_after(monkeypatch):
    """die_after(epoch, error): raise it once that epoch's checkpoint is written; die_after(0, None) never again."""
    save = checkpoint.save

    def arrange(epoch, error):
        def save_and_die(path, state, about):
            save(path, state, about)
            if state["progress"][0] == epoch:
                raise error
        monkeypatch.setattr(checkpoint, "save", save_and_die)
    return arrange


@pytest.fixture
def histories(monkeypatch):
    """The histories that reports were asked to draw, one per training; drawing itself takes a while, and is left out."""
    seen = []
    monkeypatch.setattr(report, "after_training", lambda path, weights, history, sets: seen.append(history))
    return seen


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


def test_without_a_command_the_flagship_is_trained_on_drawings_too(workplace, histories):
    assert run("--quick", "--epochs", "2", "--drawings", "drawings.jsonl", "--not-digits", "letters.jsonl") == 0
    weights = manifest.read_weights(workplace / "weights/inkling.json")
    assert set(weights.metrics) == {"mnist-test", "drawings", "letters"}
    assert [source["name"] for source in weights.training["data"]] == ["mnist-train", "drawings", "letters"]
    assert len(weights.training["held_out"]["drawings"]) == 2
    assert weights.metrics["letters"]["accuracy"] is None


def test_the_same_seed_gives_the_same_file(workplace, histories):
    files = []
    for seed in ("5", "5", "6"):
        assert run("train", "softmax", "--epochs", "2", "--seed", seed, "--out", "out") == 0
        files.append(json.loads((workplace / "out/softmax.json").read_text())["tensors"])
    assert files[0] == files[1] != files[2]


def test_training_can_start_from_other_weights_at_a_lower_rate_keeps_its_last_and_says_so(workplace, histories):
    assert run("train", "mlp-128-64", "--epochs", "20", "--out", "first") == 0
    assert run("train", "mlp-128-64", "--epochs", "1", "--out", "fresh") == 0
    assert run("train", "mlp-128-64", "--epochs", "2", "--start", "first/mlp-128-64.json", "--out", "second") == 0
    sha256 = hashlib.sha256((workplace / "first/mlp-128-64.json").read_bytes()).hexdigest()
    training = manifest.read_weights(workplace / "second/mlp-128-64.json").training
    assert training["start"] == {"name": "mlp-128-64", "sha256": sha256}
    assert training["command"] == "python -m trainer train mlp-128-64 --epochs 2 --seed 0 --start mlp-128-64.json"
    assert training["recipe"]["rate"] < RECIPES["mlp-128-64"].rate / 2
    assert training["best_epoch"] == training["epochs"] == 2
    first, fresh, second = histories
    assert second["validation_loss"][-1] < fresh["validation_loss"][-1] / 2
    assert second["validation_loss"][-1] < 2 * first["validation_loss"].min()


def test_of_the_way_from_the_weights_it_started_from_a_part_is_kept(workplace, histories, monkeypatch):
    assert run("train", "mlp-128-64", "--epochs", "3", "--out", "first") == 0
    bias = {"first": bias_of(workplace / "first/mlp-128-64.json")}
    for way in (0.0, 0.7, 1.0):
        monkeypatch.setattr(recipes, "CONTINUED_WAY", way)
        assert run("train", "mlp-128-64", "--epochs", "2", "--start", "first/mlp-128-64.json", "--out", f"{way}") == 0
        weights = manifest.read_weights(workplace / f"{way}/mlp-128-64.json")
        assert weights.training["recipe"]["way"] == way
        bias[way] = bias_of(workplace / f"{way}/mlp-128-64.json")
    np.testing.assert_array_equal(bias[0.0], bias["first"])
    np.testing.assert_allclose(bias[0.7] - bias["first"], 0.7 * (bias[1.0] - bias["first"]), rtol=1e-3, atol=1e-7)
    assert np.abs(bias[1.0] - bias["first"]).max() > 1e-4


def bias_of(path):
    return np.array(manifest.read_weights(path).tensors["0.bias"].values)


def test_training_starts_only_from_a_network_with_the_same_layers(workplace, histories, capsys):
    assert run("train", "softmax", "--epochs", "1") == 0
    assert run("train", "mlp-128-64", "--start", "weights/softmax.json") == 1
    assert "softmax has other layers than mlp-128-64" in capsys.readouterr().err


def test_an_interrupted_run_resumes_to_the_same_weights_and_the_whole_history(workplace, die_after, histories):
    assert run("train", "mlp-128-64", "--epochs", "4", "--out", "whole") == 0
    die_after(2, SystemExit("killed"))
    with pytest.raises(SystemExit):
        run("train", "mlp-128-64", "--epochs", "4", "--out", "parts")
    die_after(0, None)
    assert run("train", "mlp-128-64", "--epochs", "4", "--out", "parts", "--resume") == 0
    whole, parts = (json.loads((workplace / folder / "mlp-128-64.json").read_text()) for folder in ("whole", "parts"))
    assert whole["tensors"] == parts["tensors"]
    assert whole["training"]["best_epoch"] == parts["training"]["best_epoch"]
    assert not list((workplace / ".cache/checkpoints").iterdir())
    unbroken, resumed = histories
    assert unbroken.keys() == resumed.keys() > {"epoch", "loss", "validation_accuracy", "seconds"}
    for name in unbroken.keys() - {"seconds"}:
        np.testing.assert_array_equal(unbroken[name], resumed[name])
    assert resumed["epoch"].tolist() == [1, 2, 3, 4]


def test_resume_without_a_checkpoint_says_so_and_starts_afresh(workplace, capsys):
    assert run("train", "softmax", "--epochs", "1", "--resume") == 0
    assert "no checkpoint" in capsys.readouterr().out


def test_a_checkpoint_of_another_run_is_not_resumed(workplace, histories, monkeypatch, capsys):
    monkeypatch.setattr(checkpoint.Path, "unlink", lambda *_, **__: None)
    assert run("train", "softmax", "--epochs", "1") == 0
    assert run("train", "softmax", "--epochs", "1", "--seed", "9", "--resume") == 1
    assert "other settings, seed or data" in capsys.readouterr().err


def test_a_checkpoint_with_other_arrays_than_the_run_has_is_refused_in_a_line(workplace, die_after, histories, capsys):
    die_after(1, SystemExit("killed"))
    with pytest.raises(SystemExit):
        run("train", "mlp-128-64", "--epochs", "2")
    die_after(0, None)
    (path,) = (workplace / ".cache/checkpoints").iterdir()
    with np.load(path) as archive:
        whole = dict(archive)
    for change in ({"parameters": np.zeros(3, np.float32)}, {"best": whole["best"][None]}, {"best": None}, {"optimiser.mean": None},
                   {"history": np.zeros((1, 2))}, {"progress": np.zeros(2)}, {"progress": np.array([np.nan, 1, 1, 1])},
                   {"progress": np.array([-1.0, 1, 1, 1])}, {"average_steps": np.array(["x"])}, {"more": np.zeros(1)}):
        np.savez(path, **{name: array for name, array in {**whole, **change}.items() if array is not None})
        capsys.readouterr()
        assert run("train", "mlp-128-64", "--epochs", "2", "--resume") == 1
        said = f"trainer: {path.relative_to(workplace)}: the checkpoint is damaged or made by other code"
        assert capsys.readouterr().err == f"{said}; leave out --resume to start afresh\n"
    assert not histories


def test_ctrl_c_keeps_the_best_weights_so_far_and_can_be_resumed(workplace, die_after, histories):
    die_after(2, KeyboardInterrupt)
    assert run("train", "mlp-128-64", "--epochs", "5") == 0
    weights = manifest.read_weights(workplace / "weights/mlp-128-64.json")
    assert weights.training["epochs"] == 2
    die_after(0, None)
    assert run("train", "mlp-128-64", "--epochs", "5", "--resume", "--out", "parts") == 0
    assert run("train", "mlp-128-64", "--epochs", "5", "--out", "whole") == 0
    whole, parts = (json.loads((workplace / folder / "mlp-128-64.json").read_text()) for folder in ("whole", "parts"))
    assert whole["tensors"] == parts["tensors"]


def test_ctrl_c_before_there_is_anything_to_keep_is_one_line(workplace, monkeypatch, capsys):
    def interrupt(_options):
        raise KeyboardInterrupt
    monkeypatch.setattr("trainer.commands.train.corpus_of", interrupt)
    assert run("train", "softmax") == 130
    assert capsys.readouterr().err == "trainer: stopped\n"


def test_a_half_trained_teacher_is_not_taken_for_a_whole_one(workplace, die_after, capsys):
    die_after(1, KeyboardInterrupt)
    assert run("train", "inkling", "--epochs", "2", "--drawings", "drawings.jsonl") == 1
    assert "teacher" in capsys.readouterr().err
    assert not list(workplace.glob(".cache/teachers/*"))


def test_evaluate_prints_one_object_per_set(workplace, histories, capsys):
    run("train", "softmax", "--epochs", "2")
    capsys.readouterr()
    assert run("evaluate", "--weights", "weights/softmax.json", "--drawings", "drawings.jsonl", "--json") == 0
    mnist_test, drawings = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert set(mnist_test) >= {"name", "n", "accuracy", "per_digit", "confusion", "ece", "sure_rate"}
    assert (mnist_test["name"], mnist_test["n"]) == ("mnist-test", 40)
    assert (drawings["name"], drawings["n"]) == ("drawings", 40)
    assert np.sum(drawings["confusion"]) == 40


def test_evaluate_can_take_all_writers_and_store_what_it_measured(workplace, histories, capsys):
    run("train", "softmax", "--epochs", "2")
    assert run("evaluate", "--drawings", "drawings.jsonl", "--all-writers", "--write") == 0
    assert "40" in capsys.readouterr().out
    index = json.loads((workplace / "weights/index.json").read_text())
    assert index["networks"][0]["metrics"]["drawings"]["n"] == 40


def test_the_list_names_every_recipe(workplace, capsys):
    assert main(["list"]) == 0
    out = capsys.readouterr().out
    assert all(name in out for name in ("softmax", "mlp-16-16", "mlp-100-30", "mlp-128-128", "lenet", "inkling"))
    assert "not trained yet" in out


def test_the_list_shows_size_recipe_and_accuracies(workplace, histories, capsys):
    run("train", "softmax", "--epochs", "2", "--drawings", "drawings.jsonl", "--not-digits", "letters.jsonl")
    capsys.readouterr()
    assert main(["list"]) == 0
    ours = capsys.readouterr().out.split("mlp-16-16")[0]
    assert "7,850 parameters" in ours
    assert in_words(asdict(RECIPES["softmax"])) in " ".join(ours.split())
    assert "mnist-test " in ours.split("accuracy")[1]
    assert "letters " in ours.split("unsure")[1]
    assert max(len(line) for line in ours.splitlines()) <= 110


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


def test_damaged_weights_are_refused_by_file_and_field(workplace, histories, capsys):
    run("train", "softmax", "--epochs", "1")
    path = workplace / "weights/softmax.json"
    path.write_text(path.read_text().replace('"temperature":', '"heat":', 1))
    capsys.readouterr()
    assert run("evaluate", "--weights", "weights/softmax.json") == 1
    assert "softmax.json: temperature: missing" in capsys.readouterr().err

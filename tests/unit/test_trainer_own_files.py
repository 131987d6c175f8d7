"""The trainer on files as people have them: whole where they are strangers', and one that is bad stops no other."""
import gzip
import hashlib
import json

import numpy as np
import pytest

from app.core import ink
from app.core.layers import Dense, Softmax
from app.core.network import Network, to_document
from tests.drawings import FOUR, THREE
from trainer.__main__ import main
from trainer.data.idx import write_idx
from trainer.data.idx_folder import idx_folder, upright
from trainer.reporting import manifest, report


@pytest.fixture
def network():
    """Reads THREE and FOUR, and takes everything else for one of the two."""
    weights, bias = np.zeros((10, 784), np.float32), np.full(10, -100, np.float32)
    for digit, strokes in ((3, THREE), (4, FOUR)):
        image = np.array(ink.render(strokes), np.float32)
        weights[digit], bias[digit] = image / np.linalg.norm(image), 0
    return Network([Dense(20 * weights, bias), Softmax()])


@pytest.fixture
def save(workplace, network):
    """save(name, **training): keep that network in weights/, with that training record."""
    def write(name, **training):
        document = to_document(network, name=name, title=name, training=training, metrics={})
        manifest.write_json(workplace / f"weights/{name}.json", document)
    write("n")
    return write


@pytest.fixture
def no_report(monkeypatch):
    """Drawing a report takes a while."""
    monkeypatch.setattr(report, "after_training", lambda *_: None)


def evaluate(capsys, *words, mnist="idx"):
    """(exit status, {set: what is printed of it}, lines on standard error) of `evaluate --json` with the network n."""
    capsys.readouterr()
    status = main(["evaluate", "--weights", "weights/n.json", "--mnist", mnist, "--json", *words])
    printed = capsys.readouterr()
    return status, {each["name"]: each for each in map(json.loads, printed.out.splitlines())}, printed.err.splitlines()


def sha256(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_drawings(path, *, writers, count=40):
    lines = [{"label": 3 + i % 2, "strokes": (THREE, FOUR)[i % 2], "writer": f"w{i % writers:02}"} for i in range(count)]
    path.write_text("\n".join(json.dumps(line) for line in lines))


# What is measured

@pytest.mark.parametrize("writers", [1, 4, 10])
def test_a_strangers_file_is_measured_whole_and_that_is_said(workplace, save, capsys, writers):
    write_drawings(workplace / "mine.jsonl", writers=writers)
    status, sets, errors = evaluate(capsys, "--drawings", "mine.jsonl")
    assert (status, errors) == (0, [])
    assert (sets["mine"]["n"], sets["mine"]["part"], sets["mine"]["accuracy"]) == (40, "whole", 1)
    assert main(["evaluate", "--mnist", "idx", "--drawings", "mine.jsonl"]) == 0
    assert f"mine: the whole file, 40 drawings by {writers} writer" in capsys.readouterr().out


def test_of_a_file_that_a_recipe_trained_on_the_writers_held_out_are_measured_and_that_is_said(workplace, save, capsys):
    save("n", data=[{"name": "drawings", "sha256": sha256(workplace / "drawings.jsonl")}])
    (workplace / "drawings.jsonl").rename(workplace / "renamed.jsonl")
    _, sets, _ = evaluate(capsys, "--drawings", "renamed.jsonl")
    assert (sets["renamed"]["n"], sets["renamed"]["part"]) == (8, "held-out writers")
    assert "8 drawings by 2 writers, of 40" in sets["renamed"]["note"]
    _, sets, _ = evaluate(capsys, "--drawings", "renamed.jsonl", "--all-writers")
    assert (sets["renamed"]["n"], sets["renamed"]["part"]) == (40, "whole")
    assert "n learnt from drawings among them" in sets["renamed"]["note"]


def test_what_the_training_itself_records_is_known_again(workplace, no_report, capsys):
    assert main(["train", "inkling", "--quick", "--epochs", "1", "--mnist", "idx", "--drawings", "drawings.jsonl"]) == 0
    weights = manifest.read_weights(workplace / "weights/inkling.json")
    capsys.readouterr()
    assert main(["evaluate", "--mnist", "idx", "--json", "--drawings", "drawings.jsonl"]) == 0
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (figures["name"], figures["n"]) == ("drawings", weights.metrics["drawings"]["n"]) == ("drawings", 8)


def test_the_files_of_the_shipped_recipes_are_cut_for_every_network(workplace, save, capsys):
    write_drawings(workplace / "uji2-digits.jsonl", writers=20)
    _, sets, _ = evaluate(capsys, "--drawings", "uji2-digits.jsonl")
    assert (sets["uji2-digits"]["n"], sets["uji2-digits"]["part"]) == (24, "held-out writers")


def test_letters_are_cut_to_the_writers_on_record_where_nothing_else_tells_them(workplace, save, capsys):
    save("n", data=[{"name": "letters", "sha256": sha256(workplace / "letters.jsonl")}], held_out={"letters": ["w3"]})
    _, sets, _ = evaluate(capsys, "--not-digits", "letters.jsonl")
    assert (sets["letters"]["n"], sets["letters"]["part"]) == (2, "held-out writers")


def test_a_file_that_was_trained_on_without_holding_anybody_out_is_named(workplace, save, capsys):
    write_drawings(workplace / "mine.jsonl", writers=1)
    save("n", data=[{"name": "mine", "sha256": sha256(workplace / "mine.jsonl")}])
    status, sets, errors = evaluate(capsys, "--drawings", "mine.jsonl", "drawings.jsonl")
    assert status == 1 and set(sets) == {"mnist-test", "drawings"}
    assert len(errors) == 1 and "mine: was trained on" in errors[0] and "--all-writers" in errors[0]


def test_what_a_fine_tuning_learnt_is_measured_whole_and_said_to_flatter(workplace, save, capsys):
    save("n", data=[{"name": "drawings", "sha256": sha256(workplace / "drawings.jsonl")}], tuned_from={}, held_out=3)
    _, sets, _ = evaluate(capsys, "--drawings", "drawings.jsonl")
    assert sets["drawings"]["n"] == 40 and "n learnt from drawings among them" in sets["drawings"]["note"]


@pytest.mark.parametrize("training", [{"data": 3}, {"data": [3, {}, {"sha256": 3}, {"sha256": "x", "name": []}]},
                                      {"data": [{"sha256": "x"}], "held_out": {"y": 3}}])
def test_a_training_record_that_says_nothing_harms_nothing(workplace, save, capsys, training):
    save("n", **training)
    assert evaluate(capsys, "--drawings", "drawings.jsonl")[0] == 0


def test_drawings_named_twice_add_up_and_keep_names_of_their_own(workplace, save, capsys):
    (workplace / "other").mkdir()
    write_drawings(workplace / "other/drawings.jsonl", writers=1, count=6)
    status, sets, _ = evaluate(capsys, "--drawings", "drawings.jsonl", "--drawings", "other/drawings.jsonl")
    assert status == 0
    assert {name: each["n"] for name, each in sets.items()} == {"mnist-test": 40, "drawings": 40, "drawings (2)": 6}


@pytest.mark.parametrize("words", [["--mnist", "idx", "evaluate"], ["--drawings=drawings.jsonl", "train", "softmax"],
                                   ["--seed", "1", "finetune", "--drawings", "drawings.jsonl"]])
def test_options_before_the_command_are_refused_rather_than_dropped(workplace, save, words, capsys):
    with pytest.raises(SystemExit):
        main(words)
    assert "options come after the command" in capsys.readouterr().err


# Bad files among good ones

def idx(folder, **changes):
    """A folder of IDX files of ten images; changes: bytes in place of its "images" or "labels", or None for none."""
    folder.mkdir()
    pictures = np.rint(255 * np.array([ink.render((THREE, FOUR)[i % 2]) for i in range(10)])).astype(np.uint8)
    for part, name, values in (("images", "t-images-idx3-ubyte", pictures.reshape(-1, 28, 28)),
                               ("labels", "t-labels-idx1-ubyte", np.array([3, 4] * 5, np.uint8))):
        write_idx(folder / name, values)
        if part in changes:
            (folder / name).unlink()
            if changes[part] is not None:
                (folder / name).write_bytes(changes[part])
    return folder


FLOATS = bytes([0, 0, 13, 1, 0, 0, 0, 10]) + np.full(10, 3, ">f4").tobytes()
HEADER = bytes([0, 0, 8, 3, 0, 0, 0, 10, 0, 0, 0, 28, 0, 0, 0, 28])


@pytest.mark.parametrize(("changes", "said"), [
    ({"images": HEADER[:4] + bytes(4) + HEADER[8:], "labels": bytes([0, 0, 8, 1, 0, 0, 0, 0])}, "images-idx3-ubyte: has no image"),
    ({"images": b"<!doctype html><title>404</title>"}, "images-idx3-ubyte: not an IDX file but a web page"),
    ({"images": gzip.compress(b"<html>", mtime=0)}, "images-idx3-ubyte: not an IDX file but a web page"),
    ({"images": gzip.compress(HEADER + bytes(7840), mtime=0)[:-12]}, "images-idx3-ubyte: damaged gzip file"),
    ({"images": b""}, "images-idx3-ubyte: not an IDX file"),
    ({"images": HEADER[:4]}, "images-idx3-ubyte: cut off"),
    ({"images": HEADER[:9]}, "images-idx3-ubyte: cut off"),
    ({"images": HEADER + bytes(7839)}, "images-idx3-ubyte: cut off"),
    ({"images": HEADER[:4] + b"\xff" * 12}, "images-idx3-ubyte: cut off"),
    ({"images": None}, "expected one file named like"),
    ({"labels": None}, "has images but no labels file"),
    ({"labels": FLOATS}, "labels-idx1-ubyte: not an IDX file of 1 axes of bytes but of 1 axes of 32-bit floats"),
    ({"labels": bytes([0, 0, 8, 1, 0, 0, 0, 7]) + bytes(7)}, "10 images but 7 labels"),
    ({"labels": bytes([0, 0, 8, 1, 0, 0, 0, 10]) + bytes([77]) * 10}, "has the label 77"),
])
def test_a_bad_folder_of_idx_files_is_named_in_one_line_and_the_others_are_measured(workplace, save, capsys, changes, said):
    bad, good = idx(workplace / "bad", **changes), idx(workplace / "good")
    status, sets, errors = evaluate(capsys, "--idx", str(bad), "--idx", str(good), "missing")
    assert status == 1 and set(sets) == {"good", "mnist-test"}
    assert len(errors) == 2 and errors[0].startswith(f"trainer: {bad}") and said in errors[0]
    assert errors[1] == "trainer: missing: no such file or directory"


def test_idx_files_may_have_their_names_in_capitals(workplace, save, capsys):
    folder = idx(workplace / "mine")
    for path in list(folder.iterdir()):
        path.with_name(path.name.upper() + ".GZ").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    assert evaluate(capsys, "--idx", "mine")[1]["mine"]["accuracy"] == 1


@pytest.mark.parametrize(("content", "said"), [
    (gzip.compress(b"x" * 1000, mtime=0)[:-9], "damaged gzip file"), (b"", "has no drawing"), (None, "is a directory"),
    (b"junk\n[]", "line 1: it is not JSON; 2 bad"), (b"\xff\xfe", "has no drawing"),
    (b'{"label": true, "strokes": [[[0, 1]]]}', "line 1: its label"),
    (b'{"label": 7.0, "strokes": [[[0, 1]]]}', "line 1: its label"), (b"[" * 100_000, "line 1: it is nested too deeply"),
])
@pytest.mark.parametrize("command", ["evaluate", "finetune", "train"])
def test_a_bad_file_of_drawings_is_named_in_one_line_and_the_others_are_used(workplace, save, no_report, capsys, command,
                                                                           content, said):
    bad = workplace / "bad.jsonl"
    if content is None:
        bad.mkdir()
    else:
        bad.write_bytes(content)
    words = {"evaluate": ["evaluate", "--weights", "weights/n.json", "--write"],
             "finetune": ["finetune", "--weights", "weights/n.json", "--epochs", "1", "--out", "weights/n.json"],
             "train": ["train", "softmax", "--epochs", "1"]}[command]
    capsys.readouterr()
    assert main([*words, "--mnist", "idx", "--drawings", "bad.jsonl", "drawings.jsonl"]) == 1
    errors = [line for line in capsys.readouterr().err.splitlines() if line.startswith("trainer: ")]
    assert len(errors) == 1 and errors[0].startswith("trainer: bad.jsonl: ") and said in errors[0]
    weights = manifest.read_weights(workplace / f"weights/{'softmax' if command == 'train' else 'n'}.json")
    assert {"drawings", "own-drawings"} & set(weights.metrics)


@pytest.mark.parametrize("command", [["finetune", "--weights", "weights/n.json"], ["train", "softmax", "--epochs", "1"]])
def test_without_one_file_that_can_be_read_nothing_is_learnt(workplace, save, capsys, command):
    (workplace / "bad.jsonl").write_text("junk")
    assert main([*command, "--mnist", "idx", "--drawings", "none.jsonl", "bad.jsonl"]) == 1
    assert capsys.readouterr().err.splitlines() == ["trainer: none.jsonl: no such file or directory",
                                                    "trainer: bad.jsonl: line 1: it is not JSON"]
    assert not (workplace / "n-mine.json").exists() and not (workplace / "weights/softmax.json").exists()


def test_a_bad_line_is_named_by_its_number_and_the_rest_of_its_file_is_used(workplace, save, capsys):
    text = (workplace / "drawings.jsonl").read_text()
    (workplace / "drawings.jsonl").write_text("junk\n" + text)
    status, sets, errors = evaluate(capsys, "--drawings", "drawings.jsonl")
    assert (status, sets["drawings"]["n"]) == (1, 40)
    assert errors == ["trainer: drawings.jsonl: line 1: it is not JSON"]


def test_bad_weights_and_a_damaged_mnist_stop_nothing_else(workplace, save, capsys):
    (workplace / "weights/bad.json").write_text("{}")
    (workplace / "idx/t10k-labels-idx1-ubyte").write_bytes(b"<html>")
    status, sets, errors = evaluate(capsys, "--weights", "weights/bad.json", "none.json", "--drawings", "drawings.jsonl")
    assert status == 1 and set(sets) == {"drawings"}
    assert [error.split(": ")[1] for error in errors] == ["weights/bad.json", "none.json", "idx/t10k-labels-idx1-ubyte"]
    assert main(["list"]) == 0
    (workplace / "weights/softmax.json").write_text("{}")
    assert main(["list"]) == 1
    assert "784-128-64-10" in capsys.readouterr().out


def test_weights_are_listed_though_something_else_lies_among_them(workplace, save, no_report, capsys):
    (workplace / "weights/package.json").write_text("{}")
    assert main(["train", "softmax", "--epochs", "1", "--mnist", "idx"]) == 0
    assert "weights/package.json" in capsys.readouterr().err
    index = json.loads((workplace / "weights/index.json").read_text())
    assert [each["name"] for each in index["networks"]] == ["softmax", "n"]


@pytest.mark.parametrize("writers", [1, 4, 7])
def test_drawings_by_too_few_to_hold_any_out_can_be_trained_on(workplace, no_report, capsys, writers):
    write_drawings(workplace / "mine.jsonl", writers=writers)
    assert main(["train", "inkling", "--quick", "--epochs", "1", "--mnist", "idx", "--drawings", "mine.jsonl"]) == 0
    assert ("mine: has too few writers" in capsys.readouterr().out) == (writers < 5)


# Which way up

def sample(network, count, *, turned):
    images = np.array([np.array(ink.render((THREE, FOUR)[i % 2])).reshape(28, 28) for i in range(count)])
    return np.rint(255 * (images.transpose(0, 2, 1) if turned else images)).astype(np.uint8)


@pytest.mark.parametrize(("name", "count", "turned", "said"), [
    ("mine", 20, True, "lie transposed, as EMNIST's do, and were turned upright (of 20 looked at"),
    ("emnist-digits-test", 20, True, "were turned upright (of 20 looked at"),
    ("emnist-digits-test", 20, False, "but its images are upright already"),
    ("EMNIST-mnist", 2, True, "were turned upright (by the name of the file)"),
    ("mine", 20, False, ""),
])
def test_images_that_lie_as_emnists_do_are_recognised_and_that_is_said(workplace, save, capsys, name, count, turned, said,
                                                                      network):
    folder = workplace / "own"
    folder.mkdir()
    write_idx(folder / f"{name}-images-idx3-ubyte", sample(network, count, turned=turned))
    write_idx(folder / f"{name}-labels-idx1-ubyte", (3 + np.arange(count) % 2).astype(np.uint8))
    _, sets, errors = evaluate(capsys, "--idx", "own")
    assert sets["own"]["accuracy"] == 1 and not errors
    assert said in sets["own"]["note"] and bool(said) == bool(sets["own"]["note"])


def test_a_network_that_reads_nothing_either_way_turns_nothing(workplace, small_network, rng):
    folder = workplace / "own"
    folder.mkdir()
    write_idx(folder / "x-images-idx3-ubyte", rng.integers(0, 256, (300, 28, 28)).astype(np.uint8))
    write_idx(folder / "x-labels-idx1-ubyte", rng.integers(0, 10, 300).astype(np.uint8))
    images = idx_folder(folder)
    assert upright(images, folder, [small_network]) == (images, "")

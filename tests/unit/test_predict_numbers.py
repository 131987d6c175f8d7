"""`python -m app predict --numbers` and `python -m trainer evaluate --numbers`, with the weights that are shipped."""
import io
import json

import pytest

from app.__main__ import main
from app.cli import predict
from tests.bench.strokes import drawing
from tests.paper import rows, sums
from trainer.__main__ import main as trainer_main

SUM, CLAIM = "12×7=", "24+48=73"


def written(text, *, down=0.0):
    """Ten plain digits and plain signs side by side, about as a hand sets them."""
    strokes = []
    for at, character in enumerate(text):
        own = drawing(int(character)) if character.isdigit() else sums.PLAIN[character]
        # A sign is two thirds as large, in the middle of the line.
        size, low = (1.0, 0.0) if character.isdigit() else (0.6, 0.22)
        strokes += [[[at * 1.1 + 0.2 + size * x, down + low + size * y] for x, y in stroke] for stroke in own]
    return strokes


@pytest.fixture
def drawings(tmp_path):
    path = tmp_path / "n.jsonl"
    lines = [json.dumps({"strokes": written(SUM)}), "[1", json.dumps({"strokes": written(SUM) + written(CLAIM, down=2.0)})]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_each_written_line_has_its_text_and_its_value(drawings, capsys):
    """The bad line among them is told, and the rest go on."""
    assert main(["predict", "--numbers", str(drawings)]) == 1
    told = capsys.readouterr()
    lines = [line.split("\t") for line in told.out.splitlines()]
    assert [(line[0], line[1], line[4]) for line in lines] == [
        (f"{drawings}:1", SUM, "84"), (f"{drawings}:3", SUM, "84"), (f"{drawings}:3", CLAIM, "72")]
    assert all(0 < float(line[2]) <= 1 and line[3] in ("sure", "unsure") for line in lines)
    assert told.err.startswith(f"{drawings}: line 2:")


def test_machines_get_an_object_for_each_drawing_with_its_parts(drawings, capsys):
    main(["predict", "--numbers", "--json", str(drawings)])
    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (first["file"], first["text"], first["value"], first["exact"]) == (f"{drawings}:1", SUM, 84, "84")
    assert [part["text"] for part in first["parts"]] == list(SUM)
    assert sorted(at for part in first["parts"] for at in part["strokes"]) == list(range(len(written(SUM))))
    assert second["text"] == f"{SUM}\n{CLAIM}" and second["lines"][1]["verdict"] == "no, 72"


def test_a_row_in_a_photo_is_read_as_if_it_had_been_drawn(tmp_path, rng, capsys):
    path = tmp_path / "row.jpg"
    line = rows.compose(SUM, sums.plain()[0], rng=rng)
    scene = rows.paper.Scene(pen="fineliner", ink=rows.paper.pens.PENS["fineliner"].inks[0], width=0.01, size=0.8, paper="white",
                             light="even", picture=(1200, 800), table=False, tilt=5.0, roll=0.0, blur=0.5, quality=85)
    path.write_bytes(rows.paper.jpeg(rows.photo([line], rng=rng, scene=scene).image, scene))
    assert main(["predict", "--numbers", str(path)]) == 0
    assert capsys.readouterr().out.split("\t")[1::3] == [SUM, "84\n"]


def test_without_what_reads_lines_one_sentence_says_so(drawings, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(predict, "LINE", tmp_path / "line.json")
    assert main(["predict", "--numbers", str(drawings)]) == 1
    assert capsys.readouterr().err == f"{tmp_path / 'line.json'}: no such file or directory\n"


def test_another_network_than_the_lines_stand_on_is_refused(drawings, capsys):
    assert main(["predict", "--numbers", str(drawings), "--weights", str(predict.ROOT / "weights/mlp-128-64.json")]) == 1
    assert "line.on.sha256" in capsys.readouterr().err


def test_lines_of_ones_own_are_measured(tmp_path, capsys):
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(json.dumps({"label": label, "strokes": written(text)}) + "\n"
                            for label, text in ((SUM, SUM), ("24 + 48 = 73", CLAIM), ("99", "12"))))
    assert trainer_main(["evaluate", "--numbers", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["name"], told["n"], told["right"]) == ("mine", 3, pytest.approx(2 / 3))
    assert told["digits"] == {"n": 1, "right": 0, "character_errors": 1}
    assert told["character_errors"] == pytest.approx(2 / 15)


def test_a_file_of_lines_that_cannot_be_read_is_named(tmp_path, capsys):
    path = tmp_path / "bad.jsonl"
    path.write_text('{"label": "abc", "strokes": [[[0, 0]]]}\n')
    assert trainer_main(["evaluate", "--numbers", str(path)]) == 1
    assert capsys.readouterr().err.startswith(f"trainer: {path}: line 1: its label is no number or sum")


def test_standard_input_is_read_as_numbers_too(monkeypatch, capsys):
    data = json.dumps({"strokes": written(SUM)}).encode() + b"\n"
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert main(["predict", "--numbers", "-"]) == 0
    assert capsys.readouterr().out.split("\t")[1] == SUM

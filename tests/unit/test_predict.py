"""`python -m app predict`: one line per picture or drawing; a bad file never stops the rest."""
import gzip
import json

import pytest
from PIL import Image, ImageDraw

from app.__main__ import main
from app.core import network
from tests.drawings import FOUR, THREE


@pytest.fixture
def weights(small_network, tmp_path):
    path = tmp_path / "w.json"
    path.write_text(json.dumps(network.to_document(small_network, name="n", title="t", training={}, metrics={})))
    return str(path)


@pytest.fixture
def drawings(tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_text("".join(json.dumps({"label": "3", "strokes": strokes}) + "\n" for strokes in (THREE, FOUR)))
    return path


@pytest.fixture
def photo(tmp_path):
    image = Image.new("L", (60, 60), 255)
    ImageDraw.Draw(image).line([(30, 5), (30, 55)], fill=0, width=5)
    image.save(tmp_path / "one.png")
    return tmp_path / "one.png"


def test_each_drawing_and_picture_gets_its_line(weights, drawings, photo, capsys):
    assert main(["predict", str(drawings), str(photo), "--weights", weights]) == 0
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == [f"{drawings}:1", f"{drawings}:2", str(photo)]
    for _, digit, probability, sure in lines:
        assert digit in "0123456789" and 0.1 <= float(probability) <= 1 and sure in ("sure", "unsure")


def test_json_for_machines_has_all_ten_probabilities(weights, drawings, capsys):
    assert main(["predict", "--json", str(drawings), "--weights", weights]) == 0
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first["file"] == f"{drawings}:1" and len(first["probabilities"]) == 10
    assert sum(first["probabilities"]) == pytest.approx(1)
    assert first["probabilities"][first["digit"]] == max(first["probabilities"])


def test_compressed_drawings_are_read_too(weights, drawings, tmp_path, capsys):
    packed = tmp_path / "d.jsonl.gz"
    packed.write_bytes(gzip.compress(drawings.read_bytes()))
    assert main(["predict", str(packed), "--weights", weights]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 2


@pytest.mark.parametrize(("content", "says"), [
    (b"\x00\xff nonsense", "line 1: it is not JSON"), (b'{"label": "3"}', "line 1: it has no strokes"),
    (b"[]", "line 1: it is not an object with strokes"), (b'{"strokes": []}', "line 1: the drawing has no ink"),
    (b'{"strokes": 3}', "line 1: strokes must be a list"), (b"[" * 50000, "line 1: it is not JSON")])
def test_a_bad_file_gets_one_line_and_the_rest_goes_on(weights, drawings, tmp_path, capsys, content, says):
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(content)
    missing = tmp_path / "missing.png"
    assert main(["predict", str(bad), str(missing), str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 2
    first, second = printed.err.splitlines()
    assert first.startswith(str(bad)) and says in first
    assert second.startswith(str(missing)) and "no such file" in second


def test_a_bad_line_does_not_stop_the_good_ones_around_it(weights, drawings, capsys):
    first, second = drawings.read_text().splitlines()
    drawings.write_text("\n".join([first, "junk", "", second, "[]"]))
    assert main(["predict", str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert [line.split("\t")[0] for line in printed.out.splitlines()] == [f"{drawings}:1", f"{drawings}:4"]
    assert printed.err == f"{drawings}: line 2: it is not JSON; 2 bad lines in all\n"


def test_a_damaged_gzip_file_gets_one_line_and_the_rest_goes_on(damaged_gzip, weights, drawings, tmp_path, capsys):
    bad = tmp_path / "bad.jsonl.gz"
    bad.write_bytes(damaged_gzip(drawings.read_bytes()))
    assert main(["predict", str(bad), str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err == f"{bad}: damaged gzip file\n"
    assert [line.split("\t")[0] for line in printed.out.splitlines()] == [f"{drawings}:1", f"{drawings}:2"]


def test_a_broken_picture_is_named(weights, tmp_path, capsys):
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"not a picture")
    assert main(["predict", str(bad), "--weights", weights]) == 1
    assert capsys.readouterr().err.splitlines() == [f"{bad}: not a PNG, JPEG, WebP, GIF or BMP picture"]


def test_weights_that_cannot_be_read_are_named(drawings, tmp_path, capsys):
    (tmp_path / "w.json").write_text("{}")
    assert main(["predict", str(drawings), "--weights", str(tmp_path / "w.json")]) == 1
    assert "format: missing" in capsys.readouterr().err
    assert main(["predict", str(drawings), "--weights", str(tmp_path / "none.json")]) == 1
    assert "no such file" in capsys.readouterr().err

"""`python -m app predict`: one line per picture or drawing; a bad file never stops the rest."""
import gzip
import json

import pytest
from PIL import Image, ImageDraw

from app.__main__ import main
from app.core import gzipped, network
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


@pytest.mark.parametrize(("name", "change"), [
    ("bom.jsonl", lambda text: b"\xef\xbb\xbf" + text.encode()),
    ("utf16.jsonl", lambda text: text.encode("utf-16")),
    ("utf16be.jsonl", lambda text: b"\xfe\xff" + text.encode("utf-16-be")),
    ("utf32.jsonl", lambda text: text.encode("utf-32")),
    ("crlf.jsonl", lambda text: text.replace("\n", "\r\n").encode()),
    ("cr.jsonl", lambda text: text.replace("\n", "\r").encode()),
    ("UPPER.JSONL", str.encode),
    ("UPPER.JSONL.GZ", lambda text: gzip.compress(text.encode())),
    ("dots.in.its.name.jsonl", str.encode),
    ("twice.jsonl.gz", lambda text: gzip.compress(gzip.compress(text.encode("utf-16")))),
    ("not-packed.jsonl.gz", str.encode),
    ("numbers.jsonl", lambda text: text.replace('"3"', "3").encode()),
])
def test_drawings_are_read_whatever_their_encoding_line_ends_and_capitals(weights, drawings, tmp_path, capsys, name, change):
    (tmp_path / name).write_bytes(change(drawings.read_text()))
    assert main(["predict", str(tmp_path / name), "--weights", weights]) == 0
    assert [line.split("\t")[0].rsplit(":")[-1] for line in capsys.readouterr().out.splitlines()] == ["1", "2"]


def test_a_pictures_ending_may_be_in_capitals(weights, photo, capsys):
    assert main(["predict", str(photo.rename(photo.with_name("ONE.PNG"))), "--weights", weights]) == 0
    assert "ONE.PNG\t" in capsys.readouterr().out


@pytest.mark.parametrize("value", ["NaN", "-Infinity", "1e999", "1" * 400, "1" * 5000, "true", "null"])
def test_a_coordinate_that_is_no_place_is_a_bad_line(weights, drawings, tmp_path, capsys, value):
    bad = tmp_path / "bad.jsonl"
    bad.write_text(f'{{"strokes": [[[0, {value}], [1, 2]]]}}\n{drawings.read_text()}')
    assert main(["predict", str(bad), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"{bad}: line 1: ") and printed.err.count("\n") == 1
    assert len(printed.out.splitlines()) == 2


def test_a_drawing_of_signature_pad_is_refused_by_that_name(weights, tmp_path, capsys):
    path = tmp_path / "pad.jsonl"
    path.write_text(json.dumps([{"penColor": "black", "points": [{"x": 1, "y": 2, "time": 0}]}]))
    assert main(["predict", str(path), "--weights", weights]) == 1
    assert "line 1: it is a drawing as signature_pad's toData() gives it" in capsys.readouterr().err


def test_a_folder_a_file_that_went_and_one_that_may_not_be_read_are_named(weights, drawings, tmp_path, monkeypatch, capsys):
    folder, forbidden = tmp_path / "folder.jsonl", tmp_path / "secret.jsonl"
    folder.mkdir()
    read = type(forbidden).read_bytes

    def guarded(path):
        if path == forbidden:
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)
    monkeypatch.setattr(type(forbidden), "read_bytes", guarded)
    assert main(["predict", str(folder), str(tmp_path / "gone.png"), str(forbidden), str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [f"{folder}: is a directory", f"{tmp_path / 'gone.png'}: no such file or directory",
                                        f"{forbidden}: permission denied"]
    assert len(printed.out.splitlines()) == 2


def test_a_gzip_file_that_unpacks_without_end_is_refused(weights, drawings, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(gzipped, "LARGEST", 10**6)
    bomb = tmp_path / "bomb.jsonl.gz"
    bomb.write_bytes(gzip.compress(bytes(10**7)))
    assert main(["predict", str(bomb), str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(f"{bomb}: unpacks to more than") and len(printed.out.splitlines()) == 2


def test_weights_named_twice_are_refused(weights, drawings, capsys):
    with pytest.raises(SystemExit):
        main(["predict", "--weights", weights, str(drawings), "--weights", weights])
    assert "--weights: is given twice" in capsys.readouterr().err


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

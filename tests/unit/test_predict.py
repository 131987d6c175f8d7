"""`python -m app predict`: one line per picture or drawing; a bad file never stops the rest."""
import gzip
import io
import json
import os
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from app.__main__ import main
from app.cli import predict
from app.core import gzipped, network, picture
from app.inputs import files
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
    (b'{"strokes": 3}', "line 1: strokes must be a list"), (b"[" * 50000, "line 1: it is nested too deeply")])
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


def test_a_damaged_gzip_file_gets_one_line_after_what_could_be_read_and_the_rest_goes_on(damaged_gzip, weights, drawings,
                                                                                         tmp_path, capsys):
    bad = tmp_path / "bad.jsonl.gz"
    bad.write_bytes(damaged_gzip(drawings.read_bytes()))
    assert main(["predict", str(bad), str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err == f"{bad}: damaged gzip file\n"
    places = [line.split("\t")[0] for line in printed.out.splitlines()]
    assert places[-2:] == [f"{drawings}:1", f"{drawings}:2"]
    assert places[:-2] == [f"{bad}:{number}" for number in range(1, len(places) - 1)]


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


def test_an_empty_folder_a_file_that_went_and_one_that_may_not_be_read_are_named(weights, drawings, tmp_path, monkeypatch,
                                                                                 capsys):
    folder, forbidden = tmp_path / "folder.jsonl", tmp_path / "secret.jsonl"
    folder.mkdir()

    real = os.open

    def guarded(path, *rest, **options):
        if path == forbidden:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **options)
    monkeypatch.setattr(files.os, "open", guarded)
    assert main(["predict", str(folder), str(tmp_path / "gone.png"), str(forbidden), str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err.splitlines() == [f"{folder}: has no picture and no drawing in it",
                                        f"{tmp_path / 'gone.png'}: no such file or directory", f"{forbidden}: permission denied"]
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


@pytest.fixture
def standard_input(monkeypatch):
    """standard_input(content): what is read from "-"."""
    def given(content):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    return given


def places_of(out):
    return [line.split("\t")[0] for line in out.splitlines()]


def test_a_folder_is_read_deep_in_the_order_of_names_and_with_other_arguments_around_it(weights, drawings, photo, tmp_path,
                                                                                       capsys):
    folder = tmp_path / "all"
    for name in ("b/10.png", "b/2/x.png", "a.png", "c.JSONL", ".hidden/x.png", ".x.png", "b/Thumbs.db", "__MACOSX/a.png"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes((drawings if name.endswith("JSONL") else photo).read_bytes())
    assert main(["predict", str(drawings), f"{folder}/", str(photo), "--weights", weights]) == 0
    assert places_of(capsys.readouterr().out) == [
        f"{drawings}:1", f"{drawings}:2", f"{folder}/a.png", f"{folder}/b/10.png", f"{folder}/b/2/x.png", f"{folder}/c.JSONL:1",
        f"{folder}/c.JSONL:2", str(photo)]


def test_what_is_neither_a_picture_nor_drawings_in_a_folder_is_named_and_the_rest_goes_on(weights, photo, tmp_path, capsys):
    folder = tmp_path / "all"
    folder.mkdir()
    for name in ("1.png", "3.png"):
        (folder / name).write_bytes(photo.read_bytes())
    (folder / "2.txt").write_text("notes")
    (folder / "4.png").symlink_to("nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "5.png")
    assert main(["predict", str(folder), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert places_of(printed.out) == [f"{folder}/1.png", f"{folder}/3.png"]
    complaints = printed.err.splitlines()
    assert complaints[0].startswith(f"{folder}/2.txt: not a PNG, ")
    assert complaints[1] == f"{folder}/4.png: no such file or directory"
    assert complaints[2:] == ([f"{folder}/5.png: is neither a file nor a folder"] if hasattr(os, "mkfifo") else [])


@pytest.mark.parametrize("change", [str.encode, lambda text: gzip.compress(text.encode()), lambda text: text.encode("utf-16"),
                                    lambda text: f"\n{text}".encode("utf-8-sig"), lambda text: text.encode("utf-32-be")])
def test_standard_input_may_be_drawings(weights, drawings, standard_input, capsys, change):
    standard_input(change(drawings.read_text()))
    assert main(["predict", "-", "--weights", weights]) == 0
    assert [place.split(":")[0] for place in places_of(capsys.readouterr().out)] == ["-", "-"]


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "GIF", "BMP", "WEBP"])
def test_standard_input_may_be_a_picture_among_other_files(weights, drawings, photo, standard_input, capsys, kind):
    content = io.BytesIO()
    Image.open(photo).convert("RGB").save(content, kind)
    standard_input(content.getvalue())
    assert main(["predict", str(drawings), "-", str(photo), "--weights", weights]) == 0
    assert places_of(capsys.readouterr().out) == [f"{drawings}:1", f"{drawings}:2", "-", str(photo)]


@pytest.mark.parametrize(("content", "says"), [(b"hello\n", "-: line 1: it is not JSON"), (b"<svg></svg>", "-: "),
                                               (bytes(range(256)), "-: not a PNG"), (None, "-: standard input is closed")])
def test_standard_input_that_is_neither_is_named(weights, drawings, standard_input, monkeypatch, capsys, content, says):
    standard_input(content or b"")
    if content is None:
        monkeypatch.setattr(sys, "stdin", None)
    assert main(["predict", "-", str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith(says) and printed.err.count("\n") == 1 and len(printed.out.splitlines()) == 2


def test_standard_input_named_twice_is_read_once(weights, drawings, standard_input, capsys):
    standard_input(drawings.read_bytes())
    assert main(["predict", "-", "-", "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert len(printed.out.splitlines()) == 2 and printed.err == "-: standard input is closed, or was read already\n"


def test_a_line_longer_than_any_drawing_is_a_bad_line(weights, drawings, tmp_path, monkeypatch, capsys):
    for module in ("labelled", "jsonlines"):
        monkeypatch.setattr(f"app.core.{module}.LONGEST", 300)
    long = tmp_path / "long.jsonl"
    first, second = drawings.read_text().splitlines()
    long.write_text(f'{first}\n{{"strokes": [[{"[1, 2], " * 300}[3, 4]]]}}\n{second}')
    assert main(["predict", str(long), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert places_of(printed.out) == [f"{long}:1", f"{long}:3"]
    assert printed.err == f"{long}: line 2: it is longer than ten million characters\n"


def test_json_gives_the_box_of_a_picture_and_none_of_a_drawing(weights, drawings, photo, capsys):
    assert main(["predict", "--json", str(photo), str(drawings), "--weights", weights]) == 0
    of_photo, of_drawing = [json.loads(line) for line in capsys.readouterr().out.splitlines()][:2]
    left, top, right, bottom = of_photo["box"]
    assert 20 <= left <= 30 <= right <= 40 and 0 <= top <= 10 and 50 <= bottom <= 60
    assert of_photo["several"] is False
    assert "box" not in of_drawing and "several" not in of_drawing


def test_of_several_digits_the_largest_is_read_but_not_surely_and_that_is_no_failure(weights, photo, monkeypatch, capsys):
    find = picture.find
    document = json.loads(Path(weights).read_text())
    Path(weights).write_text(json.dumps({**document, "sure_threshold": 0.0}))
    assert main(["predict", str(photo), "--weights", weights]) == 0
    assert capsys.readouterr().out.endswith("\tsure\n")
    monkeypatch.setattr(picture, "find", lambda data: find(data)._replace(several=True))
    assert main(["predict", str(photo), "--weights", weights]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith(f"{photo}\t") and printed.out.endswith("\tunsure\n")
    assert printed.err == f"{photo}: holds several digits, of which the largest was read\n"
    assert main(["predict", "--json", str(photo), "--weights", weights]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["several"] is True and answer["sure"] is False


def test_bad_lines_of_a_file_named_twice_are_told_twice(weights, tmp_path, capsys):
    bad = tmp_path / "bad.jsonl"
    bad.write_text("junk")
    assert main(["predict", str(bad), str(bad), "--weights", weights]) == 1
    assert capsys.readouterr().err == 2 * f"{bad}: line 1: it is not JSON\n"


@pytest.mark.parametrize("named", ["file", "folder", "standard input"])
def test_a_terminal_shows_how_much_was_read(weights, drawings, standard_input, tmp_path, monkeypatch, capsys, named):
    class Terminal(io.StringIO):
        def isatty(self):
            return True
    terminal = Terminal()
    monkeypatch.setattr(predict, "DELAY", 0)
    monkeypatch.setattr(sys, "stderr", terminal)
    standard_input(drawings.read_bytes())
    name = {"file": str(drawings), "folder": str(tmp_path), "standard input": "-"}[named]
    main(["predict", name, "--weights", weights])
    assert "reading" in terminal.getvalue()
    assert ("%" in terminal.getvalue()) == (named != "standard input")
    assert len(capsys.readouterr().out.splitlines()) >= 2


def test_dask_that_is_not_installed_is_said_in_one_line(weights, drawings, monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "dask", None)
    monkeypatch.delitem(sys.modules, "app.inputs.cluster", raising=False)
    assert main(["predict", "--dask", "localhost:8786", str(drawings), "--weights", weights]) == 1
    printed = capsys.readouterr()
    assert printed.err.startswith("--dask needs what pip installs with --group cluster: ") and printed.err.count("\n") == 1
    assert not printed.out

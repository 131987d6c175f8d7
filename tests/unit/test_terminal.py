"""The standard streams and options of both command lines, as people's shells have them: in processes of their own."""
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.core import network
from app.terminal import PIPE_CLOSED, Parser, one_line
from tests.drawings import FOUR, THREE

ROOT = Path(__file__).parents[2]


@pytest.fixture
def run(tmp_path):
    """run(module, *words, **settings): start `python -m module words` in the test's own folder."""
    def start(module, *words, encoding="utf-8", stdout=subprocess.PIPE):
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding, "PYTHONUNBUFFERED": ""}
        return subprocess.Popen([sys.executable, "-m", module, *words], cwd=tmp_path, env=environment, stdout=stdout,
                                stderr=subprocess.PIPE)
    return start


@pytest.fixture
def weights(small_network, tmp_path):
    document = network.to_document(small_network, name="n", title="t", training={}, metrics={})
    (tmp_path / "w.json").write_text(json.dumps(document))
    return "--weights=w.json"


def drawings(path, count=1):
    path.write_text(f'{json.dumps({"label": "3", "strokes": THREE})}\n{json.dumps({"label": "4", "strokes": FOUR})}\n' * count)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_name_that_the_output_cannot_write_stops_nothing(run, weights, tmp_path, encoding):
    names = ["\u4e2d\u6587.jsonl", "caf\u00e9.jsonl", os.fsdecode(b"\xff.jsonl"), "plain.jsonl"]
    for name in names:
        drawings(tmp_path / name)
    process = run("app", "predict", weights, *names, "\u4e2d.png", encoding=encoding)
    out, err = (each.decode(encoding) for each in process.communicate())
    assert process.returncode == 1
    assert len(out.splitlines()) == 2 * len(names)
    assert err.count("\n") == 1 and err.endswith("no such file or directory\n")
    assert ("\u4e2d" if encoding == "utf-8" else "\\u4e2d") in err


def test_a_line_break_in_a_name_does_not_break_its_lines(run, weights, tmp_path):
    name = "a\nb\tc\x1b[2J.jsonl"
    drawings(tmp_path / name)
    process = run("app", "predict", weights, name, "no\nne.png")
    out, err = (each.decode() for each in process.communicate())
    assert [len(line.split("\t")) for line in out.splitlines()] == [4, 4]
    assert out.startswith("a\\nb\\tc\\x1b[2J.jsonl:1\t") and err.startswith("no\\nne.png: ") and err.count("\n") == 1


@pytest.mark.parametrize(("module", "words"), [("app", ["predict", "--weights=w.json", "many.jsonl", "many.jsonl"]),
                                               ("app", ["predict", "--weights=w.json", "few.jsonl"]),
                                               ("app", ["predict", "--help"]), ("trainer", ["list"])])
def test_when_the_reader_has_gone_it_ends_without_a_word(run, weights, tmp_path, module, words):
    """Amid what is printed, or, where that is little, when it is flushed at the end."""
    drawings(tmp_path / "many.jsonl", 500)
    drawings(tmp_path / "few.jsonl")
    read, write = os.pipe()
    os.close(read)
    process = run(module, *words, stdout=write)
    os.close(write)
    assert process.communicate()[1] == b""
    assert process.returncode == PIPE_CLOSED


def test_a_reader_that_has_had_enough_blames_no_file(run, weights, tmp_path):
    drawings(tmp_path / "many.jsonl", 500)
    process = run("app", "predict", weights, "many.jsonl", "many.jsonl", "many.jsonl")
    assert process.stdout.readline().startswith(b"many.jsonl:1\t")
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == PIPE_CLOSED


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_full_disk_is_said_in_one_line_and_no_file_is_blamed(run, weights, tmp_path):
    drawings(tmp_path / "many.jsonl", 500)
    with Path("/dev/full").open("wb") as full:
        process = run("app", "predict", weights, "many.jsonl", stdout=full)
        assert process.communicate()[1] == b"output: no space left on device\n"
    assert process.returncode == 1


def test_what_a_line_cannot_hold_is_escaped_and_letters_stay():
    assert one_line("a\r\nb\u2028\udcff \u4e2d\u00e9") == "a\\r\\nb\\u2028\\udcff \u4e2d\u00e9"


def parser():
    parser = Parser(prog="x")
    parser.add_argument("--one", type=int, default=0)
    parser.add_argument("--many", nargs="+", action="extend")
    parser.add_argument("names", nargs="*")
    return parser


@pytest.mark.parametrize("words", [["--one", "1", "--one", "2"], ["--one=0", "--many", "a", "--one=0"]])
def test_an_option_of_one_value_given_twice_is_refused_in_words(words, capsys):
    with pytest.raises(SystemExit):
        parser().parse_args(words)
    assert "argument --one: is given twice" in capsys.readouterr().err


def test_an_option_of_many_values_given_twice_adds_up():
    parsed = parser().parse_args(["--many", "a", "b", "--one", "3", "--many", "c"])
    assert (parsed.many, parsed.one) == (["a", "b", "c"], 3)

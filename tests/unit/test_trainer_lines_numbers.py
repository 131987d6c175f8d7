"""Files of whole numbers and of signs: their labels, who is held out, and what is told of bad ones."""
import gzip
import hashlib
import json

import numpy as np
import pytest

from app.core.errors import DataError, DrawingError
from app.core.grammar import CHARACTERS
from tests.handwriting import CHARACTERS as GLYPHS
from tests.handwriting import written
from trainer.data.corpus import Split
from trainer.data.drawings import Drawings
from trainer.data.line_sources import PARTS, gather_lines
from trainer.data.number_sets import number_sets
from trainer.data.numbers import describe, read, shows_its_sign, split_numbers, split_signs, text_of

STROKES = written("12")


@pytest.fixture
def write(tmp_path):
    """write(name, drawings): a file of them, one a line; a text stands for a line as it is."""
    def to_file(name, drawings):
        lines = [each if isinstance(each, str) else json.dumps({"strokes": STROKES, **each}) for each in drawings]
        content = "\n".join(lines).encode()
        (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith(".gz") else content)
        return tmp_path / name
    return to_file


def by_writers(counts):
    """Drawings with the label 12 by writers, so many by each."""
    return [{"label": "12", "writer": writer} for writer, count in counts.items() for _ in range(count)]


@pytest.mark.parametrize(("label", "text"), [
    ("3x4", "3×4"), ("3X4", "3×4"), ("3 × 4 =\n", "3×4="), ("5−2", "5-2"), ("5–2", "5-2"), ("8∶2", "8:2"), (42, "42"), (0, "0"),
    (" 1\t2 ", "12"), (CHARACTERS, CHARACTERS), ("007", "007"), ("1.5,", "1.5,")])
def test_a_label_is_put_in_the_characters_that_are_read(label, text):
    assert text_of(label) == text


@pytest.mark.parametrize("label", ["", " ", "a", "12a", "1+b", "½", "3²", "١", "#", True, False, None, 1.5, ["1"], {"1": 2}, -3.0])
def test_a_label_that_says_anything_else_is_refused(label):
    with pytest.raises(DrawingError, match="no number or sum in quotation marks"):
        text_of(label)


def test_a_negative_whole_number_is_one_with_a_minus():
    assert text_of(-7) == "-7"


@pytest.mark.parametrize("name", ["mine.jsonl", "mine.jsonl.gz"])
def test_a_file_is_read_with_its_texts_strokes_and_writers(write, name):
    path = write(name, [{"label": "3x4", "writer": "ann"}, {"label": 7}, {"label": "1 2", "writer": 5}])
    found = read(path)
    assert (found.name, found.texts, found.strokes) == ("mine", ["3×4", "7", "12"], [STROKES] * 3)
    assert (found.writers.tolist(), found.refused, len(found)) == (["ann", "", "5"], "", 3)
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_bad_lines_are_named_and_good_ones_read(write):
    path = write("mine.jsonl", [{"label": "1"}, "{not json", {"label": "x²"}, {"label": "2"}, {"label": "3", "strokes": [[]]}])
    found = read(path)
    assert found.texts == ["1", "2"]
    assert found.refused == f"{path}: line 2: it is not JSON; 3 bad lines in all"


@pytest.mark.parametrize("drawings", [[], [{"label": "abc"}], ["[]"]])
def test_a_file_without_a_drawing_is_an_error_that_names_it(write, drawings):
    path = write("mine.jsonl", drawings)
    with pytest.raises(DataError, match=f"^{path}: "):
        read(path)


def test_a_file_that_is_not_there_is_an_error_that_names_it(tmp_path):
    with pytest.raises(DataError, match="nowhere"):
        read(tmp_path / "nowhere.jsonl")


def test_what_is_learnt_from_is_described(write):
    path = write("unipen-numbers.jsonl", by_writers({"ann": 3}))
    own = write("mine.jsonl", by_writers({"ann": 2}))
    assert describe(read(own)) == {"name": "mine", "sha256": read(own).sha256, "drawings": 2, "source": "your own drawings"}
    assert describe(read(path))["source"].startswith("UNIPEN")


@pytest.mark.parametrize("split", [split_numbers, split_signs])
def test_no_writer_is_in_two_parts_and_no_drawing_is_lost(write, split, rng):
    counts = {f"w{at}": int(rng.integers(1, 5)) for at in range(50)}
    found = read(write("mine.jsonl", by_writers(counts)))
    parts = split(found)
    writers = [set(parts[part].writers) for part in PARTS]
    assert all(writers) and sum(map(len, writers)) == len(set.union(*writers)) == 50
    assert sum(len(parts[part]) for part in PARTS) == sum(counts.values()) == len(found)
    for part in parts.values():
        assert [counts[writer] for writer in part.writers] == [list(part.writers).count(writer) for writer in part.writers]


def test_of_the_writers_of_numbers_so_many_are_held_out_whatever_they_wrote(write):
    """Of 50: 0.36 for testing are 18, 0.18 for validation are 9."""
    parts = split_numbers(read(write("mine.jsonl", by_writers({f"w{at}": 1 + at % 3 for at in range(50)}))))
    assert [len(set(parts[part].writers)) for part in PARTS] == [23, 9, 18]


@pytest.mark.parametrize("split", [split_numbers, split_signs])
def test_the_same_writers_are_held_out_each_time_and_in_whatever_order_they_come(write, split):
    drawings = by_writers({f"w{at}": 2 for at in range(30)})
    parts = [split(read(write(name, some))) for name, some in (("one.jsonl", drawings), ("two.jsonl", drawings[::-1]))]
    for part in PARTS:
        assert set(parts[0][part].writers) == set(parts[1][part].writers)


def test_a_writer_of_signs_is_where_they_are_whoever_else_wrote(write):
    """So that the writer of two files is in the same part of both."""
    many = split_signs(read(write("many.jsonl", by_writers({f"w{at}": 1 for at in range(40)}))))
    for part in PARTS:
        for writer in set(many[part].writers):
            assert len(split_signs(read(write("one.jsonl", by_writers({writer: 2}))))[part]) == 2


def test_taking_some_keeps_each_drawing_with_its_text_and_writer(write):
    found = read(write("mine.jsonl", [{"label": str(at), "writer": f"w{at}", "strokes": [[[at, 0]]]} for at in range(6)]))
    some = found.take(np.arange(6) % 2 == 1)
    assert (some.texts, some.writers.tolist()) == (["1", "3", "5"], ["w1", "w3", "w5"])
    assert some.strokes == [[[[at, 0]]] for at in (1, 3, 5)]


def digits_of(name):
    """A split of digits by three writers, one in each part."""
    drawings = Drawings(name, [GLYPHS["7"], GLYPHS["4"], GLYPHS["1"]], np.array([7, 4, 1]), np.array(["a", "b", "c"], object), "0")
    return Split(*(drawings.take([at]) for at in range(3)))


@pytest.fixture
def signs(write):
    return write("signs.jsonl", [{"label": each, "strokes": GLYPHS[each], "writer": f"w{at}"} for at in range(30) for each in "+="])


@pytest.fixture
def numbers(write):
    return write("numbers.jsonl", by_writers({f"w{at}": 2 for at in range(30)}))


def test_all_sources_are_gathered_by_part(numbers, signs):
    found = gather_lines([digits_of("digits")], [{"name": "digits"}], [numbers], [signs])
    assert [list(found.pools[part].keys() & set("0123456789")) for part in PARTS] == [["7"], ["4"], ["1"]]
    assert all(found.pools[part]["+"] and set(map(str, found.pools[part]["="])) == {str(GLYPHS["="])} for part in PARTS)
    assert sum(len(found.pools[part]["+"]) for part in PARTS) == 30
    assert sum(len(written) for part in PARTS for written in found.lines[part]) == 60
    assert [source["name"] for source in found.sources] == ["digits", "signs", "numbers"]
    assert found.held_out["digits"] == ["c"]
    assert found.held_out["numbers"] == sorted(set(found.lines["test"][0].writers))
    assert found.held_out["signs"] == sorted(set(split_signs(read(signs))["test"].writers))
    assert found.problems == []


def test_a_bad_file_among_good_ones_is_a_sentence_and_the_others_are_read(numbers, signs, write, tmp_path):
    bad, partly = write("bad.jsonl", ["nonsense"]), write("partly.jsonl", [*by_writers({"a": 1, "b": 1}), "nonsense"])
    found = gather_lines([], [], [bad, numbers, partly, tmp_path / "gone.jsonl"], [signs])
    assert [source["name"] for source in found.sources] == ["signs", "numbers", "partly"]
    assert [problem.split(": ")[0] for problem in found.problems[:2]] == [str(bad), str(partly)]
    assert "gone" in found.problems[2] and len(found.problems) == 3
    assert {written.name for part in PARTS for written in found.lines[part]} == {"numbers", "partly"}


def test_of_a_file_that_was_learnt_from_the_writers_held_out_are_measured_and_of_others_all(write):
    learnt, other = (write(name, by_writers({f"w{at}": 2 for at in range(25)})) for name in ("learnt.jsonl", "other.jsonl"))
    other.write_text(other.read_text() + "\n")
    training = {"data": [{"name": "elsewhere", "sha256": read(learnt).sha256}, "a line of another kind", {"name": "old"}]}
    (held, own), problems = number_sets([learnt, other], training)
    assert problems == []
    assert set(held.written.writers) == set(split_numbers(read(learnt))["test"].writers)
    assert held.note.startswith("the writers held out of training, 18 lines by 9 writers, of 50;")
    assert (len(own.written), own.note) == (50, "the whole file, 50 lines by 25 writers")
    assert len(number_sets([learnt], training, whole=True)[0][0].written) == 50


def test_a_file_that_cannot_be_measured_on_is_a_sentence(write, tmp_path):
    good, partly = write("good.jsonl", by_writers({"a": 1})), write("partly.jsonl", [{"label": "1"}, "nonsense"])
    sets, problems = number_sets([tmp_path / "gone.jsonl", good, partly], {})
    assert [each.written.name for each in sets] == ["good", "partly"]
    assert "gone.jsonl" in problems[0] and problems[1].startswith(f"{partly}: line 2")


@pytest.mark.parametrize(("text", "strokes", "shows"), [
    ("+", [[[0, 5], [10, 5]], [[5, 0], [5, 10]]], True), ("+", [[[0, 5], [10, 6]]], False),
    (":", [[[0, 0], [1, 1]], [[0, 8], [1, 9]]], True), (":", [[[0, 0], [9, 3]]], False),
    ("-", [[[0, 0], [9, 1]]], True), ("-", [[[0, 0], [1, 9]]], False),
    ("=", [[[0, 0], [9, 0]], [[0, 4], [9, 4]]], True), ("=", [[[0, 0], [9, 0.1]]], False),
    ("/", [[[5, 0], [0, 10]]], True), ("/", [[[0, 0], [5, 10]]], False), ("/", [[[5, 5]]], False), ("(", [[[0, 0]]], True),
])
def test_a_drawing_without_what_makes_its_sign_is_none_of_it(text, strokes, shows):
    assert shows_its_sign(text, strokes) == shows

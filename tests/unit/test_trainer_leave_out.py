"""Leaving out whole sources: what is read was not learnt from, and what is learnt from is all the rest."""
import json
from dataclasses import replace

import numpy as np
import pytest

from tests.drawings import FOUR, THREE
from trainer.__main__ import main
from trainer.data.corpus import gather, sources_of
from trainer.data.samples import Mixture, Samples
from trainer.runs import strange_sources
from trainer.runs.recipes import FLAGSHIP, RECIPES
from trainer.runs.strange_sources import images_from, in_short, sources_in


@pytest.fixture
def labs(workplace, monkeypatch):
    """Digits from two labs and a file without labs, letters from one of the labs."""
    monkeypatch.setattr(strange_sources, "START", replace(strange_sources.START, epochs=1))

    def write(name, labels, writers):
        lines = [{"label": label, "strokes": THREE if label == "3" else FOUR, "writer": writers[i % len(writers)]}
                 for i, label in enumerate(labels)]
        (workplace / name).write_text("\n".join(json.dumps(line) for line in lines))

    write("labs.jsonl", "34" * 30, [f"{lab}/w{i}" for i in range(10) for lab in ("aga", "gmd")])
    write("other.jsonl", "3344" * 5, [f"w{i}" for i in range(10)])
    write("letters.jsonl", "abcab" * 8, [f"{lab}/w{i}" for i in range(10) for lab in ("gmd", "kai")])
    return ["--drawings", "labs.jsonl", "other.jsonl", "--not-digits", "letters.jsonl", "--mnist", "idx"]


@pytest.fixture
def corpus(labs, workplace):
    return gather(mnist_folder=workplace / "idx", digit_files=[workplace / "labs.jsonl", workplace / "other.jsonl"],
                  not_digit_files=[workplace / "letters.jsonl"])


def test_a_source_is_a_lab_or_else_the_file(corpus):
    assert set(sources_of(corpus.digits[0].train)) == {"aga", "gmd"}
    assert set(sources_of(corpus.digits[1].train)) == {"other"}
    assert set(sources_in(corpus)) == {"aga", "gmd", "other"}


def test_what_is_left_out_is_in_no_sample_and_the_rest_is(corpus):
    mixture = Mixture(repeats=2)
    everything, rest = (Samples(corpus, mixture=mixture, seed=0, without=without)(0) for without in ("", "gmd"))
    digits = sum((sources_of(split.train) == "gmd").sum() for split in corpus.digits)
    letters = (sources_of(corpus.not_digits[0].train) == "gmd").sum()
    assert digits and letters
    assert len(everything[0]) - len(rest[0]) == 2 * digits + letters
    assert len(rest[0]) == len(rest[1])


def test_a_corpus_without_a_source_has_none_of_its_drawings_in_any_part(corpus):
    rest = corpus.without("gmd")
    parts = [part for split in rest.digits + rest.not_digits for part in (split.train, split.validation, split.test)]
    assert all((sources_of(part) != "gmd").all() for part in parts)
    assert sum(map(len, parts)) > 0


def test_all_of_a_source_is_read_but_for_the_writers_held_out_for_testing(corpus):
    split = corpus.digits[0]
    kept = sum((sources_of(part) == "aga").sum() for part in (split.train, split.validation))
    assert len(images_from(corpus, "aga")) == kept > 0
    assert kept + (sources_of(split.test) == "aga").sum() == 30


def test_in_short_it_is_the_flagships_mixture_for_a_small_network():
    flagship = RECIPES[FLAGSHIP]
    short = in_short(flagship, epochs=3)
    assert (short.settings.epochs, short.teacher) == (3, "")
    assert replace(short.mixture, variants=flagship.mixture.variants) == flagship.mixture
    assert short.layers != flagship.layers == in_short(flagship, epochs=3, full=True).layers


def test_each_source_gets_a_line_and_all_of_them_one(labs, capsys):
    assert main(["leave-out", *labs, "--epochs", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:2] == ["left", "out"]
    assert {line.split("  ")[0] for line in lines[1:]} == {"aga", "gmd", "other", "all of them", "mean of sources"}


def test_for_machines_each_source_is_an_object_and_the_same_seed_gives_the_same(labs, capsys):
    printed = []
    for _ in range(2):
        assert main(["leave-out", *labs, "--epochs", "1", "--json", "--sources", "other", "aga"]) == 0
        printed.append(capsys.readouterr().out)
    assert printed[0] == printed[1]
    rows = [json.loads(line) for line in printed[0].splitlines()]
    assert [row["source"] for row in rows] == ["other", "aga"]
    assert all(set(row) >= {"n", "accuracy", "sure_rate", "sure_accuracy", "confusion"} for row in rows)
    assert np.sum(rows[0]["confusion"]) == rows[0]["n"]


@pytest.mark.parametrize(("words", "message"), [
    (["--sources", "nowhere"], "no drawings come from nowhere; there are "),
    (["--drawings", "other.jsonl"], "from two sources at least"),
])
def test_what_cannot_be_left_out_is_one_clear_line(labs, words, message, capsys):
    given = labs if words[0] == "--sources" else ["--mnist", "idx"]
    assert main(["leave-out", *given, *words]) == 1
    captured = capsys.readouterr()
    assert message in captured.err
    assert captured.err.count("\n") == 1

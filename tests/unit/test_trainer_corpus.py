import json

import numpy as np
import pytest

from trainer.data import corpus, drawings, portion
from trainer.data.corpus import choose_writers, divide, gather
from trainer.data.mnist import Images

EXPECTED_PENDIGITS_TEST = ["pend-tr05", "pend-tr08", "pend-tr13", "pend-tr14", "pend-tr15", "pend-tr22"]


@pytest.fixture
def small_corpus(tmp_path, monkeypatch):
    """Two files by 20 writers, half of whom drew both digits and letters, and a stand-in for MNIST."""
    monkeypatch.setattr(drawings, "CACHE", tmp_path / "cache")
    monkeypatch.setattr(portion, "MNIST_VALIDATION", 10)
    monkeypatch.setattr(corpus, "NOT_DIGITS_TEST", 12)
    monkeypatch.setattr(corpus, "NOT_DIGITS_VALIDATION", 4)
    monkeypatch.setattr(corpus, "mnist", lambda *_: Images("mnist-train", np.zeros((50, 784), np.uint8),
                                                          np.arange(50) % 10))

    def write(name, labels, writers):
        lines = [json.dumps({"label": label, "strokes": [[[i, 0], [0, 9]]], "writer": writer})
                 for i, (label, writer) in enumerate(zip(labels, writers, strict=True))]
        path = tmp_path / name
        path.write_text("\n".join(lines))
        return path

    digits = write("digits.jsonl", "0123456789" * 4, [f"w{i % 20:02}" for i in range(40)])
    letters = write("letters.jsonl", "abcde" * 12, [f"w{10 + i % 20:02}" for i in range(60)])
    return gather(digit_files=[digits], not_digit_files=[letters])


def test_no_writer_is_on_two_sides(small_corpus):
    for split in small_corpus.digits + small_corpus.not_digits:
        train, validation, test = (set(part.writers) for part in (split.train, split.validation, split.test))
        assert train
        assert validation
        assert test
        assert not train & validation
        assert not train & test
        assert not validation & test


def test_a_writer_held_out_is_held_out_of_every_file(small_corpus):
    trained = set(small_corpus.digits[0].train.writers) | set(small_corpus.not_digits[0].train.writers)
    tested = set(small_corpus.digits[0].test.writers) | set(small_corpus.not_digits[0].test.writers)
    assert not trained & tested


def test_as_many_not_digits_are_tested_as_asked_for(small_corpus):
    assert len(small_corpus.not_digits[0].test) == 12


def test_mnist_is_split_without_overlap(small_corpus):
    assert len(small_corpus.mnist_validation) == 10
    assert len(small_corpus.mnist_train) == 40


def test_held_out_writers_and_sources_are_on_record(small_corpus):
    assert small_corpus.held_out["digits"] == sorted(set(small_corpus.digits[0].test.writers))
    assert [source["name"] for source in small_corpus.sources] == ["mnist-train", "digits", "letters"]
    assert all(len(source["sha256"]) == 64 for source in small_corpus.sources[1:])


def test_the_split_never_changes(small_corpus):
    """Weights shipped today are measured by people tomorrow: the draw must stay what it was."""
    assert choose_writers(small_corpus.digits[0].train) == choose_writers(small_corpus.digits[0].train)
    whole = drawings.Drawings("pendigits-train", [[]] * 30, np.zeros(30, int),
                              np.array([f"pend-tr{i:02}" for i in range(1, 31)]), "")
    test, validation = choose_writers(whole)
    assert (len(test), len(validation)) == (6, 3)
    assert test == EXPECTED_PENDIGITS_TEST


def test_dividing_keeps_every_drawing_once(small_corpus):
    drawn = small_corpus.digits[0].train
    writers = sorted(set(drawn.writers))
    split = divide(drawn, writers[:2], writers[2:3])
    assert len(split.train) + len(split.validation) + len(split.test) == len(drawn)

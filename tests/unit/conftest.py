"""A small workplace for the trainer's commands, and damaged files, which many tests share."""
import gzip
import hashlib
import json

import numpy as np
import pytest

from app.core import ink
from tests.drawings import FOUR, THREE
from trainer.data import corpus, portion
from trainer.data.idx import write_idx
from trainer.data.mnist import FILES


@pytest.fixture(params=["cut off", "a byte flipped", "its checksum flipped"])
def damaged_gzip(request):
    """damaged_gzip(content): gzipped, then damaged; each kind fails with another exception inside Python's own gzip."""
    def damaged(content):
        raw = bytearray(gzip.compress(content))
        if request.param == "cut off":
            return bytes(raw[:-len(raw) // 3])
        raw[10 if request.param == "a byte flipped" else -8] ^= 0xFF
        return bytes(raw)
    return damaged


@pytest.fixture
def workplace(tmp_path, monkeypatch, rng):
    """An empty folder to work in, with MNIST's stand-in in idx/ and drawings in drawings.jsonl and letters.jsonl."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "idx").mkdir()
    pictures = {3: ink.render(THREE), 4: ink.render(FOUR)}
    sums = {}
    for part, count in (("train", 120), ("test", 40)):
        labels = 3 + np.arange(count) % 2
        images = np.array([pictures[label] for label in labels]) * rng.uniform(0.5, 1, (count, 1))
        values = np.rint(255 * images).astype(np.uint8).reshape(-1, 28, 28), labels.astype(np.uint8)
        sums[part] = []
        for (name, _), content in zip(FILES[part], values, strict=True):
            write_idx(tmp_path / "idx" / name, content)
            sums[part].append((name, hashlib.sha256((tmp_path / "idx" / name).read_bytes()).hexdigest()))
    monkeypatch.setattr("trainer.data.mnist.FILES", sums)
    monkeypatch.setattr(portion, "MNIST_VALIDATION", 20)
    monkeypatch.setattr(corpus, "NOT_DIGITS_TEST", 4)
    monkeypatch.setattr(corpus, "NOT_DIGITS_VALIDATION", 2)

    def write(name, labels):
        lines = [{"label": label, "strokes": THREE if label == "3" else FOUR, "writer": f"w{i % 10}"}
                 for i, label in enumerate(labels)]
        (tmp_path / name).write_text("\n".join(json.dumps(line) for line in lines))

    write("drawings.jsonl", "34343" * 8)
    write("letters.jsonl", "abcab" * 4)
    return tmp_path

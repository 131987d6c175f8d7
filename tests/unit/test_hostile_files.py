"""Files that are made to hurt whoever reads them: a sentence each, under a gigabyte, and nobody waits without end."""
import gzip
import io
import os
import struct
import subprocess
import sys
import threading
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.__main__ import main
from app.core import jsonlines, picture_file
from app.core.errors import DataError, PictureError
from app.inputs import files
from tests.fuzz.files import chunk
from tests.fuzz.odd.making import raw_png, zeros
from trainer.data import drawings
from trainer.data.arrays import cached, read_arrays
from trainer.data.files import read_bytes
from trainer.data.idx_folder import idx_folder
from trainer.runs import checkpoint

ROOT = Path(__file__).parents[2]
MOST_MEGABYTES = 1000
# Reads one file, says what came of it, and how many megabytes the process had at most.
READER = """
import sys
from pathlib import Path
from app.core import picture
from app.core.errors import InklingError
from tests.fuzz.watch import peak
from trainer.data import drawings, idx_folder, numbers
from trainer.reporting import manifest
from trainer.runs import checkpoint
readers = {"drawings": drawings.read, "numbers": numbers.read, "idx": idx_folder.idx_folder, "weights": manifest.read_weights,
           "checkpoint": lambda path: checkpoint.load(path, {}), "picture": lambda path: picture.find(path.read_bytes())}
try:
    readers[sys.argv[1]](Path(sys.argv[2]))
    print("read")
except InklingError as error:
    print(error)
print(peak())
"""
DRAWING = b'{"label": 1, "strokes": [[[0, 0]]]}\n'


def idx(*shape, size=None):
    """An IDX file's header, and as many zeros as it promises, or `size` of them."""
    count = int(np.prod(shape)) if size is None else size
    return struct.pack(f">4B{len(shape)}I", 0, 0, 8, len(shape), *shape) + bytes(count)


def sparse(path, head, size):
    with path.open("wb") as file:
        file.write(head)
        file.truncate(size)


def hurting(kind, path):
    """Writes a file, or a folder, of this kind."""
    if kind == "zeros":
        path.write_bytes(gzip.compress(bytes(1_500_000_000), 1))
    elif kind == "drawings":
        path.write_bytes(gzip.compress(DRAWING * 15_000_000, 1))
    elif kind == "bomb in a bomb":
        path.write_bytes(gzip.compress(gzip.compress(bytes(1_500_000_000), 1)))
    elif kind == "no end":
        sparse(path, b"{", 3_000_000_000)
    elif kind == "images":
        path.mkdir()
        (path / "a-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx(1_500_000, 28, 28), 1))
        (path / "a-labels-idx1-ubyte").write_bytes(idx(10))
    elif kind == "images without end":
        path.mkdir()
        sparse(path / "a-images-idx3-ubyte", idx(4_000_000, 28, 28, size=0), 3_136_000_016)
        (path / "a-labels-idx1-ubyte").write_bytes(idx(10))
    elif kind == "arrays":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive, archive.open("best.npy", "w") as file:
            np.lib.format.write_array_header_1_0(file, {"descr": "<f4", "fortran_order": False, "shape": (375_000_000,)})
            for _ in range(150):
                file.write(bytes(10_000_000))
    else:
        path.write_bytes(tall_animation())


def tall_animation():
    """A PNG of three frames, each of them a column of 40 million pixels."""
    size, packed = (1, 40_000_000), zeros(80_000_000)
    made = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0))
    made += chunk(b"acTL", struct.pack(">II", 3, 0))
    for number in range(3):
        made += chunk(b"fcTL", struct.pack(">IIIIIHHBB", max(0, 2 * number - 1), *size, 0, 0, 1, 10, 2, 1))
        made += chunk(b"fdAT", struct.pack(">I", 2 * number) + packed) if number else chunk(b"IDAT", packed)
    return made + chunk(b"IEND", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is Linux's to tell")
@pytest.mark.parametrize(("reader", "kind", "said"), [
    ("drawings", "zeros", "unpacks to more than 100 times its size"),
    ("drawings", "drawings", "unpacks to more than 100 times its size"),
    ("numbers", "bomb in a bomb", "unpacks to more than 100 times its size"),
    ("drawings", "no end", "line 1: it is longer than ten million characters"),
    ("weights", "no end", "is larger than 100 MB"),
    ("idx", "images", "unpacks to more than 100 times its size"),
    ("idx", "images without end", "is larger than 560 MB"),
    ("checkpoint", "arrays", "damaged checkpoint"),
    ("picture", "a tall animation", "over 100 thousand on a side"),
])
def test_what_is_small_to_send_and_large_to_read_is_refused_in_a_sentence_and_under_a_gigabyte(tmp_path, reader, kind, said):
    path = tmp_path / "file"
    hurting(kind, path)
    done = subprocess.run([sys.executable, "-c", READER, reader, str(path)], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert (done.returncode, done.stderr) == (0, "")
    sentence, megabytes = done.stdout.splitlines()
    assert said in sentence
    assert reader == "picture" or sentence.startswith(str(path))
    assert float(megabytes) < MOST_MEGABYTES


def test_a_line_that_does_not_end_is_not_read_on_and_on(monkeypatch):
    monkeypatch.setattr(jsonlines, "ENDLESS", 10**6)
    with pytest.raises(DataError, match="line 2 does not end"):
        list(jsonlines.lines_in(io.BytesIO(b"a line\n" + bytes(3 * jsonlines.LONGEST))))


@pytest.mark.parametrize("size", [(1, 40_000_000), (40_000_000, 1), (2, 20_000_000), (100_001, 1), (1, 100_001)])
def test_a_picture_longer_than_any_is_refused_before_it_is_decoded(size, monkeypatch):
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    with pytest.raises(PictureError, match=f"the picture has {size[0]} x {size[1]} pixels, over 100 thousand on a side"):
        picture_file.decode(raw_png(size, zlib.compress(bytes(100))))


def test_a_picture_may_be_as_long_as_any_camera_or_screen_makes_it():
    colours, size = picture_file.decode(raw_png((1, 65_535), zlib.compress(bytes(2 * 65_535))))
    assert size == (1, 65_535) and max(colours.shape) < 2 * picture_file.SIDE


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(files, "PATIENCE", 0.2)


NEEDS_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
READERS = {"drawings": drawings.read, "bytes": read_bytes}


@NEEDS_PIPES
@pytest.mark.parametrize("reader", READERS)
def test_a_pipe_into_which_nobody_writes_is_not_waited_for(tmp_path, impatient, reader):
    os.mkfifo(tmp_path / "pipe.jsonl")
    with pytest.raises(DataError, match=r"pipe\.jsonl: is a pipe into which nobody writes$"):
        READERS[reader](tmp_path / "pipe.jsonl")


@NEEDS_PIPES
@pytest.mark.parametrize("name", ["pipe.jsonl", "pipe.png"])
def test_neither_by_predict_nor_as_its_weights(tmp_path, impatient, capsys, name):
    os.mkfifo(tmp_path / name)
    assert main(["predict", str(tmp_path / name)]) == 1
    assert main(["predict", "nothing.png", "--weights", str(tmp_path / name)]) == 1
    assert capsys.readouterr().err.splitlines() == 2 * [f"{tmp_path / name}: is a pipe into which nobody writes"]


@NEEDS_PIPES
def test_a_pipe_into_which_somebody_writes_is_read_to_its_end(tmp_path):
    path = tmp_path / "pipe.jsonl"
    os.mkfifo(path)

    def write():
        with path.open("wb") as file:
            for _ in range(2000):
                file.write(DRAWING)

    writer = threading.Thread(target=write)
    writer.start()
    assert len(drawings.read(path)) == 2000
    writer.join()


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/full", "/dev/null", "/dev/urandom"])
def test_a_device_is_no_file(tmp_path, device, capsys):
    if not Path(device).exists():
        pytest.skip("this system has no such device")
    named = tmp_path / "drawings.jsonl"
    named.symlink_to(device)
    for reader in READERS.values():
        with pytest.raises(DataError, match="is neither a file nor a folder$"):
            reader(named)
    assert main(["predict", device, str(named)]) == 1
    assert [line.partition(": ")[2] for line in capsys.readouterr().err.splitlines()] == 2 * ["is neither a file nor a folder"]


@pytest.mark.parametrize(("images", "labels", "said"), [
    (idx(2**32 - 1, 2**32 - 1, 2**32 - 1, size=10), idx(10), "images-idx3-ubyte: cut off"),
    (idx(2**32 - 1, 28, 28, size=784), idx(1), "images-idx3-ubyte: cut off"),
    (idx(1, 28, 28), idx(2**32 - 1, size=1), "labels-idx1-ubyte: cut off"),
    (idx(1, 28, 28, size=785), idx(1), "images-idx3-ubyte: cut off, or longer than its header says"),
    (gzip.compress(idx(1, 28, 28), mtime=0) + b"more", idx(1), "images-idx3-ubyte: damaged gzip file"),
    (gzip.compress(idx(1, 28, 28), mtime=0)[:-4], idx(1), "images-idx3-ubyte: damaged gzip file"),
    (b"\x1f\x8b", idx(1), "images-idx3-ubyte: damaged gzip file"),
    (gzip.compress(b"", mtime=0), idx(1), "images-idx3-ubyte: not an IDX file"),
    (idx(0, 28, 28), idx(0), "images-idx3-ubyte: has no image"),
    (idx(0, 0, 0), idx(0), "images-idx3-ubyte: images are 0x0"),
    (idx(1, 28, 28), b"", "labels-idx1-ubyte: not an IDX file"),
    (idx(1, 28, 28), idx(2), "1 images but 2 labels"),
])
def test_an_idx_file_is_what_its_header_says_or_named(tmp_path, images, labels, said):
    (tmp_path / "a-images-idx3-ubyte").write_bytes(images)
    (tmp_path / "a-labels-idx1-ubyte").write_bytes(labels)
    with pytest.raises(DataError, match=said):
        idx_folder(tmp_path)


def npy(shape, *, kind="<f4", data=b""):
    file = io.BytesIO()
    np.lib.format.write_array_header_1_0(file, {"descr": kind, "fortran_order": False, "shape": shape})
    return file.getvalue() + data


def zipped(contents, method=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in contents.items():
            archive.writestr(name, content)
    return file.getvalue()


@pytest.mark.parametrize("raw", [
    b"", b"PK", b"junk" * 100, npy((3,), data=bytes(12)),
    zipped({"a.npy": npy((10**12,))}), zipped({"a.npy": npy((3,), data=bytes(11))}), zipped({"a.npy": npy((3,), data=bytes(13))}),
    zipped({"a.npy": npy((-1,))}), zipped({"a.npy": npy((1,), kind="|O", data=b"cos\nsystem\n(S'x'\ntR.")}),
    zipped({"a.npy": b"\x93NUMPY\x01\0\xff\xff{"}), zipped({"a.npy": b"\x93NUMPY\x09\0"}), zipped({"a.npy": b""}),
    zipped({"a.npy": npy((3,), data=bytes(12))}, zipfile.ZIP_DEFLATED),
    zipped({"a.npy": npy((3,), data=bytes(12))}).replace(b"\0" * 12, b"\1" * 12),
    zipped({"a.npy": npy((3,), data=bytes(12))})[:-30],
])
def test_a_checkpoint_that_is_none_is_refused_in_a_sentence(tmp_path, raw):
    path = tmp_path / "c.npz"
    path.write_bytes(raw)
    with pytest.raises(DataError, match=r"c\.npz: damaged checkpoint, remove it to start afresh$"):
        checkpoint.load(path, {})


def test_arrays_come_back_as_they_were_kept(tmp_path, rng):
    kept = {"a": rng.normal(size=(3, 4)).astype(np.float32), "b": np.asfortranarray(rng.normal(size=(5, 2))), "c": np.array("text"),
            "d": np.zeros((0, 7)), "e": np.array(3)}
    np.savez(tmp_path / "a.npz", **kept)
    found = read_arrays(tmp_path / "a.npz", 10**6)
    assert found.keys() == kept.keys()
    for name, array in kept.items():
        assert found[name].dtype == array.dtype
        np.testing.assert_array_equal(found[name], array)
    found["a"] += 1  # training goes on in them
    with pytest.raises(DataError):
        read_arrays(tmp_path / "a.npz", 100)


@pytest.mark.parametrize("damaged", [b"", b"junk", npy((10**12,), kind="|u1"), npy((2, 784), kind="|u1", data=bytes(2)),
                                     npy((784,), kind="|u1", data=bytes(784)), npy((2, 784), data=bytes(4 * 2 * 784))])
def test_what_is_damaged_in_the_cache_is_made_again(tmp_path, damaged):
    path, right = tmp_path / "a.npy", np.full((2, 784), 7, np.uint8)
    path.write_bytes(damaged)
    np.testing.assert_array_equal(cached(path, (2, 784), lambda: right), right)
    np.testing.assert_array_equal(cached(path, (2, 784), lambda: pytest.fail("made twice")), right)

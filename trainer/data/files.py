"""Files that are whole or not there: written beside their place, then moved onto it in one step; read, or named."""
import contextlib
import hashlib
import io
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from app.core.errors import DataError
from app.core.gzipped import unpacking
from app.inputs.files import contents, opened

PIECE = 2**20
LARGEST = 100_000_000  # bytes of what is read at once: a network has a quarter of that at most


def reason(error: OSError) -> str:
    """What the system says was wrong, without the name of the file."""
    return (error.strerror or str(error)).lower()


def read_bytes(path: Path, most: int = LARGEST) -> bytes:
    """A file's bytes as they are. Raises DataError naming the file and why it cannot be read."""
    try:
        return contents(path, most)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def listed(folder: Path) -> list[Path]:
    """What lies in a folder, by name. Raises DataError naming the folder and why it cannot be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise DataError(f"{folder}: {reason(error)}") from None


def read_unpacked(path: Path, most: int) -> bytearray:
    """A file's content, unpacked if it is gzipped. Raises DataError naming the file if it is damaged, or larger than `most`."""
    with unpacked(path) as content:
        data = read_at_most(content, most + 1)
        if len(data) > most:
            raise DataError(f"is larger than {most / 10**6:,.0f} MB")
    return data


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[BinaryIO]:
    """The same while the block reads it, whose DataErrors name the file then."""
    try:
        with opened(path) as file:
            yield unpacking(file)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


def read_at_most(file: BinaryIO, size: int, data: bytearray | None = None) -> bytearray:
    """So many bytes, or all that there are, those before them in `data` included; never more room than they need."""
    data = bytearray() if data is None else data
    while len(data) < size and (piece := file.read(min(PIECE, size - len(data)))):
        data += piece
    return data


class Hashing(io.RawIOBase):
    """A buffered file that is read through it; sha256: of what was read by now."""

    def __init__(self, file: BinaryIO):
        self.file, self.sha256 = file, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        count = self.file.readinto1(buffer)
        self.sha256.update(memoryview(buffer)[:count])
        return count


def write_whole(path: Path, content: bytes | Callable[[BinaryIO], object]) -> None:
    """Write a file so that nobody ever reads half of it, and a kill or a power cut leaves the one before.

    content: all bytes, or a function that writes them to the open file it is given. Folders that are missing are made.
    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{uuid4().hex}.partial")  # another process may be writing the same file
    try:
        with partial.open("wb") as file:
            if callable(content):
                content(file)
            else:
                file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)

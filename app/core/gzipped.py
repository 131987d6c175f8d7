"""Bytes out of a gzip file: the one place that unpacks what people hand us, whole or while it is read."""
import gzip
import io
import zlib
from typing import BinaryIO

from app.core.errors import DataError

MAGIC = b"\x1f\x8b"
LAYERS = 2  # packed once by a person and once more by a server; a file that unpacks to itself would never end
LARGEST = 10**9  # bytes unpacked: EMNIST's largest set fits, a gzip bomb does not
# What is read piece by piece may be larger than that, but then not this many times what it was packed: drawings are packed
# to a tenth, a bomb to a thousandth.
MOST_FOLD = 200
PIECE = 2**20


def unpacked(raw: bytes) -> bytes:
    """A file's content, gzipped or not, as its first two bytes tell. Raises DataError for a damaged or boundless one."""
    return read_all(unpacking(io.BytesIO(raw))) if raw[:2] == MAGIC else raw


def unpacking(file: BinaryIO) -> BinaryIO:
    """The same of a buffered file, to be read piece by piece. What is damaged or boundless raises DataError when reached."""
    for _ in range(LAYERS):
        head, file = begun(file, len(MAGIC))
        if head != MAGIC:
            break
        file = io.BufferedReader(Unpacking(file), PIECE)
    return file


def begun(file: BinaryIO, count: int) -> tuple[bytes, BinaryIO]:
    """(the first `count` bytes of a buffered file, or all that it has; the file, to be read from its beginning still)."""
    head = file.read(count)
    return head, io.BufferedReader(Rejoined(head, file), PIECE)


def read_all(file: BinaryIO) -> bytes:
    pieces, size = [], 0
    while piece := file.read(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise boundless()
    return b"".join(pieces)


def boundless() -> DataError:
    return DataError(f"unpacks to more than {LARGEST // 10**9} GB")


class Rejoined(io.RawIOBase):
    """A file after what was read of it already. taken: bytes read of it by now."""

    def __init__(self, head: bytes, rest: BinaryIO):
        self.head, self.rest = head, rest
        self.taken = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        piece = self.head[:len(buffer)] or self.rest.read1(len(buffer))
        self.head = self.head[len(piece):]
        self.taken += len(piece)
        buffer[:len(piece)] = piece
        return len(piece)


class Unpacking(io.RawIOBase):
    """What a gzip file holds, packed being a file of `begun`. Raises DataError where it is damaged or gets boundless."""

    def __init__(self, packed: BinaryIO):
        self.packed, self.content = packed, gzip.GzipFile(fileobj=packed)
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            piece = self.content.read1(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise DataError("damaged gzip file") from None
        self.size += len(piece)
        if self.size > LARGEST and self.size > MOST_FOLD * self.packed.raw.taken:
            raise boundless()
        buffer[:len(piece)] = piece
        return len(piece)

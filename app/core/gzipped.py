"""Bytes out of a gzip file: the one place that unpacks what people hand us, while it is read."""
import gzip
import io
import zlib
from typing import BinaryIO

from app.core.errors import DataError

MAGIC = b"\x1f\x8b"
LAYERS = 2  # packed once by a person and once more by a server; a file that unpacks to itself would never end
# What unpacks to more than this, and to more than so many times what it was packed, is boundless: drawings are packed to a tenth,
# images to a fifth, a bomb to a thousandth.
LARGEST = 10_000_000
MOST_FOLD = 100
PIECE = 2**20
NEAR = 2**14  # bytes that are taken ahead of what is packed, or a small bomb would seem to have been read by the megabyte


def unpacking(file: BinaryIO) -> BinaryIO:
    """A buffered file's content, gzipped or not, as its first two bytes tell, to be read piece by piece. What is damaged or
    boundless raises DataError when reached."""
    packed = None
    for _ in range(LAYERS):
        head, file = begun(file, len(MAGIC))
        if head != MAGIC:
            break
        packed = packed or file.raw
        file = io.BufferedReader(Unpacking(file, packed), PIECE)
    return file


def begun(file: BinaryIO, count: int) -> tuple[bytes, BinaryIO]:
    """(the first `count` bytes of a buffered file, or all that it has; the file, to be read from its beginning still)."""
    head = file.read(count)
    return head, io.BufferedReader(Rejoined(head, file), NEAR)


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
    """What a gzip file holds. Raises DataError where it is damaged or gets boundless.

    file: one of `begun`. packed: what is packed most, of which it is measured how much was taken.
    """

    def __init__(self, file: BinaryIO, packed: Rejoined):
        self.content, self.packed = gzip.GzipFile(fileobj=file), packed
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            piece = self.content.read1(len(buffer))
        except (gzip.BadGzipFile, EOFError, zlib.error):
            raise DataError("damaged gzip file") from None
        self.size += len(piece)
        if self.size > LARGEST and self.size > MOST_FOLD * self.packed.taken:
            raise DataError(f"unpacks to more than {MOST_FOLD} times its size, as no drawings and no images do")
        buffer[:len(piece)] = piece
        return len(piece)

"""What people name: files, folders and standard input, opened and looked through."""
import contextlib
import io
import operator
import os
import select
import stat
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.core.errors import DataError
from app.core.gzipped import Rejoined
from app.terminal import reason

STANDARD_INPUT = "-"
LEFT_BY_SYSTEMS = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "$recycle.bin",
                   "system volume information"}
PIECE = 2**18
PATIENCE = 5  # seconds until somebody has to write into a pipe that is named


def nobody(count: int) -> None:
    """Is told how many bytes were read."""


def opened(path: Path | str, told: Callable[[int], None] = nobody) -> BinaryIO:
    """A file, or standard input by its name, to be read once. told: gets the number of bytes at every reading.

    Raises DataError saying why it cannot be read, now or at a reading, so that an OSError is always the output's.
    """
    if path == STANDARD_INPUT:
        if sys.stdin is None or sys.stdin.closed:
            raise DataError("standard input is closed, or was read already")
        return io.BufferedReader(Reading(sys.stdin.buffer, told), PIECE)
    try:
        return io.BufferedReader(Reading(begun_to_be_read(path), told), PIECE)
    except OSError as error:
        raise DataError(reason(error)) from None


def begun_to_be_read(path: Path | str) -> BinaryIO:
    """A file or pipe that ends at some time. Raises OSError, and DataError for a device, or a pipe into which nobody writes."""
    # Opening a pipe would wait until somebody writes into it, without end if nobody does.
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with contextlib.ExitStack() as at_worst:
        at_worst.callback(os.close, number)
        kind = os.fstat(number).st_mode
        if not (stat.S_ISREG(kind) or stat.S_ISFIFO(kind) or os.isatty(number)):
            raise DataError("is a directory" if stat.S_ISDIR(kind) else "is neither a file nor a folder")
        head = first_byte(number) if stat.S_ISFIFO(kind) else b""
        if hasattr(os, "O_NONBLOCK"):
            os.set_blocking(number, True)
        at_worst.pop_all()
    file = os.fdopen(number, "rb")
    return io.BufferedReader(Rejoined(head, file), PIECE) if head else file


def first_byte(pipe: int) -> bytes:
    """What was read of a pipe, a byte or none, until somebody had it open for writing. Raises DataError if that takes too long."""
    latest = time.monotonic() + PATIENCE
    while not select.select([pipe], [], [], 0.02)[0]:
        try:
            if byte := os.read(pipe, 1):
                return byte
        except BlockingIOError:
            break  # somebody has, and has yet to write
        if time.monotonic() > latest:
            raise DataError("is a pipe into which nobody writes")
    return b""


def contents(path: Path | str, most: int) -> bytes:
    """All bytes of a file. Raises DataError saying why there are none, or that there are more than `most`."""
    data = bytearray()
    with opened(path) as file:
        while piece := file.read1():
            data += piece
            if len(data) > most:
                raise DataError(f"is larger than {most / 10**6:,.0f} MB")
    return bytes(data)


class Reading(io.RawIOBase):
    """A file that tells how much of it was read, and whose errors are the input's."""

    def __init__(self, file: BinaryIO, told: Callable[[int], None]):
        self.file, self.told = file, told

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        try:
            count = self.file.readinto1(buffer)
        except OSError as error:
            raise DataError(reason(error)) from None
        self.told(count)
        return count

    def close(self) -> None:
        self.file.close()
        super().close()


def files_in(folder: Path) -> Iterator[tuple[Path, str]]:
    """(path, "") of all files in it and in its folders, in order of their names; (path, sentence) of what cannot be read.

    Hidden files, and what systems leave in folders, are passed over, and so are links to folders, which may lead in a circle.
    Folders are looked into one after the other, so that there may be any number of files in them.
    """
    todo: list = [folder]  # the next one last
    while todo:
        entry = todo.pop()
        try:
            if entry is folder or entry.is_dir(follow_symlinks=False):
                inside = (each for each in os.scandir(entry) if wanted(each.name))
                todo += sorted(inside, key=operator.attrgetter("name"), reverse=True)
            elif entry.is_file():
                yield Path(entry), ""
            elif not entry.is_dir():
                entry.stat()  # of a broken link it says what is wrong; a pipe would be waited for without end
                yield Path(entry), "is neither a file nor a folder"
        except OSError as error:
            yield Path(entry), reason(error)


def wanted(name: str) -> bool:
    """Whether somebody put it there, and not their system."""
    return not name.startswith(".") and name.lower() not in LEFT_BY_SYSTEMS


def is_folder(name: str) -> bool:
    """Whether it is one, as far as one may know."""
    try:
        return Path(name).is_dir()
    except OSError:
        return False


def size_of(names: list[str]) -> int | None:
    """How many bytes there are in all that is named, or None where that is not known before they were read."""
    if STANDARD_INPUT in names:
        return None
    total = 0
    for name in names:
        for path, _ in files_in(Path(name)) if is_folder(name) else [(Path(name), "")]:
            try:
                status = path.stat()
            except OSError:
                continue  # it is complained of when it is read
            if not stat.S_ISREG(status.st_mode):
                return None
            total += status.st_size
    return total

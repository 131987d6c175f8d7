"""What people name: files, folders and standard input, opened and looked through."""
import io
import operator
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from app.core.errors import DataError
from app.terminal import reason

STANDARD_INPUT = "-"
LEFT_BY_SYSTEMS = {"thumbs.db", "ehthumbs.db", "desktop.ini", "icon\r", "__macosx", "@eadir", "$recycle.bin",
                   "system volume information"}
PIECE = 2**18


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
        return io.BufferedReader(Reading(open(path, "rb"), told), PIECE)
    except OSError as error:
        raise DataError(reason(error)) from None


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

"""Files that are whole or not there: written beside their place, then moved onto it in one step; read, or named."""
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from app.core.errors import DataError
from app.core.gzipped import unpacked


def reason(error: OSError) -> str:
    """What the system says was wrong, without the name of the file."""
    return (error.strerror or str(error)).lower()


def read_bytes(path: Path) -> bytes:
    """A file's bytes as they are. Raises DataError naming the file and why it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"{path}: {reason(error)}") from None


def listed(folder: Path) -> list[Path]:
    """What lies in a folder, by name. Raises DataError naming the folder and why it cannot be looked into."""
    try:
        return sorted(folder.iterdir())
    except OSError as error:
        raise DataError(f"{folder}: {reason(error)}") from None


def read_unpacked(path: Path) -> bytes:
    """A file's content, unpacked if it is gzipped. Raises DataError naming the file, also if it is damaged."""
    raw = read_bytes(path)
    try:
        return unpacked(raw)
    except DataError as error:
        raise DataError(f"{path}: {error}") from None


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

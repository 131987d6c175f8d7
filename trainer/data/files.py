"""Files that are whole or not there: written beside their place, then moved onto it in one step."""
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO


def write_whole(path: Path, content: bytes | Callable[[BinaryIO], object]) -> None:
    """Write a file so that nobody ever reads half of it, and a kill or a power cut leaves the one before.

    content: all bytes, or a function that writes them to the open file it is given. Folders that are missing are made.
    Raises OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        if callable(content):
            content(file)
        else:
            file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)

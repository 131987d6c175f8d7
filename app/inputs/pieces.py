"""Inputs in pieces: a line of a file of drawings, a picture file, or what was wrong with a file, in order."""
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from app.core.errors import DataError
from app.core.gzipped import MAGIC, begun
from app.core.jsonlines import holds_lines, lines_in
from app.inputs.files import STANDARD_INPUT, files_in, is_folder, nobody, opened

# An uncompressed picture of 40 million pixels, 16 bits each of red, green, blue and alpha, and its header.
LARGEST_PICTURE = 40_000_000 * 8 + 2**20
HEAD = 1024  # bytes by which text is told from pictures
CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


class Piece(NamedTuple):
    """file: its name; number: of the line, from 1, or 0 of a picture or the file itself; content: the line, the picture's
    bytes, or the error.
    """

    file: str
    number: int
    content: str | bytes | DataError


def pieces_of(names: list[str], told: Callable[[int], None] = nobody) -> Iterator[Piece]:
    """All pieces of what is named: files, folders with all that is in them, "-" for standard input.

    told: gets the number of bytes whenever some were read.
    """
    for name in names:
        if name == STANDARD_INPUT:
            yield from pieces_in(name, told)
        elif is_folder(name):
            empty = True
            for path, problem in files_in(Path(name)):
                empty = False
                yield from [Piece(str(path), 0, DataError(problem))] if problem else pieces_in(path, told)
            if empty:
                yield Piece(str(Path(name)), 0, DataError("has no picture and no drawing in it"))
        else:
            yield from pieces_in(Path(name), told)


def pieces_in(path: Path | str, told: Callable[[int], None] = nobody, *, picture: bool = False) -> Iterator[Piece]:
    """The lines of a file of drawings, or the one picture; at last what was wrong with the file.

    picture: it is to be one, whatever its name.
    """
    try:
        with opened(path, told) as file:
            head, file = begun(file, HEAD)
            if not picture and (is_text(head) if path == STANDARD_INPUT else holds_lines(path.name)):
                for number, line in lines_in(file):
                    yield Piece(str(path), number, line)
            else:
                yield Piece(str(path), 0, whole(file))
    except DataError as error:
        yield Piece(str(path), 0, error)


def whole(file: BinaryIO) -> bytes:
    """All bytes of a file that may be a picture. Raises DataError if it is too large to be one."""
    data = bytearray()
    while piece := file.read1():
        data += piece
        if len(data) > LARGEST_PICTURE:
            raise DataError("is larger than a picture of 40 million pixels can be")
    return bytes(data)


def is_text(head: bytes) -> bool:
    """Whether what begins so is a file of drawings, gzipped or not, and no picture."""
    text = head.decode(json.detect_encoding(head[:4]), errors="replace")
    return head.startswith(MAGIC) or not (CONTROL.search(text) or text.lstrip("\ufeff \t\r\n").startswith("<"))

"""The lines of a file of drawings as people have it: plain or gzipped, in any Unicode encoding, with any line end."""
import io
import json
from collections.abc import Callable, Iterator
from typing import BinaryIO

from app.core.errors import DataError, DrawingError
from app.core.gzipped import begun, unpacking
from app.core.labelled import LONGEST, OTHER

ENDINGS = (".jsonl", ".jsonl.gz")
ENDLESS = 1_000_000_000  # characters of a line: what has more, or never a line's end, is no file of lines


def holds_lines(name: str) -> bool:
    """Whether a file of this name is one of drawings, by its ending."""
    return name.lower().endswith(ENDINGS)


def lines_in(file: BinaryIO) -> Iterator[tuple[int, str]]:
    """(number, text) of every line that is not blank and may be a drawing, numbered from 1, while the file is read.

    file: buffered; gzipped or not; UTF-8, or what its byte order mark or its zeros tell. What cannot be decoded comes as
    replacement characters, and what is longer than a drawing with its first LONGEST + 1 characters, so that whoever judges
    the line refuses it and not the whole file. Raises DataError where a gzip file is damaged.
    """
    head, file = begun(unpacking(file), 4)
    lines = io.TextIOWrapper(file, json.detect_encoding(head), errors="replace")
    number = 0
    while line := lines.readline(LONGEST + 1):
        number += 1
        rest = line
        left = ENDLESS
        while len(rest) > LONGEST and not rest.endswith("\n"):
            rest = lines.readline(LONGEST + 1)
            left -= len(rest)
            if left < 0:
                raise DataError(f"line {number} does not end")
        if line.strip() and not line.startswith(OTHER):
            yield number, line


def each_line(file: BinaryIO, judge: Callable) -> Iterator[tuple[int, object]]:
    """(number, judge(line)) of every line that `judge` does not refuse with a DrawingError, while the buffered file is read.

    What was wrong with those refused is raised as one LinesRefused after all others; DataError where a gzip file is damaged.
    """
    refused = Refused()
    for number, line in lines_in(file):
        try:
            judged = judge(line)
        except DrawingError as error:
            refused.add(number, error)
        else:
            yield number, judged
    if refused.count:
        raise LinesRefused(str(refused))


class LinesRefused(DataError):
    """Lines of a file are no drawings; all others were read."""


class Refused:
    """The lines of a file that were no drawings: what was wrong with the first, and how many there are."""

    def __init__(self):
        self.first, self.count = "", 0

    def add(self, number: int, error: Exception) -> None:
        self.first = self.first or f"line {number}: {error}"
        self.count += 1

    def __str__(self) -> str:
        return self.first + (f"; {self.count} bad lines in all" if self.count > 1 else "")

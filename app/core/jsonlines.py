"""The lines of a file of drawings as people have it: plain or gzipped, in any Unicode encoding, with any line end."""
import io
import json
from collections.abc import Callable, Iterator

from app.core.errors import DataError, DrawingError
from app.core.gzipped import unpacked
from app.core.labelled import OTHER

ENDINGS = (".jsonl", ".jsonl.gz")


def holds_lines(name: str) -> bool:
    """Whether a file of this name is one of drawings, by its ending."""
    return name.lower().endswith(ENDINGS)


def lines_of(raw: bytes) -> Iterator[tuple[int, str]]:
    """(number, text) of every line that is not blank and may be a drawing, numbered from 1.

    raw: the file, gzipped or not; UTF-8, or what its byte order mark or its zeros tell. What cannot be decoded comes as
    replacement characters, so that whoever judges the line refuses it and not the whole file. Raises DataError for a
    damaged gzip file.
    """
    raw = unpacked(raw)
    lines = io.TextIOWrapper(io.BytesIO(raw), json.detect_encoding(raw[:4]), errors="replace")
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith(OTHER):
            yield number, line


def each_line(raw: bytes, judge: Callable) -> Iterator[tuple[int, object]]:
    """(number, judge(line)) of every line that `judge` does not refuse with a DrawingError.

    What was wrong with those refused is raised as one DataError after all others; a damaged gzip file at once.
    """
    first, count = "", 0
    for number, line in lines_of(raw):
        try:
            judged = judge(line)
        except DrawingError as error:
            first, count = first or f"line {number}: {error}", count + 1
        else:
            yield number, judged
    if count:
        raise DataError(first + (f"; {count} bad lines in all" if count > 1 else ""))

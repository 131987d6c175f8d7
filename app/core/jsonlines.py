"""The lines of a file of drawings, plain or gzipped, from its bytes."""
import gzip
import zlib
from collections.abc import Iterator

from app.core.errors import DataError


def lines_of(raw: bytes) -> Iterator[tuple[int, str]]:
    """(number, text) of every line that is not blank, numbered from 1.

    raw: the file, gzipped or not, as its first two bytes tell. What is no UTF-8 comes as replacement characters, so that
    whoever judges the line refuses it and not the whole file. Raises DataError for a damaged gzip file.
    """
    if raw[:2] == b"\x1f\x8b":
        try:
            raw = gzip.decompress(raw)
        except (OSError, EOFError, zlib.error):
            raise DataError("damaged gzip file") from None
    for number, line in enumerate(raw.decode(errors="replace").split("\n"), 1):
        if line.strip():
            yield number, line

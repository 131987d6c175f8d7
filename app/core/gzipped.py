"""Bytes out of a gzip file: the one place that unpacks what people hand us."""
import gzip
import io
import zlib

from app.core.errors import DataError

MAGIC = b"\x1f\x8b"
LAYERS = 2  # packed once by a person and once more by a server; a file that unpacks to itself would never end
LARGEST = 10**9  # bytes unpacked: EMNIST's largest set fits, a gzip bomb does not
PIECE = 2**20


def unpacked(raw: bytes) -> bytes:
    """A file's content, gzipped or not, as its first two bytes tell. Raises DataError for a damaged or boundless one."""
    for _ in range(LAYERS):
        if raw[:2] != MAGIC:
            break
        try:
            raw = read_all(gzip.GzipFile(fileobj=io.BytesIO(raw)))
        except (OSError, EOFError, zlib.error):
            raise DataError("damaged gzip file") from None
    return raw


def read_all(file) -> bytes:
    pieces, size = [], 0
    while piece := file.read(PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > LARGEST:
            raise DataError(f"unpacks to more than {LARGEST // 10**9} GB")
    return b"".join(pieces)

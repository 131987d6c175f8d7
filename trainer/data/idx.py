"""The IDX format, in which MNIST and its kin are handed round: how such files are named, read and written."""
import math
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from trainer.data.files import listed, read_at_most, unpacked, write_whole

BYTES = 8
LARGEST = 560_000_000  # bytes of a file: EMNIST's largest has 547 million
TYPES = {8: "bytes", 9: "signed bytes", 11: "16-bit integers", 12: "32-bit integers", 13: "32-bit floats", 14: "64-bit floats"}


def find(folder: Path, name: str) -> Path | None:
    """The file of that name, also with a dot for the dash before "idx", gzipped, or in capitals, as people keep them."""
    if not folder.is_dir():
        return None
    wanted = [stem + ending for stem in (name.lower(), name.lower().replace("-idx", ".idx")) for ending in ("", ".gz")]
    there = {path.name.lower(): path for path in listed(folder) if path.is_file()}
    return next((there[each] for each in wanted if each in there), None)


def read_idx_file(path: Path, axes: int) -> np.ndarray:
    """The array in a file, gzipped or not. Raises DataError naming the file; never reads more of it than its header says."""
    with unpacked(path) as file:
        data = read_at_most(file, 4 + 4 * axes)
        read_at_most(file, min(size_by(data, axes), LARGEST) + 1, data)
        if len(data) > LARGEST:
            raise DataError(f"is larger than {LARGEST // 10**6} MB")
        return read_idx(data, "", axes)


def read_idx(raw: bytes, name: str, axes: int) -> np.ndarray:
    """uint8 array of an IDX file: magic 0x0008, the number of axes, their lengths as big-endian int32, the data.

    Raises DataError, beginning with the file's name if it is given, for anything else, and for images that are not 28x28.
    """
    try:
        if len(raw) != size_by(raw, axes):
            raise DataError("cut off, or longer than its header says")
        shape = shape_by(raw, axes)
        if axes == 3 and shape[1:] != [28, 28]:
            raise DataError(f"images are {shape[1]}x{shape[2]}, expected 28x28")
    except DataError as error:
        raise DataError(f"{name}: {error}" if name else str(error)) from None
    return np.frombuffer(raw, np.uint8, offset=4 + 4 * axes).reshape(shape)


def size_by(head: bytes, axes: int) -> int:
    """How many bytes an IDX file has by its header. Raises DataError if it is none."""
    return 4 + 4 * axes + math.prod(shape_by(head, axes))


def shape_by(head: bytes, axes: int) -> list[int]:
    """The lengths of the axes by the header. Raises DataError if it is none of an IDX file."""
    if head[:1] == b"<":
        raise DataError("not an IDX file but a web page, such as a server sends for a file that it has not")
    if head[:2] != b"\0\0" or len(head) < 4 or head[2] not in TYPES:
        raise DataError(f"not an IDX file of {axes} axes of bytes")
    if (head[2], head[3]) != (BYTES, axes):
        raise DataError(f"not an IDX file of {axes} axes of bytes but of {head[3]} axes of {TYPES[head[2]]}")
    if len(head) < 4 + 4 * axes:
        raise DataError("cut off in its header")
    return np.frombuffer(head, ">u4", axes, 4).tolist()


def write_idx(path: Path, values: np.ndarray) -> None:
    """The inverse of `read_idx`, for uint8 arrays of any shape."""
    header = bytes([0, 0, BYTES, values.ndim]) + np.array(values.shape, ">u4").tobytes()
    write_whole(path, header + values.tobytes())

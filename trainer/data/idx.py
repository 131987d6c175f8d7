"""The IDX format, in which MNIST and its kin are handed round: how such files are named, read and written."""
import math
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from trainer.data.files import listed, read_unpacked, write_whole

BYTES = 8
TYPES = {8: "bytes", 9: "signed bytes", 11: "16-bit integers", 12: "32-bit integers", 13: "32-bit floats", 14: "64-bit floats"}


def find(folder: Path, name: str) -> Path | None:
    """The file of that name, also with a dot for the dash before "idx", gzipped, or in capitals, as people keep them."""
    if not folder.is_dir():
        return None
    wanted = [stem + ending for stem in (name.lower(), name.lower().replace("-idx", ".idx")) for ending in ("", ".gz")]
    there = {path.name.lower(): path for path in listed(folder) if path.is_file()}
    return next((there[each] for each in wanted if each in there), None)


def read_idx_file(path: Path, axes: int) -> np.ndarray:
    """The array in a file, gzipped or not. Raises DataError naming the file."""
    return read_idx(read_unpacked(path), str(path), axes)


def read_idx(raw: bytes, name: str, axes: int) -> np.ndarray:
    """uint8 array of an IDX file: magic 0x0008, the number of axes, their lengths as big-endian int32, the data.

    Raises DataError, beginning with the file's name, for anything else, and for images that are not 28x28.
    """
    start = 4 + 4 * axes
    if raw[:1] == b"<":
        raise DataError(f"{name}: not an IDX file but a web page, such as a server sends for a file that it has not")
    if raw[:2] != b"\0\0" or len(raw) < 4 or raw[2] not in TYPES:
        raise DataError(f"{name}: not an IDX file of {axes} axes of bytes")
    if (raw[2], raw[3]) != (BYTES, axes):
        raise DataError(f"{name}: not an IDX file of {axes} axes of bytes but of {raw[3]} axes of {TYPES[raw[2]]}")
    if len(raw) < start:
        raise DataError(f"{name}: cut off in its header")
    shape = tuple(np.frombuffer(raw, ">u4", axes, 4).tolist())
    if len(raw) != start + math.prod(shape):
        raise DataError(f"{name}: cut off, or longer than its header says")
    if axes == 3 and shape[1:] != (28, 28):
        raise DataError(f"{name}: images are {shape[1]}x{shape[2]}, expected 28x28")
    return np.frombuffer(raw, np.uint8, offset=start).reshape(shape)


def write_idx(path: Path, values: np.ndarray) -> None:
    """The inverse of `read_idx`, for uint8 arrays of any shape."""
    header = bytes([0, 0, BYTES, values.ndim]) + np.array(values.shape, ">u4").tobytes()
    write_whole(path, header + values.tobytes())

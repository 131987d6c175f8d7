"""Arrays in numpy's own files, which may be damaged or say of themselves what they are not: never more room than the file has."""
import io
import math
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.lib import format as npy

from app.core.errors import DataError
from trainer.data.files import read_at_most, write_whole

HEADERS = {(1, 0): npy.read_array_header_1_0, (2, 0): npy.read_array_header_2_0}


def read_array(file: BinaryIO, size: int) -> np.ndarray:
    """The array in a file of so many bytes. Raises DataError if it is damaged, or holds Python's objects."""
    try:
        head = io.BytesIO(read_at_most(file, min(size, npy.ARRAY_ALIGN * 1024)))
        shape, by_columns, kind = HEADERS[npy.read_magic(head)](head)
    except (ValueError, KeyError, TypeError, SyntaxError, RecursionError, MemoryError, EOFError) as error:
        raise DataError("damaged array") from error
    if kind.hasobject or head.tell() + math.prod(shape) * kind.itemsize != size:
        raise DataError("damaged array")
    data = bytearray(head.read())
    data += read_at_most(file, size - head.tell())
    if len(data) != math.prod(shape) * kind.itemsize:
        raise DataError("damaged array")
    return np.frombuffer(data, kind).reshape(shape, order="F" if by_columns else "C")


def read_arrays(path: Path, most: int) -> dict[str, np.ndarray]:
    """{name: array} of a file that np.savez wrote. Raises OSError, and DataError if it is damaged or has more than `most` bytes."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            # As savez writes them, members are stored as they are: together they cannot be larger than their file.
            size = sum(member.file_size for member in members)
            if size > min(most, path.stat().st_size) or any(member.compress_type != zipfile.ZIP_STORED for member in members):
                raise DataError("damaged arrays")
            found = {}
            for member in members:
                with archive.open(member) as file:
                    found[member.filename.removesuffix(".npy")] = read_array(file, member.file_size)
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:
        raise DataError("damaged arrays") from error
    return found


def cached(path: Path, shape: tuple[int, ...], make: Callable[[], np.ndarray]) -> np.ndarray:
    """uint8 of that shape: what is kept at the path, or, if there is none or it is damaged, what `make` gives, which is kept."""
    try:
        with path.open("rb") as file:
            array = read_array(file, path.stat().st_size)
        if array.dtype == np.uint8 and array.shape == shape:
            return array
    except (FileNotFoundError, DataError):
        pass  # it is made now
    array = make()
    write_whole(path, lambda file: np.save(file, array))
    return array

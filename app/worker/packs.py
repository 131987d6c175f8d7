"""Many small images in one file: a line of JSON that says what follows, then labels and images, deflated.

    {"format": "inkling-images", "version": 1, "name": ..., "source": ..., "count": n, "sha256": of what follows, inflated}
    n labels of one byte, then n images of 784 bytes, 255 = ink

The build writes such files, in app/build/packs.py.
"""
import hashlib
import json
import zlib
from typing import NamedTuple

import numpy as np

from app.core import ink
from app.core.errors import DataError

FORMAT, VERSION = "inkling-images", 1
PIXELS = ink.SIZE * ink.SIZE
# More than any set of ours has, few enough that no file can exhaust a phone.
MOST_IMAGES = 100_000


class ImagePack(NamedTuple):
    """images: uint8 (n, 784), 255 = ink; labels: uint8 (n,), digits 0 to 9."""

    name: str
    source: str
    images: np.ndarray
    labels: np.ndarray


def read(data: bytes) -> ImagePack:
    """Read a file of packed images and check it. Raises DataError with one sentence."""
    line, _, deflated = data.partition(b"\n")
    try:
        head = json.loads(line)
        known = head["format"] == FORMAT and head["version"] == VERSION
        name, source, count, sha256 = head["name"], head["source"], head["count"], head["sha256"]
    except (ValueError, KeyError, TypeError):
        known = False
    if not known:
        raise DataError("images: not a file of packed images")
    if not isinstance(count, int) or not 0 < count <= MOST_IMAGES:
        raise DataError(f"images: count is to be 1 to {MOST_IMAGES:,}")
    size = count * (1 + PIXELS)
    inflater = zlib.decompressobj()
    try:
        body = inflater.decompress(deflated, size)
    except zlib.error:
        body = b""
    if len(body) != size or hashlib.sha256(body).hexdigest() != sha256:
        raise DataError("images: damaged or cut off, loading them again may help")
    labels = np.frombuffer(body, np.uint8, count)
    if labels.max() > 9:
        raise DataError("images: has a label that is no digit")
    return ImagePack(str(name), str(source), np.frombuffer(body, np.uint8, offset=count).reshape(count, PIXELS), labels)

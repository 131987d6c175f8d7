"""What the makers of odd files share: where they are listed, and the files of which several are made."""
import struct
import zlib
from collections.abc import Callable

from tests.fuzz.files import chunk

MOST = (6324, 6324)  # just under 40 million pixels
ODD: dict[str, Callable[[], bytes]] = {}


def odd(make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Add it to ODD under its name."""
    ODD[make.__name__.replace("_", "-")] = make
    return make


def zeros(size: int, *, byte: bytes = b"\0") -> bytes:
    """So many equal bytes, packed by zlib, without ever having them."""
    packer = zlib.compressobj(9)
    block = byte * 1_000_000
    return b"".join(packer.compress(block[:min(1_000_000, size - at)]) for at in range(0, size, 1_000_000)) + packer.flush()


def raw_png(size: tuple[int, int], packed: bytes, *, depth: int = 8, colour: int = 0, interlaced: bool = False,
            before: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", *size, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + before + chunk(b"IDAT", packed) + chunk(b"IEND", b"")

"""Files with much beside their pixels: text, profiles, comments, EXIF that leads back to itself, chunks by the thousand."""
import struct
import zlib

import numpy as np

from tests.fuzz.files import chunk, saved, seven
from tests.fuzz.odd.making import odd, raw_png, zeros


@odd
def png_text_100_mb() -> bytes:
    return raw_png((10, 10), zlib.compress(bytes(110)), before=chunk(b"zTXt", b"Note\0\0" + zeros(100_000_000)))


@odd
def png_text_many() -> bytes:
    """Each as large as Pillow lets through, which is a megabyte."""
    text = chunk(b"zTXt", b"Note\0\0" + zeros(1_000_000, byte=b" "))
    return raw_png((10, 10), zlib.compress(bytes(110)), before=text * 1000)


@odd
def png_international_text_many() -> bytes:
    text = chunk(b"iTXt", b"Note\0\1\0\0\0" + zeros(1_000_000, byte=b" "))
    return raw_png((10, 10), zlib.compress(bytes(110)), before=text * 60)


@odd
def png_plain_text_many() -> bytes:
    return raw_png((10, 10), zlib.compress(bytes(110)), before=chunk(b"tEXt", b"Note\0seven") * 200_000)


@odd
def png_profile_100_mb() -> bytes:
    return raw_png((10, 10), zlib.compress(bytes(110)), before=chunk(b"iCCP", b"p\0\0" + zeros(100_000_000)))


@odd
def png_pixels_200_mb() -> bytes:
    """Of 10 x 10 pixels, which are 110 bytes."""
    return raw_png((10, 10), zeros(200_000_000))


@odd
def png_many_chunks() -> bytes:
    """Its pixels in pieces of a byte."""
    pieces = b"".join(chunk(b"IDAT", bytes([byte])) for byte in zlib.compress(np.random.default_rng(4).bytes(300 * 301)))
    whole = raw_png((300, 300), b"")
    return whole[:33] + pieces + whole[-12:]


@odd
def png_empty_chunks() -> bytes:
    whole = raw_png((10, 10), zlib.compress(bytes(110)))
    return whole[:33] + chunk(b"IDAT", b"") * 300_000 + whole[33:]


@odd
def png_palette_lost() -> bytes:
    """Pixels that name colours, and no colours."""
    return raw_png((40, 40), zlib.compress(bytes(1640)), colour=3)


@odd
def gif_palette_lost() -> bytes:
    data = bytearray(saved(seven(), "GIF"))
    size = 3 * 2 ** (1 + (data[10] & 7))
    data[10] &= 0x7F
    return bytes(data[:13] + data[13 + size:])


@odd
def jpeg_comments() -> bytes:
    data = saved(seven("RGB"), "JPEG")
    return data[:2] + (b"\xff\xfe\xff\xff" + bytes(65_533)) * 300 + data[2:]


@odd
def jpeg_padding() -> bytes:
    data = saved(seven("RGB"), "JPEG")
    return data[:2] + b"\xff" * 3_000_000 + data[2:]


@odd
def jpeg_nothing_after_start() -> bytes:
    return b"\xff\xd8" + b"\xff\xe0\0\2" * 500_000


def looped_exif() -> bytes:
    """Directories that lead back to themselves, and entries that say they are enormous."""
    entry = struct.pack("<HHII", 0x8769, 4, 1, 8)
    large = struct.pack("<HHII", 0x927C, 7, 0xFFFFFFF0, 8)
    return b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 3) + struct.pack("<HHII", 274, 3, 1, 6) + entry + large + \
        struct.pack("<I", 8)


@odd
def jpeg_exif_looped() -> bytes:
    return saved(seven("RGB"), "JPEG", exif=looped_exif())


@odd
def jpeg_exif_many_entries() -> bytes:
    entries = struct.pack("<HHII", 274, 3, 60_000, 8) * 5000
    return saved(seven("RGB"), "JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0" + struct.pack("<H", 5000) + entries)


@odd
def png_exif_looped() -> bytes:
    return raw_png((40, 40), zlib.compress(bytes(1640)), before=chunk(b"eXIf", looped_exif()[6:]))


@odd
def webp_exif_looped() -> bytes:
    return saved(seven("RGB"), "WEBP", exif=looped_exif())

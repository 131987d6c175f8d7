"""Files that have all of their 40 million pixels, in next to no bytes."""
from PIL import Image

from tests.fuzz.files import bmp, chunk, saved
from tests.fuzz.odd.making import MOST, ODD, odd, raw_png, zeros


def plain_png(size: tuple[int, int], *, depth: int, colour: int, channels: int, interlaced: bool = False) -> bytes:
    """One colour, all samples 0, all of it there."""
    lines = size[1] * (1 + -(-size[0] * depth * channels // 8))
    if interlaced:
        lines += 2 * size[1]  # the seven passes have about twice as many lines; what is too much is passed over
    return raw_png(size, zeros(lines), depth=depth, colour=colour, interlaced=interlaced)


for name, depth, colour, channels in (("grey1", 1, 0, 1), ("grey8", 8, 0, 1), ("grey16", 16, 0, 1), ("grey-alpha8", 8, 4, 2),
                                      ("grey-alpha16", 16, 4, 2), ("colour8", 8, 2, 3), ("colour16", 16, 2, 3),
                                      ("colour-alpha8", 8, 6, 4), ("colour-alpha16", 16, 6, 4)):
    for interlaced in (False, True):
        ODD[f"png-{name}-40-mp{'-interlaced' if interlaced else ''}"] = (
            lambda depth=depth, colour=colour, channels=channels, interlaced=interlaced:
            plain_png(MOST, depth=depth, colour=colour, channels=channels, interlaced=interlaced))


@odd
def png_palette_40_mp() -> bytes:
    return raw_png(MOST, zeros(MOST[1] * (1 + MOST[0])), colour=3, before=chunk(b"PLTE", bytes(768)) + chunk(b"tRNS", bytes(256)))


@odd
def gif_40_mp() -> bytes:
    return saved(Image.new("L", MOST, 9), "GIF")


@odd
def webp_40_mp() -> bytes:
    return saved(Image.new("RGB", MOST, "white"), "WEBP", lossless=True, quality=0, method=0)


@odd
def webp_40_mp_lossy() -> bytes:
    return saved(Image.new("RGB", MOST, "white"), "WEBP", method=0)


@odd
def webp_16383_line() -> bytes:
    return saved(Image.new("RGB", (16383, 2440), "white"), "WEBP", lossless=True, quality=0, method=0)


@odd
def bmp_rle8_40_mp() -> bytes:
    """Its end comes at once: all the rest is the first colour."""
    return bmp(b"\0\1", bits=8, size=MOST, packing=1, colours=256)


@odd
def bmp_rle8_40_mp_filled() -> bytes:
    line = b"\xff\7" * (MOST[0] // 255) + b"\0\0"
    return bmp(line * MOST[1] + b"\0\1", bits=8, size=MOST, packing=1, colours=256)


@odd
def bmp_rle4_deltas() -> bytes:
    """Moves of the pen, and never a pixel."""
    return bmp(b"\0\2\xff\0" * 100_000 + b"\0\1", bits=4, size=MOST, packing=2, colours=16)

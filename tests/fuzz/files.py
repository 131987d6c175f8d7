"""A small valid file of every kind of picture that a person may have, all of the same seven; and the beginnings of kinds that are
not read."""
import io
import itertools
import struct
import zlib
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

SIZE = (56, 44)
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))  # of Adam7


def seven(mode: str = "L", size: tuple[int, int] = SIZE) -> Image.Image:
    """A 7 in black on white."""
    width, height = size
    image = Image.new("L", size, 255)
    corners = [(0.3 * width, 0.2 * height), (0.65 * width, 0.2 * height), (0.45 * width, 0.85 * height)]
    ImageDraw.Draw(image).line(corners, fill=0, width=max(1, round(0.06 * width)), joint="curve")
    return image.convert(mode)


def saved(image: Image.Image, kind: str, **settings) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **settings)
    return file.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """One of a PNG's."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(samples: np.ndarray, *, depth: int, colour: int, interlaced: bool = False, before: bytes = b"",
        after: bytes = b"") -> bytes:
    """samples: (height, width, channels), below 2 ** depth. colour: PNG's type. before, after: chunks beside the pixels."""
    height, width = samples.shape[:2]
    passes = [samples[y::dy, x::dx] for x, y, dx, dy in PASSES] if interlaced else [samples]
    lines = b"".join(b"\0" + packed(row, depth) for each in passes if each.size for row in each)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"".join([b"\x89PNG\r\n\x1a\n", chunk(b"IHDR", header), before, chunk(b"IDAT", zlib.compress(lines)), after,
                     chunk(b"IEND", b"")])


def packed(row: np.ndarray, depth: int) -> bytes:
    """Samples of one line, most significant bit first, the last byte filled up."""
    if depth == 16:
        return row.astype(">u2").tobytes()
    bits = np.unpackbits(row.astype(np.uint8).reshape(-1, 1), axis=1)[:, 8 - depth:]
    return np.packbits(bits).tobytes()


def bmp(body: bytes, *, bits: int, size: tuple[int, int] = SIZE, packing: int = 0, colours: int = 0, masks: bytes = b"") -> bytes:
    """packing: 0 none, 1 RLE8, 2 RLE4, 3 by masks. colours: how many greys the palette has."""
    palette = b"".join(bytes([255 * i // max(1, colours - 1)] * 3 + [0]) for i in range(colours))
    start = 54 + len(masks) + len(palette)
    header = struct.pack("<2sIIIIiiHHIIiiII", b"BM", start + len(body), 0, start, 40, *size, 1, bits, packing, len(body),
                         2835, 2835, colours, colours)
    return header + masks + palette + body


def bmp_rows(samples: np.ndarray, bits: int) -> bytes:
    """Bottom up, each line filled up to four bytes."""
    lines = (samples[::-1].astype("<u2").view(np.uint8) if bits == 16 else samples[::-1])
    return b"".join(line + bytes(-len(line) % 4) for line in (packed(row, min(bits, 8)) for row in lines))


def run_lengths(samples: np.ndarray, bits: int) -> bytes:
    """RLE8 or RLE4 of a BMP: pairs of count and value, (0, 0) at the end of a line, (0, 1) at the end."""
    lines = []
    for row in samples[::-1].tolist():
        for value, run in itertools.groupby(row):
            count = len(list(run))
            lines.append(bytes([count, value * 17 if bits == 4 else value]))
        lines.append(b"\0\0")
    return b"".join(lines) + b"\0\1"


def exif(orientation: int) -> Image.Exif:
    tags = Image.Exif()
    tags[274], tags[271], tags[272] = orientation, "maker", "model"
    return tags


@cache
def valid() -> dict[str, bytes]:
    """By name, a file each."""
    return {f"png-{name}": data for name, data in pngs()} | {f"jpeg-{name}": data for name, data in jpegs()} \
        | {f"gif-{name}": data for name, data in gifs()} | {f"webp-{name}": data for name, data in webps()} \
        | {f"bmp-{name}": data for name, data in bmps()}


def pngs():
    """Every mode: 1 to 16 bits, grey, palette, colour, with and without alpha, interlaced, animated."""
    grey = np.asarray(seven())[:, :, None]
    clear = np.concatenate([grey * 0, 255 - grey], axis=2)
    for depth in (1, 2, 4, 8, 16):
        samples = grey.astype(int) * (2 ** depth - 1) // 255
        yield f"grey{depth}", png(samples, depth=depth, colour=0)
        yield f"grey{depth}-interlaced", png(samples, depth=depth, colour=0, interlaced=True)
        if depth <= 8:
            yield f"palette{depth}", png(samples, depth=depth, colour=3, before=chunk(b"PLTE", palette_of(2 ** depth)),
                                         interlaced=depth == 4)
    yield "palette-clear", png(grey // 255, depth=8, colour=3, before=chunk(b"PLTE", palette_of(2)) + chunk(b"tRNS", b"\xff\0"))
    for depth, factor in ((8, 1), (16, 257)):
        yield f"grey-alpha{depth}", png(clear.astype(int) * factor, depth=depth, colour=4)
        yield f"colour{depth}", png(np.repeat(grey.astype(int), 3, axis=2) * factor, depth=depth, colour=2)
        yield f"colour-alpha{depth}", png(np.concatenate([clear[:, :, :1]] * 3 + [clear[:, :, 1:]], axis=2).astype(int) * factor,
                                          depth=depth, colour=6, interlaced=depth == 8)
    yield "clear-key", png(np.repeat(grey, 3, axis=2), depth=8, colour=2, before=chunk(b"tRNS", b"\0\xff" * 3))
    text = chunk(b"tEXt", b"Title\0seven") + chunk(b"zTXt", b"Note\0\0" + zlib.compress(b"7" * 500))
    yield "text", png(grey, depth=8, colour=0, before=text, after=chunk(b"tIME", bytes(7)))
    yield "exif", saved(seven(), "PNG", exif=exif(8))
    yield "profile", saved(seven("RGB"), "PNG", icc_profile=b"p" * 600)
    yield "animated", saved(Image.new("RGB", SIZE, "white"), "PNG", save_all=True, append_images=[seven("RGB")], duration=50)


def palette_of(colours: int) -> bytes:
    return bytes(value for i in range(colours) for value in [255 * i // (colours - 1)] * 3)


def jpegs():
    """Baseline and progressive, grey, colour and CMYK, with restarts, turned by EXIF."""
    yield "grey", saved(seven(), "JPEG")
    yield "colour", saved(seven("RGB"), "JPEG", quality=60)
    yield "whole-colour", saved(seven("RGB"), "JPEG", subsampling=0, quality=95)
    yield "progressive", saved(seven("RGB"), "JPEG", progressive=True)
    yield "restarts", saved(seven("RGB"), "JPEG", restart_marker_blocks=3)
    yield "cmyk", saved(seven("CMYK"), "JPEG")
    yield "cmyk-progressive", saved(seven("CMYK"), "JPEG", progressive=True)
    for orientation in range(1, 9):
        yield f"exif{orientation}", saved(seven("RGB"), "JPEG", exif=exif(orientation), quality=70)
    yield "profile", saved(seven("RGB"), "JPEG", icc_profile=b"p" * 70_000, comment=b"seven")
    yield "several", saved(seven("RGB"), "MPO", save_all=True, append_images=[seven("RGB")])
    yield "large", saved(seven("RGB", (600, 480)), "JPEG")


def gifs():
    """Still, clear, and animated with each way to clear a frame away."""
    yield "plain", saved(seven(), "GIF")
    yield "lines", saved(seven(), "GIF", interlace=0)
    yield "two", saved(seven("1"), "GIF")
    yield "clear", saved(seven("P"), "GIF", transparency=255)
    for disposal in range(4):
        frames = [seven(), Image.new("L", SIZE, 3), seven().rotate(90)]
        yield f"animated{disposal}", saved(Image.new("L", SIZE, 255), "GIF", save_all=True, append_images=frames, disposal=disposal,
                                           duration=[10, 20, 30, 40], loop=0)


def webps():
    """Lossy and not, with alpha, animated, turned by EXIF."""
    clear = seven("RGBA")
    clear.putalpha(Image.eval(seven(), lambda value: 255 - value))
    yield "lossy", saved(seven("RGB"), "WEBP")
    yield "lossless", saved(seven("RGB"), "WEBP", lossless=True)
    yield "lossy-alpha", saved(clear, "WEBP")
    yield "lossless-alpha", saved(clear, "WEBP", lossless=True)
    yield "exif", saved(seven("RGB"), "WEBP", exif=exif(6), icc_profile=b"p" * 300, xmp=b"<x/>")
    for lossless in (False, True):
        yield f"animated{'-lossless' if lossless else ''}", saved(
            Image.new("RGB", SIZE, "white"), "WEBP", save_all=True, append_images=[seven("RGB"), clear], lossless=lossless)


def bmps():
    """1 to 32 bits, with palettes and masks, packed, upside down, with the older and newer headers."""
    grey = np.asarray(seven())
    for bits in (1, 4, 8):
        samples = (grey.astype(int) * (2 ** bits - 1) // 255).astype(np.uint8)
        yield f"{bits}", bmp(bmp_rows(samples, bits), bits=bits, colours=2 ** bits)
        if bits > 1:
            yield f"rle{bits}", bmp(run_lengths(samples, bits), bits=bits, colours=2 ** bits, packing={4: 2, 8: 1}[bits])
    five = grey.astype(int) * 31 // 255
    yield "16", bmp(bmp_rows(five << 10 | five << 5 | five, 16), bits=16)
    masks = struct.pack("<III", 31 << 11, 63 << 5, 31)
    yield "16-masks", bmp(bmp_rows(five << 11 | five << 6 | five, 16), bits=16, packing=3, masks=masks)
    rows = np.repeat(grey[:, :, None], 4, axis=2).reshape(len(grey), -1)
    yield "32", bmp(bmp_rows(rows, 8), bits=32)
    yield "32-masks", bmp(bmp_rows(rows, 8), bits=32, packing=3, masks=struct.pack("<III", 255 << 16, 255 << 8, 255))
    yield "24-top-down", bmp(bmp_rows(np.repeat(grey[::-1, :, None], 3, axis=2).reshape(len(grey), -1), 8), bits=24,
                             size=(SIZE[0], -SIZE[1]))
    yield "saved", saved(seven("RGB"), "BMP")
    yield "saved-alpha", saved(seven("RGBA"), "BMP")
    old = struct.pack("<2sIIIIHHHH", b"BM", 0, 0, 26, 12, *SIZE, 1, 24)
    yield "os2", old + bmp_rows(np.repeat(grey[:, :, None], 3, axis=2).reshape(len(grey), -1), 8)


@cache
def foreign() -> dict[str, bytes]:
    """Kinds that are not read, by name: whole ones as far as Pillow writes them, beginnings of others."""
    written = {kind.lower(): saved(seven("RGB"), kind) for kind in ("TIFF", "PPM", "ICO", "TGA", "PCX", "PDF", "EPS", "SGI")}
    box = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"heic", 0, b"mif1", b"heic")
    return written | {
        "heic": box + bytes(200), "avif": box.replace(b"heic", b"avif") + bytes(200),
        "mp4": box.replace(b"heic", b"isom") + bytes(99),
        "svg": b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="28"><path d="M0 0h9"/></svg>',
        "svg-marked": b"\xef\xbb\xbf<svg/>", "html": b"<!doctype html><title>404</title>", "json": b'{"strokes": []}', "empty": b"",
        "text": b"seven\n" * 50, "zeros": bytes(5000), "zip": b"PK\3\4" + bytes(60), "psd": b"8BPS\0\1" + bytes(60),
        "jp2": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(60), "jxl": b"\xff\x0a" + bytes(60),
        "wave": b"RIFF\x24\0\0\0WAVEfmt " + bytes(40),
        "png-alone": b"\x89PNG\r\n\x1a\n", "jpeg-alone": b"\xff\xd8\xff", "gif-alone": b"GIF89a", "bmp-alone": b"BM",
        "webp-alone": b"RIFF\x0c\0\0\0WEBPVP8 ",
    }

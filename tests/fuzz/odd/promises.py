"""Headers that promise many pixels, or many passes over them, and next to nothing after them."""
import struct
import zlib

from tests.fuzz.files import bmp, saved, seven
from tests.fuzz.odd.making import MOST, odd, raw_png


@odd
def png_promise() -> bytes:
    return raw_png(MOST, zlib.compress(bytes(100)))


@odd
def png_promise_16() -> bytes:
    return raw_png(MOST, zlib.compress(bytes(100)), depth=16, colour=6)


@odd
def bmp_promise() -> bytes:
    return bmp(bytes(100), bits=24, size=MOST)


@odd
def bmp_promise_32() -> bytes:
    return bmp(bytes(100), bits=32, size=(MOST[0], -MOST[1]))


def promising(data: bytes, size: tuple[int, int]) -> bytes:
    """A JPEG that says it is so large."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        at = data.find(marker)
        if at > 0:
            return data[:at + 5] + struct.pack(">HH", size[1], size[0]) + data[at + 9:]
    raise ValueError("no frame header")


@odd
def jpeg_promise() -> bytes:
    return promising(saved(seven("RGB"), "JPEG"), MOST)


@odd
def jpeg_promise_progressive() -> bytes:
    return promising(saved(seven("RGB"), "JPEG", progressive=True), MOST)


@odd
def jpeg_promise_cmyk() -> bytes:
    return promising(saved(seven("CMYK"), "JPEG", progressive=True), (610, 65_500))


@odd
def jpeg_many_scans() -> bytes:
    """A progressive JPEG of 40 million pixels that goes over them a thousand times."""
    data = promising(saved(seven("L"), "JPEG", progressive=True), MOST)
    start = data.rfind(b"\xff\xda")
    return data[:start] + data[start:-2] * 1000 + data[-2:]


@odd
def jpeg_repeated_scan() -> bytes:
    """A progressive JPEG whose last refinement, of all its pixels, comes a hundred times."""
    data = saved(seven("L", (7300, 5470)), "JPEG", progressive=True)
    start = data.rfind(b"\xff\xda")
    return data[:start] + data[start:-2] * 100 + data[-2:]


@odd
def jpeg_many_scans_4_mp() -> bytes:
    data = promising(saved(seven("L"), "JPEG", progressive=True), (2000, 2000))
    start = data.rfind(b"\xff\xda")
    return data[:start] + data[start:-2] * 3000 + data[-2:]


@odd
def gif_promise() -> bytes:
    data = bytearray(saved(seven(), "GIF"))
    data[6:10] = struct.pack("<HH", *MOST)
    at = data.rfind(b"\x2c\0\0\0\0")
    data[at + 5:at + 9] = struct.pack("<HH", *MOST)
    return bytes(data)


@odd
def webp_promise() -> bytes:
    """Lossy, its canvas as large as WebP has them."""
    data = bytearray(saved(seven("RGB"), "WEBP"))
    at = data.find(b"\x9d\x01\x2a")
    data[at + 3:at + 7] = struct.pack("<HH", 6324, 6324)
    return bytes(data)


def canvas(data: bytes, size: tuple[int, int]) -> bytes:
    """A WebP with a VP8X header that says its canvas is so large."""
    at = data.find(b"VP8X") + 12
    return data[:at] + struct.pack("<I", size[0] - 1)[:3] + struct.pack("<I", size[1] - 1)[:3] + data[at + 6:]


@odd
def webp_canvas_178_mp() -> bytes:
    """As much as Pillow lets through, for two canvases of four bytes a pixel."""
    frames = [seven("RGB"), seven("RGB").rotate(90)]
    return canvas(saved(frames[0], "WEBP", save_all=True, append_images=frames), (13_300, 13_400))


@odd
def webp_canvas_40_mp() -> bytes:
    frames = [seven("RGB"), seven("RGB").rotate(90)]
    return canvas(saved(frames[0], "WEBP", save_all=True, append_images=frames), MOST)

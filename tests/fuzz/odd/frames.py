"""Animations of many frames, of large ones, and of ones that do not fit their screen."""
import io
import struct

from PIL import Image

from tests.fuzz.files import saved, seven
from tests.fuzz.odd.making import MOST, odd


def gif_of(frame: Image.Image, count: int) -> bytes:
    """The same frame over and over."""
    data = saved(frame, "GIF")
    at = data.rfind(b"\x2c\0\0\0\0")
    return data[:at] + data[at:-1] * count + b";"


@odd
def gif_5000_frames() -> bytes:
    return gif_of(Image.new("L", (1000, 1000), 255), 5000)


@odd
def gif_100000_frames() -> bytes:
    return gif_of(Image.new("L", (3, 3), 255), 100_000)


@odd
def gif_100_frames_40_mp() -> bytes:
    return gif_of(Image.new("L", MOST, 255), 100)


@odd
def gif_frames_on_a_huge_screen() -> bytes:
    """Frames of 3 x 3 on a screen of 40 million pixels."""
    data = bytearray(gif_of(Image.new("L", (3, 3), 255), 2000))
    data[6:10] = struct.pack("<HH", *MOST)
    return bytes(data)


@odd
def gif_growing() -> bytes:
    """The second frame makes the screen ten times larger than the first has said."""
    small, large = (saved(Image.new("L", size, 9), "GIF") for size in ((20, 20), MOST))
    return small[:-1] + large[large.rfind(b"\x2c\0\0\0\0"):]


@odd
def gif_comments() -> bytes:
    data = saved(seven(), "GIF")
    at = data.rfind(b"\x2c\0\0\0\0")
    return data[:at] + b"\x21\xfe" + (b"\xff" + b"7" * 255) * 40_000 + b"\0" + data[at:]


def webp_of(frames: int, size: tuple[int, int]) -> bytes:
    """So many frames, two by turns, each of its own full canvas."""
    pair = [Image.new("RGB", size, "white"), Image.new("RGB", size, "black")]
    data = saved(pair[0], "WEBP", save_all=True, append_images=pair[1:], lossless=True, quality=0, method=0)
    at = data.find(b"ANMF")
    body = data[:at] + data[at:] * (frames // 2)
    return body[:4] + struct.pack("<I", len(body) - 8) + body[8:]


@odd
def webp_1000_frames() -> bytes:
    return webp_of(1000, (2000, 2000))


@odd
def webp_20_frames_40_mp() -> bytes:
    return webp_of(20, MOST)


@odd
def webp_50000_frames() -> bytes:
    return webp_of(50_000, (8, 8))


@odd
def png_animated_200_frames() -> bytes:
    pair = [Image.new("L", (300, 300), shade) for shade in (255, 0)]
    return saved(pair[0], "PNG", save_all=True, append_images=pair * 100)


@odd
def jpeg_of_many_pictures() -> bytes:
    file = io.BytesIO()
    seven("RGB", (500, 400)).save(file, "MPO", save_all=True, append_images=[seven("RGB", (500, 400))] * 30)
    return file.getvalue()

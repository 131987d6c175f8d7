"""From a picture's file to its colours: decoded no larger than reading needs, upright, and whatever mode it is stored in."""
import io
import re
import struct
import warnings
import zlib

import numpy as np
from PIL import Image, UnidentifiedImageError

from app.core.errors import PictureError

MOST_PIXELS = 40_000_000
MOST_SIDE = 100_000  # pixels: Pillow keeps places of all rows, which take more room than so many short rows themselves
SIDE = 1200  # pixels: where it is twice as long or more, the longer side is made smaller, but never shorter than this
STRIP = 2_000_000  # pixels that are converted at a time
MOST_FRAMES = 400  # of an animation, that are looked at; and no more pixels in all than a picture may have
MOST_LAYERED = 600_000_000  # pixels, each as often as a progressive JPEG goes over them; cameras' go a dozen times
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
# What Pillow's readers let through when bytes are not what they should be.
DAMAGE = (OSError, EOFError, ValueError, SyntaxError, LookupError, TypeError, AttributeError, AssertionError,
          OverflowError, struct.error, zlib.error, Image.DecompressionBombError)
ORIENTATION = 0x0112  # the EXIF tag
UPRIGHT = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
           5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
           8: Image.Transpose.ROTATE_90}
NOT_TAKEN = "save it as PNG or JPEG"  # of formats that Pillow alone, or the one in the browser, cannot read


def decode(data: bytes) -> tuple[np.ndarray, tuple[int, int]]:
    """(colours, size): uint8 (height, width, 3), upright, under twice SIDE; (width, height) of the whole upright picture.

    Of an animation, the frame that shows the most. Transparency is laid on white, or on black where it surrounds light ink.
    Raises PictureError if it is none of FORMATS, damaged, larger than 40 megapixels, or longer than 100,000
    pixels.
    """
    try:
        with warnings.catch_warnings():
            # Of large pictures, where the limit is ours and stricter, and of harmless damage such as to EXIF.
            warnings.simplefilter("ignore")
            check_size(*webp_size(data))  # Pillow takes memory for all of it before it says how large it is
            picture = Image.open(io.BytesIO(data), formats=FORMATS)
            check_size(*picture.size)
            if picture.format == "JPEG" and data.count(b"\xff\xda") * picture.width * picture.height > MOST_LAYERED:
                raise PictureError("the picture is made of too many layers to be read in a moment")
            turn = orientation(picture)
            whole = picture.size
            small = fullest(picture) if getattr(picture, "is_animated", False) else reduced(picture)
    except UnidentifiedImageError:
        raise PictureError(what_it_is(data)) from None
    except MemoryError:
        raise PictureError("the picture takes more memory than there is") from None
    except DAMAGE as error:
        raise PictureError(f"the picture is damaged ({sentence(error)})") from None
    if turn in UPRIGHT:
        small = small.transpose(UPRIGHT[turn])
        whole = whole if turn < 5 else whole[::-1]
    return opaque(small), whole


def check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise PictureError(f"the picture has {width} x {height} pixels, over 40 million")
    if max(width, height) > MOST_SIDE:
        raise PictureError(f"the picture has {width} x {height} pixels, over 100 thousand on a side")


def webp_size(data: bytes) -> tuple[int, int]:
    """(width, height) that a WebP file says it has (RFC 9649), (0, 0) of any other."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        return 0, 0
    kind, head = data[12:16], data[20:30].ljust(10, b"\0")
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1
    return int.from_bytes(head[6:8], "little") & 0x3fff, int.from_bytes(head[8:10], "little") & 0x3fff


def what_it_is(data: bytes) -> str:
    """Why a file is none of FORMATS, by its first bytes, and what to do instead where there is something."""
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if data[4:8] == b"ftyp":
        kind = "AVIF" if data[8:12] in (b"avif", b"avis") else "HEIC" if data[8:10] in (b"he", b"mi", b"ms") else ""
        if kind:
            return f"{kind} pictures are not read: {NOT_TAKEN}, or set the camera to its most compatible format"
    if b"<svg" in head.lower():
        return f"SVG drawings are not read: {NOT_TAKEN}"
    if data[:4] in (b"II*\0", b"MM\0*"):
        return f"TIFF pictures are not read: {NOT_TAKEN}"
    if data[:5] == b"%PDF-":
        return f"PDF documents are not read: {NOT_TAKEN}"
    return "not a PNG, JPEG, WebP, GIF or BMP picture"


def sentence(error: Exception) -> str:
    """What a reader of Pillow says, in one line."""
    return re.sub(r"\s+", " ", str(error)).strip()[:120] or type(error).__name__


def orientation(picture: Image.Image) -> int:
    """EXIF's word on how the camera was held, 1 to 8; 1 also where EXIF is damaged, which is no reason not to read."""
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except (PictureError, MemoryError):
        raise
    except Exception:  # whatever its parsers stumble over
        return 1


def reduced(picture: Image.Image) -> Image.Image:
    """The picture as RGB or RGBA, both sides under twice SIDE. Never all of its pixels in more than they are stored in."""
    # JPEG can be decoded at a half, a quarter, an eighth.
    if picture.format == "JPEG":
        picture.draft(None, tuple(max(1, side * SIDE // max(picture.size)) for side in picture.size))
    picture.load()
    if picture.mode.startswith(("I", "F")):
        picture = deep(picture)
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    factor = max(1, max(picture.size) // SIDE)
    small = Image.new(mode, tuple(-(-side // factor) for side in picture.size))
    rows = max(1, STRIP // (picture.width * factor)) * factor
    for top in range(0, picture.height, rows):
        strip = picture.crop((0, top, picture.width, min(top + rows, picture.height))).convert(mode)
        small.paste(strip.reduce(factor) if factor > 1 else strip, (0, top // factor))
    return small


def deep(picture: Image.Image) -> Image.Image:
    """Greys of more than 8 bits, as L: scaled by what is there, for few cameras use all of their range."""
    values = np.asarray(picture)
    step = max(1, values.size // 1_000_000)
    low, high = np.quantile(values.ravel()[::step], (0.001, 0.999))
    scale = 255 / max(float(high) - float(low), 1.0)
    out = np.empty(values.shape, np.uint8)
    for top in range(0, len(values), 256):
        out[top:top + 256] = np.clip((values[top:top + 256].astype(np.float32) - low) * scale, 0, 255)
    return Image.fromarray(out)


def fullest(picture: Image.Image) -> Image.Image:
    """The frame of an animation that differs most from a plain one: many begin blank and show their drawing being made."""
    best, most = None, -1.0
    number, left = 0, MOST_PIXELS
    while number < MOST_FRAMES and (left >= 0 or number < 2):
        try:
            picture.seek(number)
            check_size(*picture.size)  # a frame may be larger than the first
            frame = reduced(picture)
        except DAMAGE:
            if best is None:
                raise
            break  # the last one, or the last whole one
        sample = np.asarray(frame.convert("RGB").resize((64, 64), Image.Resampling.BOX), np.float32)
        spread = float(np.abs(sample - np.quantile(sample, 0.5, axis=(0, 1))).mean())
        if spread > most * 1.01:
            best, most = frame, spread
        number += 1
        left -= picture.width * picture.height
    return best


def opaque(picture: Image.Image) -> np.ndarray:
    """uint8 (height, width, 3), transparency laid on white; or on black, where all there is on it is light ink."""
    if picture.mode != "RGBA":
        return np.asarray(picture)
    values = np.asarray(picture)
    seen = values[values[..., 3] > 127, :3]
    light = 0 < len(seen) < values.shape[0] * values.shape[1] / 2 and float(seen.mean()) > 128
    ground = Image.new("RGBA", picture.size, "black" if light else "white")
    ground.alpha_composite(picture)
    return np.asarray(ground.convert("RGB"))

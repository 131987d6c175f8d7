"""The visitor's picture files: their bytes, what the page is told of what was found in them, and a small one to show.

The page names a file by the address of a blob, so what is fetched are bytes that the browser has at hand.
"""
import base64
import io

from app.core.errors import PictureError

LARGEST = 60_000_000  # bytes
SIDE = 640  # pixels of the longer side of what is shown on the pad, which is hardly ever larger
LIGHT = 128  # mean grey of the inked part from which on transparent paper is taken for dark
DARK_PAPER, LIGHT_PAPER = (28, 34, 48), (255, 255, 255)


class Pictures:
    """url, data: of the picture asked about last, so that a turn, a crop and another network do not fetch it again."""

    def __init__(self):
        self.url, self.data = None, b""

    async def bytes_of(self, url: str) -> bytes:
        """Raises PictureError if there is nothing at the address any more, or too much."""
        if url != self.url:
            self.data = await fetch(url)
            self.url = url
        return self.data


async def fetch(url: str) -> bytes:
    """The bytes at a blob's address. Raises PictureError."""
    import js
    from pyodide.ffi import JsException
    try:
        blob = await (await js.fetch(url)).blob()
        if blob.size <= LARGEST:
            return (await blob.arrayBuffer()).to_bytes()
    except JsException:
        raise PictureError("the file could not be read, it has gone or changed meanwhile") from None
    raise PictureError(f"the file has {blob.size // 1_000_000} MB, at most {LARGEST // 1_000_000} are read")


def told(found) -> dict:
    """What the page is told of a picture.Found: {"size", "box", "outline": path data in an SVG of that size, "strokes",
    "several"}; coordinates to a tenth of a pixel."""
    return {"size": list(found.size), "box": list(found.box), "outline": path(found.outlines), "several": found.several,
            "strokes": [[[round(float(x), 1), round(float(y), 1)] for x, y in stroke] for stroke in found.strokes]}


def path(polygons: list) -> str:
    """Closed polygons as path data: one text is far less for the page's own Python to read than lists of numbers."""
    corners = [" ".join(f"{round(float(x), 1):g} {round(float(y), 1):g}" for x, y in polygon) for polygon in polygons]
    return "".join(f"M{each}Z" for each in corners)


def preview(data: bytes) -> str:
    """A picture file upright and at most SIDE pixels wide and high, as a data: address of a JPEG. Raises PictureError."""
    import warnings

    from PIL import Image, ImageOps

    from app.core.picture import DAMAGE, MOST_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as core.picture does, and for its reasons
            picture = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP", "GIF", "BMP"))
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureError("the picture is too large to be shown")
            small = on_paper(ImageOps.exif_transpose(reduced(picture)))
    except DAMAGE as error:
        raise PictureError(f"the picture cannot be shown ({error})") from None
    shown = io.BytesIO()
    small.save(shown, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(shown.getvalue()).decode()


def reduced(picture):
    """The picture, made no larger than SIDE; a JPEG is not even decoded any larger than that takes."""
    if picture.mode in ("P", "1", "PA"):  # whose values are no amounts, and would be picked instead of averaged
        picture = picture.convert("RGBA" if "transparency" in picture.info or picture.mode == "PA" else "RGB")
    elif picture.mode not in ("L", "LA", "RGB", "RGBA", "CMYK", "YCbCr"):
        picture = of_what_is_there(picture)
    picture.thumbnail((SIDE, SIDE))
    return picture


def of_what_is_there(picture):
    """Grey of more than 8 bits as 8 bits, from the darkest to the lightest that it has."""
    import numpy as np
    from PIL import Image
    grey = np.asarray(picture, np.float32)
    low, high = float(grey.min()), float(grey.max())
    return Image.fromarray(((grey - low) * (255 / max(high - low, 1))).astype(np.uint8))


def on_paper(picture):
    """Laid on white where it is transparent, or if what it shows is light, on dark. Returns an RGB picture."""
    from PIL import Image, ImageStat
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB")
    picture = picture.convert("RGBA")
    alpha = picture.getchannel("A")
    seen = ImageStat.Stat(picture.convert("L"), alpha.point(lambda value: 255 if value > 127 else 0))
    light = seen.count[0] > 0 and seen.mean[0] > LIGHT and alpha.getextrema()[0] < 128
    paper = Image.new("RGBA", picture.size, DARK_PAPER if light else LIGHT_PAPER)
    return Image.alpha_composite(paper, picture).convert("RGB")

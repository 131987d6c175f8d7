"""The visitor's picture files: their bytes, what the page is told of what was found in them, and a small one to show.

The page names a file by the address of a blob, so what is fetched are bytes that the browser has at hand.
"""
import base64
import io

from app.core.errors import PictureError

LARGEST = 60_000_000  # bytes
SIDE = 640  # pixels of the longer side of what is shown on the pad, which is hardly ever larger


class Pictures:
    """url, decoded: of the picture asked about last, so that a turn, a crop and another network do not fetch it again."""

    def __init__(self):
        self.url, self.decoded = None, None

    async def decoded_from(self, url: str) -> tuple:
        """(colours, size) as picture_file.decode gives them. Raises PictureError if there is nothing at the address any more, or
        too much, or no picture."""
        if url != self.url:
            from app.core import picture_file  # with Pillow, which most visits never need
            data = await fetch(url)
            self.url, self.decoded = None, None
            self.decoded = picture_file.decode(data)
            self.url = url
        return self.decoded


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


def told_lines(size: tuple[int, int], lines) -> dict:
    """The same of a picture's PictureLines, all of their ink together: {"size", "box", "outline", "strokes", "several": False}."""
    box = [*lines.boxes[:, :2].min(axis=0).tolist(), *lines.boxes[:, 2:].max(axis=0).tolist()]
    return {"size": list(size), "box": [round(each) for each in box], "several": False,
            "outline": path([polygon for outlines in lines.outlines for polygon in outlines]),
            "strokes": [stroke for strokes in lines.strokes for stroke in strokes]}


def path(polygons: list) -> str:
    """Closed polygons as path data: one text is far less for the page's own Python to read than lists of numbers."""
    corners = [" ".join(f"{round(float(x), 1):g} {round(float(y), 1):g}" for x, y in polygon) for polygon in polygons]
    return "".join(f"M{each}Z" for each in corners)


def preview(colours) -> str:
    """A decoded picture, uint8 (height, width, 3), at most SIDE pixels wide and high, as a data: address of a JPEG."""
    from PIL import Image
    small = Image.fromarray(colours)
    small.thumbnail((SIDE, SIDE))
    shown = io.BytesIO()
    small.save(shown, "JPEG", quality=85)
    return "data:image/jpeg;base64," + base64.b64encode(shown.getvalue()).decode()

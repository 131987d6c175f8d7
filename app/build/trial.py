"""Run by the build inside the trimmed Pyodide: everything the page's worker relies on must be there and must work."""

import importlib
from io import BytesIO

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps, ImageStat, UnidentifiedImageError
from pyodide.ffi import to_js

MODULES = """asyncio base64 collections contextlib copy dataclasses datetime decimal difflib enum fractions functools gzip
    hashlib heapq inspect io itertools json logging math numbers operator pathlib pickle pprint random re secrets
    statistics string struct tempfile textwrap time traceback types typing urllib.parse uuid warnings zipfile zlib
    pyodide_js html"""
FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")
for module in MODULES.split():
    importlib.import_module(module)

assert np.allclose(np.linalg.svd(np.eye(3))[1], 1)
assert np.allclose(np.linalg.solve([[2.0, 0.0], [0.0, 4.0]], [2.0, 4.0]), 1)
assert np.einsum("ij,jk->ik", np.ones((2, 3)), np.ones((3, 4))).sum() == 24
assert np.lib.stride_tricks.sliding_window_view(np.arange(6), 3).shape == (4, 3)
assert repr(np.array([0.5])) == "array([0.5])"
stored = BytesIO()
np.savez_compressed(stored, a=np.arange(3))
assert np.load(BytesIO(stored.getvalue()))["a"].sum() == 3
generator = np.random.default_rng(1)
assert generator.permutation(10).sum() == 45
assert generator.normal(size=3).shape == (3,)

picture = Image.fromarray((generator.random((40, 30, 3)) * 255).astype(np.uint8))
ImageDraw.Draw(picture).line([(0, 0), (20, 30)], fill=(0, 0, 0), width=3)
for form in FORMATS:
    stored = BytesIO()
    picture.save(stored, form)
    with Image.open(BytesIO(stored.getvalue())) as opened:
        small = ImageOps.exif_transpose(opened).convert("L").filter(ImageFilter.GaussianBlur(2)).resize((28, 28))
    assert np.asarray(small).shape == (28, 28), form
assert ImageStat.Stat(ImageChops.invert(small)).mean[0] > 0
assert ImageOps.autocontrast(small).size == (28, 28)
try:
    Image.open(BytesIO(b"not a picture"))
except UnidentifiedImageError:
    assert to_js([1]).length == 1

"""Whatever bytes a file turns out to have, it is read or refused in words: no other error ever leaves the readers."""
import gzip
import io
import json
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from app.core import answers, weights
from app.core.errors import InklingError
from app.core.layers import Dense, Softmax
from app.core.network import Network, to_document
from app.inputs.pieces import pieces_in
from tests.drawings import FOUR, THREE
from trainer.data import drawings
from trainer.data.idx import read_idx_file

LINES = "\n".join(json.dumps({"label": str(3 + i % 2), "strokes": (THREE, FOUR)[i % 2], "writer": "é"}) for i in range(5)).encode()
IDX = bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28]) + np.arange(1568).astype(np.uint8).tobytes()
NETWORK = Network([Dense.random(784, 10, rng=np.random.default_rng(0)), Softmax()])
WEIGHTS = json.dumps(to_document(NETWORK, name="n", title="t", training={}, metrics={})).encode()


def picture(kind, **settings):
    """A file with a stroke on paper."""
    image, file = Image.new("RGB", (30, 30), "white"), io.BytesIO()
    ImageDraw.Draw(image).line([(15, 4), (15, 26)], fill="black", width=3)
    image.save(file, kind, **settings)
    return file.getvalue()


def exif():
    """Turned by a quarter, and with a word more."""
    tags = Image.Exif()
    tags[274], tags[271] = 6, "maker"
    return tags


FILES = {
    "a.jsonl": LINES, "b.jsonl": LINES.decode().encode("utf-16"), "c.jsonl.gz": gzip.compress(LINES, mtime=0),
    "d.png": picture("PNG"), "e.jpg": picture("JPEG", exif=exif()), "f.webp": picture("WEBP", exif=exif()),
    "g.gif": picture("GIF"), "h.bmp": picture("BMP"), "i-idx3-ubyte": IDX, "j-idx3-ubyte.gz": gzip.compress(IDX, mtime=0),
    "k.json": WEIGHTS,
}


@st.composite
def damaged(draw, content):
    """Some bytes changed, most of them near the start where headers are; perhaps cut off; perhaps with more at its end."""
    raw = bytearray(content)
    for place in draw(st.lists(st.integers(0, len(raw) - 1) | st.integers(0, min(80, len(raw) - 1)), max_size=12)):
        raw[place] = draw(st.sampled_from([0, 255]) | st.integers(0, 255))
    end = draw(st.just(len(raw)) | st.integers(0, len(raw)))
    return bytes(raw[:end]) + draw(st.just(b"") | st.binary(max_size=20))


@pytest.mark.parametrize("name", FILES)
@given(st.data())
@settings(deadline=None, max_examples=150)
def test_a_damaged_file_is_read_or_refused_in_one_line(name, data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data.draw(damaged(FILES[name])))
        readers = [lambda: images(path), lambda: drawings.read(path), lambda: drawings.read(path, digits=False),
                   lambda: read_idx_file(path, 3), lambda: weights.parse(path.read_bytes())]
        refusals = [refusal(read) for read in readers]
    assert not [each for each in refusals if "\n" in each]


def images(path):
    """As the command line reads them: the error that it would complain of first is raised."""
    contents = [piece.content for piece in pieces_in(path)]
    good = [content for content in contents if not isinstance(content, InklingError)]
    for each in [*answers.images(good), *contents]:
        if isinstance(each, InklingError):
            raise each


def refusal(read):
    """What a reader says of a file, or "" where it has read it."""
    try:
        read()
    except InklingError as error:
        return str(error) or "it is refused without a word\n"
    return ""

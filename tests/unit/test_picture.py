"""Pictures to 28x28, whichever way round they are drawn and however they are stored."""
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.core import ink, picture, picture_file
from app.core.errors import PictureError


def seven(*, size=200, paper=255, pen=0, at=(60, 40), mode="L"):
    image = Image.new("L", (size, size), paper)
    x, y = at
    ImageDraw.Draw(image).line([(x, y), (x + 70, y), (x + 25, y + 110)], fill=pen, width=12, joint="curve")
    return image.convert(mode)


def encoded(image, kind="PNG", **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def test_dark_on_light_and_light_on_dark_read_the_same():
    light, dark = (picture.to_pixels(encoded(seven(paper=p, pen=q))) for p, q in ((255, 0), (0, 255)))
    assert np.abs(light - dark).mean() < 0.01


def test_the_picture_is_placed_like_a_drawing():
    drawn = np.array(ink.render([[[60, 40], [130, 40], [85, 150]]]))
    assert np.abs(picture.to_pixels(encoded(seven())) - drawn).mean() < 0.06


def test_place_and_size_do_not_matter():
    big = seven(size=800, at=(600, 500))
    assert np.abs(picture.to_pixels(encoded(big)) - picture.to_pixels(encoded(seven()))).mean() < 0.01


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_every_promised_format_is_read(kind):
    pixels = picture.to_pixels(encoded(seven(mode="RGB"), kind))
    assert pixels.shape == (784,) and np.abs(pixels - picture.to_pixels(encoded(seven()))).mean() < 0.02


def test_transparency_counts_as_white_paper():
    image = seven(mode="RGBA")
    image.putalpha(Image.eval(seven(), lambda value: 255 - value))
    assert np.abs(picture.to_pixels(encoded(image)) - picture.to_pixels(encoded(seven()))).mean() < 0.01


def test_a_photograph_taken_sideways_is_turned():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by 90 degrees clockwise to show
    sideways = seven().transpose(Image.Transpose.ROTATE_90)
    turned = picture.to_pixels(encoded(sideways, "JPEG", exif=exif))
    assert np.abs(turned - picture.to_pixels(encoded(seven()))).mean() < 0.02


@pytest.mark.parametrize(("data", "says"), [
    (b"", "not a PNG"), (b"hello", "not a PNG"), (encoded(seven())[:300], "damaged"),
    (encoded(Image.new("L", (50, 50), 255)), "no ink"), (encoded(Image.new("L", (1, 1), 9)), "no ink")])
def test_what_cannot_be_read_is_refused_in_one_sentence(data, says):
    with pytest.raises(PictureError, match=says):
        picture.to_pixels(data)


def test_a_huge_picture_is_refused_before_it_is_decoded(monkeypatch):
    monkeypatch.setattr(picture_file, "MOST_PIXELS", 100 * 100)
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("decoded"))
    data = encoded_header_of(10_000)
    with pytest.raises(PictureError, match="over 40 million"):
        picture.find(data)


def encoded_header_of(side):
    """A BMP header that promises side x side pixels, without any."""
    header = bytearray(b"BM" + (54).to_bytes(4, "little") + bytes(4) + (54).to_bytes(4, "little"))
    header += (40).to_bytes(4, "little") + side.to_bytes(4, "little") * 2 + (1).to_bytes(2, "little") + (24).to_bytes(2, "little")
    return bytes(header + bytes(24))

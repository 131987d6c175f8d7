"""What is found in pictures: a 5 on every kind of paper, read as one by the shipped network, and where it is."""
import io
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from app.core import ink, network, picture, weights
from app.core.errors import PictureError

ROOT = Path(__file__).parents[2]
FIVE = [[[62, 22], [36, 20], [33, 50], [52, 47], [66, 58], [66, 74], [54, 86], [32, 82]]]
SEVEN = [[[30, 22], [70, 22], [45, 85]]]


@pytest.fixture(scope="module")
def read():
    """The digit that the shipped network makes of a picture file, and what was found."""
    by = network.from_weights(weights.parse((ROOT / "weights" / "inkling.json").read_bytes()))

    def answer(data, **where):
        found = picture.find(data, **where)
        return by.answer(by.forward(found.pixels[None]))["digit"], found
    return answer


def stroked(image, strokes, colour, width, *, scale=3, at=(0, 0)):
    for stroke in strokes:
        points = [(scale * x + at[0], scale * y + at[1]) for x, y in stroke]
        ImageDraw.Draw(image).line(points, fill=colour, width=width, joint="curve")
    return image


def sheet(*, paper=235, pen=40, width=9, size=(300, 300), mode="L", strokes=FIVE, **place):
    return stroked(Image.new(mode, size, paper), strokes, pen, width, **place)


def stored(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def shadow(edge):
    """A hand's shadow over the lower right corner, its edge so many pixels soft."""
    dark = Image.new("L", (300, 300), 255)
    ImageDraw.Draw(dark).polygon([(300, 90), (300, 300), (90, 300)], fill=130)
    return np.asarray(dark.filter(ImageFilter.GaussianBlur(edge)), np.float32) / 255


def shaded(image, light):
    return Image.fromarray(np.uint8(np.asarray(image, np.float32) * light))


def lit_from_the_side(image):
    return shaded(image, np.linspace(0.35, 1, 300, dtype=np.float32)[None])


def squared(image, *, every=24, shade=190):
    pen = ImageDraw.Draw(image)
    for at in range(7, 300, every):
        pen.line([(at, 0), (at, 300)], fill=shade, width=2)
        pen.line([(0, at), (300, at)], fill=shade, width=2)
    return image


def on_a_table(image):
    table = Image.new("L", (420, 420), 50)
    table.paste(image.rotate(4, fillcolor=50, expand=True), (50, 50))
    return table


def framed(image, *, inset=8, width=5, shade=30):
    ImageDraw.Draw(image).rectangle([inset, inset, 299 - inset, 299 - inset], outline=shade, width=width)
    return image


def bordered(image):
    pen = ImageDraw.Draw(image)
    pen.rectangle([0, 0, 22, 300], fill=5)
    pen.rectangle([0, 280, 300, 300], fill=5)
    return image


def specked(image):
    rng = np.random.default_rng(3)
    for x, y in rng.integers(0, 297, (40, 2)):
        ImageDraw.Draw(image).rectangle([x, y, x + 2, y + 2], fill=60)
    return image


def grained(image, *, noise=12):
    rng = np.random.default_rng(5)
    return Image.fromarray(np.uint8(np.clip(np.asarray(image, np.float32) + rng.normal(0, noise, image.size[::-1]), 0, 255)))


PAPERS = {
    "plain": sheet(), "a hard shadow": shaded(sheet(), shadow(0)), "a soft shadow": shaded(sheet(), shadow(12)),
    "light from the side": lit_from_the_side(sheet()), "squares": squared(sheet(paper=240)),
    "squares, a thin pen": stroked(squared(Image.new("L", (300, 300), 240)), FIVE, 60, 5),
    "faint pencil": grained(sheet(pen=170, width=5), noise=6), "a dark table": on_a_table(sheet()),
    "a form's frame": framed(sheet()),
    "a thin frame": framed(sheet(), width=2), "a scanner's black border": bordered(sheet()), "specks": specked(sheet()),
    "grain": grained(sheet()), "chalk": grained(sheet(paper=45, pen=220, width=12)), "a thick marker": sheet(width=30),
    "a very thin pen": sheet(width=2), "a small cutting": sheet().resize((40, 40), Image.Resampling.BOX),
    "a digit that fills the picture": sheet().crop((85, 45, 215, 270)), "MNIST's own size": sheet().resize((28, 28)),
    "a corner of a large sheet": sheet(size=(1500, 1100), at=(1150, 60)),
}


@pytest.mark.parametrize("kind", PAPERS)
def test_a_digit_is_found_on_any_paper(read, kind):
    assert read(stored(PAPERS[kind]))[0] == 5


def as_16_bits(image):
    return Image.fromarray((3000 + np.asarray(image, np.uint16) * 150).astype(np.uint16))


COLOURS = {
    "red on green as bright": stored(sheet(mode="RGB", paper=(70, 120, 60), pen=(210, 50, 60))),
    "blue on brown as bright": stored(sheet(mode="RGB", paper=(150, 110, 80), pen=(70, 110, 220))),
    "white on nothing": stored(sheet(mode="RGBA", paper=(0, 0, 0, 0), pen=(255, 255, 255, 255))),
    "black on nothing": stored(sheet(mode="RGBA", paper=(0, 0, 0, 0), pen=(0, 0, 0, 255))),
    "16 bits of grey": stored(as_16_bits(sheet())), "a palette": stored(sheet(mode="RGB", paper="#eed", pen="#225").convert("P")),
    "one bit": stored(sheet(paper=255, pen=0).convert("1")),
    "CMYK": stored(sheet(mode="RGB", paper="white", pen="navy").convert("CMYK"), "JPEG"),
    "progressive": stored(sheet(), "JPEG", progressive=True),
}


@pytest.mark.parametrize("kind", COLOURS)
def test_a_digit_is_found_in_any_colours(read, kind):
    assert read(COLOURS[kind])[0] == 5


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_fullest_frame_is_read(read, kind):
    frames = [sheet(strokes=[stroke[:upto] for stroke in FIVE]).convert("RGB") for upto in (2, 3, 8)]
    frames[0] = Image.new("RGB", (300, 300), (235, 235, 235))
    data = stored(frames[0], kind, save_all=True, append_images=frames[1:], duration=80)
    assert read(data)[0] == 5


@pytest.mark.parametrize(("data", "named"), [
    (b"\0\0\0\x18ftypheic\0\0\0\0", "HEIC"), (b"\0\0\0\x18ftypmif1\0\0\0\0", "HEIC"), (b"\0\0\0\x1cftypavif\0\0\0\0", "AVIF"),
    (b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"), (b"II*\0\x08\0\0\0", "TIFF"),
    (b"%PDF-1.7\n", "PDF")])
def test_formats_that_are_not_read_are_named_and_what_to_do_instead(data, named):
    with pytest.raises(PictureError, match=rf"^{named} .*save it as PNG or JPEG"):
        picture.find(data)


@pytest.mark.parametrize("data", [b"", b"7,3,9", b"\x89PN", b"ftyp", bytes(4096), b"\xff\xd8 hello"])
def test_what_is_no_picture_is_not_called_one(data):
    with pytest.raises(PictureError, match="^not a PNG, JPEG"):
        picture.find(data)


@pytest.mark.parametrize("image", [Image.new("L", (200, 200), 240), Image.new("RGB", (3, 900), "navy"), grained(
    Image.new("L", (300, 300), 200), noise=2)])
def test_a_sheet_without_ink_is_said_to_have_none(image):
    with pytest.raises(PictureError, match="no ink"):
        picture.find(stored(image))


def test_the_box_lies_around_the_ink_in_pixels_of_the_whole_picture():
    found = picture.find(stored(sheet(size=(3000, 2000), scale=6, width=30, at=(1500, 700))))
    assert found.size == (3000, 2000)
    wanted = (1500 + 6 * 32 - 15, 700 + 6 * 20 - 15, 1500 + 6 * 66 + 15, 700 + 6 * 86 + 15)
    assert np.abs(np.subtract(found.box, wanted)).max() < 20


def test_a_turn_is_made_first_and_a_crop_is_in_pixels_of_the_turned_picture(read):
    two = stroked(sheet(size=(700, 300)), SEVEN, 40, 9, scale=3, at=(400, 0))
    data = stored(two.transpose(Image.Transpose.ROTATE_90))  # it has to be turned clockwise once
    digit, found = read(data, turn=1, crop=(350, 0, 700, 300))
    assert (digit, found.size) == (7, (700, 300))
    assert found.box[0] > 400
    assert read(data, turn=1, crop=(0, 0, 350, 300))[0] == 5


@pytest.mark.parametrize("crop", [(10, 10, 10, 40), (500, 500, 900, 900), (-50, -50, -1, -1), (40, 40, 30, 30)])
def test_a_crop_with_nothing_of_the_picture_is_refused(crop):
    with pytest.raises(PictureError, match="nothing of the picture"):
        picture.find(stored(sheet()), crop=crop)


def test_a_camera_held_sideways_turns_the_size_and_the_box_too(read):
    exif = Image.Exif()
    exif[0x0112] = 6
    data = stored(sheet(size=(400, 300)).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif)
    digit, found = read(data)
    assert (digit, found.size) == (5, (400, 300))


def test_several_digits_are_said_to_be_and_the_largest_is_read(read):
    two = stroked(stroked(Image.new("L", (700, 360), 235), FIVE, 40, 9, scale=3), SEVEN, 40, 9, scale=4, at=(360, 0))
    digit, found = read(stored(two))
    assert (digit, found.several) == (7, True)
    assert not read(stored(sheet()))[1].several


def test_a_stroke_that_is_broken_or_apart_belongs_to_its_digit(read):
    parts = [[[36, 20], [33, 50], [52, 47], [66, 58]], [[66, 62], [66, 74], [54, 86], [32, 82]], [[42, 18], [64, 17]]]
    digit, found = read(stored(sheet(strokes=parts)))
    assert (digit, found.several) == (5, False)


@pytest.mark.parametrize("shade", [215, 205, 185])
@pytest.mark.parametrize("upwards", [False, True])
def test_where_a_stroke_fades_the_rest_of_it_still_belongs_to_its_digit(read, shade, upwards):
    fading = np.clip(np.linspace(-1.5, 3.5, 300)[::-1 if upwards else 1], 0, 1)[:, None]
    ink_there = (235 - np.asarray(sheet(width=4), np.float32)) / (235 - 40)
    digit, found = read(stored(Image.fromarray(np.uint8(235 - ink_there * (195 + fading * (40 - shade))))))
    assert (digit, found.several) == (5, False)
    assert np.abs(np.array(found.box) - (96, 58, 201, 260)).max() <= 6


@pytest.mark.parametrize("pen", [0.03, 0.06, 0.09])
@pytest.mark.parametrize("side", [60, 84, 120, 180])
@pytest.mark.parametrize(("digit", "strokes"), [(1, [[[50, 12], [50, 88]]]), (1, [[[60, 10], [42, 90]]]), (7, SEVEN)])
def test_a_straight_stroke_that_fills_a_small_picture_is_no_printed_line(read, digit, strokes, side, pen):
    large = stroked(Image.new("L", (2 * side, 2 * side), 235), strokes, 40, round(2 * pen * side), scale=side / 50)
    answer, found = read(stored(large.resize((side, side), Image.Resampling.BOX)))
    assert answer == digit
    assert found.box[3] - found.box[1] >= (max(y for _, y in strokes[0]) - min(y for _, y in strokes[0])) * side / 100 - 1


@pytest.mark.parametrize("width", [3, 7, 12, 22, 38])
def test_all_of_a_digit_is_found_however_wide_the_pen(read, width):
    digit, found = read(stored(sheet(width=width, strokes=SEVEN)))
    assert digit == 7
    assert np.abs(np.array(found.box) - (90, 66 - width / 2, 210, 255)).max() <= 3 + width / 2


@pytest.mark.parametrize("width", [3, 9, 24, 36])
def test_any_pen_becomes_ours(width):
    drawn = np.array(ink.render(FIVE))
    assert np.abs(picture.to_pixels(stored(sheet(width=width))) - drawn).mean() < 0.07


@pytest.mark.parametrize("kind", ["plain", "squares", "a thick marker", "a hard shadow"])
def test_the_strokes_are_a_drawing_of_the_same_digit_where_it_lies(read, kind):
    _, found = read(stored(PAPERS[kind]))
    drawn = np.array(ink.render(found.strokes))
    assert np.abs(drawn - np.array(ink.render(FIVE))).mean() < 0.05
    left, top, right, bottom = ink.bounding_box(found.strokes)
    assert found.box[0] - 1 <= left < right <= found.box[2] + 1 and found.box[1] - 1 <= top < bottom <= found.box[3] + 1


def test_the_outlines_go_around_the_ink_and_its_holes():
    ring = Image.new("L", (300, 300), 235)
    ImageDraw.Draw(ring).ellipse([90, 60, 210, 240], outline=30, width=12)
    outer, inner = sorted(picture.find(stored(ring)).outlines, key=lambda polygon: -extent(polygon))
    assert extent(outer) == pytest.approx(180, abs=6) and extent(inner) == pytest.approx(156, abs=6)


def extent(polygon):
    ys = [y for _, y in polygon]
    return max(ys) - min(ys)


LARGE = """
import sys
from app.core import picture
found = picture.find(open(sys.argv[1], "rb").read())
most = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(*found.size, int(most.split()[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="a process's most memory is told by Linux's /proc only")
@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "RGB"), ("PNG", "P"), ("PNG", "RGBA")])
def test_forty_megapixels_are_read_in_less_than_300_megabytes(tmp_path, kind, mode):
    large = stroked(Image.new("RGB", (7300, 5400), (225, 222, 215)), FIVE, (30, 30, 60), 150, scale=45, at=(1500, 0)).convert(mode)
    path = tmp_path / "large"
    large.save(path, kind)
    ran = subprocess.run([sys.executable, "-c", LARGE, path], cwd=ROOT, capture_output=True, text=True, check=True)
    width, height, most = map(int, ran.stdout.split())
    assert (width, height) == (7300, 5400)
    assert most < 300

"""Picture files in the worker: what the page is told of them, and the small ones that it shows."""
import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from app.core import picture, picture_file
from app.core.errors import PictureError
from app.worker import pictures
from app.worker.session import Session
from tests.unit.test_worker import Worker, document

CORNER = [(30, 20), (30, 80), (70, 80)]  # an L in a picture of 100 by 120


def drawn(*, mode="RGB", size=(100, 120), paper="white", pen="black", form="PNG", points=CORNER, **options):
    """A picture file with a line on it."""
    made = Image.new(mode, size, paper)
    ImageDraw.Draw(made).line(points, fill=pen, width=8)
    stored = io.BytesIO()
    made.save(stored, form, **options)
    return stored.getvalue()


@pytest.fixture
def worker(small_network, tmp_path, monkeypatch):
    """A worker with a small network, for which files lie at addresses; `asked` are those that it fetched."""
    made = Worker()
    (tmp_path / "small.json").write_text(document(small_network))
    made.ask("hello", weights=str(tmp_path / "small.json"))
    made.files, made.fetches = {}, []

    async def fetch(url):
        made.fetches.append(url)
        return made.files[url]

    monkeypatch.setattr(pictures, "fetch", fetch)
    made.read = lambda url, **rest: made.awaited("read_picture", url=url, **{"turn": 0, "crop": None, "activations": False, **rest})
    return made


def test_a_picture_is_read_as_its_pixels_are_and_told_where_it_was_found(worker):
    worker.files["blob:1"] = data = drawn()
    reading = worker.read("blob:1", activations=True)
    found = picture.find(data)
    alone = worker.ask("read_pixels", drawing=reading["drawing"])
    assert {name: reading[name] for name in alone} == alone
    assert reading["pixels"] == pytest.approx(found.pixels.tolist(), abs=1e-4)
    about = reading["picture"]
    assert (about["size"], about["several"]) == ([100, 120], found.several)
    left, top, right, bottom = about["box"]
    assert (left, top, right, bottom) == pytest.approx((26, 20, 71, 84), abs=3)
    assert about["outline"].startswith("M") and about["outline"].endswith("Z")
    xs = [x for stroke in about["strokes"] for x, y in stroke]
    assert left - 1 <= min(xs) and max(xs) <= right + 1


def test_turns_crops_and_other_networks_fetch_the_file_no_second_time(worker):
    worker.files["blob:1"], worker.files["blob:2"] = drawn(), drawn(size=(80, 90))
    assert worker.read("blob:1", turn=1)["picture"]["size"] == [120, 100]
    cropped = worker.read("blob:1", crop=[50, 60, 90, 100])["picture"]["box"]
    assert cropped[0] >= 50 and cropped[1] >= 60
    assert worker.awaited("picture_preview", url="blob:1").startswith("data:image/jpeg;base64,")
    assert worker.fetches == ["blob:1"]
    worker.read("blob:2")
    assert worker.fetches == ["blob:1", "blob:2"]


def test_where_several_digits_are_seen_no_answer_is_sure(worker, monkeypatch):
    worker.files["blob:1"] = data = drawn()
    found = picture.find(data)
    network = worker.session.networks.find(None).network
    network.sure_threshold = 0
    for several in (False, True):
        monkeypatch.setattr(picture, "find_in", lambda *_, several=several, **__: found._replace(several=several))
        reading = worker.read("blob:1")
        assert (reading["sure"], reading["picture"]["several"]) == (not several, several)


@pytest.mark.parametrize("data", [b"no picture", drawn()[:200], drawn(points=[(0, 0), (0, 0)], pen="white")])
def test_what_cannot_be_read_is_refused_as_the_core_refuses_it(worker, data):
    worker.files["blob:1"] = data
    with pytest.raises(PictureError) as refusal:
        picture.find(data)
    assert worker.read("blob:1") == {"error": {"kind": "picture", "message": str(refusal.value)}}


def test_a_file_that_is_none_cannot_be_shown_and_an_empty_sheet_can(worker):
    """By this the page knows what to take off the pad and what to leave there, so that one may crop it."""
    worker.files.update({"blob:none": b"no picture", "blob:empty": drawn(points=[(0, 0), (0, 0)], pen="white")})
    refused = worker.awaited("picture_preview", url="blob:none")
    assert refused["error"]["kind"] == "picture"
    assert worker.awaited("picture_preview", url="blob:empty").startswith("data:image/jpeg")


# The small picture

def shown(data):
    head, text = pictures.preview(picture_file.decode(data)[0]).split(",")
    assert head == "data:image/jpeg;base64"
    return Image.open(io.BytesIO(base64.b64decode(text)))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP", "GIF", "BMP"])
def test_a_large_picture_is_shown_small_and_a_small_one_as_it_is(form):
    assert shown(drawn(size=(3000, 1500), form=form)).size == (640, 320)
    assert shown(drawn(form=form)).size == (100, 120)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK"])
def test_every_kind_of_picture_is_shown_as_ink_on_paper(mode):
    form = "JPEG" if mode == "CMYK" else "PNG"
    made = Image.open(io.BytesIO(drawn())).convert(mode)
    stored = io.BytesIO()
    made.save(stored, form)
    grey = np.asarray(shown(stored.getvalue()).convert("L"))
    assert grey[60, 30] < 40 and grey[10, 90] > 220


def test_grey_of_sixteen_bits_is_shown_from_its_darkest_to_its_lightest():
    levels = np.full((120, 100), 1500, np.uint16)
    levels[20:80, 26:34] = 900
    stored = io.BytesIO()
    Image.fromarray(levels).save(stored, "PNG")
    grey = np.asarray(shown(stored.getvalue()).convert("L"))
    assert grey[50, 30] < 40 and grey[10, 90] > 220


def test_a_photo_is_shown_upright_as_its_camera_says():
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn clockwise makes it upright
    small = shown(drawn(form="JPEG", exif=exif))
    assert small.size == (120, 100)
    grey = np.asarray(small.convert("L"))
    assert grey[30, 70] < 60 and grey[50, 70] > 200  # the long leg lies along the top


@pytest.mark.parametrize(("pen", "light"), [((0, 0, 0, 255), False), ((255, 255, 255, 255), True), ((250, 240, 90, 255), True)])
def test_ink_on_nothing_is_shown_on_a_paper_that_shows_it(pen, light):
    grey = np.asarray(shown(drawn(mode="RGBA", paper=(0, 0, 0, 0), pen=pen)).convert("L"), int)
    assert (grey[60, 30] > grey[10, 90]) == light
    assert abs(grey[60, 30] - grey[10, 90]) > 100


def test_a_session_that_reads_no_picture_has_fetched_none():
    assert Session().pictures.url is None

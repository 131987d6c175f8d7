"""A link on the page, without a browser: times kept beside strokes, the replay, the picture to save, the file that makes codes."""
import asyncio
import hashlib
import io
import timeit
import zipfile
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock
from xml.etree import ElementTree

import pytest

from app.build import qr
from app.core.errors import DrawingError, LinkError
from app.core.link import decode, encode
from app.ui import storage
from app.ui.links import replay as replaying
from app.ui.links.dialog import modules
from app.ui.links.picture import svg
from app.ui.links.proved import fragment_of
from app.ui.links.replay import LONGEST_PAUSE, PAUSE, SPEED, Replay, schedule
from app.ui.sheet import sheet_for
from app.ui.storage import KEY, TEMPO, Storage
from app.ui.tempo import MOST, Tempo
from tests.drawings import FOUR, THREE
from tests.unit.fake_pad import draw, event, fake_pad
from tests.unit.test_storage import Store
from trainer.data import wheels


@pytest.fixture
def pad():
    return fake_pad()


# When points came

def test_each_point_has_the_time_at_which_it_came_and_undo_changes_nothing_of_it(pad):
    pad.begin(event(100, 50, time=1000.0))
    pad.extend(event(200, 50, time=1016.4, gathered=[event(150, 50, time=1008.0), event(200, 50, time=1016.4)]))
    pad.extend(event(201, 50, time=1020.0))  # nearer than what tells anything: the end of the stroke
    pad.end(event(201, 50, time=1020.0))
    pad.begin(event(300, 80, time=1500.0))
    pad.end(event(300, 80, time=1510.0))
    assert [len(stroke) for stroke in pad.strokes] == [4, 1]
    assert pad.tempo.of(pad.strokes) == [[0, 8, 16, 20], [500]]
    pad.undo()
    assert pad.tempo.of(pad.strokes) == [[0, 8, 16, 20]]
    pad.redo()
    assert pad.tempo.of(pad.strokes) == [[0, 8, 16, 20], [500]]


def test_what_nobody_timed_has_no_times(pad):
    pad.begin_stroke(10, 10)
    pad.end_stroke()
    assert pad.tempo.of(pad.strokes) is None
    draw(pad, (100, 50), (200, 50))
    assert pad.tempo.of(pad.strokes) == [None, [0, 0]]


def test_only_so_many_strokes_are_remembered():
    tempo = Tempo()
    strokes = [[[at, at]] for at in range(MOST + 5)]
    for stroke in strokes:
        tempo.begin(stroke, 3.0)
    assert len(tempo.known) == MOST
    assert tempo.of(strokes)[:6] == [None] * 5 + [[0]]
    assert len(tempo.oldest) == MOST


def test_the_times_of_ten_times_as_many_strokes_take_no_hundred_times_as_long():
    """At every stroke those of all others are kept, too: it must be felt neither at the first nor at the last of a thousand."""
    took = []
    for count in (MOST // 10, MOST):
        tempo, strokes = Tempo(), [[[at, at]] for at in range(count)]
        for stroke in strokes:
            tempo.begin(stroke, 3.0)
        took.append(min(timeit.repeat(lambda of=tempo.of, all=strokes: of(all), number=5, repeat=20)))
    assert took[1] < 25 * took[0], took


@pytest.fixture
def kept(monkeypatch):
    """A Storage on a Store."""
    opened = Storage(MagicMock())
    opened.store = Store(other="")

    def promised(_window, owner, name, *arguments):
        getattr(owner, name)(*arguments)
        return MagicMock()
    monkeypatch.setattr(storage, "promised", promised)
    return opened


def test_times_are_kept_beside_the_drawing_and_damaged_ones_are_none(kept):
    kept.save(THREE, KEY, [list(range(11))])
    assert kept.load_times(THREE) == [list(range(11))]
    assert kept.load_times(FOUR) is None
    for text in ("[", "{}", "7", "[[1, 2]]", '[["1"]]', "[[true,1,2,3,4,5,6,7,8,9,10]]", "[1]"):
        kept.store[KEY + TEMPO] = text
        assert kept.load_times(THREE) is None, text
    kept.store[KEY + TEMPO] = "[null]"
    assert kept.load_times(THREE) == [None]
    kept.save(FOUR)
    assert KEY + TEMPO not in kept.store


# The replay

def test_it_goes_at_the_speed_of_the_hand_and_waits_for_no_long_pause():
    strokes = [[[0, 0], [90, 0]], [[0, 0], [0, 9]], [[5, 5], [5, 95]], [[1, 1]]]
    times = [[0, 100], [5000, 9000], None, [9500]]
    assert schedule(strokes, times) == [
        [0, 100], [100 + LONGEST_PAUSE, 100 + 2 * LONGEST_PAUSE],
        [2100 + PAUSE, 2100 + PAUSE + 90 / SPEED], [2100 + 2 * PAUSE + 90 / SPEED]]
    assert schedule([[[0, 0], [9, 0]]], [[500, 100]]) == [[0, 0]]  # a clock that was set back


class Clock:
    """Time that passes only while somebody sleeps."""

    def __init__(self, monkeypatch, pad):
        self.now, self.then = 0.0, {}
        pad.window.performance = SimpleNamespace(now=lambda: self.now)
        monkeypatch.setattr(replaying, "sleep", self.sleep)

    async def sleep(self, seconds):
        self.now += 1000 * seconds
        for at in sorted(self.then):
            if at <= self.now:
                self.then.pop(at)()


def test_a_replay_is_one_step_of_undo_over_ones_own(monkeypatch, pad):
    draw(pad, (100, 50), (200, 50))
    own = list(pad.strokes)
    Clock(monkeypatch, pad)
    sent = [[[x * 10, y * 10] for x, y in stroke] for stroke in FOUR] + [[[700.0, 700.0]]]
    asyncio.run(Replay(pad.window, pad, sent, None).run())
    assert pad.strokes == sent
    pad.undo()
    assert pad.strokes == own
    pad.redo()
    assert pad.strokes == sent


def test_whoever_is_in_a_hurry_has_all_of_it_at_once_and_undo_still_takes_one_step(monkeypatch, pad):
    clock = Clock(monkeypatch, pad)
    slow = [[1000 * at for at in range(11)]]
    replay = Replay(pad.window, pad, THREE, slow)
    clock.then[2500] = replay.finish
    asyncio.run(replay.run())
    assert pad.strokes == THREE and 2500 <= clock.now < 2600
    pad.undo()
    assert pad.blank


def test_somebody_who_wipes_it_away_has_an_empty_pad(monkeypatch, pad):
    clock = Clock(monkeypatch, pad)
    clock.then[2500] = pad.clear
    asyncio.run(Replay(pad.window, pad, THREE, [[1000 * at for at in range(11)]]).run())
    assert pad.blank


# The link that is handed out

def proved(strokes, answers):
    """What `fragment_of` gives while readings come out like this, one after the other."""
    left = list(answers)

    async def read(_strokes):
        answer = left.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return {"probabilities": answer}
    digits = SimpleNamespace(reader=SimpleNamespace(able=bool(answers), read=read))
    return asyncio.run(fragment_of(strokes, None, mode="digit", view="", digits=digits, number_reader=None)), len(left)


def test_the_link_is_the_first_that_is_read_as_the_drawing_is():
    dense = [[[500 + 300 * ((at % 40) / 40 - 0.5) ** 2, 10 * at] for at in range(90)]]
    first, _ = proved(dense, [])
    assert first == encode(dense)
    assert proved(dense, [[0.5, 0.5], [0.51, 0.49]]) == (first, 0)
    second, left = proved(dense, [[0.5, 0.5], [0.6, 0.4], [0.5, 0.5]])
    assert left == 0 and len(second) > len(first)
    assert proved(dense, [[0.5, 0.5]] + [[1, 0]] * 30)[0] == first  # none is
    assert proved(dense, [[0.5, 0.5], DrawingError("gone")])[0] == first
    with pytest.raises(LinkError, match="too long"):
        proved([[[at * 7919 % 1000, at * 104729 % 1000] for at in range(3000)]], [])


def test_a_code_is_drawn_in_runs():
    assert modules(["0110", "1001"]) == "M5 4h2v1h-2zM4 5h1v1h-1zM7 5h1v1h-1z"


# The picture to save

WORDS = {"sentence": 'Not sure: a <4>, or "9" & so on\x00.', "probability": "61.2%", "signature": "read by Inkling"}


def test_the_picture_holds_the_ink_and_the_words_and_no_markup_of_theirs(pad):
    sheet = sheet_for("number")
    sheet.strokes, sheet.pale = [[[0, 0], [100, 0], [100, 100]], [[5, 5]]], [1]
    picture = ElementTree.fromstring(svg(sheet, large="1<2", sure=False, **WORDS))
    ns = "{http://www.w3.org/2000/svg}"
    assert [each.text for each in picture.iter(f"{ns}text")] == [
        "1<2", 'Not sure: a <4>, or "9" & so on.', "61.2%", "read by Inkling"]
    assert picture.get("viewBox") == "0 0 2000 1320"
    paths = [(each.get("d"), each.get("stroke")) for each in picture.iter(f"{ns}path")]
    assert paths[0] == ("M5 5h0.01", "#d9d7d0")  # pale, and below
    assert paths[1][0] == "M0 0Q0 0 50.0 0.0Q100 0 100.0 50.0L100 100"
    assert "#2f4bd8" in svg(sheet, large="8", sure=True, **WORDS)
    assert "#2f4bd8" not in svg(sheet, large="8", sure=False, **WORDS)


# What makes QR codes

def wheel():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in ("segno/__init__.py", "segno/encoder.py", "segno/consts.py", "segno/writers.py",
                     "segno-1.dist-info/licenses/LICENSE"):
            archive.writestr(name, name)
    return made.getvalue()


@pytest.fixture
def pip(monkeypatch):
    """Has the pins name this wheel, and a stand-in for pip bring whatever `pip.brings` gives; pip.asked: for what it was asked."""
    own = SimpleNamespace(qr="segno==1", qr_sha256=[hashlib.sha256(wheel()).hexdigest()])
    monkeypatch.setattr(qr, "read_pins", lambda root: own)
    told = SimpleNamespace(brings=wheel, asked=[])

    def run(*words, requirement, hashes):
        told.asked.append(requirement)
        (Path(words[-1]) / "segno.whl").write_bytes(told.brings())

    monkeypatch.setattr(wheels, "pip", run)
    return told


@pytest.mark.parametrize("cached", ["nothing", "a damaged one"])
def test_what_makes_codes_is_fetched_once_checked_and_trimmed(pip, cached, tmp_path):
    if cached != "nothing":
        (tmp_path / "cache" / "wheels").mkdir(parents=True)
        (tmp_path / "cache" / "wheels" / "segno-1.whl").write_bytes(wheel()[:-1])
    said = []
    made = qr.make_qr(tmp_path, tmp_path / "cache", say=said.append)
    assert qr.make_qr(tmp_path, tmp_path / "cache", say=said.append) == made
    assert (pip.asked, len(said)) == (["segno==1"], 1)
    with zipfile.ZipFile(io.BytesIO(made[qr.FILE])) as archive:
        assert sorted(archive.namelist()) == ["segno/LICENSE", "segno/__init__.py", "segno/consts.py", "segno/encoder.py"]
        assert archive.read("segno/__init__.py") == b""


@pytest.mark.parametrize(("brought", "why"), [(b"another", "sha256 differs"), (OSError("no network"), "no network")])
def test_without_it_one_line_says_so_and_nothing_of_it_stays(pip, tmp_path, brought, why):
    def brings():
        if isinstance(brought, Exception):
            raise brought
        return brought
    pip.brings = brings
    said = []
    assert qr.make_qr(tmp_path, tmp_path / "cache", say=said.append) == {}
    assert "Left out" in said[-1] and why in said[-1] and "\n" not in said[-1]
    assert not list(tmp_path.rglob("*.whl"))


def test_a_link_that_was_made_here_is_opened_here():
    assert decode(encode(THREE, view="why")).view == "why"

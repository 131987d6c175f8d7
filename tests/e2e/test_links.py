"""A drawing goes from one visitor to another as a link, and harms nothing of what that one has."""
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from app.build.qr import FILE
from app.core import link
from tests.drawings import FOUR, THREE
from tests.e2e import axe
from tests.e2e.conftest import BLANK, forget
from tests.e2e.pad import BOOT, SOON, draw, inked, kept, only_chromium, seen, settle, start
from tests.e2e.teaching import visit
from tests.e2e.test_touch import Phone
from tests.links import times_of

MADE = "document.getElementById('link')?.value && !document.querySelector('#sharing .copy').disabled"
SENT = "!document.getElementById('sent').hidden"
DONE = SENT + " && document.getElementById('sent').getAttribute('aria-busy') === 'false'"  # all of it is there
FULL = "document.getElementById('answer').dataset.source === 'full'"
TOLD = "/Copied|selected/.test(document.querySelector('#sharing .said').textContent)"


def read_as(digit):
    return f"document.getElementById('answer')?.dataset.digit === '{digit}'"


def on_pad(strokes):
    """A drawing in percent of the pad as one in its units."""
    return [[[10 * x, 10 * y] for x, y in stroke] for stroke in strokes]


def fragment(strokes, **options):
    """Of a drawing in percent that is drawn in a moment."""
    strokes = on_pad(strokes)
    return "#" + link.encode(strokes, times_of(strokes), **options)


def shared(page):
    """Press Share; returns the link."""
    page.click("#share")
    page.wait(MADE, seconds=SOON)
    page.wait(TOLD, seconds=SOON)
    return page.js("document.getElementById('link').value")


def test_a_link_brings_the_drawing_its_answer_and_the_way_back_to_ones_own(profile, whole):
    """In a profile on disk; WebKit's page, which is driven in private windows alone, is only opened anew."""
    page = profile()
    forget(page, whole)  # WebKit's page is not a fresh one
    visit(page, whole.url)
    draw(page, THREE)
    read = settle(page)["probabilities"]
    page.js("document.getElementById('why').open = true")
    page.wait("location.hash === '#why'", seconds=SOON)
    address = shared(page)
    assert re.fullmatch(re.escape(whole.url) + r"#ink=1\.d\.why\.[\w-]{80,400}", address)

    # Somebody else, who has drawn something.
    forget(page, whole)
    visit(page, whole.url)
    draw(page, FOUR)
    settle(page)
    own = kept(page)
    page.open(whole.url + BLANK)
    page.open(address)
    page.wait(f"document.documentElement.dataset.state === 'ready' && {DONE} && {read_as(3)} && {FULL}", seconds=BOOT)
    page.wait("document.getElementById('why').open", seconds=SOON)
    assert page.js("[document.getElementById('sent').innerText.replace(/\\s+/g, ' ').trim(), location.href]") == [
        "Somebody’s drawing Back to mine", address]
    probabilities = seen(page)["probabilities"]
    assert max(abs(one - other) for one, other in zip(probabilities, read, strict=True)) < 0.02
    assert kept(page) == own

    # The browser ends: what the next visit finds is one's own.
    page = profile()
    visit(page, whole.url)
    assert (settle(page)["digit"], kept(page)) == ("4", own)

    # One undo, and redo; then the address is the page's own again.
    page.js("location.hash = argument", address.partition("#")[2])
    page.wait(f"{DONE} && {read_as(3)}", seconds=SOON)
    page.click("#undo")
    page.wait(f"!({SENT}) && {read_as(4)}", seconds=SOON)
    assert (page.js("location.hash"), kept(page)) == ("", own)
    page.key("Control+Shift+z")
    page.wait(f"{SENT} && {read_as(3)}", seconds=SOON)
    assert kept(page) == own
    page.js("document.querySelector('#sent button').click()")  # WebKit's driver would scroll the pad away for it
    page.wait(f"!({SENT}) && {read_as(4)}", seconds=SOON)
    page.key("Control+Shift+z")
    page.wait(SENT, seconds=SOON)

    # Once it is changed, it is one's own.
    draw(page, [[[10, 10], [14, 16]]])
    page.wait(f"!({SENT})", seconds=SOON)
    settle(page)
    assert len(kept(page)) == 2
    assert getattr(page, "problems", []) == []  # WebKit's tells none


@only_chromium
def test_while_the_page_is_open_a_link_replays_and_a_broken_one_changes_nothing(pad, instant_host):
    draw(pad, FOUR)
    before = settle(pad)
    own = kept(pad)
    whole = fragment(THREE)
    for broken, said in ((whole[:-9], "cut off or altered"), (whole[:20] + "x" + whole[21:], "cut off or altered"),
                         ("#ink=2.d..AAAA", "newer Inkling"), ("#ink=1.n..AAAA", "cut off"),
                         (whole + "A" * 4000, "more than a drawing")):
        pad.js("location.hash = argument", broken)
        pad.wait(f"document.getElementById('notice-text').textContent.includes('{said}') && location.hash === ''", seconds=SOON)
        now = seen(pad)
        assert now["notice"].count(".") == 2 and now["digit"] == "4" and kept(pad) == own
        assert now["probabilities"] == before["probabilities"]
        assert pad.js(f"[{SENT}, document.documentElement.dataset.mode]") == [False, "digit"]
        pad.click("#notice-close")
    pad.js("location.hash = argument", whole)
    pad.wait(f"{SENT} && {read_as(3)}", seconds=SOON)
    assert kept(pad) == own

    # With a broken link to begin with, the visit is an ordinary one.
    pad.open("about:blank")
    pad.open(f"{instant_host.url}#ink=1.n..AAAA")
    pad.wait(f"document.documentElement.dataset.state === 'instant' && {read_as(4)}", seconds=SOON)
    pad.wait("document.getElementById('notice-text').textContent.includes('cut off') && location.hash === ''", seconds=SOON)
    assert pad.js("document.documentElement.dataset.mode") == "digit"
    assert kept(pad) == own


@only_chromium
def test_it_draws_itself_at_the_speed_it_was_drawn_and_a_tap_or_a_key_shows_it_at_once(pad, instant_host, engine):
    strokes = on_pad(THREE)
    slow = link.encode(strokes, [[400.0 * at for at in range(len(strokes[0]))]])
    begun = "performance.now() - window.begunAt"
    pad.js("(window.begunAt = performance.now(), location.hash = argument, 0)", "#" + slow)
    pad.wait(f"{SENT} && !document.getElementById('clear').disabled", seconds=SOON)
    pad.wait("document.getElementById('answer').dataset.source === 'instant'", seconds=SOON)  # it is read as it grows
    assert inked(pad)[0] < 0.06
    pad.wait(f"{DONE} && {read_as(3)}", seconds=SOON)
    assert pad.js(begun) > 3900
    share = inked(pad)[0]
    for hurry in ("tap", "key"):
        pad.key("Control+z")
        pad.wait(f"!({SENT})", seconds=SOON)
        pad.js("(window.begunAt = performance.now(), location.hash = argument, 0)", "#" + slow)
        pad.wait(f"{SENT} && !document.getElementById('clear').disabled", seconds=SOON)
        if hurry == "tap":
            pad.click("#pad")
        else:
            pad.key("a")
        pad.wait(f"{DONE} && {read_as(3)}", seconds=SOON)
        assert pad.js(begun) < 3500
        assert inked(pad)[0] == pytest.approx(share, rel=0.02)
    pad.tab.emulate_media(reduced_motion="reduce")
    pad.key("Control+z")
    pad.wait(f"!({SENT})", seconds=SOON)
    pad.js("(window.begunAt = performance.now(), location.hash = argument, 0)", "#" + slow)
    pad.wait(f"{DONE} && {read_as(3)}", seconds=SOON)
    assert pad.js(begun) < 3500
    assert axe.found(pad.tab) == []
    # Ink that was kept keeps its tempo, too.
    draw(pad, [[[10, 10], [14, 16]]])
    settle(pad)
    times = json.loads(pad.js("localStorage.getItem('inkling.drawing.tempo')"))
    assert [len(each) for each in times] == [len(each) for each in kept(pad)]


@only_chromium
def test_numbers_come_in_their_mode_and_the_visitors_own_stays(pupil, whole, tmp_path):
    page = pupil
    page.click("#mode [value=number]")
    page.click(".sums .examples button")
    page.wait("document.getElementById('number').dataset.value === '84' && "
              "JSON.parse(localStorage.getItem('inkling.numbers')).length === 7", seconds=BOOT)
    address = shared(page)
    for kind, ending in (("png", "png"), ("svg", "svg")):
        with page.tab.expect_download() as download:
            page.click(f"#sharing .{kind}")
        assert download.value.suggested_filename == f"inkling-84.{ending}"
        download.value.save_as(tmp_path / f"sum.{ending}")
    with Image.open(tmp_path / "sum.png") as picture:
        assert picture.size[0] == 2400
    texts = [each.text for each in ElementTree.parse(tmp_path / "sum.svg").iter() if each.tag.endswith("text")]
    assert texts[0] == "84" and "12 × 7 =" in texts and "read by Inkling" in texts
    assert link.decode(address.partition("#")[2]).mode == "number"
    forget(page, whole)
    visit(page, whole.url)
    draw(page, FOUR)
    settle(page)
    page.open("about:blank")
    page.open(address)
    page.wait("document.documentElement.dataset.mode === 'number'", seconds=SOON)
    page.wait(f"document.getElementById('number')?.dataset.value === '84' && {SENT}", seconds=BOOT)
    page.js("document.getElementById('sharing').close()")
    page.click("#sent button")
    page.wait(f"document.documentElement.dataset.mode === 'digit' && !({SENT})", seconds=SOON)
    assert (settle(page)["digit"], page.js("localStorage.getItem('inkling.mode')")) == ("4", None)


@only_chromium
def test_the_dialog_shows_a_code_hands_out_pictures_and_says_what_it_cannot(whole, site, engine, tmp_path, monkeypatch):
    if not (site / FILE).exists():
        pytest.skip("the site was built without what makes QR codes, which could not be fetched here")
    monkeypatch.syspath_prepend(site / FILE)
    from segno import encoder

    page = engine.new_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True,
                           permissions=["clipboard-read", "clipboard-write"])
    start(page, whole.url, "ready", seconds=BOOT)
    assert not page.js("document.getElementById('share').checkVisibility({visibilityProperty: true})")
    phone = Phone(page)
    for stroke in THREE:
        left, top, side = page.js("(b => [b.left, b.top, b.width])(document.getElementById('pad').getBoundingClientRect())")
        phone.swipe([(left + side * x / 100, top + side * y / 100) for x, y in stroke])
    settle(page)
    page.tab.tap("#share")
    page.wait(TOLD, seconds=SOON)
    address = page.js("document.getElementById('link').value")
    assert page.js("document.querySelector('#sharing .said').textContent").startswith("Copied")
    assert page.js("navigator.clipboard.readText()") == address
    page.tab.tap("#sharing .qr")
    page.wait("!document.querySelector('#sharing .code').hidden", seconds=SOON)
    path, box = page.js("(svg => [svg.querySelector('path').getAttribute('d'), svg.getAttribute('viewBox')])"
                        "(document.querySelector('#sharing .code svg'))")
    rows = [[module & 1 for module in row] for row in encoder.encode(address, error="l", boost_error=False, micro=False).matrix]
    shown = [[0] * len(rows) for _ in rows]
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", path):
        shown[int(y) - 4][int(x) - 4:int(x) - 4 + int(length)] = [1] * int(length)
    assert (box, shown) == (f"0 0 {len(rows) + 8} {len(rows) + 8}", rows)
    for kind in ("png", "svg"):
        with page.tab.expect_download() as download:
            page.tab.tap(f"#sharing .{kind}")
        assert download.value.suggested_filename == f"inkling-3.{kind}"
        download.value.save_as(tmp_path / f"three.{kind}")
    picture = ElementTree.parse(tmp_path / "three.svg")
    assert [each.text for each in picture.iter() if each.tag.endswith("text")] == ["3", "That is a 3.", ">99.9%", "read by Inkling"]
    with Image.open(tmp_path / "three.png") as pixels:
        assert pixels.size == (1200, 1584)
        dark = sum(1 for each in pixels.convert("L").crop((0, 0, 1200, 1180)).tobytes() if each < 80) / 1200 / 1180
    assert dark == pytest.approx(inked(page)[0], abs=0.01)
    assert page.js("document.documentElement.scrollWidth") == 390
    assert axe.found(page.tab) == []
    page.tab.tap("#sharing .close")
    page.choose("#choose-picture", Path(tmp_path / "three.png"))
    page.wait("document.documentElement.hasAttribute('data-photo')", seconds=SOON)
    page.js("document.getElementById('share').click()")
    page.wait("document.querySelector('#sharing .none').textContent.includes('picture does not fit')", seconds=SOON)
    assert page.js("document.querySelector('#sharing .linked').hidden")
    assert page.problems == []
    page.close()

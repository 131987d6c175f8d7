"""At the pad: the answer follows the pointer, and everything can be taken back. The page's own Python does it all."""
import json

import pytest

from app.core import ink
from tests.drawings import FOUR, THREE
from tests.e2e.pad import SOON, draw, inked, kept, places, seen, settle, start, until

# Resolves when a reading that had begun before is certainly over.
TWO_READINGS_LATER = "inkling.read([[[0, 0], [5, 9]]]).then(() => inkling.read([[[0, 0], [5, 9]]])).then(() => true)"


def test_the_answer_changes_while_the_pointer_is_still_down(pad):
    first, *rest = places(pad, THREE[0])
    pad.press(*first)
    pad.move(rest[:3])
    pad.wait("'digit' in document.getElementById('answer').dataset", seconds=SOON)
    early = seen(pad)
    assert not early["hint"]
    pad.move(rest[3:])
    pad.wait("document.getElementById('answer').dataset.digit === '3'", seconds=SOON)
    late = seen(pad)
    assert late["probabilities"] != early["probabilities"]
    assert kept(pad) == []  # the stroke is not over
    pad.release()
    assert settle(pad)["digit"] == "3"
    assert len(kept(pad)) == 1


def test_the_newest_drawing_wins(pad):
    """Nobody waits for an answer before drawing on; what is shown in the end belongs to what is on the pad."""
    draw(pad, FOUR)
    pad.click("#clear")
    draw(pad, THREE)
    assert settle(pad)["digit"] == "3"
    pad.js(TWO_READINGS_LATER)
    assert settle(pad)["digit"] == "3"


def test_an_answer_that_comes_after_clearing_is_not_shown(pad):
    draw(pad, THREE)
    pad.key("Escape")
    pad.js(TWO_READINGS_LATER)
    now = seen(pad)
    assert (now["hint"], now["digit"], now["shown"]) == (True, None, "")
    assert now["probabilities"] == [0] * 10


def test_undo_takes_back_stroke_by_stroke_and_redo_returns_them(pad):
    draw(pad, FOUR)
    whole = settle(pad)
    assert (whole["undo"], whole["clear"]) == (True, True)
    pad.click("#undo")
    part = settle(pad)
    assert len(kept(pad)) == 1
    assert part["probabilities"] != whole["probabilities"]
    pad.click("#undo")
    none = settle(pad)
    assert (none["hint"], none["undo"], none["clear"]) == (True, False, False)
    assert inked(pad) is None
    pad.key("Control+y")
    assert settle(pad)["probabilities"] == part["probabilities"]
    pad.key("Control+Shift+Z")
    assert settle(pad)["probabilities"] == whole["probabilities"]


def test_clear_empties_the_pad_and_undo_brings_the_drawing_back(pad):
    draw(pad, FOUR)
    before, ink = settle(pad), inked(pad)
    pad.click("#clear")
    cleared = settle(pad)
    assert (cleared["hint"], cleared["undo"], cleared["clear"]) == (True, True, False)
    assert inked(pad) is None
    pad.key("Control+z")
    after = settle(pad)
    assert after["probabilities"] == before["probabilities"]
    assert inked(pad) == pytest.approx(ink, abs=0.01)


def test_a_new_stroke_after_undo_ends_what_could_be_redone(pad):
    draw(pad, FOUR)
    pad.key("Control+z")
    draw(pad, THREE)
    pad.key("Control+y")
    settle(pad)
    assert len(kept(pad)) == 2


@pytest.mark.parametrize("key", ["Escape", "Delete"])
def test_a_key_clears_the_pad(pad, key):
    draw(pad, THREE)
    pad.key(key)
    assert settle(pad)["hint"]


def test_a_click_without_moving_is_a_dot(pad):
    draw(pad, [[[50, 50]]])
    assert settle(pad)["digit"] is not None
    [[[x, y]]] = kept(pad)
    assert (x, y) == pytest.approx((500, 500), abs=5)
    share, left, top, right, bottom = inked(pad)
    assert share > 0
    assert right - left < 0.1
    assert bottom - top < 0.1


def test_a_line_that_leaves_the_pad_goes_on_outside_and_ends_there(pad):
    draw(pad, [[[50, 50], [80, 50], [130, 50]], [[30, 30], [30, 70]]])
    settle(pad)
    outside, inside = kept(pad)
    assert outside[-1][0] > 1000
    assert len(inside) == 2


def test_the_last_drawing_is_there_again_after_a_reload(pad):
    draw(pad, THREE)
    before, ink = settle(pad), inked(pad)
    pad.reload()
    until(pad, "instant")
    after = settle(pad)
    assert (after["digit"], after["probabilities"]) == ("3", before["probabilities"])
    assert not after["hint"]
    assert inked(pad) == pytest.approx(ink, abs=0.01)


DAMAGED = ["not JSON", '[[["x", 1]]]', '{"a": 1}', "[[[1, 2], [3]]]", "[[[1e999, 0]]]", "[[]]", "null", '""', ""]


def test_a_damaged_drawing_from_last_time_is_ignored(pad, engine):
    for text in DAMAGED if engine.name == "chromium" else DAMAGED[:2]:
        pad.js("localStorage.setItem('inkling.drawing', argument)", text)
        pad.reload()
        until(pad, "instant")
        now = seen(pad)
        assert (now["hint"], now["digit"], now["notice"]) == (True, None, None), text
    draw(pad, THREE)
    assert settle(pad)["digit"] == "3"


def test_a_kept_drawing_with_an_empty_stroke_does_no_harm(pad):
    pad.js("localStorage.setItem('inkling.drawing', '[[], [[300, 300], [700, 700]]]')")
    pad.reload()
    until(pad, "instant")
    assert settle(pad)["digit"] is not None


FORBID_STORAGE = """<head><script>
Object.defineProperty(window, "localStorage", {get() { throw new DOMException("No.", "SecurityError") }});
</script>"""


def test_the_page_works_where_storage_is_forbidden(engine, page, site, host):
    host.replace("index.html", (site / "index.html").read_text(encoding="utf-8").replace("<head>", FORBID_STORAGE))
    start(page, host.url, "instant")
    draw(page, THREE)
    page.wait("document.getElementById('answer').dataset.digit === '3'", seconds=SOON)
    page.click("#clear")
    assert seen(page)["hint"]
    assert seen(page)["notice"] is None


def test_what_is_drawn_while_python_starts_is_read_when_it_can_be(page, host):
    """The pad is ready long before the network is; nobody should have to draw twice."""
    host.hold("weights/inkling.json")
    page.open(host.url)
    page.wait("performance.getEntriesByName('inkling-drawable').length", seconds=SOON)
    draw(page, THREE)
    assert seen(page)["state"] == "loading"
    assert seen(page)["sentence"] == "This is read as soon as Python is here\u2026"
    host.release("weights/inkling.json")
    until(page, "instant")
    assert settle(page)["digit"] == "3"


def test_the_last_drawing_is_not_called_nothing_while_python_starts(page, host):
    host.replace("blank.html", "<!doctype html>")
    page.open(host.url + "blank.html")
    page.js(f"localStorage.setItem('inkling.drawing', '{json.dumps([[[300, 300], [700, 700]]])}')")
    host.hold("weights/inkling.json")
    page.open(host.url)
    page.wait("document.getElementById('sentence').textContent.startsWith('This is read as soon')", seconds=SOON)
    assert inked(page) is not None
    page.click("#clear")
    assert seen(page)["sentence"] == "Nothing drawn yet."
    host.release("weights/inkling.json")
    until(page, "instant")
    assert seen(page)["sentence"] == "Nothing drawn yet."


# Reads a drawing while a clock ticks as fast as the page lets it: the longest time without a tick, by the whole time.
LONGEST_BLOCK = """(async () => {
    const channel = new MessageChannel();
    let last = performance.now(), longest = 0, reading = true;
    channel.port1.onmessage = () => {
        longest = Math.max(longest, performance.now() - last);
        last = performance.now();
        if (reading) channel.port2.postMessage(0);
    };
    channel.port2.postMessage(0);
    const start = performance.now();
    for (let count = 0; count < 5; count++) await inkling.readPixels(argument);
    reading = false;
    return longest / ((performance.now() - start) / 5);
})()"""


def test_the_page_stays_free_while_its_own_python_reads(pad):
    """Reading is done in pieces. One that did it in one go would block for the whole of its time."""
    pixels = list(ink.render(THREE))
    # The best of several: another process may take the core away in the middle of any of them.
    assert min(pad.js(LONGEST_BLOCK, pixels) for _ in range(5)) < 0.8

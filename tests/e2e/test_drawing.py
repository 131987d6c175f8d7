"""At the pad: the answer follows the pointer, and everything can be taken back. The page's own Python does it all."""
import json

import pytest

from app.core import ink
from tests.drawings import FOUR, THREE
from tests.e2e.pad import FRAMES, SOON, draw, inked, kept, only_chromium, places, places_now, seen, settle, start, until

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


@only_chromium
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


@only_chromium
def test_a_damaged_drawing_from_last_time_is_ignored(pad):
    for text in DAMAGED:
        pad.js("localStorage.setItem('inkling.drawing', argument)", text)
        pad.reload()
        until(pad, "instant")
        now = seen(pad)
        assert (now["hint"], now["digit"]) == (True, None), text
        assert now["notice"].endswith("it was laid aside."), text
    draw(pad, THREE)
    assert settle(pad)["digit"] == "3"


@only_chromium
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


@only_chromium
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


@only_chromium
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


# Where the ink is

PATH = [[30, 30], [50, 35], [60, 60], [40, 70]]


def is_path(stroke):
    """Whether a kept stroke is PATH, but for what the pointer's whole pixels take from it."""
    return len(stroke) == len(PATH) and all(
        abs(x - 10 * wanted_x) <= 6 and abs(y - 10 * wanted_y) <= 6
        for (x, y), (wanted_x, wanted_y) in zip(stroke, PATH, strict=True))


def test_scrolling_in_the_middle_of_a_stroke_keeps_ink_under_the_pointer(pad):
    pad.js("(document.getElementById('views').style.minHeight = '3000px')")
    before = places(pad, PATH)
    pad.press(*before[0])
    pad.move(before[1:2])
    pad.js("scrollTo({top: 30, behavior: 'instant'})")
    after = places_now(pad, PATH)
    assert after[2][1] < before[2][1] - 10
    pad.move(after[2:])
    pad.release()
    settle(pad)
    [stroke] = kept(pad)
    assert is_path(stroke), stroke


@only_chromium
def test_a_wheel_turned_in_the_middle_of_a_stroke_moves_the_pad_into_its_bar_only_afterwards(engine, instant_host):
    """Narrow enough for the page to scroll, far enough for the pad to be put elsewhere."""
    page = engine.new_page(viewport={"width": 500, "height": 700})
    start(page, instant_host.url, "instant")
    page.js("(document.getElementById('views').style.minHeight = '3000px')")
    before = places(page, PATH)
    page.press(*before[0])
    page.move(before[1:2])
    page.tab.mouse.wheel(0, 150)
    page.wait("scrollY > 140", seconds=SOON)
    page.js(FRAMES)
    page.move(places_now(page, PATH)[2:])
    page.release()
    settle(page)
    [stroke] = kept(page)
    assert is_path(stroke), stroke
    page.wait("document.documentElement.dataset.pad === 'bar'", seconds=SOON)
    page.close()


# Where a point of the window is seen once #everything has the transform.
SEEN_AT = """(transform => {
    const all = document.getElementById("everything"), {left, top} = all.getBoundingClientRect();
    Object.assign(all.style, {transformOrigin: "0 0", transform});
    const matrix = new DOMMatrix(transform);
    return argument.points.map(([x, y]) => matrix.transformPoint(new DOMPoint(x - left, y - top)))
        .map(point => [point.x + left, point.y + top]);
})(argument.transform)"""


@pytest.mark.parametrize("transform", ["rotate(9deg) scale(0.8)", "scale(0.9, 0.6)", "skewX(10deg)"])
def test_a_page_that_is_turned_or_stretched_keeps_ink_under_the_pointer(pad, transform):
    points = pad.js(SEEN_AT, {"transform": transform, "points": places(pad, PATH)})
    pad.press(*points[0])
    pad.move(points[1:])
    pad.release()
    settle(pad)
    [stroke] = kept(pad)
    assert is_path(stroke), stroke


def test_a_page_that_is_zoomed_keeps_ink_under_the_pointer(pad):
    pad.js("(document.getElementById('everything').style.zoom = 0.7)")
    draw(pad, [PATH])
    settle(pad)
    [stroke] = kept(pad)
    assert is_path(stroke), stroke


def test_a_picture_that_the_browser_has_lost_is_painted_again(pad):
    draw(pad, THREE)
    settle(pad)
    before = inked(pad)
    pad.js("""(pad => {
        pad.getContext("2d").setTransform(1, 0, 0, 1, 0, 0);
        pad.getContext("2d").clearRect(0, 0, pad.width, pad.height);
        pad.getContext("2d").lineWidth = 1;
        pad.dispatchEvent(new Event("contextlost"));
        pad.dispatchEvent(new Event("contextrestored"));
    })(document.getElementById("pad"))""")
    assert inked(pad) == pytest.approx(before, abs=0.01)
    draw(pad, [[[80, 20], [80, 40]]])
    assert inked(pad)[0] > before[0] + 0.008  # a line of the pen's width


# A stroke along a circle in one move that gathers so many points; how long the page was busy with it.
BURST = """(count => {
    const pad = document.getElementById("pad"), box = pad.getBoundingClientRect();
    const event = (type, at, more) => new PointerEvent(type, {
        pointerId: 5, pointerType: "pen", button: 0, buttons: 1, bubbles: true, cancelable: true,
        clientX: box.left + box.width * (0.5 + 0.3 * Math.cos(6.3 * at / count)),
        clientY: box.top + box.height * (0.5 + 0.4 * Math.sin(6.3 * at / count)), ...more});
    const coalescedEvents = [...Array(count).keys()].map(at => event("pointermove", at));
    const move = event("pointermove", count, {coalescedEvents});
    pad.dispatchEvent(event("pointerdown", 0));
    const start = performance.now();
    pad.dispatchEvent(move);
    const took = performance.now() - start;
    pad.dispatchEvent(event("pointerup", count));
    return took;
})(argument)"""


@only_chromium
def test_a_hundred_thousand_points_keep_the_page_no_longer_than_some_thousand_and_read_the_same(pad):
    few = min(pad.js(BURST, 4000) for _ in range(3))
    before = settle(pad)
    pad.js("document.getElementById('clear').click()")
    many = min(pad.js(BURST, 100_000) for _ in range(2))
    pad.click("#undo")
    after = settle(pad)
    assert many < 5 * few
    assert before["digit"] == after["digit"] == "0"
    assert after["probabilities"] == pytest.approx(before["probabilities"], abs=0.01)
    assert len(kept(pad)[0]) < 2500


# What is no digit

LETTER = [[[20, 80], [35, 20], [50, 80]], [[27, 55], [44, 55]]]


@only_chromium
def test_what_may_be_no_digit_is_a_question_mark(pad):
    draw(pad, LETTER)
    now = settle(pad)
    assert (now["shown"], now["sentence"], now["sure"]) == ("?", "Not sure this is a digit.", "false")
    assert now["digit"] in set("0123456789")


@only_chromium
def test_two_digits_side_by_side_are_asked_for_one_at_a_time(pad):
    for left in (5, 50):
        draw(pad, [[[left + x / 2, 25 + y / 2] for x, y in stroke] for stroke in THREE])
    now = settle(pad)
    assert (now["shown"], now["sentence"], now["sure"]) == ("?", "One digit at a time, please.", "false")
    pad.key("Control+z")
    assert (settle(pad)["shown"], seen(pad)["sentence"]) == ("3", "That is a 3.")


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

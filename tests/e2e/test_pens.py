"""Drawing without dragging: by keys and tap by tap, as people who cannot drag would."""
import pytest

from tests.drawings import THREE
from tests.e2e.pad import SOON, draw, kept, only_chromium, places, seen, settle

SEVEN = [[30, 20], [70, 20], [45, 85]]
SAID = "document.getElementById('pen-said').textContent"
FOCUS = "document.activeElement.id"
VISIBLE = "getComputedStyle(document.getElementById(argument)).visibility === 'visible'"


def tap(page, *points):
    for x, y in places(page, points):
        page.press(x, y)
        page.release()


def test_a_digit_drawn_by_keys_is_read_kept_and_taken_back_like_any(pad):
    pad.js("document.getElementById('pad').focus()")
    for key in [*["Shift+ArrowLeft"] * 2, *["Shift+ArrowUp"] * 3, "Space", *["Shift+ArrowRight"] * 4]:
        pad.key(key)
    pad.wait("'digit' in document.getElementById('answer').dataset", seconds=SOON)
    assert pad.js(SAID) == "Pen down at 30% across, 20% down."
    for _ in range(6):
        pad.key("Shift+ArrowDown")
    pad.key("Space")
    now = settle(pad)
    assert (now["digit"], now["sure"], pad.js(SAID)) == ("7", "true", "Pen up.")
    [stroke] = kept(pad)
    assert (stroke[0], stroke[-1]) == ([300, 200], [700, 800])
    pad.key("Control+z")
    assert settle(pad)["hint"]


@only_chromium
def test_escape_takes_back_the_line_of_the_keys_before_it_clears_the_pad(pad):
    draw(pad, THREE)
    settle(pad)
    pad.js("document.getElementById('pad').focus()")
    for key in ("Space", "ArrowDown", "ArrowDown", "Escape"):
        pad.key(key)
    assert settle(pad)["digit"] == "3"
    assert len(kept(pad)) == 1
    pad.key("Escape")
    assert settle(pad)["hint"]


@only_chromium
def test_the_pen_of_the_keys_is_seen_by_whoever_came_by_keys_and_not_by_a_hand(pad):
    draw(pad, THREE)
    assert pad.js(FOCUS) == "pad"
    assert not pad.js(VISIBLE, "pen")
    pad.key("ArrowLeft")
    assert pad.js(VISIBLE, "pen") and pad.js(VISIBLE, "pen-keys")


@only_chromium
def test_the_keys_of_the_pen_do_not_scroll_the_page(pad):
    pad.js("(document.getElementById('views').style.minHeight = '3000px')")
    pad.js("document.getElementById('pad').focus()")
    for key in ("ArrowDown", "Space", "ArrowDown", "Space"):
        pad.key(key)
    settle(pad)
    assert pad.js("scrollY") == 0


def test_taps_draw_straight_lines_that_are_read_like_any_drawing(pad):
    pad.click("#tap-by-tap")
    assert pad.js("document.getElementById('tap-by-tap').ariaPressed") == "true"
    tap(pad, *SEVEN)
    pad.wait("document.getElementById('answer').dataset.digit === '7'", seconds=SOON)
    pad.click("#lift")
    now = settle(pad)
    assert (now["digit"], now["sure"]) == ("7", "true")
    [stroke] = kept(pad)
    assert [stroke[0], stroke[-1]] == [pytest.approx([10 * x, 10 * y], abs=5) for x, y in (SEVEN[0], SEVEN[-1])]
    pad.click("#tap-by-tap")
    pad.key("Control+z")
    assert settle(pad)["hint"]
    draw(pad, THREE)
    assert settle(pad)["digit"] == "3"


@only_chromium
def test_tapping_the_last_point_again_lifts_the_pen(pad):
    pad.click("#tap-by-tap")
    tap(pad, [40, 30], [40, 70], [40.5, 70], [60, 30], [60, 70], [60, 70])
    settle(pad)
    assert [[round(x / 10) for x, y in (stroke[0], stroke[-1])] for stroke in kept(pad)] == [[40, 40], [60, 60]]


@only_chromium
@pytest.mark.parametrize("by", ["pointer", "keys"])
def test_show_me_one_draws_an_example_and_leaves_the_focus_at_the_pad(pad, by):
    if by == "keys":
        pad.js("document.getElementById('show-one').focus()")
        pad.key("Enter")
    else:
        pad.click("#show-one")
    pad.wait("JSON.parse(localStorage.getItem('inkling.drawing') ?? '[]').length > 0", seconds=SOON)
    now = settle(pad)
    assert (now["digit"], now["sure"], pad.js(FOCUS)) == ("3", "true", "pad")
    assert seen(pad)["undo"]

"""Keys pressed alone act at the pad and the reading and nowhere else, and may be switched off; undo knows every layout.

Key presses are the browser's own. Those of layouts that no driver knows are put in by Chromium's protocol, as trusted ones.
"""
import pytest

from tests.drawings import FOUR, THREE
from tests.e2e.pad import SOON, draw, kept, only_chromium, seen, settle
from tests.e2e.teaching import ASKED, STORED

FOCUS = "document.querySelector(argument).focus()"
NOTHING_HAS_THE_FOCUS = "document.activeElement?.blur()"


def press(page, key, code, *, control=False, shift=False):
    """Press and release a key as the layout of some keyboard gives it."""
    session = page.context.new_cdp_session(page.tab)
    text = {} if control else {"text": key}
    for kind in ("keyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, "key": key, "code": code, "modifiers": 2 * control + 8 * shift,
                                                **(text if kind == "keyDown" else {})})
    session.detach()


def strokes_become(page, count):
    page.wait(f"JSON.parse(localStorage.getItem('inkling.drawing') ?? '[]').length === {count}", seconds=SOON)
    settle(page)


# With the page's own Python, in every engine

@only_chromium
def test_escape_elsewhere_leaves_the_drawing_and_undo_works_from_there(pad):
    draw(pad, FOUR)
    settle(pad)
    pad.js(FOCUS, "#keys")
    pad.key("Escape")
    pad.key("Delete")
    assert len(kept(pad)) == 2
    pad.key("Control+z")
    strokes_become(pad, 1)
    pad.js(FOCUS, "#undo")
    pad.key("Escape")
    strokes_become(pad, 0)


@only_chromium
def test_the_pad_takes_the_focus_from_where_it_was_when_one_draws(pad):
    pad.js(FOCUS, "#keys")
    draw(pad, THREE)
    settle(pad)
    pad.key("Escape")
    strokes_become(pad, 0)


@only_chromium
def test_keys_pressed_alone_are_switched_off_and_stay_so(pad):
    draw(pad, FOUR)
    settle(pad)
    pad.click("#keys")
    pad.js(NOTHING_HAS_THE_FOCUS)
    pad.key("Escape")
    assert pad.js("document.getElementById('clear').getAttribute('aria-keyshortcuts')") is None
    assert not pad.js("document.querySelector('#clear kbd').checkVisibility()")
    assert pad.js("document.getElementById('undo').getAttribute('aria-keyshortcuts')") == "Control+Z Meta+Z"
    pad.key("Control+z")
    strokes_become(pad, 1)
    pad.wait("localStorage.getItem('inkling.keys') === 'off'", seconds=SOON)
    pad.reload()
    pad.wait("document.documentElement.dataset.state === 'instant'", seconds=SOON)
    pad.wait("!document.getElementById('keys').checked", seconds=SOON)
    settle(pad)
    pad.key("Escape")
    pad.key("Control+z")  # what was drawn before a reload
    strokes_become(pad, 0)
    pad.click("#keys")
    pad.wait("document.getElementById('clear').getAttribute('aria-keyshortcuts') === 'Escape Delete'", seconds=SOON)
    pad.wait("localStorage.getItem('inkling.keys') === null", seconds=SOON)


# What browsers do where a form is filled in for somebody, or a character is composed.
NO_KEYS = """(() => {
    document.body.dispatchEvent(new Event("keydown", {bubbles: true}));
    document.dispatchEvent(new Event("keydown"));
    document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", isComposing: true, bubbles: true}));
})()"""


@only_chromium
def test_a_keydown_without_a_key_is_ignored_as_is_one_that_composes(pad):
    draw(pad, THREE)
    settle(pad)
    pad.js("""(() => {
        thrown = [];
        addEventListener("error", event => thrown.push(event.message));
        addEventListener("unhandledrejection", event => thrown.push(String(event.reason)));
    })()""")
    pad.js(NO_KEYS)
    assert pad.js("thrown") == []
    assert len(kept(pad)) == 1
    pad.key("Escape")
    strokes_become(pad, 0)


@only_chromium
@pytest.mark.parametrize(("key", "code"), [("\u044f", "KeyZ"), ("\u03b6", "KeyZ"), ("\u0626", "KeyZ"), ("\u05d6", "KeyZ"),
                                           ("z", "KeyW"), ("z", "KeyY"), ("z", "Slash"), ("Z", "KeyZ")])
def test_undo_is_on_the_z_key_of_every_layout(pad, key, code):
    """Cyrillic, Greek, Arabic, Hebrew; AZERTY, QWERTZ, Dvorak; caps lock."""
    draw(pad, FOUR)
    settle(pad)
    press(pad, key, code, control=True)
    strokes_become(pad, 1)
    press(pad, key, code, control=True, shift=True)
    strokes_become(pad, 2)


@only_chromium
@pytest.mark.parametrize(("key", "code"), [("w", "KeyZ"), (";", "KeyZ"), ("y", "KeyZ"), ("\u00e0", "KeyZ")])
def test_where_z_is_elsewhere_the_key_in_its_place_undoes_nothing(pad, key, code):
    """AZERTY, Dvorak, QWERTZ, bépo."""
    draw(pad, FOUR)
    settle(pad)
    press(pad, key, code, control=True)
    press(pad, "z", "KeyW", control=True)
    strokes_become(pad, 1)


# With the views

@pytest.fixture
def read(pupil):
    draw(pupil, THREE)
    settle(pupil)
    pupil.wait(f"{ASKED}.startsWith('Was I wrong?')", seconds=SOON)
    return pupil


@only_chromium
def test_at_a_views_heading_a_digit_files_nothing(read):
    read.js(FOCUS, "#teach > summary")
    read.key("7")
    read.js(NOTHING_HAS_THE_FOCUS)
    read.key("3")
    read.wait(f"{ASKED} === 'Thank you: kept as a 3, your 1st.'", seconds=SOON)  # and not only "instead"
    read.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"3\",1]]')", seconds=SOON)


@only_chromium
def test_escape_while_exploring_pixels_leaves_the_drawing(read):
    read.js("document.getElementById('pixels').open = true")
    read.js(FOCUS, "#pixels .final")
    read.key("ArrowUp")
    read.key("Escape")
    read.js(NOTHING_HAS_THE_FOCUS)
    read.key("Control+z")
    strokes_become(read, 0)
    read.key("Control+y")
    strokes_become(read, 1)


SEVENS = [("\u0667", "Digit7"), ("\u06f7", "Digit7"), ("\u096d", "Digit7"), ("\u09ed", "Digit7"), ("\u0e57", "Digit7"),
          ("\uff17", "Digit7"), ("7", "Numpad7")]


@only_chromium
def test_the_digits_of_every_script_are_digits(read):
    """Arabic, Persian, Devanagari, Bengali, Thai, full width; and those of the number pad."""
    for key, code in SEVENS:
        read.js(NOTHING_HAS_THE_FOCUS)
        read.key("1")
        read.wait(f"{ASKED}.includes('kept as a 1')", seconds=SOON)
        press(read, key, code)
        read.wait(f"{ASKED} === 'Thank you: kept as a 7 instead.'", seconds=SOON)


@only_chromium
def test_switched_off_a_digit_files_nothing_and_the_buttons_still_do(read):
    read.click("#keys")
    read.js(NOTHING_HAS_THE_FOCUS)
    read.key("7")
    assert read.js("document.querySelectorAll('#ask [aria-keyshortcuts]').length") == 0
    read.click("#ask .digits button:nth-child(4)")
    read.wait(f"{ASKED}.startsWith('Thank you: kept as a 3')", seconds=SOON)
    read.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"3\",1]]')", seconds=SOON)


# Kept, and the next one

@only_chromium
def test_after_a_drawing_is_kept_the_next_stroke_begins_another_and_undo_brings_it_back(read):
    first = kept(read)
    read.js(NOTHING_HAS_THE_FOCUS)
    read.key("3")
    read.wait(f"{ASKED}.startsWith('Thank you: kept as a 3')", seconds=SOON)
    assert kept(read) == first  # it stays in sight
    draw(read, FOUR)
    assert settle(read)["digit"] == "4"
    assert len(kept(read)) == 2
    read.wait(f"{ASKED}.startsWith('Was I wrong?')", seconds=SOON)
    read.key("4")
    read.wait(f"{ASKED}.startsWith('Thank you: kept as a 4')", seconds=SOON)
    read.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"3\",1],[\"4\",2]]')", seconds=SOON)
    read.key("Control+z")
    read.key("Control+z")
    settle(read)
    assert kept(read) == first
    read.wait(f"{ASKED} === 'This drawing is kept as a 3 already.'", seconds=SOON)
    draw(read, [[[50, 10], [50, 90]]])  # and is still a drawing of its own
    settle(read)
    assert len(kept(read)) == 1
    assert seen(read)["digit"] == "1"


@only_chromium
def test_another_digit_tapped_before_the_next_stroke_relabels_what_was_kept_also_after_a_reload(read, whole):
    read.click("#ask .digits button:nth-child(9)")
    read.wait(f"{ASKED}.startsWith('Thank you: kept as an 8')", seconds=SOON)
    read.click("#ask .digits button:nth-child(4)")
    read.wait(f"{ASKED} === 'Thank you: kept as a 3 instead.'", seconds=SOON)
    read.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"3\",1]]')", seconds=SOON)
    read.reload()
    read.wait(f"{ASKED} === 'This drawing is kept as a 3 already.'", seconds=SOON)
    assert read.js("document.querySelector('#ask [aria-pressed=true]').textContent") == "3"
    draw(read, FOUR)
    settle(read)
    assert len(kept(read)) == 2

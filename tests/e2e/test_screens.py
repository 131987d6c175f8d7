"""Other window sizes, sharper screens, the dark theme, less motion: emulated by Chromium, which can change them live."""
import pytest

from tests.drawings import THREE
from tests.e2e.pad import SOON, draw, inked, only_chromium, settle, start

pytestmark = only_chromium

# The colours of the pad's ink and of the small picture's, in full where most opaque, beside the page's text colour.
COLOURS = """(() => {
    const strongest = name => {
        const canvas = document.getElementById(name);
        const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        let best = 3;
        for (let at = 3; at < data.length; at += 4) if (data[at] > data[best]) best = at;
        return [...data.slice(best - 3, best)];
    };
    return [strongest("pad"), strongest("picture"), getComputedStyle(document.body).color.match(/\\d+/g).map(Number)];
})()"""
SHARPNESS = "(pad => pad.width / pad.clientWidth)(document.getElementById('pad'))"


@pytest.fixture
def drawn(pad):
    """The page with a 3 on it; whatever the test emulates is taken back."""
    draw(pad, THREE)
    settle(pad)
    yield pad
    pad.tab.set_viewport_size({"width": 1000, "height": 800})
    pad.tab.emulate_media(color_scheme="light", reduced_motion="no-preference")


def test_another_window_size_changes_neither_the_drawing_nor_the_answer(drawn):
    before, ink = settle(drawn), inked(drawn)
    drawn.tab.set_viewport_size({"width": 420, "height": 900})
    drawn.wait(f"Math.abs({SHARPNESS} - devicePixelRatio) < 0.01", seconds=SOON)
    assert inked(drawn) == pytest.approx(ink, abs=0.02)
    assert settle(drawn)["probabilities"] == before["probabilities"]
    draw(drawn, [[[10, 10], [10, 90]]])
    settle(drawn)
    assert inked(drawn)[1] == pytest.approx(0.1, abs=0.04)  # strokes go where the pointer is


def test_on_a_sharper_screen_the_same_ink_is_sharper(drawn, engine, host):
    sharp = engine.new_page(device_scale_factor=3)
    start(sharp, host.url, "instant")
    draw(sharp, THREE)
    settle(sharp)
    assert sharp.js(SHARPNESS) == pytest.approx(3, abs=0.01)
    assert inked(sharp) == pytest.approx(inked(drawn), abs=0.02)
    sharp.close()


def test_the_dark_theme_redraws_the_ink_in_its_own_colour(drawn):
    pad, picture, text = drawn.js(COLOURS)
    assert pad == pytest.approx(text, abs=3)
    assert picture == pytest.approx(text, abs=3)
    drawn.tab.emulate_media(color_scheme="dark")
    drawn.wait(f"{COLOURS}[0][0] > 128", seconds=SOON)
    dark_pad, dark_picture, dark_text = drawn.js(COLOURS)
    assert dark_text != text
    assert dark_pad == pytest.approx(dark_text, abs=3)
    assert dark_picture == pytest.approx(dark_text, abs=3)


def test_nothing_moves_for_people_who_asked_for_less_motion(drawn):
    moving = ("[...document.querySelectorAll('*')].filter(each => getComputedStyle(each).transitionDuration.split(', ')"
              ".some(time => parseFloat(time) > 0)).map(each => each.id || each.localName)")
    drawn.tab.emulate_media(reduced_motion="reduce")
    assert drawn.js(moving) == []
    assert drawn.js("document.getAnimations().length") == 0

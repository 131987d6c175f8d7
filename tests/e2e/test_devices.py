"""Devices as people have them: slow ones on a slow line, browsers that let pages keep nothing or run no workers, two tabs, the way
back from another page, a screen that is turned in the middle of a stroke, a page zoomed to 400%, a thousand steps to undo.

Emulated by Chromium; what is drawn and read there is the same code in every engine.
"""
import json

import pytest

from tests.drawings import FOUR, THREE
from tests.e2e.conftest import BLANK
from tests.e2e.engines import WINDOW
from tests.e2e.host import hosting
from tests.e2e.lessons import READY, set_to, shows
from tests.e2e.pad import BOOT, FRAMES, SOON, draw, inked, kept, only_chromium, places, places_now, seen, settle, start, until
from tests.e2e.teaching import ASKED, visit
from tests.e2e.teaching import KEPT as KEPT_FOR_TEACHING
from tests.e2e.test_links import shared
from tests.e2e.test_touch import Phone

pytestmark = only_chromium

SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 150_000, "uploadThroughput": 50_000}  # ms, bytes a second
NO_COOKIES = {"profile": {"default_content_setting_values": {"cookies": 2}}}  # nor anything else that a site could keep
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


def test_on_a_slow_processor_and_a_slow_line_one_draws_while_python_comes_and_the_last_drawing_is_read(engine, instant_host):
    page = engine.new_page()
    devtools = page.context.new_cdp_session(page.tab)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", SLOW_LINE)
    page.open(instant_host.url)
    page.wait("performance.getEntriesByName('inkling-drawable').length", seconds=SOON)
    draw(page, THREE)
    until(page, "instant")
    assert settle(page)["digit"] == "3"
    for _ in range(3):  # faster than it reads
        page.key("Escape")
        draw(page, FOUR)
        page.key("Escape")
        draw(page, THREE)
    now = settle(page)
    assert (now["digit"], now["notice"], len(kept(page))) == ("3", None, 1)
    page.close()


@pytest.mark.parametrize("script", [
    "delete window.Worker",
    "window.Worker = class { constructor() { throw new DOMException('No workers here.', 'SecurityError'); } }",
])
def test_where_there_are_no_workers_the_page_says_so_reads_and_lessons_play(engine, site, tmp_path, script):
    page = engine.new_page()
    page.tab.add_init_script(script)
    with hosting(site, scratch=tmp_path) as host:
        start(page, host.url, "failed")
        page.wait("document.getElementById('views').dataset.state === 'alone'", seconds=SOON)
        draw(page, THREE)
        now = settle(page)
        assert (now["digit"], now["source"]) == ("3", "instant")
        assert now["notice"].endswith(".") and now["notice"].count(". ") == 0
        page.key("Control+z")
        assert settle(page)["hint"]
        page.open(f"{host.url}app/lessons/loss/")
        page.wait(READY, seconds=SOON)
        set_to(page, p=0.5)
        shows(page, "form.play", "0.693")  # -ln 0.5
        assert [address for address in page.requested if not address.startswith((host.url, "data:", "blob:"))] == []
    page.close()


def test_where_all_cookies_are_blocked_one_draws_teaches_shares_and_is_told_what_is_not_kept(engine, small_site, tmp_path):
    settings = tmp_path / "profile" / "Default"
    settings.mkdir(parents=True)
    (settings / "Preferences").write_text(json.dumps(NO_COOKIES), encoding="utf-8")
    page = engine.open_profile(tmp_path / "profile")
    with hosting(small_site, scratch=tmp_path) as host:
        visit(page, host.url, "failed")
        assert page.js("(() => { try { return !!localStorage; } catch { return false; } })()") is False
        page.click("#notice-close")
        draw(page, THREE)
        page.wait("document.getElementById('answer').dataset.digit === '3'", seconds=SOON)
        page.click("#ask .digits button:nth-child(4)")
        page.wait(f"{ASKED}.includes('only until') && {ASKED}.includes('forbids pages to keep anything')", seconds=SOON)
        page.wait(f"{KEPT_FOR_TEACHING}.includes('forbids pages to keep anything')", seconds=SOON)
        assert seen(page)["notice"] is None
        address = shared(page)
        page.key("Escape")
        page.click("#clear")
        page.js("location.hash = argument", address.partition("#")[2])
        page.wait("document.getElementById('answer').dataset.digit === '3'", seconds=SOON)
    page.close()


def test_back_from_another_page_the_page_is_as_it_was_left_and_its_worker_reads_on(engine, whole):
    """From the browser's cache for going back and forward, which Playwright by itself switches off."""
    browser = engine.kind.launch(**engine.options, ignore_default_args=["--disable-back-forward-cache"])
    page = engine.opened(lambda: browser.new_context(**WINDOW))
    start(page, whole.url, "ready", seconds=BOOT)
    draw(page, FOUR)
    before = settle(page)
    page.js("(window.mark = 'the same page', 0)")
    page.open(whole.url + BLANK)
    page.wait("document.readyState === 'complete' && !document.getElementById('pad')", seconds=SOON)
    page.tab.go_back(wait_until="commit")
    page.wait("document.getElementById('pad')", seconds=SOON)
    assert page.js("window.mark") == "the same page"
    assert settle(page) == before
    page.key("Escape")
    draw(page, THREE)
    now = settle(page)
    assert (now["digit"], now["source"], now["notice"], page.problems) == ("3", "full", None, [])
    page.close()
    browser.close()


def test_in_two_tabs_each_has_its_own_drawing_and_mode_and_the_last_one_changed_is_there_at_the_next_visit(pad, instant_host):
    draw(pad, THREE)
    before = settle(pad)
    other = pad.context.new_page()
    other.goto(instant_host.url)
    other.locator("#answer[data-digit='3']").wait_for()
    own = kept(pad)
    other.keyboard.press("Escape")
    other.mouse.move(200, 300)
    other.mouse.down()
    other.mouse.move(300, 400)
    other.mouse.up()
    pad.wait(f"(all => all !== '[]' && all !== {json.dumps(json.dumps(own))})(localStorage.getItem('inkling.drawing'))",
             seconds=SOON)
    other.click("#mode [value=number]")
    other.locator("[data-mode=number]").wait_for()
    pad.tab.bring_to_front()
    assert (seen(pad), pad.js("document.documentElement.dataset.mode")) == (before, "digit")
    assert kept(pad) != own
    pad.key("Control+z")
    pad.key("Control+y")
    assert settle(pad)["digit"] == "3"
    assert kept(pad) == own
    pad.js("localStorage.removeItem('inkling.mode')")
    other.close()
    pad.reload()
    until(pad, "instant")
    assert settle(pad)["digit"] == "3"


def test_a_screen_that_is_turned_in_the_middle_of_a_stroke_keeps_the_ink_under_finger_and_pen(engine, instant_host):
    page = engine.new_page(viewport={"width": 390, "height": 844}, device_scale_factor=3, has_touch=True, is_mobile=True)
    start(page, instant_host.url, "instant")
    phone, path = Phone(page), [[30, 30], [50, 35], [60, 60], [40, 70]]
    ways = {"finger": lambda number, at: phone.touch("touchMove" if number else "touchStart", (*at, 0)),
            "pen": lambda number, at: phone.pen("mouseMoved" if number else "mousePressed", at)}
    for kind, go in ways.items():
        for number, at in enumerate(places(page, path)[:2]):
            go(number, at)
        width, height = page.js("[innerWidth, innerHeight]")
        page.tab.set_viewport_size({"width": height, "height": width})
        page.wait(f"innerWidth === {height}", seconds=SOON)
        page.js(FRAMES)
        for number, at in enumerate(places_now(page, path)[2:], 2):
            go(number, at)
        phone.touch("touchEnd") if kind == "finger" else phone.pen("mouseReleased", at)
        settle(page)
        stroke = kept(page)[-1]
        assert stroke == [pytest.approx([10 * x, 10 * y], abs=6) for x, y in path], kind
    page.close()


# Five hundred drawings of a stroke each, which are cleared again, as in an hour at the pad; then so many steps back or forth.
FIVE_HUNDRED = """(async () => {
    const pad = document.getElementById("pad"), box = pad.getBoundingClientRect();
    const tell = (type, x, y, buttons) => pad.dispatchEvent(new PointerEvent(type, {
        pointerId: 1, pointerType: "mouse", isPrimary: true, button: type === "pointermove" ? -1 : 0, buttons, bubbles: true,
        cancelable: true, clientX: box.left + x * box.width, clientY: box.top + y * box.height}));
    for (let at = 0; at < 500; at++) {
        const x = 0.05 + 0.018 * (at % 50), y = 0.05 + 0.09 * Math.floor(at / 50);
        tell("pointerdown", x, y, 1);
        tell("pointermove", x + 0.01, y + 0.05, 1);
        tell("pointerup", x + 0.01, y + 0.05, 0);
        document.getElementById("clear").click();
        if (at % 50 === 49) await new Promise(requestAnimationFrame);
    }
})()"""
STEPS = """(async ([key, count]) => {
    for (let at = 0; at < count; at++) {
        document.dispatchEvent(new KeyboardEvent("keydown", {key, ctrlKey: true, bubbles: true, cancelable: true}));
        if (at % 50 === 49) await new Promise(requestAnimationFrame);
    }
})(argument)"""


def test_a_thousand_steps_are_undone_and_redone_one_by_one_and_the_next_drawing_is_read_as_ever(pad):
    pad.js(FIVE_HUNDRED)
    assert kept(pad) == []
    pad.js(STEPS, ["z", 1])
    last = kept(pad)
    assert last[0][0] == [pytest.approx(at, abs=3) for at in (932, 860)]  # 0.05 + 49 * 0.018, 0.05 + 9 * 0.09
    pad.js(STEPS, ["z", 998])
    [[first, _]] = kept(pad)
    assert first == [pytest.approx(50, abs=3)] * 2
    pad.js(STEPS, ["z", 1])
    assert (kept(pad), inked(pad), seen(pad)["undo"]) == ([], None, False)
    pad.js(STEPS, ["y", 999])
    assert kept(pad) == last
    pad.js(STEPS, ["y", 1])
    assert settle(pad)["hint"]
    draw(pad, THREE)
    assert settle(pad)["digit"] == "3"


def test_zoomed_to_400_percent_one_draws_reads_and_opens_every_view_and_nothing_scrolls_sideways(engine, whole):
    """A window of 1280 by 1024 pixels has 320 by 256 left, of four times the density."""
    page = engine.new_page(viewport={"width": 320, "height": 256}, device_scale_factor=4)
    visit(page, whole.url)
    page.js("(document.getElementById('teach').open = false, scrollTo(0, 0))")
    for mode in ("number", "digit"):
        page.click(f"#mode [value={mode}]")
        page.js(FRAMES)
        assert not page.js(TOO_WIDE), mode
        assert page.js("pad.getBoundingClientRect().width") > 230, mode
    draw(page, THREE)
    assert settle(page)["digit"] == "3"
    for view in ("why", "inside", "pixels", "compare", "check", "teach", "data"):
        page.js("(view => { view.open = true; view.scrollIntoView(); })(document.getElementById(argument))", view)
        page.js(FRAMES)
        assert not page.js(TOO_WIDE), view
        top, bottom = page.js("(({top, bottom}) => [top, bottom])(document.querySelector(`#${argument} summary`)"
                              ".getBoundingClientRect())", view)
        assert -1 < top < bottom < 257, view  # its heading is in sight, whatever lies over the page
    page.close()

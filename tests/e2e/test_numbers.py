"""Numbers and sums: written on the wide pad, read while one writes, corrected by a tap, kept, and there offline."""
import json

import pytest

from tests.drawings import FOUR, THREE
from tests.e2e import axe, sites
from tests.e2e.conftest import forget
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, FRAMES, SOON, draw, only_chromium, places, seen, start, until
from tests.e2e.pictures import drop, file, picture
from tests.e2e.teaching import STORED, visit
from tests.e2e.test_offline import ALL_HERE
from tests.e2e.test_offline import STORED as INSTALLED
from tests.e2e.test_sight import is_whole, place

PLUS = [[[10, 55], [80, 55]], [[45, 20], [45, 90]]]
EQUALS = [[[10, 42], [80, 42]], [[10, 66], [80, 66]]]
# Everything that a visitor can see of numbers, in one look.
NUMBERS = """(() => {
    const find = name => document.getElementById(name), {text, value, sure} = find("number").dataset;
    const all = selector => [...document.querySelectorAll(selector)].filter(each => each.checkVisibility());
    return {
        mode: document.documentElement.dataset.mode, text: text ?? null, value: value ?? null, sure: sure ?? null,
        large: find("number").textContent, above: document.querySelector(".above").textContent,
        words: document.querySelector(".explained").textContent, spoken: find("number-spoken").textContent,
        characters: all("#characters .character").map(each => each.textContent),
        lines: all(".lines li").map(each => each.innerText.replace(/\\s+/g, "")),
        offered: find("keep-part").hidden ? null : document.querySelector("#keep-part span").textContent,
    };
})()"""
KEPT = 'JSON.parse(localStorage.getItem("inkling.numbers") ?? "[]")'
# The page shows what it makes of the ink as it is now, with the visitor's choices: as many strokes as there are have been read.
SETTLED = """(async () => {
    const kept = () => localStorage.getItem("inkling.numbers") ?? "[]", before = kept();
    const {text} = document.getElementById("number").dataset;
    if (before === "[]") return text === undefined;
    const read = await inkling.readNumber(JSON.parse(before)), chosen = localStorage.getItem("inkling.characters");
    const same = chosen ? text?.replaceAll("\\n", "").length === read.parts.length : text === read.text;
    const said = document.getElementById("number-spoken").textContent;
    return kept() === before && same && (chosen ? said !== "" : read.lines.some(line => said.includes(line.spoken)));
})()"""
SWITCH = "#mode button[value={}]"


def written(*characters, left=5, top=25, size=50, step=22):
    """Drawings side by side, in percent of a pad that is twice as wide as high."""
    return [[[left + step * at + x * size / 200, top + y * size / 100] for x, y in stroke]
            for at, strokes in enumerate(characters) for stroke in strokes]


SUM = written(THREE, PLUS, FOUR, EQUALS)


def numbers(page):
    return page.js(NUMBERS)


def settle(page):
    page.wait(SETTLED, seconds=SOON)
    return numbers(page)


def choose(page, mode):
    page.click(SWITCH.format(mode))
    page.wait(f"document.documentElement.dataset.mode === '{mode}'", seconds=SOON)


@pytest.fixture
def writer(school, whole):
    """The page with both Pythons where numbers are read, and of whose visitor nothing is kept."""
    forget(school, whole)
    visit(school, whole.url)
    choose(school, "number")
    return school


def test_a_sum_is_read_corrected_by_a_tap_and_kept_for_teaching(writer):
    draw(writer, SUM)
    now = settle(writer)
    assert (now["text"], now["value"], now["large"], now["above"]) == ("3+4=", "7", "7", "3 + 4 =")
    assert (now["characters"], now["spoken"].split(".")[0]) == (["3", "+", "4", "="], "3 plus 4 equals 7")
    inks = writer.js(f"inkling.readNumber({KEPT}).then(read => read.parts.map(part => part.box))")
    for at, (left, _, right, _) in enumerate(inks):  # each over its ink
        middle = writer.js("(([a, b]) => (a.left + a.width / 2 - b.left) / b.width)([document.querySelector("
                           f"'#characters .character:nth-child({at + 1})'), document.getElementById('pad')].map("
                           "each => each.getBoundingClientRect()))")
        assert abs(middle - (left + right) / 4000) < 0.01
    writer.click("#characters .character:nth-child(3)")
    other = writer.js("[...document.querySelectorAll('#choose button')].map(each => each.value)"
                      ".find(each => /[0-9]/.test(each) && each !== '4')")
    writer.click(f"#choose button[value='{other}']")
    writer.wait(f"document.getElementById('number').dataset.text === '3+{other}='", seconds=SOON)
    now = numbers(writer)
    assert (now["value"], now["offered"]) == (str(3 + int(other)), f"Keep your {other} for teaching?")
    writer.click("#keep-part button")
    writer.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"{other}\",2]]')", seconds=SOON)
    writer.click("#characters .character:nth-child(3)")
    writer.click("#choose button[value='4']")
    writer.wait("document.getElementById('number').dataset.text === '3+4='", seconds=SOON)
    for act, count in (("#undo", 6), ("#clear", 0), ("#undo", 6), ("#undo", 5)):
        writer.click(act)
        text = settle(writer)["text"]
        assert (len(writer.js(KEPT)), text is None) == (count, count == 0)
    assert text == "3+4"
    # The digit's pad is another one, and has kept nothing of all that.
    choose(writer, "digit")
    now = seen(writer)
    assert (now["hint"], now["undo"], now["digit"]) == (True, False, None)
    draw(writer, THREE)
    writer.wait("document.getElementById('answer').dataset.digit === '3'", seconds=SOON)
    choose(writer, "number")
    assert settle(writer)["text"] == "3+4"
    asked = writer.js(f"inkling.readNumber({KEPT})")
    assert (asked["text"], asked["value"], asked["exact"]) == ("3+4", 7, "7")
    assert set(asked["parts"][0]) >= {"text", "strokes", "box", "probabilities"}
    assert "strokes" in writer.js("inkling.readNumber('ink').catch(error => error.message)")


@only_chromium
def test_by_keys_and_tap_by_tap_one_writes_corrects_and_clears(writer):
    writer.tab.focus("#pad")
    for key in [*["Shift+ArrowLeft"] * 6, " ", *["Shift+ArrowDown"] * 3, " "]:
        writer.key("Space" if key == " " else key)
    first = settle(writer)
    assert (len(first["characters"]), len(writer.js(KEPT))) == (1, 1)
    writer.tab.focus("#characters .character")
    writer.key("Enter")
    writer.key("Escape")
    assert writer.js("document.activeElement.className") == "character"
    writer.key("Enter")
    writer.key("Tab")
    chosen = writer.js("document.activeElement.value")
    writer.key("Enter")
    writer.wait(f"document.getElementById('number').dataset.text === '{chosen}'", seconds=SOON)
    assert writer.js("document.activeElement.className") == "character"
    writer.tab.focus("#pad")
    writer.key("Escape")
    assert settle(writer)["text"] is None
    writer.key("Control+z")
    assert settle(writer)["text"] == chosen  # what was chosen goes with the ink
    writer.click("#clear")
    writer.click("#tap-by-tap")
    for x, y in places(writer, [[20, 20], [20, 80], [20, 80]]):
        writer.press(x, y)
        writer.release()
    assert len(settle(writer)["characters"]) == 1
    writer.click("#tap-by-tap")


@only_chromium
def test_mode_ink_and_choices_outlive_reload_and_restart_and_can_be_deleted_and_brought_back(profile, whole):
    page = profile()
    forget(page, whole)
    visit(page, whole.url)
    draw(page, FOUR)
    choose(page, "number")
    draw(page, SUM)
    settle(page)
    page.click("#characters .character:first-child")
    page.click("#choose button:nth-child(2)")
    page.wait("document.getElementById('number').dataset.text !== '3+4='", seconds=SOON)
    text = settle(page)["text"]
    for restart in (False, True):
        if restart:
            page = profile()
        page.open(whole.url)
        until(page, "ready", seconds=BOOT)
        assert settle(page)["text"] == text
        assert len(page.js("JSON.parse(localStorage.getItem('inkling.drawing'))")) == len(FOUR)
    page.wait(ALL_HERE, seconds=SOON)
    page.js("document.querySelector('#data summary').click()")
    page.wait("document.querySelector('#data tbody').textContent.includes('the numbers on the pad')", seconds=SOON)
    page.click("#data .delete-all")
    page.click("#data dialog .sure")
    page.wait("localStorage.length === 0 && document.getElementById('clear').disabled", seconds=SOON)
    page.click("#data .undo")
    page.wait(f"{KEPT}.length === {len(SUM)}", seconds=SOON)
    assert settle(page)["text"] == text
    choose(page, "digit")
    page.wait("document.getElementById('answer').dataset.digit === '4'", seconds=SOON)


@only_chromium
def test_ink_from_before_the_full_python_is_kept_and_read_and_later_all_of_it_works_offline(engine, site, tmp_path):
    with hosting(site, scratch=tmp_path, stored=False) as host:
        host.hold(sites.interpreter(site))
        page = engine.new_page()
        start(page, host.url, "instant")
        choose(page, "number")
        draw(page, SUM)
        page.wait("document.querySelector('.explained').textContent.includes('still starting')", seconds=SOON)
        assert len(page.js(KEPT)) == len(SUM)
        host.release()
        until(page, "ready", seconds=BOOT)
        assert settle(page)["value"] == "7"
        page.wait(INSTALLED, seconds=BOOT)
        page.wait("caches.match(new URL('weights/line.json', location.href).href).then(found => found !== undefined)", seconds=SOON)
        host.stop()
        page.reload()
        until(page, "ready", seconds=BOOT)
        assert settle(page)["value"] == "7"
        page.close()


@only_chromium
def test_where_the_full_python_cannot_start_the_page_says_so_and_keeps_the_ink(engine, small_site, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        page = engine.new_page()
        start(page, host.url, "failed")
        choose(page, "number")
        draw(page, written(THREE))
        page.wait("document.querySelector('.explained').textContent.includes('could not start')", seconds=SOON)
        assert len(page.js(KEPT)) == 1
        refusal = page.js("inkling.readNumber([[[1, 1]]]).catch(error => error.message)")
        assert refusal == "inkling.readNumber: numbers need the full Python, which could not start here"
        page.close()


@only_chromium
def test_pad_characters_and_result_are_in_sight_without_scrolling_however_long(writer):
    size, pads = writer.tab.viewport_size, {}

    def each_screen():
        for width, height in ((1280, 800), (390, 844), (844, 390), (360, 640)):
            writer.tab.set_viewport_size({"width": width, "height": height})
            writer.js(FRAMES)
            yield width, height

    for screen in each_screen():  # before any ink
        for each in ("#pad", ".sums .examples button", "#mode"):
            assert is_whole(place(writer, each)), (each, screen)
        pads[screen] = place(writer, "#pad")
    for screen in each_screen():
        draw(writer, SUM)
        settle(writer)
        for each in ("#pad", "#characters .character:first-child", "#characters .character:last-child", "#number", ".explained",
                     "#clear"):
            assert is_whole(place(writer, each)), (each, screen)
        assert place(writer, "#pad") == pads[screen], screen
        writer.js("document.getElementById('number').textContent = '1234567890'.repeat(6)")
        writer.js("document.getElementById('number').style.setProperty('--count', 60)")
        assert is_whole(place(writer, "#number")), screen
        assert not writer.js("document.documentElement.scrollWidth > document.documentElement.clientWidth"), screen
        writer.click("#clear")
        settle(writer)
    writer.tab.set_viewport_size(size)


@only_chromium
def test_a_picture_of_a_number_lies_on_the_pad_and_is_read_and_undo_brings_back_the_ink(writer):
    draw(writer, SUM)
    settle(writer)
    drop(writer, file(picture((THREE, 200, 100, 200), (THREE, 420, 100, 200), size=(800, 1000))))
    writer.wait("document.getElementById('photo-found').textContent !== '' && 'text' in document.getElementById('number').dataset",
                seconds=SOON)
    photo, character = place(writer, "#photo"), place(writer, "#characters .character:first-child")
    assert is_whole(photo) and is_whole(character) and character[3] <= photo[1]
    middle = ((character[0] + character[2]) / 2 - photo[0]) / (photo[2] - photo[0])
    assert 0.3 <= middle <= 0.5  # the first 3: the picture, 800 wide, lies in the middle of a square
    assert axe.found(writer.tab) == []
    writer.click("#undo")
    assert settle(writer)["text"] == "3+4="


@only_chromium
def test_axe_finds_nothing_where_numbers_are_read(writer):
    assert axe.found(writer.tab) == []
    draw(writer, written(THREE, PLUS, FOUR, EQUALS, top=4, size=34))
    settle(writer)
    draw(writer, written(FOUR, THREE, top=60, size=34))
    now = settle(writer)
    assert now["lines"] == ["3+4=7", "43"]
    writer.js("document.querySelector('#characters .character').dataset.sure = 'false'")
    assert axe.found(writer.tab) == []
    writer.click(".lines li:first-child .character:nth-child(3)")
    writer.js(FRAMES)
    assert axe.found(writer.tab) == []
    writer.key("Escape")
    assert json.loads(writer.js("localStorage.getItem('inkling.numbers')"))


@only_chromium
def test_nothing_sticks_out_on_any_screen_in_either_mode(writer):
    """Name, switch and what becomes of Python share a row, which beside a pad is short."""
    size = writer.tab.viewport_size
    try:
        for width, height in ((1280, 720), (1366, 650), (1024, 700), (900, 500), (844, 390), (740, 360), (768, 1024), (360, 740)):
            writer.tab.set_viewport_size({"width": width, "height": height})
            for mode in ("digit", "number"):
                choose(writer, mode)
                assert writer.js(f"{FRAMES}.then(() => document.documentElement.scrollWidth)") <= width, (width, height, mode)
    finally:
        writer.tab.set_viewport_size(size)

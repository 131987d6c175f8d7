"""The page for whoever hears it, drives it by keys, needs other colours or larger text, or prints it."""
import pytest

from tests.drawings import FOUR, THREE
from tests.e2e import axe, sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, FRAMES, SOON, draw, only_chromium, settle, start
from tests.e2e.pictures import drop, file, picture, read
from tests.e2e.teaching import KEPT, bring, line, visit

pytestmark = only_chromium

SCRIBBLE = [[[10, 10], [90, 90]], [[90, 10], [10, 90]], [[10, 50], [90, 50]], [[50, 10], [50, 90]]]
TWELVE = "".join(line(str(at % 10), [[[x + at, y * (1 + at / 100)] for x, y in stroke] for stroke in (THREE, FOUR)[at % 2]])
                 for at in range(12))
CHECKED = "document.querySelector('#check .outcome').textContent.includes('rightly')"
# Where the focus is once the browser has noticed what it can no longer be on.
FOCUSED = f"""{FRAMES}.then(() => (({{id, className, localName}}) => id || className || localName)(document.activeElement))"""
# Writes down [region, text] at every change of a region that is announced, hidden ones too.
LISTEN = """(() => {
    globalThis.listener?.disconnect();
    heard = [];
    const live = "[role=status], [role=alert], [role=log], [aria-live], output";
    listener = new MutationObserver(records => records.forEach(({target}) => {
        const region = (target.closest ? target : target.parentElement)?.closest(live);
        if (region) heard.push([region.id || region.className, region.textContent]);
    }));
    listener.observe(document, {subtree: true, childList: true, characterData: true});
})()"""
# The answer is told once more when the drawing is finished, and what can be done about it after it.
TOLD = "document.getElementById('spoken').textContent && document.querySelector('#ask .ask').textContent.includes('keep')"
TWO = picture((THREE, 60, 60, 240), (FOUR, 300, 250, 330), size=(700, 600))
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def visitor_page(engine, whole):
    page = engine.new_page()
    visit(page, whole.url)
    yield page
    page.close()


@pytest.fixture
def visitor(visitor_page):
    """The page with both Pythons, nothing on the pad, at its top, with all views closed."""
    only(visitor_page)
    visitor_page.js("document.activeElement.blur()")
    if not visitor_page.js("document.getElementById('clear').disabled"):
        visitor_page.js("document.getElementById('clear').click()")
    settle(visitor_page)
    return visitor_page


def only(page, *names):
    """Open these views and close all others, with the tables behind their pictures."""
    page.js("""(() => {
        document.querySelectorAll(".view").forEach(view => { view.open = argument.includes(view.id); });
        document.querySelectorAll("details.table").forEach(table => { table.open = true; });
        scrollTo(0, 0);
    })()""", names)


def press(page, selector, key="Enter"):
    """Go to a control by keyboard and press it; returns where the focus is then."""
    page.tab.focus(selector)
    page.key(key)
    return page.js(FOCUSED)


# Axe: every state, on three screens and in two themes

def test_axe_finds_nothing_while_python_starts(engine, site, tmp_path):
    page = engine.new_page()
    with hosting(site, scratch=tmp_path) as host:
        host.replace(sites.interpreter(site), sites.NEVER)
        host.hold("weights/inkling.json")
        start(page, host.url, "loading")
        page.wait("performance.getEntriesByName('inkling-drawable').length", seconds=SOON)
        assert axe.found(page.tab) == []
        page.js("document.querySelectorAll('noscript').forEach(each => { each.outerHTML = each.textContent; })")
        assert axe.found(page.tab) == []
        host.release()
        page.wait("document.documentElement.dataset.state === 'instant'", seconds=SOON)
        assert axe.found(page.tab) == []
    page.close()


def test_axe_finds_nothing_where_the_full_python_fails_and_a_notice_says_so(engine, small_site, tmp_path):
    page = engine.new_page()
    with hosting(small_site, scratch=tmp_path) as host:
        start(page, host.url, "failed")
        page.wait("document.getElementById('views').dataset.state === 'alone'", seconds=SOON)
        draw(page, THREE)
        settle(page)
        page.js("document.getElementById('notice-action').hidden = false")
        page.js("document.getElementById('notice-action').textContent = 'Use it now'")
        assert axe.found(page.tab) == []
    page.close()


def test_axe_finds_nothing_in_the_words_from_disk(page, site):
    page.open((site / "index.html").as_uri())
    page.wait("document.readyState === 'complete'", seconds=SOON)
    # One sentence in the page's place has no parts and heads nothing.
    assert axe.found(page.tab, without=["landmark-one-main", "page-has-heading-one"]) == []


def test_axe_finds_nothing_before_any_ink_with_all_views_open(engine, whole):
    page = engine.new_page()
    visit(page, whole.url)
    only(page, "why", "inside", "pixels", "compare", "check", "teach", "data")
    assert axe.found(page.tab) == []
    page.close()


def test_axe_finds_nothing_beside_a_drawing_that_is_no_digit_and_when_it_is_gone(visitor):
    draw(visitor, SCRIBBLE)
    assert settle(visitor)["sure"] == "false"
    assert axe.found(visitor.tab) == []
    visitor.key("Escape")
    settle(visitor)
    assert axe.found(visitor.tab) == []


def test_axe_finds_nothing_in_the_views_of_a_drawing_nor_where_more_contrast_is_asked_for(visitor):
    only(visitor, "why", "inside", "pixels", "compare")
    draw(visitor, THREE)
    settle(visitor)
    visitor.click("#inside .last li:nth-child(4) button")
    for shown in ("document.querySelector('#why .because').textContent", "document.querySelector('#inside math')",
                  "document.querySelectorAll('#pixels .samples img:not([hidden])').length === 12",
                  "[...document.querySelectorAll('#compare .reads')].every(each => /[0-9]/.test(each.textContent))"):
        visitor.wait(shown, seconds=BOOT)
    assert axe.found(visitor.tab) == []
    visitor.js("document.querySelectorAll('details.table').forEach(each => { each.open = false; })")  # 1,568 cells of one colour
    assert axe.found(visitor.tab, only=["color-contrast-enhanced"], contrast="more") == []


def test_axe_finds_nothing_beside_the_small_pad(visitor):
    only(visitor, "inside")
    draw(visitor, THREE)
    settle(visitor)
    visitor.js("scrollTo(0, document.body.scrollHeight)")
    assert axe.found(visitor.tab) == []


def test_the_check_is_run_by_keys_heard_once_at_either_end_and_axe_finds_nothing(visitor, whole):
    only(visitor, "check")
    visitor.js(LISTEN)
    whole.hold("data/mnist-test.bin")
    assert press(visitor, "#check .run") == "stop"
    assert axe.found(visitor.tab) == []
    whole.release("data/mnist-test.bin")
    visitor.wait(CHECKED, seconds=BOOT)
    visitor.wait("document.querySelectorAll('.mistakes img:not([hidden])').length === 24", seconds=SOON)
    assert visitor.js(FOCUSED) == "run"
    heard = visitor.js("heard")
    assert len([name for name, _ in heard if name == "outcome"]) <= 3
    assert {name for name, _ in heard} == {"outcome"}
    visitor.click(".mistakes li:nth-child(2) button")
    assert visitor.js("heard.at(-1)[1]").startswith("Test image ")
    assert axe.found(visitor.tab) == []
    assert press(visitor, "#check .later") == "earlier"  # there are two pages: the button that is left has the focus
    assert press(visitor, "#check .earlier") == "later"
    assert press(visitor, "#check .lend") == "pad"
    assert axe.found(visitor.tab) == []


def test_a_lesson_is_learnt_by_keys_and_axe_finds_nothing_on_the_way(engine, whole):
    page = engine.new_page()
    visit(page, whole.url)
    bring(page, "twelve", TWELVE)
    page.wait("document.querySelectorAll('#teach .wall .wrong').length > 5", seconds=SOON)
    page.click("#teach .wall li:nth-child(3) button")
    assert axe.found(page.tab) == []
    whole.hold("data/mnist-lesson.bin")
    assert press(page, "#teach .run") == "cancel"
    assert axe.found(page.tab) == []
    page.js(LISTEN)
    whole.release("data/mnist-lesson.bin")
    page.wait("!document.querySelector('#teach .adopt').disabled", seconds=BOOT)
    assert page.js(FOCUSED) == "adopt"
    told = page.js("heard")
    assert {name for name, _ in told} == {"outcome"} and len(told) <= 2
    assert axe.found(page.tab) == []
    assert press(page, "#teach .adopt") == "run"
    page.wait("!document.querySelector('#teach .back').disabled", seconds=SOON)
    assert axe.found(page.tab) == []
    assert press(page, "#teach .back") != "body"
    page.wait("document.querySelector('#teach .back').textContent === 'Let mine answer'", seconds=SOON)
    assert page.js(FOCUSED) == "back"
    assert press(page, "#teach .collect") == "pad"
    draw(page, THREE)
    page.wait("!document.querySelector('#ask .keep').disabled", seconds=SOON)
    assert axe.found(page.tab) == []
    assert press(page, "#ask .keep") == "pad"
    assert press(page, "#ask .stop") == "pad"
    page.close()


def test_axe_finds_nothing_in_ones_data_nor_in_the_question_before_it_is_deleted_and_after(pupil):
    only(pupil, "data")
    bring(pupil, "twelve", TWELVE)
    draw(pupil, THREE)
    settle(pupil)
    pupil.wait("document.querySelectorAll('#data tbody tr').length === 2", seconds=SOON)
    assert axe.found(pupil.tab) == []
    assert press(pupil, "#data .delete-all") != "body"
    pupil.wait("document.querySelector('#data dialog').open", seconds=SOON)
    assert axe.found(pupil.tab) == []
    pupil.click("#data .sure")
    pupil.wait("document.activeElement.className === 'undo'", seconds=SOON)
    assert axe.found(pupil.tab) == []


def test_axe_finds_nothing_beside_a_picture_nor_while_it_is_cropped_by_keys_nor_where_more_contrast_is_asked_for(visitor):
    read(visitor, lambda: drop(visitor, file(TWO)))
    assert axe.found(visitor.tab) == []
    visitor.tab.focus("#photo")
    visitor.key("ArrowRight")
    assert axe.found(visitor.tab) == []
    read(visitor, lambda: visitor.key("Enter"))
    assert axe.found(visitor.tab) == []
    assert axe.found(visitor.tab, only=["color-contrast-enhanced"], contrast="more") == []


def test_axe_finds_nothing_beside_a_picture_without_ink_nor_where_a_file_is_refused(visitor):
    drop(visitor, file(picture()))
    visitor.wait("document.getElementById('sentence').textContent.includes('no ink')", seconds=SOON)
    assert axe.found(visitor.tab) == []
    drop(visitor, file(b"words", "five.png"))
    visitor.wait("document.getElementById('notice-text').textContent.startsWith('five.png')", seconds=SOON)
    visitor.js("document.documentElement.setAttribute('data-dropping', '')")  # the next one is held over the page
    assert axe.found(visitor.tab) == []
    visitor.js("document.documentElement.removeAttribute('data-dropping')")
    assert press(visitor, "#notice-close") == "photo"


def test_axe_finds_nothing_while_one_draws_by_keys_or_tap_by_tap(visitor):
    visitor.click("#tap-by-tap")
    visitor.tab.focus("#pad")
    for key in ("Space", "Shift+ArrowDown"):
        visitor.key(key)
    visitor.wait("!document.getElementById('clear').disabled", seconds=SOON)
    assert axe.found(visitor.tab) == []
    visitor.key("Space")
    visitor.click("#tap-by-tap")


# What is heard

def test_drawing_a_digit_is_heard_once_however_many_points_and_open_views_it_has(visitor):
    only(visitor, "why", "inside", "pixels", "compare", "teach")
    draw(visitor, FOUR)
    settle(visitor)
    visitor.key("Escape")
    settle(visitor)
    visitor.js(LISTEN)
    [corners] = THREE
    points = [[x + (p - x) * part / 4, y + (q - y) * part / 4]
              for (x, y), (p, q) in zip(corners, corners[1:], strict=False) for part in range(4)]
    assert len(points) == 40
    draw(visitor, [points])
    settle(visitor)
    visitor.wait("document.querySelector('#why .because').textContent.includes(' a 3 rather than ')", seconds=SOON)
    heard = visitor.js("heard")
    assert len([text for name, text in heard if name == "spoken"]) == 1
    assert len({name for name, _ in heard}) == len(heard) <= 2
    visitor.js("document.querySelector('#compare input:checked').dispatchEvent(new Event('change', {bubbles: true}))")
    settle(visitor)  # the same answer once more
    assert visitor.js("heard") == heard


def test_a_digit_that_draws_itself_is_heard_when_it_is_done(pad):
    pad.js(LISTEN)
    assert press(pad, ".examples button") == "pad"
    pad.wait("JSON.parse(localStorage.getItem('inkling.drawing') ?? '[]').length > 0", seconds=SOON)
    settle(pad)
    assert [text for name, text in pad.js("heard") if name == "spoken"] == ["That is a 3."]


def test_a_picture_is_heard_once_with_its_answer_and_a_frame_that_keys_move_where_it_is(visitor):
    visitor.js(LISTEN)
    read(visitor, lambda: drop(visitor, file(picture((THREE, 150, 200, 300)))))
    assert [text for name, text in visitor.js("heard") if name == "spoken" and text] == ["Picture read: That is a 3."]
    assert {name for name, _ in visitor.js("heard")} <= {"spoken", "ask"}
    described = visitor.js("photo.getAttribute('aria-describedby').split(' ').map(id => document.getElementById(id).textContent)")
    assert described[0].startswith("Found in the middle, ") and "Enter reads" in described[1]
    visitor.js(LISTEN)
    visitor.tab.focus("#photo")
    visitor.key("ArrowRight")
    [[name, said]] = visitor.js("heard")
    assert (name, "% across" in said) == ("photo-said", True)


def test_a_picture_that_shows_nothing_is_heard_to(visitor):
    visitor.js(LISTEN)
    drop(visitor, file(picture()))
    visitor.wait("document.getElementById('spoken').textContent.includes('no ink')", seconds=SOON)
    assert [name for name, text in visitor.js("heard") if text] == ["spoken"]


def test_bars_say_their_value_in_words(visitor):
    draw(visitor, THREE)
    settle(visitor)
    words = "[...document.querySelectorAll('.bars meter')].map(each => each.getAttribute('aria-valuetext'))"
    visitor.wait(f"{words}[3] === 'more than 99.9%'", seconds=SOON)
    assert visitor.js(words)[:3] == ["less than 0.1%"] * 3


def test_a_neuron_is_announced_when_it_is_chosen_and_neither_passed_over_nor_with_the_next_drawing(visitor):
    only(visitor, "inside")
    draw(visitor, THREE)
    settle(visitor)
    name = "document.querySelector('#inside .name').textContent"
    told = "document.getElementById('told').textContent"
    visitor.click("#inside .last li:nth-child(4) button")
    visitor.wait(f"{told}.startsWith('Output 3. Gives its digit a share of ')", seconds=SOON)
    visitor.key("ArrowDown")
    visitor.wait(f"{told}.startsWith('Output 4. ')", seconds=SOON)
    visitor.js(LISTEN)
    visitor.tab.hover("#inside .last li:nth-child(6) button")
    visitor.wait(f"{name} === 'Output 5'", seconds=SOON)
    visitor.tab.mouse.move(5, 5)
    draw(visitor, FOUR)
    settle(visitor)
    assert {region for region, _ in visitor.js("heard")} <= {"spoken", "ask"}


def test_a_pixel_that_a_key_goes_to_is_announced_and_one_under_the_mouse_is_not(visitor):
    only(visitor, "pixels")
    draw(visitor, THREE)
    settle(visitor)
    visitor.wait(TOLD, seconds=SOON)
    visitor.js(LISTEN)
    visitor.tab.hover("#pixels .final")
    visitor.wait("document.getElementById('pixel-value').textContent.startsWith('Row ')", seconds=SOON)
    assert visitor.js("heard") == []
    visitor.tab.focus("#pixels .final")
    visitor.key("ArrowUp")
    [[_, said]] = visitor.js("heard")
    assert said.startswith("Row ")


# Where the focus goes

def test_undo_and_clear_leave_the_focus_to_the_pad(visitor):
    draw(visitor, THREE)
    settle(visitor)
    assert press(visitor, "#clear") == "pad"
    while visitor.js("!document.getElementById('undo').disabled"):
        now = press(visitor, "#undo")
    assert now == "pad"


def test_a_notice_gives_the_focus_back(engine, small_site, tmp_path):
    page = engine.new_page()
    with hosting(small_site, scratch=tmp_path) as host:
        start(page, host.url, "failed")
        page.js("document.querySelector('.view summary').focus()")
        page.tab.focus("#notice-close")
        page.key("Enter")
        assert page.js(FOCUSED) == "summary"
    page.close()


def test_closing_a_view_takes_the_focus_to_its_heading(visitor):
    only(visitor, "why")
    draw(visitor, THREE)
    settle(visitor)
    visitor.tab.focus("#why .rival")
    visitor.js("document.getElementById('why').open = false")
    assert visitor.js(FOCUSED) == "summary"


def test_following_a_link_to_a_view_takes_the_focus_to_its_heading(visitor):
    draw(visitor, THREE)
    settle(visitor)
    assert press(visitor, "#ask .more") == "summary"


def test_the_small_pads_buttons_leave_the_focus_to_the_pad(visitor):
    visitor.tab.set_viewport_size({"width": 390, "height": 844})
    only(visitor, "pixels", "inside")
    draw(visitor, THREE)
    settle(visitor)
    visitor.js("document.getElementById('inside').scrollIntoView()")
    visitor.wait("document.documentElement.dataset.pad === 'bar'", seconds=SOON)
    visitor.tab.focus("#bar-clear")
    visitor.js("scrollTo(0, 0)")
    visitor.wait("document.documentElement.dataset.pad === 'place'", seconds=SOON)
    assert visitor.js(FOCUSED) == "pad"
    visitor.tab.set_viewport_size({"width": 1000, "height": 800})


def test_deleting_the_last_drawing_and_taking_it_back_keeps_the_focus_on_the_wall(pupil):
    bring(pupil, "two", line("3", THREE) + line("4", FOUR))
    for _ in range(2):
        pupil.click("#teach .wall li:first-child button")
        now = press(pupil, "#teach .delete")
    pupil.wait(f"{KEPT}.startsWith('No drawing')", seconds=SOON)
    assert now == "undo"
    while pupil.js("document.querySelector('#teach .undo').checkVisibility()"):
        now = press(pupil, "#teach .undo")
        assert now != "body"


@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_only_what_scrolls_is_a_stop_of_the_tab_key(visitor, size):
    visitor.tab.set_viewport_size(dict(zip(("width", "height"), size, strict=True)))
    only(visitor, "why", "inside", "pixels", "compare")
    draw(visitor, THREE)
    settle(visitor)
    visitor.click("#inside .last li:nth-child(4) button")
    visitor.wait("document.querySelector('#inside math')", seconds=SOON)
    visitor.wait("""[...document.querySelectorAll("#views .scroll")].filter(each => each.checkVisibility()).every(each =>
        (each.tabIndex === 0) === (each.scrollWidth > each.clientWidth || each.scrollHeight > each.clientHeight))""", seconds=SOON)
    visitor.tab.set_viewport_size({"width": 1000, "height": 800})


# Other colours, larger text, paper

def test_with_forced_colours_the_hints_digit_does_not_cover_its_words(pad):
    pad.tab.emulate_media(forced_colors="active")
    box = pad.js("""(words => {
        const range = new Range();
        range.selectNodeContents(words);
        const {left, top, width, height} = range.getBoundingClientRect();
        return {x: left, y: top, width, height};
    })(document.getElementById("hint").firstChild)""")
    covered = pad.tab.screenshot(clip=box)
    pad.js("document.querySelector('#hint b').style.visibility = 'hidden'")
    assert covered == pad.tab.screenshot(clip=box)
    pad.tab.emulate_media(forced_colors="none")


def test_with_forced_colours_a_pictures_outline_and_frame_are_seen(visitor):
    read(visitor, lambda: drop(visitor, file(TWO)))
    visitor.tab.focus("#photo")
    visitor.tab.emulate_media(forced_colors="active")
    before = visitor.tab.locator("#photo").screenshot()
    visitor.js("document.querySelectorAll('#photo .found').forEach(each => { each.style.display = 'none'; })")
    without = visitor.tab.locator("#photo").screenshot()
    visitor.key("ArrowRight")
    framed = visitor.tab.locator("#photo").screenshot()
    visitor.js("document.querySelectorAll('#photo .found').forEach(each => { each.style.display = ''; })")
    visitor.tab.emulate_media(forced_colors="none")
    assert len({before, without, framed}) == 3


def test_with_forced_colours_bars_and_what_is_chosen_are_seen(visitor):
    only(visitor, "check")
    draw(visitor, THREE)
    settle(visitor)
    visitor.click("#ask .digits button:nth-child(4)")
    visitor.wait("document.querySelector('#ask [aria-pressed=true]')", seconds=SOON)
    visitor.tab.emulate_media(forced_colors="active")
    bars = [visitor.tab.locator(f"#p{digit}").screenshot() for digit in (2, 3)]
    assert bars[0] != bars[1]
    widths = visitor.js("[...document.querySelectorAll('#ask .digits button')].map(each => getComputedStyle(each).outlineStyle)")
    assert [at for at, style in enumerate(widths) if style != "none"] == [3]
    visitor.tab.emulate_media(forced_colors="none")


@pytest.mark.parametrize("with_picture", [False, True])
@pytest.mark.parametrize(("width", "height", "text"), [(320, 568, "100%"), (640, 800, "200%"), (1280, 800, "200%")])
def test_narrow_screens_and_text_of_twice_the_size_scroll_one_way_only(visitor, width, height, text, with_picture):
    visitor.tab.set_viewport_size({"width": width, "height": height})
    visitor.js("document.documentElement.style.fontSize = argument", text)
    only(visitor, "why", "inside", "pixels", "compare", "check", "teach")
    if with_picture:
        read(visitor, lambda: drop(visitor, file(TWO)))
        visitor.tab.focus("#photo")
        visitor.key("ArrowRight")
        read(visitor, lambda: visitor.key("Enter"))  # so that all its buttons are there
    else:
        draw(visitor, THREE)
        settle(visitor)
    visitor.wait("document.querySelector('#why .because').textContent", seconds=SOON)
    wide = visitor.js("""[...document.querySelectorAll("body *")].filter(each => each.checkVisibility()
        && each.getBoundingClientRect().right > innerWidth + 1 && !each.closest(".scroll, .unseen, svg"))
        .map(each => each.outerHTML.slice(0, 90))""")
    too_wide = visitor.js(TOO_WIDE)
    visitor.js("document.documentElement.style.fontSize = ''")
    visitor.tab.set_viewport_size({"width": 1000, "height": 800})
    assert (too_wide, wide) == (False, [])


def test_on_paper_bars_have_tracks_and_nothing_lies_over_the_open_views(visitor):
    visitor.tab.set_viewport_size({"width": 390, "height": 844})
    only(visitor, "why", "compare")
    draw(visitor, THREE)
    settle(visitor)
    visitor.js("document.getElementById('compare').scrollIntoView()")
    visitor.wait("document.documentElement.dataset.pad === 'bar'", seconds=SOON)
    visitor.tab.emulate_media(media="print", color_scheme="dark")
    track = visitor.js("(each => [each.printColorAdjust, each.backgroundColor])(getComputedStyle(document.getElementById('p0')))")
    assert track == ["exact", "rgb(233, 230, 223)"]  # the light theme's, on white paper
    assert visitor.js("""[...document.querySelectorAll("body *")].filter(each => each.checkVisibility()
        && ["fixed", "sticky"].includes(getComputedStyle(each).position)).map(each => each.id || each.className)""") == []
    seen = visitor.js("[...document.querySelectorAll('.view')].filter(each => each.checkVisibility()).map(each => each.id)")
    assert seen == ["why", "compare"]
    assert visitor.js("""[...document.querySelectorAll(".view summary, caption, h3")].filter(each => each.checkVisibility()
        && getComputedStyle(each).breakAfter !== "avoid").map(each => each.outerHTML)""") == []
    visitor.tab.emulate_media(media="screen", color_scheme="light")
    visitor.tab.set_viewport_size({"width": 1000, "height": 800})

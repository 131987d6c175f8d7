"""The pad in sight: on every screen one draws and sees the open view follow, without scrolling; and before any ink the page
is calm. What the window's size decides is the style sheet's, so one engine shows it.
"""
import pytest

from app.ui.words import choices
from tests.drawings import FOUR, THREE
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, kept, only_chromium, seen, settle, start
from tests.e2e.test_touch import Phone

pytestmark = only_chromium

# What must become true of an open view once a drawing of this digit has been read.
FOLLOWS = {
    "why": "document.querySelector('#why .digit').textContent === '{0}'",
    "inside": "[...document.querySelectorAll('#inside .last button')].findIndex("
              "each => each.style.getPropertyValue('--lit') > 0.5) === {0}",
    "pixels": "document.querySelector('#pixels .which').textContent === '{0}s'",
    "compare": "document.querySelector('#compare .reads').textContent === '{0}'",
    "check": "document.querySelector('#check .run').checkVisibility()",
    "teach": "document.querySelector('#ask .digits button:enabled')",
}
HERE = "document.getElementById('views').dataset.state === 'ready'"
OPEN_ONE = """(() => {
    document.querySelectorAll(".view").forEach(view => { view.open = view.id === argument; });
    document.getElementById(argument).scrollIntoView();
    return new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))).then(() => scrollY);
})()"""
COUNT = "(parseInt(document.querySelector('#teach .kept').textContent) || 0)"  # of drawings that are kept
CLOSE_ALL = """(() => {
    document.querySelectorAll(".view").forEach(view => { view.open = false; });
    scrollTo(0, 0);
})()"""
# [left, top, right, bottom] of what is in the window of an element, as shares of the window; null if nothing can be seen.
PLACE = """((element, {width, height} = {width: innerWidth, height: innerHeight}) => {
    if (!element?.checkVisibility({visibilityProperty: true})) return null;
    const {left, top, right, bottom} = element.getBoundingClientRect();
    return [left / width, top / height, right / width, bottom / height];
})(document.querySelector(argument))"""


def place(page, selector):
    return page.js(PLACE, selector)


def is_whole(box):
    """Whether a place lies in the window with all its sides."""
    left, top, right, bottom = box
    return left >= 0 and top >= 0 and right <= 1.001 and bottom <= 1.001


@pytest.fixture(scope="module")
def looking(site, tmp_path_factory):
    with hosting(site, scratch=tmp_path_factory.mktemp("sight")) as running:
        yield running


@pytest.fixture(scope="module")
def visit(engine, looking):
    """A function that returns a new page with both Pythons and the views, closed when the module is done."""
    pages = []

    def begin(**options):
        page = engine.new_page(**options)
        pages.append(page)
        start(page, looking.url, "ready", seconds=BOOT)
        page.wait(HERE, seconds=SOON)
        return page

    yield begin
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def resized(visit):
    return visit()


@pytest.fixture
def opened(resized):
    """A function that gives the page's window a size: a page on which one has drawn before, blank, its views closed."""
    def size(width, height):
        resized.tab.set_viewport_size({"width": width, "height": height})
        resized.js(CLOSE_ALL)
        resized.js("document.getElementById('clear').click()")
        settle(resized)
        resized.wait("document.documentElement.dataset.pad === 'place'", seconds=SOON)
        return resized

    yield size
    resized.js("document.querySelector('#ask .stop').click()")  # of collecting


@pytest.fixture(scope="module")
def untouched(visit):
    """A page on which nobody has drawn yet."""
    return visit(viewport={"width": 1280, "height": 800})


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1440, 900), (390, 844), (844, 390)])
def test_with_any_view_open_one_draws_without_scrolling_and_the_view_follows(opened, width, height):
    page = opened(width, height)
    for view, follows in FOLLOWS.items():
        for digit, strokes in (("3", THREE), ("4", FOUR)):
            at = page.js(OPEN_ONE, view)
            assert is_whole(place(page, "#pad")), view
            draw(page, strokes)
            assert settle(page)["digit"] == digit, view
            assert page.js("scrollY") == at, view
            page.wait(follows.format(digit), seconds=SOON)
            _, top, _, bottom = place(page, f"#{view} summary")
            assert top < 1 and bottom > 0, f"{view} is in sight, too"
            page.js("document.getElementById('clear').click()")
            settle(page)


@pytest.mark.parametrize(("width", "height"), [(844, 390), (740, 360), (1366, 650)])
def test_on_its_side_the_pad_has_the_full_height_and_the_reading_stands_beside_it(opened, width, height):
    page = opened(width, height)
    pad = place(page, "#pad")
    assert is_whole(pad)
    assert pad[3] - pad[1] > 0.9
    draw(page, THREE)
    settle(page)
    page.wait("document.querySelector('#ask .digits button:enabled')", seconds=SOON)
    for beside in ("#answer", "#sentence", ".bars li:last-child", "#clear", "#ask .digits"):
        box = place(page, beside)
        assert is_whole(box), beside
        assert box[0] > pad[2], beside


def test_whatever_the_words_of_an_answer_what_stands_around_them_stays(opened):
    page = opened(1280, 800)
    draw(page, THREE)
    settle(page)
    page.wait("document.querySelector('#ask .digits button:enabled')", seconds=SOON)
    facts = sorted((fact for digit in range(10) for fact in choices("facts.of_digit", digit)), key=len)
    said = [("Not sure this is a digit.", ""), ("Not sure: an 8, or perhaps a 3.", ""),
            *(("That is an 8.", fact) for fact in (facts[0], *facts[-5:]))]
    for width, height in [(1280, 800), (1024, 700), (900, 700), (900, 500), (800, 600), (844, 390), (390, 844)]:
        page.tab.set_viewport_size({"width": width, "height": height})
        page.wait(f"innerWidth === {width} && innerHeight === {height}", seconds=SOON)
        places = page.js("""argument.map(([sentence, fact]) => {
            document.getElementById("sentence").textContent = sentence;
            document.getElementById("fact").textContent = fact;
            return ["#pad", "#clear", "#ask .digits", ".bars", "#answer"].map(
                name => Math.round(document.querySelector(name).getBoundingClientRect().top));
        })""", said)
        assert all(each == places[0] for each in places), (width, height, places)
        assert page.js("document.querySelector('.seen').getBoundingClientRect().top") >= page.js(
            "Math.max(...[...document.querySelectorAll('header > *')].map(each => each.getBoundingClientRect().bottom))")


@pytest.mark.parametrize("share", [0.3, 0.6])
def test_a_pad_that_is_partly_scrolled_away_can_be_drawn_on_as_a_whole(opened, share):
    page = opened(390, 844)
    page.js("document.getElementById('why').open = true")
    page.js("document.querySelector('.examples button').click()")
    page.wait("document.getElementById('answer').dataset.digit === '3'", seconds=SOON)
    page.js("(place => scrollTo(0, place.offsetTop + place.offsetHeight * argument))(document.querySelector('.place'))", share)
    page.wait("document.documentElement.dataset.pad === 'bar'", seconds=SOON)
    assert is_whole(place(page, "#pad"))


def test_the_small_pad_is_live_with_the_digit_and_clear_beside_it(opened):
    page = opened(390, 844)
    page.js(OPEN_ONE, "why")
    side = page.js("document.getElementById('pad').getBoundingClientRect().width")
    assert 100 < side < 160
    draw(page, THREE)
    settle(page)
    assert page.js("document.querySelector('#bar .digit').textContent") == "3"
    page.js("scrollBy(0, 40)")  # sends the pad, which has grown, back
    page.click("#bar-clear")
    assert settle(page)["hint"]
    page.click("#bar-undo")
    assert settle(page)["digit"] == "3"


def test_a_touch_makes_the_small_pad_large_and_leaves_no_ink_and_scrolling_on_makes_it_small(visit):
    page = visit(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = Phone(page)
    page.js(OPEN_ONE, "why")
    [left, top, right, bottom] = page.js("(b => [b.left, b.top, b.right, b.bottom])(pad.getBoundingClientRect())")
    phone.swipe([((left + right) / 2, (top + bottom) / 2), ((left + right) / 2 + 2, (top + bottom) / 2 + 2)])
    page.wait("document.getElementById('pad').getBoundingClientRect().width > 300", seconds=SOON)
    now = seen(page)
    assert (now["hint"], now["undo"], kept(page)) == (True, False, [])
    assert is_whole(place(page, "#pad"))
    draw(page, THREE)
    assert settle(page)["digit"] == "3"
    page.wait(FOLLOWS["why"].format(3), seconds=SOON)
    page.js("scrollBy(0, 60)")
    page.wait("document.getElementById('pad').getBoundingClientRect().width < 160", seconds=SOON)
    page.js("scrollTo(0, 0)")
    page.wait("document.documentElement.dataset.pad === 'place'", seconds=SOON)
    assert settle(page)["digit"] == "3"


@pytest.mark.parametrize(("width", "height"), [(320, 568), (390, 844), (844, 390), (1280, 800)])
def test_while_collecting_keep_it_is_on_screen_with_the_pad(opened, width, height):
    page = opened(width, height)
    count = page.js(COUNT)
    page.js("document.querySelector('#teach .collect').click()")
    page.wait("document.getElementById('ask').dataset.mode === 'collect'", seconds=SOON)
    draw(page, [[[x, y + count] for x, y in stroke] for stroke in THREE])  # another one each time
    settle(page)
    page.wait("!document.querySelector('#ask .keep').disabled", seconds=SOON)
    pad, keep = place(page, "#pad"), place(page, "#ask .keep")
    assert is_whole(pad) and is_whole(keep) and is_whole(place(page, "#ask .ask"))
    assert keep[1] > pad[3] or keep[0] > pad[2]
    page.click("#ask .keep")
    page.wait(f"{COUNT} === {count + 1}", seconds=SOON)


# Before any ink

def test_the_first_screen_is_a_line_and_three_examples_and_nothing_that_is_empty_or_dead(untouched):
    page = untouched
    page.js(CLOSE_ALL)
    assert [place(page, each) for each in (".bars", "#picture", "#undo", "#clear", "#ask .digits", "#bar")] == [None] * 6
    assert len(page.js("[...document.querySelectorAll('.examples button')].filter(each => each.checkVisibility())"
                       ".map(each => each.ariaLabel)")) == 3
    assert is_whole(place(page, ".view h2"))
    dead = page.js("[...document.querySelectorAll('button')].filter(each => each.disabled && "
                   "each.checkVisibility({visibilityProperty: true})).map(each => each.outerHTML)")
    assert dead == []


@pytest.mark.parametrize(("motion", "digit"), [("no-preference", 3), ("no-preference", 5), ("reduce", 8)])
def test_an_example_draws_itself_and_is_read_and_taken_back_like_any_drawing(pad, motion, digit):
    pad.tab.emulate_media(reduced_motion=motion)
    pad.click(f".examples button[aria-label$='{digit}']")
    pad.wait(f"document.getElementById('answer').dataset.digit === '{digit}'", seconds=SOON)
    pad.wait("JSON.parse(localStorage.getItem('inkling.drawing') ?? '[]').length > 0", seconds=SOON)
    now = settle(pad)
    assert (now["digit"], now["sure"], now["undo"]) == (str(digit), "true", True)
    while not seen(pad)["hint"]:
        pad.click("#undo")
        settle(pad)
    pad.tab.emulate_media(reduced_motion="no-preference")


def test_a_hand_takes_over_from_an_example(pad):
    pad.click(".examples button")
    pad.wait("!document.getElementById('clear').disabled", seconds=SOON)
    pad.key("Escape")
    draw(pad, FOUR)
    assert settle(pad)["digit"] == "4"
    assert len(kept(pad)) == 2


def test_what_does_not_exist_yet_takes_no_room(untouched):
    page = untouched
    for view, absent in (("teach", [".wall", ".counts", ".curve", ".adopt", ".run", ".export", ".back"]),
                         ("check", [".confusion", ".mistakes", ".stop", "progress"]),
                         ("inside", [".terms", ".stage", ".neuron"]), ("why", [".sums"]), ("pixels", [".steps"])):
        page.js(OPEN_ONE, view)
        assert [each for each in absent if place(page, f"#{view} {each}")] == [], view

"""The closer look below the pad: every view follows the drawing, by pointer and by keyboard, and nothing moves meanwhile."""
import json

import pytest

from app.core.layers import Dense, ReLU, Softmax
from app.core.network import Network, to_document
from tests.drawings import FOUR, THREE
from tests.e2e import pad
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, FRAMES, SOON, kept, only_chromium, seen, settle, start

VIEWS = ["pixels", "inside", "why", "compare", "check"]
# What has shifted since the last time, the frame now shown included.
SHIFTED = f"{FRAMES}.then(() => (note(observer.takeRecords()), shifts.splice(0)))"
HERE = "document.getElementById('views').dataset.state === 'ready'"
# Counts what shifts without anybody having asked for it, and what is thrown and never caught.
WATCH = """<head><script>
shifts = []; problems = [];
addEventListener("error", event => problems.push(event.message), true);
addEventListener("unhandledrejection", event => problems.push(String(event.reason)));
console.error = (...words) => problems.push(words.join(" "));
const note = entries => entries.forEach(each => each.hadRecentInput ||
    shifts.push(...each.sources.map(source => source.node?.id || source.node?.className || source.node?.nodeName)));
const observer = new PerformanceObserver(list => note(list.getEntries()));
if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) observer.observe({type: "layout-shift", buffered: true});
</script>"""


def text(page, selector):
    return page.js("document.querySelector(argument).textContent.trim()", selector)


def open_views(page, *names):
    page.js("argument.forEach(name => document.getElementById(name).open = true)", names)


def draw(page, strokes):
    """Draw on the pad, wherever the page has been scrolled to."""
    page.js("scrollTo(0, 0)")
    pad.draw(page, strokes)


def point(page, selector):
    """Focus an element; where no window is in front, as in tests, some engines keep back the event, so it is sent, too."""
    page.js("(each => { each.focus(); each.dispatchEvent(new Event('focusin', {bubbles: true})) })"
            "(document.querySelector(argument))", selector)


def close_views(page):
    page.js("document.querySelectorAll('.view').forEach(view => view.open = false)")


@pytest.fixture(scope="module")
def looking_host(site, tmp_path_factory):
    with hosting(site, scratch=tmp_path_factory.mktemp("looking")) as running:
        watched = (site / "index.html").read_text(encoding="utf-8").replace("<head>", WATCH)
        running.replace("index.html", watched)
        running.replace("opened.html", watched.replace('<details class="view"', '<details open class="view"'))
        running.replace("blank.html", "<!doctype html>")
        yield running


@pytest.fixture(scope="module")
def looking_page(engine, looking_host):
    """A page with both Pythons and the closer look."""
    page = engine.new_page()
    start(page, looking_host.url, "ready", seconds=BOOT)
    page.wait(HERE, seconds=SOON)
    yield page
    page.close()


@pytest.fixture
def look(looking_page, looking_host):
    """That page, blank, with all views closed."""
    if not (looking_page.look("location.href") or "").startswith(looking_host.url):  # WebKit has one window for all tests
        start(looking_page, looking_host.url, "ready", seconds=BOOT)
        looking_page.wait(HERE, seconds=SOON)
    close_views(looking_page)
    looking_page.js("document.querySelectorAll('.play').forEach(each => each.textContent === 'Stop' && each.click())")
    looking_page.js("document.activeElement.blur()")
    if not looking_page.js("document.getElementById('clear').disabled"):
        looking_page.click("#clear")
    settle(looking_page)
    yield looking_page
    assert looking_page.js("problems.splice(0)") == []


def followed(page, digit):
    """Wait until every view shows what it should of a drawing of this digit."""
    page.wait(f"document.querySelector('#why .digit').textContent === '{digit}'", seconds=SOON)
    page.wait(f"document.querySelector('#compare .reads').textContent === '{digit}'", seconds=SOON)
    page.wait(f"document.querySelector('#pixels .which').textContent === '{digit}s'", seconds=SOON)
    page.wait("[...document.querySelectorAll('#inside .last button i')].findIndex("
              f"each => each.parentElement.style.getPropertyValue('--lit') > 0.5) === {digit}", seconds=SOON)


def test_every_open_view_follows_the_drawing(look):
    open_views(look, *VIEWS)
    draw(look, THREE)
    followed(look, 3)
    look.wait("document.querySelector('#pixels .strokes + p .caption').textContent.endsWith('high.')", seconds=SOON)
    look.wait("document.querySelector('#why .because').textContent.includes(' a 3 rather than ')", seconds=SOON)
    look.wait("document.querySelectorAll('#pixels .samples img:not([hidden])').length === 12", seconds=SOON)
    look.wait("[...document.querySelectorAll('#pixels .samples img')].every(each => each.naturalWidth === 28)", seconds=SOON)
    look.key("Escape")
    look.wait("document.querySelector('#why .digit').textContent === 'this'", seconds=SOON)
    assert text(look, "#compare .reads") == "\u2013"
    draw(look, FOUR)
    followed(look, 4)


@only_chromium
def test_closed_views_ask_nothing(look):
    look.js("performance.clearMeasures('inkling-views')")
    draw(look, THREE)
    settle(look)
    assert look.js("performance.getEntriesByName('inkling-views').length") == 0
    assert text(look, "#why .digit") == "this"


@only_chromium
def test_a_pixel_tells_its_value_under_the_arrow_keys(look):
    open_views(look, "pixels")
    draw(look, THREE)
    settle(look)
    look.js("document.querySelector('#pixels .final').focus()")
    look.key("ArrowUp")
    pixels = look.js(f"inkling.read({json.dumps(kept(look))}).then(() => document.getElementById('pixel-value').textContent)")
    assert pixels.startswith("Row 13, column 14: ")
    look.js("document.querySelector('#pixels .final').dispatchEvent(new Event('blur'))")  # as leaving it does
    assert text(look, "#pixel-value") == "Point at one to see its value."


@only_chromium
def test_a_neuron_shows_its_formula_with_live_numbers(look):
    open_views(look, "inside")
    draw(look, THREE)
    look.wait("document.querySelectorAll('#inside .stage button').length > 20", seconds=SOON)
    point(look, "#inside .last li:nth-child(4) button")
    look.wait("document.querySelector('#inside .name').textContent === 'Output 3'", seconds=SOON)
    look.key("ArrowDown")
    look.wait("document.querySelector('#inside .name').textContent === 'Output 4'", seconds=SOON)
    look.key("ArrowUp")
    look.wait("document.querySelector('#inside .name').textContent === 'Output 3'", seconds=SOON)
    assert look.js("document.querySelectorAll('#inside math').length") == 3
    three = text(look, "#inside .formula")
    look.js("document.activeElement.blur()")
    look.key("Escape")
    look.wait("document.querySelector('#inside .name').textContent === 'No neuron chosen'", seconds=SOON)
    draw(look, FOUR)  # the choice stays, the numbers follow
    look.wait("document.querySelector('#inside .name').textContent === 'Output 3'", seconds=SOON)
    assert text(look, "#inside .formula") not in ("", three)


@only_chromium
def test_the_first_layers_neurons_show_their_weights_as_a_picture(look):
    open_views(look, "inside")
    draw(look, THREE)
    look.wait("document.querySelectorAll('#inside .stage button').length > 20", seconds=SOON)
    point(look, "#inside .column:nth-child(3) button")
    look.wait("document.querySelector('#inside .name').textContent.startsWith('Layer 1, neuron ')", seconds=SOON)
    paths = "[...document.querySelectorAll('#inside .weights path')].map(each => each.getAttribute('d'))"
    assert look.js(f"{paths}.join('').split('M').length") > 100
    assert look.js("document.querySelectorAll('#inside .terms tbody th').length") == 5


@only_chromium
def test_one_may_ask_why_not_another_digit(look):
    open_views(look, "why")
    draw(look, THREE)
    look.wait("document.querySelector('#why .because').textContent.includes(' a 3 rather than ')", seconds=SOON)
    look.js("(each => { each.value = '1'; each.dispatchEvent(new Event('change')) })(document.querySelector('#why .rival'))")
    look.wait("document.querySelector('#why .because').textContent.includes('a 3 rather than a 1')", seconds=SOON)
    cells = look.js("[...document.querySelectorAll('#why .sums td')].map(each => each.textContent)")
    sums = [float(cell.replace("\u2212", "-")) for cell in cells]
    assert sum(sums[:3]) == pytest.approx(sums[3], abs=0.03)  # four numbers rounded to two places
    look.js("(each => { each.value = ''; each.dispatchEvent(new Event('change')) })(document.querySelector('#why .rival'))")


@only_chromium
def test_a_table_stands_behind_every_picture(look):
    open_views(look, "pixels", "inside", "why")
    look.js("document.querySelectorAll('details.table').forEach(each => each.open = true)")
    draw(look, THREE)
    look.wait("[...document.querySelectorAll('details.table')].every(each => each.querySelector('tr'))", seconds=SOON)
    look.wait("document.querySelectorAll('#pixels .values td').length === 785", seconds=SOON)
    look.js("document.querySelectorAll('details.table').forEach(each => each.open = false)")
    assert look.js("[...document.querySelectorAll('#views svg[role]')].every(each => each.getAttribute('aria-label'))")


@only_chromium
def test_playing_walks_through_the_steps_and_ends_by_itself(look):
    open_views(look, "pixels")
    draw(look, THREE)
    settle(look)
    look.js("document.querySelector('#pixels .play').click()")
    for step in "1234":
        look.wait(f"document.querySelector('.steps').dataset.step === '{step}'", seconds=SOON)
    look.wait("document.querySelector('.steps').dataset.step === undefined", seconds=SOON)
    assert text(look, "#pixels .play") == "Play the steps"
    draw(look, [[[80, 10], [80, 90]]])  # Python goes on after all that
    settle(look)


@only_chromium
def test_a_fact_comes_with_a_finished_drawing_and_stays(look):
    assert text(look, "#fact") == ""
    draw(look, THREE)
    settle(look)
    look.wait("document.getElementById('fact').textContent !== ''", seconds=SOON)
    fact = text(look, "#fact")
    look.js("inkling.readPixels(Array(784).fill(0.5)).then(() => true)")  # what scripts ask changes nothing on the page
    assert text(look, "#fact") == fact
    look.key("Escape")
    assert text(look, "#fact") == ""
    draw(look, THREE)
    look.wait("document.getElementById('fact').textContent !== ''", seconds=SOON)
    assert text(look, "#fact") != fact


# What follows is the same code in every engine and needs what only Playwright's Chromium emulates or measures.

def document(rng):
    network = Network([Dense.random(784, 12, rng=rng), ReLU(), Dense.random(12, 10, rng=rng, gain=1), Softmax()])
    return to_document(network, name="mine", title="My own", training={}, metrics={})


# Drags a file over the view and drops it there; argument: [name, text]. Returns whether the page took both upon itself.
DROP = """Object.fromEntries(["dragover", "drop"].map(type => {
    const files = new DataTransfer();
    files.items.add(new File([argument[1]], argument[0]));
    const drag = new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: files});
    return [type, !document.querySelector("#compare .zoo").dispatchEvent(drag)];
}))"""


def bring(page, name, content):
    page.tab.set_input_files("#own-weights", {"name": name, "mimeType": "application/json", "buffer": content.encode()})


@only_chromium
def test_ones_own_weights_join_the_list_and_may_answer(look, rng):
    open_views(look, "compare")
    draw(look, THREE)
    before = settle(look)
    rows = look.js("document.querySelectorAll('.zoo tbody tr').length")
    bring(look, "mine.json", json.dumps(document(rng)))
    look.wait(f"document.querySelectorAll('.zoo tbody tr').length === {rows + 1}", seconds=SOON)
    look.wait("/^\\d$/.test(document.querySelector('.zoo tr:last-child .reads').textContent)", seconds=SOON)
    assert "My own" in text(look, ".zoo tbody tr:last-child th")
    look.click(".zoo tbody tr:last-child input")
    look.wait("document.querySelector('#compare summary span').textContent === 'answering now: My own'", seconds=SOON)
    look.wait("answer.dataset.digit === document.querySelector('.zoo tr:last-child .reads').textContent", seconds=SOON)
    assert settle(look)["probabilities"] != before["probabilities"]
    open_views(look, "inside")
    look.wait("document.querySelectorAll('#inside .column').length === 3", seconds=SOON)
    look.click(".zoo tbody tr:first-child input")
    look.wait("document.querySelector('#check .title').textContent.startsWith('Inkling')", seconds=SOON)
    assert settle(look)["probabilities"] == before["probabilities"]


@only_chromium
@pytest.mark.parametrize(("content", "named"), [("not JSON", "JSON"), ("{}", "format"), ("[1]", "object")])
def test_a_file_that_is_no_weights_file_is_refused_with_its_name_and_reason(look, content, named):
    open_views(look, "compare")
    rows = look.js("document.querySelectorAll('.zoo tbody tr').length")
    name = f"no-{named}.json"  # of its own: the words about another file may still be there
    bring(look, name, content)
    look.wait(f"document.querySelector('.refusal').textContent.startsWith('{name} was refused: it ')", seconds=SOON)
    assert named in text(look, ".refusal").removeprefix(name)
    assert look.js("document.querySelectorAll('.zoo tbody tr').length") == rows


READ_BY = "document.getElementById('read-by')"


@only_chromium
def test_another_network_that_answers_is_named_beside_the_answer_also_at_the_next_visit_and_one_click_leads_back(
        engine, looking_host):
    page = engine.new_page()
    start(page, looking_host.url + "#compare", "ready", seconds=BOOT)
    page.wait("document.querySelectorAll('.zoo input').length > 3", seconds=SOON)
    draw(page, THREE)
    shipped = settle(page)["probabilities"]
    assert not page.js(f"{READ_BY}.checkVisibility()")
    page.click(".zoo tbody tr:nth-child(2) input")
    chosen = text(page, ".zoo tbody tr:nth-child(2) small")
    page.wait(f"{READ_BY}.textContent.includes({json.dumps(chosen)})", seconds=SOON)
    other = settle(page)["probabilities"]
    assert other != shipped
    page.open(looking_host.url + "blank.html")
    start(page, looking_host.url + "#compare", "ready", seconds=BOOT)
    page.wait(f"{READ_BY}.textContent.includes({json.dumps(chosen)}) && {READ_BY}.checkVisibility()", seconds=SOON)
    assert settle(page)["probabilities"] == pytest.approx(other, abs=1e-9)
    assert page.js("document.querySelector('.zoo tbody tr:nth-child(2) input').checked")
    assert not {"bars", "ask"} & set(page.js("shifts"))  # its room was kept from the start
    page.click("#read-by button")
    page.wait(f"!{READ_BY}.checkVisibility()", seconds=SOON)
    assert settle(page)["probabilities"] == pytest.approx(shipped, abs=1e-9)
    page.wait("localStorage.getItem('inkling.network') === null", seconds=SOON)
    page.close()


@only_chromium
def test_a_chosen_network_that_is_gone_is_said_the_shipped_one_answers_and_addresses_and_views_go_together(engine, looking_host):
    page = engine.new_page()
    page.open(looking_host.url + "blank.html")
    page.js("localStorage.setItem('inkling.network', 'perceptron')")
    start(page, looking_host.url + "#why", "ready", seconds=BOOT)
    page.wait("document.getElementById('notice-text').textContent.startsWith('The network chosen last time, perceptron, is not')",
              seconds=SOON)
    draw(page, THREE)
    assert settle(page)["digit"] == "3"
    page.wait(f"!{READ_BY}.checkVisibility()", seconds=SOON)
    assert page.js("document.getElementById('why').open")
    page.click("#compare > summary")
    page.wait("location.hash === '#compare'", seconds=SOON)
    page.close()


@only_chromium
def test_weights_may_be_dropped_on_the_view(look, rng):
    """The page takes the file: else the browser would leave for it."""
    open_views(look, "compare")
    assert look.js(DROP, ["dropped.json", json.dumps(document(rng))]) == {"dragover": True, "drop": True}
    look.wait("document.querySelector('.zoo tbody tr:last-child th').textContent.includes('My own')", seconds=SOON)
    look.js(DROP, ["photo.json", "no weights"])
    look.wait("document.querySelector('.refusal').textContent.startsWith('photo.json was refused: ')", seconds=SOON)


@only_chromium
def test_the_page_counts_the_same_mistakes_as_the_trainer(look, site):
    """Drawing goes on meanwhile; a mistake can be put on the pad, and goes when one draws."""
    index = json.loads((site / "weights/index.json").read_text(encoding="utf-8"))
    [shipped] = [each for each in index["networks"] if each["name"] == index["default"]]
    open_views(look, "check")
    look.click("#check .run")
    look.wait("document.querySelector('#check progress').value > 0", seconds=SOON)
    draw(look, THREE)
    assert settle(look)["digit"] == "3"
    look.wait("!document.querySelector('#check .run').disabled", seconds=BOOT)
    mistakes = round(10000 * (1 - shipped["metrics"]["mnist-test"]["accuracy"]))
    assert f"{10000 - mistakes:,} of 10,000" in text(look, ".outcome")
    assert "Just what it says of itself." in text(look, ".outcome")
    diagonal = look.js("[...document.querySelectorAll('.confusion .right')].map(each => Number(each.textContent))")
    assert sum(diagonal) == 10000 - mistakes
    look.wait("document.querySelectorAll('.mistakes img:not([hidden])').length === 24", seconds=SOON)
    assert f"of {mistakes}" in text(look, ".gallery .which")
    look.click(".mistakes li:nth-child(2) button")
    was, read = text(look, ".mistakes li:nth-child(2) span").split("\u2192")
    look.click(".lend")
    look.wait(f"document.getElementById('answer').dataset.digit === '{read}'", seconds=SOON)
    assert look.js("document.getElementById('guest').checkVisibility()")
    assert f"a {was}." in text(look, "#fact")
    assert not seen(look)["hint"]
    draw(look, [[[50, 10], [50, 90]]])
    look.wait("document.getElementById('answer').dataset.digit === '1'", seconds=SOON)
    assert not look.js("document.getElementById('guest').checkVisibility()")
    look.click("#check .later")
    look.wait("document.querySelector('.gallery .which').textContent.startsWith('25 to ')", seconds=SOON)
    look.click("#check .run")
    look.wait("document.querySelector('#check progress').value > 200", seconds=SOON)
    look.click("#check .stop")
    look.wait("document.querySelector('.outcome').textContent.startsWith('Cancelled.')", seconds=SOON)


@only_chromium
@pytest.mark.parametrize(("width", "height"), [(1280, 800), (900, 700), (390, 844)])
def test_nothing_shifts_while_the_views_come_and_follow(engine, looking_host, width, height):
    page = engine.new_page(viewport={"width": width, "height": height})
    start(page, looking_host.url + "opened.html", "ready", seconds=BOOT)
    page.wait(HERE, seconds=SOON)
    draw(page, THREE)
    followed(page, 3)
    # Input of a person excuses shifts for half a second.
    page.js("(excused = performance.now() + 500)")
    page.wait("performance.now() > excused", seconds=SOON)
    assert page.js(SHIFTED) == []
    if width < 1000:  # whoever scrolls on asks for the pad in its bar
        page.js("document.getElementById(argument).scrollIntoView()", VIEWS[0])
        page.wait("document.documentElement.dataset.pad === 'bar'", seconds=SOON)
        assert set(page.js(SHIFTED)) <= {"paper"}
    for view in VIEWS:
        page.js("document.getElementById(argument).scrollIntoView()", view)
        page.js(f"{FRAMES}.then(() => true)")
    page.js("document.querySelector('#inside .stage button').focus({preventScroll: true})")
    page.wait("document.querySelector('#inside .name').textContent !== 'No neuron chosen'", seconds=SOON)
    # Another drawing, by script for the same reason.
    page.js("document.querySelector('#undo').click()")
    page.wait("document.querySelector('#why .digit').textContent === 'this'", seconds=SOON)
    assert page.js(SHIFTED) == []
    page.close()


@only_chromium
@pytest.mark.parametrize(("width", "height"), [(900, 700), (390, 844)])
def test_the_bars_buttons_stay_where_they_are_when_its_digit_goes(look, width, height):
    size = look.tab.viewport_size
    look.tab.set_viewport_size({"width": width, "height": height})
    open_views(look, *VIEWS)
    draw(look, THREE)
    followed(look, 3)
    look.js("document.getElementById('inside').scrollIntoView()")
    look.wait("document.documentElement.dataset.pad === 'bar'", seconds=SOON)
    place = "document.getElementById('bar-clear').getBoundingClientRect().toJSON()"
    before = look.js(place)
    look.js("document.querySelector('#bar-clear').click()")
    look.wait("document.querySelector('#bar .digit').textContent === ''", seconds=SOON)
    assert look.js(place) == before
    look.tab.set_viewport_size(size)


@only_chromium
def test_with_less_motion_playing_shows_the_steps_still(look):
    open_views(look, "pixels", "inside")
    draw(look, THREE)
    followed_steps = "document.querySelector('.steps').dataset.step === '2'"
    look.tab.emulate_media(reduced_motion="reduce")
    look.js("document.querySelectorAll('.play').forEach(each => each.click())")
    look.wait(followed_steps, seconds=SOON)
    assert look.js("document.getAnimations().length") == 0
    look.tab.emulate_media(reduced_motion="no-preference")


@only_chromium
def test_without_the_full_python_the_steps_still_follow(engine, small_site, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        page = engine.new_page()
        page.open(host.url)
        page.wait("document.getElementById('views').dataset.state === 'alone'", seconds=SOON)
        page.js("document.getElementById('pixels').open = true")
        draw(page, THREE)
        page.wait("document.querySelector('#pixels .caption').textContent.endsWith('high.')", seconds=SOON)
        assert page.js("document.querySelector('.absent').checkVisibility()")
        page.close()


@only_chromium
def test_a_site_without_mnists_images_says_so(engine, site, tmp_path):
    with hosting(site, scratch=tmp_path) as host:
        host.lose("data/mnist-test.bin", "data/mnist-sample.bin")
        page = engine.new_page()
        start(page, host.url, "ready", seconds=BOOT)
        page.wait(HERE, seconds=SOON)
        open_views(page, "pixels", "check")
        draw(page, THREE)
        page.wait("document.querySelector('#pixels .which').textContent.includes('built without')", seconds=SOON)
        page.wait("document.querySelector('#check .claim').textContent.endsWith('%')", seconds=SOON)
        page.click("#check .run")
        page.wait("document.querySelector('.outcome').textContent.includes('built without')", seconds=SOON)
        page.close()

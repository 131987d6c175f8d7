"""What all lessons promise: nothing that axe finds, no sideways scrolling, a state in the address, code that can be stopped."""
import pytest

from tests.e2e import axe
from tests.e2e.host import hosting
from tests.e2e.lessons import NAMES, code_shown, open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import FRAMES, SOON, only_chromium

pytestmark = only_chromium

SCREENS = [(1280, 800), (360, 800)]
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
ADDRESS = "new URLSearchParams(location.hash.slice(1))"


@pytest.fixture(scope="module")
def reader(engine):
    page = engine.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_in_a_lesson_whose_questions_are_answered_and_no_screen_scrolls_sideways(reader, lessons, name):
    reader.open("about:blank")  # what a page says as it is left is not about the next
    reader.requested.clear()
    reader.problems.clear()
    open_lesson(reader, lessons, name)
    assert reader.js("""[...document.querySelectorAll(".ask")].map(ask => {
        const radio = ask.querySelector("input");
        radio.click();
        return [...ask.querySelectorAll(".because")].filter(words => words.checkVisibility()).length;
    })""") == [1, 1, 1, 1]
    reader.js("document.querySelectorAll('details').forEach(each => { each.open = true; })")
    assert axe.found(reader.tab, screens=SCREENS) == []
    reader.tab.set_viewport_size({"width": 320, "height": 640})
    reader.js(FRAMES)
    assert not reader.js(TOO_WIDE)
    assert reader.problems == []
    assert {address for address in reader.requested if not address.startswith((lessons, "data:", "blob:", "about:"))} == set()


def test_axe_finds_nothing_in_the_list_of_lessons(reader, lessons):
    reader.open(f"{lessons}app/lessons/")
    reader.wait("document.readyState === 'complete'", seconds=SOON)
    assert axe.found(reader.tab, screens=SCREENS) == []
    assert reader.js("document.querySelectorAll('.lessons a').length") == len(NAMES)


def test_a_link_brings_guess_settings_and_code_but_code_runs_only_once_the_reader_says_so(reader, lessons):
    open_lesson(reader, lessons, "neuron")
    reader.click("[name=guess][value=tie]")
    set_to(reader, w1="-1.5")
    assert run_code(reader, "total > 0", "total > 50").startswith("It runs")
    reader.wait(f"{ADDRESS}.get('code')?.includes('total > 50') && {ADDRESS}.get('w1') === '-1.5'", seconds=SOON)
    fragment = reader.js("location.hash")
    reader.click("#copy-link")
    reader.wait("document.getElementById('copy-link').textContent === 'Link copied' "
                "|| document.getElementById('trouble').textContent.includes('copy the page')", seconds=SOON)

    open_lesson(reader, lessons, "neuron", fragment)
    assert reader.js("document.querySelector('[name=guess]:checked').value") == "tie"
    # -1.5 * -1 + 1 + 2 - 1 = 3.5, and the lesson's own code says go
    shows(reader, "#decision", "Go to the beach.")
    assert "runs once you press Run" in text(reader, "#trouble")
    assert "total > 50" in code_shown(reader)
    reader.click(".editor .run")
    shows(reader, "#decision", "Stay at home.")
    reader.click(".editor .restore")
    shows(reader, "#decision", "Go to the beach.")
    reader.click("[data-reset]")
    reader.wait(f"!{ADDRESS}.has('w1') && !{ADDRESS}.has('code') && {ADDRESS}.get('guess') === 'tie'", seconds=SOON)


def test_an_address_that_means_nothing_is_said_in_a_sentence_and_the_lesson_plays(reader, lessons):
    open_lesson(reader, lessons, "neuron", "#w1=much&x1=yes&%=%&code")
    assert text(reader, "#trouble") == (
        "The address says w1 is “much”, but it has to be a number from -5 to 5. "
        "The link that brought you here has changed code in it, which runs once you press Run below it.")
    # 3 + 1 + 2 - 1 = 5
    shows(reader, "#sum", "=5.00")


def test_code_that_never_ends_stops_nothing_else_and_can_be_stopped(reader, lessons):
    open_lesson(reader, lessons, "neuron")
    code = code_shown(reader)
    reader.tab.fill(".editor textarea", code.replace("total = bias", "total = bias\n    while True:\n        pass"))
    reader.click(".editor .run")
    reader.wait("!document.querySelector('.editor .stop').hidden", seconds=SOON)
    set_to(reader, bias=4)  # the page is not held up
    shows(reader, "output[data-of=bias]", "4.0")
    reader.click(".editor .stop")
    shows(reader, ".editor .said", "Stopped")
    shows(reader, "#sum", "=4.00")  # 3 * -1 + 1 + 2 + 4, by the lesson's own code again
    said = run_code(reader, "while True:\n        pass", "return missing")
    assert said == "NameError, line 4, in weighted_sum: name 'missing' isn't defined."
    reader.click("[data-restore]")
    reader.wait("document.getElementById('edited').hidden", seconds=SOON)


def test_tab_leaves_the_code_and_control_with_enter_runs_it(reader, lessons):
    open_lesson(reader, lessons, "neuron")
    reader.tab.focus(".editor textarea")
    reader.key("Tab")
    assert reader.js("document.activeElement.localName") == "input"
    reader.tab.fill(".editor .try input", "two_layers(1, 1)")
    reader.key("Enter")
    shows(reader, ".editor .try output", "= False")  # both say yes, so not just one of them
    reader.tab.fill(".editor .try input", "fires(0.5)")
    reader.key("Control+Enter")
    shows(reader, ".editor .try output", "= True")


@pytest.mark.parametrize("name", ["layers", "failures", "convolutions", "training"])
def test_a_network_that_is_lost_is_said_and_the_lesson_goes_on(engine, site, tmp_path, name):
    """Its first pictures, which the build has drawn, stay where nothing better can be had."""
    page = engine.new_page()
    with hosting(site, scratch=tmp_path) as host:
        for lost in ("mlp-128-64", "lenet"):
            host.replace(f"weights/{lost}.json", "{")
        open_lesson(page, host.url, name)
        assert text(page, "#trouble").startswith("Weights/") and "was refused" in text(page, "#trouble")
        page.click("[data-reset]")
        page.wait("!location.hash", seconds=SOON)
        assert page.js("document.querySelectorAll('.stage svg path').length") > 0
        assert "failed" not in text(page, "#trouble")
    page.close()

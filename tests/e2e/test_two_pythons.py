"""The main job in each engine: draw with a real pointer and be read, first by the page's own Python and then by numpy.

The page boots both Pythons once per engine, here; what can be looked at on the way is asserted in tests of its own.
"""
import dataclasses
import json

import pytest

from app.core import ink
from tests.drawings import FOUR, THREE
from tests.e2e import sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, draw, only_chromium, seen, settle, start, until

# Before anything else in the page, so that it misses nothing. Engines without a log to read need it.
WATCH = """<head><script>
problems = [];
addEventListener("error", event => problems.push(event.message || "did not load: " + (event.target.outerHTML)), true);
addEventListener("unhandledrejection", event => problems.push(String(event.reason)));
console.error = (...words) => problems.push(words.join(" "));
shifts = 0;
if (PerformanceObserver.supportedEntryTypes.includes("layout-shift")) {
    new PerformanceObserver(list => list.getEntries().forEach(each => shifts += each.value)).observe({type: "layout-shift"});
}
</script>"""
# Everything that scripts may ask of the page; argument: {strokes, pixels}. What is refused comes out as its message.
ASK = """(async () => {
    const refusal = promise => promise.then(() => "not refused", error => error instanceof Error ? error.message : "no Error");
    const changed = (at, value) => refusal(inkling.readPixels(argument.pixels.map((old, index) => index === at ? value : old)));
    return {
        strokes: await inkling.read(argument.strokes),
        pixels: await inkling.readPixels(argument.pixels),
        typed: await inkling.readPixels(new Float32Array(argument.pixels)),
        refusals: [
            await refusal(inkling.readPixels([0, 1])), await refusal(inkling.readPixels(argument.pixels.concat(0))),
            await changed(7, 1.5), await changed(7, -0.1), await changed(7, NaN), await changed(7, "1"), await changed(7, null),
            await refusal(inkling.readPixels("ink")), await refusal(inkling.readPixels()),
            await refusal(inkling.read([])), await refusal(inkling.read([["x"]])), await refusal(inkling.read([[[0, NaN]]])),
            await refusal(inkling.read({})), await refusal(inkling.read()),
        ],
    };
})()"""
# What each of the refusals must speak of, in the same order.
REFUSED = ["784 numbers, got 2", "784 numbers, got 785", *["pixel 7 "] * 5, "image", "image",
           "no ink", "stroke 0 ", "stroke 0 ", "strokes", "strokes"]


@dataclasses.dataclass
class Journey:
    """A page that has been all the way, and what was seen on it: at first, with each Python, and after everything."""

    page: object
    host: object
    empty: dict
    instant: dict
    full: dict
    asked: dict  # by source: what scripts on the page were answered


@pytest.fixture(scope="module")
def journey(engine, site, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("journey")
    watched = sites.edited(site, scratch / "site", {"index.html": sites.replacing("<head>", WATCH)})
    with hosting(watched, scratch=scratch) as host:
        host.hold(sites.interpreter(site))
        page = engine.new_page()
        start(page, host.url, "instant")
        empty = seen(page)
        draw(page, THREE)
        instant = settle(page)
        question = {"strokes": THREE, "pixels": list(ink.render(THREE))}
        asked = {"instant": page.js(ASK, question)}
        host.release()
        until(page, "ready", seconds=BOOT)
        asked["full"] = page.js(ASK, question)
        yield Journey(page, host, empty, instant, settle(page), asked)
        page.close()


def test_an_untouched_page_is_calm_and_says_what_to_do(journey):
    empty = journey.empty
    assert (empty["hint"], empty["digit"], empty["shown"], empty["notice"]) == (True, None, "", None)
    assert (empty["undo"], empty["clear"]) == (False, False)
    assert empty["probabilities"] == [0] * 10


def test_a_three_is_read_as_three_before_numpy_is_there(journey):
    instant = journey.instant
    assert (instant["state"], instant["source"]) == ("instant", "instant")
    assert (instant["digit"], instant["shown"], instant["sure"]) == ("3", "3", "true")


def test_the_same_three_is_read_again_once_numpy_is_there(journey):
    full = journey.full
    assert (full["state"], full["source"], full["notice"]) == ("ready", "full", None)
    assert (full["digit"], full["shown"], full["sure"]) == ("3", "3", "true")


def test_both_pythons_give_the_same_probabilities(journey):
    assert journey.instant["probabilities"] == pytest.approx(journey.full["probabilities"], abs=1e-4)
    assert sum(journey.full["probabilities"]) == pytest.approx(1, abs=1e-6)


def test_the_full_python_goes_on_reading(journey):
    draw(journey.page, FOUR)
    assert settle(journey.page)["source"] == "full"
    journey.page.click("#clear")
    assert settle(journey.page)["hint"]


@pytest.mark.parametrize("source", ["instant", "full"])
def test_scripts_get_the_digit_its_probabilities_and_every_activation(journey, site, source):
    layers = json.loads((site / "weights/inkling.json").read_text(encoding="utf-8"))["layers"]
    sizes = [layer["outputs"] for layer in layers if layer["kind"] == "dense"]
    answer = journey.asked[source]["strokes"]
    assert (answer["digit"], answer["sure"], answer["source"]) == (3, True, source)
    assert len(answer["probabilities"]) == 10
    assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-6)
    assert len(answer["activations"]) == len(layers)
    assert [len(numbers) for numbers, layer in zip(answer["activations"], layers, strict=True)
            if layer["kind"] == "dense"] == sizes
    assert answer["activations"][-1] == pytest.approx(answer["probabilities"], abs=1e-5)


@pytest.mark.parametrize("source", ["instant", "full"])
def test_pixels_are_read_as_the_strokes_that_they_were_drawn_from(journey, source):
    asked = journey.asked[source]
    for kind in ("pixels", "typed"):
        assert asked[kind]["probabilities"] == pytest.approx(asked["strokes"]["probabilities"], abs=1e-4)
        assert asked[kind]["source"] == source


@pytest.mark.parametrize("source", ["instant", "full"])
def test_what_is_no_drawing_or_image_is_refused_in_one_clear_sentence(journey, source):
    for message, said in zip(journey.asked[source]["refusals"], REFUSED, strict=True):
        assert message.startswith("inkling.read")
        assert said in message
        assert "\n" not in message
    assert journey.asked["instant"]["refusals"] == journey.asked["full"]["refusals"]


@only_chromium
def test_nothing_on_the_page_shifts_as_things_load(journey):
    assert journey.page.js("shifts") < 0.01


def test_the_sentence_for_readers_from_disk_is_not_shown(journey):
    assert journey.page.js("getComputedStyle(document.getElementById('from-disk')).display") == "none"


def test_the_page_announces_when_it_could_draw_and_answer(journey):
    marks = journey.page.js("['drawable', 'instant', 'ready'].map(name => performance.getEntriesByName('inkling-' + name).length)")
    assert marks == [1, 1, 1]
    assert journey.page.js("performance.getEntriesByName('inkling-answer', 'measure').every(each => each.duration >= 0)")


def test_what_the_full_python_needs_is_asked_for_behind_the_first_answer(journey):
    """Its eight megabytes do not share the line with what answers first."""
    asked = journey.host.names()
    first = asked.index("weights/inkling.json")
    assert not [name for name in asked[:first] if name.startswith("pyodide/")]
    assert "pyodide/pyodide.asm.wasm" in asked[first:]


def test_nothing_goes_wrong_unseen(journey):
    """No error in the console, none uncaught, and nothing asked for that is not there, the icons included."""
    assert journey.page.js("problems") == []
    assert getattr(journey.page, "problems", []) == []
    assert [request for request in journey.host.requests if request.status >= 400] == []

"""What a visitor sees when part of the site is missing or damaged: one sentence, and a page as useful as it can be."""
import base64
import json
import struct

import pytest

from tests.drawings import FOUR, THREE
from tests.e2e import sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, inked, only_chromium, seen, settle, start
from tests.e2e.sites import interpreter

WASM = "pyodide/pyodide.asm.wasm"
WEIGHTS = "weights/inkling.json"
VIEWS = "app/ui/views.json"
NO_NETWORK = "error => error.message.includes('no network could be loaded')"
FAILED = "document.documentElement.dataset.state === 'failed'"


@pytest.fixture
def whole(site, tmp_path):
    """The built site, Pyodide not held back."""
    with hosting(site, scratch=tmp_path) as running:
        yield running


def assert_is_one_sentence(text):
    assert text
    assert text == text.strip()
    assert text.endswith(".")
    assert ". " not in text
    assert "\n" not in text


def assert_goes_on_with_its_own_python(page, host, *, naming=""):
    page.open(host.url)
    page.wait(FAILED, seconds=BOOT)
    assert_is_one_sentence(seen(page)["notice"])
    assert naming in seen(page)["notice"]
    assert not page.js("document.getElementById('boot').checkVisibility?.() ?? false")
    draw(page, THREE)
    now = settle(page)
    assert (now["digit"], now["source"], now["state"]) == ("3", "instant", "failed")
    page.click("#notice-close")
    assert seen(page)["notice"] is None


def test_without_pyodide_the_page_says_so_and_goes_on_reading(page, whole):
    whole.lose(WASM)
    assert_goes_on_with_its_own_python(page, whole, naming="pyodide.asm.wasm could not be loaded")


@only_chromium
def test_a_web_page_in_place_of_pyodide_is_told_from_it_and_named(page, whole):
    """Some hosts answer so for whatever they have not."""
    whole.replace(WASM, "<!doctype html><title>Home</title>", suffix=".html")
    assert_goes_on_with_its_own_python(page, whole, naming="pyodide.asm.wasm could not be used")


@only_chromium
@pytest.mark.parametrize("answer", ["404", "a web page"])
def test_without_the_views_the_page_reads_and_says_what_is_missing(page, site, tmp_path, answer):
    with hosting(site, scratch=tmp_path) as host:
        if answer == "404":
            host.lose(VIEWS)
        else:
            host.replace(VIEWS, "<!doctype html><title>Home</title>", suffix=".html")
        start(page, host.url, "ready", seconds=BOOT)
        page.wait("!document.getElementById('notice').hidden", seconds=SOON)
        notice = seen(page)["notice"]
        assert_is_one_sentence(notice)
        assert VIEWS in notice
        draw(page, THREE)
        assert settle(page)["digit"] == "3"


@only_chromium
@pytest.mark.parametrize("part", ["pyscript/worker.js", "the interpreter", "pyodide.js", "the library", "app/worker/entry.py"])
def test_whatever_the_worker_lacks_the_page_goes_on_reading(page, whole, site, part):
    library = [path.name for path in (site / "pyodide").glob("python*")]
    names = {"the interpreter": [interpreter(site)], "pyodide.js": ["pyodide/pyodide.js"],
             "the library": [f"pyodide/{name}" for name in library]}.get(part, [part])
    whole.lose(*names)
    assert_goes_on_with_its_own_python(page, whole)


@only_chromium
def test_an_error_that_nobody_foresaw_is_told_and_not_waited_out(page, site, tmp_path):
    broken = sites.edited(site, tmp_path / "site", {"app/ui/views.json": sites.replacing("def serve(self):", "def serve(mine):")})
    with hosting(broken, scratch=tmp_path) as host:
        start(page, host.url, "ready", seconds=BOOT)
        draw(page, THREE)
        page.wait("!document.getElementById('notice').hidden", seconds=SOON)
        notice = seen(page)["notice"]
        assert_is_one_sentence(notice)
        assert "NameError" in notice
        assert "NameError" in page.problems[0]


# How a worker comes to its end, as seen from within: the page ends it, it comes to none, the browser takes it away, which for want
# of memory it does without a word. (Of what Python says of that, tests/unit/test_worker_client.py knows.)
ENDS = {"ended": None, "endless": "() => { setTimeout(() => { for (;;) ; }); }", "taken": "() => { setTimeout(() => close()); }"}
# What becomes of three questions asked now: source or message of each, and the milliseconds until all of that is known, and until
# the page says that its own Python answers.
ASK_THREE = """(async () => {
    const begun = performance.now(), root = document.documentElement;
    const since = () => performance.now() - begun, told = promise => promise.then(answer => answer.source ?? answer.text, String);
    const stated = new Promise(done => {
        const look = () => root.dataset.state === "ready" ? setTimeout(look, 20) : done(since());
        look();
    });
    const answers = await Promise.all([inkling.read(argument), inkling.readPixels(Array(784).fill(0)),
                                       inkling.readNumber(argument)].map(told));
    return {answers, asked: since(), stated: await stated};
})()"""
WITHIN = 3000  # milliseconds


def assert_answers_by_itself(page, how):
    """Within 3 s of such an end: whoever waits is told, the page says so, and reads what is drawn by itself."""
    if ENDS[how]:
        page.tab.workers[-1].evaluate(ENDS[how])
    else:
        page.js("document.querySelector('script[worker]').xworker.terminate()")
    asked = page.js(ASK_THREE, THREE)
    assert asked["answers"][:2] == ["instant", "instant"]
    assert "the full Python has stopped" in asked["answers"][2]
    assert max(asked["asked"], asked["stated"]) < WITHIN, (how, asked)
    page.click("#undo")
    draw(page, THREE)
    assert settle(page)["digit"] == "3"


@only_chromium
def test_a_worker_that_dies_or_hangs_is_replaced_thrice_and_what_was_chosen_answers_again(page, site, tmp_path):
    with hosting(site, scratch=tmp_path) as host:
        start(page, host.url, "ready", seconds=BOOT)
        page.wait("document.querySelectorAll('.zoo input').length > 3", seconds=SOON)
        page.js("document.getElementById('compare').open = true")
        page.js("document.querySelector('.zoo tr:last-child input').click()")
        page.wait("document.querySelector('#compare summary').textContent.includes('answering now')", seconds=SOON)
        draw(page, THREE)
        chosen = settle(page)["probabilities"]
        for how in ENDS:
            assert_answers_by_itself(page, how)
            page.wait("document.documentElement.dataset.state === 'ready'", seconds=BOOT)
            page.wait("document.getElementById('answer').dataset.source === 'full'", seconds=SOON)
            page.wait(f"Math.abs(document.getElementById('p3').value - {chosen[3]}) < 1e-9", seconds=SOON)
            assert settle(page)["digit"] == "3"
            assert seen(page)["notice"] is None
        assert_answers_by_itself(page, "ended")
        page.wait(FAILED, seconds=SOON)
        now = settle(page)
        assert (now["digit"], now["source"]) == ("3", "instant")
        assert_is_one_sentence(now["notice"])
        assert page.js("document.querySelector('.absent').checkVisibility()")


CLOCK = "shift = 0; { const now = Date.now; Date.now = () => now() + shift; }"
UNSTEADY = "(setInterval(() => { shift = Math.random() < 0.7 ? shift - 3_600_000 : 0; }, 10), true)"


@only_chromium
def test_a_clock_that_is_set_back_and_forth_keeps_nobody_waiting(page, small_site, tmp_path):
    """Whoever sleeps while the clock is set back an hour would sleep as much longer, and everybody else with them."""
    page.tab.add_init_script(CLOCK)
    with hosting(small_site, scratch=tmp_path) as host:
        page.open(host.url)
        page.js(UNSTEADY)
        page.wait(FAILED, seconds=SOON)
        page.click("#show-one")  # a digit draws itself, frame by frame
        page.wait("document.getElementById('answer').dataset.digit", seconds=SOON)
        assert settle(page)["digit"]
        page.click("#clear")
        draw(page, THREE)
        assert settle(page)["digit"] == "3"


def not_finite(document):
    bias = document["tensors"]["0.bias"]
    raw = bytearray(base64.b64decode(bias["data"]))
    raw[:4] = struct.pack("<f", float("nan"))
    bias["data"] = base64.b64encode(raw).decode()


def edit(change):
    """A damage done to the parsed document, as one done to its text."""
    def damage(text):
        document = json.loads(text)
        change(document)
        return json.dumps(document)
    return damage


BROKEN = {
    "not finite": ("tensors.0.bias.data", edit(not_finite)),
    "missing": ("temperature", edit(lambda document: document.pop("temperature"))),
    "mistyped": ("layers", edit(lambda document: document.update(layers="many"))),
    "wrong shape": ("tensors.0.weights.shape", edit(lambda document: document["tensors"]["0.weights"]["shape"].reverse())),
    "too many numbers": ("tensors.0.weights.data", edit(lambda d: d["tensors"]["0.weights"].update(data="A" * 4096))),
    "from the future": ("version", edit(lambda document: document.update(version=2))),
    "cut off": ("file", lambda text: text[:len(text) // 2]),
    "another page": ("file", lambda text: "<!doctype html><title>Sign in</title>"),
    "no object": ("file", lambda text: "[]"),
    "null inside": ("tensors.0.weights", edit(lambda document: document["tensors"].update({"0.weights": None}))),
}


def assert_refuses_and_still_draws(page, host, site, damage):
    field, change = BROKEN[damage]
    host.replace(WEIGHTS, change((site / WEIGHTS).read_text(encoding="utf-8")))
    page.open(host.url)
    page.wait(FAILED, seconds=SOON)
    notice = seen(page)["notice"]
    assert_is_one_sentence(notice)
    assert notice.startswith("The network was refused: it")
    assert field == "file" or f"\u201c{field}\u201d" in notice
    draw(page, FOUR)
    assert inked(page) is not None
    page.click("#undo")
    page.click("#clear")
    assert inked(page) is None


@only_chromium
@pytest.mark.parametrize("damage", list(BROKEN))
def test_whatever_is_wrong_with_the_weights_the_field_is_named(page, host, site, damage):
    assert_refuses_and_still_draws(page, host, site, damage)


@only_chromium
def test_with_no_weights_at_all_the_pad_draws_and_who_asks_is_told(page, whole):
    """Neither Python can read anything; the page is a drawing pad, and says why."""
    whole.lose(WEIGHTS)
    page.open(whole.url)
    page.wait(FAILED, seconds=SOON)
    draw(page, THREE)
    page.wait(f"inkling.read([[[0, 0], [5, 9]]]).then(() => false, {NO_NETWORK})", seconds=BOOT)
    now = seen(page)
    assert_is_one_sentence(now["notice"])
    assert (now["digit"], now["state"]) == (None, "failed")
    assert now["sentence"] == "This cannot be read, because no network could be loaded."
    assert inked(page) is not None
    page.click("#clear")
    assert seen(page)["sentence"] == "Nothing drawn yet."


@only_chromium
def test_weights_that_numpy_refuses_too_leave_one_notice(page, whole, site):
    field, change = BROKEN["not finite"]
    whole.replace(WEIGHTS, change((site / WEIGHTS).read_text(encoding="utf-8")))
    start(page, whole.url, "failed")
    page.wait(f"inkling.readPixels(Array(784).fill(0)).then(() => false, {NO_NETWORK})", seconds=BOOT)
    notice = seen(page)["notice"]
    assert_is_one_sentence(notice)
    assert field in notice

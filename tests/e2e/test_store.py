"""Whatever the browser's store does, and whatever file is brought: no drawing that was kept is lost, and one sentence says
what happened.
"""
import base64
import json

import pytest

from tests.drawings import FOUR, THREE
from tests.e2e.conftest import BLANK, forget
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, only_chromium, settle
from tests.e2e.page import wait_in
from tests.e2e.teaching import BRING, CATCH, COUNTS, KEPT, STORED, bring, is_one_sentence, keep, line
from tests.e2e.teaching import visit as visit_whole

pytestmark = only_chromium

# Hands the page a file as a visitor would; argument: [name, its bytes in base64].
BRING_BYTES = """(() => {
    const own = document.getElementById("own-drawings"), files = new DataTransfer();
    files.items.add(new File([Uint8Array.from(atob(argument[1]), each => each.charCodeAt(0))], argument[0]));
    own.files = files.files;
    own.dispatchEvent(new Event("change", {bubbles: true}));
})()"""


@pytest.fixture(scope="module")
def shop(small_site, tmp_path_factory):
    """A host whose page is alone, without its worker: what keeps drawings needs none, and the page is there in no time."""
    with hosting(small_site, scratch=tmp_path_factory.mktemp("shop")) as running:
        running.replace(BLANK, "<!doctype html>")
        yield running


@pytest.fixture
def keeper(school, shop):
    """As `pupil`, alone."""
    forget(school, shop)
    visit(school, shop.url)
    return school


def visit(page, address):
    visit_whole(page, address, "failed")
    page.problems.clear()  # what PyScript says of the worker
    page.click("#notice-close")


def test_what_is_exported_can_be_imported_and_every_line_is_accounted_for(keeper):
    keep(keeper, THREE, 3)
    keep(keeper, FOUR, 4)
    keeper.js(CATCH)
    keeper.click("#teach .export")
    keeper.wait("caught.length === 1", seconds=SOON)
    text = keeper.js("caught[0]")
    exported = [json.loads(each) for each in text.splitlines()]
    assert [each["label"] for each in exported] == ["3", "4"]
    told = bring(keeper, "mine.jsonl", text + line("3", FOUR) + "junk\n" + line("x", FOUR) + line("5", []))
    assert told == "mine.jsonl: 1 new, 2 there already, 3 refused (line 4: it is not JSON)."
    assert keeper.js(COUNTS) == [0, 0, 0, 2, 1, 0, 0, 0, 0, 0]


FILES = [
    ("huge", "x" * 1_000_000, 200, "200 MB"),
    ("junk", "\0\1\2\xff\n", 20_000, "0 new, 0 there already, 20000 refused"),
    ("noise", "\0\1\2\xff", 1_000_000, "0 new, 0 there already, 1 refused (line 1: it is longer"),
    ("points", '{"label": "3", "strokes": [[' + "[1,2]," * 1_000_000 + "[1,2]]]}", 1, "1 refused (line 1: it is longer"),
    ("nested", "[" * 300_000, 1, "1 refused (line 1: it is not JSON)"),
    ("empty", "", 1, "0 new, 0 there already, 0 refused."),
]


def test_no_file_harms_what_is_kept(keeper):
    keep(keeper, THREE, 3)
    for name, text, times, said in FILES:
        told = bring(keeper, name, text, times)
        assert said in told, name
        assert is_one_sentence(told), name
        keeper.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"3\",1]]')", seconds=SOON)
        keeper.click("#clear")
        draw(keeper, FOUR)
        assert settle(keeper)["digit"] == "4", name


def test_a_file_is_read_whatever_its_encoding_line_ends_and_kind_of_label(keeper):
    """The letters of the writer's name are cut in two by the end of a piece of the file, wherever that falls."""
    writer = "\u00e9\u4e2d" * 30_000
    for count, encoding in enumerate(["utf-8-sig", "utf-16-le", "utf-16-be"], 1):
        name = f"MINE-{count}.JSONL"
        three, four = [[[[x + count, y] for x, y in stroke] for stroke in strokes] for strokes in (THREE, FOUR)]
        lines = [json.dumps({"writer": writer, "label": label, "strokes": strokes}, ensure_ascii=False) + "\r\n"
                 for label, strokes in ((3, three), ("4", four), (4.0, four))]
        mark = "" if encoding == "utf-8-sig" else "\ufeff"
        keeper.js(BRING_BYTES, [name, base64.b64encode((mark + "".join(lines)).encode(encoding)).decode()])
        keeper.wait(f"document.querySelector('#teach .told').textContent.startsWith('{name}: 2 new, 0 there already, 1 refused "
                   "(line 3: its label')", seconds=SOON)
        assert keeper.js(COUNTS) == [0, 0, 0, count, count, 0, 0, 0, 0, 0], encoding


# What a store that fails throws, before anything of the page runs.
REFUSALS = {
    "full": ("""IDBObjectStore.prototype.put = function() { throw new DOMException("no room", "QuotaExceededError"); };""",
             "the browser's storage is full"),
    "forbidden": ("""IDBFactory.prototype.open = function() { throw new DOMException("insecure", "SecurityError"); };""",
                  "the browser forbids pages to keep anything"),
    "absent": ("""Object.defineProperty(window, "indexedDB", {get() { throw new DOMException("no", "SecurityError"); }});""",
               "the browser forbids pages to keep anything"),
    "broken": ("""IDBFactory.prototype.open = function() {
        const request = new EventTarget();
        request.error = new DOMException("Internal error", "UnknownError");
        setTimeout(() => request.dispatchEvent(new Event("error", {cancelable: true})));
        return request;
    };""", "the browser's store does not work"),
    "aborted": ("""IDBTransaction.prototype.commit = function() { if (this.mode === "readwrite") this.abort(); };""",
                "the browser's store does not work"),
    # What is put never comes to an end, because another request always follows; and patience takes a hundredth of its time.
    "silent": ("""IDBTransaction.prototype.commit = () => {};
        const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function(record) {
            const again = () => { this.get("").onsuccess = again; };
            again();
            return put.call(this, record);
        };
        AbortSignal.timeout = (old => wait => old.call(AbortSignal, wait / 100))(AbortSignal.timeout);""",
               "the browser's store does not answer"),
}


@pytest.mark.parametrize("fault", list(REFUSALS))
def test_a_store_that_refuses_is_said_plainly_and_the_drawings_stay_usable(page, shop, fault):
    script, words = REFUSALS[fault]
    page.tab.add_init_script(script)
    visit(page, shop.url)
    keep(page, THREE, 3)
    keep(page, FOUR, 4)
    page.wait(f"{KEPT}.includes({json.dumps(words)})", seconds=SOON)
    sentence = page.js(KEPT)
    assert sentence.startswith("2 drawings are kept, here only until this tab is closed, because")
    assert is_one_sentence(sentence)
    page.js(CATCH)
    page.click("#teach .export")
    page.wait("caught.length === 1", seconds=SOON)
    assert page.js("caught[0].trim().split('\\n').length") == 2
    assert not page.problems


# A transaction that is committed may be over before what it reads has come, as on Chromium's profile on disk: here always.
HASTY = """IDBTransaction.prototype.commit = (commit => function() {
    this.mode === "readonly" ? this.abort() : commit.call(this);
})(IDBTransaction.prototype.commit);"""


def test_a_reading_is_given_the_time_it_takes(page, shop):
    page.tab.add_init_script(HASTY)
    visit(page, shop.url)
    keep(page, THREE, 3)
    page.wait(f"{STORED}.then(all => all.length === 1)", seconds=SOON)
    visit(page, shop.url)
    assert page.js(KEPT) == "1 drawing is kept."


# Reading fails as often as the test says, until then from visit to visit.
FAILING = """for (const name of ["getAll", "getAllKeys"]) {
    const read = IDBObjectStore.prototype[name];
    IDBObjectStore.prototype[name] = function(...all) {
        const left = +(localStorage.failures ?? 0);
        if (this.name !== "drawings" || !left) return read.apply(this, all);
        localStorage.failures = left - 1;
        throw new DOMException("Internal error", "UnknownError");
    };
}"""


def test_a_reading_that_fails_is_tried_again_and_if_it_fails_for_good_is_said_and_hides_nothing_once_it_succeeds(page, shop):
    page.tab.add_init_script(FAILING)
    visit(page, shop.url)
    keep(page, THREE, 3)
    page.wait(f"{STORED}.then(all => all.length === 1)", seconds=SOON)
    page.js("localStorage.failures = 4")
    visit(page, shop.url)
    page.wait(f"{KEPT} === '1 drawing is kept.'", seconds=SOON)
    assert page.js("localStorage.failures") == "0"

    page.js("localStorage.failures = 1000")
    visit(page, shop.url)
    assert page.js(KEPT) == "What is kept here could not be read, because the browser's store does not work."
    keep(page, FOUR, 4)
    page.wait(f"{KEPT}.startsWith('1 drawing is kept; what else is kept here could not be read')", seconds=SOON)
    assert is_one_sentence(page.js(KEPT))
    page.js("localStorage.failures = 0")
    page.click("#teach .again")
    page.wait(f"{KEPT} === '2 drawings are kept.'", seconds=SOON)
    assert page.js("document.querySelector('#teach .again').hidden")
    page.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"3\",1],[\"4\",2]]')", seconds=SOON)


PERSISTENT = """StorageManager.prototype.persist = async () => {
    localStorage.asked = +(localStorage.asked ?? 0) + 1;
    return %s;
};
StorageManager.prototype.persisted = async () => %s && "asked" in localStorage;"""
SAFE = "document.querySelector('#teach .safe').textContent"


@pytest.mark.parametrize(("answer", "words"), [("true", "promised to keep it"), ("false", "an export is a copy of your own")])
def test_the_browser_is_asked_once_whether_it_keeps_what_is_kept(page, shop, answer, words):
    page.tab.add_init_script(PERSISTENT % (answer, answer))
    visit(page, shop.url)
    assert (page.js(SAFE), page.js("localStorage.asked")) == ("", None)
    keep(page, THREE, 3)
    page.wait(f"{SAFE}.includes({json.dumps(words)})", seconds=SOON)
    visit(page, shop.url)
    page.wait(f"{SAFE}.includes({json.dumps(words)})", seconds=SOON)
    keep(page, FOUR, 4)
    page.wait(f"{STORED}.then(all => all.length === 2)", seconds=SOON)
    assert page.js("localStorage.asked") == "1"


def test_a_store_that_the_browser_closes_is_opened_again(keeper):
    keep(keeper, THREE, 3)
    keeper.wait(f"{STORED}.then(all => all.length === 1)", seconds=SOON)
    # Another version of the page, in another tab, asks for the database: this one gives way.
    keeper.js("""new Promise((resolve, reject) => {
        const opening = indexedDB.open("inkling", 1);
        opening.onsuccess = () => { opening.result.close(); resolve(); };
        opening.onerror = reject;
    })""")
    keeper.js("""IDBDatabase.prototype.transaction = (old => function(...all) {
        if (all[1] === "readwrite") {  // the page's writing, and not this test's looking
            IDBDatabase.prototype.transaction = old;
            this.close();
        }
        return old.apply(this, all);
    })(IDBDatabase.prototype.transaction)""")
    keep(keeper, FOUR, 4)
    keeper.wait(f"{STORED}.then(all => all.length === 2)", seconds=SOON)
    assert keeper.js(KEPT) == "2 drawings are kept."


def test_a_damaged_record_is_left_out_and_the_others_are_there(keeper, shop):
    keep(keeper, THREE, 3)
    keeper.wait(f"{STORED}.then(all => all.length === 1)", seconds=SOON)
    keeper.js("""new Promise((resolve, reject) => {
        const opening = indexedDB.open("inkling", 1);
        opening.onsuccess = () => {
            const step = opening.result.transaction("drawings", "readwrite");
            for (const [at, strokes] of ["[[[", 7, null].entries())
                step.objectStore("drawings").put({id: "bad" + at, label: "3", strokes, time: 1});
            step.oncomplete = () => { opening.result.close(); resolve(); };
        };
        opening.onerror = reject;
    })""")
    visit(keeper, shop.url)
    keeper.wait(f"{KEPT}.startsWith('1 drawing is kept, and 3 more could not be read')", seconds=SOON)
    assert is_one_sentence(keeper.js(KEPT))
    keep(keeper, FOUR, 4)
    keeper.wait(f"{KEPT}.startsWith('2 drawings are kept')", seconds=SOON)


def test_two_tabs_keep_each_others_drawings(pupil, whole):
    other = pupil.context.new_page()
    try:
        other.goto(whole.url)
        wait_in(other, "document.documentElement.dataset.state === 'ready'", seconds=BOOT)
        wait_in(other, "document.getElementById('views').dataset.state === 'ready'", seconds=SOON)
        pupil.tab.bring_to_front()
        keep(pupil, THREE, 3)
        wait_in(other, f"{KEPT} === '1 drawing is kept.'", seconds=SOON)
        other.evaluate(BRING.replace("(() => {", "argument => {").removesuffix(")()"), ["four", line("4", FOUR), 1])
        pupil.wait(f"{KEPT} === '2 drawings are kept.'", seconds=SOON)
        pupil.wait(f"{STORED}.then(all => all.length === 2)", seconds=SOON)
    finally:
        other.close()

"""Whatever becomes of a file on a first visit, it ends in a page that works or in a sentence that says what is wrong; and once the
host is well, one reload is enough, and nothing that was kept is lost.

Every case has a host and a page of its own, and many are under way at once: most of their time is waiting.
"""
import itertools
import random
import time

import pytest

from app.build.page import Page
from tests.e2e import sites
from tests.e2e.conftest import BLANK
from tests.e2e.host import FAULTS, hosting
from tests.e2e.pad import BOOT, only_chromium
from tests.e2e.page import POLL

AT_ONCE = 8  # pages
SECONDS = 60  # of patience with this machine; the page's own is a tenth of what visitors have, who wait 10 s at most
SEED = 15
PAGE = ""  # how hosts name it; of what can become of it only these leave a page to say anything
OF_PAGE = ("cut", "stall")
GERMAN = "app/words/de.json"
WEIGHTS = "weights/inkling.json"
OF_WORKER = ["app/worker/entry.py", *(f"pyodide/{name}" for name in (
    "start.js", "pyodide.js", "pyodide.asm.js", "pyodide.asm.wasm", "python.bin", "project.bin"))]

DRAWING = "[[[300, 300], [600, 300], [400, 700]]]"
KEEP = f"localStorage.setItem('inkling.drawing', '{DRAWING}')"
# The page's own Python answers, and the drawing that was kept is on the pad.
WORKS = """["instant", "ready"].includes(document.documentElement.dataset.state)
    && document.getElementById("everything").offsetWidth > 0 && !document.getElementById("clear").disabled"""
READY = f"document.documentElement.dataset.state === 'ready' && {WORKS}"
# All that is said of troubles, and can be seen: the last is where not even the elements for it have come.
SAID = """[...document.querySelectorAll(".trouble, #notice, .starting")]
    .filter(each => each.checkVisibility?.({checkVisibilityCSS: true}) ?? each.offsetWidth > 0)
    .map(each => each.innerText).concat(getComputedStyle(document.documentElement, "::after").content).join(" ")"""

# What else there is to know of a page that fails a test.
AROUND = """navigator.serviceWorker?.controller?.state, JSON.stringify({...sessionStorage}),
    performance.getEntriesByType("resource").map(each => each.name)"""


@pytest.fixture(scope="module")
def hasty(site, tmp_path_factory):
    """The site with a tenth of its patience."""
    return sites.edited(site, tmp_path_factory.mktemp("hasty") / "site", {
        "app/build/start/trouble.js": sites.replacing("FIRST_LOOK = 4000", "FIRST_LOOK = 400"),
        "app/styles.css": sites.replacing("5s forwards", "0.5s forwards"),
        "micropython/modules.json": lambda text: text.replace("SLOW = 8", "SLOW = 0.8").replace("LATE = 6", "LATE = 0.6")})


@pytest.fixture(scope="module")
def lone(hasty, tmp_path_factory):
    """The same without a worker, which saves most of a start."""
    return sites.edited(hasty, tmp_path_factory.mktemp("lone") / "site", {
        "micropython/modules.json": sites.replacing("full=not self.embedded", "full=False")})


def files_of_page(site):
    """The files that make the page's own Python answer, or are fetched before it does."""
    tree = Page(site, "index.html").tree
    links = tree.find_all("link", rel=["stylesheet", "modulepreload", "preload"])
    named = [tag.get("href") or tag["src"] for tag in [*links, *tree.find_all("script", src=True)]]
    own = dict.fromkeys(address.partition("?")[0].removeprefix("./") for address in named)
    return [PAGE, *(name for name in own if name not in OF_WORKER), GERMAN]


def table(files):
    """Silence from the start and from the middle on are one kind, in turns."""
    kinds = [[fault for fault in FAULTS if fault != other] for other in ("silence", "stall")]
    return [(name, fault) for at, name in enumerate(files) for fault in kinds[at % 2] if name != PAGE or fault in OF_PAGE]


def sample(files, count):
    return random.Random(SEED).sample(table(files), count)


def all_at_once(stories, at_once=AT_ONCE):
    """Run generators that yield (what they wait for, its name), and say which of them waited in vain."""
    coming, under_way, failures = iter(stories), [], []
    while True:
        under_way += [[story, None, 0] for story in itertools.islice(coming, at_once - len(under_way))]
        if not under_way:
            return failures
        for each in list(under_way):
            story, awaited, end = each
            if awaited is not None and not awaited[0]():
                if time.monotonic() < end:
                    continue
                failures.append(awaited[1]())
                under_way.remove(each)
                story.close()
                continue
            try:
                each[1:] = next(story), time.monotonic() + SECONDS
            except StopIteration:
                under_way.remove(each)
        time.sleep(POLL)


def visits(engine, site, scratch, name, fault, *, ended, works):
    """One case of the table. ended: JavaScript, whether it has come to what it may come to; works: whether a page works, after a
    reload from a host that is well, which is left out without it."""
    page = engine.new_page()
    try:
        with hosting(site, scratch=scratch) as host:
            host.replace(BLANK, "<!doctype html>")
            page.open(host.url + BLANK)
            page.js(KEEP)
            host.spoil(name, fault)

            def until(condition, when):
                state = f"[document.documentElement.dataset.state, {SAID}, {AROUND}].join('; ')"
                return lambda: page.look(condition), lambda: f"{name or 'index.html'}, {fault}, {when}: {page.look(state)}"
            page.open(host.url + ("?lang=de" if name == GERMAN else ""))
            yield until(ended, "at first")
            if works:
                host.mend()
                page.reload()
                yield until(works, "reloaded")
    finally:
        page.close()


def told(name, also=()):
    """Whether the file is named in what is said, or what is made of it."""
    also = {PAGE: ["This page has come only in part"], WEIGHTS: ["The network"]}.get(name, also)
    called = [name.split("/")[-1] or "index.html", *also]
    return f"(said => {called}.some(each => said.includes(each)))({SAID})"


def of_page(engine, site, scratch, cases):
    return (visits(engine, site, scratch, name, fault, ended=f"{WORKS} || {told(name)}", works=WORKS) for name, fault in cases)


@only_chromium
def test_whatever_becomes_of_a_file_of_the_page_it_works_or_names_the_file_and_one_reload_is_enough(engine, lone, tmp_path):
    cases = table(files_of_page(lone))
    assert len(cases) > 80
    assert all_at_once(of_page(engine, lone, tmp_path, cases)) == []


@pytest.mark.parametrize("engine", ["firefox", "webkit"], indirect=True)
def test_so_it_is_in_other_engines(engine, lone, tmp_path):
    """A sample, and a module on its way as the page is reloaded, for which WebKit then waits for ever. That has one window, and its
    driver waits until the page itself is there."""
    files = [name for name in files_of_page(lone) if name != PAGE]
    alone = engine.name == "webkit"
    cases = [*sample(files, 3 if alone else 6), ("micropython/micropython.js", "silence")]
    assert all_at_once(of_page(engine, lone, tmp_path, cases), at_once=1 if alone else AT_ONCE) == []


@only_chromium
def test_whatever_becomes_of_a_file_of_the_worker_the_page_works_and_says_so(engine, hasty, tmp_path):
    """The reload is tried with a sample of them, because it takes a whole start."""
    def case(name, fault):
        given_up = f"document.documentElement.dataset.state === 'failed' && {SAID}.includes('full Python could not')"
        ended = f"{READY} || {given_up} || ({WORKS}) && ({told(name, ['slow to start'])})"
        tried = (name, fault) in sample(OF_WORKER, 4)
        return visits(engine, hasty, tmp_path, name, fault, ended=ended, works=READY if tried else None)
    assert all_at_once(case(*each) for each in table(OF_WORKER)) == []


@only_chromium
def test_the_table_has_every_file_that_is_fetched_before_the_full_python_answers(page, site, tmp_path):
    with hosting(site, scratch=tmp_path) as host:
        page.open(host.url)
        page.wait("document.documentElement.dataset.state === 'ready'", seconds=BOOT)
        fetched = {name.partition("?")[0] for name in host.names()}
    later = {"sw.js", "app/ui/views.json", "weights/index.json"}  # once it answers
    seen = {name for name in fetched - later if not name.endswith((".svg", ".ico", ".png", ".webmanifest"))}
    assert seen <= {*files_of_page(site), *OF_WORKER}
    assert {*OF_WORKER, PAGE, WEIGHTS, "app/styles.css", "pyscript/core.js", "micropython/micropython.wasm"} <= seen

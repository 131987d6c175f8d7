"""Fixtures of the end-to-end tests: a site built once, a host that can misbehave, and each browser engine in turn.

An engine that this machine lacks is skipped with the reason, unless the environment variable ENGINES, such as
ENGINES=chromium,firefox,webkit, names it: then its absence is an error.
"""
import contextlib
import os
from pathlib import Path

import pytest

from app.build.packs import LESSON
from tests.e2e import engines, sites
from tests.e2e.host import hosting
from tests.e2e.pad import start
from tests.e2e.page import Crashed
from tests.e2e.teaching import visit

BLANK = "blank.html"
FORGET = """new Promise((done, fail) => {
    localStorage.clear();
    sessionStorage.clear();
    Object.assign(indexedDB.deleteDatabase("inkling"), {onsuccess: done, onerror: fail});
}).then(() => true)"""
REQUIRED = {name for name in os.environ.get("ENGINES", "").replace(",", " ").split() if name}


def pytest_collection_modifyitems(items):
    """A test in which the browser itself crashed is run once more, in a new one. Any other failure stays a failure."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=[Crashed]))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item):
    return (yield from noticing_crashes(item))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item):
    engine = getattr(item, "funcargs", {}).get("engine")
    try:
        result = yield from noticing_crashes(item)
    except Exception:
        if engine:
            engine.violations.clear()
        raise
    violations = engine.take_violations() if engine else []
    assert violations == []  # whatever the test is about
    return result


def noticing_crashes(item):
    try:
        return (yield)
    except Exception as error:
        engine = getattr(item, "funcargs", {}).get("engine")
        if engine and engine.crashed():
            raise Crashed(f"{engine.name} has crashed") from error
        raise


def pytest_terminal_summary(terminalreporter):
    for first in terminalreporter.getreports("rerun"):
        terminalreporter.section(f"failed at first: {first.nodeid}")
        terminalreporter.line(first.longreprtext[-4000:])


@pytest.fixture(scope="session", params=engines.NAMES)
def engine(request):
    """A running browser engine; tests that take it run once for each."""
    unknown = REQUIRED - set(engines.NAMES)
    if unknown:
        pytest.fail(f"ENGINES names {', '.join(sorted(unknown))}; known are {', '.join(engines.NAMES)}", pytrace=False)
    with contextlib.ExitStack() as stack:
        try:
            running = stack.enter_context(engines.launched(request.param))
        except engines.Absent as reason:
            if request.param in REQUIRED:
                pytest.fail(f"{request.param}: {reason}", pytrace=False)
            pytest.skip(f"{request.param}: {reason}")
        yield running


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The folder that `python -m app build` makes."""
    return sites.build(tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def small_site(site, tmp_path_factory):
    """The same without a working Pyodide, for tests of what the page does by itself."""
    return sites.without_worker(site, tmp_path_factory.mktemp("small") / "site")


@pytest.fixture(scope="session")
def new_version(small_site, tmp_path_factory):
    """A later release of that, with other words, another sheet and other Python."""
    return sites.edited(small_site, tmp_path_factory.mktemp("new") / "site", {
        "index.html": sites.replacing("Draw a digit.", "BETTER than ever."),
        "app/styles.css": lambda text: text + "\n:root { --version: new; }\n",
        "micropython/modules.json": sites.replacing("That is {digit}", "Surely {digit}"),
    })


@pytest.fixture
def host(site, tmp_path):
    """The built site on an origin of its own, where Pyodide never comes up: the page stays with its own Python."""
    with hosting(site, scratch=tmp_path) as running:
        running.replace(sites.interpreter(site), sites.NEVER)
        yield running


@pytest.fixture
def page(engine):
    """A page in which nothing is open yet."""
    opened = engine.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def instant_host(site, tmp_path_factory):
    """As `host`, one for a whole module."""
    with hosting(site, scratch=tmp_path_factory.mktemp("instant")) as running:
        running.replace(sites.interpreter(site), sites.NEVER)
        running.replace(BLANK, "<!doctype html>")
        yield running


@pytest.fixture(scope="module")
def instant_page(engine):
    """One page per module; tests take `pad`, which is this page made blank."""
    opened = engine.new_page()
    yield opened
    opened.close()


@pytest.fixture
def pad(instant_page, instant_host):
    """The page with its own Python, as on a first visit: no drawing, no history."""
    forget(instant_page, instant_host)
    start(instant_page, instant_host.url, "instant")
    return instant_page


@pytest.fixture(scope="module")
def lessons(site, tmp_path_factory):
    """The address of the whole built site, for tests of the lessons."""
    with hosting(site, scratch=tmp_path_factory.mktemp("lessons")) as running:
        yield running.url


def forget(page, host):
    """Empty what the browser stores for the visitor, though not what it keeps of the site."""
    # From another page of this origin, because WebKit has one window and another test may have used it meanwhile.
    page.open(host.url + BLANK)
    page.js(FORGET)


@pytest.fixture(scope="module")
def whole(site, tmp_path_factory):
    """The built site, both Pythons running."""
    if not (site / LESSON).exists():
        pytest.skip("the site was built without MNIST's images, which could not be fetched here")
    with hosting(site, scratch=tmp_path_factory.mktemp("teach")) as running:
        running.replace(BLANK, "<!doctype html>")
        yield running


@pytest.fixture(scope="module")
def school(engine):
    """One page per module; tests take `pupil`, which is this page made blank."""
    opened = engine.new_page()
    yield opened
    opened.close()


@pytest.fixture
def pupil(school, whole):
    """The page with both Pythons: a browser that knows the site, and of whose visitor nothing is kept."""
    forget(school, whole)
    school.problems.clear()
    visit(school, whole.url)
    return school


@pytest.fixture
def profile(engine, tmp_path):
    """A function that opens the browser on a profile on disk, as people have it; called again, it ends that browser and
    starts it anew on the same profile. It returns the page."""
    with contextlib.ExitStack() as running:
        def begin():
            running.close()
            page = engine.open_profile(tmp_path / "profile")
            running.callback(page.close)
            return page
        yield begin

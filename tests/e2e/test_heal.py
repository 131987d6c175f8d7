"""Whatever went wrong once does not stay: wrong types, damaged files, versions that do not start, and what could not be kept."""
import pytest

from tests.drawings import THREE
from tests.e2e import sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, kept, only_chromium, settle, start, until
from tests.e2e.test_offline import STORED
from tests.e2e.test_update import OFFERED, RETURN, SETTLED, VERSIONS, visit

TEXT = ".txt"  # a kind of file that is no script and no sheet
BEGINS = "micropython/start.js"  # without which there is no Python in the page
FOOT = "(document.querySelector('footer [data-offline]:not([hidden])')?.dataset.offline)"
SHEET = "document.getElementById('everything').offsetWidth > 0"
TROUBLE = "document.getElementById('trouble').checkVisibility({checkVisibilityCSS: true})"
# What is kept of a file: its type and its beginning.
KEPT = """(async name => {
    const found = await caches.match(new URL(name, document.baseURI));
    return [found.headers.get("Content-Type").split(";")[0], (await found.text()).slice(0, 9)];
})"""
DAMAGE = """(async name => {
    for (const each of await caches.keys()) {
        const cache = await caches.open(each), address = new URL(name, document.baseURI).href, found = await cache.match(address);
        if (found) await cache.put(address, new Response("throw 'damaged'", {headers: found.headers}));
    }
    return true;
})"""
ONLINE = "dispatchEvent(new Event('online'))"
# The service worker has given the version up.
GIVEN_UP = "caches.match('?dead').then(found => found !== undefined)"


def wait_for_foot(page, state, seconds=SOON):
    page.wait(f"{FOOT} === '{state}'", seconds=seconds)


@pytest.fixture(scope="module")
def broken(small_site, tmp_path_factory):
    """A release whose page does not start."""
    return sites.edited(small_site, tmp_path_factory.mktemp("broken") / "site", {BEGINS: lambda text: "throw 'a bad release';\n"})


@only_chromium
def test_a_wrong_type_at_the_first_visit_is_not_kept(page, site, tmp_path):
    """The bytes are right; browsers refuse them as what they are called."""
    with hosting(site, scratch=tmp_path, types={".wasm": "text/html"}) as host:
        spoiled = [sites.interpreter(site), "app/styles.css"]
        for name in spoiled:
            host.replace(name, (site / name).read_text(), suffix=TEXT)
        page.open(host.url)
        page.wait(f"{SETTLED} && !({SHEET})", seconds=BOOT)
        wait_for_foot(page, "kept", seconds=BOOT)
        assert page.js(f"{KEPT}('app/styles.css')")[0] == "text/css"
        assert page.js(f"{KEPT}('pyodide/pyodide.asm.wasm')")[0] == "application/wasm"
        host.stop()
        page.reload()
        until(page, "ready", seconds=BOOT)
        assert page.js(SHEET)


@only_chromium
@pytest.mark.parametrize("name", [BEGINS, "pyscript/core.js"])
def test_what_the_browser_keeps_of_a_bad_moment_does_not_outlast_it(page, small_site, tmp_path, name):
    """Nothing of the page has ever worked here, and the browser's own cache holds what the host sent."""
    with hosting(small_site, scratch=tmp_path) as host:
        host.replace(name, "neither a script nor data", suffix=TEXT)
        page.open(host.url)
        page.wait(TROUBLE, seconds=SOON)
        page.wait(STORED, seconds=SOON)
        host.mend()
        visit(page)
        draw(page, THREE)
        assert settle(page)["digit"] == "3"
        wait_for_foot(page, "kept")


@only_chromium
def test_what_is_damaged_here_is_not_carried_to_the_next_version_and_given_up_with_its_own(page, small_site, new_version, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        visit(page, host.url)
        draw(page, THREE)
        drawn = settle(page) and kept(page)
        wait_for_foot(page, "kept")
        page.js(f"{DAMAGE}('app/ui/numbers.json')")
        host.show(new_version)
        visit(page)
        page.wait(OFFERED, seconds=SOON)
        page.click("#notice-action")
        page.wait("document.querySelector('.tagline').textContent.includes('BETTER')", seconds=SOON)
        page.wait(f"{SETTLED} && {FOOT} === 'kept'", seconds=SOON)
        assert page.js(f"{KEPT}('app/ui/numbers.json')")[1] == (small_site / "app/ui/numbers.json").read_text()[:9]

        page.js(f"{DAMAGE}('')")
        page.reload()
        page.wait(GIVEN_UP, seconds=SOON)
        visit(page)
        assert settle(page)["digit"] == "3"
        assert kept(page) == drawn
        wait_for_foot(page, "kept")
        host.stop()
        visit(page)
        assert settle(page)["digit"] == "3"


@only_chromium
def test_a_mended_release_reaches_those_whose_present_one_does_not_start(page, small_site, broken, new_version, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        visit(page, host.url)
        wait_for_foot(page, "kept")
        draw(page, THREE)
        settle(page)
        host.show(broken)
        visit(page)
        page.wait(OFFERED, seconds=SOON)
        page.click("#notice-action")
        page.wait(f"{TROUBLE} && {GIVEN_UP}", seconds=SOON)
        host.show(new_version)
        visit(page)
        assert settle(page)["digit"] == "3"
        assert page.js(VERSIONS) == ["new"] * 3
        wait_for_foot(page, "kept")
        host.stop()
        visit(page)
        settle(page)
        assert page.js(VERSIONS) == ["new"] * 3


@only_chromium
def test_what_could_not_be_kept_is_tried_again_and_the_foot_says_how_it_stands(page, small_site, tmp_path):
    """A host that lacks a file for a while, and an icon for good; one whose script has a wrong type; a browser without room."""
    script = (small_site / "sw.js").read_text()
    with hosting(small_site, scratch=tmp_path) as host:
        host.lose("favicon.ico", "app/words/pt.json")
        visit(page, host.url)
        wait_for_foot(page, "unkept")
        host.files.missing.remove("app/words/pt.json")
        page.js(ONLINE)
        wait_for_foot(page, "kept")
    with hosting(small_site, scratch=tmp_path) as host:
        host.replace("sw.js", script, suffix=TEXT)
        visit(page, host.url)
        wait_for_foot(page, "unkept")
        host.mend()
        page.js(f"{RETURN}(1)")
        wait_for_foot(page, "kept")
    with hosting(small_site, scratch=tmp_path) as host:
        session = page.context.new_cdp_session(page.tab)
        session.send("Storage.overrideQuotaForOrigin", {"origin": host.url.rstrip("/"), "quotaSize": 200_000})
        page.problems.clear()
        visit(page, host.url)
        wait_for_foot(page, "unkept")
        assert len(page.problems) < 5
        visit(page)  # with a service worker that has not all
        draw(page, THREE)
        assert settle(page)["digit"] == "3"
        wait_for_foot(page, "unkept")
        session.send("Storage.overrideQuotaForOrigin", {"origin": host.url.rstrip("/")})
        page.js(ONLINE)
        wait_for_foot(page, "kept")
        host.stop()
        visit(page)
        assert settle(page)["digit"] == "3"


def test_start_afresh_fetches_everything_anew_and_keeps_the_drawing(page, small_site, tmp_path):
    with hosting(small_site, scratch=tmp_path, prefix="/some/path/") as host:
        start(page, host.url + "?fresh&lang=de", "failed", "instant")
        page.wait(f"{SETTLED} && location.search === '?lang=de'", seconds=SOON)  # though there was nothing
        draw(page, THREE)
        settle(page)
        wait_for_foot(page, "kept")
        page.js(f"{DAMAGE}('{BEGINS}')")
        page.open(host.url + "index.html?fresh")
        page.wait(f"{SETTLED} && location.pathname === '/some/path/index.html' && location.search === ''", seconds=SOON)
        assert settle(page)["digit"] == "3"
        wait_for_foot(page, "kept")
        assert "throw" not in page.js(f"{KEPT}('{BEGINS}')")[1]
        page.click("footer a[href='?fresh']")
        page.wait(f"{SETTLED} && location.search === '' && {FOOT} === 'kept'", seconds=SOON)


# WebKit follows a service worker's redirection past it, and shows its own page about a host that is away.
@pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)
def test_without_its_host_there_is_nothing_to_begin_afresh_with_and_the_page_works_on(page, small_site, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        start(page, host.url, "failed", "instant")
        draw(page, THREE)
        settle(page)
        wait_for_foot(page, "kept")
        host.stop()
        page.open(host.url + "?fresh")
        page.wait(f"{SETTLED} && location.search === ''", seconds=SOON)
        assert settle(page)["digit"] == "3"

"""A new version of the site: taken in one piece, when the visitor says so, and never mixed with the old one."""
from tests.drawings import THREE
from tests.e2e import sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, only_chromium, seen, settle
from tests.e2e.test_offline import STORED

# What of the page is of which version: its words, its style sheet, its Python.
VERSIONS = """[
    document.querySelector(".tagline").textContent.includes("BETTER") ? "new" : "old",
    getComputedStyle(document.documentElement).getPropertyValue("--version").trim() || "old",
    document.getElementById("sentence").textContent.startsWith("Surely") ? "new" : "old",
]"""
SETTLED = "['ready', 'failed'].includes(document.documentElement.dataset.state)"
# The tab is hidden and comes back, so many minutes later by its clock.
RETURN = """(minutes => {
    const now = Date.now;
    Date.now = () => now() + minutes * 60_000;
    for (const state of ["hidden", "visible"]) {
        Object.defineProperty(document, "visibilityState", {value: state, configurable: true});
        document.dispatchEvent(new Event("visibilitychange"));
    }
})"""
OFFERED = "!document.getElementById('notice-action').hidden && !document.getElementById('notice').hidden"


def visit(page, address=None):
    page.open(address) if address else page.reload()
    page.wait(SETTLED, seconds=BOOT)


def test_a_new_version_is_used_when_the_visitor_says_so_and_never_in_part(page, small_site, new_version, tmp_path):
    with hosting(small_site, scratch=tmp_path, prefix="/some/path/") as host:
        visit(page, host.url)
        draw(page, THREE)
        settle(page)
        page.wait(STORED, seconds=SOON)
        assert page.js(VERSIONS) == ["old"] * 3

        host.show(new_version)
        visit(page)
        settle(page)
        assert page.js(VERSIONS) == ["old"] * 3
        page.wait(OFFERED, seconds=BOOT)
        assert seen(page)["action"] == "Use it now"
        assert page.js(VERSIONS) == ["old"] * 3
        visit(page)  # not now
        settle(page)
        assert page.js(VERSIONS) == ["old"] * 3
        page.wait(OFFERED, seconds=BOOT)

        page.click("#notice-action")
        page.wait(f"{VERSIONS}.every(version => version === 'new')", seconds=BOOT)
        assert settle(page)["digit"] == "3"  # the drawing is still there
        host.stop()
        visit(page)
        settle(page)
        assert page.js(VERSIONS) == ["new"] * 3


@only_chromium
def test_a_version_that_does_not_come_through_whole_is_not_used(page, small_site, new_version, tmp_path):
    """A host in the middle of an upload, or a broken line: some files are there and some are not."""
    with hosting(small_site, scratch=tmp_path) as host:
        visit(page, host.url)
        page.wait(STORED, seconds=SOON)
        draw(page, THREE)
        host.show(new_version)
        host.lose("app/styles.css")
        host.replace("micropython/modules.json", "neither old nor new")
        asked = len(host.requests)
        visit(page)
        host.until_asked("app/styles.css", since=asked, seconds=SOON)
        page.wait("navigator.serviceWorker.getRegistration().then(found => !found.installing)", seconds=SOON)
        settle(page)
        assert page.js(VERSIONS) == ["old"] * 3
        host.stop()
        visit(page)
        settle(page)
        assert page.js(VERSIONS) == ["old"] * 3


@only_chromium
def test_a_tab_that_was_left_open_finds_the_new_version_when_it_comes_back_into_view(page, small_site, new_version, tmp_path):
    """Open since the first visit, which no service worker attends to."""
    with hosting(small_site, scratch=tmp_path) as host:
        visit(page, host.url)
        page.wait(STORED, seconds=SOON)
        draw(page, THREE)
        settle(page)
        host.show(new_version)
        asked = len(host.requests)
        page.js(f"{RETURN}(50)")
        page.js(f"{RETURN}(11)")
        page.wait(OFFERED, seconds=BOOT)
        assert host.names(asked).count("sw.js") == 1
        assert page.js(VERSIONS) == ["old"] * 3
        page.click("#notice-action")
        page.wait(f"{VERSIONS}.every(version => version === 'new')", seconds=BOOT)
        assert settle(page)["digit"] == "3"


@only_chromium
def test_a_tab_goes_on_with_its_version_when_another_one_takes_the_new(page, small_site, new_version, tmp_path):
    """Also with what it fetches only then; and its own button still works."""
    old_numbers, new_numbers = "Not sure of what is marked.", "Unsure of what is marked."
    newer = sites.edited(new_version, tmp_path / "newer", {"app/ui/numbers.json": sites.replacing(old_numbers, new_numbers)})
    with hosting(small_site, scratch=tmp_path) as host:
        visit(page, host.url)
        draw(page, THREE)
        settle(page)
        page.wait(STORED, seconds=SOON)
        visit(page)
        first = page.tab
        second = page.tab = page.context.new_page()
        visit(page, host.url)
        host.show(newer)
        asking = "navigator.serviceWorker.getRegistration().then(found => found.update()).then(() => true)"
        page.js(asking)
        page.wait(OFFERED, seconds=SOON)
        page.tab = first
        page.wait(OFFERED, seconds=SOON)
        page.click("#notice-action")
        page.wait(f"{VERSIONS}.every(version => version === 'new')", seconds=SOON)

        page.tab = second
        assert page.js(VERSIONS) == ["old"] * 3
        asked = len(host.requests)
        for name in ("app/ui/numbers.json", "app/styles.css"):
            assert page.js(f"fetch('{name}').then(found => found.text())") == (small_site / name).read_text()
        assert host.names(asked) == []
        page.click("#notice-action")
        page.wait(f"{VERSIONS}.every(version => version === 'new')", seconds=SOON)
        assert settle(page)["digit"] == "3"
        page.wait("caches.keys().then(names => names.length === 1)", seconds=SOON)  # nobody needs the old one any more

"""Hosts that know little, and hosts and frames in which Python cannot start: there the page says so, and says why."""
import json

import pytest

from tests.drawings import FOUR, THREE
from tests.e2e import sites
from tests.e2e.embedding import SEVEN
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, only_chromium, settle, start, until
from tests.e2e.page import wait_in
from tests.e2e.test_offline import STORED

TEXT, UNKNOWN = "text/plain", "application/octet-stream"
# What hosts know least: .mjs and .wasm are younger than many a list of types.
PLAIN = dict.fromkeys((".bin", ".json", ".mjs", ".py", ".svg", ".toml", ".wasm", ".webmanifest"), UNKNOWN)
JAVASCRIPT = {".js": TEXT, ".mjs": TEXT}
STRICT = {"X-Content-Type-Options": "nosniff"}
WEB_PAGE = "<!doctype html><title>Home</title>"
WORDS = """[...document.querySelectorAll(".trouble")]
    .filter(each => each.checkVisibility({checkVisibilityCSS: true})).map(each => each.innerText).join(" ")"""
STARTING = "document.querySelector('.starting').checkVisibility({checkVisibilityCSS: true})"
SHEET = "document.getElementById('everything').offsetWidth > 0"


@pytest.fixture(scope="module")
def hasty_site(site, tmp_path_factory):
    """The site without its worker, and with words that come after a tenth of their time."""
    return sites.without_worker(site, tmp_path_factory.mktemp("hasty") / "site", {
        "app/build/start/trouble.js": sites.replacing("FIRST_LOOK = 4000", "FIRST_LOOK = 400"),
        "app/styles.css": sites.replacing("5s forwards", "0.5s forwards")})


def say(page, *parts, seconds=SOON):
    """Wait until the words in sight hold all the parts; return them."""
    page.wait(f"(words => {list(parts)}.every(part => words.includes(part)))({WORDS})", seconds=seconds)
    return page.js(WORDS)


def assert_whole_journey(page, site, tmp_path, types):
    """Draw, be read by the page's own Python and by the full one, and again without the host."""
    with hosting(site, scratch=tmp_path, prefix="/some/path/", types=types, plain=True) as host:
        interpreter = sites.interpreter(site)
        host.hold(interpreter)
        start(page, host.url, "instant")
        draw(page, THREE)
        now = settle(page)
        assert (now["digit"], now["source"]) == ("3", "instant")
        host.release(interpreter)
        until(page, "ready", seconds=BOOT)
        assert settle(page)["source"] == "full"
        page.wait(STORED, seconds=BOOT)
        host.stop()
        page.reload()
        until(page, "ready", seconds=BOOT)
        page.click("#clear")
        draw(page, FOUR)
        now = settle(page)
        assert (now["digit"], now["source"], now["notice"]) == ("4", "full", None)
        assert page.js(WORDS) == ""


@only_chromium
def test_a_plain_host_serves_everything(page, site, tmp_path):
    """Unknown types, no compression, nothing said on caching, under a path."""
    assert_whole_journey(page, site, tmp_path, PLAIN)


@only_chromium
@pytest.mark.parametrize("kind", [TEXT, None])
def test_whatever_type_a_host_gives_to_what_is_no_script_and_no_sheet(page, site, tmp_path, kind):
    assert_whole_journey(page, site, tmp_path, dict.fromkeys(PLAIN, kind))


@only_chromium
def test_a_wrong_type_costs_no_second_download(engine, site, tmp_path):
    page = engine.new_page(service_workers="block")
    with hosting(site, scratch=tmp_path, types=PLAIN, plain=True) as host:
        start(page, host.url, "ready", seconds=BOOT)
        asked = host.names()
        assert {name: asked.count(name) for name in asked if name.endswith(".wasm")} == {
            "micropython/micropython.wasm": 1, "pyodide/pyodide.asm.wasm": 1}
    page.close()


@only_chromium
def test_another_character_set_in_the_hosts_header_spoils_no_words(page, site, tmp_path):
    with hosting(site, scratch=tmp_path, types={".html": "text/html; charset=iso-8859-1"}) as host:
        host.hold("pyscript/core.js")
        page.open(host.url)
        page.wait("document.getElementById('boot-text')?.textContent === 'Python is starting\\u2026'", seconds=SOON)


# Hosts on which Python cannot start


@pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)
def test_scripts_of_a_wrong_type_are_said_in_words_in_place_of_a_start_that_never_ends(page, site, tmp_path):
    """A Windows machine whose registry says so."""
    with hosting(site, scratch=tmp_path, types=JAVASCRIPT) as host:
        page.open(host.url)
        say(page, "pyscript/core.js as text/plain", "text/javascript")
        page.wait(f"!{STARTING}", seconds=SOON)


def test_where_even_the_script_that_says_so_is_refused_the_style_sheet_does(page, site, tmp_path):
    with hosting(site, scratch=tmp_path, types=JAVASCRIPT, headers=STRICT) as host:
        page.open(host.url)
        say(page, "has not started", "slow line", "text/javascript")
        page.wait(f"!{STARTING}", seconds=SOON)


@pytest.mark.parametrize("headers", [None, STRICT])
def test_a_style_sheet_of_a_wrong_type_is_named_and_nothing_is_said_of_disks(page, hasty_site, tmp_path, headers):
    with hosting(hasty_site, scratch=tmp_path, types={".css": TEXT}, headers=headers) as host:
        page.open(host.url)
        assert "disk" not in say(page, "app/styles.css as text/plain", "text/css")


@only_chromium
def test_where_sheet_and_scripts_are_refused_the_bare_page_says_so(page, site, tmp_path):
    with hosting(site, scratch=tmp_path, types={**JAVASCRIPT, ".css": TEXT}, headers=STRICT) as host:
        page.open(host.url)
        assert "disk" not in say(page, "has not started", "text/javascript", "text/css")


@only_chromium
def test_a_style_sheet_kept_from_a_host_with_wrong_types_is_one_at_the_next_visit(page, small_site, tmp_path):
    """It would be kept like that even after the host is mended."""
    with hosting(small_site, scratch=tmp_path, types={".css": TEXT}) as host:
        page.open(host.url)
        page.wait(STORED, seconds=BOOT)
        assert not page.js(SHEET)
        page.reload()
        page.wait(SHEET, seconds=SOON)


MISSING = ["pyscript/core.js", "micropython/start.js", "micropython/micropython.js", "micropython/micropython.wasm",
           "micropython/modules.json", "app/ui/page.py", "app/styles.css"]


@only_chromium
@pytest.mark.parametrize("name", MISSING)
def test_a_file_without_which_nothing_starts_is_named(page, hasty_site, tmp_path, name):
    with hosting(hasty_site, scratch=tmp_path) as host:
        host.lose(name)
        page.open(host.url)
        say(page, f"404 in place of {name}")


@only_chromium
@pytest.mark.parametrize("name", MISSING)
def test_a_web_page_in_place_of_a_file_is_named(page, hasty_site, tmp_path, name):
    """Some hosts answer so for whatever they have not, with status 200."""
    with hosting(hasty_site, scratch=tmp_path) as host:
        host.replace(name, WEB_PAGE, suffix=".html")
        page.open(host.url)
        say(page, f"a web page in place of {name}")


@only_chromium
def test_a_module_that_is_asked_for_later_is_named_too(page, hasty_site, tmp_path):
    with hosting(hasty_site, scratch=tmp_path) as host:
        host.replace("pyscript/core.js", 'import "./deeper.js";\n')
        page.open(host.url)
        say(page, "404 in place of pyscript/deeper.js")


@only_chromium
def test_what_is_damaged_is_named_and_where_nobody_can_tell_it_is_told_in_the_browsers_words(page, hasty_site, tmp_path):
    with hosting(hasty_site, scratch=tmp_path) as host:
        host.replace("pyscript/core.js", "\x1f\x8b\x08 gzipped, and nobody says so")
        page.open(host.url)
        say(page, "pyscript/core.js comes cut short, or changed")
        host.lose("sw.js")  # which has the sums of all files
        page.reload()
        say(page, "The browser says", "SyntaxError")


@only_chromium
def test_a_policy_that_forbids_python_is_named(page, hasty_site, tmp_path):
    with hosting(hasty_site, scratch=tmp_path, headers={"Content-Security-Policy": "default-src 'self'"}) as host:
        page.open(host.url)
        say(page, "Content-Security-Policy", "wasm-eval")


@only_chromium
def test_a_host_that_refuses_to_tell_of_its_files_is_not_blamed(page, hasty_site, tmp_path):
    """Without HEAD it can only be waited, and said for what."""
    with hosting(hasty_site, scratch=tmp_path) as host:
        host.refuse_head()
        host.hold("pyscript/core.js")
        page.open(host.url)
        page.wait("performance.getEntriesByName(document.querySelector('script[async]').src + '?look').length", seconds=SOON)
        said = say(page, "pyscript/core.js is still on its way", "On a slow line it may still come")
        assert "cannot" not in said


@pytest.mark.parametrize("engine", ["chromium", "webkit"], indirect=True)
def test_on_a_slow_line_the_words_go_when_the_page_comes_to_life(page, host):
    host.hold("pyscript/core.js")
    page.open(host.url)
    say(page, "slow")
    page.wait(f"!{STARTING}", seconds=SOON)
    host.release("pyscript/core.js")
    until(page, "instant")
    assert page.js(WORDS) == ""
    assert page.js(STARTING)


# Frames


@pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)
@pytest.mark.parametrize("sandbox", ["allow-scripts", ""])
def test_in_a_sandboxed_frame_the_sentence_is_about_that(page, host, sandbox):
    words = framed(page, host, f'sandbox="{sandbox}"', "allow-scripts allow-same-origin")
    assert "frame" in words
    assert "disk" not in words


@only_chromium
def test_with_its_files_but_without_its_storage_the_frame_says_the_same_above_a_pad_that_reads(page, site, tmp_path):
    """A host that lets everybody read its files, as GitHub Pages does."""
    with hosting(site, scratch=tmp_path, headers={"Access-Control-Allow-Origin": "*"}) as host:
        framed(page, host, 'sandbox="allow-scripts"', "sandboxed frame")
        page.wait("document.querySelector('iframe')", seconds=SOON)
        wait_in(inner(page), "document.documentElement.dataset.state === 'failed'", seconds=SOON)  # it has no worker, and says so
        assert inner(page).evaluate(f"inkling.read({json.dumps(SEVEN)})")["source"] == "instant"


@only_chromium
def test_without_scripts_the_page_asks_for_them_at_once(page, host):
    words = framed(page, host, 'sandbox="allow-same-origin"', "allow scripts")
    assert "slow line" not in words
    assert not inner(page).evaluate(STARTING)


@only_chromium
def test_a_frame_that_is_let_shows_the_page_and_no_words(page, host):
    words = framed(page, host, 'sandbox="allow-scripts allow-same-origin"', "")
    wait_in(inner(page), "document.documentElement.dataset.state === 'instant'", seconds=SOON)
    assert words == inner(page).evaluate(WORDS) == ""


def inner(page):
    return page.tab.frames[1]


def framed(page, host, attributes, part):
    """Open the page in a frame; return the words in sight there once they hold the part."""
    host.replace("outer.html", f'<!doctype html><iframe {attributes} src="{host.url}" width="900" height="700"></iframe>')
    page.tab.goto(host.url + "outer.html")
    wait_in(inner(page), f"({WORDS}).includes('{part}')", seconds=SOON)
    return inner(page).evaluate(WORDS)

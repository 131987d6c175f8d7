"""Offline and private: after one visit the site works without its server, at any path, and never asked anyone else."""
import dataclasses

import pytest

from tests.drawings import FOUR, THREE
from tests.e2e.host import hosting
from tests.e2e.lessons import READY, set_to, shows
from tests.e2e.pad import BOOT, SOON, draw, settle, start, until
from tests.e2e.pictures import drop, file, look, picture, read

# Active means that every file is stored: the service worker counts as installed only then.
STORED = "navigator.serviceWorker.getRegistration().then(found => found?.active?.state === 'activated')"
# Whoever has opened one lesson has them all.
LESSONS_HERE = "caches.match(new URL('../loss/loss.py', location)).then(found => !!found)"
# The last view to come has asked for all that it needs.
ALL_HERE = "(document.querySelector('#teach .kept')?.textContent ?? '') !== ''"


@dataclasses.dataclass
class Visits:
    """Three visits to the site, the last without its server, one to a lesson between, and what was asked of whom."""

    page: object
    host: object
    asked_again: list
    offline: dict


@pytest.fixture(scope="module")
def visits(engine, site, tmp_path_factory):
    scratch = tmp_path_factory.mktemp("visits")
    # stored=False: nothing may come from the browser's ordinary cache, so only the page's own store is left.
    with hosting(site, scratch=scratch, prefix="/some/path/", watch=True, stored=False) as host:
        page = engine.new_page()
        start(page, host.url, "ready", seconds=BOOT)
        page.wait(STORED, seconds=BOOT)
        page.wait(ALL_HERE, seconds=SOON)
        asked = len(host.requests)
        page.reload()
        until(page, "ready", seconds=BOOT)
        page.wait(ALL_HERE, seconds=SOON)
        again = host.requests[asked:]
        page.open(f"{host.url}app/lessons/neuron/")
        page.wait(READY, seconds=SOON)
        page.wait(LESSONS_HERE, seconds=SOON)
        host.stop()
        page.open(host.url)
        until(page, "ready", seconds=BOOT)
        draw(page, THREE)
        yield Visits(page, host, again, settle(page))
        page.close()


def test_a_second_visit_fetches_nothing_but_a_look_for_a_new_version(visits):
    """Browsers check the service worker itself at every visit; unchanged, it costs no bytes where they ask by ETag."""
    assert {request.target for request in visits.asked_again} <= {"/some/path/sw.js"}


def test_without_its_server_the_site_draws_and_reads(visits):
    offline = visits.offline
    assert (offline["state"], offline["source"]) == ("ready", "full")
    assert (offline["digit"], offline["notice"]) == ("3", None)
    visits.page.click("#clear")
    draw(visits.page, FOUR)
    assert settle(visits.page)["digit"] is not None


def test_without_its_server_a_picture_is_read(visits):
    page = visits.page
    page.wait("document.getElementById('views').dataset.state === 'ready'", seconds=SOON)
    read(page, lambda: drop(page, file(picture((THREE, 150, 200, 300)))))
    now = look(page)
    assert (now["digit"], now["sure"], now["notice"]) == ("3", "true", None)
    page.click("#clear")


def test_without_its_server_everything_the_page_links_to_is_there(visits):
    links = "Promise.all([...document.querySelectorAll('link[href], a[href]')].map(each => fetch(each.href).then(r => r.status)))"
    assert set(visits.page.js(links)) == {200}


def test_without_its_server_a_lesson_plays_that_was_not_opened_before(visits):
    visits.page.open(f"{visits.host.url}app/lessons/loss/")
    visits.page.wait(READY, seconds=SOON)
    set_to(visits.page, p=0.5)
    shows(visits.page, "form.play", "0.693")  # -ln 0.5


def test_no_other_origin_was_ever_asked(visits):
    """By the browser's own policy reports, which cover workers too, and where the driver tells, by every request seen."""
    assert visits.host.left == []
    asked = getattr(visits.page, "requested", [])
    assert [address for address in asked if not address.startswith((visits.host.url, "blob:", "data:"))] == []


def test_a_request_to_another_origin_would_have_been_noticed(engine, page, small_site, tmp_path):
    """The watch itself works in this engine: else the test above would prove nothing.

    WebKitGTK does not report what workers ask for; there the other engines, which run the same code, speak for it.
    """
    with hosting(small_site, scratch=tmp_path, watch=True) as host:
        host.replace("pyscript/worker.js", "fetch('http://localhost:9/from-a-worker').catch(() => null);")
        start(page, host.url, "instant", "failed")
        page.js("fetch('http://127.0.0.1:9/from-the-page').catch(() => null)")
        expected = {"127.0.0.1:9"} if engine.name == "webkit" else {"127.0.0.1:9", "localhost:9"}
        host.until_left(len(expected), seconds=SOON)
        assert {address.split("/")[2] for address in host.left} >= expected
        assert "connect-src http://127.0.0.1:9" in "".join(engine.take_violations())  # the page's own policy stops what is its own

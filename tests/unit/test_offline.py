"""Offline use, seen from the page: when a new version is looked for, and when it is offered."""
from types import SimpleNamespace

import pytest

from app.ui import offline

HOUR = 3600


class Target:
    """Something with events."""

    def __init__(self, **fields):
        self.listeners = {}
        self.__dict__.update(fields)

    def addEventListener(self, kind, listener):
        self.listeners.setdefault(kind, []).append(listener)

    def happen(self, kind):
        for listener in self.listeners.get(kind, []):
            listener(None)


class Promise:
    """Settled at once, with an error or without; what is not caught is kept."""

    def __init__(self, value=None, error=None):
        self.value, self.error = value, error

    def then(self, done, failed=None):
        if self.error is None:
            return Promise(done(self.value))
        return Promise(failed(self.error)) if failed else self

    def catch(self, failed):
        return self.then(lambda value: value, failed)


class Bound:
    """A method, with JavaScript's bind()."""

    def __init__(self, call):
        self.call = call

    def bind(self, _owner, *arguments):
        def run(_):
            try:
                return self.call(*arguments)
            except OSError as error:
                return Promise(error=error)
        return run


class Resolved(Promise):
    def then(self, done, failed=None):
        result = super().then(done, failed)
        return result.value if isinstance(result.value, Promise) else result


class Site(Target):
    """The browser with a page of a site in it, and a clock."""

    def __init__(self, monkeypatch):
        self.now, self.looks, self.offers, self.said, self.reloads = 1000.0, 0, [], [], 0
        monkeypatch.setattr(offline.time, "time", lambda: self.now)
        self.reachable = True
        self.registration = Target(waiting=None, active=object(), installing=None, update=Bound(self.look))
        self.container = Target(controller=object(), register=lambda _: Promise(self.registration))
        self.document = Target(visibilityState="visible")
        self.window = SimpleNamespace(
            navigator=SimpleNamespace(serviceWorker=self.container), document=self.document,
            console=SimpleNamespace(info=self.said.append), Promise=SimpleNamespace(resolve=Resolved),
            location=SimpleNamespace(reload=self.reload))
        offline.install(self.window, on_update=self.offers.append)

    def look(self):
        self.looks += 1
        if not self.reachable:
            raise OSError("no network")

    def reload(self):
        self.reloads += 1

    def turn(self, state, *, after=0.0):
        """The tab is hidden or comes into view, so many seconds later."""
        self.now += after
        self.document.visibilityState = state
        self.document.happen("visibilitychange")

    def bring(self):
        """A new version is found and completely fetched."""
        self.registration.installing = self.registration.waiting = Target(state="installing", postMessage=lambda word: None)
        self.registration.happen("updatefound")
        self.registration.installing.state = "installed"
        self.registration.installing.happen("statechange")


@pytest.fixture
def site(monkeypatch):
    return Site(monkeypatch)


def test_a_new_version_is_looked_for_when_the_tab_comes_back_into_view_after_an_hour(site):
    site.turn("hidden", after=HOUR)
    assert site.looks == 0
    site.turn("visible", after=1)
    assert site.looks == 1


def test_it_is_looked_for_at_most_hourly(site):
    for _ in range(7):
        site.turn("hidden", after=HOUR / 4)
        site.turn("visible")
    assert site.looks == 1
    site.turn("visible", after=HOUR / 4)
    assert site.looks == 2


def test_a_clock_that_was_put_back_does_not_end_the_looking(site):
    site.turn("visible", after=-10 * HOUR)
    assert site.looks == 1


def test_without_a_network_the_look_is_quiet_and_the_next_one_is_made_all_the_same(site):
    site.reachable = False
    site.turn("visible", after=HOUR)
    assert (site.looks, site.offers) == (1, [])
    site.reachable = True
    site.turn("visible", after=HOUR)
    assert site.looks == 2


def test_what_is_found_is_offered_also_to_a_tab_that_was_open_before_anything_was_stored(site):
    site.container.controller = None
    site.bring()
    assert len(site.offers) == 1


def test_the_first_version_of_all_is_no_new_one(site):
    site.registration.active = None
    site.bring()
    assert site.offers == []


def test_the_page_is_loaded_anew_once_the_new_version_has_taken_over(site):
    site.bring()
    waiting = site.registration.waiting
    site.offers[0]()
    assert site.reloads == 0
    waiting.state = "activated"
    waiting.happen("statechange")
    assert site.reloads == 1


def test_a_version_that_another_tab_has_switched_to_takes_a_reload_only(site):
    site.bring()
    site.registration.waiting = None
    site.offers[0]()
    assert site.reloads == 1

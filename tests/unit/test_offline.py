"""Offline use, seen from the page: when a new version is looked for, and when it is offered; how far the keeping is."""
import asyncio
import json
from types import SimpleNamespace

import pytest

from app.ui import keeping, offline

HOUR = 3600


class Target:
    """Something with events."""

    def __init__(self, **fields):
        self.listeners = {}
        self.__dict__.update(fields)

    def addEventListener(self, kind, listener):
        self.listeners.setdefault(kind, []).append(listener)

    def happen(self, kind, **fields):
        for listener in self.listeners.get(kind, []):
            listener(SimpleNamespace(**fields))


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


class Address:
    """A URL of JavaScript, as far as it is asked for here: its parameters have no values."""

    def __init__(self, href):
        self.place, _, query = href.partition("?")
        self.names = query.split("&") if query else []
        self.searchParams = SimpleNamespace(has=self.names.__contains__, delete=self.names.remove)

    @property
    def href(self):
        return "?".join([self.place, "&".join(self.names)] if self.names else [self.place])


class Site(Target):
    """The browser with a page of a site in it, and a clock. refusal: why sw.js cannot be registered, if so."""

    def __init__(self, monkeypatch, *, href="http://here/", refusal=None):
        self.now, self.looks, self.offers, self.said, self.reloads = 1000.0, 0, [], [], 0
        self.states, self.asked, self.fetched, self.refusal = [], [], [], refusal
        monkeypatch.setattr(keeping.time, "time", lambda: self.now)
        self.reachable = True
        active = SimpleNamespace(postMessage=self.asked.append)
        self.registration = Target(waiting=None, active=active, installing=None, update=Bound(self.look))
        self.container = Target(controller=active, register=self.register, ready=Promise(self.registration))
        self.document = Target(visibilityState="visible")
        self.location = SimpleNamespace(reload=self.reload, href=href)
        self.window = Target(
            navigator=SimpleNamespace(serviceWorker=self.container), document=self.document,
            console=SimpleNamespace(info=self.said.append), Promise=SimpleNamespace(resolve=Resolved),
            location=self.location, URL=SimpleNamespace(new=Address), JSON=SimpleNamespace(parse=json.loads), fetch=self.fetch,
            history=SimpleNamespace(state=None, replaceState=self.rename))

    def open(self):
        offline.install(self.window, on_update=self.offers.append, on_state=self.states.append)
        return self

    def register(self, _script):
        return Promise(self.registration, self.refusal)

    def fetch(self, script, options):
        self.fetched.append((script, options))
        return Promise()

    def rename(self, _state, _title, href):
        self.location.href = href

    def answer(self, word):
        """The service worker says how far it is."""
        self.container.happen("message", data=word)

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
    return Site(monkeypatch).open()


def trying(monkeypatch, check, *, patient=True, **options):
    """Run check(site, pauses) on a page just opened, in a loop of asyncio. pauses: those that it makes before it tries again;
    patient: none of them ends."""
    pauses = []

    async def wait(seconds):
        pauses.append(seconds)
        await asyncio.Event().wait() if patient else None

    async def run():
        await check(Site(monkeypatch, **options).open(), pauses)
    monkeypatch.setattr(keeping, "sleep", wait)
    asyncio.run(run())


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


def test_what_is_further_already_when_it_is_found_harms_nothing(site):
    site.registration.happen("updatefound")
    assert site.offers == []


def test_the_page_is_loaded_anew_once_the_new_version_has_taken_over(site):
    site.bring()
    waiting = site.registration.waiting
    site.offers[0]()
    assert site.reloads == 0
    waiting.state = "activated"
    waiting.happen("statechange")
    assert site.reloads == 1


def test_a_new_version_that_a_newer_one_has_replaced_takes_a_reload_too(site):
    site.bring()
    waiting = site.registration.waiting
    site.offers[0]()
    waiting.state = "redundant"
    waiting.happen("statechange")
    assert site.reloads == 1


def test_a_version_that_another_tab_has_switched_to_takes_a_reload_only(site):
    site.bring()
    site.registration.waiting = None
    site.offers[0]()
    assert site.reloads == 1


def test_the_page_says_that_it_works_offline_only_once_the_service_worker_has_everything(site):
    assert (site.states, site.asked) == (["keeping"], ["keep"])
    site.answer("kept")
    assert site.states == ["keeping", "kept"]


def test_a_browser_without_service_workers_is_no_mystery(monkeypatch):
    site = Site(monkeypatch)
    site.window.navigator.serviceWorker = None
    assert site.open().states == ["unable"]


def test_a_browser_that_forbids_them_and_says_yes_is_none_either(monkeypatch):
    site = Site(monkeypatch)
    site.registration = None
    assert site.open().states[-1] == "unable"


@pytest.mark.parametrize("come", [lambda site: site.window.happen("online"), lambda site: site.turn("visible")])
def test_what_could_not_be_kept_is_tried_again_when_the_network_is_back_or_the_tab(monkeypatch, come):
    async def check(site, pauses):
        site.answer("unkept")
        assert site.states == ["keeping", "unkept"]
        come(site)
        assert site.states == ["keeping", "unkept", "keeping"]
        assert site.asked == ["keep"] * 2
        site.answer("kept")
        come(site)
        assert site.asked == ["keep"] * 2
    trying(monkeypatch, check)


def test_a_script_that_was_refused_is_fetched_past_the_browsers_own_cache_and_registered_then(monkeypatch):
    async def check(site, pauses):
        assert site.states == ["keeping", "unkept"]
        site.refusal = None
        site.window.happen("online")
        assert site.fetched == [("sw.js", {"cache": "reload"})]
        assert (site.states[-1], site.asked) == ("keeping", ["keep"])
    trying(monkeypatch, check, refusal=OSError("text/plain"))


def test_without_any_event_it_is_tried_again_after_ever_longer_pauses(monkeypatch):
    async def check(site, pauses):
        while len(pauses) < 6:
            await asyncio.sleep(0)
        assert pauses == sorted(pauses)
        assert len(set(pauses)) > 3
        assert len(site.fetched) >= 5
    trying(monkeypatch, check, refusal=OSError("no network"), patient=False)


def test_a_version_that_takes_over_is_asked_anew_if_the_one_before_has_not_answered(site):
    site.container.happen("controllerchange")
    assert site.asked == ["keep"] * 2
    site.answer("kept")
    site.container.happen("controllerchange")
    assert site.asked == ["keep"] * 2


def test_the_word_that_begins_afresh_goes_from_the_address_and_nothing_else_does(monkeypatch):
    site = Site(monkeypatch, href="http://here/?lang=de&fresh").open()
    assert site.location.href == "http://here/?lang=de"


def test_only_a_page_that_came_from_the_service_worker_tells_it_that_it_lives(site):
    offline.alive(site.window)
    assert site.asked == ["keep", "alive"]
    site.container.controller = None
    offline.alive(site.window)
    assert site.asked == ["keep", "alive"]

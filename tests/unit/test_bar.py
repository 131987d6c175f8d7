"""The pad in sight: where it is while one scrolls, touches it and presses beside it."""
import json
from types import SimpleNamespace

import pytest

from app.ui.bar import ENOUGH, Bar


class Entries(list):
    """What an IntersectionObserver hands out: no Python list in the browser, but something with a length."""

    @property
    def length(self):
        return len(self)


class Screen:
    """The browser around a bar, which begins where the page has it: at its place."""

    def __init__(self):
        self.scrollY = 0
        self.listeners = {}
        self.document = SimpleNamespace(addEventListener=self.addEventListener)
        self.JSON = SimpleNamespace(parse=json.loads)
        self.observed = []
        self.IntersectionObserver = SimpleNamespace(new=self.observe)
        self.attributes = {"data-pad": "place"}
        self.place = object()
        page = SimpleNamespace(getAttribute=self.attributes.get, setAttribute=self.attributes.__setitem__)
        self.drawing = False
        self.changes = []
        self.bar = Bar(self, page=page, place=self.place, busy=lambda: self.drawing,
                       on_change=lambda: self.changes.append(self.state))

    def addEventListener(self, kind, listener, *_):
        self.listeners[kind] = listener

    def observe(self, callback, options):
        self.callback, self.options = callback, options
        return SimpleNamespace(observe=self.observed.append)

    @property
    def state(self):
        return self.attributes["data-pad"]

    def see(self, *shares, height=400, top=-300):
        """So much of the pad's place comes into sight, the last share being the newest; its upper edge is at `top` by then."""
        entries = [SimpleNamespace(intersectionRatio=share, boundingClientRect=SimpleNamespace(height=height, top=top))
                   for share in shares]
        self.callback(Entries(entries), None)

    def scroll(self, to):
        self.scrollY = to
        self.listeners["scroll"](None)

    def press(self, inside):
        target = SimpleNamespace(closest=lambda selector: {".drawing": object() if inside else None}[selector])
        self.listeners["pointerdown"](SimpleNamespace(target=target))


@pytest.fixture
def screen():
    return Screen()


@pytest.fixture
def away(screen):
    """The pad's place has scrolled away."""
    screen.scrollY = 900
    screen.see(0)
    return screen


@pytest.fixture
def grown(away):
    """And the small pad has been touched."""
    away.bar.grow()
    return away


def test_the_pads_own_place_is_watched_for_the_share_that_matters(screen):
    assert screen.observed == [screen.place]
    assert screen.options["threshold"] == [0, ENOUGH]


@pytest.mark.parametrize(("shares", "state"), [((0,), "bar"), ((ENOUGH - 0.01,), "bar"), ((ENOUGH,), "place"), ((1,), "place"),
                                               ((1, 0.1), "bar"), ((0, 0.9), "place")])
def test_the_pad_is_in_a_bar_while_too_little_of_its_place_is_in_sight(screen, shares, state):
    screen.see(*shares)
    assert screen.state == state


def test_a_window_so_low_that_even_at_the_top_too_little_is_in_sight_is_no_reason_for_a_bar(screen):
    """It would lie over the switch and the name, which nobody could scroll out from below it."""
    screen.see(0.7, top=90)
    assert screen.state == "place"
    screen.see(0.7, top=-80)
    assert screen.state == "bar"
    screen.see(0.7, top=0)
    assert screen.state == "place"


def test_a_place_without_height_is_no_reason_for_a_bar(screen):
    """As before the page is laid out, or when it is not shown."""
    screen.see(0, height=0)
    assert screen.state == "place"


def test_the_pad_goes_home_when_its_place_is_back_in_sight(away):
    away.see(0.9)
    assert away.state == "place"


def test_the_small_pad_grows_when_touched(grown):
    assert grown.state == "grown"


def test_a_pad_at_its_place_does_not_grow(screen):
    screen.bar.grow()
    assert screen.state == "place"


def test_a_grown_pad_goes_home_when_its_place_is_in_sight_and_stays_when_it_is_not(grown):
    grown.see(0.1)
    assert grown.state == "grown"
    grown.see(0.9)
    assert grown.state == "place"


def test_scrolling_on_makes_a_grown_pad_small_again(grown):
    grown.scroll(905)
    assert grown.state == "grown"  # a hand that trembles does not scroll on
    grown.scroll(909)
    assert grown.state == "bar"


def test_scrolling_back_makes_it_small_too_and_it_can_grow_there(grown):
    grown.scroll(800)
    assert grown.state == "bar"
    grown.bar.grow()
    grown.scroll(796)
    assert grown.state == "grown"


def test_pressing_beside_a_grown_pad_makes_it_small_and_drawing_on_it_does_not(grown):
    grown.press(inside=True)
    assert grown.state == "grown"
    grown.press(inside=False)
    assert grown.state == "bar"


def test_scrolling_and_pressing_leave_a_pad_that_has_not_grown_alone(screen):
    for state in ("bar", "place"):
        screen.attributes["data-pad"] = state
        screen.scroll(screen.scrollY + 500)
        screen.press(inside=False)
        assert screen.state == state


def test_the_pad_does_not_go_from_under_a_pointer_that_draws_but_once_it_is_lifted(screen):
    screen.drawing = True
    screen.see(0.5)
    assert screen.state == "place"
    screen.drawing = False
    screen.bar.settle()
    assert screen.state == "bar"


def test_a_grown_pad_stays_grown_while_one_scrolls_under_the_pen(grown):
    grown.drawing = True
    grown.scroll(1000)
    assert grown.state == "grown"
    grown.drawing = False
    grown.scroll(1001)
    assert grown.state == "bar"


def test_the_page_is_written_to_only_when_something_changes(screen):
    """A write that says the same costs the browser a new style for the whole page."""
    written = []
    screen.bar.page.setAttribute = lambda name, value: written.append(value)
    screen.see(1)
    screen.see(ENOUGH)
    assert written == []

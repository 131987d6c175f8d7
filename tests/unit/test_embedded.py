"""What a pad takes from the page around it, and who of several has the worker."""
from types import SimpleNamespace

import pytest

from app.core.errors import DataError
from app.ui.embedded.line import checked
from app.ui.embedded.turn import Turn


@pytest.mark.parametrize("settings", [
    None, 1, "theme", [], {"nope": ""}, {"theme": None}, {"mode": 1}, {"disabled": "yes"}, {"strokes": {}}, {"theme": "", "x": 1},
])
def test_what_is_to_be_set_must_be_known_and_of_its_type(settings):
    with pytest.raises(DataError):
        checked(settings)


def test_what_is_by_default_is_an_empty_text():
    settings = {"theme": "", "mode": "", "network": "", "label": "", "lang": "", "disabled": False, "strokes": []}
    assert checked(settings) == settings


class Locks:
    """The browser's locks, of one name: who holds it and who waits, as the pads of one page share them."""

    def __init__(self):
        self.holder, self.waiting = None, []

    def window(self, **locks):
        """A window of a frame in that page."""
        navigator = SimpleNamespace(**(locks or {"locks": SimpleNamespace(request=self.request)}))
        return SimpleNamespace(
            navigator=navigator, Object=SimpleNamespace(new=lambda: SimpleNamespace(steal=False, signal=None)),
            AbortController=SimpleNamespace(new=Controller), Promise=SimpleNamespace(new=held, resolve=Resolved))

    def request(self, _name, options, granted):
        asked = SimpleNamespace(granted=granted, refused=None, signal=options.signal)
        if options.steal:
            if self.holder:
                self.holder.refused(SimpleNamespace(name="AbortError"))
            self.grant(asked)
        else:
            self.waiting.append(asked)
            if options.signal:
                options.signal.ended = lambda: self.waiting.remove(asked) if asked in self.waiting else None
            self.next()
        return asked

    def grant(self, asked):
        self.holder = asked
        promise = asked.granted()
        if promise:
            promise.released = lambda: self.free(asked)

    def free(self, asked):
        if self.holder is asked:
            self.holder = None
            self.next()

    def next(self):
        if self.holder is None and self.waiting:
            self.grant(self.waiting.pop(0))


class Controller:
    def __init__(self):
        self.signal = SimpleNamespace(ended=lambda: None)

    def abort(self):
        self.signal.ended()


def held(executor):
    promise = SimpleNamespace(released=lambda: None)
    executor(lambda: promise.released(), None)
    return promise


class Resolved:
    """A promise that is kept at once."""

    def __init__(self, value=None):
        self.value = value

    def then(self, call, refused=None):
        if refused is not None:
            self.value.refused = refused
        elif call is not None:
            return Resolved(call())
        return self


class Bound:
    """A method as JavaScript has it."""

    def __init__(self, method):
        self.method = method

    def bind(self, _owner, *arguments):
        return lambda: self.method(*arguments)


class Pad:
    def __init__(self, page):
        self.told = []
        window = page.window()
        window.navigator.locks = SimpleNamespace(request=Bound(page.request))
        self.turn = Turn(window, on_have=lambda: self.told.append("have"), on_lost=lambda: self.told.append("lost"))


def test_one_has_it_and_the_next_gets_it_when_that_leaves():
    page = Locks()
    first, second = Pad(page), Pad(page)
    first.turn.queue()
    second.turn.queue()
    second.turn.queue()
    assert (first.told, second.told, len(page.waiting)) == (["have"], [], 1)
    assert first.turn.leave()
    assert (first.told, second.told) == (["have"], ["have"])


def test_whoever_is_used_takes_it_and_the_former_may_queue_again():
    page = Locks()
    first, second = Pad(page), Pad(page)
    first.turn.queue()
    second.turn.queue()
    second.turn.take()
    assert (first.told, second.told, page.waiting) == (["have", "lost"], ["have"], [])
    second.turn.take()
    first.turn.queue()
    assert second.told == ["have"]
    second.turn.leave()
    assert first.told == ["have", "lost", "have"]


def test_one_that_leaves_while_it_waits_gets_nothing():
    page = Locks()
    first, second = Pad(page), Pad(page)
    first.turn.queue()
    second.turn.queue()
    assert not second.turn.leave()
    first.turn.leave()
    assert second.told == [] and page.holder is None


def test_without_locks_each_has_its_own():
    told = []
    window = Locks().window(locks=None)
    turn = Turn(window, on_have=lambda: told.append("have"), on_lost=lambda: told.append("lost"))
    turn.queue()
    assert told == ["have"] and turn.leave()

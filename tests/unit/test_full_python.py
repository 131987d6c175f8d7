"""A lesson's full Python: when it starts, what it says, and what becomes of those who ask before it is there."""
import asyncio
from types import SimpleNamespace

import pytest

from app.lessons.kit import full_python
from app.ui.replies import WorkerLost


class Element:
    textContent = ""

    def __init__(self):
        self.attributes = {}

    def setAttribute(self, name, value):
        self.attributes[name] = value

    def getAttribute(self, name):
        return self.attributes.get(name)


class Client:
    """Stands for the WorkerClient; the test tells how its worker fares."""

    generation = 1

    def __init__(self, _window, _workers, **handlers):
        self.__dict__.update(handlers)
        self.started = False

    def start(self):
        self.started = True

    async def call(self, name, request):
        return {"asked": name, **request}


@pytest.fixture
def lesson(monkeypatch):
    monkeypatch.setattr(full_python, "Client", Client)
    monkeypatch.setattr(full_python, "LOOK", 0)
    place, root, body = Element(), Element(), []
    template = SimpleNamespace(content=SimpleNamespace(cloneNode=lambda deep: "a script"))
    document = SimpleNamespace(body=SimpleNamespace(append=body.append), getElementById=lambda name: template)
    return SimpleNamespace(window=None, workers=None, document=document, root=root, find=lambda name: place, place=place, body=body)


async def some_turns():
    for _ in range(20):
        await asyncio.sleep(0)


def test_it_starts_once_the_lesson_plays_and_says_how_far_it_is(lesson):
    async def story():
        full = full_python.start_full(lesson)
        await some_turns()
        assert not full.client.started
        assert lesson.body == []
        lesson.root.setAttribute("data-state", "ready")
        await some_turns()
        assert full.client.started
        assert lesson.body == ["a script"]
        full.client.on_progress(0.3, "Loading the full Python: 40%")
        assert (lesson.place.textContent, lesson.place.attributes) == ("Loading the full Python: 40%", {"data-full": "starting"})
        full.client.on_ready()
        assert (lesson.place.textContent, lesson.place.attributes) == ("", {"data-full": "ready"})
        full.client.on_lost()
        assert "started again" in lesson.place.textContent
    asyncio.run(story())


def test_who_asks_early_is_answered_once_it_is_there(lesson):
    async def story():
        full, told = full_python.start_full(lesson), []
        full.on_ready.append(lambda: told.append("ready"))
        asking = asyncio.create_task(full.call("ping", {"n": 1}))
        await some_turns()
        assert not asking.done()
        full.client.on_ready()
        assert await asking == {"asked": "ping", "n": 1}
        assert told == ["ready"]
    asyncio.run(story())


def test_who_asks_one_that_has_failed_is_told_and_the_page_says_why(lesson):
    async def story():
        full, told = full_python.start_full(lesson), []
        full.on_failure.append(lambda: told.append("failed"))
        asking = asyncio.create_task(full.call("ping", {}))
        await some_turns()
        full.client.on_failure("The full Python could not start here.")
        with pytest.raises(WorkerLost):
            await asking
        assert (lesson.place.textContent, told) == ("The full Python could not start here.", ["failed"])
    asyncio.run(story())

"""Files that the page fetches while it runs: one that comes late is spoken of, one that came damaged is asked for once more."""
import asyncio
import json
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.core.errors import InklingError
from app.ui import notice as notices
from app.ui import weights_file
from app.ui.notice import Notice
from app.ui.views import arrive
from app.ui.weights_file import load
from tests.e2e.sites import ROOT

WEIGHTS = "weights/inkling.json"


@pytest.fixture
def notice(monkeypatch):
    monkeypatch.setattr(notices, "LATE", 0)
    monkeypatch.setattr(notices, "focused", lambda root: None)
    monkeypatch.setattr(notices, "announce", lambda document, text: None)
    made = Notice(MagicMock())
    made.root, made.text = MagicMock(hidden=True), SimpleNamespace(textContent="")
    return made


def test_a_file_that_comes_late_is_spoken_of_until_it_is_there(notice):
    async def story():
        coming = asyncio.get_running_loop().create_future()
        waiting = asyncio.create_task(notice.meanwhile("a.json", coming))
        while notice.root.hidden:
            await asyncio.sleep(0)
        assert notice.text.textContent.startswith("a.json has not come yet.")
        coming.set_result(7)
        assert await waiting == 7
        assert notice.root.hidden
    asyncio.run(asyncio.wait_for(story(), 10))


def test_what_was_said_since_stays(notice):
    async def story():
        coming = asyncio.get_running_loop().create_future()
        waiting = asyncio.create_task(notice.meanwhile("a.json", coming))
        while notice.root.hidden:
            await asyncio.sleep(0)
        notice.tell("Something else.")
        coming.set_exception(InklingError("it is not there"))
        with pytest.raises(InklingError):
            await waiting
        assert not notice.root.hidden
    asyncio.run(asyncio.wait_for(story(), 10))


def test_what_was_said_before_is_not_replaced(notice):
    async def story():
        notice.tell("Something else.")
        coming = asyncio.get_running_loop().create_future()
        waiting = asyncio.create_task(notice.meanwhile("a.json", coming))
        await asyncio.sleep(0.01)
        coming.set_result(7)
        assert await waiting == 7
        assert (notice.text.textContent, notice.root.hidden) == ("Something else.", False)
    asyncio.run(asyncio.wait_for(story(), 10))


class Browser:
    """A browser that keeps a damaged file, on a host that has it whole, or has not."""

    def __init__(self, kept, there):
        self.kept, self.there = kept, there
        self.JSON = SimpleNamespace(parse=json.loads, stringify=json.dumps)
        self.console = SimpleNamespace(info=lambda text: None)
        kind = SimpleNamespace(call=lambda value: "[object Object]" if isinstance(value, dict) else "")
        self.Object = SimpleNamespace(prototype=SimpleNamespace(toString=kind), keys=list)

    async def fetch(self, _, options=None):
        text = self.there if options == {"cache": "reload"} else self.kept

        async def parsed():
            return json.loads(text)
        return SimpleNamespace(ok=text is not None, status=200 if text else 404, json=parsed)


GOOD = (ROOT / WEIGHTS).read_text(encoding="utf-8")


def test_weights_that_the_browser_keeps_damaged_are_asked_for_once_more(monkeypatch):
    async def promised(window, owner, name, *arguments):
        return getattr(owner, name)(*arguments)
    monkeypatch.setattr(weights_file, "promised", promised)
    assert asyncio.run(load(Browser(GOOD[:999], GOOD), WEIGHTS)).name == json.loads(GOOD)["name"]
    for there in (None, GOOD[:999]):
        with pytest.raises(InklingError):
            asyncio.run(load(Browser(GOOD[:999], there), WEIGHTS))


def test_so_is_what_comes_once_the_page_answers():
    good = json.dumps([["app/words/en.json", "{}"]])
    assert asyncio.run(arrive.fetch(Browser("garbage", good), "app/ui/views.json")) is None
    assert asyncio.run(arrive.fetch(Browser("garbage", good), "app/ui/views.json", again=True)) == json.loads(good)
    assert asyncio.run(arrive.bring(Browser("garbage", None), "app/ui/views.json", "Views")) is None

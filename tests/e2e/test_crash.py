"""A browser that has crashed is started again and the test run once more; whatever else fails has failed."""
import contextlib
import os
import signal
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.e2e.conftest import noticing_crashes
from tests.e2e.pad import SOON
from tests.e2e.page import Crashed


def failing(engine):
    """What pytest gets to see of a test that fails with this engine."""
    test = noticing_crashes(SimpleNamespace(funcargs={"engine": engine}))
    next(test)
    test.throw(AssertionError("as a test says it"))


def test_a_failed_assertion_is_a_failure(engine, page, instant_host):
    page.open(instant_host.url + "blank.html")
    with pytest.raises(AssertionError, match="as a test says it"):
        failing(engine)


@pytest.mark.parametrize("engine", ["chromium"], indirect=True)
def test_a_crashed_page_is_told_as_such_and_opened_anew(engine, page, instant_host):
    page.open(instant_host.url + "blank.html")
    for _ in range(12):  # something else may cut the way there short, and then nothing crashes
        with contextlib.suppress(Exception):
            page.tab.goto("chrome://crash", timeout=1000 * SOON / 12)
        if page.crashed:
            break
    with pytest.raises(Crashed, match="chromium has crashed"):
        failing(engine)
    page.open(instant_host.url + "blank.html")
    assert page.js("document.readyState") and not engine.crashed()


@pytest.mark.parametrize("engine", ["chromium"], indirect=True)
def test_a_crashed_browser_is_started_again(engine, instant_host):
    page = engine.new_page()
    page.open(instant_host.url + "blank.html")
    engine.browser.close()  # as far as its page can tell, that is the same
    with pytest.raises(Crashed):
        failing(engine)
    page.open(instant_host.url + "blank.html")
    assert page.js("document.readyState") and not engine.crashed()
    page.close()


@pytest.mark.parametrize("engine", ["webkit"], indirect=True)
def test_a_crashed_webkit_is_started_again(engine, page, instant_host):
    page.open(instant_host.url + "blank.html")
    driver = engine.driver.service.process.pid
    for browser in Path(f"/proc/{driver}/task/{driver}/children").read_text().split():
        os.kill(int(browser), signal.SIGKILL)
    with pytest.raises(Crashed):
        failing(engine)
    page.open(instant_host.url + "blank.html")
    assert page.js("document.readyState") and not engine.crashed()

"""The idioms of app/ui/browser.py."""
import json
from types import SimpleNamespace

from app.ui import browser


def test_a_page_that_answers_all_day_keeps_no_more_than_so_many_measures_of_a_kind(monkeypatch):
    kept = []

    def clear(name):
        kept[:] = [each for each in kept if each != name]
    performance = SimpleNamespace(now=lambda: 2.0, measure=lambda name, _: kept.append(name), clearMeasures=clear)
    window = SimpleNamespace(performance=performance, JSON=SimpleNamespace(parse=json.loads))
    monkeypatch.setattr(browser, "measured", {})
    browser.measure(window, "other", 1.0)
    most = 0
    for _ in range(3 * browser.MEASURES):
        browser.measure(window, "answer", 1.0)
        most = max(most, kept.count("answer"))
        assert kept[-1] == "answer"
    assert (most, kept.count("other")) == (browser.MEASURES, 1)

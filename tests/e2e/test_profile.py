"""In a profile on disk, where people's browsers keep things, and not only in the memory of a private window: what is kept is
there after a reload, after the browser was started again, and while some of it cannot be read.
"""
import pytest

from tests.drawings import FOUR, THREE
from tests.e2e.conftest import forget
from tests.e2e.pad import SOON, draw, kept, only_chromium, settle
from tests.e2e.teaching import ASKED, COUNTS, KEPT, STORED, bring, keep, learn, line, lines, visit

OWN_ANSWERS = "document.querySelector('#compare summary').textContent.includes('tuned to your hand')"
READ_BY = "document.getElementById('read-by').textContent"


def scribble(points):
    """A drawing of that many points, about ten characters each in the store. Of 80,000 in all Chromium, on disk, keeps some
    beside its database, and has to fetch them from there."""
    return [[[100 + at % 700 + 0.5, 100 + (at * 7) % 800 + 0.5] for at in range(points)]]


def long_lines():
    """Twelve short drawings and two very long ones."""
    return lines(12) + "".join(line("8", scribble(points)) for points in (18_000, 19_000))


def test_what_is_kept_learnt_and_chosen_outlives_reload_and_restart(profile, whole, engine):
    """Long drawings among it. (WebKit is driven in private windows alone, and only reloaded.)"""
    page = profile()
    forget(page, whole)  # WebKit's page is not a fresh one
    visit(page, whole.url)
    keep(page, THREE, 3)
    keep(page, FOUR, 9)
    page.key("4")  # a key, and on second thoughts
    page.wait(f"{ASKED}.includes('as a 4 instead')", seconds=SOON)
    page.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"3\",1],[\"4\",2]]')", seconds=SOON)
    assert bring(page, "long.jsonl", long_lines()) == "long.jsonl: 14 new, 0 there already, 0 refused."
    learn(page)
    page.js("document.getElementById('clear').click()")
    draw(page, FOUR)
    read = settle(page)["probabilities"]
    for restart in (False, True) if engine.name != "webkit" else (False,):
        if restart:
            page = profile()
        visit(page, whole.url)
        page.wait(f"{KEPT} === '16 drawings are kept.'", seconds=SOON)
        assert page.js(COUNTS) == [0, 0, 0, 7, 7, 0, 0, 0, 2, 0]
        page.wait(OWN_ANSWERS, seconds=SOON)
        assert len(kept(page)) == len(FOUR)
        page.wait(f"{READ_BY}.includes('your own network')", seconds=SOON)
        assert settle(page)["probabilities"] == pytest.approx(read, abs=1e-6)
    page.js("document.querySelector('#teach .back').click()")
    page.wait("document.querySelector('#teach .back').textContent === 'Let mine answer'", seconds=SOON)
    page.wait(f"!{READ_BY}.includes('your own network')", seconds=SOON)
    assert not page.js(OWN_ANSWERS)
    assert "tuned" in page.js("document.querySelector('#compare').textContent")  # it is not lost by that
    assert settle(page)["digit"] == "4"


@only_chromium
def test_a_record_whose_file_is_gone_hides_none_of_the_others(profile, whole, tmp_path):
    page = profile()
    visit(page, whole.url)
    keep(page, THREE, 3)
    assert bring(page, "long.jsonl", long_lines()) == "long.jsonl: 14 new, 0 there already, 0 refused."
    page.wait(f"{STORED}.then(all => all.length === 15)", seconds=SOON)
    visit(page, whole.url)
    page.close()
    files = [path for path in (tmp_path / "profile").rglob("*.indexeddb.blob/**/*") if path.is_file()]
    assert files  # of the long ones
    for path in files:
        path.unlink()
    page = profile()
    visit(page, whole.url)
    assert page.js(KEPT).startswith(f"{15 - len(files)} drawings are kept, and {len(files)} more could not be read")
    keep(page, FOUR, 4)
    page.wait(f"{KEPT}.startsWith('{16 - len(files)} drawings are kept')", seconds=SOON)

"""In a profile on disk, where people's browsers keep things, and not only in the memory of a private window: what is kept is
there after a reload, after the browser was started again, and while some of it cannot be read.
"""
import pytest

from tests.drawings import FOUR, THREE
from tests.e2e.pad import SOON, draw, kept, settle
from tests.e2e.teaching import COUNTS, KEPT, STORED, bring, keep, learn, line, visit

on_disk = pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)
OWN_ANSWERS = "document.querySelector('#compare summary').textContent.includes('tuned to your hand')"


def scribble(points):
    """A drawing of that many points, about ten characters each in the store. Of 80,000 in all Chromium, on disk, keeps some
    beside its database, and has to fetch them from there."""
    return [[[100 + at % 700 + 0.5, 100 + (at * 7) % 800 + 0.5] for at in range(points)]]


def long_lines():
    """Twelve short drawings and two very long ones."""
    return "".join(line("34"[at % 2], [[[x + at, y] for x, y in stroke] for stroke in (THREE, FOUR)[at % 2]])
                   for at in range(1, 13)) + "".join(line("8", scribble(points)) for points in (18_000, 19_000))


@on_disk
def test_long_drawings_and_a_network_outlive_reload_and_restart(profile, whole):
    page = profile()
    visit(page, whole.url)
    keep(page, THREE, 3)
    assert bring(page, "long.jsonl", long_lines()) == "long.jsonl: 14 new, 0 there already, 0 refused."
    learn(page)
    page.js("document.getElementById('clear').click()")
    draw(page, FOUR)
    read = settle(page)["probabilities"]
    for restart in (False, True):
        if restart:
            page = profile()
        visit(page, whole.url)
        page.wait(f"{KEPT} === '15 drawings are kept.'", seconds=SOON)
        assert page.js(COUNTS) == [0, 0, 0, 7, 6, 0, 0, 0, 2, 0]
        page.wait(OWN_ANSWERS, seconds=SOON)
        assert len(kept(page)) == len(FOUR)
        assert settle(page)["probabilities"] == pytest.approx(read, abs=1e-6)


@pytest.mark.parametrize("engine", ["chromium"], indirect=True)
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

"""Your data: how much is kept, taken along in one file, and deleted so that it can be brought back."""
import json

import pytest

from tests.drawings import DOUBTFUL, FOUR
from tests.e2e.pad import BOOT, SOON, draw, kept, only_chromium, settle
from tests.e2e.page import wait_in
from tests.e2e.teaching import CATCH, KEPT, STORED, bring, keep, learn, line, lines, visit
from trainer.data import drawings

pytestmark = only_chromium

ROWS = "[...document.querySelectorAll('#data tbody tr')].map(each => [...each.children].slice(0, 2).map(cell => cell.innerText))"
TOLD = "document.querySelector('#data .told').textContent"
FOCUS = "document.activeElement.className"
OWN = "document.querySelector('#compare summary').textContent.includes('tuned to your hand')"
ALL = [["drawings with their digit", "12"], ["your own network", "1"], ["the drawing on the pad", "2 strokes"]]


@pytest.fixture(scope="module")
def belongings(engine, whole):
    """What the page exports of a dozen drawings and of a network that learnt from them."""
    page = engine.new_page()
    visit(page, whole.url)
    bring(page, "twelve", lines(12))
    learn(page)
    text = exported(page)
    page.close()
    return text


@pytest.fixture
def owner(pupil, belongings):
    """A page with those drawings, that network, which answers, and a drawing on the pad."""
    bring(pupil, "belongings.jsonl", belongings)
    pupil.wait(OWN, seconds=SOON)
    draw(pupil, FOUR)
    settle(pupil)
    pupil.js("document.getElementById('data').open = true")
    shows(pupil, ALL)
    return pupil


def exported(page):
    page.js(CATCH)
    page.js("document.querySelector('#data .export').click()")
    page.wait("caught.length === 1", seconds=SOON)
    return page.js("caught[0]")


def shows(page, rows):
    """Wait until exactly these are said to be kept."""
    page.wait(f"JSON.stringify({ROWS}) === {json.dumps(json.dumps(rows, separators=(',', ':')))}", seconds=SOON)


def confirmed(page, button, rows):
    """Press a button that asks once more, and say yes; returns the question once only these rows are left."""
    page.click(f"#data {button}")
    question = page.js("document.querySelector('#data dialog[open] p').innerText")
    page.click("#data .sure")
    page.wait(f"{TOLD}.startsWith('Deleted: ') && {FOCUS} === 'undo'", seconds=SOON)
    shows(page, rows)
    return question


def undone(page, rows):
    page.click("#data .undo")
    page.wait(f"{TOLD}.startsWith('Back again: ')", seconds=SOON)
    shows(page, rows)


def test_where_nothing_is_kept_it_says_so_and_offers_only_to_import(pupil):
    pupil.js("document.getElementById('data').open = true")
    pupil.wait("document.querySelector('#data .summary').textContent === 'Nothing of yours is kept here yet.'", seconds=SOON)
    offered = "[...document.querySelectorAll('#data button, #data table')].filter(each => each.checkVisibility())"
    assert pupil.js(f"{offered}.length") == 0


def test_nothing_is_deleted_unless_the_question_is_answered_so(owner):
    for leave in (lambda: owner.key("Escape"), lambda: owner.click("#data dialog button")):
        owner.click("#data .delete-all")
        leave()
        owner.wait("!document.querySelector('#data dialog').open", seconds=SOON)
        assert owner.js(FOCUS) == "delete-all"
        assert owner.js(ROWS) == ALL


def test_all_is_deleted_here_and_in_another_tab_and_brought_back_in_both(owner, whole):
    probabilities = settle(owner)["probabilities"]
    other = owner.context.new_page()
    other.goto(whole.url)
    wait_in(other, "document.getElementById('views').dataset.state === 'ready'", seconds=BOOT)
    wait_in(other, f"{KEPT} === '12 drawings are kept.' && {OWN}", seconds=SOON)
    owner.tab.bring_to_front()
    question = confirmed(owner, ".delete-all", [])
    assert question.startswith("Delete 12 drawings, your own network and the drawing on the pad?")
    assert (kept(owner), owner.js("Object.keys(localStorage)")) == ([], [])
    owner.wait(f"{STORED}.then(all => all.length === 0)", seconds=SOON)
    assert not owner.js(OWN)
    wait_in(other, f"{KEPT} === 'No drawings are kept yet.' && !{OWN}", seconds=SOON)
    undone(owner, ALL)
    assert settle(owner)["probabilities"] == pytest.approx(probabilities, abs=1e-6)
    wait_in(other, f"{KEPT} === '12 drawings are kept.' && {OWN}", seconds=SOON)
    other.close()
    visit(owner, whole.url)
    owner.wait(OWN, seconds=SOON)
    assert len(owner.js(STORED)) == 12
    assert settle(owner)["probabilities"] == pytest.approx(probabilities, abs=1e-6)


def test_what_is_deleted_is_gone_at_the_next_visit(owner, whole):
    confirmed(owner, ".delete-network", [ALL[0], ALL[2]])
    confirmed(owner, ".delete-drawings", [ALL[2]])
    undone(owner, [ALL[0], ALL[2]])
    undone(owner, ALL)
    confirmed(owner, ".delete-all", [])
    visit(owner, whole.url)
    assert owner.js(KEPT) == "No drawings are kept yet."
    assert not owner.js(OWN)
    assert kept(owner) == []


def test_one_file_takes_everything_to_another_browser_and_the_trainer_reads_it(owner, engine, whole, tmp_path):
    probabilities = settle(owner)["probabilities"]
    text = exported(owner)
    (tmp_path / "mine.jsonl").write_text(text, encoding="utf-8")
    assert len(drawings.read(tmp_path / "mine.jsonl")) == 12
    page = engine.new_page()
    visit(page, whole.url)
    told = bring(page, "mine.jsonl", text)
    assert told == ("mine.jsonl: 12 new, 0 there already, 0 refused. Your own network is back. What was chosen is back from"
                    " the next visit on.")
    assert bring(page, "again.jsonl", text) == (
        "again.jsonl: 0 new, 12 there already, 0 refused. Your own network is there already.")
    visit(page, whole.url)
    page.wait(OWN, seconds=SOON)
    assert settle(page)["probabilities"] == pytest.approx(probabilities, abs=1e-6)
    page.close()


DAMAGED = ['{"inkling":', '{"inkling":"network"}', '{"inkling":"network","weights":{"format":"x"}}',
           '{"inkling":"kept","items":7}', '{"inkling":"later"}', '{"inkling":"network","weights":null}']


def test_a_damaged_line_of_such_a_file_is_said_and_costs_nothing_else(pupil):
    for at, text in enumerate(DAMAGED):
        drawing = [[[x + at, y] for x, y in stroke] for stroke in FOUR]
        told = bring(pupil, f"odd-{at}.jsonl", text + "\n" + line("4", drawing))
        assert told.startswith(f"odd-{at}.jsonl: 1 new, 0 there already, 0 refused."), text
        assert not pupil.problems, text


def test_the_one_before_the_last_lesson_can_be_had_back(owner):
    owner.click("#clear")
    draw(owner, DOUBTFUL)
    first = settle(owner)["probabilities"]
    keep(owner, DOUBTFUL, 9)
    learn(owner)
    second = settle(owner)["probabilities"]
    assert max(abs(a - b) for a, b in zip(first, second, strict=True)) > 1e-3
    owner.click("#teach .former")
    owner.wait(f"Math.abs(document.getElementById('p4').value - {first[4]!r}) < 1e-9", seconds=SOON)
    assert settle(owner)["probabilities"] == pytest.approx(first, abs=1e-9)

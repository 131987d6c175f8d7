"""Teaching it one's handwriting: a lesson changes what is asked to change and nothing else."""
import json
import re
import subprocess
import sys

import pytest

from app.core import weights
from tests.drawings import FOUR, THREE
from tests.e2e import sites
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, SOON, draw, only_chromium, seen, settle
from tests.e2e.teaching import ASKED, CATCH, COUNTS, OUTCOME, STORED, bring, is_one_sentence, keep, learn, line, lines, visit

pytestmark = only_chromium


def test_collecting_asks_for_digits_in_turn_and_counts_them(pupil):
    pupil.click("#teach .collect")
    asked = []
    for _ in range(3):
        digit = int(re.match(r"Draw an? (\d)\. You have none yet\.", pupil.js(ASKED))[1])
        assert str(digit) in pupil.js("document.getElementById('hint').innerText")
        asked.append(digit)
        draw(pupil, THREE if len(asked) % 2 else FOUR)
        pupil.wait("!document.querySelector('#ask .keep').disabled", seconds=SOON)
        if len(asked) == 3:  # the very drawing of before
            break
        before = pupil.js(ASKED)
        pupil.click("#ask .keep")
        pupil.wait(f"{ASKED} !== {json.dumps(before)}", seconds=SOON)
        assert not seen(pupil)["clear"]  # an empty pad for the next one
    assert len(set(asked)) == 3
    assert [digit for digit, count in enumerate(pupil.js(COUNTS)) if count] == sorted(asked[:2])
    pupil.click("#ask .stop")
    assert re.fullmatch(f"This drawing is kept as an? {asked[0]} already.", pupil.js(ASKED))
    assert "Try drawing" in pupil.js("document.getElementById('hint').innerHTML")


def test_on_the_wall_a_drawing_is_relabelled_deleted_and_brought_back(pupil):
    keep(pupil, THREE, 8)
    keep(pupil, FOUR, 4)
    pupil.wait("document.querySelectorAll('#teach .wall .wrong').length === 1", seconds=SOON)  # the 3 that is called an 8
    wall = "[...document.querySelectorAll('#teach .wall button')].map(each => each.getAttribute('aria-label'))"
    assert pupil.js(wall) == ["Your drawing 2, a 4", "Your drawing 1, an 8, read as a 3 (8\u21923)"]
    pupil.click("#teach .wall li:nth-child(2) button")
    pupil.tab.select_option("#teach .relabel", "3")
    pupil.wait(f"{STORED}.then(all => all[0][0] === '3')", seconds=SOON)
    assert pupil.js(COUNTS)[3] == 1
    pupil.click("#teach .delete")
    pupil.wait(f"{STORED}.then(all => all.length === 1)", seconds=SOON)
    pupil.click("#teach .undo")
    pupil.click("#teach .undo")
    pupil.wait(f"{STORED}.then(all => JSON.stringify(all) === '[[\"8\",1],[\"4\",2]]')", seconds=SOON)


# Lessons

@pytest.fixture
def fifty(pupil):
    """A page with fifty drawings, five of each digit: threes and fours, but called by all the names there are."""
    text = "".join(line(str(at % 10), [[[x + at, y * (1 + at / 100)] for x, y in stroke] for stroke in (THREE, FOUR)[at % 2]])
                   for at in range(50))
    assert bring(pupil, "fifty", text) == "fifty: 50 new, 0 there already, 0 refused."
    return pupil


def test_a_lesson_can_be_cancelled_and_begun_again_shows_its_way_and_the_page_answers_meanwhile(fifty):
    fifty.click("#teach .run")
    fifty.wait("document.querySelector('#teach progress').value > 0.1", seconds=BOOT)
    fifty.click("#teach .cancel")
    fifty.wait(f"{OUTCOME} === 'Cancelled; nothing has changed.'", seconds=SOON)
    fifty.wait("!document.querySelector('#teach .run').disabled", seconds=SOON)
    fifty.js("""(() => {
        seen = {shares: [], curves: 0};
        const note = () => { seen.shares.push(document.querySelector("#teach progress").value); };
        new MutationObserver(note).observe(document.querySelector("#teach .curve path"), {attributes: true});
    })()""")
    fifty.click("#teach .run")
    fifty.wait(f"{OUTCOME} !== 'Cancelled; nothing has changed.'", seconds=SOON)
    fifty.wait("document.querySelector('#teach progress').value > 0.2", seconds=BOOT)
    draw(fifty, FOUR)
    answer = settle(fifty)
    under_way = fifty.js("document.querySelector('#teach .adopt').disabled")
    assert (answer["digit"], answer["source"], under_way) == ("4", "full", True)
    fifty.wait("!document.querySelector('#teach .adopt').disabled", seconds=BOOT)
    assert len(set(fifty.js("seen.shares"))) > 10
    rows = fifty.js("[...document.querySelectorAll('#teach .result tbody tr')].map(each => each.innerText)")
    assert re.fullmatch(r"your drawings held out\s+\d+ of 10 \(.+%\)\s+\d+ of 10 \(.+%\)", rows[0])
    assert re.fullmatch(r"MNIST, images not learnt from\s+1,9\d\d of 2,000 \(.+%\)\s+1,\d{3} of 2,000 \(.+%\)", rows[1])
    fifty.click("#teach .discard")
    fifty.wait(f"{OUTCOME} === 'Discarded; nothing has changed.'", seconds=SOON)
    assert "tuned" not in fifty.js("document.querySelector('#compare').textContent")


def test_the_tuned_network_is_saved_as_a_weights_file_that_everything_reads_and_answers_until_another_one_does(fifty):
    fifty.click("#teach .run")
    fifty.wait("!document.querySelector('#teach .adopt').disabled", seconds=BOOT)
    fifty.click("#teach .adopt")
    fifty.wait(f"{OUTCOME} === 'Your own network answers at the pad now.'", seconds=SOON)
    fifty.wait("!document.querySelector('#teach .save').disabled", seconds=SOON)
    fifty.js(CATCH)
    fifty.click("#teach .save")
    fifty.wait("caught.length === 1", seconds=SOON)
    tuned = weights.parse(fifty.js("caught[0]"))
    assert (tuned.name, tuned.training["drawings"], tuned.training["held_out"]) == ("inkling-mine", 40, 10)
    draw(fifty, THREE)
    settle(fifty)
    fifty.wait("document.getElementById('read-by').textContent.includes('Read by: your own network')", seconds=SOON)
    fifty.click("#read-by button")
    fifty.wait(f"!{OUTCOME}.includes('answers at the pad')", seconds=SOON)
    fifty.wait("!document.getElementById('read-by').checkVisibility()", seconds=SOON)


def test_the_figure_of_the_network_that_answers_stands_there_before_anything_else_is_opened(pupil, site):
    index = json.loads((site / "weights/index.json").read_text(encoding="utf-8"))
    [shipped] = [each for each in index["networks"] if each["name"] == index["default"]]
    bring(pupil, "one", line("3", THREE))
    figure = f"{100 * shipped['metrics']['mnist-test']['accuracy']:.2f}% right"
    assert pupil.js("document.querySelector('#teach .shift tr td').textContent") == figure
    assert not pupil.js("document.getElementById('compare').open")


def test_where_the_images_to_mix_in_are_missing_a_sentence_says_so(page, site, tmp_path):
    with hosting(site, scratch=tmp_path) as host:
        host.lose("data/mnist-lesson.bin")
        visit(page, host.url)
        bring(page, "twelve", lines(12))
        page.click("#teach .run")
        page.wait(f"{OUTCOME}.includes('built without')", seconds=SOON)
        assert is_one_sentence(page.js(OUTCOME))


def test_accuracy_on_ones_own_drawings_stands_beside_that_on_mnist(fifty):
    fifty.wait("/\\d of 50 right/.test(document.querySelector('#teach .shift').textContent)", seconds=SOON)
    rows = fifty.js("[...document.querySelectorAll('#teach .shift tr')].map(each => each.innerText)")
    assert re.fullmatch(r"MNIST\s+99\.\d\d% right", rows[0])
    right = int(re.fullmatch(r"your drawings\s+(\d+) of 50 right", rows[1])[1])
    assert right < 25  # most of them bear a wrong label
    assert "that gap is what a lesson can close" in fifty.js("document.querySelector('#teach .gap').textContent")


def test_page_and_command_line_learn_the_same_from_the_same_drawings(pupil, tmp_path, rng):
    """A hand that slants more than any the network has seen; drawings held out and read rightly differ by one at most."""
    drawings = []
    for at in range(80):
        label, shape = [("3", THREE), ("4", FOUR)][at % 2]
        slant = rng.normal(1.1, 0.2)
        drawings.append(line(label, [[[round(x - slant * y, 2), y] for x, y in stroke] for stroke in shape]))
    own, out = tmp_path / "own.jsonl", tmp_path / "mine.json"
    own.write_text("".join(drawings), encoding="utf-8")
    command = [sys.executable, "-m", "trainer", "finetune", "--weights", "weights/inkling.json", "--drawings", str(own),
               "--out", str(out)]
    subprocess.run(command, cwd=sites.ROOT, check=True, capture_output=True)
    theirs = json.loads(out.read_text(encoding="utf-8"))["metrics"]
    assert bring(pupil, "own.jsonl", "".join(drawings)) == "own.jsonl: 80 new, 0 there already, 0 refused."
    pupil.click("#teach .run")
    pupil.wait("!document.querySelector('#teach .adopt').disabled", seconds=BOOT)
    pupil.js(CATCH)
    pupil.click("#teach .adopt")
    pupil.wait("!document.querySelector('#teach .save').disabled", seconds=SOON)
    pupil.click("#teach .save")
    pupil.wait("caught.length === 1", seconds=SOON)
    ours = json.loads(pupil.js("caught[0]"))["metrics"]
    assert ours["own-drawings"]["n"] == theirs["own-drawings"]["n"] == 20
    assert abs(ours["own-drawings"]["accuracy"] - theirs["own-drawings"]["accuracy"]) <= 1 / 20


def test_the_pages_own_python_answers_with_the_tuned_network_where_the_worker_cannot(engine, site, tmp_path):
    page = engine.new_page(service_workers="block")
    with hosting(site, scratch=tmp_path, stored=False) as host:
        visit(page, host.url)
        bring(page, "twelve", lines(12, FOUR, THREE))
        draw(page, THREE)
        shipped = settle(page)["probabilities"]
        learn(page)
        tuned = settle(page)["probabilities"]
        assert max(abs(a - b) for a, b in zip(shipped, tuned, strict=True)) > 0.01
        host.lose("pyodide/pyodide.asm.wasm")
        visit(page, host.url, "failed")
        page.wait("!document.querySelector('#teach .back').disabled", seconds=SOON)
        alone = settle(page)
        assert alone["source"] == "instant"
        assert alone["probabilities"] == pytest.approx(tuned, abs=1e-3)
        page.click("#teach .back")
        page.wait("document.querySelector('#teach .back').textContent === 'Let mine answer'", seconds=SOON)
        assert settle(page)["probabilities"] == pytest.approx(shipped, abs=1e-3)
    page.close()

"""Lesson 7, played: a network learns as the recorded one did, by edited code, too, and reads on the first page."""
import pytest

from app.build.packs import TRAINING
from app.lessons.training.training import RECORDED, percent
from tests.drawings import FOUR
from tests.e2e.lessons import code_shown, open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import BOOT, SOON, draw, only_chromium, settle, until

pytestmark = only_chromium

UNTRAINED = "document.querySelector('#progress').textContent.startsWith('Epoch 0') && !document.getElementById('train').disabled"
SHARE = "parseFloat(document.querySelector('#progress b').textContent)"
ENDED = "document.getElementById('progress').textContent.includes('all its epochs')"


@pytest.fixture(scope="module")
def pupil(engine, site, lessons):
    if not (site / TRAINING).exists():
        pytest.skip("the site was built without MNIST's images, which could not be fetched here")
    page = engine.new_page()
    yield page
    page.close()


def test_a_network_learns_to_read_as_the_recorded_one_did_and_then_reads_on_the_first_page(pupil, lessons):
    open_lesson(pupil, lessons, "training", "#epochs=3")
    pupil.wait(UNTRAINED, seconds=BOOT)
    shows(pupil, "#progress", percent(RECORDED[0][4]))
    assert text(pupil, "#design") == "784 → 128 → 64 → 10: 109,386 numbers to find"
    pupil.click("#batch")
    shows(pupil, "#progress", "1 of 469 batches")  # 15,000 / 32 = 468.75
    pupil.click("#train")  # from where it is: however it was stepped, the same seed gives the same curve
    shows(pupil, "#train", "Pause")
    pupil.wait(ENDED, seconds=BOOT)
    recorded = next(point for point in RECORDED if point[0] == 3)
    shows(pupil, "#progress", percent(recorded[4]))
    assert pupil.js(SHARE) > 95
    shows(pupil, "#reading .digit", "3")

    pupil.click("#lend")
    pupil.wait("!!document.getElementById('answer')", seconds=SOON)
    until(pupil, "ready", seconds=BOOT)
    pupil.wait("document.querySelector('#views').dataset.state === 'ready'", seconds=SOON)
    draw(pupil, FOUR)
    pupil.wait("document.querySelector('#read-by').textContent.includes('784-128-64-10, ReLU, trained in this browser')",
               seconds=SOON)
    assert settle(pupil)["digit"] == "4"
    pupil.click("#read-by button")
    pupil.wait("document.querySelector('#read-by span').textContent === ''", seconds=SOON)


def test_edited_code_trains_until_it_is_restored_and_code_that_never_ends_is_stopped_with_its_worker(pupil, lessons):
    open_lesson(pupil, lessons, "training", "#images=300&epochs=12&hidden=16-16")
    pupil.wait(UNTRAINED, seconds=BOOT)
    assert "def train_batch" in code_shown(pupil)
    said = run_code(pupil, "run.optimiser.step(run.parameters, flat, rate)", "run.optimiser.step(run.parameters, flat, -rate)")
    assert said.startswith("It runs")
    pupil.wait(UNTRAINED, seconds=SOON)
    pupil.click("#train")
    pupil.wait(ENDED, seconds=BOOT)
    assert pupil.js(SHARE) < 20  # it climbed
    run_code(pupil, "settings, network = run.settings, run.network", "{}['nothing']")
    pupil.click("#batch")
    pupil.wait("document.getElementById('trouble').textContent.includes('KeyError')", seconds=SOON)

    run_code(pupil, "{}['nothing']", "while True: pass")
    pupil.wait(UNTRAINED, seconds=SOON)
    pupil.click("#batch")
    set_to(pupil, seed=5)  # the page is not held up
    shows(pupil, "#progress", "Epoch 0")
    pupil.click(".editor .stop")
    pupil.wait("document.getElementById('train').disabled", seconds=SOON)
    pupil.wait(UNTRAINED, seconds=BOOT)  # by another worker
    shows(pupil, ".editor .said", "Stopped")
    pupil.click(".editor .restore")
    pupil.click("#train")
    pupil.wait(ENDED, seconds=BOOT)
    assert pupil.js(SHARE) > 50
    assert code_shown(pupil).count("while True") == 0

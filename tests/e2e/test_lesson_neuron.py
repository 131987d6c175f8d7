"""In every engine: lesson 2, played, a sum worked by hand, a task solved, code changed and restored. In one: all others play."""
from tests.e2e.lessons import NAMES, open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import SOON, only_chromium


def test_the_neuron_adds_up_what_is_set_and_decides_and_its_code_can_be_changed(page, lessons):
    """In all engines: the core journey of a lesson."""
    open_lesson(page, lessons, "neuron")
    # 3 * -1 + 1 * 1 + 2 * 1 - 1 = -1
    assert text(page, "#decision") == "Stay at home."
    set_to(page, w1=2, bias="-0.5")
    # 2 * -1 + 1 * 1 + 2 * 1 - 0.5 = 0.5
    shows(page, "#sum", "=0.50")
    shows(page, "#decision", "Go to the beach.")
    set_to(page, task="two", w1=1, w2=1, w3=1, bias=0)
    shows(page, "#score", "8 of 8")
    page.wait("new URLSearchParams(location.hash.slice(1)).get('task') === 'two'", seconds=SOON)
    said = run_code(page, "total > 0", "total > 9")
    assert said.startswith("It runs")
    shows(page, "#score", "4 of 8")  # nobody ever goes, and on four days one should
    page.click(".editor .restore")
    shows(page, "#score", "8 of 8")


@only_chromium
def test_every_lesson_plays(page, lessons):
    for name in NAMES:
        open_lesson(page, lessons, name)
        assert text(page, "#trouble") == "", name
        page.wait("document.querySelector('.editor textarea')?.value.includes('def ')", seconds=SOON)

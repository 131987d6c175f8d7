"""Driving a lesson: opening it, setting what can be set, running its code."""
from app.build.frame import LESSONS
from tests.e2e.pad import SOON
from tests.e2e.sites import ROOT

NAMES = sorted({path.parent.name for path in (ROOT / LESSONS).glob("*/index.html")} - {"embedding"})  # which is none
READY = "document.documentElement.dataset.state === 'ready'"
# What a hand or an arrow key does to a control, for engines whose drivers cannot move a slider to a value.
SET = """(() => {
    const control = document.querySelector(`form.play [name=${argument.name}]`);
    control.value = argument.value;
    control.dispatchEvent(new Event("input", {bubbles: true}));
})()"""
SAID = "document.querySelector('.editor .said').textContent"


def open_lesson(page, address, name, fragment=""):
    """Open the lesson afresh, with this in its address, and wait until it plays."""
    page.open("about:blank")
    page.open(f"{address}app/lessons/{name}/{fragment}")
    page.wait(READY, seconds=60)


def set_to(page, **values):
    """Set controls of the lesson by their names."""
    for name, value in values.items():
        page.js(SET, {"name": name, "value": str(value)})


def text(page, selector):
    return page.js("document.querySelector(argument).textContent.replace(/\\s+/g, ' ').trim()", selector)


def shows(page, selector, words):
    """Wait until the element's text holds these words."""
    page.wait(f"document.querySelector({selector!r}).textContent.replace(/\\s+/g, ' ').includes({words!r})", seconds=SOON)


def code_shown(page):
    """The code in the lesson's editor, once its file has arrived."""
    page.wait("document.querySelector('.editor textarea')?.value", seconds=SOON)
    return page.js("document.querySelector('.editor textarea').value")


def run_code(page, old, new):
    """Change the code that is shown, and run it; waits until the page says what came of it, and returns that."""
    code = code_shown(page)
    assert old in code
    page.js("""(() => {
        const area = document.querySelector(".editor textarea");
        area.value = argument;
        area.dispatchEvent(new Event("input", {bubbles: true}));
    })()""", code.replace(old, new))
    page.click(".editor .run")
    page.wait(f"!['', 'Running\u2026'].includes({SAID})", seconds=SOON)
    return page.js(SAID)

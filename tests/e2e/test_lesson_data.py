"""Lesson 1, played: steps of grouping, a drawing and its numbers, code changed and restored."""
from tests.e2e.lessons import open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import SOON, only_chromium

pytestmark = only_chromium


def test_pictures_are_grouped_step_by_step_and_a_drawing_becomes_numbers(page, lessons):
    open_lesson(page, lessons, "data")
    assert "102 of 200" in text(page, "#outcome")  # as the text below says
    page.click("[data-set='steps=0']")
    shows(page, "#outcome", "At the beginning:")
    page.click("#step")
    shows(page, "#outcome", "After 1 step:")
    set_to(page, k=2, seed=8, steps=24)
    # two groups, and of no digit more than 21 of the 200
    shows(page, "#outcome", "42 of 200 pictures, 21%")
    page.wait("new URLSearchParams(location.hash.slice(1)).get('k') === '2'", seconds=SOON)
    page.click("form.play [name=labels]")
    page.wait("!document.getElementById('groups').textContent.includes('×')", seconds=SOON)
    page.click("[data-reset]")
    shows(page, "#outcome", "102 of 200")

    page.click("#clear")
    shows(page, "#inked", "all 784 numbers are 0")
    shows(page, "#before-share", "nothing")
    page.click("#undo")
    shows(page, "#after-share", "100%")
    page.js("document.getElementById('seen').focus()")
    # the middle pixel of 784 = 28 * 14 + 14
    shows(page, "#pointed", "Row 14, column 14:")

    said = run_code(page, "(a - b) * (a - b)", "1")
    assert said.startswith("It runs")
    # all centres are as near: each picture goes to the first one, in which no digit is commoner than 21
    shows(page, "#outcome", "21 of 200")
    page.click(".editor .restore")
    shows(page, "#outcome", "102 of 200")

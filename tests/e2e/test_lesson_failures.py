"""Lesson 9, played: drawings that fool one network or both, images made otherwise, code that judges otherwise."""
from tests.e2e.lessons import open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import SOON, draw, only_chromium

pytestmark = only_chromium
# The leftmost column of the image that has ink in it.
FIRST_COLUMN = """Math.min(...[...document.querySelectorAll("#image path")].flatMap(path =>
    [...(path.getAttribute("d") ?? "").matchAll(/M(\\d+)/g)].map(([, x]) => Number(x))))"""


def example(page, name):
    page.js("[...document.querySelectorAll('[data-example]')].find(button => button.textContent === argument).click()", name)


def test_two_networks_read_one_drawing_as_the_page_tells_and_other_code_judges_otherwise(page, lessons):
    open_lesson(page, lessons, "failures")
    # What the unit tests say of the same strokes, by the page's own Python.
    assert text(page, "#plain-says") == "7 sure: 98.0%"
    assert text(page, "#inkling-says") == "1 sure: over 99.9%"
    example(page, "letter A")
    shows(page, "#plain-says", "4 sure: 99.1%")
    shows(page, "#inkling-says", "not sure: 10.8%")
    example(page, "small 3")
    shows(page, "#inkling-says", "3 sure")
    page.click("input[name=place][value=as-drawn]")
    shows(page, "#inkling-says", "6 sure: 99.7%")
    page.wait("location.hash.includes('place=as-drawn')", seconds=SOON)

    # Nothing is sure for code that asks for more than certainty, and the digits stay.
    assert run_code(page, "best >= sure_threshold", "best > 1").startswith("It runs")
    shows(page, "#inkling-says", "6? not sure: 99.7%")
    page.click(".editor .restore")
    shows(page, "#inkling-says", "6 sure: 99.7%")

    # A stroke of one's own takes the example's place, and pixels to the right are pixels in the picture.
    page.click("[data-reset]")
    shows(page, "#plain-says", "7 sure: 98.0%")
    draw(page, [[(50, 15), (50, 85)]])
    shows(page, "#plain-says", "1 sure")
    shows(page, "#inkling-says", "1 sure")
    first = page.js(FIRST_COLUMN)
    set_to(page, right=3)
    page.wait(f"{FIRST_COLUMN} === {first + 3}", seconds=SOON)
    page.click("#clear")
    shows(page, "#plain-says", "nothing to read")

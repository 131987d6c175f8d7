"""Lesson 8, played: a sum worked by hand, kernels, a window that is pointed at, other code, and layers by the full Python."""
from tests.e2e.lessons import open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import BOOT, SOON, draw, only_chromium

pytestmark = only_chromium
WINDOW = "[...document.querySelector('#image .window').attributes].map(each => each.value).join(' ')"
MIDDLE = "(box => [box.left + box.width * argument[1], box.top + box.height * argument[2]])" \
         "(document.querySelector(argument[0]).getBoundingClientRect())"


def point_at(page, selector, across, down):
    """Press there, at a share of the picture's width and height."""
    page.js("document.querySelector(argument).scrollIntoView({block: 'center', behavior: 'instant'})", selector)
    page.press(*page.js(MIDDLE, [selector, across, down]))
    page.release()


def test_the_window_slides_its_kernel_can_be_changed_and_so_can_the_code(page, lessons):
    open_lesson(page, lessons, "convolutions")
    assert "+1.00·1=2.77" in text(page, "#sum")
    page.click("#clear")
    draw(page, [[(50, 15), (50, 85)]])
    shows(page, "#strongest", "of 26 times 26")
    page.wait("parseFloat(document.querySelector('#strongest b').textContent) > 2", seconds=SOON)
    point_at(page, "#image svg", 14.5 / 28, 0.5)  # the window's middle is on pixel 14, 14
    page.wait(f"{WINDOW} === 'window on-ink 13 13 3 3'", seconds=SOON)
    assert page.js("[document.getElementById('x').value, document.getElementById('y').value]") == ["13", "13"]
    # With 1 in the middle and 0 around it the pixel itself is left, and full ink is 1; with 2 it is 2.
    set_to(page, **{f"k{at + 1}": int(at == 4) for at in range(9)})
    shows(page, "#strongest", "1.00, of")
    set_to(page, k5=2)
    shows(page, "#strongest", "2.00, of")
    page.wait("location.hash.includes('k5=2')", seconds=SOON)
    set_to(page, filter="3")
    shows(page, "#strongest", "of 24 times 24")
    page.click("[data-set^='filter=own k1=-1 k2=0']")
    shows(page, "#strongest", "of 26 times 26")

    # Each sum twice as large: the strongest too.
    before = float(text(page, "#strongest b"))
    assert run_code(page, "row.append(total)", "row.append(2 * total)").startswith("It runs")
    page.wait(f"Math.abs(parseFloat(document.querySelector('#strongest b').textContent) - {2 * before}) < 0.02", seconds=SOON)
    page.click(".editor .restore")
    page.wait(f"Math.abs(parseFloat(document.querySelector('#strongest b').textContent) - {before}) < 0.001", seconds=SOON)


def test_the_layers_follow_the_drawing_once_the_full_python_is_there(page, lessons):
    open_lesson(page, lessons, "convolutions")
    assert text(page, "#layers-of").endswith("the 3 that this page begins with.")
    still = page.js("document.querySelector('#layer4').innerHTML")
    page.wait("document.getElementById('full').dataset.full === 'ready'", seconds=BOOT)
    shows(page, "#layers-of", "what is on the pad")
    # The full Python finds what plain Python found when the site was built.
    assert page.js("document.querySelector('#layer4').innerHTML") == still
    page.js("[...document.querySelectorAll('[data-example]')].find(button => button.textContent === '8').click()")
    shows(page, "#reads", "It reads 8")
    set_to(page, right=-6)
    shows(page, "#reads", "It reads 2, with 95.9%")
    assert page.js("document.querySelector('#layer4').innerHTML") != still
    assert text(page, "#trouble") == ""

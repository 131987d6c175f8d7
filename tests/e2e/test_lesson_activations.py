"""Lesson 4, played: a curve dragged, softmax worked by hand, code changed and restored."""
from tests.e2e.lessons import open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import SOON, only_chromium

pytestmark = only_chromium
LINE = "document.querySelector('#straight .curve').getAttribute('d')"


def test_a_bend_shows_value_and_slope_and_softmax_shares_out(page, lessons):
    open_lesson(page, lessons, "activations")
    assert text(page, "#all tr.now") == "sigmoid0.7310.197"
    set_to(page, z=2)
    shows(page, "#all tr.now", "sigmoid0.8810.105")  # 0.881 * 0.119
    page.click("[name=kind][value=relu]")
    shows(page, "#all tr.now", "ReLU2.0001.000")
    page.js("document.querySelector('#curve').scrollIntoView({block: 'center'})")
    page.js("""(() => {
        const area = document.querySelector("#curve .drag"), box = area.getBoundingClientRect();
        const at = {clientX: box.left + box.width / 4, clientY: box.top + 5, bubbles: true, pointerId: 7, button: 0};
        area.dispatchEvent(new PointerEvent("pointerdown", at));
        document.dispatchEvent(new PointerEvent("pointerup", at));
    })()""")
    shows(page, "#all tr.now", "ReLU0.0000.000")  # a quarter of the way from -6 to 6 is -3
    assert text(page, "output[data-of=z]") == "\u22123.00"

    page.click("[name=view][value=softmax]")
    page.wait("document.querySelector('[data-if=\"view=curve\"]').hidden", seconds=SOON)
    set_to(page, z3=1, z5=0, z8=0)
    # e = 2.718 of 4.718
    shows(page, "#logits", "57.6%")
    set_to(page, more=1000)
    shows(page, "#logits", "1001.0")
    shows(page, "#logits", "57.6%")
    set_to(page, t=0.5)
    shows(page, "#logits", "78.7%")  # e^2 = 7.389 of 9.389

    before = page.js(LINE)
    assert run_code(page, "max(0, z)", "max(0.1 * z, z)").startswith("It runs")
    page.wait(f"{LINE} !== {before!r}", seconds=SOON)
    page.click(".editor .restore")
    page.wait(f"{LINE} === {before!r}", seconds=SOON)
    page.click("[data-reset]")
    shows(page, "#logits", "66.5%")

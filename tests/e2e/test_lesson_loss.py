"""Lesson 5, played: both losses worked by hand, the staircase, code changed and restored."""
from tests.e2e.lessons import open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import SOON, only_chromium

pytestmark = only_chromium
# A press at a share of the width of a picture that can be dragged in.
PRESS = """(() => {
    const area = document.querySelector(argument.place + " .drag"), box = area.getBoundingClientRect();
    const at = {clientX: box.left + argument.share * box.width, clientY: box.top + 5, bubbles: true, pointerId: 7, button: 0};
    area.dispatchEvent(new PointerEvent("pointerdown", at));
    document.dispatchEvent(new PointerEvent("pointerup", at));
})()"""


def test_losses_slopes_and_stairs_follow_what_is_set(page, lessons):
    open_lesson(page, lessons, "loss")
    assert text(page, "#digits tr.now") == "30.8001\u22120.200\u22120.0640"  # 0.8 * (-0.2 - (0.8 * -0.2 + 0.2 * 0.2))
    set_to(page, p=0.01)
    shows(page, "#both", "=4.605")
    shows(page, "#digits tr.now", "30.0101\u22120.990\u22120.0196")
    set_to(page, label=5)
    shows(page, "#digits tr.now", "50.0101\u22120.990")
    page.js(PRESS, {"place": "#losses", "share": 1})  # at the right end: all of the probability
    shows(page, "#both", "=0.000")
    page.click("[name=rest][value=shared]")
    set_to(page, p=0.1)
    shows(page, "#both", "=0.450")  # (0.9 * 0.9 + 9 * 0.1 * 0.1) / 2

    page.click("[name=view][value=ten]")
    page.wait("document.querySelector('[data-if=\"view=one\"]').hidden", seconds=SOON)
    shows(page, "#nudge", "right of 10770")
    shows(page, "#nudge", "average loss0.56590.5632\u22120.0027")
    set_to(page, weight=0)  # the same for all: an 8, which half of them are; and the loss is the mean of ln(1 + e^-1), ln(1 + e)
    shows(page, "#nudge", "right of 10550")
    shows(page, "#nudge", "average loss0.8133")
    page.js(PRESS, {"place": "#stairs", "share": 1})
    shows(page, "output[data-of=weight]", "3.00")

    assert run_code(page, "-math.log(probabilities[label])", "1 - probabilities[label]").startswith("It runs")
    page.click("[name=view][value=one]")
    shows(page, "#both", "=0.900")
    page.click(".editor .restore")
    shows(page, "#both", "=2.303")
    page.click("[data-reset]")
    shows(page, "#both", "=0.223")

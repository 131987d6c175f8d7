"""Lesson 6, played: down a curve by steps and at once, three ways, the chain rule, a nudge; code that climbs, and restored."""
from tests.e2e.lessons import open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import SOON, only_chromium

pytestmark = only_chromium


def test_one_rolls_down_a_curve_and_climbs_it_once_the_sign_is_turned(page, lessons):
    open_lesson(page, lessons, "descent")
    # -2 - 0.3 * -3 = -1.1, and next -1.1 - 0.3 * -2.1 = -0.47
    assert text(page, "#came").startswith("After 1 step w is \u22121.10")
    page.click("#step")
    shows(page, "#came", "After 2 steps w is \u22120.47")
    set_to(page, rate=2, steps=3)
    # 3 from the bottom at 1, on the other side after each odd step
    shows(page, "#came", "w is 4.00 and the loss 4.50: back and forth, for ever.")
    set_to(page, curve="two", start=3, rate="0.3", steps=29)
    page.click("[data-run=steps]")
    shows(page, "#came", "After 30 steps w is 3.69 and the loss 1.69: the higher valley")
    box = page.tab.locator("[data-drag]").bounding_box()
    page.tab.locator("[data-drag]").click(position={"x": 0.2 * box["width"], "y": 0.5 * box["height"]})
    shows(page, "#came", "the lower valley.")  # a fifth of the way from -4 to 6
    assert abs(float(page.js("document.getElementById('start').value")) + 2) <= 0.1
    page.click("[data-reset]")
    shows(page, "#came", "After 1 step w is \u22121.10")
    said = run_code(page, "w - rate * slope", "w + rate * slope")
    assert said.startswith("It runs")
    # -2 + 0.3 * -3 = -2.9, 3.9 from the bottom, whose loss is 3.9 * 3.9 / 2 = 7.605; and next -2.9 + 0.3 * -3.9 = -4.07
    shows(page, "#came", "w is \u22122.90 and the loss 7.6")
    shows(page, "#next", "=\u22124.07")
    shows(page, ".editor output", "= [-2, -8, -26, -80, -242]")  # three times as far from 1 each time
    page.click(".editor .restore")
    shows(page, "#came", "After 1 step w is \u22121.10")


def test_three_ways_the_chain_rule_and_a_nudge(page, lessons):
    open_lesson(page, lessons, "descent", "#rate=1&x=1")
    shows(page, "#came", "w is 1.00 and the loss 0.00: the bottom.")
    shows(page, "#race tr:nth-child(2)", "\u2713")
    page.click("[data-set='pace=0.08']")
    shows(page, "#race tr:nth-child(1)", "\u2713")
    page.click("[data-set='pace=0.2']")
    shows(page, "#race tr:nth-child(2)", "flown off")
    shows(page, "#race tr:nth-child(3)", "\u2713")
    # z = 1 * 1 - 1 = 0, a = 0.5, t = 0: 0.5 * 0.25 * 1
    set_to(page, w=1, t=0)
    shows(page, "#product", "=0.125")
    page.click("[data-set='x=2 w=0.5 b=-1 t=1']")
    shows(page, "#product", "=\u22120.250")
    shows(page, "#moved", "from 0.1250 to 0.0608")
    shows(page, "#agreement", "By backpropagation: \u22120.250000000. They are about 8 \u00b7 10\u207b\u2074 apart.")
    set_to(page, power=2)
    shows(page, "#agreement", "h is 10\u207b\u00b2. By")
    shows(page, "#agreement", "They are about 8 \u00b7 10\u207b\u2076 apart.")
    set_to(page, power=12)
    shows(page, "#agreement", "about 2 \u00b7 10\u207b\u2075 apart.")  # rounding: worse than at two places
    page.wait("document.getElementById('told').textContent.startsWith('h is 10')", seconds=SOON)
    run_code(page, "a * (1 - a)", "a / (1 - a)")
    # 0.5 / 0.5 = 1 for the sigmoid's slope: -0.5 * 1 * 2, four times what the nudge says
    shows(page, "#product", "=\u22121.000")
    shows(page, "#agreement", "By backpropagation: \u22121.000000000.")
    shows(page, "#nudge", "=\u22120.2500")

"""Lesson 3, played: sizes counted by hand, a neuron chosen, a drawing read, code changed and restored."""
from tests.e2e.lessons import open_lesson, run_code, set_to, shows, text
from tests.e2e.pad import SOON, only_chromium

pytestmark = only_chromium


def test_sizes_are_counted_neurons_looked_at_and_the_forward_pass_can_be_changed(page, lessons):
    open_lesson(page, lessons, "layers")
    assert text(page, "#says") == "It reads a 3." and "109,386" in text(page, "#counts")
    set_to(page, first=10, second=0)
    # 784 * 10 + 10 + 10 * 10 + 10
    shows(page, "#counts", "7,960")
    page.wait("new URLSearchParams(location.hash.slice(1)).get('first') === '10'", seconds=SOON)
    shows(page, "#shapes", "784×10")

    page.click("#pass [data-set='layer=2 n2=46']")
    shows(page, "#who", "Neuron 46 of the second hidden layer")
    assert page.js("[document.getElementById('n2').value, document.getElementById('n1').closest('p').hidden]") == ["46", True]
    page.click("#clear")
    shows(page, "#says", "Nothing is drawn")
    shows(page, "#pass", "784 pixels; 0 above 0")
    page.click("[data-reset]")
    shows(page, "#says", "It reads a 3.")
    shows(page, "#who", "Neuron 51")

    said = run_code(page, "max(0.0, value)", "0.0")
    assert said.startswith("It runs")
    shows(page, "#pass", "first hidden layer; 0 above 0")
    page.click(".editor .restore")
    shows(page, "#pass", "first hidden layer; 76 above 0")

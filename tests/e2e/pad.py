"""What a person does at the pad and sees beside it, in terms of a page of any engine."""
import pytest

# Seconds. Pyodide with numpy takes 2 to 6 on an idle machine, and several times that on two cores shared with other
# work; the page's own Python takes a fraction of one.
BOOT = 180
SOON = 60

# A promise that what has changed by now is on the screen.
FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

only_chromium = pytest.mark.parametrize("engine", ["chromium"], indirect=True)

# Everything that a visitor can see of the page's state, in one look.
SEEN = """(() => {
    const find = name => document.getElementById(name), data = find("answer").dataset;
    const text = name => find(name).textContent.trim();
    return {
        state: document.documentElement.dataset.state, digit: data.digit ?? null, sure: data.sure ?? null,
        source: data.source ?? null, shown: text("answer"), sentence: text("sentence"),
        probabilities: [...document.querySelectorAll("meter")].map(meter => meter.value),
        hint: !find("hint").hidden, undo: !find("undo").disabled, clear: !find("clear").disabled,
        notice: find("notice").hidden ? null : text("notice-text"),
        action: find("notice").hidden || find("notice-action").hidden ? null : text("notice-action"),
    }
})()"""

# The answer on the page is that of the drawing on the pad, which is kept, and not of an earlier state of it: to the last
# digits, for where the network is sure another point may change less than a millionth.
SETTLED = """(async () => {
    const kept = () => localStorage.getItem("inkling.drawing") ?? "[]";
    const find = name => document.getElementById(name), meters = [...document.querySelectorAll("meter")];
    const before = kept(), strokes = JSON.parse(before);
    if (find("clear").disabled !== !strokes.length) return false;
    if (!strokes.length) return !("digit" in find("answer").dataset);
    const {probabilities, source} = await inkling.read(strokes);
    return kept() === before && source === find("answer").dataset.source
        && probabilities.every((probability, digit) => Math.abs(probability - meters[digit].value) < 1e-12);
})()"""

# How many of the pad's pixels bear ink, and where: [share of all, left, top, right, bottom], the last four from 0 to 1.
INKED = """(() => {
    const pad = document.getElementById("pad"), {width, height} = pad;
    const {data} = pad.getContext("2d").getImageData(0, 0, width, height);
    let count = 0, box = [width, height, -1, -1];
    for (let at = 0; at < width * height; at++) if (data[4 * at + 3] > 127) {
        const x = at % width, y = (at - x) / width;
        count++;
        box = [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)];
    }
    return count ? [count / width / height, box[0] / width, box[1] / height, box[2] / width, box[3] / height] : null;
})()"""


KEPT = 'JSON.parse(localStorage.getItem("inkling.drawing") ?? "[]")'


def kept(page):
    """The strokes that the page keeps for its next visit, in its own unit of a thousandth of the pad's side."""
    return page.js(KEPT)


def start(page, address, *states, seconds=SOON):
    """Open the page and wait until it is in one of the states."""
    page.open(address)
    until(page, *states, seconds=seconds)


def until(page, *states, seconds=SOON):
    """Wait until <html data-state> is one of these; "failed" ends the waiting in any case."""
    page.wait(f"{[*states, 'failed']}.includes(document.documentElement.dataset.state)", seconds=seconds)
    now = seen(page)
    assert now["state"] in states, now["notice"]


def seen(page):
    return page.js(SEEN)


def inked(page):
    return page.js(INKED)


def settle(page, *, seconds=SOON):
    """Wait until the page shows what it makes of the drawing as it is now; returns what is seen."""
    page.wait(SETTLED, seconds=seconds)
    return seen(page)


def places(page, stroke):
    """Points of a drawing in percent of the pad's side, as places in the window, with the pad scrolled into it."""
    # Some drivers scroll to what they click.
    page.js("document.getElementById('pad').scrollIntoView({block: 'nearest', behavior: 'instant'})")
    return places_now(page, stroke)


def places_now(page, stroke):
    """The same with the pad where it is."""
    left, top, width, height = page.js(
        "(box => [box.left, box.top, box.width, box.height])(document.getElementById('pad').getBoundingClientRect())")
    return [(left + width * x / 100, top + height * y / 100) for x, y in stroke]


def draw(page, strokes):
    """Draw with the real pointer."""
    for stroke in strokes:
        first, *rest = places(page, stroke)
        page.press(*first)
        page.move(rest)
        page.release()

"""Numbers and sums: from the last point to the shown answer while twelve characters are written, what keeps the page busy
meanwhile, and how the time for reading grows with the strokes.

Twelve digits are written on the wide pad with the mouse, a point a frame. Then whole drawings are read as an embedding page would
have it, `window.inkling.readNumber`, of 10, 40 and 160 strokes of which the worker has seen none before.
"""
from tests.bench.browser import wait_for_mark
from tests.bench.latency import drag
from tests.bench.line import Line, serving
from tests.bench.strokes import DIGITS, drawing, sample

CHARACTERS = 12
COUNTS = (10, 40, 160)
TURNS = 7
ROWS = 4  # that the strokes of the largest drawing stand in
WATCH = """() => {
    window.tasks = [];
    const note = list => window.tasks.push(...list.getEntries().map(entry => entry.duration));
    new PerformanceObserver(note).observe({type: "longtask"});
}"""
ANSWERED = "count => document.getElementById('number').dataset.text?.length >= count - 2"  # whatever it takes them for
TIMES = "performance.getEntriesByName('inkling-answer').map(entry => entry.duration)"
READ = """async strokes => {
    const start = performance.now();
    await window.inkling.readNumber(strokes);
    return performance.now() - start;
}"""


def measure_numbers(visitor, site) -> dict:
    """{"answers": [milliseconds of each answer while writing], "tasks": [those of tasks over 50 ms on the page], "reading":
    {strokes: [milliseconds of each drawing]}}."""
    with serving(site.folder, Line()) as (address, _), visitor() as context:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        wait_for_mark(page, "inkling-ready")
        page.click("#mode button[value=number]")
        page.evaluate(READ, written(4, 0))  # with all that is fetched for the first
        page.evaluate(WATCH)
        page.evaluate("performance.clearMeasures()")
        write(page)
        page.wait_for_function(ANSWERED, arg=CHARACTERS)
        answers, tasks = page.evaluate(TIMES), page.evaluate("window.tasks")
        reading = {count: [page.evaluate(READ, written(count, turn)) for turn in range(TURNS)] for count in COUNTS}
        return {"answers": answers, "tasks": tasks, "reading": reading}


def written(count: int, turn: int) -> list:
    """A drawing of this many strokes, digits of one stroke in up to ROWS rows; another for each turn."""
    single = [digit for digit in range(10) if len(DIGITS[digit]) == 1]
    row = max(10, count // ROWS)
    return [[[(at % row) * 0.9 + x + 0.001 * turn, at // row * 2 + y] for x, y in drawing(single[(at + turn) % len(single)])[0]]
            for at in range(count)]


def write(page) -> None:
    """Twelve digits side by side on #pad, with the mouse."""
    pad = page.locator("#pad").bounding_box()
    size = pad["width"] / CHARACTERS
    for at in range(CHARACTERS):
        for stroke in DIGITS[at % 10]:
            points = [(pad["x"] + size * (at + 0.1 + 0.8 * x), pad["y"] + pad["height"] / 2 + size * (y - 0.5))
                      for x, y in sample(stroke)]
            drag(page, points)

"""From the last point of a stroke to the shown answer, on the page's own Python and on the full one; and, with
everything below the pad open, to the last view that follows.

Digits are drawn on the pad with the mouse at a screen's pace, one point per frame; the page itself measures each answer
and each update of the views (`inkling-answer` and `inkling-views`, from the point's time stamp to what is shown). A newer
point replaces one still waiting, so a slow reader shows fewer answers, not later ones.
"""
from app.build.problems import BuildError
from tests.bench.browser import wait_for_mark
from tests.bench.line import FULL_PYTHON, Line, serving
from tests.bench.strokes import DIGITS, sample

FRAME = 1000 / 60
MARGIN = 0.1  # of the pad's side, left free all round
OPEN = "document.querySelectorAll('details.view').forEach(view => { view.open = true; })"
ALL_THERE = """() => [...document.querySelectorAll('.zoo .reads')].every(cell => /\\d/.test(cell.textContent))
    && document.querySelector('.nearest img:not([hidden])') && document.querySelector('#inside .column')"""


def take_turns(visitor, sites: list, *, digits: int, turns: int) -> dict:
    """{site: [what `measure_latency` says at each turn]}."""
    results = {site.name: [] for site in sites}
    for turn in range(turns):
        for site in sites[turn % len(sites):] + sites[:turn % len(sites)]:
            results[site.name].append(measure_latency(visitor, site, digits=digits))
    return results


def measure_latency(visitor, site, *, digits: int) -> dict:
    """{"instant"|"full"|"views": [milliseconds of each answer, or of each update of all views]} over `digits` drawings
    each."""
    line = Line()
    line.hold(FULL_PYTHON)
    with serving(site.folder, line) as (address, _), visitor() as context:
        page = context.new_page()
        page.goto(address, wait_until="commit")
        wait_for_mark(page, "inkling-instant")
        instant = draw_and_collect(page, "instant", digits)
        line.release()
        wait_for_mark(page, "inkling-ready")
        full = draw_and_collect(page, "full", digits)
        open_everything(page)
        return {"instant": instant, "full": full, "views": draw_and_collect(page, "full", digits, "inkling-views")}


def open_everything(page) -> None:
    """Open all views and wait until each has shown a drawing, with all it fetches."""
    page.wait_for_selector("#compare tbody tr", state="attached")
    page.evaluate(OPEN)
    page.evaluate("scrollTo(0, 0)")
    draw(page, DIGITS[0])
    page.wait_for_function(ALL_THERE)
    page.click("#clear")


def draw_and_collect(page, source: str, digits: int, measure: str = "inkling-answer") -> list[float]:
    """Draw `digits` digits, one after the other; the milliseconds of every answer, all of which must be by `source`, or
    of another of the page's measures meanwhile."""
    from playwright.sync_api import TimeoutError as Timeout
    times = []
    for number in range(digits):
        page.evaluate("performance.clearMeasures()")
        draw(page, DIGITS[number % len(DIGITS)])
        try:
            # The answer to the finished drawing is there when no newer one has come for a while.
            page.wait_for_function(
                "source => { const last = performance.getEntriesByName('inkling-answer').at(-1);"
                "return last && performance.now() - last.startTime - last.duration > 150"
                " && document.getElementById('answer').dataset.source == source }", arg=source, polling=50)
        except Timeout:
            raise BuildError(f"drawing got no {source} answer") from None
        times += page.evaluate("name => performance.getEntriesByName(name).map(entry => entry.duration)", measure)
        page.click("#clear")
    return times


def draw(page, strokes: list, *, pause: float = FRAME) -> None:
    """Draw with the mouse on #pad; strokes as in strokes.py, in a unit square. pause: milliseconds after each point."""
    pad = page.locator("#pad").bounding_box()
    for stroke in strokes:
        points = [(pad["x"] + pad["width"] * (MARGIN + (1 - 2 * MARGIN) * x),
                   pad["y"] + pad["height"] * (MARGIN + (1 - 2 * MARGIN) * y)) for x, y in sample(stroke)]
        drag(page, points, pause)


def drag(page, points: list, pause: float = FRAME) -> None:
    """Draw one stroke with the mouse through these places of the window, a point a frame."""
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point)
        if pause:
            page.wait_for_timeout(pause)
    page.mouse.up()

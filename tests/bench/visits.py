"""Cold and repeat visits, the pages taking turns, and the bytes that each visit costs.

Cold: a browser that has never seen the page. Repeat: the page closed and opened again in the same browser, once it has
kept what it keeps: its HTTP cache, compiled code, and for our page the service worker's files.

Beside the times of its marks each visit gives the processor's time, which other programs on the machine lengthen less:
that of the page's own thread, and that of its whole process, workers included.
"""
import numpy as np

from app.build.problems import BuildError
from tests.bench.browser import settle, wait_for_mark
from tests.bench.line import FULL_PYTHON, Line, serving

PHONE_BITS_PER_SECOND, PHONE_DELAY, PHONE_SLOWER = 9e6, 0.085, 4
CPU = {"CPU, page": "ThreadTime", "CPU, process": "ProcessTime"}  # {our name: Chromium's}
TOLERANCE = 1e-3  # between TensorFlow.js's float32 sums and numpy's


def visit(context, address: str, site, *, marks: tuple, cpu_slower: float = 1, then=None) -> dict:
    """One visit: {mark, or name in CPU: milliseconds}. then(page): called before the page is closed."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Performance.enable")  # it counts the thread's time from here on
    if cpu_slower != 1:
        session.send("Emulation.setCPUThrottlingRate", {"rate": cpu_slower})
    page.goto(address, wait_until="commit")
    times = {mark: wait_for_mark(page, mark) for mark in marks} | processor_times(session)
    if then:
        then(page)
    page.close()
    return times


def processor_times(session) -> dict:
    """{name in CPU: milliseconds} so far; the process's in hundredths of a second."""
    metrics = {metric["name"]: metric["value"] for metric in session.send("Performance.getMetrics")["metrics"]}
    return {name: 1000 * metrics[theirs] for name, theirs in CPU.items()}


def take_turns(visitor, sites: list, *, runs: int, say=print) -> dict:
    """{site: {"cold"|"repeat": {mark, or name in CPU: [milliseconds of each run]}}}."""
    results = {site.name: {when: {mark: [] for mark in (*site.marks, *CPU)} for when in ("cold", "repeat")} for site in sites}
    for run in range(runs):
        for site in sites[run % len(sites):] + sites[:run % len(sites)]:  # nobody is always first
            with serving(site.folder) as (address, _), visitor() as context:
                cold = visit(context, address, site, marks=site.marks, then=lambda page, site=site: settle(page, site))
                repeat = visit(context, address, site, marks=site.marks)
            for when, times in (("cold", cold), ("repeat", repeat)):
                for mark, time in times.items():
                    results[site.name][when][mark].append(time)
            say(f"  turn {run + 1} of {runs}: {site.title}: {cold[site.marks[-1]]:.0f} ms cold, "
                f"{repeat[site.marks[-1]]:.0f} ms repeat")
    return results


def on_a_phone(visitor, sites: list, *, runs: int, say=print) -> dict:
    """{site: [milliseconds to the first answer of each run]} on a slow line with a slow processor, cold."""
    results = {site.name: [] for site in sites}
    for run in range(runs):
        for site in sites:
            mark = site.marks[1]
            line = Line(bits_per_second=PHONE_BITS_PER_SECOND, delay=PHONE_DELAY)
            with serving(site.folder, line) as (address, _), visitor() as context:
                times = visit(context, address, site, marks=(mark,), cpu_slower=PHONE_SLOWER)
            results[site.name].append(times[mark])
            say(f"  turn {run + 1} of {runs}: {site.title}: first answer {times[mark]:.0f} ms")
    return results


def count_bytes(visitor, sites: list) -> dict:
    """{site: {"first", "all", "repeat": bytes of the bodies as sent, "requests": how many on a cold visit}}.

    first: what was sent up to the first answer, less Pyodide's files: some are on their way by then, but nobody waits
    for them. all: up to the last mark and, for our page, until the service worker has its copy.
    """
    results = {}
    for site in sites:
        line, result = Line(), {}
        with serving(site.folder, line) as (address, requests), visitor() as context:

            def count(*, but: str | None = None, requests=requests) -> int:
                return sum(request.size for request in requests if but is None or but not in request.target)

            page = context.new_page()
            if len(site.marks) > 1:
                line.hold(FULL_PYTHON)
                page.goto(address, wait_until="commit")
                wait_for_mark(page, site.marks[1])
                result["first"] = count(but="/pyodide/")
                line.release()
            else:
                page.goto(address, wait_until="commit")
            wait_for_mark(page, site.marks[-1])
            settle(page, site)
            page.close()
            result["all"], result["requests"] = count(), len(requests)
            visit(context, address, site, marks=site.marks, then=lambda page, site=site: settle(page, site))
            result["repeat"] = count() - result["all"]
        results[site.name] = result
    return results


def check_equal(visitor, sites: list, expected: np.ndarray) -> None:
    """Make sure that the TensorFlow.js pages compute the very network that we ship; raises BuildError if not."""
    for site in sites:
        with serving(site.folder) as (address, _), visitor() as context:
            page = context.new_page()
            page.goto(address, wait_until="commit")
            wait_for_mark(page, site.marks[-1])
            found = np.array(page.evaluate("window.probabilities"))
        # Bytes for weights move the probabilities; only the answer must stay.
        same_digit = found.argmax() == expected.argmax()
        equal = same_digit if "uint8" in site.name else np.allclose(found, expected, atol=TOLERANCE)
        if not equal:
            raise BuildError(f"{site.title} computes another network: {found.round(4)}, not {expected.round(4)}")

"""What happens when on the way to the full answer, seen from outside: files asked for and there, worker, marks.

One visit of each kind, not timed for any ratio: watching the network slows it a little.
"""
import time

from tests.bench.browser import settle, wait_for_mark
from tests.bench.line import serving

SHOWN = ("core.js", "worker.js", "micropython.js", "micropython.wasm", "modules.json", "page.py", "views.json", "inkling.json",
         "start.js", "pyodide", "python.bin", "project.bin", "entry.py")


def watch(visitor, site) -> dict:
    """{"cold"|"repeat": [(milliseconds since navigation, what happened)]}, in order."""
    timelines = {}
    with serving(site.folder) as (address, _), visitor() as context:
        for when in ("cold", "repeat"):
            page = context.new_page()
            workers, requests = [], []
            page.on("worker", lambda _, workers=workers: workers.append(time.time() * 1000))
            page.on("requestfinished", lambda request, requests=requests: requests.append(request))
            page.goto(address, wait_until="commit")
            events = [(wait_for_mark(page, mark), f"mark {mark}") for mark in site.marks]
            origin = page.evaluate("performance.timeOrigin")
            events += [(stamp - origin, "the worker exists") for stamp in workers]
            for request in requests:
                name = request.url.split("?")[0].rsplit("/", 1)[-1]
                timing = request.timing
                if name.startswith(SHOWN) and timing["startTime"] > 0:
                    start = timing["startTime"] - origin
                    events.append((start, f"{name}: asked for"))
                    if timing["responseEnd"] >= 0:
                        events.append((start + timing["responseEnd"], f"{name}: there"))
            settle(page, site)
            page.close()
            timelines[when] = sorted(events)
    return timelines

"""Whether memory stays flat over thousands of answers, asked for as an embedding page would: window.inkling.read.

Three figures: the page's JavaScript heap after a garbage collection; the page's own WebAssembly memory (MicroPython's);
and what the browser's renderer processes hold in all, the worker's Python included, which nothing can hide from.
"""
from pathlib import Path

from tests.bench.browser import wait_for_mark
from tests.bench.line import FULL_PYTHON, Line, serving
from tests.bench.strokes import drawing

BATCH = 100
# Every WebAssembly memory that an instance exports or is given, caught as it is made.
CATCH_MEMORIES = """
window.memories = new Set();
const seen = (imports, made) => {
    const instance = made.instance ?? made;
    for (const group of [instance.exports, ...Object.values(imports ?? {})])
        for (const value of Object.values(group)) if (value instanceof WebAssembly.Memory) window.memories.add(value);
    return made;
};
for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (source, imports, ...rest) =>
        original(source, imports, ...rest).then((made) => seen(imports, made));
}
"""
READ = """async ([drawings, count]) => {
    for (let n = 0; n < count; n++) await window.inkling.read(drawings[n % drawings.length]);
}"""


def measure_memory(visitor, site, *, source: str, answers: int) -> dict:
    """Memory in bytes at every tenth of `answers`, the last at the end: {"heap"|"wasm"|"process": [ten figures]}.

    source: "instant" or "full", whose answers to ask for. answers: a multiple of ten.
    """
    line = Line()
    if source == "instant":
        line.hold(FULL_PYTHON)
    with serving(site.folder, line) as (address, _), visitor() as context:
        page = context.new_page()
        page.add_init_script(CATCH_MEMORIES)
        page.goto(address, wait_until="commit")
        wait_for_mark(page, "inkling-ready" if source == "full" else "inkling-instant")
        session = context.new_cdp_session(page)
        drawings = [drawing(digit) for digit in range(10)]
        looks = []
        for _ in range(10):
            for start in range(0, answers // 10, BATCH):  # in batches, so that no call outlives Playwright's patience
                page.evaluate(READ, [drawings, min(BATCH, answers // 10 - start)])
            looks.append(look(context, page, session))
        return {name: [figures[name] for figures in looks] for name in looks[0]}


def look(context, page, session) -> dict:
    """The three figures now, in bytes."""
    for _ in range(3):  # what a finalizer frees, only the next collection finds
        session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    wasm = page.evaluate("[...window.memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)")
    return {"heap": metrics["JSHeapUsedSize"], "wasm": wasm, "process": renderers_memory(context)}


def renderers_memory(context) -> int:
    """Private bytes of all renderer processes of this browser; 0 where the system does not tell (only Linux does)."""
    processes = context.browser.new_browser_cdp_session().send("SystemInfo.getProcessInfo")["processInfo"]
    total = 0
    for process in processes:
        rollup = Path(f"/proc/{process['id']}/smaps_rollup")
        if process["type"] == "renderer" and rollup.exists():
            fields = dict(line.split(":", 1) for line in rollup.read_text().splitlines() if line.endswith("kB"))
            total += 1024 * sum(int(fields[name].split()[0]) for name in ("Private_Clean", "Private_Dirty", "SwapPss"))
    return total

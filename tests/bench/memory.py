"""Whether memory stays flat over thousands of answers, asked for as an embedding page would (window.inkling.read), and over
drawings made on the pad with a pointer, each with what the page shows of it.

Looked at are the page's JavaScript heap after a garbage collection; its own WebAssembly memory, which is MicroPython's, and how
much of that Python has in use; and what the browser's renderer processes hold in all, the worker's Python included, which
nothing can hide from. `slope` says how fast each still grows, and how sure that is.
"""
import math
from pathlib import Path

from tests.bench.browser import wait_for_mark
from tests.bench.latency import draw
from tests.bench.line import FULL_PYTHON, Line, serving
from tests.bench.strokes import DIGITS, drawing

LOOKS = 20
BATCH = 100
# Every WebAssembly memory that an instance exports or is given, caught as it is made.
CATCH_MEMORIES = """
globalThis.memories = new Set();
const memoriesSeen = (imports, made) => {
    const instance = made.instance ?? made;
    for (const group of [instance.exports, ...Object.values(imports ?? {})])
        for (const value of Object.values(group)) if (value instanceof WebAssembly.Memory) globalThis.memories.add(value);
    return made;
};
for (const name of ["instantiate", "instantiateStreaming"]) {
    const original = WebAssembly[name];
    WebAssembly[name] = (source, imports, ...rest) =>
        original(source, imports, ...rest).then((made) => memoriesSeen(imports, made));
}
"""
SIZE = "() => [...globalThis.memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0)"
READ = """async ([drawings, count]) => {
    for (let n = 0; n < count; n++) await window.inkling.read(drawings[n % drawings.length]);
}"""
# One more script for the interpreter that the page has already; what it finds is left where JavaScript sees it.
IN_USE = """async (code) => {
    const script = Object.assign(document.createElement("script"), {type: "mpy", textContent: code});
    delete window.inUse;
    document.body.append(script);
    for (let look = 0; look < 500 && window.inUse === undefined; look++) await new Promise((done) => setTimeout(done, 10));
    script.remove();
    return window.inUse ?? 0;
}"""
COLLECT = "import gc, js\ngc.collect()\njs.window.inUse = gc.mem_alloc()\n"
SHOWN = "source => document.getElementById('answer').dataset.source === source"
BLANK = "() => !document.getElementById('answer').dataset.digit"


def measure_memory(visitor, site, *, source: str, answers: int = 0, drawings: int = 0) -> dict:
    """Memory in bytes after every twentieth of `answers` to scripts, or of `drawings` on the pad, whichever is given:
    {"heap"|"wasm"|"python"|"process": [LOOKS figures]}, 0 where one cannot be had.

    source: "instant" or "full", who is to answer.
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
        looks = []
        for turn in range(LOOKS):
            if drawings:
                draw_many(page, source, range(turn * drawings // LOOKS, (turn + 1) * drawings // LOOKS))
            else:
                ask_many(page, answers // LOOKS)
            looks.append(look(context, page, session))
        return {name: [figures[name] for figures in looks] for name in looks[0]}


def ask_many(page, count: int) -> None:
    digits = [drawing(digit) for digit in range(10)]
    for start in range(0, count, BATCH):  # in batches, so that no call outlives Playwright's patience
        page.evaluate(READ, [digits, min(BATCH, count - start)])


def draw_many(page, source: str, numbers: range) -> None:
    """Draw these with the mouse, wait for each answer, and clear the pad."""
    for number in numbers:
        draw(page, DIGITS[number % len(DIGITS)], pause=0)
        page.wait_for_function(SHOWN, arg=source)
        page.click("#clear")
        page.wait_for_function(BLANK)


def look(context, page, session) -> dict:
    """The figures now, in bytes."""
    in_use = page.evaluate(IN_USE, COLLECT)
    for _ in range(3):  # what a finalizer frees, only the next collection finds
        session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = {entry["name"]: entry["value"] for entry in session.send("Performance.getMetrics")["metrics"]}
    return {"heap": metrics["JSHeapUsedSize"], "wasm": page.evaluate(SIZE), "python": in_use,
            "process": renderers_memory(context)}


def slope(values: list[float]) -> tuple[float, float]:
    """By how much the second half of some figures grows from one to the next, by least squares, and the standard error of
    that."""
    late = values[len(values) // 2:]
    count = len(late)
    middle, mean = (count - 1) / 2, sum(late) / count
    spread = sum((at - middle) ** 2 for at in range(count))
    rise = sum((at - middle) * value for at, value in enumerate(late)) / spread
    rest = sum((value - mean - rise * (at - middle)) ** 2 for at, value in enumerate(late))
    return rise, math.sqrt(rest / (count - 2) / spread)


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

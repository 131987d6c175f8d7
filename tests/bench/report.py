"""The budgets as data, and the run's figures beside them: ratio, spread, verdict."""
from statistics import median

from tests.bench.memory import slope

# (what, when, our mark, whose, their mark, at most this times theirs)
RATIOS = [
    ("pad drawable", "cold", "inkling-drawable", "tfjs", "first", 0.9),
    ("pad drawable", "repeat", "inkling-drawable", "tfjs", "first", 0.5),
    ("first answer possible", "cold", "inkling-instant", "tfjs", "first", 1.0),
    ("first answer possible", "repeat", "inkling-instant", "tfjs", "first", 0.7),
    ("full answer ready", "cold", "inkling-ready", "stock", "ready", 0.5),
    ("full answer ready", "repeat", "inkling-ready", "stock", "ready", 0.4),
]
# For each rival, others like it: the same ratio is printed for them, without a verdict.
ALSO = {"tfjs": ["tfjs-whole", "tfjs-uint8"], "stock": ["stock-worker"]}
LATENCY = {"instant": 100, "full": 16, "views": 33}  # milliseconds, median, on a desktop-class core
BYTES = {"first": 1.0e6, "all": 8.5e6, "repeat": 1}  # less than this
LEARNT, SMOOTH = 60, 50  # lesson 7: seconds until 95% is read, milliseconds of the page's longest task meanwhile
NUMBERS, TASK = 50, 100  # milliseconds: median of the answers, and the longest task on the page meanwhile
LINEAR = 1.15  # times as many groups a stroke has a long row, whose ends count less
PHONE = 1.2
BEFORE_TIME, BEFORE_BYTES = 1.05, 1.0  # of an earlier state of our own page, where one is given
# Growth from the middle to the end that still counts as flat. Garbage not yet collected makes memory go up and down, so
# floors are compared: the least of three looks around the middle with the least of the last three.
FLAT = {"heap": 0.02, "wasm": 0.0, "python": 0.02, "worker": 0.0, "process": 0.05}
NOISE = 2  # standard errors that a slope may differ from zero by chance
FIGURES = {"heap": "JavaScript heap after collection", "wasm": "the page's WebAssembly memory",
           "python": "of that in use by MicroPython", "worker": "the worker's WebAssembly memory",
           "process": "renderer processes in all"}


def summary(values: list[float]) -> str:
    """Median and range, in milliseconds."""
    return f"{median(values):8.0f} ms  ({min(values):.0f} to {max(values):.0f})"


def compare(ours: list[float], theirs: list[float]) -> list[float]:
    """The ratio of every turn."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def verdict(value: float, budget: float, *, strict: bool = False) -> str:
    """strict: the budget itself is already too much."""
    return "holds" if (value < budget if strict else value <= budget) else "DOES NOT HOLD"


def percentile(values: list[float], share: float) -> float:
    """The value that `share` of all do not exceed, by nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def print_ratio(what: str, ratios: list[float], budget: float | None, against: str, print=print) -> None:
    """One line: the median ratio, its spread over the turns, and how it stands to the budget if there is one."""
    judged = f"budget {budget}x  {verdict(median(ratios), budget)}" if budget else "for comparison"
    print(f"  {what:<30} {median(ratios):5.2f}x  ({min(ratios):.2f} to {max(ratios):.2f})  of {against:<27} {judged}")


def print_visits(results: dict, titles: dict, print=print) -> None:
    """Raw medians, then the ratios of the budget table."""
    print("\nTimes from the start of the navigation, median (range)")
    for name, visits in results.items():
        for mark in visits["cold"]:
            print(f"  {titles[name]:<27} {mark:<17} cold {summary(visits['cold'][mark]):<32} "
                  f"repeat {summary(visits['repeat'][mark])}")
    print("\nRatios, turn by turn, median (range)")
    for what, when, mark, rival, their_mark, budget in RATIOS:
        for name in [rival, *ALSO[rival]]:
            if name in results and "ours" in results:
                ratios = compare(results["ours"][when][mark], results[name][when][their_mark])
                print_ratio(f"{what}, {when}", ratios, budget if name == rival else None, titles[name], print)
    for when in ("cold", "repeat") if "before" in results else ():
        for mark in results["ours"][when]:
            print_ratio(f"{mark}, {when}", compare(results["ours"][when][mark], results["before"][when][mark]),
                        BEFORE_TIME, titles["before"], print)


def print_phone(results: dict, titles: dict, print=print) -> None:
    """First answer on a phone-like line and processor."""
    print("\nFirst answer, cold, phone-like: 9 Mbit/s shared by all, 85 ms per request, the page's CPU 4x slower")
    for name, times in results.items():
        print(f"  {titles[name]:<27} {summary(times)}")
    for name in ["tfjs", *ALSO["tfjs"]]:
        if name in results:
            print_ratio("first answer, phone-like", compare(results["ours"], results[name]),
                        PHONE if name == "tfjs" else None, titles[name], print)
    if "before" in results:
        print_ratio("first answer, phone-like", compare(results["ours"], results["before"]), BEFORE_TIME, titles["before"],
                    print)


def print_bytes(results: dict, titles: dict, print=print) -> None:
    """What the server sent."""
    print("\nCompressed bytes that the server sent (bodies; headers not counted)")
    for name, sent in results.items():
        first = f"{sent['first'] / 1e6:6.2f} MB to the first answer, " if "first" in sent else " " * 31
        print(f"  {titles[name]:<27} {first}{sent['all'] / 1e6:6.2f} MB in all ({sent['requests']} requests), "
              f"{sent['repeat']} bytes on a repeat visit")
    for key, words in (("first", "to the first answer"), ("all", "to everything"), ("repeat", "repeat visit")):
        budget = f"under {BYTES[key] / 1e6:.1f} MB" if BYTES[key] > 1 else "0"
        print(f"  ours, {words:<24} {results['ours'][key] / 1e6:6.2f} MB  budget {budget:<14} "
              f"{verdict(results['ours'][key], BYTES[key], strict=True)}")
    for key, words in (("first", "to the first answer"), ("all", "to everything")) if "before" in results else ():
        more = results["ours"][key] - results["before"][key]
        print_ratio(f"{words} ({more:+,})", compare([results["ours"][key]], [results["before"][key]]), BEFORE_BYTES,
                    titles["before"], print)


def print_latency(results: dict, titles: dict, print=print) -> None:
    """From stroke to shown answer. results: {site: [{source: times} of each turn]}."""
    print("\nFrom the last point to the shown answer")
    for source in LATENCY:
        times = [time for turn in results["ours"] for time in turn[source]]
        print(f"  {source:<8} median {median(times):6.1f} ms, 95 % within {percentile(times, 0.95):6.1f} ms, "
              f"{len(times)} answers  budget under {LATENCY[source]} ms  "
              f"{verdict(median(times), LATENCY[source], strict=True)}")


    for source in LATENCY if "before" in results else ():
        medians = [[median(turn[source]) for turn in results[name]] for name in ("ours", "before")]
        print_ratio(source, compare(*medians), BEFORE_TIME, titles["before"], print)


def print_numbers(results: dict, print=print) -> None:
    """Numbers and sums, as numbers.measure_numbers measures them."""
    answers, tasks = results["answers"], results["tasks"]
    print("\nNumbers: twelve characters, from the last point to the shown answer")
    print(f"  median {median(answers):6.1f} ms, 95 % within {percentile(answers, 0.95):6.1f} ms, {len(answers)} answers  "
          f"budget under {NUMBERS} ms  {verdict(median(answers), NUMBERS, strict=True)}")
    print(f"  longest task on the page {max(tasks, default=0):6.1f} ms, {len(tasks)} over 50 ms  budget under {TASK} ms  "
          f"{verdict(max(tasks, default=0), TASK, strict=True)}")
    times = {count: median(each) for count, each in results["reading"].items()}
    few, many = min(times), max(times)
    print("  a whole drawing of " + ", ".join(f"{count} strokes {time:.0f} ms" for count, time in times.items())
          + f": {times[many] / times[few]:.1f}x the time for {many / few:.0f}x the strokes  "
          + verdict(times[many] / times[few], LINEAR * many / few))


def print_training(results: dict, print=print) -> None:
    """Lesson 7, as training.measure_training measures it."""
    tasks = results["tasks"]
    print("\nLesson 7: a network of 109,386 numbers from random weights")
    print(f"  {results['share']:.1f}% of the validation images after {results['seconds']:5.1f} s  budget under {LEARNT} s  "
          f"{verdict(results['seconds'], LEARNT, strict=True)}")
    print(f"  longest task on the page {max(tasks, default=0):6.1f} ms, {len(tasks)} over 50 ms  budget under {SMOOTH} ms  "
          f"{verdict(max(tasks, default=0), SMOOTH, strict=True)}")


def print_memory(title: str, source: str, what: str, count: int, figures: dict, print=print) -> None:
    """figures: as memory.measure_memory returns them for so many answers or drawings."""
    print(f"\nMemory of {title} over {count:,} {source} {what}: first, middle, end; growth per 1,000 in the second half")
    for name, values in figures.items():
        if not values[0]:
            print(f"  {FIGURES[name]:<34} not to be had here")
            continue
        half, part = len(values) // 2, max(1, len(values) // 6)
        growth = min(values[-part:]) / min(values[half - part:half]) - 1
        rise, error = (1000 * each * len(values) / count for each in slope(values))
        within = "within noise" if abs(rise) <= NOISE * error or rise == 0 else "beyond noise"
        flat = "flat: holds" if growth <= FLAT[name] or (rise <= NOISE * error) else "NOT FLAT: DOES NOT HOLD"
        sizes = "  ".join(f"{value / 1e6:7.2f}" for value in (values[0], values[half - 1], values[-1]))
        print(f"  {FIGURES[name]:<34} {sizes} MB  {rise / 1e3:+8.1f} kB, standard error {error / 1e3:.1f} kB ({within});  "
              f"floor {growth:+6.1%}  {flat}")


def print_timeline(timelines: dict, print=print) -> None:
    """What happened when."""
    for when, events in timelines.items():
        print(f"\nOur page's way to the full answer, {when} (one visit, watched)")
        for moment, what in events:
            print(f"  {moment:7.0f} ms  {what}")

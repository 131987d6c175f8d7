"""`python -m tests.bench`: our page beside stock PyScript and TensorFlow.js, held to budgets."""
import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path

from app.build.problems import BuildError
from app.cli.build import CACHE, ROOT, SITE
from tests.bench import latency, report, visits
from tests.bench.browser import chromium
from tests.bench.memory import measure_memory
from tests.bench.numbers import measure_numbers
from tests.bench.sites import expected_probabilities, make_sites
from tests.bench.timeline import watch
from tests.bench.training import measure_training

PARTS = ["visits", "bytes", "latency", "numbers", "lesson", "phone", "memory", "timeline"]
SLOW = ("memory", "timeline")
RARE = ("tfjs-uint8", "stock-worker")  # compared with only where there is time


def parse_arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, metavar="N",
                        help="turns of each comparison (default: %(default)s)")
    parser.add_argument("--quick", action="store_true",
                        help="two turns, fewer pages, no memory and timeline: under three minutes")
    parser.add_argument("--only", action="append", choices=PARTS, metavar="NAME",
                        help=f"measure just this, may be repeated: {', '.join(PARTS)}")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the raw figures too")
    parser.add_argument("--site", type=Path, default=ROOT / SITE, metavar="DIR", help="our built site (default: site/)")
    parser.add_argument("--before", type=Path, metavar="DIR",
                        help="a site built of an earlier state, visited beside ours: how they compare is judged too")
    arguments = parser.parse_args(words)
    if arguments.runs < 1:
        parser.error("--runs: at least 1")
    return arguments


def main(words: list[str] | None = None) -> int:
    """Measure and print. Returns 1, after one sentence on standard error, when something could not be measured."""
    arguments = parse_arguments(words)
    started = time.monotonic()
    try:
        before = arguments.before and arguments.before.resolve()
        sites = make_sites(ROOT, arguments.site.resolve(), ROOT / CACHE, before=before, say=say)
        with chromium() as visitor:
            raw = measure(arguments, sites, visitor)
    except BuildError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    print(f"\n{time.monotonic() - started:.0f} s on {platform.system()} {platform.machine()}, {os.cpu_count()} cores")
    if arguments.json:
        arguments.json.write_text(json.dumps(raw, indent=2) + "\n")
    return 0


def measure(arguments: argparse.Namespace, sites: list, visitor) -> dict:
    """Run the parts asked for, print each as it is done, and return the raw figures by part."""
    quick = arguments.quick
    runs = min(arguments.runs, 2) if quick else arguments.runs
    parts = arguments.only or [part for part in PARTS if not (quick and part in SLOW)]
    by_name = {site.name: site for site in sites}
    titles = {site.name: site.title for site in sites}
    compared = [site for site in sites if not (quick and site.name in RARE)]
    ours, drawn = by_name["ours"], [site for site in compared if "first" in site.marks]
    own = [site for site in sites if site.name in ("ours", "before")]
    raw: dict = {}
    if {"visits", "phone"} & set(parts):
        visits.check_equal(visitor, drawn, expected_probabilities(ours.folder))
    if "visits" in parts:
        say("Visiting, the pages taking turns")
        raw["visits"] = visits.take_turns(visitor, compared, runs=runs, say=say)
        report.print_visits(raw["visits"], titles)
    if "bytes" in parts:
        say("\nCounting bytes")
        raw["bytes"] = visits.count_bytes(visitor, compared)
        report.print_bytes(raw["bytes"], titles)
    if "latency" in parts:
        say("\nDrawing")
        turns = runs if len(own) > 1 else 1
        raw["latency"] = latency.take_turns(visitor, own, digits=4 if quick or turns > 1 else 10, turns=turns)
        report.print_latency(raw["latency"], titles)
    if "numbers" in parts:
        say("\nWriting numbers")
        raw["numbers"] = measure_numbers(visitor, ours)
        report.print_numbers(raw["numbers"])
    if "lesson" in parts:
        say("\nTraining a network in lesson 7")
        raw["lesson"] = measure_training(visitor, ours)
        report.print_training(raw["lesson"])
    if "phone" in parts:
        say("\nVisiting with a phone's line and processor")
        raw["phone"] = visits.on_a_phone(visitor, [*own, *drawn], runs=runs, say=say)
        report.print_phone(raw["phone"], titles)
    if "memory" in parts:
        say("\nAsking for thousands of answers, and drawing")
        asked = [("full", "answers", 1000)] if quick else [
            ("full", "answers", 10_000), ("instant", "answers", 2000), ("full", "drawings", 1000), ("instant", "drawings", 200)]
        raw["memory"] = []
        for source, what, count in asked:
            for site in own:
                figures = measure_memory(visitor, site, source=source, **{what: count})
                raw["memory"].append({"site": site.name, "source": source, what: count, **figures})
                report.print_memory(titles[site.name], source, what, count, figures)
    if "timeline" in parts:
        raw["timeline"] = watch(visitor, ours)
        report.print_timeline(raw["timeline"])
    return raw


def say(text: str) -> None:
    """Progress, apart from the report on standard output."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())

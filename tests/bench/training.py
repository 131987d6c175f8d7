"""Lesson 7: how long a network takes to learn in the worker, and what keeps the page busy meanwhile.

A network 784-128-64-10 is trained from random weights with the lesson's first settings, by its own button, until 95% of the
validation images are read rightly.
"""
from tests.bench.line import Line, serving
from tests.bench.numbers import WATCH

ENOUGH = 95.0  # percent
SHARE = "() => parseFloat(document.querySelector('#progress b')?.textContent) || 0"
NOW = "() => performance.now() / 1000"


def measure_training(visitor, site) -> dict:
    """{"seconds": until ENOUGH is reached, "share": percent that are read rightly then, "tasks": [milliseconds of tasks over 50 ms
    on the page while it learns]}."""
    with serving(site.folder, Line()) as (address, _), visitor() as context:
        page = context.new_page()
        page.goto(f"{address}app/lessons/training/", wait_until="commit")
        page.wait_for_function("document.getElementById('train')?.disabled === false && !!document.querySelector('#progress b')")
        page.evaluate(WATCH)
        page.click("#train")
        began = page.evaluate(NOW)
        page.wait_for_function(f"enough => ({SHARE})() >= enough", arg=ENOUGH, timeout=300_000)
        return {"seconds": page.evaluate(NOW) - began, "share": page.evaluate(SHARE), "tasks": page.evaluate("window.tasks")}

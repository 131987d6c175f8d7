"""Fetch the closer look once the page answers: its modules are the page's own, but nothing in them hurries.

PyScript fetches every file of its configuration before the first line runs; these come later, in one file of the build's,
and are put where an import finds them. (This module is listed there, which also makes the folder.)
"""
from asyncio import sleep

VIEWS = "app/ui/views.json"  # {file: its text}

MODULES = ["asker", "cells", "place", "facts", "player", "steps", "samples", "formula", "neuron",
           "stage", "layers", "words", "why", "zoo", "compare", "tally", "gallery", "check", "guest",
           "database", "drawings", "lines", "keeper", "exchange", "wall", "ask", "tuition", "mine", "teach", "look"]


async def views(window, **parts):
    """Fetch, import and start; returns a `look.Look` made with `parts`, or None where the files cannot be had."""
    try:
        response = await window.fetch(VIEWS)
        if not response.ok:
            raise OSError("status %d for %s" % (response.status, VIEWS))
        files = window.Object.entries(await response.json())  # parsed by the browser, see app/ui/network.py
    except Exception as error:  # the browser's network error, or half a file
        window.console.info("No closer look: " + str(error))
        return None
    for name, text in files:
        with open(name, "w") as file:
            file.write(text)
    for name in MODULES:
        module = __import__("app.ui.views." + name, None, None, ["views"])
        await sleep(0.001)  # compiling takes a few milliseconds each; the pen must not notice
    return module.Look(window, **parts)


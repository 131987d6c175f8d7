"""Fetch the closer look once the page answers: its modules are the page's own, but nothing in them hurries.

PyScript fetches every file of its configuration before the first line runs; these come later, in one file of the build's,
and are put where an import finds them. (This module is listed there, which also makes the folder.)
"""
import os
from asyncio import sleep

VIEWS = "app/ui/views.json"  # {file: its text}

MODULES = ["app.ui.networks"] + ["app.ui.views." + name for name in (
    "asker", "cells", "facts", "player", "guest", "inside.formula",
    "pixels.geometry", "pixels.samples", "pixels.view",
    "inside.neuron", "inside.stage", "inside.view", "why.regions", "why.view", "compare.view",
    "check.tally", "check.mistakes", "check.view",
    "teach.database", "teach.collection", "teach.drawing_lines", "teach.kept_drawings", "teach.exchange", "teach.wall",
    "teach.correction", "teach.lesson", "teach.own_network", "teach.view", "views")]


async def views(window, **parts):
    """Fetch, import and start; returns a `views.Look` made with `parts`, or None where the files cannot be had."""
    try:
        response = await window.fetch(VIEWS)
        if not response.ok:
            raise OSError("status %d for %s" % (response.status, VIEWS))
        files = window.Object.entries(await response.json())  # parsed by the browser, see app/ui/shipped_weights.py
    except Exception as error:  # the browser's network error, or half a file
        window.console.info("No closer look: " + str(error))
        return None
    for name, text in files:
        folder = name.rsplit("/", 1)[0]
        if folder.rsplit("/", 1)[0] == "app/ui/views" and folder.rsplit("/", 1)[1] not in os.listdir("app/ui/views"):
            os.mkdir(folder)
        with open(name, "w") as file:
            file.write(text)
    for name in MODULES:
        module = __import__(name, None, None, ["views"])
        await sleep(0.001)  # compiling takes a few milliseconds each; the pen must not notice
    return module.Look(window, **parts)


"""Fetch the closer look once the page answers: its modules are the page's own, but nothing in them hurries.

PyScript fetches every file of its configuration before the first line runs; these come later, all at once, and are put
where an import finds them. (This module is listed there, which also makes the folder.)
"""
from asyncio import sleep

MODULES = ["asker", "cells", "place", "facts", "player", "steps", "samples", "formula", "neuron",
           "stage", "layers", "words", "why", "zoo", "compare", "tally", "gallery", "check", "guest",
           "database", "drawings", "lines", "keeper", "exchange", "wall", "ask", "tuition", "mine", "teach", "look"]


async def views(window, **parts):
    """Fetch, import and start; returns a `look.Look` made with `parts`, or None where the files cannot be had."""
    try:
        texts = []
        for name, asked in [(name, window.fetch("app/ui/views/%s.py" % name)) for name in MODULES]:
            response = await asked
            if not response.ok:
                raise OSError("status %d for %s" % (response.status, name))
            texts.append(await response.text())
    except Exception as error:  # the browser's network error
        window.console.info("No closer look: " + str(error))
        return None
    for name, text in zip(MODULES, texts):
        with open("app/ui/views/%s.py" % name, "w") as file:
            file.write(text)
    for name in MODULES:
        module = __import__("app.ui.views." + name, None, None, ["views"])
        await sleep(0.001)  # compiling takes a few milliseconds each; the pen must not notice
    return module.Look(window, **parts)


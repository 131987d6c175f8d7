"""Fetch the closer look once the page answers: its modules are the page's own, but nothing in them hurries.

They come in one file that the build makes: all that app/ui/views/views.py imports and the page has not, in such an order
that each finds there what it imports.
"""
import os
from asyncio import sleep

from app.ui.browser import fetched

VIEWS = "app/ui/views.json"  # [[file, its text], ...]


async def views(window, **parts):
    """Fetch, import and start; returns a `views.Views` made with `parts`, or None where the files cannot be had."""
    try:
        response = await fetched(window, VIEWS, "the file of the views")
        files = list(await response.json())  # parsed by the browser, which MicroPython would be slow to do
    except Exception as error:  # it is not there, or only half of it
        window.console.info(f"No closer look: {error}")
        return None
    for path, text in files:
        put(path, text)
        module = __import__(path[:-3].replace("/", "."), None, None, ["Views"])
        await sleep(0.001)  # compiling takes a few milliseconds each; the pen must not notice
    return module.Views(window, **parts)


def put(path, text):
    """Write a file where an import finds it, with the folders it lies in."""
    folders = path.split("/")[:-1]
    for depth in range(1, len(folders) + 1):
        try:
            os.mkdir("/".join(folders[:depth]))
        except OSError:
            pass  # it is there
    with open(path, "w") as file:
        file.write(text)

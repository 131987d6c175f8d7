"""Fetch what comes later: the closer look once the page answers, what reads numbers where it is chosen, what a pad in somebody
else's page needs, and what makes and opens links.

Their modules are the page's own, but nothing in them hurries. They come in one file each that the build makes: all that its
main module imports and the page has not, in such an order that each finds there what it imports, and first their English words.
"""
import os
from asyncio import sleep

from app.ui.browser import fetched
from app.ui.pause import pause
from app.ui.words import words

# [[file, its text], ...], and the first are the English words
VIEWS = "app/ui/views.json"
NUMBERS = "app/ui/numbers.json"
EMBEDDED = "app/ui/embedded.json"
LINKS = "app/ui/links.json"


async def bring(window, archive, name):
    """Fetch and import; returns what the last module of this archive calls `name`, or None where it cannot be had."""
    files = await fetch(window, archive) or await fetch(window, archive, again=True)
    if files is None:
        return None
    words.bring(files[0][1])
    for path, text in files[1:]:
        put(path, text)
        module = __import__(path[:-3].replace("/", "."), None, None, [name])
        await sleep(0.001)  # compiling takes a few milliseconds each; neither the pen nor an answer must notice
        await pause(window)  # since what else waited has had its turn
    return getattr(module, name)


async def fetch(window, archive, again=False):
    """What it holds, or None."""
    try:
        response = await fetched(window, archive, archive, again)
        return list(await response.json())  # parsed by the browser, which MicroPython would be slow to do
    except Exception as error:  # it is not there, or only half of it
        window.console.info(f"Not here: {error}")
        return None


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

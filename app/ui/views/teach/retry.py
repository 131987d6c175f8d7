"""Reads again what could not be read: a few times by itself, then whenever somebody comes back to the tab or asks for it."""
from asyncio import create_task, sleep

PAUSES = (1, 4, 15)  # seconds before each further reading


class Retry:
    """failing(): whether there is still something to read. read(): a coroutine function that tries."""

    def __init__(self, window, *, failing, read):
        self.failing, self.read = failing, read
        self.document = window.document
        self.busy = False
        self.document.addEventListener("visibilitychange", self.seen)

    def seen(self, event):
        if self.document.visibilityState == "visible":
            self.now()

    def soon(self):
        """What there is to read failed just now."""
        self.start(PAUSES)

    def now(self):
        self.start((0,) + PAUSES)

    def start(self, pauses):
        if self.failing() and not self.busy:
            self.busy = True
            create_task(self.run(pauses))

    async def run(self, pauses):
        try:
            for pause in pauses:
                await sleep(pause)
                await self.read()
                if not self.failing():
                    break
        finally:
            self.busy = False

"""The full Python with numpy, in a worker as on the first page: for lessons with more numbers than the page's own can do.

The lesson plays without it, and it starts once the lesson does. A lesson's `begin` calls `start_full(lesson)`, and then
there is `lesson.full`. In the page, an element #full with role="status", where it says how far it is, and at the end
<template id="worker"><script type="py" worker name="reader" src="../../worker/entry.py" config="../../../pyscript.toml"></script>
</template>
"""
from asyncio import create_task, sleep

from app.ui.browser import say
from app.ui.replies import WorkerLost
from app.ui.worker_client import WorkerClient

LOOK = 0.05  # seconds between two looks at how far it is
SCRIPT = 'script[type="py"][worker]'  # the worker in which edited code runs is another one


def start_full(lesson):
    """Have the full Python start once the lesson has. Returns the FullPython, which is `lesson.full` from now on."""
    lesson.full = FullPython(lesson)
    create_task(lesson.full.start())
    return lesson.full


class Client(WorkerClient):
    @property
    def script(self):
        return self.window.document.querySelector(SCRIPT)


class FullPython:
    """state: "starting", "ready" or "failed", which #full has as data-full, too. generation: how often it has been started; what
    it was told before the last time it no longer knows. on_ready: functions of no arguments, called after every start.
    on_failure: the same, called once it will never answer."""

    def __init__(self, lesson):
        self.document, self.root, self.place = lesson.document, lesson.root, lesson.find("full")
        self.on_ready, self.on_failure = [], []
        self.client = Client(lesson.window, lesson.workers, on_progress=lambda share, text: self.show("starting", text),
                             on_ready=self.ready, on_lost=self.lost, on_failure=self.failed)
        self.show("starting", "The full Python will start in a moment.")

    @property
    def generation(self) -> int:
        return self.client.generation

    async def start(self):
        while self.root.getAttribute("data-state") != "ready":
            await sleep(LOOK)
        self.document.body.append(self.document.getElementById("worker").content.cloneNode(True))
        self.client.start()

    async def call(self, name, request, **how) -> dict:
        """Call a method of app/worker/session.py as WorkerClient.call does, once it can be. Raises InklingError with its
        sentence; WorkerLost if it is not here or stops meanwhile, which #full says already."""
        while self.state == "starting":
            await sleep(LOOK)
        if self.state == "failed":
            raise WorkerLost("the full Python is not here")
        return await self.client.call(name, request, **how)

    def restart(self):
        """End the worker, whatever it does, and start another one: the reader wants it, so this is no failure of the worker."""
        self.client.restarts += 1
        self.client.lost()

    def show(self, state, text):
        self.state = state
        self.place.setAttribute("data-full", state)
        say(self.place, text)

    def ready(self):
        self.show("ready", "")
        for tell in self.on_ready:
            tell()

    def lost(self):
        self.show("starting", "The full Python has stopped, and is being started again\u2026")

    def failed(self, message):
        self.show("failed", message)
        for tell in self.on_failure:
            tell()

"""The worker in which edited code runs, from the page's end: begun when it is first needed, ended when it takes too long."""
import json
import time
from asyncio import create_task, sleep

from app.core.errors import InklingError

LIMIT = 10  # seconds after which code that has not come to an end is ended
LOOK = 0.25  # seconds between two looks at how long it has taken


STOPPED = "stopped; the lesson's own code is at work again"


class Stopped(InklingError):
    """The code was ended before it came to an end itself."""

    kind = "stopped"


class Bench:
    """beginning: whether a worker is being started, or code being read by it."""

    def __init__(self, window, workers):
        self.window, self.workers = window, workers
        self.script = self.worker = self.end = None
        self.count = 0
        self.since = None  # when what is being waited for was asked
        self.beginning = False

    async def begin(self, request):
        """Have a new worker begin with this code. Raises InklingError with a sentence about the code, or Stopped."""
        self.stop()
        self.beginning = True
        try:
            self.count += 1
            fresh = self.window.document.getElementById("bench").content.cloneNode(True)
            script = fresh.querySelector("script")
            script.setAttribute("name", f"bench-{self.count}")
            self.window.document.body.append(fresh)
            self.script = script
            self.worker = await self.workers[f"bench-{self.count}"]
            await self.ask("begin", request)
        finally:
            self.beginning = False

    async def ask(self, name, request) -> dict:
        """Call a function of runner.py, JSON text in and parsed JSON out; one at a time. Raises as `begin` does."""
        worker = self.worker
        if worker is None:
            raise Stopped(STOPPED)

        def executor(resolve, reject):
            self.end = reject
            getattr(worker, name)(request).then(resolve, reject)
        self.since = time.time()
        create_task(self.watch(self.since))
        try:
            reply = json.loads(str(await self.window.Promise.new(executor)))
        except Exception:  # rejected by `stop`, for the worker catches whatever happens there
            raise Stopped(STOPPED)
        finally:
            self.end = self.since = None
        if "error" in reply:
            raise InklingError(reply["error"][:-1])
        return reply

    async def watch(self, asked):
        while self.since == asked:
            if time.time() - asked > LIMIT:
                self.stop()
            await sleep(LOOK)

    def stop(self):
        """End the worker, whatever it does; whoever waits for it is told."""
        if self.script is not None:
            xworker = getattr(self.script, "xworker", None)
            if xworker:
                xworker.terminate()
            self.script.remove()
        self.script = self.worker = None
        if self.end:
            self.end(self.window.Error.new("stopped"))

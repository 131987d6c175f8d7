"""The worker in which edited code runs, from the page's end: begun when it is first needed, ended when it takes too long."""
import json
import time
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.lessons.kit import materials
from app.ui.browser import fetched, js_object

LIMIT = 10  # seconds after which code that has not come to an end is ended
LOOK = 0.25  # seconds between two looks at how long it has taken


STOPPED = "stopped; the lesson's own code is at work again"


class Stopped(InklingError):
    """The code was ended before it came to an end itself."""

    kind = "stopped"


class Bench:
    """draws: whether the code that it runs makes the lesson's pictures. lasts: whether that is at work on and on, and can be
    stopped at any time."""

    draws, lasts = True, False

    def __init__(self, window, workers):
        self.window, self.workers = window, workers
        self.script = self.worker = self.end = None
        self.count = 0
        self.since = None  # when what is being waited for was asked
        self.beginning = False  # whether a worker is being started, or is reading code
        self.own = None  # what does not change: the lesson's module and its materials, as texts

    async def begin(self, lesson, edits):
        """Have a new worker begin with the lesson's code, in which these [(address, text), ...] take the place of what is there.
        Raises InklingError with a sentence about the code, or Stopped."""
        self.stop()
        self.beginning = True
        try:
            request = await self.request(lesson, edits)
            self.count += 1
            fresh = self.window.document.getElementById("bench").content.cloneNode(True)
            script = fresh.querySelector("script")
            script.setAttribute("name", f"bench-{self.count}")
            self.window.document.body.append(fresh)
            self.script = script
            self.worker = await self.waiting(self.workers[f"bench-{self.count}"])
            await self.ask("begin", request)
        finally:
            self.beginning = False

    async def request(self, lesson, edits):
        """What `runner.begin` takes, put together by the browser's own JSON: a network's text is long."""
        window, script = self.window, self.window.document.querySelector('script[type="mpy"]:not([worker])').getAttribute("src")
        if self.own is None:
            self.own = await text_of(window, script), await materials.texts(window, lesson.files)
        text, texts = self.own
        request = window.Object.new()
        request.file, request.text, request.materials = file_of(window, script), text, window.Object.new()
        for name in texts:
            setattr(request.materials, name, texts[name])
        request.edits = js_object(window, [[file_of(window, address), text] for address, text in edits])
        return str(window.JSON.stringify(request))

    async def value(self, expression):
        """{"value": what an expression comes to, as Python writes it, "printed": what was printed since the last reply}."""
        return await self.ask("evaluate", json.dumps({"expression": expression}))

    async def pictures(self, state):
        """The lesson's pictures in this state, or None while the worker is being started."""
        return None if self.beginning else (await self.ask("pictures", json.dumps(state)))["pictures"]

    async def ask(self, name, request) -> dict:
        """Call a function of runner.py, JSON text in and parsed JSON out; one at a time. Raises as `begin` does."""
        while self.since is not None:
            await sleep(0.005)
        worker = self.worker
        if worker is None:
            raise Stopped(STOPPED)

        reply = json.loads(str(await self.waiting(getattr(worker, name)(request))))
        if "error" in reply:
            raise InklingError(reply["error"][:-1])
        return reply

    async def waiting(self, promise):
        """What a promise of the worker comes to. Raises Stopped when the worker is ended before."""
        def executor(resolve, reject):
            self.end = reject
            promise.then(resolve, reject)
        self.since = time.time()
        create_task(self.watch(self.since))
        try:
            return await self.window.Promise.new(executor)
        except Exception:  # rejected by `stop`, for the worker catches whatever happens there
            raise Stopped(STOPPED)
        finally:
            self.end = self.since = None

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


async def text_of(window, address):
    """The text of a file of code, as the site has it."""
    return str(await (await fetched(window, address, f"the code in {address}")).text())


def file_of(window, address):
    """The file of the project that an address in this page means: "neuron.py" is "app/lessons/neuron/neuron.py"."""
    site = str(window.URL.new(materials.SITE, window.document.baseURI).href)
    return str(window.URL.new(address, window.document.baseURI).href)[len(site):]

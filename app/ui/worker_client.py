"""The page's end of the worker: its start, every call to it, and what is done when it dies.

A call is JSON text in and JSON text out; what the worker refuses becomes an InklingError again. Reading the drawing goes
first: it is sent at once, everything else one at a time and not while a reading is under way, unless it is quick. A
browser may end a worker without a word, for want of memory for instance: `pulse` notices, whoever waits is told, and it is
started again.
"""
import json
from asyncio import create_task, sleep

from app.core.errors import DrawingError, InklingError
from app.ui.browser import fetched
from app.ui.pulse import Pulse
from app.ui.replies import WorkerLost, error_of, message_of, not_started, parse
from app.ui.weights_file import refusal
from app.ui.words import percent, word

WEIGHTS = "weights/inkling.json"  # where pyscript.toml puts the network in the worker's own file system
LOADING = 0.75  # share of the bar that stands for bytes; the rest is Python starting, which reports nothing
SLOW = 8  # seconds of a start without any sign of life before the page says so
OUT_OF_MEMORY = "MemoryError"  # in what Python says then
STARTING = 60  # seconds after the last byte in which it starts on the slowest phone
RESTARTS = 3  # a worker that dies more often will die again
REPLACEABLE = ("read", "read_pixels")  # what the page's own Python can do, too
LOST = "lost"  # what whoever waits gets in place of a reply, which is JSON


class WorkerClient:
    """on_progress(fraction, text) as it starts; then on_ready(), again after every restart, or on_failure(message).

    on_silent(first): it takes long over something, so that others are to read; on_heard(): it is heard of again. on_lost(): it has
    died and is being started again. generation: the number of the worker, one more for each that is started;
    what an earlier one was told it no longer knows. restarts: how often it may be started again once it died.
    """

    def __init__(self, window, workers, *, on_progress, on_ready, on_lost, on_failure, on_silent=None, on_heard=None):
        self.window, self.workers = window, workers
        self.on_progress, self.on_ready, self.on_lost, self.on_failure = on_progress, on_ready, on_lost, on_failure
        self.on_silent, self.on_heard = on_silent or (lambda first: None), on_heard or (lambda: None)
        self.worker = None
        self.generation, self.deaths, self.restarts = 1, 0, RESTARTS
        self.renewed = False  # whether what it begins with was fetched anew
        self.reading = 0  # urgent calls under way
        self.asking = False  # whether one of the others is
        self.waiting = {}  # by number: what was asked, and how to give whoever waits a reply
        self.sent = self.loaded = 0  # loaded: the generation of which all bytes are here
        self.pulse = Pulse(self)

    @property
    def able(self) -> bool:
        return self.worker is not None

    @property
    def silent(self) -> bool:
        """Whether it has not been heard of for so long that whoever else can read had better."""
        return self.pulse.silent

    # Calls

    async def call(self, name, request, *, urgent=False, quick=False) -> dict:
        """Call the worker's function `name`; JSON-able in, parsed JSON out. Raises InklingError with its sentence.

        urgent: a reading. quick: it takes the worker a few milliseconds only, so it is sent even during a reading.
        """
        return parse(await self.send(name, json.dumps(request), urgent=urgent, quick=quick))

    async def send(self, name, text, *, urgent=False, quick=False) -> str:
        """The same for text, which need not pass through this Python's own JSON."""
        if urgent:
            self.reading += 1
            try:
                return await self.exchange(name, text)
            finally:
                self.reading -= 1
        while self.asking or (self.reading and not quick):
            await sleep(0.001)
        self.asking = True
        try:
            return await self.exchange(name, text)
        finally:
            self.asking = False

    async def exchange(self, name, text) -> str:
        worker = self.worker
        if worker is None:
            raise WorkerLost("the full Python is not here")
        try:
            reply = await self.reply_of(worker, name, text)
        except Exception as error:  # of the worker's Python: its types do not cross over
            if await self.survives(worker, error):
                raise error
            reply = LOST
            if worker is self.worker:
                self.window.console.warn(f"The worker has ended: {error}")
                self.lost()
        if reply == LOST:
            raise WorkerLost("the full Python has stopped")
        return reply

    async def reply_of(self, worker, name, text) -> str:
        """What the worker itself replies, or LOST."""
        self.sent += 1
        number = self.sent

        def executor(resolve, reject):
            self.waiting[number] = name, resolve
            getattr(worker, name)(text).then(resolve, reject)
        try:
            reply = await self.window.Promise.new(executor)
        finally:
            self.waiting.pop(number, None)
        if reply != LOST:
            self.pulse.heard()
        return reply

    async def survives(self, worker, error) -> bool:
        """Whether a worker is whole after an error that is no refusal: a bug leaves it so. What it took before it ran out of memory
        it never gives back, and after an error of Pyodide's own it refuses everything."""
        if OUT_OF_MEMORY in message_of(error):
            return False
        try:
            return await self.reply_of(worker, "ping", "{}") != LOST
        except Exception:  # that it refuses even this is the answer; `exchange` tells what stopped it
            return False

    def replaceable(self) -> list:
        """The numbers of the questions under way that the page's own Python can answer, too."""
        return [number for number in self.waiting if self.waiting[number][0] in REPLACEABLE]

    def give_back(self):
        """Let others answer those; the worker's replies, should they come, are forgotten."""
        for number in self.replaceable():
            self.waiting.pop(number)[1](LOST)

    async def ask_about(self, drawing, name, rest, *, quick=False) -> dict:
        """Call `name` about a drawing that was read: by the name that the worker gave it, or, where this worker does not
        know it any more, by its pixels. drawing: a dict with "id", "generation" and "pixels"; rest: of the request."""
        request = dict(rest)
        if drawing["id"] is not None and drawing["generation"] == self.generation:
            request["drawing"] = drawing["id"]
            try:
                return await self.call(name, request, quick=quick)
            except InklingError as error:
                if error.kind != DrawingError.kind:
                    raise
                request.pop("drawing")
        request["pixels"] = drawing["pixels"]
        return await self.call(name, request, quick=quick)

    # Life and death

    def begin(self):
        """Put the worker's script into the page, and wait for it."""
        fresh = self.window.document.getElementById("worker").content.cloneNode(True)
        fresh.querySelector("script").setAttribute("name", f"reader-{self.generation}")
        self.window.document.body.append(fresh)
        self.start()

    def rest(self):
        """End the worker, be it still starting: until `begin` it is as if there had been none."""
        script = self.script
        self.end()
        create_task(self.end_late(script))

    def start(self):
        """Wait for the worker, whose script is in the page."""
        self.signs, self.awaited = 0, None  # the signs of life so far, and the file that is missing yet
        which = self.script, self.generation  # now: before these begin, it may have been ended
        create_task(self.listen(*which))
        create_task(self.mind(self.generation))
        create_task(self.meet(*which))

    @property
    def script(self):
        return self.window.document.querySelector("script[worker]:last-of-type")

    async def listen(self, script, generation):
        """PyScript gives the script its worker a moment after it has come into the page."""
        while not self.able and generation == self.generation and not getattr(script, "xworker", None):
            await sleep(0.01)
        if self.able or generation != self.generation:
            return
        if hasattr(self.window, "workerless"):  # app/build/start/workers.mjs: none could be made
            self.window.console.warn(f"No worker could be made: {self.window.workerless}")
            self.signs = -1
            self.end()
            self.on_failure(word("head.not_started"))
        else:
            script.xworker.addEventListener("message", self.told)

    def told(self, event):
        """The runtime's loader posts {inkling: "progress", loaded, total} in bytes (app/build/start/pyodide.mjs), and the worker
        {inkling: "busy", seconds} (app/worker/entry.py)."""
        what = getattr(event.data, "inkling", None)
        if what == "busy":
            self.pulse.allow(event.data.seconds)
        elif what == "progress" and self.signs >= 0:  # it may fail with more under way
            self.signs += 1
            self.awaited = getattr(event.data, "file", None)
            loaded, total = event.data.loaded, event.data.total
            if loaded < total:
                part = loaded / total
                self.on_progress(LOADING * part, word("head.loading", percentage=percent(int(100 * part) / 100, 0)))
            else:
                self.on_progress(LOADING, word("head.starting_full"))
                if self.loaded != self.generation:
                    self.loaded = self.generation
                    create_task(self.expect(self.generation))

    async def mind(self, generation):
        """Say so when nothing has been heard of it for long, each time."""
        seen, quiet = -1, 0
        while self.signs >= 0 and generation == self.generation:
            quiet = quiet + SLOW / 4 if seen == self.signs else 0
            seen = self.signs
            if quiet >= SLOW:
                self.on_progress(LOADING, word("head.awaited", file=self.awaited) if self.awaited else word("head.slow"))
            await sleep(SLOW / 4)

    async def expect(self, generation):
        """All is here that it takes: one that does not come now has died over its start."""
        await sleep(STARTING)
        if generation == self.generation and self.signs >= 0:
            self.lost()

    async def meet(self, script, generation):
        try:
            worker = await self.workers[script.getAttribute("name")]
            # PyScript hands the worker over even when its Python failed; only an answer proves that it lives.
            hello = json.loads(await worker.hello(json.dumps({"weights": WEIGHTS})))
        except Exception as error:  # whatever stopped Pyodide; its types do not cross over
            hello, reason = None, not_started(error)
            if generation == self.generation:
                self.window.console.warn(f"The worker did not start: {error}")
        if generation != self.generation or (hello is None and await self.renew(script, reason)):
            return
        self.signs = -1
        if hello is None:
            self.on_failure(reason)
        elif "error" in hello:
            self.on_failure(refusal(word("head.network"), error_of(hello)) + ".")
        else:
            self.worker = worker
            create_task(self.pulse.watch(worker))
            self.on_ready()

    async def renew(self, script, reason) -> bool:
        """Start it once more with what it begins with fetched anew, for the browser may keep what a host got wrong once. Returns
        whether that is under way."""
        if self.renewed or reason != word("head.not_started"):  # a file that is named was, by app/build/start/pyodide.mjs
            return False
        self.renewed = True
        for path in (json.loads(script.getAttribute("config"))["interpreter"], script.src):
            try:
                await (await fetched(self.window, path, path, again=True)).text()
            except Exception:  # it is not there, or only half of it
                return False
        self.end()
        self.begin()
        return True

    def lost(self):
        """It will not answer any more: tell whoever waits, and begin another one."""
        self.end()
        self.deaths += 1
        if self.deaths > self.restarts:
            self.on_failure(word("head.stopped"))
            return
        self.on_lost()
        self.begin()

    def end(self):
        """There is no worker any more; whoever waits is told."""
        script, self.worker = self.script, None
        self.generation += 1
        if getattr(script, "xworker", None):
            script.xworker.terminate()
            script.remove()
        self.pulse.begin()
        for _, resolve in list(self.waiting.values()):
            resolve(LOST)

    async def end_late(self, script):
        """PyScript gives a script its worker a moment after it has come into the page: one that was not there yet ends now."""
        while script.isConnected and not getattr(script, "xworker", None):
            await sleep(0.01)
        if script.isConnected:
            script.xworker.terminate()
            script.remove()

"""A training in the worker, driven from a lesson: begun, stepped, paused, read from; and the visitor's own code in it.

What comes back is put into the lesson's state: "now", the last reply of `train_step` (app/worker/training.py says what is in
it), "curve", all its points, "tiles", a picture of weights, "reading", of what is on the pad, and "trained_with", the request by
which it was begun.
"""
from asyncio import create_task, sleep

from app.core.errors import InklingError
from app.lessons.kit.bench import Stopped
from app.lessons.kit.materials import SITE
from app.ui.browser import address, sentence
from app.ui.replies import WorkerLost

SLICE = 0.25  # seconds of training between two looks
TILES = 16
LATE = 1.0  # seconds after which a slice has plainly not come to its end
LOOK = 0.05  # seconds between two looks at whether it has
IMAGES = "data/mnist-training.bin"


class TrainingRun:
    """request(): what `train_start` takes, by the lesson's settings. going: whether it trains on by itself."""

    def __init__(self, lesson, *, request):
        self.lesson, self.full, self.request = lesson, lesson.full, request
        self.going = self.asking = self.open = False
        self.turn = 0  # how often a training was begun; a slice of an earlier one is forgotten
        self.full.on_ready.append(lambda: create_task(self.begin()))

    async def ask(self, name, request):
        """The worker's reply, or None: it refused, which is said, or it has stopped, which #full says."""
        try:
            return await self.full.call(name, request)
        except WorkerLost:
            return None
        except InklingError as error:
            self.lesson.tell(sentence(error))
            return None

    async def begin(self):
        """Fetch the images and begin with random weights; after the worker was started anew, too."""
        self.open = False
        self.lesson.refresh()
        if await self.ask("train_open", {"url": address(self.lesson.window, SITE + IMAGES)}) is not None:
            self.open = True
            await self.restart()

    async def restart(self):
        """Begin anew with the settings as they are."""
        if not self.open:
            return
        self.turn += 1
        self.going = False
        wanted = self.request(self.lesson.state)
        about = await self.ask("train_start", wanted)
        if about is not None:
            self.lesson.tell("")
            self.lesson.set(curve=[], now=None, trained_with=wanted)
            await self.look(await self.step({"batches": 0}))

    @property
    def stale(self) -> bool:
        """Whether the settings are others than those of what is being trained, but for the rate."""
        with_rate = dict(self.request(self.lesson.state))
        before = dict(self.lesson.state["trained_with"] or {})
        with_rate.pop("rate")
        before.pop("rate", None)
        return with_rate != before

    def toggle(self):
        """Train on, or pause."""
        self.going = not self.going
        if self.going:
            create_task(self.go_on())
        self.lesson.refresh()

    async def go_on(self):
        if self.stale or (self.lesson.state["now"] and self.lesson.state["now"]["stopped"]):
            await self.restart()
            self.going = True
        await self.train({})

    async def train(self, limits):
        """In slices that leave room for other questions, until it is over, paused, or at the end of an epoch if that is a limit."""
        turn = self.turn
        while self.going and turn == self.turn:
            request = {"seconds": SLICE}
            request.update(limits)
            reply = await self.step(request)
            if reply is None or reply["stopped"] or (limits and not reply["batch"]):
                self.going = False
            await self.look(reply)
        self.lesson.refresh()

    async def batch(self):
        """One batch more."""
        self.going = False
        if self.stale:
            await self.restart()
        await self.look(await self.step({"batches": 1}))

    async def epoch(self):
        """To the end of this epoch, which can be paused."""
        if self.stale:
            await self.restart()
        if not self.going:
            self.going = True
            await self.train({"epochs": 1})

    async def step(self, limits):
        """Go on so far; returns what the worker tells, or None where it refuses."""
        while self.asking:
            await sleep(0.01)
        turn, self.asking = self.turn, True
        rate, trained = self.request(self.lesson.state)["rate"], self.lesson.state["trained_with"]
        if rate != trained["rate"] and await self.ask("train_rate", {"rate": rate}) is not None:
            trained["rate"] = rate
        request = {"since": len(self.lesson.state["curve"])}
        request.update(limits)
        reply = await self.ask("train_step", request)
        self.asking = False
        if reply is None:
            self.going = False
        elif turn == self.turn:
            curve = self.lesson.state["curve"]
            self.lesson.set(curve=curve + reply["curve"] if reply["curve"] else curve, now=reply)
            return reply
        return None

    async def look(self, reply):
        """What has become of the weights, and what they make of the drawing on the pad."""
        if reply is not None:
            tiles = await self.ask("train_pictures", {"count": TILES, "across": 8})
            if tiles is not None:
                self.lesson.set(tiles=tiles)
                await self.read()

    async def read(self):
        """Read what is on the pad by the network as it is now."""
        strokes = self.lesson.state["strokes"]
        reading = await self.ask("train_read", {"strokes": strokes}) if strokes else None
        if reading is not None:
            reading.pop("pixels")
        self.lesson.set(reading=reading)


class TrainingBench:
    """Runs the visitor's own version of the code that trains, in the worker; a bench of a lesson's code (app/lessons/kit/code.py).
    The pictures stay the page's own."""

    draws, lasts = False, True

    def __init__(self, run):
        self.run, self.full = run, run.full
        self.edited = []  # files

    async def begin(self, lesson, edits):
        """The next training goes by these edits, and begins at once. Raises InklingError with a sentence about the code."""
        for address_there, text in edits:
            file = address_there.replace("../", "")
            self.edited.append(file)
            try:
                await self.full.call("edit", {"file": file, "text": text})
            except InklingError as error:
                raise Stopped(str(error)) if self.full.state != "ready" else error
        await self.run.restart()

    async def value(self, expression):
        """None: there is no expression to try."""

    def stop(self):
        """The shipped code again; a slice that does not end is ended with its worker."""
        files, self.edited = self.edited, []
        if files:
            create_task(self.give_up(files))

    async def give_up(self, files):
        """Undo the edits of these files and begin anew, or do so with another worker where this one does not come to an end."""
        run, generation = self.run, self.full.generation
        run.going = run.open = False
        run.lesson.refresh()
        create_task(self.undo(files, generation))
        waited = 0
        while not run.open and generation == self.full.generation:
            waited = waited + LOOK if run.asking else 0
            if waited > LATE:
                self.full.restart()  # and once it is ready, a training begins
            await sleep(LOOK)

    async def undo(self, files, generation):
        for file in files:
            if file not in self.edited:  # by now it may be another edit
                await self.run.ask("edit", {"file": file, "text": None})
        if generation == self.full.generation:
            self.run.open = True
            await self.run.restart()

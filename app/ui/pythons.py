"""The two Pythons that read: how far each has come, which <html data-state> and the head of the page tell."""
from asyncio import create_task

from app.core import instant
from app.core.errors import InklingError
from app.ui import weights_file
from app.ui.browser import announce, say, show
from app.ui.pause import pause
from app.ui.words import word
from app.ui.worker_client import WEIGHTS, WorkerClient


class Pythons:
    """client: the WorkerClient; weights: for the page's own Python, None until they are here.

    hopes: who may yet answer, "instant" for the page's own Python and "full" for the worker's. on_instant(): the former does;
    on_ready(): the worker is here, for the first time or again; on_heard(): it is heard of again, after the former has read in its
    place; on_lost(): it has died, and is being started again;
    on_failure(who, message): that one will never answer. message: a sentence, "" where it was said before. on_settled(): starting
    is over, one way or the other. meanwhile(file, coming): as the Notice's.
    """

    def __init__(self, window, workers, *, meanwhile, on_instant, on_ready, on_heard, on_lost, on_failure, on_settled):
        self.window, self.document = window, window.document
        self.find, self.root = self.document.getElementById, self.document.documentElement
        self.on_instant, self.on_ready, self.on_heard, self.on_lost = on_instant, on_ready, on_heard, on_lost
        self.on_failure, self.on_settled, self.meanwhile = on_failure, on_settled, meanwhile
        self.weights = self.said = None
        self.hopes = ["instant", "full"]
        self.client = WorkerClient(window, workers, on_progress=self.progressed, on_ready=self.ready, on_silent=self.silent,
                                   on_heard=self.heard, on_lost=self.lost,
                                   on_failure=lambda message: self.failed("full", message))

    def start(self, *, full=True):
        """full: whether the worker is to be started too, and not later by `client.begin`."""
        create_task(self.start_both() if full else self.start_instant())

    async def start_both(self):
        """The worker begins behind the page's own Python because its start and its 8 MB would share processor and line with it."""
        try:
            await self.start_instant()
            await pause(self.window)
        finally:
            self.document.body.append(self.find("worker").content.cloneNode(True))
            self.client.start()

    async def start_instant(self):
        """Get the network for the page's own Python, so that it answers until the worker does."""
        try:
            loading = weights_file.load(self.window, self.find("network").content)
            weights = instant.check_kinds(await self.meanwhile(WEIGHTS, loading))
        except InklingError as error:
            self.failed("instant", weights_file.refusal(word("head.network"), error) + ".")
            return
        await pause(self.window)
        self.weights = weights
        if self.state == "loading":
            self.state = "instant"
        self.window.performance.mark("inkling-instant")
        self.on_instant()

    @property
    def state(self):
        return self.root.getAttribute("data-state")

    @state.setter
    def state(self, state):
        self.root.setAttribute("data-state", state)

    def progressed(self, fraction, text):
        self.find("boot").value = fraction
        self.said = text
        self.say_again()

    def say_again(self):
        if self.said is not None:
            say(self.find("boot-text"), self.said)

    def ready(self):
        self.state = "ready"
        self.window.performance.mark("inkling-ready")
        self.progressed(1, word("head.here_only"))
        announce(self.document, word("head.ready"))
        self.on_ready()
        self.on_settled()

    def silent(self, first):
        """The worker takes long over something, or has died: until that is known the page's own Python reads in its place."""
        if self.weights:
            if first:
                self.state = "instant"
            self.client.give_back()

    def heard(self):
        if self.weights:
            self.state = "ready"
            self.on_heard()

    def lost(self):
        self.state = "instant" if self.weights else "loading"
        self.progressed(0, word("head.again"))
        announce(self.document, word("head.again_said"))
        self.on_lost()

    def rest(self):
        """End the worker, which `client.begin` starts again."""
        self.client.rest()
        self.state = "instant" if self.weights else "loading"
        self.on_lost()

    def failed(self, who, message):
        """The page goes on with the other one, if that one answers."""
        first = len(self.hopes) == 2
        self.hopes.remove(who)
        self.state = "failed"
        self.progressed(0, "")
        show(self.find("boot"), False)
        # A second failure is mostly the first one's echo: both read the same weights.
        self.on_failure(who, message if first else "")
        if who == "full":
            self.on_settled()

"""Whether the worker is still heard of: a browser may end it without a word, and it may never come to the end of something.

A worker that works answers nothing, either. So there are two limits. After the first the page's own Python reads instead, and
nothing else has happened; after the second the worker is given up. One that begins something long says how long it may be silent.

Silence is counted in turns of the page's own, each worth a beat however late it came: a page in the background, or on a device
that slept, had no turns in which it could have heard anything.
"""
from asyncio import sleep

BEAT = 0.25  # seconds
IDLE = 1.0  # seconds after which one that nobody asks is asked whether it lives
PROMPT = 1.0  # seconds without a sign of life until others read instead,
PATIENCE = 2.0  # and until it is given up: 3 s with the longest wait for a question


class Pulse:
    """client: the WorkerClient. silent: whether others read instead. allowed: the seconds of silence that the worker asked for."""

    def __init__(self, client):
        self.client = client
        self.begin()

    def begin(self):
        """Nothing is known of it yet."""
        self.quiet = self.idle = self.allowed = 0.0
        self.silent = self.pinged = False

    async def watch(self, worker):
        while self.client.worker is worker:
            await sleep(BEAT)
            if self.client.worker is worker:
                self.beat(worker)

    def beat(self, worker):
        client = self.client
        if client.waiting or self.pinged:
            self.quiet += BEAT
            if self.quiet >= PATIENCE + self.allowed:
                client.lost()
                return
            if self.quiet >= PROMPT and (client.replaceable() or not self.allowed):
                self.fall_silent()
        else:
            self.idle += BEAT
        if not self.pinged and (self.quiet or (self.idle >= IDLE and not client.window.document.hidden)):
            self.ping(worker)

    def ping(self, worker):
        """Whoever is asked answers this, too, unless nobody is there; what has ended Python itself refuses it."""
        def answered(_):
            if worker is self.client.worker:
                self.pinged = False
                self.heard()

        def refused(error):
            if worker is self.client.worker:
                self.client.window.console.info(f"The worker does not answer: {error}")
                self.client.lost()
        self.pinged = True
        worker.ping("{}").then(answered, refused)

    def fall_silent(self):
        """Others are to read; told again and again, for who may be asked instead has perhaps only now begun to wait."""
        first, self.silent = not self.silent, True
        self.client.on_silent(first)

    def heard(self):
        """A sign of life."""
        self.quiet = self.idle = 0.0
        if self.silent:
            self.silent = False
            self.client.on_heard()

    def allow(self, seconds):
        """The worker says that from now on it may be silent for so long; with 0 that is over."""
        self.allowed = seconds
        self.heard()

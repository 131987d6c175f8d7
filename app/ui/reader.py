"""Who answers: the page's own Python until the worker is ready, then the worker, who alone reads pictures. The newest wins.

One drawing is being read and at most one waits; a newer one takes the waiting place. Nothing here blocks: the instant
forward pass pauses every few milliseconds, and the worker is another thread.
"""
from asyncio import create_task, sleep

from app.core import ink, instant
from app.core.errors import InklingError
from app.ui.worker_client import WorkerLost


class Reader:
    """Reads drawings one after the other.

    client: the WorkerClient. on_answer(result, stamp) gets {"digit", "probabilities", "sure", "pixels", "source"}, and
    from the worker "drawing", by which it may be asked more, and "network", the name of the one that answered, None for
    the one it began with; of a picture also "picture", what was found in it, and "of", whatever `request` was given as that.
    on_error(message, drawing) gets one sentence, and what was requested.
    """

    def __init__(self, client, *, on_answer, on_error):
        self.client = client
        self.on_answer = on_answer
        self.on_error = on_error
        self.weights = None  # for the page's own Python
        self.network = None  # the name of the worker's network that answers; None is the one it began with
        self.waiting = self.last = None
        self.busy = False
        self.epoch = 0

    @property
    def able(self) -> bool:
        return self.client.able or self.weights is not None

    def can_read(self, drawing) -> bool:
        return self.client.able if is_picture(drawing) else self.able

    def request(self, drawing, stamp):
        """Read this drawing as soon as possible, instead of any that still waits.

        drawing: strokes, or a dict with 784 numbers as "pixels", or a dict with a picture's "url", "turn" and "crop", as the
        worker's `read_picture` takes them, and "of".
        """
        self.last = drawing
        self.waiting = (drawing, stamp, self.epoch)
        if self.can_read(drawing) and not self.busy:
            self.busy = True
            create_task(self.work())

    def repeat(self, stamp):
        """Read what is on the pad once more, because somebody else answers now."""
        if self.last is not None:
            self.request(self.last, stamp)

    def forget(self):
        """The pad is empty: whatever is being read is of no interest any more."""
        self.waiting = self.last = None
        self.epoch += 1

    async def work(self):
        try:
            while self.waiting and self.can_read(self.waiting[0]):
                drawing, stamp, epoch = self.waiting
                self.waiting = None
                try:
                    if is_picture(drawing):
                        result = await self.read_picture(drawing)
                        result["of"] = drawing["of"]
                    elif isinstance(drawing, dict):
                        result = await self.read_pixels(drawing["pixels"])
                    else:
                        result = await self.read(drawing)
                except WorkerLost:
                    if not self.waiting:
                        self.repeat(stamp)  # by whoever can now
                except InklingError as error:
                    if epoch == self.epoch:
                        self.on_error(str(error), drawing)
                else:
                    if epoch == self.epoch:
                        self.on_answer(result, stamp)
        finally:
            self.busy = False

    async def read(self, strokes, *, activations=False):
        """Read strokes with whoever is best placed to; raises InklingError with a sentence if they are no drawing."""
        if self.client.able:
            return await self.ask("read", {"strokes": strokes, "activations": activations})
        ink.check_strokes(strokes)
        return await self.read_instantly(ink.render(strokes), activations)

    async def read_pixels(self, pixels):
        """Read 784 numbers in [0, 1], with every layer's activations."""
        if self.client.able:
            return await self.ask("read_pixels", {"pixels": pixels})
        instant.check_pixels(pixels)
        return await self.read_instantly(pixels, True)

    async def read_picture(self, picture, *, activations=False):
        """Read a picture, as `request` takes it; raises WorkerLost where there is no worker, PictureError's sentence if it
        cannot be read."""
        return await self.ask("read_picture", {"url": picture["url"], "turn": picture["turn"], "crop": picture["crop"],
                                               "activations": activations})

    async def read_instantly(self, pixels, activations):
        for layers in instant.steps(self.weights, pixels):
            if layers is None:
                await sleep(0.001)  # with 0, MicroPython goes on at once and the browser gets no turn
        result = instant.answer(self.weights, layers)
        result["pixels"] = list(pixels)
        result["source"] = "instant"
        if activations:
            result["activations"] = layers
        return result

    async def ask(self, name, request):
        network = self.network
        if network is not None:
            request["network"] = network
        result = await self.client.call(name, request, urgent=True)
        result["source"], result["network"] = "full", network
        return result


def is_picture(drawing) -> bool:
    return isinstance(drawing, dict) and "url" in drawing

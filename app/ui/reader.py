"""Who answers: the page's own Python until the worker is ready, and when it keeps us waiting; else the worker, who alone reads
pictures.

Nothing here blocks: the instant forward pass pauses every few milliseconds, and the worker is another thread.
"""
from asyncio import sleep

from app.core import ink, instant
from app.ui.newest import Newest, is_picture
from app.ui.replies import WorkerLost


class Reader(Newest):
    """Reads single digits.

    client: the WorkerClient. on_answer(result, stamp) gets {"digit", "probabilities", "sure", "pixels", "source"}, and
    from the worker "drawing", by which it may be asked more, and "network", the name of the one that answered, None for
    the one it began with; of a picture also "picture", what was found in it, and "of", whatever `request` was given as that.
    """

    def __init__(self, client, *, on_answer, on_error):
        super().__init__(on_answer=on_answer, on_error=on_error)
        self.client = client
        self.weights = None  # for the page's own Python
        self.network = None  # the name of the worker's network that answers; None is the one it began with
        self.stood_in = False  # whether the page's own Python has read in the worker's place

    @property
    def able(self) -> bool:
        return self.client.able or self.weights is not None

    @property
    def asks(self) -> bool:
        """Whether the worker is to read what both can."""
        return self.client.able and not (self.client.silent and self.weights)

    def can_read(self, drawing) -> bool:
        return self.client.able if is_picture(drawing) else self.able

    async def read_any(self, drawing):
        """drawing: strokes, or a dict with 784 numbers as "pixels", or a dict with a picture's "url", "turn" and "crop", as the
        worker's `read_picture` takes them, and "of"."""
        if is_picture(drawing):
            result = await self.read_picture(drawing)
            result["of"] = drawing["of"]
            return result
        if isinstance(drawing, dict):
            return await self.pixels_read(drawing["pixels"])
        return await self.strokes_read(drawing)

    async def read(self, strokes, *, activations=False):
        """Read strokes with whoever is best placed to; raises InklingError with a sentence if they are no drawing."""
        return await self.surely(self.strokes_read, strokes, activations)

    async def read_pixels(self, pixels):
        """Read 784 numbers in [0, 1], with every layer's activations."""
        return await self.surely(self.pixels_read, pixels)

    async def surely(self, read, *what):
        """Read once more, by the page's own Python, what the worker has died over."""
        try:
            return await read(*what)
        except WorkerLost:
            if self.weights is None:
                raise
            return await read(*what)

    async def strokes_read(self, strokes, activations=False):
        if self.asks:
            return await self.ask("read", {"strokes": strokes, "activations": activations})
        ink.check_strokes(strokes)
        return await self.read_instantly(ink.render(strokes), activations)

    async def pixels_read(self, pixels):
        if self.asks:
            return await self.ask("read_pixels", {"pixels": pixels})
        instant.check_pixels(pixels)
        return await self.read_instantly(pixels, True)

    async def read_picture(self, picture, *, activations=False):
        """Read a picture, as `request` takes it; raises WorkerLost where there is no worker, PictureError's sentence if it
        cannot be read."""
        return await self.ask("read_picture", {"url": picture["url"], "turn": picture["turn"], "crop": picture["crop"],
                                               "activations": activations})

    async def read_instantly(self, pixels, activations):
        self.stood_in = self.client.able
        for layers in instant.steps(self.weights, pixels):
            if layers is None:
                await sleep(0.001)  # with 0, MicroPython goes on at once and the browser gets no turn
        result = instant.answer(self.weights, layers)
        result["pixels"] = list(pixels)
        result["source"] = "instant"
        if activations:
            result["activations"] = layers
        return result

    def catch_up(self, stamp):
        """The worker is heard of again: it reads what was read in its place."""
        if self.stood_in and not is_picture(self.last):
            self.repeat(stamp)
        self.stood_in = False

    async def ask(self, name, request):
        network = self.network
        if network is not None:
            request["network"] = network
        result = await self.client.call(name, request, urgent=True)
        result["source"], result["network"] = "full", network
        return result

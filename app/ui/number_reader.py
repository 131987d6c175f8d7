"""Reads lines of characters as whole numbers and sums. Only the worker can, once it has fetched what it needs for that."""
from app.ui import offline
from app.ui.browser import address
from app.ui.newest import Newest, is_picture

WEIGHTS = "weights/line.json"  # fetched when numbers are read first, and kept from then on


class NumberReader(Newest):
    """client: the WorkerClient. on_answer(result, stamp) gets what the worker's `read_number` returns, and of a picture also
    "of", whatever `request` was given as that."""

    def __init__(self, window, client, *, on_answer=None, on_error=None):
        super().__init__(on_answer=on_answer, on_error=on_error)
        self.window, self.client = window, client
        self.opened = 0  # the generation of the worker that has what it needs

    def can_read(self, drawing) -> bool:
        return self.client.able

    async def open(self):
        """Let the worker get what it needs, unless it has. Raises InklingError."""
        generation = self.client.generation
        if self.opened != generation:
            await self.client.call("open_numbers", {"url": address(self.window, WEIGHTS)}, urgent=True)
            self.opened = generation
            offline.keep(self.window, WEIGHTS)

    async def read(self, strokes, chosen):
        """chosen: {id of a part: the character that it is}."""
        await self.open()
        return await self.client.call("read_number", {"strokes": strokes, "chosen": chosen}, urgent=True)

    async def read_any(self, drawing):
        """drawing: a dict with "strokes" and "chosen", or one with a picture's "url", "turn", "crop", "of" and "chosen"."""
        if not is_picture(drawing):
            return await self.read(drawing["strokes"], drawing["chosen"])
        await self.open()
        request = {name: drawing[name] for name in ("url", "turn", "crop", "chosen")}
        result = await self.client.call("read_number_picture", request, urgent=True)
        result["of"] = drawing["of"]
        return result

"""Questions to the worker behind the views: one at a time, and never in the way of the answer itself."""
import json
from asyncio import sleep

from app.core.errors import InklingError


class Asker:
    """reader: whose worker is asked, as a rule when it has nothing to read."""

    def __init__(self, reader):
        self.reader = reader
        self.asking = False

    @property
    def able(self) -> bool:
        return self.reader.worker is not None

    async def ask(self, name, request, *, quick=False):
        """Call the worker's function `name`; JSON-able in, parsed JSON out. Raises InklingError with its sentence.

        quick: it takes the worker a few milliseconds only, so it is sent even while a drawing is being read.
        """
        return parse(await self.send(name, json.dumps(request), quick=quick))

    async def send(self, name, text, *, quick=False):
        """The same for JSON text, which need not pass through this Python's own encoder; returns the reply's text."""
        if not self.able:
            raise InklingError("the full Python is not here")
        while self.asking or (self.reader.busy and not quick):
            await sleep(0.001)
        self.asking = True
        try:
            return await getattr(self.reader.worker, name)(text)
        finally:
            self.asking = False


def parse(text):
    reply = json.loads(text)
    if "error" in reply:
        raise InklingError(reply["error"]["message"])
    return reply

"""Waiting for an answer: who may yet give one, what is said meanwhile, and what if nobody ever will."""
from asyncio import sleep

from app.core.errors import InklingError, WeightsError
from app.ui.browser import sentence
from app.ui.newest import is_picture

READING = "Reading\u2026"
LATER = "This is read as soon as Python is here\u2026"
NEVER = "This cannot be read, because no network could be loaded."
NOT_HERE = "%s need the full Python, which could not start here"


class Waiting:
    """reader: the Reader. hopes: who may yet answer, "instant" for the page's own Python and "full" for the worker's; it gets
    shorter as they fail."""

    def __init__(self, reader, hopes):
        self.reader, self.hopes = reader, hopes

    def words(self, drawing) -> str:
        """What becomes of a drawing, as the Reader takes it, that nobody has read yet."""
        if self.reader.can_read(drawing):
            return READING
        if is_picture(drawing):
            return LATER if "full" in self.hopes else sentence(NOT_HERE % "pictures")
        return LATER if self.hopes else NEVER

    async def able(self, *, full=""):
        """Return once somebody can answer; raise InklingError if nobody ever will. full: what is to be read that only the worker
        reads, such as "pictures"."""
        reader = self.reader
        while not (reader.client.able if full else reader.able):
            if full and "full" not in self.hopes:
                raise InklingError(NOT_HERE % full)
            if not self.hopes:
                raise WeightsError("no network could be loaded")
            await sleep(0.02)

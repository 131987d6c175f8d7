"""Waiting for an answer: who may yet give one, what is said meanwhile, and what if nobody ever will."""
from asyncio import sleep

from app.core.errors import InklingError, WeightsError
from app.ui.browser import sentence
from app.ui.newest import is_picture
from app.ui.words import word


class Waiting:
    """reader: the Reader. hopes: who may yet answer, "instant" for the page's own Python and "full" for the worker's; it gets
    shorter as they fail."""

    def __init__(self, reader, hopes):
        self.reader, self.hopes = reader, hopes

    def words(self, drawing) -> str:
        """What becomes of a drawing, as the Reader takes it, that nobody has read yet."""
        if self.reader.can_read(drawing):
            return word("answer.reading")
        if is_picture(drawing):
            return word("answer.later") if "full" in self.hopes else sentence(word("answer.needs_full"))
        return word("answer.later" if self.hopes else "answer.never")

    async def able(self, *, full=""):
        """Return once somebody can answer; raise InklingError if nobody ever will. full: what is to be read that only the worker
        reads, such as "pictures"."""
        reader = self.reader
        while not (reader.client.able if full else reader.able):
            if full and "full" not in self.hopes:
                raise InklingError(f"{full} need the full Python, which could not start here")
            if not self.hopes:
                raise WeightsError("no network could be loaded")
            await sleep(0.02)

"""The newest wins: one drawing is being read and at most one waits; a newer one takes the waiting place."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui.replies import WorkerLost
from app.ui.words import word


class Newest:
    """Reads drawings one after the other; a reader of some kind says what `can_read` and `read_any` are.

    on_answer(result, stamp) gets what `read_any` returns. on_error(message, drawing) gets one sentence, and what was requested.
    """

    def __init__(self, *, on_answer, on_error):
        self.on_answer = on_answer
        self.on_error = on_error
        self.waiting = self.last = self.survived = None
        self.busy = False
        self.epoch = 0

    def request(self, drawing, stamp):
        """Read this drawing as soon as possible, instead of any that still waits. stamp: the time of its last point."""
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
                    result = await self.read_any(drawing)
                except WorkerLost:
                    if not self.waiting:
                        self.lost(drawing, stamp)
                except InklingError as error:
                    if epoch == self.epoch:
                        self.on_error(str(error), drawing)
                else:
                    if epoch == self.epoch:
                        self.on_answer(result, stamp)
        finally:
            self.busy = False

    def lost(self, drawing, stamp):
        """Its worker has died: whoever can now reads it, or the next worker; but what two have died over no third one gets."""
        if self.last is None or self.can_read(drawing):
            self.repeat(stamp)
        elif drawing == self.survived:
            self.survived = self.last = None
            self.on_error(word("answer.too_much"), drawing)
        else:
            self.survived = drawing
            self.repeat(stamp)


def is_picture(drawing) -> bool:
    """Whether a drawing is a dict with a picture's "url"."""
    return isinstance(drawing, dict) and "url" in drawing

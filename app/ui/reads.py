"""What the desk and the page tell whoever reads what is on the pad, be it as one digit or as numbers."""
from asyncio import create_task

from app.ui.browser import sentence
from app.ui.newest import is_picture


class Reads:
    """Does nothing with it yet. pad: the Pad; notify(text): tells the visitor. photo: what shows a picture on the pad, and views:
    what follows the drawing; both come later, and are None until then. on_read(result): whoever is to be told of each answer to all
    that is on the pad, None for nobody."""

    photo = views = on_read = None

    def __init__(self, *, pad, notify):
        self.pad, self.notify = pad, notify

    def begin(self):
        """Something is on the pad."""

    def read(self, stamp):
        """Read what is on the pad. stamp: the time of its last point."""

    def forget(self):
        """Nothing is on the pad, or it is somebody else's."""

    def repeat(self):
        """Read it once more, because somebody else answers now."""

    def await_answer(self):
        """Say what becomes of ink that nobody has read yet."""

    def recoloured(self):
        """The page has other colours now."""

    # What was not read

    def unread(self, message, drawing):
        """message: why, half a sentence; drawing: what was requested."""
        if is_picture(drawing):
            create_task(self.found_nothing(message, drawing["of"]))
        else:
            self.unreadable(message)

    async def found_nothing(self, message, picture):
        """A picture stays, so that another part of it may be tried; what is none leaves the pad as it was."""
        if picture is not self.pad.picture:
            return
        if not await self.photo.shrink():
            self.pad.withdraw(lambda each: each.file is picture.file)
            self.notify(f"{picture.file.name}: {message}.")
        elif picture is self.pad.picture:
            self.forget()
            self.tell(sentence(message))

    def unreadable(self, message):
        """The drawing cannot be read."""

    def tell(self, text):
        """Show a sentence in place of an answer, and say it."""

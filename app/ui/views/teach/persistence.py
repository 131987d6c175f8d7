"""Whether the browser keeps what is stored here until somebody deletes it, or drops it when the device runs out of room.

It is asked once, when the first drawing is kept; some browsers ask the visitor then. Later visits only look.
"""
from app.ui.browser import promised
from app.ui.words import word

ASKED = "inkling.asked"


class Persistence:
    """storage: remembers that the browser was asked. on_change(): it has answered."""

    def __init__(self, window, storage, *, on_change):
        self.window, self.storage, self.on_change = window, storage, on_change
        self.answer = None  # True or False once it is known

    async def look(self):
        """What it said at an earlier visit."""
        if self.storage.get(ASKED):
            await self.tell("persisted")

    async def ask(self):
        """Ask, unless it was asked before or has promised anyhow."""
        if self.storage.get(ASKED):
            return
        self.storage.put(ASKED, "yes")
        await self.tell("persisted")
        if self.answer is False:
            await self.tell("persist")

    async def tell(self, name):
        window = self.window
        try:
            manager = await promised(window, window.Reflect, "get", window.navigator, "storage", window.navigator)
            if manager and hasattr(manager, name):
                self.answer = bool(await promised(window, manager, name))
        except Exception as error:  # the browser's own, as where it lets pages keep nothing
            window.console.info(f"Nothing is known of how long things are kept: {error}")
        self.on_change()

    def sentence(self):
        """What it said, in words; "" while that is not known."""
        if self.answer is None:
            return ""
        return word("teach.promised" if self.answer else "teach.may_drop")

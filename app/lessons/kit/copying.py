"""The button that copies a link to the lesson as it is: its state stands in the address."""
from asyncio import create_task, sleep

from app.ui.browser import promised, say, show

COPY, COPIED = "Copy link", "Link copied"
SHOWN = 3  # seconds for which the button says so


class CopyLink:
    """fragment: writes the state into the address; tell(text): says something about the lesson."""

    def __init__(self, window, button, *, fragment, tell):
        self.window, self.button, self.fragment, self.tell = window, button, fragment, tell
        button.addEventListener("click", lambda event: create_task(self.copy()))
        show(button, True)

    async def copy(self):
        while self.fragment.waiting is not None:
            await sleep(0.02)
        try:
            await promised(self.window, self.window.navigator.clipboard, "writeText", self.window.location.href)
        except Exception:  # the browser's own; there may be no clipboard at all, as on a plain http address
            self.tell("This browser does not let the page copy the link: copy the page's address, which holds all of it.")
            return
        self.tell("")
        say(self.window.document.getElementById("told"), COPIED)
        say(self.button, COPIED)
        await sleep(SHOWN)
        say(self.button, COPY)

"""The lesson's state in the address, after the #: guess, answers, settings and edited code, so that a link brings them along.

The browser's own URLSearchParams writes and reads it. Nothing of it reaches a server.
"""
from asyncio import create_task, sleep

PAUSE = 0.4  # seconds: browsers allow a page only so many changes of its address in a while
LONGEST = 20_000  # characters of an address that is still read


class Fragment:
    """on_change(): somebody has given this page another address than the one it has written itself."""

    def __init__(self, window, *, on_change):
        self.window = window
        self.on_change = on_change
        self.written = window.location.hash
        self.waiting = None  # what is to be written next
        window.addEventListener("hashchange", self.changed)

    def changed(self, event):
        if self.window.location.hash != self.written:
            self.written = self.window.location.hash
            self.on_change()

    def read(self):
        """({name: text}, a sentence or "" about an address that is too long to be one of ours)."""
        text = str(self.window.location.hash)[1:]
        if "=" not in text:
            return {}, ""
        if len(text) > LONGEST:
            return {}, "This address is too long to be one of this lesson's, so it begins afresh."
        fields, parsed = {}, self.window.URLSearchParams.new(text)
        parsed.forEach(lambda text, name, *_: fields.update({name: text}))
        return fields, ""

    def write(self, fields):
        """Have the address say this, soon. fields: [(name, text), ...]."""
        idle = self.waiting is None
        self.waiting = list(fields)
        if idle:
            create_task(self.write_soon())

    async def write_soon(self):
        await sleep(PAUSE)
        fields, self.waiting = self.waiting, None
        parameters = self.window.URLSearchParams.new("")
        for name, text in fields:
            parameters.append(name, text)
        text = str(parameters.toString())
        location = self.window.location
        if f"#{text}" != location.hash and (text or "=" in str(location.hash)):
            self.window.history.replaceState(None, "", f"#{text}" if text else f"{location.pathname}{location.search}")
            self.written = location.hash

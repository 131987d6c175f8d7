"""The last drawing, kept in the browser so that a reload does not lose it.

A browser may forbid storage or have none left; the drawing then simply is not there after a reload, which harms nothing.
Every access goes by way of a promise, because MicroPython can catch a JavaScript error only as a rejection.
"""
import json

from app.core.errors import DrawingError
from app.core.ink import check_strokes

KEY = "inkling.drawing"


class Storage:
    """`await open()` first; until then, and where the browser refuses, nothing is kept."""

    def __init__(self, window):
        self.window = window
        self.store = None

    async def open(self):
        """Find the browser's localStorage; merely asking for it may be forbidden."""
        window = self.window
        try:
            self.store = await window.Promise.resolve().then(
                window.Reflect.get.bind(window.Reflect, window, "localStorage", window))
        except Exception as error:  # the browser's own, whose type differs by engine
            self.refused(error)

    def refused(self, error):
        self.window.console.info("Drawings are not kept here: " + str(error))

    def save(self, strokes):
        """Keep this drawing; done before the browser turns to anything else."""
        if self.store:
            write = self.store.setItem.bind(self.store, KEY, json.dumps(strokes))
            self.window.Promise.resolve().then(write).catch(self.refused)

    def load(self):
        """The strokes kept last, or [] if there are none or they are damaged."""
        text = self.store.getItem(KEY) if self.store else None
        if not isinstance(text, str):
            return []
        try:
            strokes = json.loads(text)
            check_strokes(strokes)
        except (ValueError, DrawingError):
            return []
        return [stroke for stroke in strokes if stroke]

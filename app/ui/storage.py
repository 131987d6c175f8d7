"""The last drawing, kept in the browser so that a reload does not lose it.

A browser may forbid storage or have none left; the drawing then simply is not there after a reload, which harms nothing.
"""
import json

from app.core.errors import DrawingError
from app.core.ink import check_strokes
from app.ui.browser import promised

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
            self.store = await promised(window, window.Reflect, "get", window, "localStorage", window)
        except Exception as error:  # the browser's own, whose type differs by engine
            self.refused(error)

    def refused(self, error):
        self.window.console.info(f"Drawings are not kept here: {error}")

    def save(self, strokes):
        """Keep this drawing; done before the browser turns to anything else."""
        if self.store:
            promised(self.window, self.store, "setItem", KEY, json.dumps(strokes)).catch(self.refused)

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

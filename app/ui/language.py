"""The menu of languages. The page is loaded anew in the one that is chosen, because most of its words stand in it already."""
from asyncio import create_task

from app.ui.browser import js_object
from app.ui.storage import LANGUAGE
from app.ui.words import words


class LanguageMenu:
    """select: the element; pad: the Pad, whose ink comes along even where the browser keeps nothing."""

    def __init__(self, window, select, *, storage, pad):
        self.window, self.select, self.storage, self.pad = window, select, storage, pad

    def listen(self):
        self.select.value = words.language
        self.select.addEventListener("change", lambda event: create_task(self.choose(self.select.value)))

    async def choose(self, language):
        window = self.window
        address = window.URL.new(window.location.href)
        address.searchParams.delete("lang")
        self.storage.put(LANGUAGE, language)
        await self.storage.written()
        if not self.storage.store:
            address.searchParams.set("lang", language)
        window.history.replaceState(js_object(window, {"ink": self.pad.strokes}), "", address.href)
        window.location.reload()

    def bring_back(self):
        """The ink that was on the pad when another language was chosen, unless the browser has kept it or there is other."""
        window = self.window
        state = window.history.state
        if state and state.ink and self.pad.blank:
            strokes = [[[x, y] for x, y in stroke] for stroke in state.ink]
            if strokes:
                self.pad.load(strokes)
        if state:
            window.history.replaceState(None, "", window.location.href)

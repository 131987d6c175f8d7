"""What is read: one digit, or numbers and sums. Each has a sheet of its own, with its history, and one switch turns them over.

What reads numbers comes when it is first chosen. <html data-mode> says which of the two it is, "digit" or "number".
"""
from asyncio import create_task

from app.ui.browser import announce, nodes
from app.ui.reads import Reads
from app.ui.sheet import sheet_for
from app.ui.storage import KEY, MODE, NUMBERS
from app.ui.words import word

KEYS = {"digit": KEY, "number": NUMBERS}
PADS = {"digit": "pad.digit", "number": "pad.number"}  # the words for each
OWN_VIEWS = ("", "#data")  # what an address may end in where numbers are read; all other views are about one digit


class Modes:
    """switch: the element with a button for each mode, its name as the value; digits: reads one digit; get_numbers(): a coroutine
    that returns what reads numbers, or None where it cannot be had."""

    def __init__(self, window, switch, *, pad, desk, bar, storage, digits, get_numbers):
        self.window, self.root = window, window.document.documentElement
        self.pad, self.desk, self.bar, self.storage, self.get_numbers = pad, desk, bar, storage, get_numbers
        self.reads = {"digit": digits, "number": Reads(pad=pad, notify=None)}
        self.sheets = {name: sheet_for(name) for name in KEYS}
        self.sheets[self.name] = pad.sheet
        self.equipment = {}
        self.asked = False  # for what reads numbers
        self.buttons = nodes(switch, "button")
        for button in self.buttons:
            button.addEventListener("click", self.chooser(button.value))
        window.addEventListener("hashchange", self.followed)

    @property
    def name(self) -> str:
        return self.root.getAttribute("data-mode")

    def chooser(self, name):
        return lambda event: self.choose(name)

    def choose(self, name):
        """The visitor wants this read from now on."""
        if name == self.name:
            return
        self.storage.put(MODE, name if name == "number" else None)
        self.turn(name)
        announce(self.window.document, word("head.digit_is_read" if name == "digit" else "head.numbers_are_read"))

    def turn(self, name):
        self.root.setAttribute("data-mode", name)
        self.pad.lay(self.sheets[name])
        self.desk.reads.forget()
        if name == "number" and self.window.location.hash not in OWN_VIEWS:
            location = self.window.location
            self.window.history.replaceState(None, "", location.pathname + location.search)
        self.begin()
        self.desk.changed(True, self.window.performance.now())

    def begin(self):
        """What the mode is by now, everybody else goes by."""
        name = self.name
        self.desk.reads, self.desk.key = self.reads[name], KEYS[name]
        self.bar.needed = name == "digit"  # for the views about it
        self.pad.canvas.setAttribute("aria-label", word(PADS[name]))
        for button in self.buttons:
            button.setAttribute("aria-pressed", "true" if button.value == name else "false")
        if name == "number" and not self.asked:
            self.asked = True
            create_task(self.bring_numbers())

    async def bring_numbers(self):
        numbers = await self.get_numbers()
        if numbers is None:
            self.asked = False
            return
        self.reads["number"] = numbers
        self.equip(**self.equipment)
        if self.name == "number":
            self.desk.reads = numbers
            self.desk.changed(True, self.window.performance.now())

    def equip(self, **parts):
        """Give all who read what has come by now: "photo", "views"."""
        self.equipment.update(parts)
        for reads in self.reads.values():
            for what in self.equipment:
                setattr(reads, what, self.equipment[what])

    # What there was

    def restore(self):
        """What the last visit left, once the storage is open, unless somebody has begun to draw meanwhile."""
        begun = len(self.pad.past) > 0
        for name in KEYS:
            if name == self.name:
                self.desk.restore()
            else:
                strokes = self.storage.load(KEYS[name])
                self.pad.tempo.take(strokes, self.storage.load_times(strokes, KEYS[name]))
                self.fill(name, strokes)
        if self.storage.get(MODE) == "number" and not begun and self.window.location.hash in OWN_VIEWS:
            self.turn_if_other("number")

    def turn_if_other(self, name):
        if name != self.name:
            self.turn(name)

    def fill(self, name, strokes):
        """Lay these strokes on a sheet that nobody sees, as one step that undo takes back."""
        sheet = self.sheets[name]
        if strokes != sheet.strokes:
            sheet.remember()
            sheet.strokes, sheet.picture = strokes, None

    def empty(self):
        """Clear both sheets."""
        for name in KEYS:
            if name == self.name:
                self.desk.clear()
            else:
                self.fill(name, [])

    def put_back(self, key, strokes):
        """What was deleted of the sheet that is kept under this key, unless something else is on it by now."""
        for name in KEYS:
            if KEYS[name] == key and self.sheets[name].blank:
                if name == self.name:
                    self.pad.load(strokes)
                else:
                    self.fill(name, strokes)

    def followed(self, event):
        """The address leads to a view now, which may be about one digit."""
        place = self.window.location.hash
        view = self.window.document.getElementById(place[1:])
        if place not in OWN_VIEWS and view and view.classList.contains("view"):
            self.turn_if_other("digit")

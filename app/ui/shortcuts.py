"""Which key presses are meant for the page: undo and redo anywhere, keys pressed alone only at the pad and the reading.

A key alone is also how screen readers are steered and how people speak to their computer, so these may be switched off
(WCAG 2.1.4, Character Key Shortcuts). The buttons bear such keys in aria-keyshortcuts only while they act.
"""
from app.ui.browser import nodes

KEY = "inkling.keys"
PLACES = ".drawing, .reading, #ask"
NOWHERE = "html, body"  # what is pressed while nothing has the focus
TEXT_FIELDS = "textarea, input:not([type=radio], [type=checkbox], [type=file]), [contenteditable]"
SHOWN, HELD = "aria-keyshortcuts", "data-keyshortcuts"


class Shortcuts:
    """switch: the checkbox that says whether keys pressed alone act. storage: where that is kept; see `open`."""

    def __init__(self, document, switch, storage):
        self.document, self.switch, self.storage = document, switch, storage
        switch.addEventListener("change", lambda event: self.switched())

    def open(self):
        """What the last visit chose, once the storage is open."""
        self.switch.checked = self.storage.get(KEY) != "off"
        self.mark()

    def switched(self):
        self.storage.put(KEY, None if self.switch.checked else "off")
        self.mark()

    def mark(self):
        """Let the buttons that are in the page now bear their keys, or not."""
        has, gets = (HELD, SHOWN) if self.switch.checked else (SHOWN, HELD)
        for button in nodes(self.document, f"[{has}]"):
            keys = button.getAttribute(has)
            if "+" not in keys:
                button.removeAttribute(has)
                button.setAttribute(gets, keys)

    def alone(self, event):
        """The key, as `event.key` names it, if it was pressed alone where it may act, else ""."""
        if not meant(event) or not self.switch.checked or event.repeat or event.ctrlKey or event.metaKey or event.altKey:
            return ""
        target = event.target
        if not hasattr(target, "closest"):  # the document itself
            return event.key
        return event.key if target.matches(NOWHERE) or target.closest(PLACES) else ""


def step(event):
    """"undo" or "redo" if the keys pressed say so, else ""."""
    if not meant(event) or event.altKey or not (event.ctrlKey or event.metaKey):
        return ""
    key = letter(event)
    if key == "z":
        return "redo" if event.shiftKey else "undo"
    return "redo" if key == "y" else ""


def meant(event):
    """Whether it is a key pressed for the page: browsers tell of none when they fill in a form, and of those that only
    compose a character."""
    if not isinstance(getattr(event, "key", None), str) or event.defaultPrevented or event.isComposing:
        return False
    return not hasattr(event.target, "closest") or not event.target.closest(TEXT_FIELDS)


def letter(event):
    """The key in lower case, as its layout has it; on a layout of another script, the Latin letter in the same place."""
    key = event.key.lower()
    other = len(key) == 1 and ord(key) >= 0x370 and not 0x1E00 <= ord(key) < 0x1F00  # beyond Latin with its accents
    return event.code[3:].lower() if other and event.code.startswith("Key") else key

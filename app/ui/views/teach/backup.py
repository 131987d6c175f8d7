"""What is exported beside the drawings: the visitor's own network and what was chosen, a line of JSON each.

    {"inkling": "network", "chosen": true, "mnist": 0.98, "started_from": null, "weights": {... as in a weights file}}
    {"inkling": "kept", "items": {"inkling.drawing": "[[[1,2],[3,4]]]", ...}}

Weights go by way of the browser's own JSON: this Python's would take seconds over a megabyte.
"""
from app.core.errors import InklingError
from app.ui.browser import promised
from app.ui.storage import ENDING, PREFIX, SHEETS, strokes_in
from app.ui.views.teach.own_network import name_or_none, share_or_none
from app.ui.views.teach.persistence import ASKED
from app.ui.weights_file import refusal
from app.ui.words import word

LONGEST = 100000  # characters of a choice, or of the times of a drawing's points


class Backup:
    """own: the OwnNetwork. storage: of what was chosen, and the last drawing."""

    def __init__(self, window, *, own, storage):
        self.window, self.own, self.storage = window, own, storage

    def lines(self):
        parse, record = self.window.JSON.parse, self.own.record
        lines = []
        if record:
            lines.append(self.line("network", chosen=record["chosen"], mnist=record["mnist"],
                                   started_from=record["started_from"], weights=parse(record["text"])))
        items = self.window.Object.new()
        kept = self.storage.items()
        for key in kept:
            if key != ASKED and not key.endswith(ENDING):  # of this browser only
                setattr(items, key, kept[key])
        if self.window.Object.keys(items).length:
            lines.append(self.line("kept", items=items))
        return lines

    def line(self, kind, **fields):
        made = self.window.Object.new()
        made.inkling = kind  # first, so that the line begins as labelled.OTHER says
        for name in sorted(fields):
            setattr(made, name, fields[name])
        return self.window.JSON.stringify(made) + "\n"

    async def restore(self, line):
        """Take a line in; returns a sentence about it."""
        try:
            found = await promised(self.window, self.window.JSON, "parse", line)
        except Exception:  # the browser's SyntaxError
            return word("teach.file.damaged")
        if found.inkling == "network" and hasattr(found, "weights"):
            return await self.restore_network(found)
        if found.inkling == "kept" and hasattr(found, "items"):
            return self.restore_items(found.items)
        return word("teach.file.unknown")

    async def restore_network(self, found):
        try:
            text = await promised(self.window, self.window.JSON, "stringify", found.weights)
        except Exception:  # the browser's RangeError, of what is nested by the ten thousand
            return word("teach.file.damaged")
        if text == self.own.text:
            return word("teach.file.own_there")
        replaced = self.own.text is not None
        try:
            await self.own.replace({"text": str(text), "chosen": getattr(found, "chosen", None) is True,
                                    "mnist": share_or_none(getattr(found, "mnist", None)),
                                    "started_from": name_or_none(getattr(found, "started_from", None))})
        except InklingError as error:
            return refusal(word("teach.own"), error) + "."
        return word("teach.file.own_instead" if replaced else "teach.file.own_back")

    def restore_items(self, items):
        """Only what is not there: nothing that was chosen since is changed."""
        kept, count = self.storage.items(), 0
        for key in list(self.window.Object.keys(items)):
            text = getattr(items, key)
            if isinstance(text, str) and kept.get(key) in (None, "[]") and is_fit(key, text):
                self.storage.put(key, text)
                count += 1
        return word("teach.file.choices") if count else ""


def is_fit(key, text):
    """Whether this page might have kept it: a file may have been made by anybody."""
    if key in SHEETS:
        return strokes_in(text) is not None
    return key.startswith(PREFIX) and len(key) + len(text) <= LONGEST and not key.endswith(ENDING) and key != ASKED

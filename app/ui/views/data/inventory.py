"""What is kept in this browser, counted and in words."""
import json

from app.ui.storage import ENDING, KEY, NUMBERS, SHEETS, TEMPO
from app.ui.views.teach.persistence import ASKED

RECORD = 80  # bytes of a drawing's record beside its strokes


class Inventory:
    """kept: the KeptDrawings; own: the OwnNetwork; items: {key: text} of the page's Storage."""

    def __init__(self, kept, own, items):
        self.drawings = len(kept.drawings)
        self.damaged = len(kept.damaged)
        self.ink = sum([len(each.text) + RECORD for each in kept.drawings.all])
        self.network = own.text
        self.unread = bool(own.unread or own.refused)
        # Of each sheet with something on it: (what it is, how many strokes, its text).
        self.sheets = [(what, strokes_in(items[key]), items[key])
                       for key, what in ((KEY, "the drawing on the pad"), (NUMBERS, "the numbers on the pad"))
                       if strokes_in(items.get(key, ""))]
        self.lost = [items[key + ENDING] for key in SHEETS if items.get(key + ENDING)]
        # An empty one is no other choice than that of one's own network, which is counted.
        self.choices = [key + items[key] for key in items
                        if items[key] and key not in SHEETS + (ASKED,) and f".{key.split('.')[-1]}" not in (ENDING, TEMPO)]

    @property
    def rows(self):
        """[(what, how much, bytes or None where nobody knows), ...] of what there is."""
        rows = []
        if self.drawings or self.damaged:
            unreadable = f", {self.damaged} more that cannot be read" if self.damaged else ""
            rows.append(("drawings with their digit", f"{self.drawings}{unreadable}", self.ink))
        if self.network:
            rows.append(("your own network", "1", len(self.network)))
        elif self.unread:
            rows.append(("your own network", "it cannot be read", None))
        rows += [(what, some(count, "stroke"), len(text)) for what, count, text in self.sheets]
        rows += [("a drawing from the pad", "it cannot be read", len(text)) for text in self.lost]
        if self.choices:
            rows.append(("what you have chosen", some(len(self.choices), "choice"), sum([len(each) for each in self.choices])))
        return rows

    @property
    def words(self):
        """All of it in half a sentence; "" for nothing."""
        parts = [some(self.drawings, "drawing")] if self.drawings else []
        parts += ["your own network"] if self.network else []
        parts += [what for what, _, _ in self.sheets]
        parts += ["what you have chosen"] if self.choices else []
        return listed(parts)

    @property
    def hopeless(self):
        """Whether something of it would be deleted for good."""
        return bool(self.damaged or self.lost or (self.unread and not self.network))


def strokes_in(text):
    """How many strokes a kept drawing has; 0 for none and for what is no drawing."""
    try:
        strokes = json.loads(text)
    except (ValueError, RuntimeError):
        return 0
    return len([stroke for stroke in strokes if stroke]) if isinstance(strokes, list) else 0


def some(count, thing):
    return f"1 {thing}" if count == 1 else f"{count:,} {thing}s"


def listed(parts):
    """Parts of a sentence: "a, b and c"."""
    return " and ".join([", ".join(parts[:-1])] + parts[-1:]) if len(parts) > 1 else "".join(parts)


def size(count):
    """A number of bytes in words."""
    if count < 1000:
        return some(count, "byte")
    return f"{count / 1e3:.0f} kB" if count < 999500 else f"{count / 1e6:.1f} MB"

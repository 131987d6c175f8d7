"""What is kept in this browser, counted and in words."""
from app.ui.storage import ENDING, KEY, NUMBERS, SHEETS, TEMPO, strokes_in
from app.ui.views.teach.persistence import ASKED
from app.ui.words import number, plural, word

RECORD = 80  # bytes of a drawing's record beside its strokes


class Inventory:
    """kept: the KeptDrawings; own: the OwnNetwork; items: {key: text} of the page's Storage."""

    def __init__(self, kept, own, items):
        self.drawings = len(kept.drawings)
        self.damaged = len(kept.damaged)
        self.ink = sum([len(each.text) + RECORD for each in kept.drawings.all])
        self.network = own.text
        self.unread = bool(own.unread or own.refused)
        # Of each sheet with something on it: (the key of what it is, how many strokes, its text).
        self.sheets = [(what, count_of(items[key]), items[key])
                       for key, what in ((KEY, "data.drawing_at_pad"), (NUMBERS, "data.numbers_at_pad"))
                       if count_of(items.get(key, ""))]
        self.lost = [items[key + ENDING] for key in SHEETS if items.get(key + ENDING)]
        # An empty one is no other choice than that of one's own network, which is counted.
        self.choices = [key + items[key] for key in items
                        if items[key] and key not in SHEETS + (ASKED,) and f".{key.split('.')[-1]}" not in (ENDING, TEMPO)]

    @property
    def rows(self):
        """[(what, how much, bytes or None where nobody knows), ...] of what there is."""
        rows = []
        if self.drawings or self.damaged:
            count = str(self.drawings)
            much = word("data.with_damaged", count=count, damaged=self.damaged) if self.damaged else count
            rows.append((word("data.labelled"), much, self.ink))
        if self.network:
            rows.append((word("data.own"), "1", len(self.network)))
        elif self.unread:
            rows.append((word("data.own"), word("data.damaged"), None))
        rows += [(word(what), plural("data.strokes", count), len(text)) for what, count, text in self.sheets]
        rows += [(word("data.lost"), word("data.damaged"), len(text)) for text in self.lost]
        if self.choices:
            length = sum([len(each) for each in self.choices])
            rows.append((word("data.chosen"), plural("data.choices", len(self.choices)), length))
        return rows

    @property
    def words(self):
        """All of it in half a sentence; "" for nothing."""
        parts = [plural("data.drawings", self.drawings)] if self.drawings else []
        parts += [word("data.own")] if self.network else []
        parts += [word(what) for what, _, _ in self.sheets]
        parts += [word("data.chosen")] if self.choices else []
        return listed(parts)

    @property
    def hopeless(self):
        """Whether something of it would be deleted for good."""
        return bool(self.damaged or self.lost or (self.unread and not self.network))


def count_of(text):
    """How many strokes a kept drawing has; 0 for none and for what is no drawing."""
    return len(strokes_in(text) or [])


def listed(parts):
    """Parts of a sentence: "a, b and c"."""
    return word("data.list", first=", ".join(parts[:-1]), last=parts[-1]) if len(parts) > 1 else "".join(parts)


def size(count):
    """A number of bytes in words."""
    if count < 1000:
        return plural("data.bytes", count)
    if count < 999500:
        return word("data.kilobytes", count=number(count / 1e3))
    return word("data.megabytes", count=number(count / 1e6, 1))

"""A sheet: the strokes on it, or a picture in their place, and what undo and redo bring back."""
from app.ui.paper import PEN_WIDTH, UNITS

STEPS_BACK = 1000  # that undo can take: no hand needs more, but a page may be drawn on all day
WIDE, FINE = 2 * UNITS, 28  # a sheet for lines of characters, and the pen for it


def sheet_for(mode):
    """An empty sheet. mode: what is to be written on it, as <html data-mode> says: a "digit" or a "number"."""
    return Sheet(across=WIDE, pen=FINE) if mode == "number" else Sheet()


class Sheet:
    """strokes: [[[x, y], ...], ...] in pad units. picture: what lies there in place of a drawing, of which nothing is known here
    but that it does. across: its width in pad units; pen: how wide one writes on it."""

    def __init__(self, *, across=UNITS, pen=PEN_WIDTH):
        self.across, self.pen = across, pen
        self.pale = []  # the numbers of strokes that do not count
        self.strokes, self.picture = [], None
        self.past = []  # [(strokes, picture), ...]
        self.future = []
        self.undone = []  # the future that the last change has ended
        self.done = None  # strokes that are done with: the next one takes their place

    @property
    def blank(self) -> bool:
        return not self.strokes and self.picture is None

    def remember(self):
        """What comes now can be undone."""
        self.past.append((list(self.strokes), self.picture))
        del self.past[:-STEPS_BACK]
        self.undone, self.future = self.future, []

    def swap(self, source, target):
        """Take the last of `source`, past or future, and leave to `target` what was here."""
        target.append((self.strokes, self.picture))
        self.strokes, self.picture = source.pop()

    def take_back(self):
        """What was remembered last is here again, as if nothing had come after it."""
        self.future = self.undone
        self.strokes, self.picture = self.past.pop()

    def withdraw(self, is_none):
        """Pictures that turned out to be none leave the history. is_none(picture): whether it is one of them."""
        for history in (self.past, self.future):
            history[:] = [(strokes, picture) for strokes, picture in history if picture is None or not is_none(picture)]

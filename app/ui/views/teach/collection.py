"""The drawings that somebody keeps: which there are, what they were said to be, and what was done to them last."""
import json

from app.core import bounded
from app.core.errors import DrawingError
from app.core.ink import check_strokes
from app.core.labelled import check_label
from app.ui.words import word

MOST_POINTS = 20000  # of one drawing, as at the pad
LONGEST = 600000  # characters of such a drawing
STEPS_BACK = 50


def number(value):
    """A coordinate in the fewest characters that keep a seventh of a millionth of it."""
    return "%d" % value if value == int(value) and abs(value) < 1e7 else "%.7g" % value


def canonical(strokes):
    """The JSON text of a drawing, the same for the same drawing wherever it comes from. Raises DrawingError."""
    check_strokes(strokes)
    return text_of(strokes)


def text_of(strokes):
    """The same of strokes that have been checked."""
    if sum([len(stroke) for stroke in strokes]) > MOST_POINTS:
        raise DrawingError(word("teach.file.points", most=MOST_POINTS))
    return "[%s]" % ",".join(["[%s]" % ",".join(["[%s,%s]" % (number(x), number(y)) for x, y in stroke])
                              for stroke in strokes if stroke])


def check(label, text):
    """The canonical text of a kept record; raises DrawingError, which is for developers, for one that is damaged."""
    check_label(label)
    if not isinstance(text, str) or len(text) > LONGEST:
        raise DrawingError("strokes")
    try:
        return canonical(bounded.loads(text))
    except (ValueError, RuntimeError):
        raise DrawingError("strokes")


def thumbnail(text):
    """Path data of a drawing in a square of 28, as large as the network sees it."""
    strokes = json.loads(text)
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    left, top = min(xs), min(ys)
    width, height = max(xs) - left, max(ys) - top
    scale = 18 / max(width, height) if max(width, height) > 0 else 0
    x0, y0 = 14 - scale * (left + width / 2), 14 - scale * (top + height / 2)
    parts = []
    for stroke in strokes:
        last = None
        for x, y in stroke:
            place = f"{x0 + scale * x:.1f} {y0 + scale * y:.1f}"
            if place != last:
                parts.append(("M" if last is None else "L") + place)
                last = place
        if parts[-1][0] == "M":
            parts.append("h0.01")  # a dot
    return "".join(parts)


class Drawing:
    """id: unique over all tabs; label: one character; text: canonical strokes; time: seconds since 1970, of keeping it."""

    def __init__(self, id, label, text, time):
        self.id, self.label, self.text, self.time = id, label, text, time

    def labelled(self, label):
        return Drawing(self.id, label, self.text, self.time)


class Collection:
    """Drawings in the order of keeping. What changes them returns [(id, the drawing as it is now or None), ...]."""

    def __init__(self, drawings=()):
        self.past = []  # [(id, the drawing as it was, or None), ...] of each step
        self.replace(drawings)

    def replace(self, drawings):
        """Other drawings in place of all; what was done before can still be undone."""
        self.all = sorted(drawings, key=lambda each: (each.time, each.id))
        self.texts = {}
        for each in self.all:
            self.texts.setdefault(each.text, []).append(each.id)

    def __len__(self):
        return len(self.all)

    def find(self, id):
        for each in self.all:
            if each.id == id:
                return each
        return None

    def same(self, text):
        """The drawings with these strokes."""
        return [self.find(id) for id in self.texts.get(text, ())]

    def counts(self):
        """How many there are of each digit."""
        counts = [0] * 10
        for each in self.all:
            counts[int(each.label)] += 1
        return counts

    def set(self, changes):
        """Apply changes without remembering them."""
        ids = [id for id, drawing in changes]
        self.replace([each for each in self.all if each.id not in ids] + [new for id, new in changes if new])
        return changes

    def step(self, changes):
        self.past.append([(id, self.find(id)) for id, drawing in changes])
        del self.past[:-STEPS_BACK]
        return self.set(changes)

    def add(self, drawings):
        """Several as one step. Those that are there already, strokes and label, are to be sorted out before."""
        return self.step([(each.id, each) for each in drawings])

    def relabel(self, id, label):
        return self.step([(id, self.find(id).labelled(label))])

    def delete(self, id):
        return self.step([(id, None)])

    def delete_all(self):
        return self.step([(each.id, None) for each in self.all])

    def undo(self):
        """Take the last step back; [] if there is none."""
        return self.set(self.past.pop()) if self.past else []


def wanted(counts, last=None):
    """The digit of which the fewest are there; not the last one asked for, if another will do."""
    order = sorted(range(10), key=lambda digit: (counts[digit], digit == last, (digit * 7 + 3) % 10))
    return order[1] if order[0] == last and counts[order[0]] == counts[order[1]] else order[0]

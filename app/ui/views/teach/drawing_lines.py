"""Drawings from a file that anybody may have made: JSON lines, read piece by piece, each line judged by itself."""
from app.core.errors import DrawingError
from app.core.labelled import OTHER, digit_of, parse_line
from app.ui.views.teach.collection import text_of
from app.ui.words import told, word

LARGEST = 20000000  # bytes of a file that is read at all
PIECE = 65536  # bytes read at once
LONGEST = 400000  # characters of a line; 20,000 points fit


def longest(line):
    """How many characters it may have: a network has more than a drawing."""
    return LARGEST if line.startswith(OTHER) else LONGEST


class Lines:
    """Cuts pieces of text into lines; of a line that is too long only that it was there is kept (None)."""

    def __init__(self):
        self.rest = ""
        self.skipping = False

    def feed(self, piece):
        """The lines that this piece completes."""
        parts = piece.split("\n")
        lines = []
        for part in parts[:-1]:
            lines.append(None if self.skipping else self.rest + part)
            self.rest, self.skipping = "", False
        self.hold(parts[-1])
        return [line if line is None or len(line) <= longest(line) else None for line in lines]

    def hold(self, part):
        if not self.skipping:
            self.rest += part
            if len(self.rest) > longest(self.rest):
                self.rest, self.skipping = "", True

    def end(self):
        """What follows the last line break."""
        last = [None] if self.skipping else [self.rest] if self.rest.strip() else []
        self.rest, self.skipping = "", False
        return last


def encoding_of(start):
    """The name, for a TextDecoder, of the encoding that the first two bytes of a file tell by their byte order mark."""
    return {(255, 254): "utf-16le", (254, 255): "utf-16be"}.get(tuple(start), "utf-8")


def read(line):
    """(label, canonical strokes) of a line. Raises DrawingError saying what is wrong with it."""
    if line is None:
        raise DrawingError(word("teach.file.long_line", most=LONGEST))
    drawing = parse_line(line)
    return digit_of(drawing.get("label")), text_of(drawing["strokes"])


class Count:
    """How many lines of a file were new, there already, or refused, and why the first of those was."""

    def __init__(self):
        self.new = self.duplicate = self.refused = self.line = 0
        self.why = ""

    def refuse(self, why):
        self.refused += 1
        self.why = self.why or word("teach.file.line", number=self.line, why=told(why))

    def sentence(self, name):
        key = "teach.file.taken_but" if self.why else "teach.file.taken"
        return word(key, file=name, new=self.new, known=self.duplicate, refused=self.refused, why=self.why)


def too_large(name, size):
    """The sentence that refuses a file for its size, or ""."""
    if size <= LARGEST:
        return ""
    return word("teach.file.too_large", file=name, size=size // 1000000, most=LARGEST // 1000000)

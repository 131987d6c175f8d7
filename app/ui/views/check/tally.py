"""Counting how a network did on labelled images: accuracy, confusion matrix, mistakes."""
from app.ui.views.inside.formula import thousands


class Tally:
    """confusion[digit][read]: how often. mistakes: (index, digit, read, confidence) in the order of the images."""

    def __init__(self):
        self.confusion = [[0] * 10 for _ in range(10)]
        self.mistakes = []
        self.seconds = 0.0
        self.count = 0

    def add(self, start, labels, read, confidence, seconds):
        """Count one slice of images, the first of which has the number `start`."""
        for at in range(len(labels)):
            self.confusion[labels[at]][read[at]] += 1
            if labels[at] != read[at]:
                self.mistakes.append((start + at, labels[at], read[at], confidence[at]))
        self.count += len(labels)
        self.seconds += seconds

    @property
    def accuracy(self):
        return 1 - len(self.mistakes) / self.count

    def of_digit(self, digit):
        """The share of this digit's images that were read rightly, or None where there was none."""
        row = self.confusion[digit]
        return row[digit] / sum(row) if sum(row) else None

    @property
    def speed(self):
        """Images per second of reading."""
        return self.count / self.seconds if self.seconds > 0 else 0.0


def verdict(tally, claim):
    """What came out, in a sentence or two. claim: the accuracy that the index states for these images, or None."""
    text = "%s of %s read rightly: %.2f%%, at %s images per second." % (
        thousands(tally.count - len(tally.mistakes)), thousands(tally.count), 100 * tally.accuracy, thousands(round(tally.speed)))
    if claim is None:
        return text
    same = abs(tally.accuracy - claim) * tally.count < 0.5
    return text + (" Just what it says of itself." if same else " It says %.2f%% of itself." % (100 * claim))


def matrix_rows(tally):
    """The confusion matrix as rows of an HTML table; tally None: the same, empty."""
    rows = []
    for digit in range(10):
        cells = []
        for read in range(10):
            count = tally.confusion[digit][read] if tally else 0
            kind = "right" if digit == read else "many" if count > 9 else "some" if count else "none"
            cells.append("<td class=%s>%s</td>" % (kind, count or "\u00b7"))
        share = tally.of_digit(digit) if tally else None
        cells.append("<td class=share>%s</td>" % ("\u2013" if share is None else "%.1f%%" % (100 * share)))
        rows.append("<tr><th scope=row>%d</th>%s</tr>" % (digit, "".join(cells)))
    return "".join(rows)

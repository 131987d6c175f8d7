"""Counting how a network did on labelled images: accuracy, confusion matrix, mistakes."""
from app.ui.words import number, percent, word

DOT, UNKNOWN = "\u00b7", "\u2013"


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
    text = word("check.verdict", right=number(tally.count - len(tally.mistakes)), count=number(tally.count),
                share=percent(tally.accuracy, 2), speed=number(round(tally.speed)))
    if claim is None:
        return text
    same = abs(tally.accuracy - claim) * tally.count < 0.5
    return text + " " + (word("check.as_said") if same else word("check.other_than_said", claim=percent(claim, 2)))


def matrix_head():
    """The head of the confusion matrix, as HTML."""
    digits = "".join([f"<th scope=col>{digit}</th>" for digit in range(10)])
    return f"<tr><td></td>{digits}<th scope=col>{word('check.right')}</th></tr>"


def matrix_rows(tally):
    """The confusion matrix as rows of an HTML table."""
    rows = []
    for digit in range(10):
        cells = []
        for read in range(10):
            count = tally.confusion[digit][read]
            kind = "right" if digit == read else "many" if count > 9 else "some" if count else "none"
            cells.append(f"<td class={kind}>{count or DOT}</td>")
        share = tally.of_digit(digit)
        told = UNKNOWN if share is None else percent(share)
        cells.append(f"<td class=share>{told}</td>")
        rows.append(f"<tr><th scope=row>{digit}</th>{''.join(cells)}</tr>")
    return "".join(rows)

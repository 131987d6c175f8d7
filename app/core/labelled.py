"""A drawing with the digit it is, as people keep it, exchange it and have it learnt from: one JSON object a line.

    {"label": "7", "strokes": [[[x, y], ...], ...], "writer": ..., "source": ...}

A file may have the label as a number too. `label`, `writer` and `source` may be absent where nobody needs them. Portable:
the page, the worker, the command line and the trainer all judge such lines here.
"""
from app.core import bounded
from app.core.errors import DrawingError
from app.core.ink import check_strokes

# How a line begins that is no drawing but something else that the page has exported with them: its choices, its network.
# Whoever reads drawings passes over it.
OTHER = '{"inkling":'
DIGITS = "0123456789"
LONGEST = 10000000  # characters of a line: half a million points, which no hand draws
MOST_VALUES = 3000000
FEWEST = 10  # drawings that a lesson takes: with fewer there is nothing to learn a hand from
MOST = 5000  # drawings that a lesson takes and the page keeps: more would teach nothing new


def is_digit(label) -> bool:
    """Whether a label is one of "0" to "9"."""
    return isinstance(label, str) and len(label) == 1 and label in DIGITS


def check_label(label) -> str:
    """The label itself. Raises DrawingError unless it is a digit as text."""
    if not is_digit(label):
        raise DrawingError("its label is not a digit in quotation marks")
    return label


def digit_of(label) -> str:
    """The digit, as text, of a label in somebody's file: "7" or 7, but neither 7.0 nor true. Raises DrawingError."""
    whole = isinstance(label, int) and not isinstance(label, bool)
    return check_label(str(label) if whole else label)


def parse_line(line: str) -> dict:
    """The drawing in a line, its strokes checked and its label not. Raises DrawingError saying what is wrong with it."""
    if len(line) > LONGEST:
        raise DrawingError("it is longer than ten million characters")
    try:
        drawing = bounded.loads(line, most=MOST_VALUES)
    except bounded.Excess:
        raise DrawingError("it is nested too deeply or has too many values")
    except (ValueError, RuntimeError):
        raise DrawingError("it is not JSON")
    if isinstance(drawing, list) and drawing and isinstance(drawing[0], dict) and "points" in drawing[0]:
        raise DrawingError("it is a drawing as signature_pad's toData() gives it, not an object with strokes of [x, y] points")
    if not isinstance(drawing, dict):
        raise DrawingError("it is not an object with strokes")
    if "strokes" not in drawing:
        raise DrawingError("it has no strokes")
    check_strokes(drawing["strokes"])
    return drawing

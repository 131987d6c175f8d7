"""Numbers as one writes them in formulas."""
from app.ui.words import number as written
from app.ui.words import words

MINUS = "\u2212"


def number(value, places=2):
    """With a true minus sign, and never a minus zero."""
    text = f"{abs(value):.{places}f}"
    minus = MINUS if value < 0 and float(text) else ""
    return minus + (text if words.language == "en" else written(abs(value), places))


def signed(value):
    """The same, always with its sign."""
    text = number(value)
    return text if value < 0 else "+" + text

"""Numbers as one writes them."""

MINUS = "\u2212"


def number(value, places=2):
    """With a true minus sign, and never a minus zero."""
    text = f"{abs(value):.{places}f}"
    return MINUS + text if value < 0 and float(text) else text


def signed(value):
    """The same, always with its sign."""
    text = number(value)
    return text if value < 0 else "+" + text

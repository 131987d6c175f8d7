"""Where the ink lies at each step on its way to 28x28: the geometry behind "From ink to pixels"."""
from app.core import ink
from app.ui.words import number, percent, word

UNITS = 1000  # of the pad's side
PEN = 52  # the pad's pen, in the same unit


def place(strokes, shift=None):
    """(the strokes in their box of 20 pixels, the shift that centres them); shift: the same, if it is known."""
    return (ink.fit_in_box(strokes), shift) if shift else ink.place(strokes)


def path(strokes):
    """SVG path data of polylines. A single point becomes a line too short to see, whose round ends make a dot."""
    pieces = []
    for stroke in strokes:
        x, y = stroke[0]
        pieces.append(f"M{x:.2f} {y:.2f}")
        pieces.append("".join([f"L{x:.2f} {y:.2f}" for x, y in stroke[1:]]) or "h.01")
    return "".join(pieces)


def box_of(placed):
    """(x, y, width, height) of the ink's box in pixels, pen included."""
    left, top, right, bottom = ink.bounding_box(placed)
    reach = ink.pen_reach()
    return left - reach, top - reach, right - left + 2 * reach, bottom - top + 2 * reach


def on_the_pad(strokes, placed):
    """(zoom, x, y) such that zoom * pixel + (x, y) is the ink's place on the pad, the pad seen as 28 pixels wide."""
    left, top, right, bottom = ink.bounding_box(strokes)
    unit = ink.SIZE / UNITS
    low_x, low_y, high_x, high_y = ink.bounding_box(placed)
    extent = max(high_x - low_x, high_y - low_y)
    zoom = max(right - left, bottom - top) * unit / extent if extent else PEN * unit / (2 * ink.PEN_RADIUS)
    return (zoom, (left + right) / 2 * unit - zoom * (low_x + high_x) / 2,
            (top + bottom) / 2 * unit - zoom * (low_y + high_y) / 2)


def describe(strokes, placed, shift):
    """What the three steps did, in words: [box, scale, centre]."""
    left, top, right, bottom = ink.bounding_box(strokes)
    width, height = (right - left + PEN) / UNITS, (bottom - top + PEN) / UNITS
    wide, high = box_of(placed)[2:]
    return [word("pixels.box_was", width=percent(width, 0), height=percent(height, 0)),
            word("pixels.scaled_to", width=number(wide, 1), height=number(high, 1)), word("pixels.moved", way=moved(shift))]


def moved(shift):
    """A shift in words: "0.4 px right and 1.2 px up"."""
    x, y = shift
    parts = []
    if abs(x) >= 0.05:
        parts.append(word("pixels.right" if x > 0 else "pixels.left", distance=number(abs(x), 1)))
    if abs(y) >= 0.05:
        parts.append(word("pixels.down" if y > 0 else "pixels.up", distance=number(abs(y), 1)))
    if len(parts) == 2:
        return word("pixels.both", first=parts[0], second=parts[1])
    return parts[0] if parts else word("pixels.nowhere")

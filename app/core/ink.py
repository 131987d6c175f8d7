"""From strokes to the 28x28 image that the network reads.

A drawing is a list of strokes, each a list of [x, y] points, y down, in any unit. It is scaled so that its larger side,
pen included, is 20 pixels, drawn with a round soft pen, and moved until its centre of mass lies in the middle: the way
MNIST's images were made (LeCun, Cortes and Burges), but from the strokes themselves, so that place, size, sampling,
screen and browser leave no trace. Portable: runs on CPython, Pyodide and MicroPython alike.
"""
import math
from array import array

from app.core.errors import DrawingError

SIZE = 28
BOX = 20.0
# The pen's radius at half ink and the width of its soft edge, in pixels. Both were fitted once: drawings rendered with
# them have MNIST's mean ink (0.1307) and its share of inked pixels (0.191).
PEN_RADIUS = 1.33
PEN_EDGE = 1.28
# MNIST's own images have their centre of mass at 14.0 in pixel indices, that is half a pixel right of and below the
# frame's geometric middle.
CENTRE = 14.5
# Points closer together than this, in pixels, cannot be told apart in the image; skipping them bounds the work.
SPACING = 0.4
LIMIT = 1e9
DEFAULTS = {"size": SIZE, "box": BOX, "pen_radius": PEN_RADIUS, "pen_edge": PEN_EDGE, "centre": CENTRE}


def check_strokes(strokes) -> None:
    """Raise DrawingError unless `strokes` is a list of lists of [x, y] with at least one point, all numbers finite."""
    if not isinstance(strokes, (list, tuple)):
        raise DrawingError("strokes must be a list of strokes, each a list of [x, y] points")
    points = 0
    for number, stroke in enumerate(strokes):
        if not isinstance(stroke, (list, tuple)):
            raise DrawingError("stroke %d is not a list of points" % number)
        for point in stroke:
            if not isinstance(point, (list, tuple)) or len(point) != 2:
                raise DrawingError("stroke %d has a point that is not a pair [x, y]" % number)
            for value in point:
                if isinstance(value, bool) or not isinstance(value, (int, float)):
                    raise DrawingError("stroke %d has a coordinate that is not a number" % number)
                if not -LIMIT <= value <= LIMIT:  # also false for NaN
                    raise DrawingError("stroke %d has a coordinate that is not finite or beyond 1e9" % number)
            points += 1
    if not points:
        raise DrawingError("the drawing has no ink")


def is_blank(strokes) -> bool:
    """True when there is not a single point: a normal state of the pad, not an error."""
    return not any(len(stroke) for stroke in strokes)


def bounding_box(strokes) -> tuple:
    """(left, top, right, bottom) of all points, in the strokes' own unit."""
    xs = [point[0] for stroke in strokes for point in stroke]
    ys = [point[1] for stroke in strokes for point in stroke]
    return min(xs), min(ys), max(xs), max(ys)


def fit_in_box(strokes) -> list:
    """Scale and move the strokes so that their bounding box, pen included, fills 20 pixels in the middle of 28.

    Aspect is kept. Ink with no extent, such as a tap, becomes a dot in the middle.
    Returns strokes as lists of (x, y) floats in pixels, thinned to SPACING.
    """
    left, top, right, bottom = bounding_box(strokes)
    extent = max(right - left, bottom - top)
    # Below this the extent is rounding noise of the coordinates themselves.
    dot = extent <= 1e-9 * max(1e-9, abs(left), abs(top), abs(right), abs(bottom))
    scale = 0.0 if dot else (BOX - 2 * pen_reach()) / extent
    middle_x, middle_y = (left + right) / 2, (top + bottom) / 2
    placed = []
    for stroke in strokes:
        points = []
        for x, y in stroke:
            points.append((SIZE / 2 + (x - middle_x) * scale, SIZE / 2 + (y - middle_y) * scale))
        if points:
            placed.append(thin_out(points))
    return placed


def thin_out(points) -> list:
    """Drop points nearer than SPACING to the last one kept; the first and the last always stay."""
    kept = [points[0]]
    last_x, last_y = points[0]
    least = SPACING * SPACING
    for x, y in points[1:-1]:
        if (x - last_x) * (x - last_x) + (y - last_y) * (y - last_y) >= least:
            kept.append((x, y))
            last_x, last_y = x, y
    if points[-1] != kept[-1]:
        kept.append(points[-1])
    return kept


def pen_reach() -> float:
    """How far from its path the pen still leaves ink, in pixels."""
    return PEN_RADIUS + PEN_EDGE / 2


def draw(strokes, shift_x: float = 0.0, shift_y: float = 0.0) -> array:
    """Draw strokes given in pixels with the soft round pen, moved by (shift_x, shift_y).

    Returns 784 floats in [0, 1] row by row, row 0 at the top, 1 = full ink.
    Ink outside the frame is cut off. A pixel's ink depends on its distance to the nearest path only, so crossing
    strokes do not add up.
    """
    reach = pen_reach()
    far = reach * reach
    nearest = array("f", [far] * (SIZE * SIZE))
    for stroke in strokes:
        x0, y0 = stroke[0]
        # Pixel i covers [i, i + 1]; from here on coordinates count from pixel centres.
        x0 += shift_x - 0.5
        y0 += shift_y - 0.5
        for point in stroke[1:] or stroke:
            x1 = point[0] + shift_x - 0.5
            y1 = point[1] + shift_y - 0.5
            dx, dy = x1 - x0, y1 - y0
            length2 = dx * dx + dy * dy
            inverse = 1.0 / length2 if length2 > 0.0 else 0.0
            low_x, high_x = (x0, x1) if dx > 0 else (x1, x0)
            low_y, high_y = (y0, y1) if dy > 0 else (y1, y0)
            first_x, last_x = max(0, math.ceil(low_x - reach)), min(SIZE - 1, math.floor(high_x + reach))
            first_y, last_y = max(0, math.ceil(low_y - reach)), min(SIZE - 1, math.floor(high_y + reach))
            for row in range(first_y, last_y + 1):
                py = row - y0
                along = py * dy
                at = row * SIZE + first_x
                for column in range(first_x, last_x + 1):
                    px = column - x0
                    t = (px * dx + along) * inverse  # where on the segment the nearest point lies, 0 to 1
                    if t <= 0.0:
                        d2 = px * px + py * py
                    elif t >= 1.0:
                        d2 = (px - dx) * (px - dx) + (py - dy) * (py - dy)
                    else:
                        d2 = (px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy)
                    if d2 < nearest[at]:
                        nearest[at] = d2
                    at += 1
            x0, y0 = x1, y1
    for at in range(SIZE * SIZE):
        depth = (reach - math.sqrt(nearest[at])) / PEN_EDGE
        # `far` is rounded when stored in single precision: a trace of ink is none.
        nearest[at] = 0.0 if depth < 1e-4 else depth if depth < 1.0 else 1.0
    return nearest


def centre_of_mass(pixels) -> tuple:
    """(x, y) of the ink's centre of mass in pixels from the image's top left corner; the middle if there is no ink."""
    total = sum_x = sum_y = 0.0
    for row in range(SIZE):
        line = pixels[row * SIZE:(row + 1) * SIZE]
        mass = sum(line)
        if mass:
            total += mass
            sum_y += mass * (row + 0.5)
            for column in range(SIZE):
                sum_x += line[column] * (column + 0.5)
    return (sum_x / total, sum_y / total) if total else (SIZE / 2, SIZE / 2)


def centring_shift(strokes) -> tuple:
    """(x, y) by which placed strokes move so that their centre of mass is in the middle, ink staying in the frame."""
    mass_x, mass_y = centre_of_mass(draw(strokes))
    left, top, right, bottom = bounding_box(strokes)
    reach = pen_reach()
    shift_x = min(max(CENTRE - mass_x, reach - left), SIZE - reach - right)
    shift_y = min(max(CENTRE - mass_y, reach - top), SIZE - reach - bottom)
    return shift_x, shift_y


def place(strokes) -> tuple:
    """Where the ink of a drawing goes: (strokes fitted in the box, in pixels; (x, y) that centres them there).

    Raises DrawingError for what is no drawing.
    """
    check_strokes(strokes)
    placed = fit_in_box(strokes)
    return placed, centring_shift(placed)


def render(strokes) -> array:
    """Turn a drawing into the network's input.

    strokes: [[[x, y], ...], ...], y down, any unit, at least one point.
    Returns 784 floats in [0, 1], row by row, row 0 at the top, 1 = ink.
    Raises DrawingError for anything else.
    """
    placed, (shift_x, shift_y) = place(strokes)
    return draw(placed, shift_x, shift_y)

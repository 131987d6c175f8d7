"""A closer look at the rows that were found in a picture, in which all characters are about as large."""
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageFilter

from app.core import components, faint, marks, paper, rows, ruling
from app.core.components import Piece

TALL = 90  # pixels: how tall characters are here
LARGER = 2.0  # times at most is the picture enlarged for that
BESIDE, ABOVE = 3.0, 0.9  # of a character's height: how far around the rows the look goes
STRONG, WEAK = 0.38, 0.2  # of the darkest ink near: what is ink, and what is where it hangs together with that
SPECK = 0.25  # of the pen's width, squared: how many pixels a piece has at least
MOST = 400  # pieces that are looked at


class Look(NamedTuple):
    """The second look. amount: float32 (height, width), the ink, without ruling; pieces of each line; height, pen: pixels.

    place: of x and y here, (left, top, scale): left + x / scale is the x in decoded pixels.
    """

    amount: np.ndarray
    lines: list[list[Piece]]
    height: float
    pen: float
    place: tuple[float, float, float]

    def box(self, factor: float) -> tuple[float, float, float, float]:
        """(left, top, right, bottom) around all pieces, in pixels of which one is `factor` decoded ones."""
        boxes = np.array([piece.box for line in self.lines for piece in line], float)
        left, top, scale = self.place
        corners = *boxes[:, :2].min(axis=0), *boxes[:, 2:].max(axis=0)
        return tuple(float(start + value / scale) / factor for start, value in zip((left, top) * 2, corners, strict=True))


def usual_height(look: Look) -> float:
    """How tall the characters are, parts below each other taken together."""
    heights = []
    for line in look.lines:
        left_over = list(line)
        while left_over:
            piece = left_over.pop()
            column = [piece] + [other for other in left_over if min(piece.right, other.right) - max(piece.left, other.left)
                                > 0.5 * min(piece.right - piece.left, other.right - other.left)]
            left_over = [other for other in left_over if not any(other is each for each in column)]
            heights.append(max(each.bottom for each in column) - min(each.top for each in column))
    tall = [height for height in heights if height > 0.5 * look.height]
    return float(np.quantile(tall, 0.6)) if tall else look.height


def look(sheet: paper.Paper, colours: np.ndarray, found: rows.Rows, shape: tuple[int, int], factor: float, *,
         strict: float = 1.0) -> Look:
    """What is written in the rows.

    colours: uint8 (height, width, 3), as decoded; found: at a first look, of which one pixel is `factor` of those, and which was
    `shape` (height, width) large; strict: how many times as dark as usual something has to be to be ink.
    """
    part, place = cut_out(colours, found, factor)
    ratio = factor * place[2]  # pixels here for one at the first look
    height, pen = found.height * ratio, found.pen * ratio
    plane = sheet.plane(part)
    hole = max(3, round(max(4 * pen, 0.4 * height)))
    amount = paper.top_hat(plane, hole, sheet.multiplies, endless=True)
    amount = np.maximum(amount - paper.TEXTURE * paper.texture(amount, 0.7 * height), 0)
    low = faint.least(amount)
    origin = place[0] / factor, place[1] / factor
    lines = tuple([moved(line, shape[::step], origin[::-step], ratio, amount.shape[::step]) for line in some]
                  for some, step in zip(found.lines, (1, -1), strict=True))
    thick = max(ruling.THICK, round(0.75 * ruling.THICK * ratio))
    amount = blurred(ruling.without(amount, lines, low, thick=thick), 0.15 * pen)

    seen = seen_at_first(found, shape, (*origin, ratio), amount.shape)
    dark = faint.near(np.where(seen, amount, 0), round(0.8 * height))
    dark = np.where(dark > 0, dark, np.quantile(amount[seen], 0.8) if seen.any() else amount.max())
    strong = amount > np.maximum(low, strict * STRONG * dark)
    # Faint, but no soft edge.
    weak = (amount > np.maximum(low, strict * WEAK * dark)) & (amount > faint.HALF * faint.near(amount, round(0.8 * pen)))
    weak = rows.closed(weak, round(0.12 * pen))
    pieces = components.split(weak, amount, smallest=max(3, round(SPECK * pen * pen)), most=MOST)
    pieces = [piece for piece in pieces if strong[piece.rows, piece.columns].any()]
    every = marks.Marks(pieces, rows.thickness(pieces, weak), seen, dark, paper.closing(plane, hole, endless=True), lines, thick)
    return Look(amount, marks.in_lines(every, height, pen), height, pen, place)


def cut_out(colours: np.ndarray, found: rows.Rows, factor: float) -> tuple[np.ndarray, tuple[float, float, float]]:
    """(the part of the picture around the rows, enlarged or shrunk, uint8 (height, width, 3); its place, see `Look`)."""
    across, down = BESIDE * found.height, ABOVE * found.height
    left, top = (max(0, round((value - more) * factor)) for value, more in zip(found.box[:2], (across, down), strict=True))
    right, bottom = (min(most, round((value + more) * factor)) for most, value, more in zip(
        colours.shape[1::-1], found.box[2:], (across, down), strict=True))
    scale = min(TALL / (found.height * factor), LARGER)
    size = max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale))
    part = Image.fromarray(np.ascontiguousarray(colours[top:bottom, left:right]))
    return np.asarray(part.resize(size, Image.Resampling.BILINEAR if scale < 1 else Image.Resampling.BICUBIC)), (left, top, scale)


def seen_at_first(found: rows.Rows, shape: tuple[int, int], place: tuple, now: tuple[int, int]) -> np.ndarray:
    """Where there were characters at the first look, bool `now` (height, width). place: (left, top) there, and how many times as
    large all is here."""
    mask = np.zeros(shape, np.uint8)
    for piece in found.pieces:
        mask[piece.rows, piece.columns] = 1
    left, top, ratio = place
    box = left, top, min(left + now[1] / ratio, shape[1]), min(top + now[0] / ratio, shape[0])
    return np.asarray(Image.fromarray(mask).resize(now[::-1], Image.Resampling.NEAREST, box)).astype(bool)


def blurred(amount: np.ndarray, sigma: float) -> np.ndarray:
    """The ink, smoother, by which pencil is less grainy: float32 (height, width) in [0, 1]."""
    image = Image.fromarray(np.uint8(255 * np.clip(amount, 0, 1))).filter(ImageFilter.GaussianBlur(sigma))
    return np.asarray(image, np.float32) / 255


def moved(line: tuple[float, float], shape: tuple[int, int], origin: tuple[float, float], ratio: float,
          now: tuple[int, int]) -> tuple[float, float]:
    """(slope, row in the middle) of a line at the second look, from those at the first.

    shape, now: (height, width) of both; origin: (row, column) at the first where the second begins.
    """
    slope, row = line
    middle = now[1] / 2 / ratio + origin[1]
    return slope, (row + slope * (middle - shape[1] / 2) - origin[0]) * ratio

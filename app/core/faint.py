"""Strokes told from the paper's marks: ink that is strong for its neighbourhood, and the faint ink that goes on where it stops."""
import numpy as np
from PIL import Image, ImageFilter

from app.core import components, ruling
from app.core.components import Piece
from app.core.paper import extreme

LOW = 0.05  # of black on white: less is no ink
HALF = 0.42  # of the darkest ink near: less is the soft edge of a stroke
FAINT = (0.15, 0.21, 0.3)  # of it: as faint as this a stroke may go on
MORE = 1.8  # times the strong ink: more is not taken for faint ink of its strokes
NEAR = 1 / 12  # of the longer side of the picture, on all sides
BRIDGE = 4  # pixels at most, half of how far ink may be broken and still be of one piece
SPECK = 4  # pixels: smaller pieces are none
SLIGHT = 0.04  # of the largest piece's size: smaller pieces belong to nothing
RULED = 0.4  # of the digit's size: what is straight and longer was not drawn by a faint hand


def strong_pieces(amount: np.ndarray, at_edge: np.ndarray, hole: float) -> tuple[list[Piece], bool]:
    """(the pieces of ink that is strong for its neighbourhood, whether the paper is printed with lines); `amount` loses those."""
    low = least(amount)
    plain = ruling.without_ruling(amount, low)
    lined = not np.array_equal(plain, amount)
    amount[...] = plain
    around = near(amount, round(NEAR * max(amount.shape)))
    mask = amount > np.maximum(low, HALF * around)
    pieces = components.split(mask, amount, bridge=bridge(hole), smallest=SPECK)
    # Ink that runs along the edge is none, unless it is all there is.
    pieces = [piece for piece in pieces if at_edge[piece.rows, piece.columns].mean() < 0.6] or pieces
    return [piece for piece in pieces if piece.size > SLIGHT * max(each.size for each in pieces)], lined


def followed(pieces: list[Piece], amount: np.ndarray, hole: float) -> list[Piece]:
    """The pieces of a digit with the faint ink that goes on where theirs stops, as a pencil's does, and what that leads to.

    Faint ink is taken where it hangs together with strong ink and is not much more (the hysteresis of J. Canny, "A computational
    approach to edge detection", 1986): much more would be paper, and so would what reaches the edge, or is as by a ruler.
    """
    low, around = least(amount), near(amount, round(NEAR * max(amount.shape)))
    close = near(amount, round(hole / 3))
    strong = amount > np.maximum(low, HALF * around)
    taken = np.zeros(amount.shape, bool)
    for piece in pieces:
        taken[piece.rows, piece.columns] = True
    size = components.together(pieces).size
    for level in FAINT:
        faint = strong | taken | ((amount > np.maximum(low, level * around)) & (amount > HALF * close))
        for whole in components.split(faint, amount, bridge=bridge(hole), smallest=SPECK):
            inside = taken[whole.rows, whole.columns]
            if not inside.any() or whole.area > MORE * strong[whole.rows, whole.columns].sum():
                continue
            new = np.zeros(amount.shape, bool)
            new[whole.rows, whole.columns] = ~inside
            for piece in components.split(new, amount, smallest=SPECK):
                if not piece.touches(amount.shape) and not is_ruled(piece, size):
                    taken[piece.rows, piece.columns] = True
    return components.split(taken, amount, bridge=bridge(hole), smallest=SPECK)


def evened(amount: np.ndarray, whole: Piece, begun: Piece, hole: float) -> np.ndarray:
    """What was followed, as dark as what it was followed from, or else it would not be seen beside it: 0 elsewhere."""
    faint = np.zeros(amount.shape, np.uint8)
    faint[whole.rows, whole.columns] = np.uint8(255 * np.clip(amount[whole.rows, whole.columns], 0, 1))
    faint[begun.rows, begun.columns] = 0
    return begun.usual * faint.astype(np.float32) / np.maximum(darkest(faint, round(hole / 3)), 1)


def is_ruled(piece: Piece, size: int) -> bool:
    """Whether a part of a digit of that size is a level or upright straight line."""
    long, short = piece.size, min(piece.bottom - piece.top, piece.right - piece.left)
    return long > RULED * size and short < 0.3 * long and piece.is_straight


def bridge(hole: float) -> int:
    """Half as many pixels as ink may be broken."""
    return min(max(1, round(hole / 6)), BRIDGE)


def least(amount: np.ndarray) -> float:
    """How much stands out from what is everywhere, and so may be ink."""
    calm = float(np.quantile(amount, 0.5))
    return max(calm + 7.5 * float(np.quantile(np.abs(amount - calm), 0.5)), LOW)


def near(amount: np.ndarray, reach: int) -> np.ndarray:
    """The darkest ink, specks left out, within so many pixels of each place: float32 (height, width)."""
    calm = np.asarray(Image.fromarray(np.uint8(255 * np.clip(amount, 0, 1))).filter(ImageFilter.BoxBlur(1)))
    return darkest(calm, reach).astype(np.float32) / 255


def darkest(ink: np.ndarray, reach: int) -> np.ndarray:
    """The most ink within so many pixels, by rows and columns, of each place: uint8 (height, width), as `ink` is."""
    for axis in (0, 1):
        ink = extreme(ink, max(2, reach), axis, np.maximum)
    return ink

"""Which of the ink in a picture is the digit: not the ruling, the table's grain, the frame of a form, nor a speck."""
import numpy as np
from PIL import Image, ImageFilter

from app.core import components, ruling
from app.core.components import Piece
from app.core.paper import Paper, extreme

LOW = 0.05  # of black on white: less is no ink
HALF = 0.42  # of the darkest ink near: less is the soft edge of a stroke
FAINT = (0.15, 0.21, 0.3)  # of it: as faint as this a stroke may go on
MORE = 1.8  # times the strong ink: more is not taken for faint ink of its strokes
NEAR = 1 / 12  # of the longer side of the picture, on all sides
BRIDGE = 4  # pixels at most, half of how far ink may be broken and still be of one piece
SPECK = 4  # pixels: smaller pieces are none
SLIGHT = 0.04  # of the largest piece's size: smaller pieces belong to nothing
# Pieces as near as this, as a part of the larger one and of the smaller one, and about as dark, are of one digit.
JOIN = 0.2
JOIN_SMALL = 1.2
ALIKE = 0.5
APART = 0.08  # of their height, between digits side by side
# What makes a piece less likely a digit: that it reaches the edge; that it is a long, straight, thin line, as by a ruler;
# that it is scattered all around the picture.
EDGE, LINE, AROUND = 0.15, 0.3, 0.2
LONG, STRAIGHT = 0.35, 0.03  # of the picture's longer side; how thick such a line is, of its own length
BAND, BIT = 0.15, 0.05  # of the picture's side: how far inside a frame runs, and how long its pieces are
RIVAL = 0.5  # of the largest digit's height and likeness: what has as much is a digit beside it
GAIN = 1.08  # times as likely: a wider closing that gives no more than this is not taken
# A wider closing that shows so many times the ink where the digit is, and hardly makes it less likely, fits the pen better.
FULLER, AS_LIKELY = 1.25, 0.7
GROWTH = 1.8  # times the ink: a wider closing that shows more than this shows something else
SLACK = 0.08  # of the digit's size, by which it may be larger with its thick parts


def digit(paper: Paper, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool] | None:
    """Find the largest digit on the paper.

    colours: uint8 (height, width, 3), those that the paper was made from. Returns (its ink: float32 (height, width) in [0, 1], 1
    where it is darkest, 0 elsewhere; its pixels: bool; whether there clearly are several), or None if there is no ink.
    """
    best, worth = None, 0.0
    for hole in paper.holes:
        amount, at_edge = paper.ink(colours, hole)
        groups = candidates(strong_pieces(amount, at_edge, hole), amount.shape)
        if not groups:
            continue
        likely = [likeness(group, amount.shape, hole) for group in groups]
        # While it grows, the pen did not yet fit in.
        if best and max(likely) < GAIN * worth and not is_fuller(groups, likely, best):
            break
        best, worth = (amount, hole, groups, likely), max(likely)
    if best is None:
        return None
    amount, hole, groups, likely = best
    group = groups[likely.index(worth)]
    digits = side_by_side(group)
    chosen = max(digits, key=lambda part: components.together(part).size * len(part))
    chosen = followed(chosen, amount, hole)
    whole = components.together(chosen)
    several = len(digits) > 1 or any(rivals(components.together(other), whole) and worth_of_it > RIVAL * worth
                                     for other, worth_of_it in zip(groups, likely, strict=True) if other is not group)
    amount, mask = with_thick_parts(paper, colours, amount, chosen, hole)
    strongest = max(piece.strength for piece in chosen)
    amount = np.where(components.widened(mask, 1), np.clip(amount / strongest, 0, 1), 0).astype(np.float32)
    return amount, mask, several


def is_fuller(groups: list[list[Piece]], likely: list[float], before: tuple) -> bool:
    """Whether the likeliest of these groups is the one that was the likeliest before, with the middle of its strokes filled in."""
    *_, others, likeliness = before
    now, then = (components.together(many[each.index(max(each))]) for many, each in ((groups, likely), (others, likeliness)))
    return (now.area > FULLER * then.area and max(likely) > AS_LIKELY * max(likeliness)
            and now.left <= then.left + 1 and now.top <= then.top + 1
            and now.right >= then.right - 1 and now.bottom >= then.bottom - 1)


def rivals(other: Piece, chosen: Piece) -> bool:
    """Whether another piece may be a digit too: about as high and as dark."""
    high, higher = sorted((other.bottom - other.top, chosen.bottom - chosen.top))
    return high > RIVAL * higher and other.usual > 0.7 * chosen.usual


def strong_pieces(amount: np.ndarray, at_edge: np.ndarray, hole: float) -> list[Piece]:
    """The pieces of ink that is strong for its neighbourhood. `amount` loses its ruling."""
    low = least(amount)
    amount[...] = ruling.without_ruling(amount, low)
    around = near(amount, round(NEAR * max(amount.shape)))
    mask = amount > np.maximum(low, HALF * around)
    pieces = components.split(mask, amount, bridge=bridge(hole), smallest=SPECK)
    # Ink that runs along the edge is none, unless it is all there is.
    pieces = [piece for piece in pieces if at_edge[piece.rows, piece.columns].mean() < 0.6] or pieces
    return [piece for piece in pieces if piece.size > SLIGHT * max(each.size for each in pieces)]


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


def is_ruled(piece: Piece, size: int) -> bool:
    height, width = piece.bottom - piece.top, piece.right - piece.left
    return max(height, width) > 0.4 * size and min(height, width) < 0.3 * max(height, width) and is_straight(piece)


def bridge(hole: float) -> int:
    """Half as many pixels as ink may be broken."""
    return min(max(1, round(hole / 6)), BRIDGE)


def least(amount: np.ndarray) -> float:
    """How much stands out from what is everywhere, and so may be ink."""
    calm = float(np.quantile(amount, 0.5))
    return max(calm + 7.5 * float(np.quantile(np.abs(amount - calm), 0.5)), LOW)


def near(amount: np.ndarray, reach: int) -> np.ndarray:
    """The darkest ink, specks left out, within so many pixels of each place: float32 (height, width)."""
    dark = np.asarray(Image.fromarray(np.uint8(255 * np.clip(amount, 0, 1))).filter(ImageFilter.BoxBlur(1)))
    for axis in (0, 1):
        dark = extreme(dark, max(2, reach), axis, np.maximum)
    return dark.astype(np.float32) / 255


def candidates(pieces: list[Piece], shape: tuple[int, int]) -> list[list[Piece]]:
    """Groups of pieces that may be a digit."""
    sides = [side_of(piece, shape) for piece in pieces]
    framed = len({*sides} - {""}) > 1 or any(is_frame(piece, shape) for piece in pieces)
    inner = [piece for piece, side in zip(pieces, sides, strict=True) if not (framed and (side or is_frame(piece, shape)))]
    pieces = inner or pieces
    loose = [piece for piece in pieces if not piece.touches(shape) and not is_line(piece, shape)]
    return gathered(loose) + [[piece] for piece in pieces if piece not in loose]


def side_of(piece: Piece, shape: tuple[int, int]) -> str:
    """At which side of the picture it runs along the edge, as a piece of a frame does; "" if at none."""
    height, width = piece.bottom - piece.top, piece.right - piece.left
    if height > 4 * width and height > BIT * shape[0]:
        return "left" if piece.right < BAND * shape[1] else "right" if piece.left > (1 - BAND) * shape[1] else ""
    if width > 4 * height and width > BIT * shape[1]:
        return "top" if piece.bottom < BAND * shape[0] else "bottom" if piece.top > (1 - BAND) * shape[0] else ""
    return ""


def is_frame(piece: Piece, shape: tuple[int, int]) -> bool:
    """Whether it runs around most of the picture, along the sides of its own box."""
    height, width = piece.bottom - piece.top, piece.right - piece.left
    if height < 0.6 * shape[0] or width < 0.6 * shape[1]:
        return False
    down = np.minimum(piece.rows - piece.top, piece.bottom - 1 - piece.rows)
    across = np.minimum(piece.columns - piece.left, piece.right - 1 - piece.columns)
    return bool((np.minimum(down, across) < 0.1 * min(height, width)).mean() > 0.9)


def gathered(pieces: list[Piece]) -> list[list[Piece]]:
    """Pieces that are near each other and about as dark, in groups."""
    groups: list[list[Piece]] = []
    for piece in pieces:
        close = [group for group in groups if any(belong_together(piece, other) for other in group)]
        groups = [group for group in groups if group not in close]
        groups.append(sum(close, [piece]))
    return groups


def belong_together(one: Piece, two: Piece) -> bool:
    reach = min(JOIN * max(one.size, two.size), JOIN_SMALL * min(one.size, two.size))
    alike = min(one.usual, two.usual) > ALIKE * max(one.usual, two.usual)
    return alike and one.gap(two) < reach and one.distance(two) < reach


def side_by_side(pieces: list[Piece]) -> list[list[Piece]]:
    """The pieces of each digit, if clear paper from top to bottom divides them into parts of about their height."""
    pieces = sorted(pieces, key=lambda piece: piece.left)
    top, bottom = min(piece.top for piece in pieces), max(piece.bottom for piece in pieces)
    parts = [[pieces[0]]]
    for piece in pieces[1:]:
        if piece.left - max(each.right for each in parts[-1]) > APART * (bottom - top):
            parts.append([])
        parts[-1].append(piece)
    heights = [max(piece.bottom for piece in part) - min(piece.top for piece in part) for part in parts]
    return parts if min(heights) > 0.6 * (bottom - top) else [pieces]


def likeness(group: list[Piece], shape: tuple[int, int], hole: float) -> float:
    """How likely these are the digit that was meant: it is large, dark, and drawn in one go away from the edge."""
    whole = components.together(group)
    worth = whole.size * min(1.0, whole.usual) ** 0.5
    worth *= min(1.0, whole.area / (whole.size * hole / 3))  # a third of the closing is about a pen
    if whole.touches(shape):
        worth *= EDGE
    if is_line(whole, shape):
        worth *= LINE
    if len(group) > 1 and whole.bottom - whole.top > 0.8 * shape[0] and whole.right - whole.left > 0.8 * shape[1]:
        worth *= AROUND
    return worth


def is_line(piece: Piece, shape: tuple[int, int]) -> bool:
    """Whether it is one long thin straight line, such as a margin, or a sheet's edge."""
    length = float(np.hypot(piece.bottom - piece.top, piece.right - piece.left))
    return length >= LONG * max(shape) and is_straight(piece)


def is_straight(piece: Piece) -> bool:
    """Whether it is straight and thin, as if along a ruler."""
    if piece.area < 3:
        return False
    length = float(np.hypot(piece.bottom - piece.top, piece.right - piece.left))
    spread = np.linalg.eigvalsh(np.cov(np.stack([piece.rows, piece.columns]).astype(np.float64)))
    return bool(np.sqrt(12 * max(spread[0], 0)) < STRAIGHT * length)


def with_thick_parts(paper: Paper, colours: np.ndarray, amount: np.ndarray, pieces: list[Piece],
                     hole: float) -> tuple[np.ndarray, np.ndarray]:
    """(amount, pixels) of the digit together with parts that the paper's closing does not fill in: where its strokes meet.

    Wider closings are tried around the digit. What they show more of it is taken as long as that is little: much would be a
    shadow, or the table.
    """
    whole = components.together(pieces)
    mask = np.zeros(amount.shape, bool)
    mask[whole.rows, whole.columns] = True
    wider = 1.5
    while hole * wider < 1.05 * whole.size:
        margin = round(0.1 * whole.size + hole * wider)
        around = (slice(max(0, whole.top - margin), whole.bottom + margin),
                  slice(max(0, whole.left - margin), whole.right + margin))
        more, _ = paper.ink(colours[around], hole * wider)
        seeds = mask[around]
        found = components.split((more > HALF * whole.strength) | seeds, more)
        grown = components.together([piece for piece in found if seeds[piece.rows, piece.columns].any()] or found)
        slack = SLACK * whole.size + 1
        growth = grown.area / max(1, int(seeds.sum()))
        if growth > GROWTH or grown.size > whole.size + 2 * slack:
            break
        if growth > 1.01:
            new = np.zeros_like(seeds)
            new[grown.rows, grown.columns] = True
            mask[around] |= new
            amount[around] = np.where(components.widened(new, 1), np.maximum(amount[around], more), amount[around])
        elif wider > 2:
            break
        wider *= 1.5
    return amount, mask

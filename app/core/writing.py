"""Which of the ink in a picture is the digit: not the ruling, the table's grain, the frame of a form, nor a speck."""
from typing import NamedTuple

import numpy as np

from app.core import components, faint
from app.core.components import Piece
from app.core.paper import Paper

# Pieces as near as this, as a part of the larger one and of the smaller one, and about as dark, are of one digit.
JOIN = 0.2
JOIN_SMALL = 1.2
ALIKE = 0.5
APART = 0.08  # of their height, between digits side by side
# What makes a piece less likely a digit: that it reaches the edge; that it is a long, straight, thin line, as by a ruler;
# that it is scattered all around the picture.
EDGE, LINE, AROUND = 0.15, 0.3, 0.2
LONG = 0.35  # of the picture's longer side
BAND, BIT = 0.15, 0.05  # of the picture's side: how far inside a frame runs, and how long its pieces are
RIVAL = 0.5  # of the largest digit's height and likeness: what has as much is a digit beside it
GAIN = 1.08  # times as likely: a wider closing that gives no more than this is not taken
# A wider closing that shows so many times the ink where the digit is, and hardly makes it less likely, fits the pen better.
FULLER, AS_LIKELY = 1.25, 0.7
GROWTH = 1.8  # times the ink: a wider closing that shows more than this shows something else
SLACK = 0.08  # of the digit's size, by which it may be larger with its thick parts


class Look(NamedTuple):
    """What one closing shows: how much ink, whether the paper is printed with lines, the closing's width, groups of pieces that may
    be the digit, and how likely each is."""

    amount: np.ndarray
    lined: bool
    hole: float
    groups: list[list[Piece]]
    likely: list[float]

    @property
    def worth(self) -> float:
        return max(self.likely)

    @property
    def likeliest(self) -> list[Piece]:
        return self.groups[self.likely.index(self.worth)]


def digit(paper: Paper, colours: np.ndarray) -> tuple[np.ndarray, np.ndarray, bool] | None:
    """Find the largest digit on the paper.

    colours: uint8 (height, width, 3), those that the paper was made from. Returns (its ink: float32 (height, width) in [0, 1], 1
    where it is darkest, 0 elsewhere; its pixels: bool; whether there clearly are several), or None if there is no ink.
    """
    look = None
    for hole in paper.holes:
        amount, at_edge = paper.ink(colours, hole)
        pieces, lined = faint.strong_pieces(amount, at_edge, hole)
        groups = candidates(pieces, amount.shape)
        if not groups:
            continue
        wider = Look(amount, lined, hole, groups, [likeness(group, amount.shape, hole) for group in groups])
        # While it grows, the pen did not yet fit in.
        if look and wider.worth < GAIN * look.worth and not is_fuller(wider, look):
            break
        look = wider
    if look is None:
        return None
    amount, lined, hole, groups, likely = look
    digits = side_by_side(look.likeliest)
    begun = max(digits, key=lambda part: components.together(part).size * len(part))
    chosen = faint.followed(begun, amount, hole)
    whole = components.together(chosen)
    if not lined:  # else some of the lines may have been followed
        amount = np.maximum(amount, faint.evened(amount, whole, components.together(begun), hole))
    others = [components.together(other) for other, worth in zip(groups, likely, strict=True)
              if other is not look.likeliest and worth > RIVAL * look.worth]
    several = len(digits) > 1 or any(rivals(other, whole) and not whole.holds(other) for other in others)
    amount, mask = with_thick_parts(paper, colours, amount, chosen, hole)
    strongest = max(piece.strength for piece in chosen)
    amount = np.where(components.widened(mask, 1), np.clip(amount / strongest, 0, 1), 0).astype(np.float32)
    return amount, mask, several


def is_fuller(wider: Look, look: Look) -> bool:
    """Whether a wider closing shows the same digit as before, with the middle of its strokes filled in."""
    now, then = components.together(wider.likeliest), components.together(look.likeliest)
    return now.area > FULLER * then.area and wider.worth > AS_LIKELY * look.worth and now.holds(then)


def rivals(other: Piece, chosen: Piece) -> bool:
    """Whether another piece may be a digit too: about as high and as dark."""
    high, higher = sorted((other.bottom - other.top, chosen.bottom - chosen.top))
    return high > RIVAL * higher and other.usual > 0.7 * chosen.usual


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
    return length >= LONG * max(shape) and piece.is_straight


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
        found = components.split((more > faint.HALF * whole.strength) | seeds, more)
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

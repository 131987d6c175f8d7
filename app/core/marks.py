"""Which pieces of ink near the rows of a picture are their characters, and in which line each stands."""
import numpy as np

from app.core.components import Piece

DARKER = 0.75  # of the brightness of the paper under its neighbour is that under a piece at least
# Of the pen's width, and of the darkest ink near: what is thinner or fainter than these is not writing.
THIN, FAINT = 0.4, 0.5
ALIKE = 0.42, 0.55  # of that: what is by the same pen, if tall or not
PRINTED_THIN, PRINTED_FAINT = 0.55, 0.5  # the same where a line was printed
# Of a character's height: between which it is of one of full height, and how far from the next that and smaller ones are.
TALL = 0.45, 2.2
NEAR, NEAR_SMALL = 2.0, 1.5
ABOVE, BELOW = 0.3, 0.35  # how far above and below its neighbour's box the middle of a piece may be
BESIDE = 3.0  # how far tall ones of a line are from each other
SHARED = 0.4  # of the lower one's height, as high as the other


class Marks:
    """All pieces of ink of a closer look, and what speaks for and against each: arrays (n,).

    thick: how thick their lines are; seen: whether they were seen at the first look; usual, strength: their median and their
    darkest ink, as a part of the darkest near; paper: how bright it is behind them; at_edge: whether the look may cut them off;
    printed: whether they lie on a line of the ruling.
    """

    def __init__(self, pieces: list[Piece], thick: np.ndarray, seen: np.ndarray, dark: np.ndarray, light: np.ndarray, lines: tuple,
                 printed: int):
        """seen: bool, dark, light: float (height, width), the darkest ink near, the paper; lines: the ruling, `printed` thick."""
        self.pieces = pieces
        here = [(piece.rows, piece.columns) for piece in pieces]
        self.thick = thick
        self.seen = np.array([seen[each].any() for each in here], bool)
        self.usual = np.array([piece.usual / max(float(dark[each].mean()), 1e-6) for piece, each in zip(pieces, here, strict=True)])
        self.strength = self.usual * [piece.strength / max(piece.usual, 1e-6) for piece in pieces]
        self.paper = np.array([float(light[each].mean()) for each in here])
        self.at_edge = np.array([piece.touches(seen.shape) for piece in pieces], bool)
        self.printed = np.array([on_ruling(piece, lines, seen.shape, printed) for piece in pieces], bool)

    def alike(self, tall: np.ndarray, pen: float) -> np.ndarray:
        """Whether it clearly is by the pen of what was seen at first; what is as tall may be fainter. tall: bool (n,)."""
        return (self.usual > np.where(tall, *ALIKE)) & (self.thick > 0.5 * pen) & (self.thick < 1.6 * pen)

    def clear(self, pen: float) -> np.ndarray:
        """Whether it is dark and thick enough, and no bit of the ruling."""
        too_faint = (self.thick < THIN * pen) | (self.strength < FAINT)
        return ~too_faint & ~(self.printed & ((self.thick < PRINTED_THIN * pen) | (self.usual < PRINTED_FAINT)))


def on_ruling(piece: Piece, lines: tuple, shape: tuple[int, int], thick: int) -> bool:
    """Whether most of it lies where a line is printed."""
    for some, down, across, width in ((lines[0], piece.rows, piece.columns, shape[1]),
                                      (lines[1], piece.columns, piece.rows, shape[0])):
        for slope, row in some:
            if (np.abs(down - row - slope * (across - width / 2)) < thick).mean() > 0.8:
                return True
    return False


def in_lines(marks: Marks, height: float, pen: float) -> list[list[Piece]]:
    """The pieces that are writing, of each line from top to bottom, from left to right."""
    clear = marks.clear(pen)
    tall = np.array([TALL[0] * height < piece.bottom - piece.top < TALL[1] * height for piece in marks.pieces], bool)
    alike = marks.alike(tall, pen)
    chosen = np.flatnonzero(clear & marks.seen & tall).tolist() or np.flatnonzero(marks.seen).tolist()

    def belongs(at: int) -> bool:
        """Whether it is near what was chosen, and on the same paper: not on the table beside the sheet.

        In a shadow paper is as dark as a table, but the pen writes on as before.
        """
        away = [distance(marks.pieces[at], marks.pieces[other], height) for other in chosen]
        nearest = int(np.argmin(away))
        on_paper = marks.seen[at] or alike[at] or marks.paper[at] > DARKER * marks.paper[chosen[nearest]]
        return bool(on_paper and away[nearest] < (NEAR if tall[at] else NEAR_SMALL) * height)

    left = [at for at in np.flatnonzero(clear & (~marks.at_edge | tall & alike)).tolist() if at not in chosen]
    while chosen and (more := [at for at in left if belongs(at)]):
        chosen += more
        left = [at for at in left if at not in more]
    large = [at for at in chosen if tall[at]] or chosen
    small = [at for at in chosen if at not in large]
    found = chained([marks.pieces[at] for at in large], height)
    for at in sorted(small, key=lambda at: -marks.pieces[at].size):
        piece = marks.pieces[at]
        found[int(np.argmin([min(distance(piece, other, height) for other in line) for line in found]))].append(piece)
    found.sort(key=lambda line: np.average([piece.top + piece.bottom for piece in line]))
    return [sorted(line, key=lambda piece: piece.left + piece.right) for line in found]


def chained(pieces: list[Piece], height: float) -> list[list[Piece]]:
    """Pieces side by side, in lines."""
    lines: list[list[Piece]] = []
    for piece in pieces:
        close = [line for line in lines if any(is_beside(piece, other, height) for other in line)]
        lines = [line for line in lines if not any(line is each for each in close)]
        lines.append(sum(close, [piece]))
    return lines


def is_beside(one: Piece, two: Piece, height: float) -> bool:
    """Whether both stand in one line."""
    common = min(one.bottom, two.bottom) - max(one.top, two.top)
    apart = max(one.left - two.right, two.left - one.right)
    if apart < 0 and -0.2 * height < common and max(one.bottom, two.bottom) - min(one.top, two.top) < 2.2 * height:
        return True  # two parts of a broken line
    return apart < BESIDE * height and common > SHARED * min(one.bottom - one.top, two.bottom - two.top)


def distance(piece: Piece, other: Piece, height: float) -> float:
    """How far a small piece is from where one of the line with this tall one would be."""
    apart = max(piece.left - other.right, other.left - piece.right, 0)
    middle = (piece.top + piece.bottom) / 2
    beyond = max(other.top - ABOVE * height - middle, middle - other.bottom - BELOW * height, 0)
    return apart + (10 * beyond)

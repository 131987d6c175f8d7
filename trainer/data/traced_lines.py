"""Lines as pictures of paper give them: drawn with some pen, and the pen's path found again in the ink.

A path that was found is not quite the one that was drawn: strokes that cross are one piece, ends are shorter, corners rounder. Who
is to read pictures learns from such lines too.
"""
import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from app.core import components, cuts
from app.core.line_order import unit_of
from app.core.picture_lines import PictureLines
from app.core.strokes import Strokes
from app.core.traced import TracedLine
from app.core.written import Written

HEIGHT = 80  # pixels of a character
MARGIN = 12  # pixels around the ink
LARGEST = 4_000_000  # pixels: a line that is larger is not drawn
SPECK = 6  # pixels: smaller pieces are grain
PURE = 0.85  # of a piece's ink is of one character, or else it is of several


def traced(writing: Strokes, truth: dict[tuple[int, ...], int], *, rng: np.random.Generator):
    """(PictureLines, the truth of its pieces) of a line that was drawn, or None if its characters cannot be told apart in it.

    truth: {pieces of a character: its class}.
    """
    if len(writing.lines) != 1:
        return None
    scale = HEIGHT / (unit_of(writing.boxes) or 1)
    low, high = writing.boxes[:, :2].min(axis=0), writing.boxes[:, 2:].max(axis=0)
    width, height = (np.ceil((high - low) * scale) + 2 * MARGIN).astype(int).tolist()
    if width * height > LARGEST:
        return None
    pen = max(2.5, HEIGHT * rng.uniform(0.03, 0.14))
    blur, grain = rng.uniform(0.5, 2.0), rng.uniform(0, 0.15)
    whose = np.full((height, width), -1)
    total = np.zeros((height, width), np.float32)
    for number, group in enumerate(truth):
        paths = [[tuple((np.array(point) - low) * scale + MARGIN) for point in stroke] for stroke in writing.strokes_of(group)]
        ink = drawn(paths, (width, height), pen, blur)
        whose[ink > np.maximum(total, 0.3)] = number
        np.maximum(total, ink, out=total)
    total += grain * rng.normal(0, 1, total.shape).astype(np.float32)
    pieces = components.split(total > 0.45, np.clip(total, 0, 1), smallest=SPECK)
    pieces = [part for piece in pieces for part in cuts.parts_of(piece, HEIGHT, pen)]
    pieces.sort(key=lambda piece: piece.left + piece.right)
    owners = []
    for piece in pieces:
        of = whose[piece.rows, piece.columns]
        counts = np.bincount(of[of >= 0], minlength=len(truth))
        if counts.max(initial=0) < PURE * piece.area:
            return None
        owners.append(int(counts.argmax()))
    if set(owners) != set(range(len(truth))):
        return None
    lines = PictureLines(Written((width, height), [TracedLine(pieces, pen, lambda x, y: (x, y))]))
    return lines, {tuple(np.flatnonzero(np.array(owners) == number).tolist()): label for number, label in enumerate(truth.values())}


def drawn(paths: list, size: tuple[int, int], pen: float, blur: float) -> np.ndarray:
    """Ink of round strokes, float32 (height, width) in [0, 1], a little out of focus."""
    sheet = Image.new("L", size)
    draw = ImageDraw.Draw(sheet)
    for path in paths:
        draw.line(path, fill=255, width=max(1, round(pen)), joint="curve")
        for x, y in (path[0], path[-1]):
            draw.ellipse([x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2], fill=255)
    return np.asarray(sheet.filter(ImageFilter.GaussianBlur(blur)), np.float32) / 255

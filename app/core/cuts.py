"""Characters that touch, cut where the ink between them is thinnest: offers, which a reader may take back by joining the parts."""
import numpy as np

from app.core.components import Piece

WIDE = 0.75  # of the characters' height: what is wider may be two of them
LEAST = 0.2  # of their height: no part is narrower on the average
HIGH = 0.4  # of their height: no part is lower
THIN = 1.7  # times the pen's width is the ink along a cut at most
SLOPES = (0, -0.2, 0.2, -0.4, 0.4, -0.6, 0.6)  # to the right for one down; the upright is tried first


def parts_of(piece: Piece, height: float, pen: float) -> list[Piece]:
    """A piece, or the parts of one that may be several characters, from left to right. height: the characters' usual one."""
    if piece.right - piece.left <= WIDE * height or piece.bottom - piece.top < HIGH * height:
        return [piece]
    best, side = THIN * pen, None
    for slope in SLOPES:
        across = piece.columns - slope * (piece.rows - (piece.top + piece.bottom) / 2)
        ink, at = thinnest(across, height, pen)
        if ink < best - 0.2 * pen:
            left = across < at
            if all(np.ptp(piece.rows[part]) > HIGH * height for part in (left, ~left)):
                best, side = ink, left
    if side is None:
        return [piece]
    return [part for chosen in (side, ~side) for part in parts_of(piece.part(chosen), height, pen)]


def thinnest(across: np.ndarray, height: float, pen: float) -> tuple[float, float]:
    """(how much ink there is, in pixels; where), of pixels at `across`, where there is least, but for both ends."""
    start = float(across.min())
    ink = np.bincount((across - start).astype(int)).astype(np.float64)
    reach = max(1, round(0.2 * pen))
    smooth = np.convolve(np.pad(ink, reach, "edge"), np.full(2 * reach + 1, 1 / (2 * reach + 1)), "valid")
    least = max(1, round(LEAST * height))
    if len(ink) <= 2 * least:
        return np.inf, 0.0
    # Where several places are as thin, the middle one.
    away = np.abs(np.arange(len(ink)) / len(ink) - 0.5)
    at = least + int(np.argmin((smooth + 0.6 * pen * away)[least:-least]))
    return float(smooth[at]), start + at

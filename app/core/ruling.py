"""The lines that paper is printed with, squares or rules, taken out of the ink.

They run straight through all of the paper, several side by side, and mostly fainter than what is written over them.
"""
import itertools

import numpy as np

COARSE = 300  # pixels, about, of the side along which lines are looked for
STEEPEST = 0.36  # slope, 20 degrees: paper is held that far from upright, or seen at an angle
THROUGH = 0.6  # of the picture: what runs as far in one straight line, beside others of its kind, was not drawn
FEWEST = 3  # lines make a ruling
ALIKE = 0.2  # slopes of one ruling differ by less, however the paper is held
LEAST = 60  # pixels: in a smaller picture there is no telling ruling from strokes
THICK = 4  # pixels: printed lines are thinner


def without_ruling(ink: np.ndarray, low: float) -> np.ndarray:
    """ink: float32 (height, width); low: what counts as ink at all. Returns the same without lines near level and upright."""
    return without(ink, printed(ink > low), low)


def without(ink: np.ndarray, lines: tuple, low: float, *, thick: int = THICK) -> np.ndarray:
    """The same, of lines that are known: (level, upright), see `printed`. thick: pixels, what they are at most."""
    for some, turned in zip(lines, (False, True), strict=True):
        if some:
            plane = ink.T if turned else ink
            out = plane.copy()
            for slope, row in some:
                erase(out, plane, slope, row, low, thick=thick)
            ink = out.T if turned else out
    return ink


def printed(there: np.ndarray) -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    """(level, upright) lines that the paper is printed with, as `level_lines` has them, the upright ones of the mask turned."""
    level, upright = level_lines(there), level_lines(there.T)
    # A single line is a margin if the paper has others, and may be the stem of a digit if it has none.
    ruled = max(len(level), len(upright)) >= FEWEST
    return tuple(lines if ruled and (len(lines) >= FEWEST or len(lines) == 1) else [] for lines in (level, upright))


def level_lines(there: np.ndarray) -> list[tuple[float, float]]:
    """(slope, row in the middle) of each line of a ruling, in pixels, in the mask `there`, bool (height, width)."""
    height, width = there.shape
    if min(height, width) < LEAST:
        return []
    factor = max(1, round(width / COARSE))
    rows = height // factor
    # Any ink within a pixel: so a line that is one pixel thick is met whatever its slope.
    thick = there[:rows * factor].reshape(rows, factor, width).any(axis=1)
    thick = thick | np.pad(thick[1:], ((0, 1), (0, 0))) | np.pad(thick[:-1], ((1, 0), (0, 0)))
    columns = np.arange(factor, width, max(2, width // 100))
    thick = thick[:, columns]
    away = (columns - width / 2) / factor
    reach = int(np.ceil(STEEPEST * np.abs(away).max()))
    padded = np.zeros((rows + 2 * reach, len(columns)), np.float32)
    padded[reach:reach + rows] = thick
    slopes = np.linspace(-STEEPEST, STEEPEST, max(3, reach))
    found = []
    for slope in slopes:
        shift = np.rint(slope * away).astype(int) + reach
        along = sum_along(padded, shift, rows)
        beside = max(2, round((THICK + 2) / factor))
        above, below = np.pad(along, (beside, 0))[:rows], np.pad(along, (0, beside))[beside:]
        # Ink on both sides, or nearly as much on one, is a stroke's.
        narrow = (np.minimum(above, below) < 0.6 * along) & (np.maximum(above, below) < 0.85 * along)
        for row in np.flatnonzero((along >= THROUGH * len(columns)) & narrow):
            found.append((along[row], slope, row))
    found.sort(key=lambda line: -line[0])
    apart: list[tuple[float, float]] = []  # by their rows at both ends, for of one line many neighbours are found
    for _, slope, row in found:
        ends = row + slope * away[0], row + slope * away[-1]
        if all(max(abs(ends[0] - a), abs(ends[1] - b)) > 3 and (ends[0] - a) * (ends[1] - b) > 0 for a, b in apart):
            apart.append(ends)
    lines = [((b - a) / (away[-1] - away[0]), factor * ((a + b) / 2 + 0.5)) for a, b in apart]
    middle = np.quantile([slope for slope, _ in lines], 0.5) if lines else 0
    return [line for line in lines if abs(line[0] - middle) < ALIKE]


def sum_along(padded: np.ndarray, shift: np.ndarray, rows: int) -> np.ndarray:
    """What each line meets, float32 (rows,): column by column, the rows from that column's `shift` on."""
    total = np.zeros(rows, np.float32)
    for column, start in enumerate(shift):
        total += padded[start:start + rows, column]
    return total


def erase(out: np.ndarray, ink: np.ndarray, slope: float, row: float, low: float, *, thick: int = THICK) -> None:
    """Take one line out of `out`, but for where a stroke crosses it."""
    height, width = ink.shape
    x = np.arange(width)
    course = row + slope * (x - width / 2)
    inside = (course >= 0) & (course < height)
    x, y = x[inside], np.rint(course[inside]).astype(int)
    if len(x) < 0.3 * width:
        return
    # A printed line is not quite straight in a photo: where it is now, within a few pixels of its course, piece by piece.
    offsets = np.arange(-thick - 3, thick + 4)
    values = ink[np.clip(y + offsets[:, None], 0, height - 1), x]
    bounds = np.linspace(0, len(x), max(1, len(x) // (10 * thick)) + 1).astype(int)
    profiles = [np.quantile(values[:, start:end], 0.5, axis=1) for start, end in itertools.pairwise(bounds)]
    usual = np.quantile([profile.max() for profile in profiles], 0.4)
    for start, end, profile in zip(bounds[:-1], bounds[1:], profiles, strict=True):
        at = int(profile.argmax())
        strength = profile[at]
        if not low / 2 < strength < 1.5 * usual:  # nothing is there, or a stroke runs along it
            continue
        top = bottom = at
        while top > 0 and profile[top - 1] > 0.2 * strength and at - top < thick:
            top -= 1
        while bottom < len(offsets) - 1 and profile[bottom + 1] > 0.2 * strength and bottom - at < thick:
            bottom += 1
        above, below = values[max(0, top - 2), start:end], values[min(len(offsets) - 1, bottom + 2), start:end]
        crossed = np.minimum(above, below) > max(low, 0.5 * strength)
        for place in range(top, bottom + 1):
            rows = np.clip(y[start:end] + offsets[place], 0, height - 1)
            darker = values[place, start:end] > 1.8 * usual
            out[rows, x[start:end]] = np.where(crossed | darker, out[rows, x[start:end]], 0)

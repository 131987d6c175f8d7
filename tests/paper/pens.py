"""Five pens: how wide each is, which colours it has, how its line looks close by."""
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw

from tests.paper import noise

INKS = {
    "graphite": (62, 62, 66), "black": (26, 26, 30), "blue": (32, 52, 140), "navy": (24, 34, 92), "red": (190, 36, 44),
    "green": (24, 112, 62), "violet": (96, 44, 130),
}
FINER = 3  # the line is drawn this much larger, for its edges to be smooth


@dataclass(frozen=True)
class Pen:
    """widths: range as a fraction of the sheet's side; millimetres: what it draws in the hand; opacity: range of the most that it
    covers; swell: how much pressure widens its line, as a fraction; patchy: how much its cover comes and goes along the line;
    grain: how much the paper's own roughness shows through; taper: width at the very ends of a stroke, as a fraction.
    """

    widths: tuple[float, float]
    millimetres: tuple[float, float]
    inks: tuple[str, ...]
    opacity: tuple[float, float]
    swell: float
    patchy: float
    grain: float
    taper: float


PENS = {
    "pencil": Pen((0.005, 0.013), (0.5, 0.9), ("graphite",), (0.42, 0.9), 0.2, 0.15, 0.45, 0.7),
    "ballpoint": Pen((0.005, 0.01), (0.4, 0.7), ("blue", "blue", "black", "red"), (0.75, 0.97), 0.12, 0.1, 0.08, 0.7),
    "fineliner": Pen((0.006, 0.014), (0.4, 0.8), ("black", "black", "navy", "red", "green"), (0.9, 1), 0.05, 0.02, 0, 0.95),
    "felt-tip": Pen((0.012, 0.025), (1, 2), ("black", "blue", "red", "green", "violet"), (0.8, 0.97), 0.12, 0.05, 0.03, 0.85),
    "marker": Pen((0.022, 0.04), (2, 4), ("black", "black", "blue", "red", "green"), (0.88, 1), 0.1, 0.04, 0.02, 0.95),
}


def smoothed(stroke: np.ndarray, *, spacing: float, reach: float) -> np.ndarray:
    """The stroke as a hand made it before a tablet rounded it: points `spacing` apart, evened out over about `reach`.

    stroke: float (n, 2). Returns float (m, 2) with the same ends.
    """
    lengths = np.hypot(*np.diff(stroke, axis=0).T) if len(stroke) > 1 else np.zeros(0)
    along = np.concatenate([[0], np.cumsum(lengths)])
    if along[-1] < spacing:
        return stroke[:1]
    even = np.linspace(0, along[-1], int(along[-1] / spacing) + 2)
    points = np.stack([np.interp(even, along, stroke[:, axis]) for axis in (0, 1)], axis=1)
    half = min(round(2 * reach / spacing), len(points) - 1)
    if half < 1:
        return points
    kernel = np.exp(-0.5 * (np.arange(-half, half + 1) * spacing / reach) ** 2)
    # Mirrored through the ends, which so stay where they are.
    padded = np.concatenate([2 * points[0] - points[half:0:-1], points, 2 * points[-1] - points[-2:-half - 2:-1]])
    return np.stack([np.convolve(padded[:, axis], kernel / kernel.sum(), "valid") for axis in (0, 1)], axis=1)


def step_of(points: np.ndarray) -> float:
    """The tablet's own step, below which it knew nothing of the hand: the least that two different coordinates differ by."""
    apart = np.concatenate([np.diff(np.unique(points[:, axis])) for axis in (0, 1)])
    return float(apart[apart > 1e-6].min(initial=np.ptp(points, axis=0).max()))


def write(parts: list[list[np.ndarray]], scene, shape: tuple[int, int], *,
          rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Draw characters, each its strokes, float (n, 2) in pixels of the paper, which is `shape` (height, width) large.

    Returns (how much the ink covers, float32 (height, width) in [0, 1]; its colour, float32 (3,) in 0 to 255).
    """
    pen = PENS[scene.pen]
    width = scene.width * min(scene.picture)
    corners = np.concatenate([stroke for part in parts for stroke in part])
    margin = 2 * width + 2
    left, top = np.maximum(np.floor(corners.min(axis=0) - margin), 0).astype(int)
    right, bottom = np.minimum(np.ceil(corners.max(axis=0) + margin), shape[::-1]).astype(int)
    sheet = Image.new("L", ((right - left) * FINER, (bottom - top) * FINER))
    draw = ImageDraw.Draw(sheet)
    for part in parts:
        every = np.concatenate(part)
        reach = max(0.012 * np.ptp(every, axis=0).max(), step_of(every), 0.1)
        for stroke in part:
            points = smoothed(stroke, spacing=min(0.3 * width, reach), reach=reach)
            marks = zip((points - (left, top)) * FINER, radii(len(points), width * FINER / 2, pen, rng=rng), strict=True)
            for (x, y), radius in marks:
                draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=255)
    line = np.asarray(sheet.reduce(FINER), np.float32) / 255
    amount = np.zeros(shape, np.float32)
    amount[top:bottom, left:right] = line * cover(line.shape, width, pen, rng=rng)
    colour = np.array(INKS[scene.ink], np.float32) + rng.normal(0, 6, 3).astype(np.float32)
    return amount, np.clip(colour, 5, 250)


def radii(count: int, radius: float, pen: Pen, *, rng: np.random.Generator) -> np.ndarray:
    """The line's half width at each of `count` points: pressure comes and goes, and is less at the ends."""
    knots = max(2, count // 25)
    pressure = np.interp(np.linspace(0, knots - 1, count), np.arange(knots), rng.normal(0, 1, knots))
    ends = np.minimum(np.arange(count), np.arange(count)[::-1]) / 6
    return np.maximum(radius * np.clip(1 + pen.swell * pressure, 0.6, 1.5) * np.clip(pen.taper + (1 - pen.taper) * ends, 0, 1), 0.5)


def cover(shape: tuple[int, int], width: float, pen: Pen, *, rng: np.random.Generator) -> np.ndarray:
    """How much of the paper the pen covers where it goes, float32 `shape` in [0, 1]."""
    most = rng.uniform(*pen.opacity)
    covered = 1 + pen.patchy * noise.smooth(shape, 6 * width, rng=rng)
    if pen.grain:
        covered -= pen.grain * np.abs(noise.smooth(shape, max(1.2, 0.3 * width), rng=rng))
    return np.clip(most * covered, 0.25 * most, 1)

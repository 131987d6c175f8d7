"""Four papers, and the table that they lie on."""
import numpy as np

from tests.paper import noise
from tests.paper.pens import PENS

TABLES = {"wood": (122, 84, 52), "dark": (58, 58, 62), "blue": (72, 88, 110), "light wood": (164, 128, 92)}
PAPERS = ("white", "recycled", "squared", "ruled")


def lay(scene, view, *, rng: np.random.Generator) -> np.ndarray:
    """The sheet, on its table where its edges are in sight, facing it. Returns float32 (height, width, 3) in 0 to 255."""
    shape = view.canvas[::-1]
    millimetre = scene.width * min(scene.picture) / rng.uniform(*PENS[scene.pen].millimetres)
    x, y = np.arange(shape[1], dtype=np.float32), np.arange(shape[0], dtype=np.float32)
    paper = {"white": white, "recycled": recycled, "squared": squared, "ruled": ruled}[scene.paper](x, y, millimetre, rng=rng)
    if not scene.table:
        return paper
    left, top, right, bottom = view.sheet
    inside = np.clip(y - top + 0.5, 0, 1) * np.clip(bottom - y + 0.5, 0, 1)
    inside = inside[:, None] * np.clip(x - left + 0.5, 0, 1) * np.clip(right - x + 0.5, 0, 1)
    under = table(shape, rng=rng)
    return under + inside[:, :, None] * (paper - under)


def white(x, y, millimetre: float, *, rng: np.random.Generator) -> np.ndarray:
    """Printer paper."""
    shade = np.array([244, 244, 241], np.float32) + rng.normal(0, 3, 3).astype(np.float32)
    grain = rng.uniform(0.5, 1.5) * noise.smooth((len(y), len(x)), 2, rng=rng)
    return np.clip(shade + grain[:, :, None], 0, 255)


def recycled(x, y, millimetre: float, *, rng: np.random.Generator) -> np.ndarray:
    """Grey, brown or yellowed, with blotches, grain and a few fibres."""
    shape = (len(y), len(x))
    shade = np.array([(214, 208, 194), (226, 208, 166), (200, 186, 160)][rng.integers(3)], np.float32)
    shade += rng.normal(0, 4, 3).astype(np.float32)
    grain = rng.uniform(1.5, 4) * noise.smooth(shape, max(1.2, 0.25 * millimetre), rng=rng)
    grain += rng.uniform(1, 4) * noise.smooth(shape, 12 * millimetre, rng=rng)
    fibres = noise.smooth(shape, max(1.5, 0.35 * millimetre), rng=rng)
    grain -= 14 * np.clip(fibres - 3, 0, 1)
    return np.clip(shade + grain[:, :, None], 0, 255)


def lines(along: np.ndarray, period: float, thick: float, *, start: float) -> np.ndarray:
    """How much of each pixel a printed line covers, one every `period` pixels from `start`."""
    away = np.abs((along - start + period / 2) % period - period / 2)
    return np.clip(0.5 + thick / 2 - away, 0, min(1, thick))


def squared(x, y, millimetre: float, *, rng: np.random.Generator) -> np.ndarray:
    """White with squares of 5 mm, printed in grey or blue."""
    paper = white(x, y, millimetre, rng=rng)
    thick = rng.uniform(0.1, 0.22) * millimetre
    across, down = (lines(each, 5 * millimetre, thick, start=rng.uniform(0, 5 * millimetre)) for each in (x, y))
    ink = np.array([(128, 134, 142), (110, 146, 196), (132, 156, 178)][rng.integers(3)], np.float32)
    covered = rng.uniform(0.35, 0.85) * np.maximum(across, down[:, None])
    return paper + covered[:, :, None] * (ink - paper)


def ruled(x, y, millimetre: float, *, rng: np.random.Generator) -> np.ndarray:
    """White with a line every 8 mm, in a part of them with a red margin."""
    paper = white(x, y, millimetre, rng=rng)
    thick = rng.uniform(0.12, 0.26) * millimetre
    down = lines(y, 8 * millimetre, thick, start=rng.uniform(0, 8 * millimetre))
    ink = np.array([(118, 150, 196), (140, 144, 150)][rng.integers(2)], np.float32)
    paper += rng.uniform(0.4, 0.9) * down[:, None, None] * (ink - paper)
    if rng.random() < 0.4:
        at = (rng.uniform(0.08, 0.2) if rng.random() < 0.5 else rng.uniform(0.8, 0.92)) * len(x)
        across = np.clip(0.5 + thick / 2 - np.abs(x - at), 0, min(1, thick))
        paper += 0.7 * across[:, None] * (np.array([206, 92, 100], np.float32) - paper)
    return paper


def table(shape: tuple[int, int], *, rng: np.random.Generator) -> np.ndarray:
    """Darker than any paper; wood with its stripes."""
    name = str(rng.choice(list(TABLES)))
    shade = np.array(TABLES[name], np.float32)
    uneven = 3 * noise.smooth(shape, 3, rng=rng)
    if "wood" in name:
        stripes = noise.smooth((shape[0], 8), 5, rng=rng)[:, :1] + 0.4 * noise.smooth(shape, 20, rng=rng)
        uneven = uneven + 9 * stripes
    return np.clip(shade + uneven[:, :, None], 0, 255)

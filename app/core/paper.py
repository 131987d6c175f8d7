"""Ink told from paper: how much darker than the paper under it every place of a picture is, whatever the light and colours.

Paper is large and ink is narrow. A morphological closing as wide as a few pens fills in what is narrow and dark and leaves
what is wide as it is, so it shows the paper without the ink: its shades, folds and shadows, even a shadow's sharp edge. What
the picture lacks to that is ink (the black top-hat: J. Serra, "Image Analysis and Mathematical Morphology", 1982).
"""
import numpy as np
from PIL import Image, ImageFilter

COARSE = 200  # pixels, about, of the longer side of the picture in which the pen is sought
# Widths of the closing that are tried, as parts of the longer side; the last fills in any digit.
WIDTHS = (0.015, 0.022, 0.033, 0.05, 0.075, 0.11, 0.165, 0.25, 0.36)
MIDDLE = 5  # among them: at this width, most pens show
BRIGHT = 110  # levels of 256
GRID = 36  # places along each side at which the paper's colour is looked for
DARKEST = 64  # levels of 256: of paper as dark as this or darker, less light is told from noise
TEXTURE = 2.5  # times what seems to be ink everywhere around is no ink yet
SOLID = 0.35
FLAT = 10  # levels of 256 by which the strongest ink differs from the paper at least


class Paper:
    """What is found out about a picture's paper and light: `ink` then tells ink in all of it, or closer in a part.

    axis: float32 (3,), how the colours are mixed into the one channel in which ink is dark; multiplies: whether light
    multiplies that channel, as it does when paper is the lighter of the two; holes: widths of closings, in pixels, the narrowest
    first, of which one or the next fills in the pen; contrast: in levels of 256, how much the strongest ink differs from its
    paper.
    """

    def __init__(self, colours: np.ndarray):
        """colours: uint8 (height, width, 3)."""
        widest = max(colours.shape)
        factor = max(1, round(widest / COARSE))
        picture = Image.fromarray(colours).filter(ImageFilter.BoxBlur(1))
        coarse = np.asarray(picture.reduce(factor) if factor > 1 else picture)
        self.axis, self.multiplies, at, self.contrast = along_ink(coarse)
        self.holes = [width * widest for width in (*WIDTHS[at + 1:-1:2], WIDTHS[-1])]

    def plane(self, colours: np.ndarray) -> np.ndarray:
        """The channel in which ink is dark: uint8 (height, width)."""
        mixed = colours.astype(np.float32) @ self.axis
        return np.clip(mixed - 255 * self.axis[self.axis < 0].sum(), 0, 255).astype(np.uint8)

    def ink(self, colours: np.ndarray, hole: float) -> tuple[np.ndarray, np.ndarray]:
        """(amount: float32 (height, width) in [0, 1], 0 = paper, 1 = black on white, or white on black; whether a place is ink
        only because the picture ends beside it, bool).

        hole: the closing's width in pixels.
        """
        width = max(3, round(hole))
        plane = self.plane(colours)
        amount = top_hat(plane, width, self.multiplies)
        within = top_hat(plane, width, self.multiplies, endless=True)
        grain = texture(within, 1.6 * width)
        return np.maximum(amount - TEXTURE * grain, 0), within < amount / 2


def along_ink(colours: np.ndarray) -> tuple[np.ndarray, bool, int, float]:
    """(axis, multiplies, the narrowest of WIDTHS that shows ink, contrast): the direction, of all in the space of colours, in
    which narrow things differ most from what is around them. The axis's parts sum to 1, signs left out.
    """
    widest = max(colours.shape)
    differences = [narrow(colours, round(width * widest)) for width in WIDTHS]
    dark = first_sight([-each.min(axis=-1) for each in differences])
    light = first_sight([each.max(axis=-1) for each in differences])
    # Somewhat wider, or of a thick stroke only the ends would be seen.
    flat = differences[min(min(dark[0], light[0]) + 2, len(WIDTHS) - 1)].reshape(-1, 3)
    strength = np.abs(flat).max(axis=-1)
    strong = strength >= max(0.5 * np.quantile(strength, 0.998), 1.0)
    if not strong.any():
        return np.full(3, 1 / 3, np.float32), True, dark[0], 0.0
    flat = flat[strong]
    _, axes = np.linalg.eigh(flat.T @ flat)
    axis = axes[:, -1] * np.sign(axes[:, -1].sum() or 1)
    along = flat @ axis
    # What only lies between two strokes, or in a loop, differs from them but not from the paper at large.
    apart = (colours - local_median(colours)).reshape(-1, 3)[strong] @ axis
    inked = along * apart > 0.25 * along * along
    # Hardly anybody writes in white on what is bright.
    doubt = 3 if np.quantile(colours, 0.5) > BRIGHT else 1.2
    at = dark[0]
    if along[inked & (along > 0)].sum() > -doubt * along[inked & (along < 0)].sum():
        axis, at = -axis, light[0]
    return (axis / np.abs(axis).sum()).astype(np.float32), bool((axis >= -0.15).all()), at, max(dark[1], light[1])


def local_median(colours: np.ndarray) -> np.ndarray:
    """Of each place, the median colour of its wider surroundings: float32 (height, width, 3). Ink is rarely most of them."""
    height, width, _ = colours.shape
    small = Image.fromarray(colours).resize((min(width, GRID), min(height, GRID)), Image.Resampling.BOX)
    reach = GRID // 6
    padded = np.pad(np.asarray(small), ((reach, reach), (reach, reach), (0, 0)), "edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * reach + 1, 2 * reach + 1), axis=(0, 1))
    medians = np.quantile(windows, 0.5, axis=(-2, -1)).astype(np.uint8)
    return np.asarray(Image.fromarray(medians).resize((width, height), Image.Resampling.BILINEAR), np.float32)


def first_sight(strengths: list) -> tuple[int, float]:
    """(the narrowest of WIDTHS at which what is there shows, how strong the strongest is), by each place's strength."""
    tops = [float(np.quantile(each, 0.998)) for each in strengths]
    least = max(FLAT, 0.2 * tops[-1], 0.4 * tops[MIDDLE])
    return next((at for at in range(len(WIDTHS)) if tops[at] >= least), len(WIDTHS) - 1), max(tops)


def narrow(colours: np.ndarray, width: int) -> np.ndarray:
    """How what is narrower than `width` differs from its surroundings: float32 (height, width, 3), what is darker below 0."""
    planes = []
    for channel in range(3):
        plane = np.ascontiguousarray(colours[..., channel])
        closed, opened = closing(plane, width, endless=True), 255 - closing(255 - plane, width, endless=True)
        planes.append(2 * plane.astype(np.float32) - closed - opened)
    return np.stack(planes, axis=-1)


def texture(amount: np.ndarray, block: float) -> np.ndarray:
    """How much ink there seems to be everywhere around: the grain of paper and tables, the noise of dim light."""
    height, width = amount.shape
    block = min(max(4, round(block)), height, width)
    rows, columns = -(-height // block), -(-width // block)
    padded = np.pad(amount, ((0, rows * block - height), (0, columns * block - width)), "reflect")
    blocks = padded.reshape(rows, block, columns, block).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
    middle = int(0.4 * block * block)
    grid = np.partition(blocks, middle, axis=-1)[..., middle]
    # A block all of ink is no grain.
    grid = np.where(grid > SOLID * np.quantile(amount, 0.998), 0, grid).astype(np.float32)
    return np.asarray(Image.fromarray(grid).resize((width, height), Image.Resampling.BILINEAR))


def top_hat(plane: np.ndarray, width: int, multiplies: bool, *, endless: bool = False) -> np.ndarray:
    """How much darker than its closing each place is, float32 (height, width) in [0, 1].

    multiplies: whether as a part of that closing, as light falls on paper and ink alike.
    """
    paper = closing(plane, width, endless=endless).astype(np.float32)
    lack = paper - plane
    return lack / (np.maximum(paper, DARKEST) if multiplies else 255)


def closing(plane: np.ndarray, width: int, *, endless: bool = False) -> np.ndarray:
    """The plane, uint8 (height, width), without what is dark and narrower than a square of `width` pixels.

    endless: as if it went on beyond its edges as it is there; otherwise dark strips along the edge are narrow too.
    """
    reach = max(1, width // 2)
    paper = np.pad(plane, reach, "edge") if endless else plane
    for pick in (np.maximum, np.minimum):
        for axis in (0, 1):
            paper = extreme(paper, reach, axis, pick)
    paper = paper[reach:-reach, reach:-reach] if endless else paper
    return np.maximum(paper, plane)


def extreme(plane: np.ndarray, reach: int, axis: int, pick) -> np.ndarray:
    """The largest (or smallest, by `pick`) value within `reach` pixels to both sides along an axis; past the edge is none.

    By doubling: the extreme of 2^k neighbours is that of two runs of 2^(k-1).
    """
    neutral = 0 if pick is np.maximum else 255
    size = plane.shape[axis]
    reach = min(reach, size - 1)
    pads = [(0, 0), (0, 0)]
    pads[axis] = (reach, reach)
    padded = np.pad(plane, pads, constant_values=neutral)
    length, run = 2 * reach + 1, 1
    cut = (lambda start, stop: padded[start:stop]) if axis == 0 else (lambda start, stop: padded[:, start:stop])
    while 2 * run <= length:
        padded = pick(cut(None, -run), cut(run, None))
        run *= 2
    if run < length:
        padded = pick(cut(0, size), cut(length - run, length - run + size))
    return cut(0, size)

"""The same path in our own pen: ink of any width becomes about as wide as drawings have it, and is placed as they are."""
import numpy as np
from PIL import Image, ImageFilter

from app.core import ink, thinning

FINE = 8  # pixels here for one of the 28x28 image
MARGIN = 8  # such pixels around the ink
SMOOTH = 2.0  # such pixels: the blur that closes the pores of pencil and the steps of enlargement
# The width that thin ink is given, and up to which ink stays as it is, in pixels of the 28x28 image. MNIST's own is about 2.2.
OURS = 2.4
THICK = 3.6
NOISE = 0.25  # of the darkest ink: MNIST's own edges are softer than this, the grain of photographed paper is not


def in_our_pen(amount: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, float]:
    """A digit as the network is to see it, and its path.

    amount: float32 (height, width) in [0, 1], cropped to its ink. Returns (float32 (784,); its centre line alone
    in our pen, float32 (784,); that line: bool, enlarged; how many of its pixels are one of `amount`).

    Thin ink is widened, thick ink is drawn anew along its centre line, and what is about as wide as our pen stays as it is.
    """
    fine, scale = enlarged(amount)
    mask = fine > 0.4 * np.quantile(fine[fine > 0.1], 0.8)  # the darkest is 1
    line, width = centre_line(mask)
    width /= FINE
    path = redraw(np.argwhere(line)[:, ::-1].astype(np.float64))
    if width > THICK:
        pixels = path
    elif width < OURS:
        pixels = fit_in_frame(widen(np.where(mask, 1, fine).astype(np.float32), (OURS - width) / 2 * FINE))
    else:
        pixels = fit_in_frame(amount)
    return pixels, path, line, scale


def enlarged(amount: np.ndarray) -> tuple[np.ndarray, float]:
    """(the ink smoothly enlarged, or shrunk, so that its longer side is FINE times what it is to be in the 28x28 image, with a
    margin; by how much)."""
    scale = ink.BOX * FINE / max(amount.shape)
    size = tuple(max(1, round(side * scale)) for side in amount.shape[::-1])
    picture = Image.fromarray(np.uint8(255 * amount))
    picture = picture.resize(size, Image.Resampling.BICUBIC if scale > 1 else Image.Resampling.BOX)
    picture = Image.fromarray(np.pad(np.asarray(picture), MARGIN)).filter(ImageFilter.GaussianBlur(SMOOTH))
    fine = np.asarray(picture, np.float32)
    return fine / max(fine.max(), 1), scale


def centre_line(mask: np.ndarray) -> tuple[np.ndarray, float]:
    """(the centre line: bool (height, width); the pen's width in pixels) of a mask whose edge pixels are not set."""
    line = thinning.thin(mask)
    width = 2 * float(np.quantile(thinning.distances(np.argwhere(line), mask), 0.5))
    return thinning.without_spurs(line, round(0.7 * width)), width


def widen(fine: np.ndarray, reach: float) -> np.ndarray:
    """The ink moved outwards by `reach` pixels on all sides: of each place, the most within a disc around it."""
    size = int(reach) + 1
    height, width = fine.shape[0] + 2 * size, fine.shape[1] + 2 * size
    padded = np.pad(fine, 2 * size)
    out = np.zeros((height, width), np.float32)
    for down in range(-size, size + 1):
        half = reach * reach - down * down
        if half >= 0:
            # A row of the disc at once, by doubling as in paper.extreme.
            run, rows = int(half ** 0.5), padded[size + down:size + down + height]
            for right in range(-run, run + 1):
                np.maximum(out, rows[:, size + right:size + right + width], out=out)
    return out


def fit_in_frame(amount: np.ndarray) -> np.ndarray:
    """Crop to the ink, scale its larger side to 20 pixels and centre its mass in 28x28.

    amount: float32 (height, width) in [0, 1]. Returns float32 (784,), row by row.
    """
    amount = np.where(amount < NOISE, 0, amount)
    rows, columns = np.flatnonzero(amount.any(axis=1)), np.flatnonzero(amount.any(axis=0))
    crop = Image.fromarray(amount[rows[0]:rows[-1] + 1, columns[0]:columns[-1] + 1])
    scale = ink.BOX / max(crop.size)
    width, height = (max(1, round(side * scale)) for side in crop.size)
    small = np.asarray(crop.resize((width, height), Image.Resampling.BOX if scale < 1 else Image.Resampling.BILINEAR))
    # Thin strokes pale when shrunk; the darkest is full ink again, as in MNIST.
    small = np.clip(small / small.max(), 0, 1)
    total = small.sum()
    mass_x = float((small.sum(axis=0) * (np.arange(width) + 0.5)).sum() / total)
    mass_y = float((small.sum(axis=1) * (np.arange(height) + 0.5)).sum() / total)
    left = min(max(round(ink.CENTRE - mass_x), 0), ink.SIZE - width)
    top = min(max(round(ink.CENTRE - mass_y), 0), ink.SIZE - height)
    frame = np.zeros((ink.SIZE, ink.SIZE), np.float32)
    frame[top:top + height, left:left + width] = small
    return frame.reshape(-1)


def redraw(points: np.ndarray) -> np.ndarray:
    """A path drawn with the pen that drawings have, and placed as they are: float32 (784,).

    points: float (n, 2) as (x, y) in any unit, nearer to each other than a pixel of the image.
    """
    low, high = points.min(axis=0), points.max(axis=0)
    extent = float((high - low).max())
    scale = (ink.BOX - 2 * ink.pen_reach()) / extent if extent else 0.0
    placed = (points - (low + high) / 2) * scale + ink.SIZE / 2
    image = draw(placed).reshape(ink.SIZE, ink.SIZE)
    grid = np.arange(ink.SIZE) + 0.5
    mass = np.array([image.sum(axis=0) @ grid, image.sum(axis=1) @ grid]) / image.sum()
    reach = ink.pen_reach()
    shift = np.clip(ink.CENTRE - mass, reach - placed.min(axis=0), ink.SIZE - reach - placed.max(axis=0))
    return draw(placed + shift)


def draw(points: np.ndarray) -> np.ndarray:
    """Ink by each pixel's distance to the nearest point, as `ink.draw` has it: float32 (784,)."""
    centres = np.arange(ink.SIZE) + 0.5
    across, down = ((points[:, axis, None] - centres) ** 2 for axis in (0, 1))
    nearest = np.array([(across + row[:, None]).min(axis=0) for row in down.T])
    return np.clip((ink.pen_reach() - np.sqrt(nearest)) / ink.PEN_EDGE, 0, 1).astype(np.float32).reshape(-1)

"""`python -m tests.sheets`: MNIST's images on larger sheets, with their own pen or a thinned one, and how well they are read.

Each is enlarged ten times, laid somewhere on a sheet with noise and a gradient, and half of them are white on black.
"""
import io
import sys

import numpy as np
from PIL import Image, ImageDraw

from app.core.errors import DataError
from tests import readings
from trainer.data.mnist import Images, mnist
from trainer.data.portion import split_mnist

ENLARGED = 10
BARS = {False: {"right": 0.985}, True: {"right": 0.97}}  # whether thinned
CHOICES = {"inverted": None, "side": (500, 700), "contrast": (120, 160), "gradient": (30, 60), "noise": (3, 6), "label": None}


def images_of(part: str) -> Images:
    """MNIST's test images, or those held out of training for choosing. Raises DataError."""
    return mnist("test") if part == "test" else split_mnist(mnist("train"))[1]


def enlarged(image: np.ndarray) -> np.ndarray:
    """uint8 (784,), 255 = ink, to float32 (280, 280) in [0, 1]."""
    large = Image.fromarray(image.reshape(28, 28)).resize((28 * ENLARGED, 28 * ENLARGED), Image.Resampling.BICUBIC)
    return np.asarray(large, np.float32) / 255


def pen_width(ink: np.ndarray) -> float:
    """Of a line with a length, twice its area over its perimeter. ink: bool (height, width), paper around it."""
    # The sides of square pixels are longer than the edge that they follow, over all directions by 4 / pi.
    perimeter = (np.diff(ink, axis=0).sum() + np.diff(ink, axis=1).sum()) * np.pi / 4
    return 2 * ink.sum() / perimeter


def centre_line(ink: np.ndarray) -> np.ndarray:
    """Thin to lines one pixel wide that hang together as the ink did. bool (height, width), paper around it, and returned.

    Source: T. Y. Zhang, C. Y. Suen, A fast parallel algorithm for thinning digital patterns, CACM 27 (1984).
    """
    ink = ink.copy()
    changed = True
    while changed:
        changed = False
        for corners in (((0, 2, 4), (2, 4, 6)), ((0, 2, 6), (0, 4, 6))):
            around = neighbours(ink)
            count = around.sum(axis=0)
            rises = (~around & np.roll(around, -1, axis=0)).sum(axis=0)
            outer = ink & (count >= 2) & (count <= 6) & (rises == 1)
            for three in corners:
                outer &= ~around[list(three)].all(axis=0)
            ink &= ~outer
            changed |= bool(outer.any())
    return ink


def neighbours(ink: np.ndarray) -> np.ndarray:
    """bool (8, height, width): the pixels around each, clockwise from the one above; outside is paper."""
    padded = np.pad(ink, 1)
    height, width = ink.shape
    places = ((0, 1), (0, 2), (1, 2), (2, 2), (2, 1), (2, 0), (1, 0), (0, 0))
    return np.stack([padded[y:y + height, x:x + width] for y, x in places])


def thinned(amount: np.ndarray) -> np.ndarray:
    """The same line as if by a pen half as wide. float32 (height, width) in [0, 1], and returned."""
    ink = amount > 0.5
    radius = pen_width(ink) / 4
    finer = 4
    sheet = Image.new("L", (ink.shape[1] * finer, ink.shape[0] * finer))
    draw = ImageDraw.Draw(sheet)
    for y, x in np.argwhere(centre_line(ink)) + 0.5:
        draw.ellipse([finer * (x - radius), finer * (y - radius), finer * (x + radius), finer * (y + radius)], fill=255)
    return np.asarray(sheet.reduce(finer), np.float32) / 255


def lay(amount: np.ndarray, *, rng: np.random.Generator) -> tuple[np.ndarray, dict]:
    """Somewhere on a sheet. amount: float32 (280, 280). Returns uint8 (height, width) and what was chosen."""
    height, width = rng.integers(400, 901, 2).tolist()
    top, left = int(rng.integers(0, height - len(amount) + 1)), int(rng.integers(0, width - len(amount) + 1))
    contrast, gradient, noise = rng.uniform(90, 200), rng.uniform(10, 80), rng.uniform(1, 9)
    towards = rng.uniform(0, 2 * np.pi)
    y, x = np.linspace(-0.5, 0.5, height)[:, None], np.linspace(-0.5, 0.5, width)
    # Across the whole sheet the paper gets darker by `gradient`, and the ink, in the same light, with it.
    slope = (x * np.cos(towards) + y * np.sin(towards)) / (abs(np.cos(towards)) + abs(np.sin(towards)))
    paper = 240 - gradient * (slope + 0.5)
    ink = np.zeros((height, width))
    ink[top:top + len(amount), left:left + len(amount)] = amount
    seen = paper * (1 - ink * contrast / 240) + noise * rng.standard_normal((height, width))
    inverted = bool(rng.random() < 0.5)
    grey = np.clip(np.rint(255 - seen if inverted else seen), 0, 255).astype(np.uint8)
    return grey, {"inverted": inverted, "side": min(width, height), "contrast": contrast, "gradient": gradient, "noise": noise}


def make(job: tuple) -> tuple[str, bytes, dict]:
    """The PNG of one job (image, label, whether thinned, (seed, number)), see `tests.readings`."""
    image, label, thin, seed = job
    amount = enlarged(image)
    grey, chosen = lay(thinned(amount) if thin else amount, rng=np.random.default_rng(seed))
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "PNG", compress_level=1)
    return f"{label}_{seed[1]:05}.png", file.getvalue(), chosen


def jobs_of(images: Images, *, count: int, seed: int, thin: bool) -> list[tuple]:
    """As many of the images as asked for, in an order of the seed's."""
    order = np.random.default_rng(seed).permutation(len(images))[:count]
    return [(images.images[place], int(images.labels[place]), thin, (seed, int(place))) for place in order]


def main(words: list[str] | None = None) -> int:
    """Write and measure. Returns 1, after one sentence on standard error, without MNIST."""
    parser = readings.parser(prog="python -m tests.sheets", description=__doc__)
    parser.add_argument("--thin", action="store_true", help="with half the width of their pen")
    parser.set_defaults(count=10_000)
    arguments = parser.parse_args(words)
    try:
        images = images_of(arguments.set)
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    jobs = jobs_of(images, count=arguments.count, seed=arguments.seed, thin=arguments.thin)
    readings.carry_out(arguments, make, jobs, choices=CHOICES, bars=BARS[arguments.thin])
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The phone above the sheet: where it is held, what light there is, what its lens and sensor make of it."""
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageFilter

from tests.paper import noise

LIGHTS = ("even", "side", "vignette", "shadow", "lamp", "dim")
MARGIN = 0.03  # of the picture's shorter side, that stays free around the digit


@dataclass(frozen=True)
class View:
    """matrix: 3x3, from the picture's pixels to the paper's, homogeneous; canvas: (width, height) of the paper and table that are
    laid out, in pixels; sheet: (left, top, right, bottom) of the sheet on them, all of the canvas where no edge is in sight.
    """

    matrix: np.ndarray
    canvas: tuple[int, int]
    sheet: tuple[float, float, float, float]

    @classmethod
    def at(cls, scene, *, rng: np.random.Generator) -> "View":
        """The camera held over the sheet as the scene says, from a side at random."""
        width, height = scene.picture
        towards, tilt, roll = rng.uniform(0, 2 * np.pi), np.radians(scene.tilt), np.radians(scene.roll)
        distance = rng.uniform(1.4, 2.5) * max(width, height)
        # A point (x, y) of the paper, turned about its axis, is seen at distance * (x, y) / (distance + depth).
        axis = np.array([np.cos(towards), np.sin(towards), 0])
        turned = turn(np.array([0, 0, 1]), roll) @ turn(axis, tilt)
        seen = np.stack([distance * turned[0], distance * turned[1], turned[2]])[:, :2]
        project = np.column_stack([seen, [0, 0, distance]])
        back = np.linalg.inv(project) @ translation(-width / 2, -height / 2)
        corners = apply(back, np.array([(0, 0), (width, 0), (width, height), (0, height)], float))
        low, high = corners.min(axis=0) - 2, corners.max(axis=0) + 2
        size = np.ceil(high - low).astype(int)
        sheet = (0.0, 0.0, float(size[0]), float(size[1]))
        if scene.table:
            room = np.array([width, height]) * rng.uniform(0.78, 0.98, 2)
            middle = -low + rng.uniform(-0.09, 0.09, 2) * (width, height)
            sheet = (*(middle - room / 2).tolist(), *(middle + room / 2).tolist())
        return cls(translation(*-low) @ back, (int(size[0]), int(size[1])), sheet)

    def place_for(self, strokes: list, scene, *, rng: np.random.Generator) -> list[np.ndarray]:
        """The drawing scaled as the scene says, somewhere on the sheet where all of it is in sight: float (n, 2) each, in pixels
        of the paper. It is made smaller where it does not fit otherwise."""
        points = [np.asarray(stroke, float)[:, :2] for stroke in strokes]
        everything = np.concatenate(points)
        low, extent = everything.min(axis=0), np.ptp(everything, axis=0)
        scale = scene.size * min(scene.picture) / max(extent.max(), 1e-9)
        # Of a tap there is nothing to scale.
        scale = scale if extent.max() > 0 else 1.0
        margin = scene.width * min(scene.picture) + MARGIN * min(scene.picture)
        for attempt in range(1, 400):
            half = extent * scale / 2 + margin
            first, last = self.sheet[:2] + half, self.sheet[2:] - half
            centre = rng.uniform(np.minimum(first, last), last)
            if self.shows(np.array([centre - half, centre + half]), scene.picture):
                break
            if attempt % 20 == 0:
                scale *= 0.95
        return [(stroke - low - extent / 2) * scale + centre for stroke in points]

    def shows(self, box: np.ndarray, picture: tuple[int, int]) -> bool:
        """Whether a box of the paper, [[left, top], [right, bottom]], is on the sheet and in the picture."""
        if (box[0] < self.sheet[:2]).any() or (box[1] > self.sheet[2:]).any():
            return False
        (left, top), (right, bottom) = box
        seen = apply(np.linalg.inv(self.matrix), np.array([(left, top), (right, top), (right, bottom), (left, bottom)]))
        return bool((seen >= 0).all() and (seen <= picture).all())


def turn(axis: np.ndarray, angle: float) -> np.ndarray:
    """The rotation by `angle` about a unit vector (Rodrigues)."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def translation(x: float, y: float) -> np.ndarray:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], float)


def apply(matrix: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Points (n, 2) through a homography."""
    moved = np.column_stack([points, np.ones(len(points))]) @ matrix.T
    return moved[:, :2] / moved[:, 2:]


def take(paper: np.ndarray, scene, view: View, *, rng: np.random.Generator) -> Image.Image:
    """Photograph it. paper: float32 (height, width, 3) in 0 to 255. Returns an RGB picture."""
    flat = Image.fromarray(np.clip(np.rint(paper), 0, 255).astype(np.uint8))
    coefficients = (view.matrix / view.matrix[2, 2]).reshape(-1)[:8]
    seen = flat.transform(scene.picture, Image.Transform.PERSPECTIVE, coefficients.tolist(), Image.Resampling.BICUBIC)
    lit = np.asarray(seen, np.float32) * light(scene, rng=rng)
    picture = Image.fromarray(np.clip(np.rint(lit), 0, 255).astype(np.uint8)).filter(ImageFilter.GaussianBlur(scene.blur))
    return Image.fromarray(sensed(np.asarray(picture, np.float32), scene, rng=rng))


def sensed(lit: np.ndarray, scene, *, rng: np.random.Generator) -> np.ndarray:
    """The sensor's own noise, more of it in the dark. Returns uint8 (height, width, 3)."""
    strength = rng.uniform(3, 7) if scene.light == "dim" else rng.uniform(0.5, 2.5)
    grain = noise.fine(lit.shape[:2], rng=rng)[:, :, None] + 0.5 * noise.fine(lit.shape, rng=rng)
    return np.clip(np.rint(lit + strength * grain), 0, 255).astype(np.uint8)


def light(scene, *, rng: np.random.Generator) -> np.ndarray:
    """How much of the paper's shade arrives, float32 (height, width, 3) in [0, 1]."""
    width, height = scene.picture
    side = min(width, height)
    x = (np.arange(width, dtype=np.float32) - width / 2) / side
    y = ((np.arange(height, dtype=np.float32) - height / 2) / side)[:, None]
    amount = {"even": even, "side": slanting, "vignette": vignette, "shadow": shadow, "lamp": lamp, "dim": dim}[scene.light](
        x, y, rng=rng)
    tint = np.array([1, rng.uniform(0.82, 0.92), rng.uniform(0.6, 0.78)]) if scene.light == "lamp" \
        else 1 + np.array([1, 0, -1]) * rng.normal(0, 0.025)
    return np.clip(amount[:, :, None] * tint.astype(np.float32), 0, 1.05)


def even(x, y, *, rng: np.random.Generator) -> np.ndarray:
    return np.full((len(y), len(x)), rng.uniform(0.75, 1), np.float32)


def slanting(x, y, *, rng: np.random.Generator) -> np.ndarray:
    """From a window at one side: down to a third or two thirds at the other."""
    towards = rng.uniform(0, 2 * np.pi)
    along = np.clip(0.5 + (x * np.cos(towards) + y * np.sin(towards)) / 1.3, 0, 1)
    return 1 - rng.uniform(0.33, 0.65) * along


def vignette(x, y, *, rng: np.random.Generator) -> np.ndarray:
    """Darker towards the corners."""
    away = (x ** 2 + y ** 2) / (x[-1] ** 2 + y[-1, 0] ** 2)
    return rng.uniform(0.85, 1) * (1 - rng.uniform(0.3, 0.6) * away)


def shadow(x, y, *, rng: np.random.Generator) -> np.ndarray:
    """A hand or a head between lamp and paper: its edge, soft and not straight, goes across the sheet."""
    towards, bend, phase = rng.uniform(0, 2 * np.pi), rng.uniform(0, 0.12), rng.uniform(0, 2 * np.pi)
    across, along = x * np.cos(towards) + y * np.sin(towards), y * np.cos(towards) - x * np.sin(towards)
    edge = across - rng.uniform(-0.3, 0.3) - bend * np.sin(rng.uniform(2, 9) * along + phase)
    soft = rng.uniform(0.02, 0.12)
    shaded = 1 / (1 + np.exp(-np.clip(edge / (0.4 * soft), -50, 50)))
    return rng.uniform(0.8, 1) * (1 - (1 - rng.uniform(0.35, 0.7)) * shaded)


def lamp(x, y, *, rng: np.random.Generator) -> np.ndarray:
    """Near the sheet, so that light falls off around the place below it."""
    at_x, at_y = rng.uniform(-0.6, 0.6, 2)
    away = (x - at_x) ** 2 + (y - at_y) ** 2
    return rng.uniform(0.85, 1.05) / (1 + away / rng.uniform(0.5, 1.2) ** 2)


def dim(x, y, *, rng: np.random.Generator) -> np.ndarray:
    """An evening room."""
    return rng.uniform(0.32, 0.6) * (1 - rng.uniform(0, 0.3) * np.clip(0.5 + x * rng.choice([-1, 1]), 0, 1) + 0 * y)

"""Other images of the same digit: random affine and elastic changes of whole batches, in vectorised numpy.

Every output pixel looks up where it comes from in the input: a linear map of its place (rotation, slant, scale, shift)
plus a smooth random field (P. Simard, D. Steinkraus and J. Platt, "Best practices for convolutional neural networks
applied to visual document analysis", 2003). The four pixels around that place are blended by how near they are.
"""
from dataclasses import dataclass

import numpy as np

SIDE = 28
BORDER = 2  # empty pixels around the image, so that what lies outside reads as paper without a test
PADDED = SIDE + 2 * BORDER
CHUNK = 1000  # images at a time: the work arrays of one chunk stay in the processor's cache


@dataclass(frozen=True)
class Warp:
    """How strongly images change; each is the deviation of a normal draw unless said otherwise.

    rotation, slant: radians; scale: of its logarithm, each axis; shift: pixels; elastic: displacement in pixels (root
    mean square); smoothness: pixels, the width of the Gaussian that smooths the field; levels: largest change of
    the darkness at which paper ends and full ink begins, uniform, which makes the pen thinner or thicker.
    """

    rotation: float = 0.1
    slant: float = 0.12
    scale: float = 0.06
    shift: float = 0.6
    elastic: float = 0.7
    smoothness: float = 4.0
    levels: float = 0.25


def warp(images: np.ndarray, *, rng: np.random.Generator, settings: Warp) -> np.ndarray:
    """Change every image in its own random way.

    images: uint8 (n, 784). Returns uint8 (n, 784). The draw depends on the generator and the number of images only.
    """
    out = np.empty_like(images)
    smoothing = smoothing_matrix(settings.smoothness)
    for start in range(0, len(images), CHUNK):
        chunk = images[start:start + CHUNK]
        rows, columns = affine_places(len(chunk), rng=rng, settings=settings)
        if settings.elastic:
            rows += elastic_field(len(chunk), smoothing, settings.elastic, rng=rng)
            columns += elastic_field(len(chunk), smoothing, settings.elastic, rng=rng)
        ink = sample(chunk, rows, columns)
        if settings.levels:
            ink = change_levels(ink, settings.levels, rng=rng)
        out[start:start + CHUNK] = np.rint(ink)
    return out


def affine_places(count: int, *, rng: np.random.Generator, settings: Warp) -> tuple[np.ndarray, np.ndarray]:
    """For each image and pixel, the (row, column) it comes from: float32 (count, 784) each, before the border."""
    angle, slant = rng.normal(0, settings.rotation, count), rng.normal(0, settings.slant, count)
    height, width = np.exp(rng.normal(0, settings.scale, (2, count)))
    shift = rng.normal(0, settings.shift, (2, count))
    centred = np.arange(SIDE) - (SIDE - 1) / 2
    row, column = (axis.ravel().astype(np.float32) for axis in np.meshgrid(centred, centred, indexing="ij"))
    cos, sin = np.cos(angle), np.sin(angle)
    middle = (SIDE - 1) / 2
    grid = np.stack([row, column, np.ones_like(row)])
    to_row = np.stack([cos * height, sin * width, shift[0] + middle], axis=1).astype(np.float32)
    to_column = np.stack([(slant * cos - sin) * height, (cos + slant * sin) * width, shift[1] + middle], axis=1)
    return to_row @ grid, to_column.astype(np.float32) @ grid


def smoothing_matrix(width: float) -> np.ndarray:
    """(28, 28) Gaussian smoothing along one axis, each row of unit length so that noise keeps its variance."""
    distance = np.subtract.outer(np.arange(SIDE), np.arange(SIDE))
    matrix = np.exp(-0.5 * (distance / width) ** 2)
    return (matrix / np.linalg.norm(matrix, axis=1, keepdims=True)).astype(np.float32)


def elastic_field(count: int, smoothing: np.ndarray, size: float, *, rng: np.random.Generator) -> np.ndarray:
    """Smooth random displacements, float32 (count, 784), root mean square `size`: noise smoothed along both axes."""
    noise = rng.random((count, SIDE, SIDE), dtype=np.float32)
    noise -= 0.5
    noise *= size * np.sqrt(12)  # uniform noise of width 1 has variance 1/12
    return (smoothing @ (noise.reshape(-1, SIDE) @ smoothing.T).reshape(count, SIDE, SIDE)).reshape(count, -1)


def sample(images: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Ink at fractional places by bilinear interpolation; float32 (n, 784), 0 outside the image."""
    count = len(images)
    padded = np.zeros((count, PADDED, PADDED), np.float32)
    padded[:, BORDER:-BORDER, BORDER:-BORDER] = images.reshape(count, SIDE, SIDE)
    rows = np.clip(rows + BORDER, 0, PADDED - 2)
    columns = np.clip(columns + BORDER, 0, PADDED - 2)
    top, left = rows.astype(np.int32), columns.astype(np.int32)
    rows -= top
    columns -= left
    place = top * PADDED
    place += left
    place += np.arange(count, dtype=np.int32)[:, None] * (PADDED * PADDED)
    flat = padded.ravel()
    a, b = flat.take(place), flat[1:].take(place)
    a += (b - a) * columns
    c, d = flat[PADDED:].take(place), flat[PADDED + 1:].take(place, mode="clip")
    c += (d - c) * columns
    a += (c - a) * rows
    return a


def change_levels(ink: np.ndarray, most: float, *, rng: np.random.Generator) -> np.ndarray:
    """Move each image's paper end and ink end of the grey scale: a soft pen's edge, and with it the pen, moves too."""
    count = len(ink)
    low = rng.uniform(0, most, (count, 1)).astype(np.float32) * (rng.random((count, 1)) < 0.5)
    high = rng.uniform(0, most, (count, 1)).astype(np.float32) * (rng.random((count, 1)) < 0.5)
    ink -= 255 * low
    ink *= 1 / (1 - low - high)
    return np.clip(ink, 0, 255, out=ink)

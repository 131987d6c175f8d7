"""Weights as pictures: blue pulls a neuron up, orange holds it down, and what weighs nothing lets the page shine through."""
import base64
import io

import numpy as np

from app.core import ink

UP, DOWN = (47, 75, 216), (184, 72, 15)


def tiles(weights: np.ndarray, *, across: int) -> str:
    """One row of weights (n, 784) after the other as a tile of 28 x 28 pixels, `across` of them side by side, without gaps.

    Each tile's largest weight is opaque. Returns the text of a data: address of a PNG.
    """
    from PIL import Image
    down = -(-len(weights) // across)
    largest = np.abs(weights).max(axis=1, keepdims=True)
    pixels = np.zeros((down * across, ink.SIZE * ink.SIZE, 4), np.uint8)
    pixels[:len(weights), :, :3] = np.where((weights > 0)[:, :, None], UP, DOWN)
    pixels[:len(weights), :, 3] = np.rint(255 * np.abs(weights) / np.where(largest > 0, largest, 1))
    picture = pixels.reshape(down, across, ink.SIZE, ink.SIZE, 4).swapaxes(1, 2)
    shown = io.BytesIO()
    Image.fromarray(picture.reshape(down * ink.SIZE, across * ink.SIZE, 4)).save(shown, "PNG")
    return "data:image/png;base64," + base64.b64encode(shown.getvalue()).decode()

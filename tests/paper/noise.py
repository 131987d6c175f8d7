"""Random unevenness of a given coarseness."""
import numpy as np
from PIL import Image


def smooth(shape: tuple[int, int], coarseness: float, *, rng: np.random.Generator) -> np.ndarray:
    """float32 (height, width), mean about 0 and deviation about 1, with bumps about `coarseness` pixels wide."""
    height, width = (max(2, round(side / coarseness) + 1) for side in shape)
    rough = Image.fromarray(rng.standard_normal((height, width), np.float32))
    # Interpolation takes about a third of the deviation away.
    return 1.5 * np.asarray(rough.resize(shape[::-1], Image.Resampling.BICUBIC))


def fine(shape: tuple[int, ...], *, rng: np.random.Generator) -> np.ndarray:
    """float32, one normal value a pixel."""
    return rng.standard_normal(shape, np.float32)

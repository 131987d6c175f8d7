"""What a network makes of many images, as they lie in files: in batches, so that memory stays small."""
import numpy as np

from app.core.network import Network


def logits_of(network: Network, images: np.ndarray, *, batch: int = 500) -> np.ndarray:
    """float32 (n, classes), of inputs uint8 or float (n, inputs)."""
    logits = [np.empty((0, network.classes), np.float32)]
    logits += [network.logits(as_float(images[start:start + batch])) for start in range(0, len(images), batch)]
    return np.concatenate(logits)


def as_float(x: np.ndarray) -> np.ndarray:
    """float32 in [0, 1], of uint8 in 0..255; what is float already stays as it is."""
    return x * np.float32(1 / 255) if x.dtype == np.uint8 else x

"""Packed images put to use: the nearest to a drawing, a slice read by a network, one to look at. JSON-ready answers."""
from binascii import b2a_base64
from time import perf_counter

import numpy as np

from app.core.functional import softmax
from app.core.network import Network
from app.worker.packs import ImagePack

# Ten at a time a convolution's patches stay in the processor's cache; in the browser that took a quarter of the time of
# two hundred at once.
BATCH = 10


def as_float(images: np.ndarray) -> np.ndarray:
    """The network's input of uint8 images: float32 in [0, 1]."""
    return images * np.float32(1 / 255)


def picture(pack: ImagePack, index: int) -> dict:
    """{"pixels": base64 of 784 bytes, 255 = ink, "label"}."""
    pixels = b2a_base64(pack.images[index].tobytes(), newline=False).decode()
    return {"pixels": pixels, "label": int(pack.labels[index])}


def neighbours(pack: ImagePack, pixels: np.ndarray, *, digit: int, count: int) -> dict:
    """The `count` images of `digit` nearest to a drawing, and as many of other digits, one of each.

    pixels: (784,) in [0, 1]. Returns {"nearest": [...], "others": [...]}, both nearest first, each as `picture` gives
    it with its Euclidean "distance".
    """
    distances = np.sqrt(np.square(as_float(pack.images) - pixels.astype(np.float32)).sum(axis=1))
    order = np.argsort(distances, kind="stable")
    labels = pack.labels[order]
    first = np.sort(np.unique(labels, return_index=True)[1])  # of every digit the nearest
    chosen = {"nearest": order[labels == digit], "others": order[first[labels[first] != digit]]}
    return {name: [{**picture(pack, index), "distance": round(float(distances[index]), 4)} for index in indices[:count]]
            for name, indices in chosen.items()}


def read(network: Network, pack: ImagePack, *, start: int, count: int) -> dict:
    """Let a network read `count` images from `start` on; at the end there may be fewer.

    Raises ValueError if there is none. Returns {"start", "read", "labels", "confidence", "sure", "seconds"}: lists of
    one entry per image, and how long the reading took. Digits and confidence are found as `python -m trainer evaluate`
    finds them, so that counts agree.
    """
    if not 0 <= start < len(pack.labels) or count < 1:
        raise ValueError(f"there are no {count} images from {start} on")
    some = slice(start, start + count)
    images = pack.images[some]
    began = perf_counter()
    logits = np.concatenate([network.logits(as_float(images[at:at + BATCH])) for at in range(0, len(images), BATCH)])
    seconds = perf_counter() - began
    probabilities = softmax(logits.astype(np.float64), network.temperature)
    confidence = probabilities.max(axis=1)
    return {"start": start, "read": probabilities.argmax(axis=1).tolist(), "labels": pack.labels[some].tolist(),
            "confidence": np.round(confidence, 4).tolist(), "sure": (confidence >= network.sure_threshold).tolist(),
            "seconds": seconds}

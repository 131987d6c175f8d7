"""Honest doubt: the temperature that makes probabilities mean what they say, and the probability from which to be sure.

Both are fitted after training on validation data of the kind the network was trained on, and stored with the weights. A
good network is sure of nearly every digit; a weak one must be unsure of more, for "sure" to mean the same.
"""
import numpy as np

from app.core.functional import cross_entropy, one_hot, softmax

ACCEPTED = 0.98  # share of the digits of every validation set that shall be called sure
TRUSTED = 0.99  # share of those that must have been read right: it comes first where the two cannot both be had


def fit_temperature(logits: np.ndarray, labels: np.ndarray) -> float:
    """The temperature under which the labels are most likely (Guo et al. 2017), between 1/4 and 4.

    logits: (n, 10) of digits only; labels: (n,). The loss has one minimum, so golden-section search finds it.
    """
    wide, targets = logits.astype(np.float64), one_hot(labels, dtype=np.float64)

    def loss(log_temperature: float) -> float:
        return cross_entropy(wide / np.exp(log_temperature), targets)[0]

    low, high = np.log(0.25), np.log(4.0)
    golden = (np.sqrt(5) - 1) / 2
    for _ in range(40):
        left, right = high - golden * (high - low), low + golden * (high - low)
        if loss(left) < loss(right):
            high = right
        else:
            low = left
    return float(np.exp((low + high) / 2))


def fit_threshold(sets: list[np.ndarray], temperature: float, *, accepted: float = ACCEPTED) -> float:
    """The highest probability threshold that still calls the given share of every set of digits sure.

    sets: logits (n, 10) of each validation set, digits only. The higher it is, the less that is no digit passes.
    """
    quantiles = [np.quantile(softmax(logits.astype(np.float64), temperature).max(axis=1), 1 - accepted)
                 for logits in sets if len(logits)]
    return float(np.floor(min(quantiles) * 1e4) / 1e4)


def fit_trust(logits: np.ndarray, labels: np.ndarray, temperature: float, *, trusted: float = TRUSTED) -> float:
    """The lowest probability threshold from which on at least the given share of the digits is read right.

    logits: (n, 10) of digits only; labels: (n,). Above every probability there is, if even the surest are not.
    """
    probabilities = softmax(logits.astype(np.float64), temperature)
    return lowest_trusted(probabilities.max(axis=1), probabilities.argmax(axis=1) == labels, trusted=trusted)


def lowest_trusted(confidence: np.ndarray, right: np.ndarray, *, trusted: float) -> float:
    """The lowest probability from which on at least the given share of answers is right. confidence, right: (n,)."""
    order = np.argsort(-confidence, kind="stable")
    share_right = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    enough = np.flatnonzero(share_right >= trusted)
    return float(np.ceil(confidence[order[enough[-1]]] * 1e4) / 1e4) if len(enough) else 1.0

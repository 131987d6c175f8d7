"""How good a network is, on data it never learnt from: accuracy, what it confuses, and whether its doubt is honest."""
import numpy as np

from app.core.functional import softmax
from app.core.network import Network
from trainer.data.mnist import NOT_A_DIGIT, Images
from trainer.learning.reading import logits_of

BINS = 15


def evaluate(network: Network, images: Images) -> dict:
    """Everything measured on one set, ready for JSON.

    n: images, of which `digits` carry a digit as label; accuracy and per_digit: shares read right (None where there is
    none to read); confusion: 10 rows of counts, row the true digit, column the one read; ece: expected calibration
    error; sure_rate: share called sure; sure_accuracy: share read right among the digits called sure. For sets of what
    is no digit only sure_rate has a meaning.
    """
    return measure(images.name, probabilities_of(network, images.images), images.labels, network.sure_threshold)


def probabilities_of(network: Network, images: np.ndarray) -> np.ndarray:
    """float64 (n, 10), softened by the network's temperature, for uint8 images (n, 784)."""
    return softmax(logits_of(network, images).astype(np.float64), network.temperature)


def measure(name: str, probabilities: np.ndarray, labels: np.ndarray, sure_threshold: float) -> dict:
    """The same from probabilities (n, 10) and labels (n,)."""
    digit, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    labelled = labels != NOT_A_DIGIT
    right = (digit == labels)[labelled]
    confusion = confusion_matrix(labels[labelled], digit[labelled])
    counts = confusion.sum(axis=1)
    sure = confidence >= sure_threshold
    return {
        "name": name, "n": len(labels), "digits": int(labelled.sum()),
        "accuracy": mean(right),
        "per_digit": [int(confusion[i, i]) / int(counts[i]) if counts[i] else None for i in range(10)],
        "confusion": confusion.tolist(),
        "ece": calibration_error(confidence[labelled], right) if len(right) else None,
        "sure_rate": mean(sure),
        "sure_accuracy": mean(right[sure[labelled]]),
    }


def mean(values: np.ndarray) -> float | None:
    """The mean as a plain number, None of nothing."""
    return float(values.mean()) if len(values) else None


def confusion_matrix(labels: np.ndarray, read: np.ndarray) -> np.ndarray:
    """(10, 10) counts: row the true digit, column the digit read."""
    return np.bincount(labels * 10 + read, minlength=100).reshape(10, 10)


def calibration_bins(confidence: np.ndarray, right: np.ndarray) -> list[tuple[int, float, float]]:
    """Per bin of equal width of the confidence: (how many, their mean confidence, the share of them that is right)."""
    place = np.minimum((confidence * BINS).astype(int), BINS - 1)
    bins = []
    for index in range(BINS):
        here = place == index
        if here.any():
            bins.append((int(here.sum()), float(confidence[here].mean()), float(right[here].mean())))
    return bins


def calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Expected calibration error (Guo et al. 2017): how far confidence and accuracy are apart, mean over all images,
    15 bins."""
    return sum(count * abs(sure - share) for count, sure, share in calibration_bins(confidence, right)) / len(right)


def worst_mistakes(probabilities: np.ndarray, labels: np.ndarray, count: int) -> list[dict]:
    """The misread digits the network was most confident of: index, label, digit, probability."""
    digit, confidence = probabilities.argmax(axis=1), probabilities.max(axis=1)
    wrong = np.flatnonzero((digit != labels) & (labels != NOT_A_DIGIT))
    ranked = wrong[np.argsort(-confidence[wrong], kind="stable")][:count]
    return [{"index": int(i), "label": int(labels[i]), "digit": int(digit[i]),
             "probability": float(confidence[i])} for i in ranked]

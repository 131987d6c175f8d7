"""Formulas without state, on whole batches: softmax, one-hot labels, losses with their gradients."""
import numpy as np


def softmax(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Probabilities along the last axis; the row's largest logit is subtracted first so that exp never overflows."""
    z = logits / temperature
    powers = np.exp(z - z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-x)), by way of tanh, which does not overflow."""
    return 0.5 * (1.0 + np.tanh(0.5 * x))


def one_hot(labels: np.ndarray, classes: int = 10, dtype=np.float32) -> np.ndarray:
    """labels: integers (n,) in [0, classes). Returns (n, classes) with a single 1 per row."""
    encoded = np.zeros((len(labels), classes), dtype)
    encoded[np.arange(len(labels)), labels] = 1
    return encoded


def cross_entropy(logits: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    """Mean of -sum(t log softmax(z)) over the batch, and its gradient with respect to the logits.

    logits, targets: (n, classes), each row of targets a distribution. The gradient is (softmax(z) - t) / n: softmax and
    logarithm cancel to this because every row of targets sums to one.
    """
    top = logits.max(axis=1, keepdims=True)
    powers = np.exp(logits - top)
    total = powers.sum(axis=1, keepdims=True)
    log_total = np.log(total) + top
    loss = float(np.mean(log_total[:, 0] - np.sum(targets * logits, axis=1)))
    powers /= total
    powers -= targets
    powers /= len(logits)
    return loss, powers


def squared_error(outputs: np.ndarray, targets: np.ndarray) -> tuple[float, np.ndarray]:
    """Half the squared distance between outputs and targets, mean over the batch, and its gradient to the outputs."""
    difference = outputs - targets
    return 0.5 * float(np.mean(np.sum(difference * difference, axis=1))), difference / len(outputs)

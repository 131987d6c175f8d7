import numpy as np
import pytest

from app.core.functional import softmax
from trainer.data.mnist import Images
from trainer.learning.calibrate import fit_temperature, fit_threshold
from trainer.reporting.evaluate import calibration_error, confusion_matrix, evaluate, measure, probabilities_of, worst_mistakes


def rows(*pairs):
    """Probabilities: per (digit, probability) a row with that top, the rest shared by the others."""
    table = np.array([np.full(10, (1 - p) / 9) for _, p in pairs])
    for row, (digit, p) in zip(table, pairs, strict=True):
        row[digit] = p
    return table


def test_figures_by_hand():
    """Four digits, three read right, one 7 read as 1; a letter; sure from 0.8."""
    figures = measure("s", rows((3, 0.9), (7, 0.95), (1, 0.85), (0, 0.5), (4, 0.3)), np.array([3, 7, 7, 0, -1]), 0.8)
    assert (figures["name"], figures["n"], figures["digits"]) == ("s", 5, 4)
    assert figures["accuracy"] == 0.75
    assert figures["per_digit"] == [1.0, None, None, 1.0, None, None, None, 0.5, None, None]
    assert figures["confusion"][7][1] == 1
    assert figures["confusion"][7][7] == 1
    assert np.sum(figures["confusion"]) == 4
    assert figures["sure_rate"] == pytest.approx(3 / 5)
    assert figures["sure_accuracy"] == pytest.approx(2 / 3)
    # Each of the four lies in a bin (of width 1/15) of its own: 0.5, 0.9 and 0.95 are right, 0.85 is wrong.
    assert figures["ece"] == pytest.approx((0.5 + 0.1 + 0.05 + 0.85) / 4)


def test_of_what_is_no_digit_only_the_sure_rate_is_told():
    figures = measure("letters", rows((3, 0.9), (1, 0.2)), np.array([-1, -1]), 0.8)
    assert figures["sure_rate"] == 0.5
    assert figures["accuracy"] is figures["ece"] is figures["sure_accuracy"] is None


def test_confusion_counts_true_digits_in_rows():
    matrix = confusion_matrix(np.array([1, 1, 2]), np.array([1, 7, 2]))
    assert matrix[1, 1] == matrix[1, 7] == matrix[2, 2] == 1


def test_perfect_calibration_has_no_error():
    confidence = np.full(10, 0.7)
    assert calibration_error(confidence, np.arange(10) < 7) == pytest.approx(0)


def test_evaluate_agrees_with_the_network(small_network, rng):
    images = Images("x", rng.integers(0, 256, (30, 784)).astype(np.uint8), rng.integers(0, 10, 30))
    read = small_network.probabilities(images.images / np.float32(255)).argmax(axis=1)
    assert evaluate(small_network, images)["accuracy"] == pytest.approx(np.mean(read == images.labels))


def test_the_worst_mistakes_come_most_confident_first(small_network, rng):
    images = Images("x", rng.integers(0, 256, (50, 784)).astype(np.uint8), rng.integers(0, 10, 50))
    mistakes = worst_mistakes(probabilities_of(small_network, images.images), images.labels, 5)
    assert len(mistakes) == 5
    assert all(each["digit"] != each["label"] for each in mistakes)
    chances = [each["probability"] for each in mistakes]
    assert chances == sorted(chances, reverse=True)


def test_the_temperature_that_made_the_labels_is_found(rng):
    logits = 3 * rng.standard_normal((4000, 10))
    draws = softmax(logits, 2.0).cumsum(axis=1) > rng.random((4000, 1))
    assert fit_temperature(logits, draws.argmax(axis=1)) == pytest.approx(2.0, rel=0.1)


def test_the_threshold_calls_the_asked_share_of_every_set_sure(rng):
    sets = [4 * rng.standard_normal((500, 10)), 8 * rng.standard_normal((500, 10))]
    threshold = fit_threshold(sets, 1.0, accepted=0.9)
    shares = [np.mean(softmax(logits).max(axis=1) >= threshold) for logits in sets]
    assert min(shares) == pytest.approx(0.9, abs=0.01)

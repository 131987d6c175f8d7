import numpy as np
import pytest

from app.core.functional import softmax
from trainer.data.corpus import Corpus
from trainer.data.mnist import Images
from trainer.learning.calibrate import fit_trust
from trainer.runs.job import calibrate


def doubtful(rng, count, chance):
    """Logits whose digit is read wrongly with a chance that falls as confidence rises, and the labels."""
    logits = 3 * rng.standard_normal((count, 10))
    labels = logits.argmax(axis=1)
    wrong = rng.random(count) < chance * (1 - softmax(logits).max(axis=1))
    return logits, np.where(wrong, (labels + 1) % 10, labels)


def test_from_the_threshold_on_enough_is_right_and_no_lower_one_would_do(rng):
    logits, labels = doubtful(rng, 5000, 1.0)
    threshold = fit_trust(logits, labels, 1.0, trusted=0.95)
    confidence, right = softmax(logits).max(axis=1), logits.argmax(axis=1) == labels
    assert right.mean() < 0.9
    assert right[confidence >= threshold].mean() == pytest.approx(0.95, abs=0.002)
    assert right[confidence >= threshold - 0.05].mean() < 0.95


def test_a_network_that_is_always_right_may_be_sure_of_anything(rng):
    logits, labels = doubtful(rng, 500, 0.0)
    assert fit_trust(logits, labels, 1.0) <= softmax(logits).max(axis=1).min() + 1e-4


def test_a_network_that_is_never_right_may_be_sure_of_nothing(rng):
    logits, labels = doubtful(rng, 500, 0.0)
    assert fit_trust(logits, (labels + 1) % 10, 1.0) == 1.0


def test_a_calibrated_network_accepts_at_most_its_share_and_fewer_if_they_would_be_misread(small_network, rng):
    """Labels are the network's own reading, or chance: sure of 98% of the first, of next to nothing of the second."""
    images = rng.integers(0, 256, (1000, 784)).astype(np.uint8)
    own = small_network.logits(images / np.float32(255)).argmax(axis=1)

    def sure(labels):
        validation = Images("validation", images, labels)
        calibrate(small_network, Corpus(validation, validation))
        return np.mean(small_network.probabilities(images / np.float32(255)).max(axis=1) >= small_network.sure_threshold)
    assert sure(own) == pytest.approx(0.98, abs=0.01)
    assert sure(rng.integers(0, 10, 1000)) < 0.05

"""Which part of MNIST's training images serves what: learning, choosing, and mixing into a fine-tuning.

Apart from the corpus, because the build packs the same images for the page, so that both learn the same.
"""
import numpy as np

from trainer.data.mnist import Images

SPLIT_SEED = 20260101
MNIST_VALIDATION = 5000
SAMPLE = 5000  # images of MNIST to mix into a fine-tuning, of those the recipes train on


def split_mnist(everything: Images) -> tuple[Images, Images]:
    """(to train on, to validate on) of MNIST's training images; the split depends on SPLIT_SEED only."""
    order = np.random.default_rng(SPLIT_SEED).permutation(len(everything))
    return (everything.take(np.sort(order[MNIST_VALIDATION:])),
            everything.take(np.sort(order[:MNIST_VALIDATION]), "mnist-validation"))


def sample_of(images: Images, *, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """SAMPLE images and labels, chosen by the seed."""
    chosen = images.take(np.random.default_rng((seed, 2)).permutation(len(images))[:SAMPLE])
    return chosen.images, chosen.labels

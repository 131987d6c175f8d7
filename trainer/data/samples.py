"""What one epoch is trained on: every image in a new guise, drawings in a new hand, and what is no digit too."""
from dataclasses import dataclass

import numpy as np

from app.core.functional import softmax
from app.core.network import Network
from trainer.data.corpus import Corpus, sources_of
from trainer.data.drawings import render
from trainer.data.redrawing import redraw
from trainer.learning.augment import Warp, warp
from trainer.learning.fit import targets_of
from trainer.learning.reading import logits_of
from trainer.learning.rough import Rough, roughen


@dataclass(frozen=True)
class Mixture:
    """How an epoch is composed. variants: hands rendered per drawing; repeats: times every digit drawing appears in an
    epoch, each time in a hand of its own; image_warp, drawing_warp: how much images change, None for not at all; rough: how
    much of all that looks as pictures of paper give it, None for nothing; redrawn: how many of MNIST's images come redrawn
    along their centre line every other time; every drawing of a digit then has one more hand, redrawn from another.
    """

    variants: int = 0
    repeats: int = 1
    image_warp: Warp | None = None
    drawing_warp: Warp | None = None
    rough: Rough | None = None
    redrawn: int = 0


class Samples:
    """Samples of any epoch, by its number: the same seed and number give the same samples.

    without: a source of drawings, as `sources_of` names them, to be left out; everything else stays as it is.
    """

    def __init__(self, corpus: Corpus, *, mixture: Mixture, seed: int, teacher: Network | None = None,
                 teacher_share: float = 0.0, without: str = ""):
        self.mixture, self.seed, self.teacher, self.teacher_share = mixture, seed, teacher, teacher_share
        self.images = corpus.mnist_train.images
        kept = [sources_of(split.train) != without for split in corpus.digits + corpus.not_digits]
        pools = [render(split.train, variants=mixture.variants) for split in corpus.digits + corpus.not_digits]
        if mixture.redrawn:
            self.redrawn = redraw(self.images[:mixture.redrawn])
            pools[:len(corpus.digits)] = [np.concatenate([pool, redraw(pool[-1])[None]]) for pool in pools[:len(corpus.digits)]]
        pools = [pool[:, keep] for pool, keep in zip(pools, kept, strict=True)]
        self.digits, self.others = pools[:len(corpus.digits)], pools[len(corpus.digits):]
        labels = [split.train.labels[keep] for split, keep in zip(corpus.digits + corpus.not_digits, kept, strict=True)]
        repeated = [each for each in labels[:len(corpus.digits)] for _ in range(mixture.repeats)]
        self.labels = np.concatenate([corpus.mnist_train.labels, *repeated, *labels[len(corpus.digits):]])
        self.targets = targets_of(self.labels)

    def __call__(self, epoch: int) -> tuple[np.ndarray, np.ndarray]:
        """uint8 (n, 784) and targets float32 (n, 10)."""
        rng = np.random.default_rng((self.seed, epoch, 1))
        mixture = self.mixture
        images = self.images
        if mixture.redrawn:
            images = images.copy()
            chosen = np.flatnonzero(rng.random(len(self.redrawn)) < 0.5)
            images[chosen] = self.redrawn[chosen]
        if mixture.image_warp is not None:
            images = warp(images, rng=rng, settings=mixture.image_warp)
        parts = [pick(pool, rng=rng) for pool in self.digits for _ in range(mixture.repeats)]
        parts += [pick(pool, rng=rng) for pool in self.others]
        if parts:
            drawings = np.concatenate(parts)
            if mixture.drawing_warp is not None:
                drawings = warp(drawings, rng=rng, settings=mixture.drawing_warp)
            images = np.concatenate([images, drawings])
        if mixture.rough is not None:
            images = roughen(images, rng=rng, settings=mixture.rough)
        return images, self.targets if self.teacher is None else self.taught(images)

    def taught(self, images: np.ndarray) -> np.ndarray:
        """Targets blended with the teacher's own answers for these very images, which tell how alike digits are and
        overrule a wrong label (distillation, Hinton, Vinyals and Dean 2015)."""
        answers = softmax(logits_of(self.teacher, images, batch=128))
        return self.teacher_share * answers + (1 - self.teacher_share) * self.targets


def pick(pool: np.ndarray, *, rng: np.random.Generator) -> np.ndarray:
    """One of its hands for each drawing. pool: uint8 (hands, n, 784); returns (n, 784)."""
    return pool[rng.integers(len(pool), size=pool.shape[1]), np.arange(pool.shape[1])]


def validation_of(corpus: Corpus) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Everything to validate on: uint8 (n, 784), targets (n, 10), labels (n,) with -1 for what is no digit."""
    splits = [split.validation for split in corpus.digits + corpus.not_digits]
    images = np.concatenate([corpus.mnist_validation.images] + [render(drawings)[0] for drawings in splits])
    labels = np.concatenate([corpus.mnist_validation.labels] + [drawings.labels for drawings in splits])
    return images, targets_of(labels), labels

"""Fine-tuning: teach a trained network one person's hand without letting it forget everyone else's.

A few dozen drawings would soon be learnt by heart, and the rest forgotten, so the recipe is a careful one. Each drawing
comes in many hands (`hands.vary`), mixed with a sample of MNIST; for the sample, the targets are mostly the network's
own answers before tuning, so that what it knew stays where it was (Li and Hoiem, "Learning without Forgetting", 2016);
steps are small; and of the way that the weights have gone, a part is taken back, which gives up little of what was
learnt and saves much of what was known (Wortsman et al., "Robust fine-tuning of zero-shot models", 2022). Free of
files, prints and processes: the browser's worker runs this very function, and answers drawings between two steps.
"""
import copy
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.core.functional import one_hot, softmax
from app.core.network import Network
from trainer.learning import optim
from trainer.learning.fit import Run, Settings, fit
from trainer.learning.hands import image_of, vary
from trainer.learning.reading import as_float, logits_of

RENDERED_AT_ONCE = 50  # images, and
ANSWERED_AT_ONCE = 250  # images: between two yields nothing takes long, even in a browser
FEWEST_HELD_OUT = 10  # fewer drawings than this measure nothing


@dataclass(frozen=True)
class Tuning:
    """epochs: of `own` drawings and `others`, images of the sample, each; short, so that progress is smooth.

    own: at most, and `most_often` times the number of drawings at most, so that the fewer there are the less they
    weigh. hands: images made of each drawing, fewer if together they were more than `images`. faithful: share of the
    network's own answers in the targets of the sample. rate: the largest learning rate, of Adam. average: as
    `fit.Settings` has it. way: how far from the old weights to the tuned ones those lie that are handed back.
    """

    epochs: int = 30
    own: int = 32
    others: int = 128
    most_often: int = 2
    hands: int = 8
    images: int = 1000
    faithful: float = 0.7
    rate: float = 3e-4
    batch_size: int = 32
    average: float = 0.98
    way: float = 0.7


@dataclass(frozen=True)
class Progress:
    """done, total: how far, in steps of much the same length; loss, accuracy: of the last epoch on what it was taught,
    None before the first; network: the tuned one, with the last progress only.
    """

    done: int
    total: int
    loss: float | None = None
    accuracy: float | None = None
    network: Network | None = None


def tune(network: Network, drawings: list, labels: np.ndarray, sample: tuple[np.ndarray, np.ndarray], *, seed: int = 0,
         settings: Tuning | None = None) -> Iterator[Progress]:
    """Tune a copy of `network`; whoever stops asking for more has cancelled, and nothing has changed.

    drawings: strokes, one list each; labels: digits, int (n,). sample: images uint8 (m, 784) and labels (m,), which the
    network may have been trained on. Raises DrawingError for a drawing that is none, ValueError if either is empty.
    """
    settings = settings or Tuning()
    if not len(drawings) or not len(sample[1]):
        raise ValueError("tuning needs drawings and a sample to mix them with")
    rng = np.random.default_rng(seed)
    hands = max(1, min(settings.hands, settings.images // len(drawings)))
    todo = [(strokes, int(label), hand) for hand in range(hands)
            for strokes, label in zip(drawings, labels, strict=True)]
    chosen = rng.permutation(len(sample[1]))[:settings.epochs * settings.others]
    others, digits = sample[0][chosen], sample[1][chosen]
    total = -(-len(todo) // RENDERED_AT_ONCE) + -(-len(others) // ANSWERED_AT_ONCE) + settings.epochs
    done = 0

    own = np.empty((len(todo), 784), np.uint8)
    for start in range(0, len(todo), RENDERED_AT_ONCE):
        for place, (strokes, label, hand) in enumerate(todo[start:start + RENDERED_AT_ONCE], start):
            own[place] = image_of(vary(strokes, label, rng=rng) if hand else strokes)
        done += 1
        yield Progress(done, total)

    answers = np.empty((len(others), 10), np.float32)
    for start in range(0, len(others), ANSWERED_AT_ONCE):
        part = slice(start, start + ANSWERED_AT_ONCE)
        answers[part] = softmax(network.logits(as_float(others[part])))
        done += 1
        yield Progress(done, total)
    answers = settings.faithful * answers + (1 - settings.faithful) * one_hot(digits)

    tuned = copy.deepcopy(network)
    run = Run(tuned, Mix(own, np.tile(one_hot(labels), (hands, 1)), others, answers, rng=rng, settings=settings,
                         often=min(settings.own, settings.most_often * len(drawings))),
              optimiser=optim.Adam(), schedule=optim.cosine(settings.rate, warm_up=10), seed=seed,
              settings=Settings(settings.epochs, batch_size=settings.batch_size, average=settings.average))
    old = run.parameters.copy()
    for result in fit(run):
        done += 1
        if result.epoch == settings.epochs:
            run.parameters[:] = old + np.float32(settings.way) * (result.weights - old)
        yield Progress(done, total, result.loss, result.accuracy, tuned if result.epoch == settings.epochs else None)


class Mix:
    """The samples of an epoch: the next `often` of one's own, and the next of the others, each in random order."""

    def __init__(self, own: np.ndarray, own_targets: np.ndarray, others: np.ndarray, other_targets: np.ndarray, *,
                 rng: np.random.Generator, settings: Tuning, often: int):
        self.images, self.targets = np.concatenate([own, others]), np.concatenate([own_targets, other_targets])
        self.own = turns(len(own), settings.epochs * often, rng=rng).reshape(settings.epochs, -1)
        self.others = len(own) + turns(len(others), settings.epochs * settings.others, rng=rng).reshape(
            settings.epochs, -1)

    def __call__(self, epoch: int) -> tuple[np.ndarray, np.ndarray]:
        places = np.concatenate([self.own[epoch], self.others[epoch]])
        return self.images[places], self.targets[places]


def turns(things: int, count: int, *, rng: np.random.Generator) -> np.ndarray:
    """`count` places in [0, things): everything has its turn, in random order, before anything has its next."""
    rounds = -(-count // things)
    return np.concatenate([rng.permutation(things) for _ in range(rounds)])[:count]


def hold_out(labels: np.ndarray, *, seed: int = 0, share: float = 0.25) -> np.ndarray:
    """Mask (n,) of the drawings to keep for measuring: of each digit `share`, rounded down, chosen by the seed.

    All False when that makes fewer than FEWEST_HELD_OUT: then everything is better spent on learning.
    """
    rng = np.random.default_rng((seed, 1))
    held = np.zeros(len(labels), bool)
    for digit in range(10):
        places = rng.permutation(np.flatnonzero(labels == digit))
        held[places[:int(share * len(places))]] = True
    return held if held.sum() >= FEWEST_HELD_OUT else np.zeros(len(labels), bool)


def misread(network: Network, images: np.ndarray, labels: np.ndarray) -> int:
    """How many of uint8 images (n, 784) the network reads wrong."""
    return int((logits_of(network, images).argmax(axis=1) != labels).sum()) if len(images) else 0

"""The training loop: forward, loss, backward, step, over and over; a generator that hands back what each epoch came to, and
to whom it matters each batch.

Whoever runs it decides what to do between two results: the command line prints, the browser repaints, a checkpoint is
written, a test looks. Nothing here prints, reads or writes; the browser trains and fine-tunes with this very loop.
"""
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from app.core.functional import cross_entropy, one_hot, squared_error
from app.core.network import Network
from trainer.learning.optim import Average, flatten
from trainer.learning.reading import as_float, logits_of

# Gives the samples of one epoch: x, float32 in [0, 1] or uint8 in 0..255 (n, 784), and targets, float32 (n, 10).
Samples = Callable[[int], tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Settings:
    """epochs: how many in all. loss: "cross_entropy" or "squared_error". label_smoothing: the share of every target
    spread evenly over all digits. l2: weight of half the squared weights in the loss. average: decay of the weights'
    running mean, 0 for none. patience: stop after so many epochs without a better validation loss, 0 for never. keep: "best"
    weights by validation loss, or the "last", each epoch's then passing for the best so far.
    """

    epochs: int
    batch_size: int = 128
    loss: str = "cross_entropy"
    label_smoothing: float = 0.0
    l2: float = 0.0
    average: float = 0.0
    patience: int = 0
    keep: str = "best"


@dataclass(frozen=True)
class EpochResult:
    """What one epoch came to. `best`: validation loss was the lowest so far, and `weights` are worth keeping.

    weights: all parameters as one vector (the running mean if there is one), a copy.
    """

    epoch: int
    loss: float
    accuracy: float
    validation_loss: float
    validation_accuracy: float
    learning_rate: float
    seconds: float
    samples: int
    best: bool
    weights: np.ndarray


@dataclass(frozen=True)
class BatchResult:
    """What one step came to. batch: its number in the epoch, 1 to `batches`; loss and accuracy: means over the batch, before the
    step."""

    epoch: int
    batch: int
    batches: int
    loss: float
    accuracy: float
    learning_rate: float


class Run:
    """One training run: the network, the optimiser, and everything that must survive for it to be resumed exactly."""

    def __init__(self, network: Network, samples: Samples, *, optimiser, schedule, settings: Settings, seed: int,
                 validation: tuple[np.ndarray, np.ndarray] | None = None, decay_mask: np.ndarray | None = None):
        self.network, self.samples, self.optimiser, self.schedule = network, samples, optimiser, schedule
        self.settings, self.seed, self.validation, self.decay_mask = settings, seed, validation, decay_mask
        self.parameters = flatten(network)
        self.average = Average(self.parameters, decay=settings.average) if settings.average else None
        self.epoch = 0
        self.step = 0
        self.best_loss = np.inf
        self.best_epoch = -1

    @property
    def out_of_patience(self) -> bool:
        """Whether so many epochs have gone by without a better one that the settings say to stop; asked after an epoch."""
        return self.settings.patience > 0 and self.epoch - self.best_epoch >= self.settings.patience

    def state(self) -> dict[str, np.ndarray]:
        """Everything an exact continuation needs, as arrays by name; an epoch's randomness depends on its number."""
        state = {"parameters": self.parameters,
                 "progress": np.array([self.epoch, self.step, self.best_loss, self.best_epoch], np.float64)}
        state.update({f"optimiser.{name}": values for name, values in self.optimiser.state.items()})
        if self.average:
            state.update({"average": self.average.mean, "average_steps": np.array([self.average.steps])})
        return state

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Continue from what `state` gave."""
        self.parameters[:] = state["parameters"]
        self.epoch, self.step, self.best_epoch = (int(state["progress"][i]) for i in (0, 1, 3))
        self.best_loss = float(state["progress"][2])
        self.optimiser.restore({name.split(".", 1)[1]: values.copy() for name, values in state.items()
                                if name.startswith("optimiser.")})
        if self.average:
            self.average.mean[:] = state["average"]
            self.average.steps = int(state["average_steps"][0])


def fit(run: Run) -> Iterator[EpochResult]:
    """Train until the settings' epochs are done or patience is out; yields after every epoch.

    Between two yields the caller may read and save `run.state()`. Afterwards the network holds the last weights, or
    their running mean if there is one.
    """
    return (result for result in steps(run) if isinstance(result, EpochResult))


def steps(run: Run) -> Iterator[BatchResult | EpochResult]:
    """The same, yielding after every batch, too; `run.state()` is that of a whole epoch only after an epoch's result."""
    settings = run.settings
    while run.epoch < settings.epochs:
        started = time.perf_counter()
        rng = np.random.default_rng((run.seed, run.epoch))
        x, targets = run.samples(run.epoch)
        if settings.label_smoothing:
            targets = targets * (1 - settings.label_smoothing) + np.float32(settings.label_smoothing / targets.shape[1])
        run.network.start_training(rng)
        loss, hits, rate = yield from train_epoch(run, x, targets, rng=rng)
        run.network.stop_training()
        run.epoch += 1
        weights = (run.average.mean if run.average else run.parameters).copy()
        validation_loss, validation_accuracy = validate(run, weights)
        best = validation_loss < run.best_loss or settings.keep == "last"
        if best:
            run.best_loss, run.best_epoch = validation_loss, run.epoch
        yield EpochResult(run.epoch, loss / len(x), hits / len(x), validation_loss, validation_accuracy, rate,
                          time.perf_counter() - started, len(x), best, weights)
        if run.out_of_patience:
            return


def train_epoch(run: Run, x: np.ndarray, targets: np.ndarray, *, rng: np.random.Generator):
    """One pass over the samples in random order; yields a BatchResult after each batch. Returns summed loss, how many were
    read right, the last rate."""
    size = run.settings.batch_size
    batches = -(-len(x) // size)
    order = rng.permutation(len(x))
    flat = np.empty_like(run.parameters)
    total, hits, rate = 0.0, 0, 0.0
    for number, start in enumerate(range(0, len(x), size), 1):
        batch = order[start:start + size]
        rate = run.schedule(run.step, run.settings.epochs * batches)
        loss, right = train_batch(run, as_float(x[batch]), targets[batch], rate=rate, flat=flat)
        total += loss * len(batch)
        hits += right
        yield BatchResult(run.epoch + 1, number, batches, loss, right / len(batch), rate)
    return total, hits, rate


def train_batch(run: Run, inputs: np.ndarray, wanted: np.ndarray, *, rate: float, flat: np.ndarray) -> tuple[float, int]:
    """One step: forward, loss, backward, and all parameters a little downhill. Returns the mean loss and how many were read
    right, both before the step.

    inputs: float32 (n, 784); wanted: targets (n, 10); flat: as long as the parameters, overwritten with the gradient.
    """
    settings, network = run.settings, run.network
    activations = network.forward(inputs)
    if settings.loss == "cross_entropy":
        loss, gradient = cross_entropy(activations[-2], wanted)
        gradients = network.backward(activations, gradient)
    else:
        loss, gradient = squared_error(activations[-1], wanted)
        gradients = network.backward(activations, gradient, at_logits=False)
    np.concatenate([gradients[name].ravel() for name in network.parameters], out=flat)
    if settings.l2:
        flat += settings.l2 * run.decay_mask * run.parameters
    run.optimiser.step(run.parameters, flat, rate)
    if run.average:
        run.average.update(run.parameters)
    run.step += 1
    return loss, int((activations[-2].argmax(axis=1) == wanted.argmax(axis=1)).sum())


def validate(run: Run, weights: np.ndarray) -> tuple[float, float]:
    """Mean loss, by the same formula as in training, and accuracy of the given weights on the validation samples; NaN
    without any."""
    if run.validation is None:
        return float("nan"), float("nan")
    kept = run.parameters.copy()
    run.parameters[:] = weights
    measured = loss_and_accuracy(run, *run.validation)
    run.parameters[:] = kept
    return measured


def loss_and_accuracy(run: Run, x: np.ndarray, targets: np.ndarray) -> tuple[float, float]:
    """Mean loss and accuracy of the present parameters on some samples."""
    logits = logits_of(run.network, x, batch=1000)
    labelled = targets.max(axis=1) > 0.5
    accuracy = float((logits.argmax(axis=1) == targets.argmax(axis=1))[labelled].mean())
    if run.settings.loss == "cross_entropy":
        return cross_entropy(logits, targets)[0], accuracy
    return squared_error(run.network.layers[-1].forward(logits), targets)[0], accuracy


def targets_of(labels: np.ndarray) -> np.ndarray:
    """One-hot rows for digits; for what is none (-1) the even spread, so that the network learns to be unsure of it
    (outlier exposure, Hendrycks et al. 2019)."""
    targets = one_hot(np.maximum(labels, 0))
    targets[labels < 0] = 0.1
    return targets

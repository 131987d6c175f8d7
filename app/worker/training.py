"""Training a network from random weights, here in the worker: the trainer's own loop, in slices.

Between two slices the worker answers drawings and shows what has become of the weights. How it is cut in slices changes
nothing: what is measured when depends on the images that were seen. The images are a pack, the last of which only validate.
"""
import math
from dataclasses import asdict
from time import perf_counter

import numpy as np

from app.core import ink, weights
from app.core.errors import DataError
from app.core.network import from_weights, to_document
from app.worker import edits as editing
from app.worker.anatomy import rounded
from app.worker.packs import ImagePack
from app.worker.training_curve import Curve
from app.worker.training_settings import FEWEST_IMAGES, Choices

# By modules, not by names: what they hold may be the visitor's own version.
from trainer.learning import architecture, fit, optim
from trainer.learning.reading import logits_of
from trainer.learning.record import training_record

VALIDATION = 2000  # of the pack's images, its last
# Images between two points of the curve, at least, and between two that are validated, as the last of every epoch is.
TOLD, VALIDATED = 500, 5000
MOST_TOLD = 600  # points of a whole run that are not validated: more than a screen is wide, nobody sees
OPTIMISERS = {"sgd": lambda: optim.SGD(), "momentum": lambda: optim.SGD(momentum=0.9), "adam": lambda: optim.Adam()}
# A rate too high lets numbers overflow, which is seen by what comes out.
CALM = {"over": "ignore", "invalid": "ignore", "divide": "ignore"}


def learnable(pack: ImagePack) -> int:
    """How many images there are to train on. Raises DataError for too few."""
    count = len(pack.labels) - VALIDATION
    if count < FEWEST_IMAGES:
        raise DataError("the images to train on are too few")
    return count


class Training:
    """One run of `fit.steps`, and what is known of it so far.

    rate: of learning, which may be changed. batch: how many are done of the epoch that is going on. stopped: None, or why it is
    over: "epochs", "patience", "diverged", or "error" where edited code failed. With patience, what is left at the end are the
    weights of the best epoch; of a run that diverged or failed, the last that were found sound.
    """

    def __init__(self, choices: Choices, pack: ImagePack, *, edits=editing.NONE):
        self.choices, self.pack, self.edits = choices, pack, edits
        self.rate, self.rates = choices.rate, [[0, choices.rate]]  # [from which step on, rate]
        self.batch, self.batches = 0, -(-choices.images // choices.batch)
        self.told = max(TOLD, choices.images * choices.epochs // MOST_TOLD)
        self.seconds = 0.0
        self.stopped = None
        self.curve = Curve()
        targets = fit.targets_of(pack.labels.astype(np.int64))
        self.samples = pack.images[:choices.images], targets[:choices.images]
        with editing.applied(edits), np.errstate(**CALM):
            network = architecture.build(choices.description, rng=np.random.default_rng(choices.seed))
            settings = fit.Settings(choices.epochs, batch_size=choices.batch, patience=choices.patience)
            self.run = fit.Run(network, lambda _epoch: self.samples, optimiser=OPTIMISERS[choices.optimiser](),
                               schedule=lambda _step, _steps: self.rate, settings=settings, seed=choices.seed,
                               validation=(pack.images[-VALIDATION:], targets[-VALIDATION:]))
            self.best = self.sound = self.run.parameters.copy()
            self.measure_untrained()
        self.course = self.go_on()

    def change_rate(self, rate: float) -> None:
        """Learn at this rate from the next step on."""
        self.rate = rate
        self.rates = [each for each in self.rates if each[0] < self.run.step] + [[self.run.step, rate]]

    def step(self, *, seconds: float = math.inf, batches: float = math.inf, epochs: float = math.inf) -> None:
        """Go on until about so many seconds have gone by, or so many batches or epochs are done. Raises DataError where edited
        code fails."""
        started = perf_counter()
        try:
            with editing.applied(self.edits), np.errstate(**CALM):
                for ends_epoch in () if self.stopped or min(batches, epochs) <= 0 else self.course:
                    batches -= 1
                    epochs -= ends_epoch
                    if min(batches, epochs) <= 0 or perf_counter() - started >= seconds:
                        break
        except DataError:
            self.stop("error")
            raise
        finally:
            self.seconds += perf_counter() - started

    def measure_untrained(self) -> None:
        """The first point of the curve: what random weights come to."""
        loss, accuracy = fit.loss_and_accuracy(self.run, *(part[:TOLD] for part in self.samples))
        self.curve.add(loss, accuracy, images=1)
        self.tell(0, fit.loss_and_accuracy(self.run, *self.run.validation))

    def go_on(self):
        """Train, and measure what is due; yields after every batch whether it was the last of its epoch."""
        for result in fit.steps(self.run):
            if isinstance(result, fit.EpochResult):
                self.end_epoch(result)
                yield True
            elif self.end_batch(result):
                yield False
            if self.stopped:
                return

    def end_batch(self, result) -> bool:
        """Take in a BatchResult. Returns False for an epoch's last: what the epoch came to is told next, and belongs to it."""
        before, self.batch = self.batch * self.choices.batch, result.batch
        seen = min(result.batch * self.choices.batch, self.choices.images)
        if not math.isfinite(result.loss):
            self.stop("diverged")
            return True
        self.curve.add(result.loss, result.accuracy, images=seen - before)
        if result.batch == result.batches:
            return False
        place = self.run.epoch + result.batch / result.batches
        if seen // VALIDATED > before // VALIDATED:
            self.tell(place, fit.loss_and_accuracy(self.run, *self.run.validation))
        elif self.curve.images >= self.told:
            self.curve.tell(place)
        return True

    def end_epoch(self, result) -> None:
        self.batch = 0
        self.tell(self.run.epoch, (result.validation_loss, result.validation_accuracy))
        if result.best:
            self.best = result.weights
        if self.run.epoch == self.choices.epochs:
            self.stop("epochs")
        elif self.run.out_of_patience:
            self.stop("patience")

    def tell(self, place: float, validation: tuple[float, float]) -> None:
        """A validated point of the curve, unless the network is past saving."""
        if all(map(math.isfinite, validation)) and np.isfinite(self.run.parameters).all():
            self.sound = self.run.parameters.copy()
            self.curve.tell(place, validation)
        else:
            self.stop("diverged")

    def stop(self, why: str) -> None:
        """It is over, unless it has been before."""
        if self.stopped is None:
            self.stopped = why
            if why in ("diverged", "error"):
                self.run.parameters[:] = self.sound
            elif self.choices.patience:
                self.run.parameters[:] = self.best

    def state(self, since: int) -> dict:
        """How far it is: {"epoch": epochs done, "batch": batches done of the next, "batches": of an epoch, "steps": batches in
        all, "curve": its points from number `since` on, "points": how many there are, "loss", "accuracy", "validation_loss",
        "validation_accuracy": the latest of each, "best_epoch": that of the lowest validation loss, "rate", "seconds": spent in
        training, "stopped"}. What there is not yet is None."""
        names = ("loss", "accuracy", "validation_loss", "validation_accuracy")
        return {"epoch": self.run.epoch, "batch": self.batch, "batches": self.batches, "steps": self.run.step,
                "curve": self.curve.since(since), "points": len(self.curve.points),
                **{name: self.curve.latest(column) for column, name in enumerate(names, 1)},
                "best_epoch": self.run.best_epoch if self.run.best_epoch > 0 else None, "rate": self.rate,
                "seconds": round(self.seconds, 3), "stopped": self.stopped}

    def read(self, strokes: list) -> dict:
        """{"digit", "probabilities", "sure", "pixels"} of a drawing, by the weights as they are. Raises DrawingError, and
        DataError where the network has lost its senses."""
        pixels = np.array([ink.render(strokes)], np.float32)
        with editing.applied(self.edits), np.errstate(**CALM):
            activations = self.run.network.forward(pixels)
        if not np.isfinite(activations[-2]).all():
            raise DataError("the network's numbers have grown beyond all bounds, so it reads nothing")
        return {**self.run.network.answer(activations), "pixels": rounded(pixels[0])}

    def first_weights(self, count: int) -> np.ndarray:
        """(count, 784): what the first `count` neurons of the first layer listen to; fewer where it has fewer."""
        return self.run.network.parameters["0.weights"][:count]

    def document(self) -> dict:
        """The network as a weights document, measured on the validation images as it will be read. Raises DataError where its
        numbers cannot be written."""
        if not np.isfinite(self.run.parameters).all():
            raise DataError("the network's numbers have grown beyond all bounds, so there is nothing to keep")
        with editing.applied(self.edits):
            document = to_document(self.run.network, name="trained-" + "-".join(map(str, self.choices.shape)),
                                   title=f"{self.choices.title}, trained in this browser", training=self.record(), metrics={})
        x, targets = self.run.validation
        read = logits_of(from_weights(weights.check(document)), x).argmax(axis=1)
        accuracy = float((read == targets.argmax(axis=1)).mean())
        document["metrics"] = {"mnist-validation": {"n": len(x), "accuracy": accuracy}}
        return document

    def record(self) -> dict:
        """What the weights say of how they came to be."""
        more = {"steps": self.run.step, "images": self.choices.images, "settings": asdict(self.choices), "rates": self.rates}
        if self.edits:
            more["edited"] = sorted(name for file, made in self.edits.items() for name in made if name in editing.EDITABLE[file])
        if self.stopped:
            more["stopped"] = self.stopped
        return training_record(command="trained from random weights on the page, by the trainer's own loop",
                               data=[{"name": "mnist-train", "source": self.pack.source}], seed=self.choices.seed,
                               epochs=self.run.epoch, **more)

"""Teaching a network one person's hand, here in the worker: the trainer's own tuning, in slices, measured before and after.

Between two slices the worker answers drawings, so nothing waits for a lesson to end. What comes out is a weights
document like any other. The images to mix in are a pack whose first ones are learnt from; the rest only measure.
"""
import json
from time import perf_counter

import numpy as np

from app.core import ink, weights
from app.core.errors import DataError, DrawingError
from app.core.labelled import FEWEST, MOST, check_label
from app.core.network import from_weights, to_document
from app.worker.packs import ImagePack
from trainer.learning import tuning
from trainer.learning.record import training_record

MIXED = 5000  # of the pack's images; as many as `python -m trainer finetune` mixes in, and the same ones
MEASURED_AT_ONCE = 100  # images between two pauses
BEFORE, AFTER = 0.06, 0.94  # shares of the way at which tuning begins and ends


class Lesson:
    """One run of `tuning.tune` on labelled drawings, with what it is measured on.

    network: to start from; name, title: what it is called; drawings: [{"strokes", "label": "0" to "9"}, ...]; pack: the
    images to mix in and, from MIXED on, to measure on. Raises DrawingError naming the drawing, DataError for too few.
    """

    def __init__(self, network, *, name: str, title: str, drawings: list, pack: ImagePack, seed: int = 0):
        if not FEWEST <= len(drawings) <= MOST:
            raise DataError(f"a lesson takes {FEWEST} to {MOST:,} drawings, and there are {len(drawings)}")
        if len(pack.labels) <= MIXED:
            raise DataError("the images to mix in are too few")
        self.before, self.name, self.title, self.seed, self.pack = network, name, title, seed, pack
        self.strokes = [checked(number, drawing) for number, drawing in enumerate(drawings, 1)]
        self.labels = np.array([int(drawing["label"]) for drawing in drawings], np.int64)
        self.held = tuning.hold_out(self.labels, seed=seed)
        self.share = 0.0
        self.curve = []  # [loss, accuracy] after each epoch
        self.outcome = None  # {"own": {"n", "before", "after", "held_out"}, "mnist": {"n", "before", "after"}}: right
        self.text = None  # the weights document
        self.course = self.run()

    def step(self, seconds: float) -> dict:
        """Go on for about so long. Returns {"share", "curve", "outcome"}; the lesson is over when there is an outcome."""
        until = perf_counter() + seconds
        for share in self.course:
            self.share = share
            if perf_counter() >= until:
                break
        return {"share": round(self.share, 4), "curve": self.curve, "outcome": self.outcome}

    def run(self):
        """Measure, tune, measure; yields how much of the way is done, as often as others may want their turn."""
        measured = np.flatnonzero(self.held) if self.held.any() else np.arange(len(self.labels))
        images = []
        for at in measured:
            images.append(tuning.image_of(self.strokes[at]))
            yield BEFORE / 2 * len(images) / len(measured)
        sets = [(np.array(images), self.labels[measured]), (self.pack.images[MIXED:], self.pack.labels[MIXED:])]
        before = yield from measure(self.before, sets, start=BEFORE / 2, end=BEFORE)
        taught = np.flatnonzero(~self.held)
        settings = tuning.Tuning()
        mixed = self.pack.images[:MIXED], self.pack.labels[:MIXED]
        for progress in tuning.tune(self.before, [self.strokes[at] for at in taught], self.labels[taught], mixed,
                                    seed=self.seed, settings=settings):
            if progress.loss is not None:
                self.curve.append([round(progress.loss, 5), round(progress.accuracy, 5)])
            yield BEFORE + (AFTER - BEFORE) * progress.done / progress.total
        document = self.document(progress.network, settings, len(taught))
        after = yield from measure(from_weights(weights.check(document)), sets, start=AFTER, end=1.0)
        sizes = [len(labels) for _, labels in sets]
        document["metrics"] = {name: {"n": n, "accuracy": right / n}
                               for name, n, right in zip(("own-drawings", "mnist-validation"), sizes, after, strict=True)}
        self.text = json.dumps(document)
        self.outcome = {"own": {"n": sizes[0], "before": before[0], "after": after[0], "held_out": bool(self.held.any())},
                        "mnist": {"n": sizes[1], "before": before[1], "after": after[1]}}
        yield 1.0

    def document(self, network, settings, taught: int) -> dict:
        data = [{"name": "mnist-train", "source": self.pack.source},
                {"name": "own-drawings", "source": "your own drawings"}]
        training = training_record(command="fine-tuned on the page, as `python -m trainer finetune` does", data=data,
                                   seed=self.seed, epochs=settings.epochs, drawings=taught, held_out=int(self.held.sum()),
                                   tuned_from={"name": self.name})
        return to_document(network, name=f"{self.name}-mine"[:64], title=f"{self.title}, tuned to your hand"[:200],
                           training=training, metrics={})


def checked(number: int, drawing) -> list:
    """The strokes of one drawing of a request, which is checked."""
    try:
        ink.check_strokes(drawing["strokes"])
        check_label(drawing["label"])
    except DrawingError as error:
        raise DrawingError(f"drawing {number}: {error}") from None
    return drawing["strokes"]


def measure(network, sets, *, start: float, end: float):
    """How many images of each set the network reads right; a generator of how much of the way is done."""
    total = sum(len(labels) for _, labels in sets)
    done, right = 0, []
    for images, labels in sets:
        wrong = 0
        for at in range(0, len(labels), MEASURED_AT_ONCE):
            part = slice(at, at + MEASURED_AT_ONCE)
            wrong += tuning.misread(network, images[part], labels[part])
            done += len(labels[part])
            yield start + (end - start) * done / total
        right.append(len(labels) - wrong)
    return right


def judge(network, drawings: list) -> list[int]:
    """What the network reads in each of some drawings (strokes)."""
    images = np.array([np.asarray(ink.render(strokes), np.float32) for strokes in drawings])
    return network.logits(images).argmax(axis=1).tolist() if drawings else []

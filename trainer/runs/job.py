"""From a recipe to a finished network: prepare the run, train, keep the best, calibrate, measure what was written."""
import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.core import weights as weights_format
from app.core.errors import DataError
from app.core.network import Network, from_weights, to_document
from trainer.data.corpus import SPLIT_SEED, Corpus
from trainer.data.drawings import images_of
from trainer.data.mnist import CACHE, Images, mnist
from trainer.data.samples import Samples, validation_of
from trainer.learning import optim
from trainer.learning.architecture import build
from trainer.learning.calibrate import fit_temperature, fit_threshold, fit_trust
from trainer.learning.fit import Run
from trainer.learning.reading import logits_of
from trainer.learning.record import training_record
from trainer.reporting.evaluate import evaluate
from trainer.runs.recipes import RECIPES, Recipe

SCHEDULES = {"constant": optim.constant, "cosine": optim.cosine}


@dataclass(frozen=True)
class Start:
    """A network to begin from. record: {"name", "sha256"} of its file, for the training record."""

    network: Network
    record: dict


@dataclass
class Job:
    """A recipe on a corpus with a seed. recipe: as given, but for the kinds of drawings that the corpus has not got.

    start: what training begins from instead of random weights. Raises DataError if its layers are not the recipe's.
    """

    recipe: Recipe
    corpus: Corpus
    seed: int
    start: Start | None = None

    def __post_init__(self):
        self.recipe = dataclasses.replace(self.recipe, drawings=self.recipe.drawings and bool(self.corpus.digits),
                                          not_digits=self.recipe.not_digits and bool(self.corpus.not_digits))
        self.network()

    @property
    def about(self) -> dict:
        """Everything the outcome depends on, ready for JSON."""
        return {"recipe": dataclasses.asdict(self.recipe), "seed": self.seed, "split_seed": SPLIT_SEED,
                "data": self.sources, **self.start_record}

    @property
    def start_record(self) -> dict:
        """{"start": what it begins from}, or nothing."""
        return {"start": self.start.record} if self.start else {}

    @property
    def sources(self) -> list[dict]:
        """What it learns from: {"name", "source" and for a file "sha256"} each."""
        return self.files.sources

    @property
    def files(self) -> Corpus:
        """The corpus as far as this recipe uses it."""
        return self.corpus if self.recipe.drawings or self.recipe.not_digits else self.corpus.mnist_only()

    @property
    def fingerprint(self) -> str:
        """16 characters that change with anything in `about`."""
        return hashlib.sha256(json.dumps(self.about, sort_keys=True).encode()).hexdigest()[:16]

    @property
    def teacher(self) -> "Job | None":
        """The job whose network teaches this one, if its recipe names one."""
        if not self.recipe.teacher:
            return None
        return Job(RECIPES[self.recipe.teacher], self.corpus, self.seed + 1)

    @property
    def checkpoint(self) -> Path:
        """Where its checkpoint is kept: one for each recipe, whatever data and seed."""
        return CACHE / "checkpoints" / f"{self.recipe.name}.npz"

    def samples(self, teacher: Network | None = None) -> Samples:
        """What each epoch is trained on; the teacher's answers are part of the targets if there is one."""
        return Samples(self.files, mixture=self.recipe.mixture, seed=self.seed, teacher=teacher,
                       teacher_share=self.recipe.teacher_share)

    def network(self) -> Network:
        """The network before training: freshly drawn from the seed, or a copy of what the job starts from."""
        network = build(self.recipe.layers, rng=np.random.default_rng(self.seed))
        if self.start:
            given = self.start.network.parameters
            if {name: values.shape for name, values in network.parameters.items()} != {
                    name: values.shape for name, values in given.items()}:
                raise DataError(f"{self.start.record['name']} has other layers than {self.recipe.name}, which cannot start from it")
            for name, values in network.parameters.items():
                values[:] = given[name]
        return network

    def run(self, samples) -> Run:
        """A new run. samples: as `samples` gives them, or a Prefetch of it."""
        recipe, network = self.recipe, self.network()
        mask = optim.decay_mask(network)
        adam = recipe.optimiser == "adam"
        optimiser = optim.Adam(mask=mask, **recipe.options) if adam else optim.SGD(**recipe.options)
        images, targets, _ = validation_of(self.files)
        return Run(network, samples, optimiser=optimiser, seed=self.seed, settings=recipe.settings, decay_mask=mask,
                   schedule=SCHEDULES[recipe.schedule](recipe.rate, warm_up=recipe.warm_up),
                   validation=(images, targets))


def calibrate(network: Network, corpus: Corpus) -> None:
    """Fit temperature and sure threshold on the validation digits of what it was trained on (Job.files), in place."""
    sets = [corpus.mnist_validation] + [images_of(split.validation) for split in corpus.digits]
    logits = [logits_of(network, images.images) for images in sets]
    everything, labels = np.concatenate(logits), np.concatenate([images.labels for images in sets])
    network.temperature = fit_temperature(everything, labels)
    network.layers[-1].temperature = network.temperature
    network.sure_threshold = max(fit_threshold(logits, network.temperature),
                                 fit_trust(everything, labels, network.temperature))


def sets_to_test_on(corpus: Corpus, folder: Path | None) -> list[Images]:
    """MNIST's test images and the held-out writers' drawings, rendered, of files that have such."""
    return [mnist("test", folder)] + [images_of(split.test) for split in corpus.digits + corpus.not_digits if len(split.test)]


def measured(network: Network, sets: list[Images]) -> dict:
    """By set: the figures that go into a weights file, rounded."""
    kept = ("n", "accuracy", "per_digit", "ece", "sure_rate", "sure_accuracy")
    return {images.name: {name: rounded(value) for name, value in evaluate(network, images).items() if name in kept}
            for images in sets}


def rounded(value):
    """Floats to five places, in lists too."""
    if isinstance(value, list):
        return [rounded(item) for item in value]
    return round(value, 5) if isinstance(value, float) else value


def record_of(job: Job, *, command: str, epochs: int, best_epoch: int) -> dict:
    """What the weights say of how they came to be; the epochs are those done, of which `best_epoch` was kept."""
    recipe = json.loads(json.dumps(dataclasses.asdict(job.recipe)))
    return training_record(command=command, data=job.sources, seed=job.seed, epochs=epochs, best_epoch=best_epoch,
                           recipe=recipe, split_seed=SPLIT_SEED, held_out=job.files.held_out, **job.start_record)


def document_of(network: Network, job: Job, *, training: dict, sets: list[Images]) -> dict:
    """The finished weights document, with the figures of the quantised network as anyone will load it, and beside them
    how accurate it was before it was quantised."""
    document = to_document(network, name=job.recipe.name, title=job.recipe.title, training=training, metrics={})
    document["metrics"] = measured(from_weights(weights_format.check(document)), sets)
    for images in sets:
        document["metrics"][images.name]["accuracy_float"] = rounded(evaluate(network, images)["accuracy"])
    return document

"""How well a recipe reads what comes from a place it never saw: one whole source of drawings left out, then read.

A source is a lab of UNIPEN or a file: its people, its tablet and its way of asking are all new together, as a visitor's
are. A small network stands for the recipe's own, each time begun from one that has seen MNIST only. Writers held out for
testing are left out of everything, so that choices may be made on what this measures.
"""
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from app.core.network import Network
from trainer.data.corpus import Corpus, sources_of
from trainer.data.drawings import render
from trainer.data.mnist import Images
from trainer.data.samples import Mixture, Samples
from trainer.learning.fit import Settings, fit
from trainer.reporting.evaluate import evaluate
from trainer.runs.job import Job, calibrate
from trainer.runs.prefetch import Prefetch
from trainer.runs.recipes import Recipe

SMALL = "dense 256, relu, dense 128, relu, dense 10, softmax"
START = Settings(epochs=15, average=0.999)
VARIANTS = 4


def in_short(recipe: Recipe, *, epochs: int, full: bool = False) -> Recipe:
    """The recipe with few epochs, fewer hands per drawing, no teacher and, unless `full`, a small network."""
    return replace(recipe, layers=recipe.layers if full else SMALL, uses=2, warm_up=300, teacher="", teacher_share=0.0,
                   settings=replace(recipe.settings, epochs=epochs, average=0.998),
                   mixture=replace(recipe.mixture, variants=min(VARIANTS, recipe.mixture.variants)))


def begun(recipe: Recipe, corpus: Corpus, *, seed: int) -> np.ndarray:
    """The parameters of the recipe's network, trained on MNIST alone, as one vector."""
    plain = replace(recipe, settings=START, mixture=Mixture(image_warp=recipe.mixture.image_warp), drawings=False,
                    not_digits=False)
    return weights_of(Job(plain, corpus, seed))[1]


def weights_of(job: Job, *, start: np.ndarray | None = None, without: str = "") -> tuple[Network, np.ndarray]:
    """(the network after its last epoch; its parameters as one vector)."""
    recipe = job.recipe
    samples = Samples(job.files, mixture=recipe.mixture, seed=job.seed, without=without)
    with Prefetch(samples, uses=recipe.uses) as ahead:
        run = job.run(ahead)
        run.validation = None
        if start is not None:
            run.parameters[:] = start
            run.average.mean[:] = start
        for result in fit(run):
            last = result.weights
    run.parameters[:] = last
    return run.network.without_dropout(), last


@dataclass(frozen=True)
class Reading:
    """What a network made of a source that was left out of its training: `figures` as `evaluate` gives them."""

    source: str
    figures: dict


def readings(recipe: Recipe, corpus: Corpus, sources: list[str], *, seed: int) -> Iterator[Reading]:
    """One after the other, each source left out and then read."""
    start = begun(recipe, corpus, seed=seed)
    for source in sources:
        network, _ = weights_of(Job(recipe, corpus, seed), start=start, without=source)
        calibrate(network, corpus.without(source))
        yield Reading(source, evaluate(network, images_from(corpus, source)))


def sources_in(corpus: Corpus) -> list[str]:
    """All sources of digits, the largest first."""
    names = np.concatenate([sources_of(part) for split in corpus.digits for part in (split.train, split.validation)])
    found, counts = np.unique(names.astype(str), return_counts=True)
    return [str(found[i]) for i in np.argsort(-counts, kind="stable")]


def images_from(corpus: Corpus, source: str) -> Images:
    """All digits from a source but those of test writers, as drawn."""
    parts = [part for split in corpus.digits for part in (split.train, split.validation)]
    kept = [sources_of(part) == source for part in parts]
    images = [render(part)[0][keep] for part, keep in zip(parts, kept, strict=True) if keep.any()]
    labels = [part.labels[keep] for part, keep in zip(parts, kept, strict=True) if keep.any()]
    return Images(source, np.concatenate(images), np.concatenate(labels))

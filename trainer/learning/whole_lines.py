"""Learning from whole lines: what is raised is not the probability of each group's label but that of the line's text.

The gradient by a group's score for a character is how probable that is of the line, less how probable it is if the line reads
what it does read. So the network learns most from the groups over which lines go wrong (maximum mutual information, L. Bahl
et al. 1986).
"""
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from app.core.lattice import Lattice
from app.core.network import Network
from trainer.learning.line_alignment import spelled_probabilities
from trainer.learning.optim import Adam, Average, cosine, decay_mask, flatten

BATCH = 32  # lines
STEEPEST = 1.0  # length of a gradient: a line whose label is wrong is not to throw the network off


class Example(NamedTuple):
    """A line: its lattice, the network's inputs for its groups, uint8 (groups, inputs), and what it says."""

    lattice: Lattice
    inputs: np.ndarray
    text: str


def gradient_of(network: Network, examples: list[Example]) -> np.ndarray:
    """The gradient of the mean of -log P(text) over these lines, by all parameters in `flatten`'s order. A line that no way reads
    so does not count."""
    activations = network.forward(np.concatenate([each.inputs for each in examples]) * np.float32(1 / 255))
    logits = activations[-2].astype(np.float64)
    slope, at = np.zeros_like(logits), 0
    for each in examples:
        part = slice(at, at + len(each.inputs))
        at = part.stop
        each.lattice.scores = logits[part, :-1] - logits[part, -1:]
        wanted = spelled_probabilities(each.lattice, each.text)
        if wanted is not None:
            more = each.lattice.probabilities()[0] - wanted
            slope[part, :-1], slope[part, -1] = more, -more.sum(axis=1)
    gradients = network.backward(activations, (slope / len(examples)).astype(np.float32))
    return np.concatenate([gradients[name].ravel() for name in network.parameters])


def learn_whole(network: Network, examples: list[Example], *, epochs: int, rate: float, decay: float,
                rng: np.random.Generator) -> Iterator[Network]:
    """Go on training a network on whole lines; yields it after every epoch, with the running mean of its weights."""
    parameters = flatten(network)
    optimiser, average = Adam(mask=decay_mask(network), decay=decay), Average(parameters, decay=0.995)
    steps, step, course = epochs * -(-len(examples) // BATCH), 0, cosine(rate)
    for _ in range(epochs):
        order = rng.permutation(len(examples))
        for start in range(0, len(order), BATCH):
            gradient = gradient_of(network, [examples[at] for at in order[start:start + BATCH]])
            gradient *= min(1, STEEPEST / max(float(np.linalg.norm(gradient)), 1e-12))
            optimiser.step(parameters, gradient, course(step, steps))
            average.update(parameters)
            step += 1
        last = parameters.copy()
        parameters[:] = average.mean
        yield network
        parameters[:] = last
    parameters[:] = average.mean

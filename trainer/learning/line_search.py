"""The few numbers that a search through lines weighs by, fitted so that what was written is as likely as can be.

They are fitted on lines of writers that the network did not learn from: on those it learnt from, it is too sure.
"""
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from app.core.grammar import Grammar
from app.core.lattice import Lattice
from app.core.line_weights import weighed
from trainer.learning.line_alignment import spelled

WORST = 12.0  # the most that a line counts, as a logarithm
ROUNDS = 3  # of trying each number, each time with half the step
# By which each is changed at first, and within which it stays.
STEPS = {"sharpness": (0.2, 0.2, 2.0), "favour": (1.0, -6.0, 6.0), "second": (0.3, 0.0, 0.9), "share": (0.2, 0.0, 1.0),
         "unopened": (1.0, 0.0, 8.0), "unclosed": (1.0, 0.0, 8.0), "idle": (1.0, 0.0, 8.0)}


@dataclass(frozen=True)
class Search:
    """sharpness, favour, second: of the scores, see `line_weights.LineWeights`; share, unopened, unclosed, idle: the grammar's."""

    sharpness: float = 1.0
    favour: float = 0.0
    second: float = 0.0
    share: float = 0.4
    unopened: float = 4.0
    unclosed: float = 2.0
    idle: float = 2.0

    def grammar(self, counts: np.ndarray) -> Grammar:
        return Grammar(counts, share=self.share, unopened=self.unopened, unclosed=self.unclosed,
                       idle=self.idle)


class Line(NamedTuple):
    """A line to fit by: its lattice, what both networks say of its groups (see `line_weights.weighed`), and its text."""

    lattice: Lattice
    logits: np.ndarray
    said: np.ndarray
    text: str


def fitted(lines: list[Line], counts: np.ndarray, *, start: Search | None = None) -> tuple[Search, float]:
    """(the best search by coordinates, its mean loss)."""
    search = start or Search()
    best = mean_loss(lines, counts, search)
    for turn in range(ROUNDS):
        for name, (step, low, high) in STEPS.items():
            for way in (step, -step):
                value = getattr(search, name)
                while True:
                    value = min(max(value + way / 2 ** turn, low), high)
                    tried = replace(search, **{name: value})
                    loss = mean_loss(lines, counts, tried)
                    if loss >= best - 1e-6:
                        break
                    search, best = tried, loss
    return search, best


def mean_loss(lines: list[Line], counts: np.ndarray, search: Search) -> float:
    """The mean of -log P(text | writing), over lines whose text some way reads at all; 0 of none."""
    grammar = search.grammar(counts)
    losses = []
    for lattice, logits, said, text in lines:
        lattice.grammar = grammar
        lattice.scores = weighed(logits, said, search.sharpness, search.favour, search.second)
        likely = spelled(lattice, text)[-1]
        if np.isfinite(likely):
            losses.append(lattice.sums()[2] - likely - grammar.likelihood(text))
    # One line that is labelled wrongly is not to outweigh all others.
    return float(np.mean(np.minimum(losses, WORST))) if losses else 0.0

"""All ways through a line, one by one: what `app.core.lattice` and the alignment must give, at leisure."""
import itertools
import math

import numpy as np

from app.core.grammar import CHARACTERS, DEEPEST, DIGITS, OPERATORS, Grammar
from app.core.lattice import Lattice

KINDS = len(CHARACTERS) - DIGITS + 1
OPINION = {"share": 0.7, "unopened": 1.5, "unclosed": 0.8, "idle": 1.1}
APART = np.array([[3.0 * at, 0, 3.0 * at + 2, 10] for at in range(4)])
# The first reaches over the second to the third, the second to the fourth, that to the fifth: groups may be interleaved.
MIXED = np.array([[0, 0, 6, 10], [3, 0, 7.5, 10], [5, 0, 8, 10], [7, 0, 12, 10], [9, 4, 11, 5.0]])


def some_grammar(rng, **changed):
    counts = rng.uniform(0.5, 20, (KINDS + 1, KINDS))
    return counts, Grammar(counts, **{**OPINION, **changed})


def some_lattice(boxes, grammar, rng, *, spread=2.0):
    lattice = Lattice(np.asarray(boxes, float), grammar)
    lattice.scores = spread * rng.standard_normal((len(lattice.groups), len(CHARACTERS)))
    return lattice


def ways(lattice, place=0):
    """Every way through the line: the numbers of its groups from left to right."""
    if place == lattice.count:
        yield []
    for first, after, numbers in lattice.steps:
        if first == place:
            yield from ([*numbers, *rest] for rest in ways(lattice, after))


def opinion(counts, text, *, share, unopened, unclosed, idle):
    """What the grammar thinks of a text, said in other words than the core's."""
    before, depth, total = KINDS, 0, 0.0
    for at, character in enumerate(text):
        kind = max(CHARACTERS.index(character) - DIGITS + 1, 0)
        total += share * math.log(counts[before, kind] / counts[before].sum())
        total -= unopened if character == ")" and depth == 0 else 0
        total -= idle if character == "=" and not set(text[:at]) & set(OPERATORS) else 0
        depth = min(max(depth + (character == "(") - (character == ")"), 0), DEEPEST)
        before = kind
    return total - (unclosed if depth else 0)


def readings(lattice, counts, *, characters=CHARACTERS, **changed):
    """[(numbers of groups, text, the logarithm of how likely it is), ...] of every way and all of these characters."""
    found = []
    opinions = {}
    for way in ways(lattice):
        for text in itertools.product(characters, repeat=len(way)):
            if text not in opinions:
                opinions[text] = opinion(counts, text, **{**OPINION, **changed})
            own = sum(lattice.scores[number, CHARACTERS.index(each)] for number, each in zip(way, text, strict=True))
            found.append((way, "".join(text), own + opinions[text]))
    return found


def log_sum(values):
    return float(np.logaddexp.reduce(np.array(list(values), float)))

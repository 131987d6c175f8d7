"""The ways through a line: each takes every piece of writing once, in groups that are characters.

Of all ways the likeliest is what was written (A. Viterbi, "Error bounds for convolutional codes", 1967). The sum over all of
them says how probable it is, and how probable each character is (as in the segment models of S. Sarawagi and W. Cohen,
"Semi-Markov conditional random fields", 2004). The work grows with the line's length and no faster.
"""
import numpy as np

from app.core.candidates import steps_of
from app.core.grammar import Grammar


class Lattice:
    """boxes: float (n, 4), of the line's pieces in order.

    groups: the groups of pieces that may be characters, tuples of places in the order. Set `scores` before anything is asked:
    float (groups, characters), the logarithm of how much likelier it is that a group is this character than that it is none.
    """

    def __init__(self, boxes: np.ndarray, grammar: Grammar):
        self.count, self.grammar = len(boxes), grammar
        steps = steps_of(boxes)
        self.groups = sorted({group for step in steps for group in step})
        number = {group: at for at, group in enumerate(self.groups)}
        # From the first of its pieces to the one after its last, the numbers of its groups.
        self.steps = [(min(map(min, step)), max(map(max, step)) + 1, [number[group] for group in step]) for step in steps]
        self.scores = np.zeros((len(self.groups), 0))

    @property
    def by_first(self) -> dict[int, list]:
        """{the place that steps begin at: [(the place after them, the numbers of their groups), ...]}, from left to right."""
        found: dict[int, list] = {}
        for first, after, numbers in self.steps:
            found.setdefault(first, []).append((after, numbers))
        return found

    def pin(self, group: tuple[int, ...], character: int) -> None:
        """It is known that this group is this character: there is no other way. Of groups that cannot all be, the first counts."""
        if group not in self.groups:
            return
        number = self.groups.index(group)
        taken = {at for at, other in enumerate(self.groups) if at != number and set(other) & set(group)}
        steps = [step for step in self.steps if not taken & set(step[2])]
        reached = {0}
        for first, after, _ in steps:
            reached |= {after} if first in reached else set()
        if self.count not in reached:
            return
        self.steps = steps
        known = np.full(len(self.grammar.kinds), -np.inf)
        known[character] = 0
        self.scores[number] = known

    def best(self) -> tuple[list[tuple[int, int]], float]:
        """([(number of a group, its character), ...] from left to right, the logarithm of how likely it is, see `sums`)."""
        grammar, count = self.grammar, self.count
        own, character = grammar.best_of_kinds(self.scores)
        own = own[:, grammar.kind]
        reached = np.full((count + 1, grammar.states), -np.inf)
        reached[0] = grammar.begin
        by: dict = {}
        for first, steps in self.by_first.items():
            states, come = largest(reached[first], grammar.follow)
            for after, numbers in steps:
                ahead, before = states + own[numbers[0]], [come]
                for number in numbers[1:]:
                    ahead, then = largest(ahead, grammar.follow)
                    ahead = ahead + own[number]
                    before.append(then)
                better = ahead > reached[after]
                reached[after][better] = ahead[better]
                for state in np.flatnonzero(better):
                    by[after, state] = first, numbers, before
        last = reached[count] + grammar.end
        state, place, way = int(last.argmax()), count, []
        while place:
            place, numbers, before = by[place, state]
            for number, come in zip(reversed(numbers), reversed(before), strict=True):
                way.append((number, int(character[number, grammar.kind[state]])))
                state = int(come[state])
        return way[::-1], float(last.max())

    def sums(self) -> tuple[np.ndarray, np.ndarray, float]:
        """Over all ways, as logarithms: (of each place and state, the sum from the beginning to where that state comes next, and of
        each place and state, from behind it to the end: float (places, states) each; the sum of all)."""
        grammar, count = self.grammar, self.count
        own = grammar.sums_of_kinds(self.scores)[:, grammar.kind]
        reached, next, behind = np.full((3, count + 1, grammar.states), -np.inf)
        reached[0], behind[count] = grammar.begin, grammar.end
        for first, steps in self.by_first.items():
            next[first] = log_sum(reached[first][:, None] + grammar.follow, axis=0)
            for after, numbers in steps:
                states = next[first] + own[numbers[0]]
                for number in numbers[1:]:
                    states = log_sum(states[:, None] + grammar.follow, axis=0) + own[number]
                reached[after] = np.logaddexp(reached[after], states)
        for first, steps in reversed(self.by_first.items()):
            comes = np.full(grammar.states, -np.inf)
            for after, numbers in steps:
                states = behind[after]
                for number in reversed(numbers[1:]):
                    states = log_sum(states + own[number] + grammar.follow, axis=1)
                comes = np.logaddexp(comes, states + own[numbers[0]])
            behind[first] = log_sum(comes + grammar.follow, axis=1)
        return next, behind, float(log_sum(reached[count] + grammar.end, axis=0))

    def probabilities(self) -> tuple[np.ndarray, float]:
        """(of each group, how probable each character is: float (groups, characters), what is missing to 1 being the probability
        that the group is no character; the logarithm of the sum over all ways)."""
        grammar = self.grammar
        next, behind, total = self.sums()
        sums = grammar.sums_of_kinds(self.scores)
        own = sums[:, grammar.kind]
        chance = np.zeros((len(sums), grammar.states))
        for first, steps in self.by_first.items():
            for after, numbers in steps:
                ahead = next[first] + own[numbers[0]]
                if len(numbers) == 1:
                    chance[numbers[0]] += np.exp(ahead + behind[after] - total)
                    continue
                rest = behind[after] + own[numbers[1]]
                chance[numbers[0]] += np.exp(ahead + log_sum(rest + grammar.follow, axis=1) - total)
                chance[numbers[1]] += np.exp(log_sum(ahead[:, None] + grammar.follow, axis=0) + rest - total)
        with np.errstate(invalid="ignore"):
            share = np.nan_to_num(np.exp(self.scores - sums[:, grammar.kinds]))
        return (chance @ grammar.of_kind)[:, grammar.kinds] * share, total


def largest(states: np.ndarray, follow: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(of each state that may come next, the score of the best that it comes from; which that is)."""
    ahead = states[:, None] + follow
    come = ahead.argmax(axis=0)
    return ahead[come, np.arange(len(follow))], come


def log_sum(values: np.ndarray, *, axis: int) -> np.ndarray:
    """The logarithm of the sum of exponentials; minus infinity of none."""
    top = values.max(axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    with np.errstate(divide="ignore"):
        return np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis))

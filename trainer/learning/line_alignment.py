"""Which pieces are which character of a line, when what it says is known but not where: the likeliest way that reads so.

And how likely the line is to be read so at all, by all ways together: what the few numbers of the search are fitted by.
"""
import numpy as np

from app.core.grammar import CHARACTERS
from app.core.lattice import Lattice


def spelled(lattice: Lattice, text: str) -> np.ndarray:
    """The logarithm of the sum of the likelihoods of all ways that read a beginning of `text`: float (len(text) + 1,), by how long
    it is. Without the grammar's part, which is the same for all of them.
    """
    reached = np.full((lattice.count + 1, len(text) + 1), -np.inf)
    reached[0, 0] = 0
    own = lattice.scores[:, [CHARACTERS.index(character) for character in text]]
    for first, after, numbers in lattice.steps:
        ahead = reached[first]
        for number in numbers:
            ahead = read_on(ahead, own[number])
        reached[after] = np.logaddexp(reached[after], ahead)
    return reached[-1]


def aligned(lattice: Lattice, text: str) -> list[tuple[float, list[tuple[int, str]]] | None]:
    """By how much of the text, from its beginning, is read: (how likely, [(number of a group, character), ...]) of the likeliest
    way that reads so, or None."""
    own = lattice.scores[:, [CHARACTERS.index(character) for character in text]]
    best = np.full((lattice.count + 1, len(text) + 1), -np.inf)
    best[0, 0] = 0
    by: dict = {}
    for first, after, numbers in lattice.steps:
        for at in range(len(text) + 1 - len(numbers)):
            score = best[first, at] + sum(own[number, at + place] for place, number in enumerate(numbers))
            if score > best[after, at + len(numbers)]:
                best[after, at + len(numbers)], by[after, at + len(numbers)] = score, (first, numbers)
    return [way_to(by, lattice.count, length, text, float(best[-1, length])) for length in range(len(text) + 1)]


def way_to(by: dict, place: int, length: int, text: str, score: float):
    if not np.isfinite(score):
        return None
    way = []
    while place:
        place, numbers = by[place, length]
        length -= len(numbers)
        way = [*((number, text[length + at]) for at, number in enumerate(numbers)), *way]
    return score, way


def aligned_lines(lattices: list[Lattice], text: str) -> tuple[float, list[list[tuple[int, str]]]] | None:
    """The likeliest ways through lines that read `text` together, line by line: (how likely, a way for each line), or None."""
    reached: dict[int, tuple[float, list]] = {0: (0.0, [])}
    for lattice in lattices:
        ahead: dict[int, tuple[float, list]] = {}
        for start, (score, ways) in reached.items():
            for length, found in enumerate(aligned(lattice, text[start:])):
                if length and found and score + found[0] > ahead.get(start + length, (-np.inf,))[0]:
                    ahead[start + length] = score + found[0], [*ways, found[1]]
        reached = ahead
    return reached.get(len(text))


def spelled_probabilities(lattice: Lattice, text: str) -> np.ndarray | None:
    """If the line reads `text`, how probable it is that each group is each character: float (groups, characters); None if no way
    reads so."""
    characters = [CHARACTERS.index(character) for character in text]
    own = lattice.scores[:, characters]
    reached, behind = np.full((2, lattice.count + 1, len(text) + 1), -np.inf)
    reached[0, 0] = behind[-1, -1] = 0
    for first, after, numbers in lattice.steps:
        ahead = reached[first]
        for number in numbers:
            ahead = read_on(ahead, own[number])
        reached[after] = np.logaddexp(reached[after], ahead)
    total = reached[-1, -1]
    if not np.isfinite(total):
        return None
    chance = np.zeros_like(own)
    for first, after, numbers in reversed(lattice.steps):
        back = [behind[after]]
        for number in reversed(numbers):
            back.append(np.append(back[-1][1:] + own[number], -np.inf))
        behind[first] = np.logaddexp(behind[first], back[-1])
        ahead = reached[first]
        for number, rest in zip(numbers, reversed(back[:-1]), strict=True):
            ahead = read_on(ahead, own[number])
            chance[number] += np.exp(ahead[1:] + rest[1:] - total)
    probabilities = np.zeros_like(lattice.scores)
    np.add.at(probabilities.T, characters, chance.T)
    return probabilities


def read_on(ahead: np.ndarray, own: np.ndarray) -> np.ndarray:
    """By how much of a text is read before a group, by how much after it."""
    return np.append(-np.inf, ahead[:-1] + own)

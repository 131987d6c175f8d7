"""What follows what in numbers and sums: digits follow digits, a bracket that closes was opened before, and
what is asked for has to be worked out.

It is a mild opinion about kinds of characters, in which all digits are one. Where the writing is clear it changes nothing; it
tells a 1 from a bracket or a slash where only its neighbours can. Its numbers come from counting, not from rules.
"""
import numpy as np

CHARACTERS = "0123456789+-×÷*/:().,="
OPERATORS = "+-×÷*/:"
DEEPEST = 2  # brackets within brackets; what is opened beyond counts no further
DIGITS = 10


class Grammar:
    """counts: float (kinds + 1, kinds), how often a kind follows another, the last row at the beginning; share: how much of its
    opinion counts; unopened, unclosed: what a bracket without its other half costs, and idle: an equals sign after nothing that
    has to be worked out, as logarithms.

    A state is the kind of the last character, how many brackets are open, and whether there was an operator; the last state is the
    beginning. kinds: of each character; kind: of each state; of_kind: float (states, kinds), 1 where it is; follow: float (states,
    states), begin, end: float (states,), logarithms.
    """

    def __init__(self, counts: np.ndarray, *, share: float, unopened: float, unclosed: float, idle: float):
        self.kinds = np.maximum(np.arange(len(CHARACTERS)) - DIGITS + 1, 0)
        count = int(self.kinds[-1]) + 1
        opening, closing, equals = (int(self.kinds[CHARACTERS.index(each)]) for each in "()=")
        operators = {int(self.kinds[CHARACTERS.index(each)]) for each in OPERATORS}
        chance = share * np.log(counts / counts.sum(axis=1, keepdims=True))
        places = [(kind, depth, busy) for kind in range(count) for depth in range(DEEPEST + 1) for busy in (False, True)]
        number = {place: at for at, place in enumerate(places)}
        self.states = len(places) + 1
        self.kind = np.array([kind for kind, _, _ in places] + [0])
        self.follow = np.full((self.states, self.states), -np.inf)
        for state, (before, depth, busy) in enumerate([*places, (count, 0, False)]):
            for kind in range(count):
                deep = depth + int(kind == opening) - int(kind == closing)
                to = number[kind, min(max(deep, 0), DEEPEST), busy or kind in operators]
                cost = (unopened if deep < 0 else 0) + (idle if kind == equals and not busy else 0)
                self.follow[state, to] = chance[before, kind] - cost
        self.of_kind = np.eye(count)[self.kind]
        self.of_kind[-1] = 0
        self.begin = np.full(self.states, -np.inf)
        self.begin[-1] = 0
        self.end = np.array([-unclosed if depth else 0.0 for _, depth, _ in places] + [0.0])

    def likelihood(self, text: str) -> float:
        """Its opinion of a text, a logarithm."""
        state, total = self.states - 1, 0.0
        for character in text:
            ahead = np.where(self.kind == self.kinds[CHARACTERS.index(character)], self.follow[state], -np.inf)
            state = int(ahead.argmax())
            total += ahead[state]
        return float(total + self.end[state])

    def best_of_kinds(self, scores: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(of each group, the best score of a character of each kind: float (groups, kinds); which character that is: int)."""
        digit = scores[:, :DIGITS].argmax(axis=1)
        rest = np.broadcast_to(np.arange(DIGITS, len(CHARACTERS)), (len(scores), len(CHARACTERS) - DIGITS))
        character = np.concatenate([digit[:, None], rest], axis=1)
        return np.take_along_axis(scores, character, axis=1), character

    def sums_of_kinds(self, scores: np.ndarray) -> np.ndarray:
        """The logarithm of the sum over all characters of each kind: float (groups, kinds)."""
        return np.concatenate([np.logaddexp.reduce(scores[:, :DIGITS], axis=1, keepdims=True), scores[:, DIGITS:]], axis=1)


def counted(texts) -> np.ndarray:
    """How often each kind follows each other one in these texts: float (kinds + 1, kinds), the last row at the beginning."""
    kinds = np.maximum(np.arange(len(CHARACTERS)) - DIGITS + 1, 0)
    counts = np.zeros((kinds[-1] + 2, kinds[-1] + 1))
    for text in texts:
        before = -1
        for character in text:
            kind = kinds[CHARACTERS.index(character)]
            counts[before, kind] += 1
            before = kind
    return counts

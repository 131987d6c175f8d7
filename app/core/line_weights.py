"""The weights of what reads lines: one JSON document like any other network's, and what a line needs besides.

    "line": {"characters": "0123...=", "context": ["height", ...], "on": {"name", "sha256"}, "sharpness", "favour",
             "second", "grammar": {"counts": [[...], ...], "share", "unopened", "unclosed", "idle"}}

Its network's input is the context of a group of pieces, and then the last hidden layer of the digits' network that it was
trained on, named in "on" by its file's SHA-256: on any other it would guess.
"""
import numpy as np

from app.core import weights as weights_format
from app.core.candidates import CONTEXT
from app.core.errors import WeightsError
from app.core.fields import field, number
from app.core.grammar import CHARACTERS, DIGITS, Grammar
from app.core.network import Network, from_weights


class LineWeights:
    """network: from context and features to logits of CHARACTERS and, last, of no character; sharpness, favour, second: see
    `scores`; grammar; sure_threshold: from which probability on a reading is sure."""

    def __init__(self, document: dict, network: Network, grammar: Grammar):
        line = document["line"]
        self.network, self.grammar = network, grammar
        self.sharpness, self.favour = float(line["sharpness"]), float(line["favour"])
        self.second = float(line["second"])
        self.sure_threshold = network.sure_threshold

    def scores(self, logits: np.ndarray, said: np.ndarray) -> np.ndarray:
        """How much likelier each character is than none: float64 (n, characters), logarithms.

        logits: float64 (n, characters + 1); said: float64 (n, 10), what the digits' network says, as logarithms. Which digit it is,
        if it is one, that network is asked too: its opinion counts as much as `second` says, in [0, 1].
        """
        return weighed(logits, said, self.sharpness, self.favour, self.second)


def weighed(logits: np.ndarray, said: np.ndarray, sharpness: float, favour: float, second: float) -> np.ndarray:
    """See `LineWeights.scores`: sharpness times the logarithm of how much likelier than none, and favour added."""
    own = logits[:, :DIGITS]
    any_digit = np.logaddexp.reduce(own, axis=1, keepdims=True)
    mixed = (1 - second) * (own - any_digit) + second * said
    mixed -= np.logaddexp.reduce(mixed, axis=1, keepdims=True)
    characters = np.concatenate([any_digit + mixed, logits[:, DIGITS:-1]], axis=1)
    return sharpness * (characters - logits[:, -1:]) + favour


def parse(text, *, on: str, features: int) -> LineWeights:
    """Read and check a document. on: the SHA-256 of the digits' network's file; features: the units of its last hidden layer.
    Raises WeightsError whose message starts with the offending field."""
    return check(weights_format.load(text), on=on, features=features)


def check(document, *, on: str, features: int) -> LineWeights:
    """The same for JSON that is already parsed."""
    if not isinstance(document, dict):
        raise WeightsError("file: expected a JSON object")
    line = field(document, "line", dict)
    if field(line, "characters", str, "line.") != CHARACTERS:
        raise WeightsError(f"line.characters: expected {CHARACTERS}")
    if field(line, "context", list, "line.") != list(CONTEXT):
        raise WeightsError(f"line.context: expected {', '.join(CONTEXT)}")
    if field(field(line, "on", dict, "line."), "sha256", str, "line.on.") != on:
        raise WeightsError("line.on.sha256: was trained on another network of digits than the one that is here")
    weights = weights_format.check(document, inputs=len(CONTEXT) + features, outputs=len(CHARACTERS) + 1)
    for name in ("sharpness", "favour"):
        number(line, name, "line.")
    if not 0 <= number(line, "second", "line.") <= 1:
        raise WeightsError("line.second: expected a number from 0 to 1")
    return LineWeights(document, from_weights(weights), grammar_of(field(line, "grammar", dict, "line.")))


def grammar_of(document: dict) -> Grammar:
    where = "line.grammar."
    rows = field(document, "counts", list, where)
    kinds = len(CHARACTERS) - 9
    if len(rows) != kinds + 1 or any(not isinstance(row, list) or len(row) != kinds for row in rows) or any(
            not isinstance(each, (int, float)) or isinstance(each, bool) or not 0 < each < 1e9 for row in rows for each in row):
        raise WeightsError(f"{where}counts: expected {kinds + 1} rows of {kinds} numbers above 0")
    costs = {name: number(document, name, where) for name in ("share", "unopened", "unclosed", "idle")}
    return Grammar(np.array(rows, float), **costs)

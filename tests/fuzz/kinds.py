"""The kinds of what strangers pass on: how a harmed one is made, and who judges what is made of it."""
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.fuzz import documents, judges
from tests.fuzz.damage import damaged
from tests.fuzz.judge import judge


class Kind(NamedTuple):
    """make(random): (what it was, its bytes); read(what, bytes): ("read" or "refused", a sentence), raises Wrong; share: of all, by
    how long one takes."""

    make: Callable[[Random], tuple[str, bytes]]
    read: Callable[[str, bytes], tuple[str, str]]
    share: int


def of_bytes(read: Callable) -> Callable:
    return lambda what, data: read(data)


KINDS = {
    "weights": Kind(documents.weights, of_bytes(judges.weights_file), 6),
    "drawings": Kind(documents.drawings, of_bytes(judges.drawing_file), 6),
    "numbers": Kind(documents.numbers, of_bytes(judges.number), 1),
    "links": Kind(documents.a_link, of_bytes(judges.any_link), 6),
    "messages": Kind(documents.messages, judges.message, 3),
    "pictures": Kind(damaged, of_bytes(judge), 1),
    "idx": Kind(documents.idx, of_bytes(judges.idx_file), 6),
}

"""The kinds of what strangers pass on: how a harmed one is made, and who judges what is made of it."""
from collections.abc import Callable
from random import Random
from typing import NamedTuple

from tests.fuzz import documents, judges
from tests.fuzz.damage import damaged
from tests.fuzz.judge import judge


class Kind(NamedTuple):
    """make(random): (what it was, its bytes); read(what, bytes): ("read" or "refused", a sentence), raises Wrong."""

    make: Callable[[Random], tuple[str, bytes]]
    read: Callable[[str, bytes], tuple[str, str]]


def of_bytes(read: Callable) -> Callable:
    return lambda what, data: read(data)


KINDS = {
    "weights": Kind(documents.weights, of_bytes(judges.weights_file)),
    "drawings": Kind(documents.drawings, of_bytes(judges.drawing_file)),
    "numbers": Kind(documents.numbers, of_bytes(judges.number)),
    "links": Kind(documents.a_link, of_bytes(judges.any_link)),
    "messages": Kind(documents.messages, judges.message),
    "pictures": Kind(damaged, of_bytes(judge)),
    "idx": Kind(documents.idx, of_bytes(judges.idx_file)),
}

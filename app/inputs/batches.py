"""Pieces in batches, each given to a task by whoever has room for it, and what came of them in order."""
import itertools
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from typing import NamedTuple, Protocol

from app.core.errors import InklingError
from app.inputs.pieces import Piece

# What fills a batch: some 800 drawings, or two small pictures. Every piece weighs its bytes or characters, and more: a
# picture costs as much as hundreds of drawings, however well it is packed.
FULL = 400_000
WEIGHTS = {str: 50, bytes: 200_000}
WEIGHT_OF_ERROR = 1000
FEW = 8 * FULL  # what is done before another process would have started
HEAVY = 64 * FULL  # what may be under way at a time, unless it is one batch
# What is said of a content, by itself at last, whose process died each time.
CULPRIT = "reading it ended the process that did so, for want of memory or by damage that nobody foresaw"

Task = Callable[[list[str | bytes]], list]  # one result for each content, which is an InklingError where it is none


class Batch(NamedTuple):
    pieces: list[Piece]
    weight: int

    @property
    def contents(self) -> list[str | bytes]:
        """What there is to give to a task."""
        return [piece.content for piece in self.pieces if not isinstance(piece.content, InklingError)]

    def with_results(self, results: list) -> list[tuple[Piece, object]]:
        """Every piece with the result for its content, or with what was wrong with its file."""
        left = iter(results)
        return [(piece, piece.content if isinstance(piece.content, InklingError) else next(left)) for piece in self.pieces]


class Place(Protocol):
    """Where tasks are done: a pool of processes or a cluster, entered with `with`. room: how many batches to give it at once."""

    room: int

    def submit(self, contents: list) -> Future: ...

    def result(self, future: Future, contents: list) -> list:
        """What came of these contents, waiting for it. Who dies of one does not make others fail."""


def run(task: Task, pieces: Iterable[Piece], *, many: Callable[[Task], Place],
        few: bool = True) -> Iterator[list[tuple[Piece, object]]]:
    """Batch after batch, every piece with what the task gives for it or with what was wrong with its file.

    task: must be picklable. few: do it here if there is little to do, before entering `many(task)`, the place for more.
    Raises DataError if there is no such place.
    """
    batches = batches_of(pieces)
    first, weight = deque(), 0
    while few and (weight < FEW or len(first) < 2):  # one, however heavy, nobody can share
        batch = next(batches, None)
        if batch is None:
            yield from (each.with_results(task(each.contents)) for each in first)
            return
        first.append(batch)
        weight += batch.weight
    with many(task) as place:
        yield from in_order(place, itertools.chain((first.popleft() for _ in range(len(first))), batches))


def in_order(place: Place, batches: Iterable[Batch]) -> Iterator[list[tuple[Piece, object]]]:
    """What `run` gives, with as many batches under way as the place has room for, so that memory stays constant."""
    under_way: deque[tuple[Batch, Future]] = deque()

    def is_full() -> bool:
        return len(under_way) >= place.room or sum(batch.weight for batch, _ in under_way) > HEAVY

    def next_result() -> list[tuple[Piece, object]]:
        batch, future = under_way.popleft()
        return batch.with_results(place.result(future, batch.contents))

    for batch in batches:
        while under_way and (under_way[0][1].done() or is_full()):
            yield next_result()
        under_way.append((batch, place.submit(batch.contents)))
    while under_way:
        yield next_result()


def batches_of(pieces: Iterable[Piece]) -> Iterator[Batch]:
    batch, weight = [], 0
    for piece in pieces:
        batch.append(piece)
        weight += weight_of(piece.content)
        if weight >= FULL:
            yield Batch(batch, weight)
            batch, weight = [], 0
    if batch:
        yield Batch(batch, weight)


def weight_of(content: str | bytes | InklingError) -> int:
    return WEIGHT_OF_ERROR if isinstance(content, InklingError) else len(content) + WEIGHTS[type(content)]

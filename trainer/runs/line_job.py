"""From drawings to the network that reads lines: compose, learn, find where the characters of real lines are, learn again, and fit
what the search weighs by.
"""
import itertools
import multiprocessing
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from tqdm import tqdm

from app.core.candidates import CONTEXT, context
from app.core.errors import DataError
from app.core.functional import one_hot
from app.core.grammar import CHARACTERS, Grammar
from app.core.lattice import Lattice
from app.core.line import Writing, features_of, look, look_and_say
from app.core.line_weights import weighed
from app.core.network import Network
from app.core.strokes import Strokes
from trainer.data.composed import compose, random_text
from trainer.data.line_sources import LineSources
from trainer.data.traced_lines import traced
from trainer.learning import optim
from trainer.learning.architecture import build
from trainer.learning.augment import Warp, warp
from trainer.learning.fit import EpochResult, Run, Settings, fit
from trainer.learning.line_alignment import aligned_lines
from trainer.learning.line_samples import NONE, Groups, groups_in, images_of, joined, truth_of, varied
from trainer.learning.line_search import Line
from trainer.learning.whole_lines import Example

AT_ONCE = 250  # lines that one process composes at a time
PROCESSES = 2
CONTINUED_COMPOSED, CONTINUED_VARIANTS, CONTINUED_RATE = 8000, 40, 0.6
FEW = 8  # real lines that one process varies at a time
DOUBTFUL = 25.0  # in logarithms: a label so much less likely than what is read is not believed


@dataclass(frozen=True)
class LineRecipe:
    """composed: lines put together from single characters; variants: other hands of every real line; traced_share: of
    both, as pictures of paper give them; begin, epochs: of training on
    single groups, of composed lines alone and then of all; uses: epochs for which one warp of the images serves; jitter: of the
    context, a deviation. whole_*: the same of training on whole lines, which follows.
    """

    name: str = "line"
    title: str = "Lines of digits and signs, on Inkling's last hidden layer"
    layers: str = f"dense 288, relu, dense 144, relu, dense {NONE + 1}, softmax"
    composed: int = 36_000
    variants: int = 24
    traced_share: float = 0.3
    begin: int = 3
    epochs: int = 12
    uses: int = 2
    batch_size: int = 256
    rate: float = 1e-3
    decay: float = 1e-2
    average: float = 0.999
    jitter: float = 0.02
    whole_composed: int = 16_000
    whole_variants: int = 16
    whole_epochs: int = 6
    whole_rate: float = 5e-4
    whole_decay: float = 1e-3

    def continued(self) -> "LineRecipe":
        """The same for a network that has learnt already: mostly real lines, at a rate that does not undo it."""
        return replace(self, whole_composed=CONTINUED_COMPOSED, whole_variants=CONTINUED_VARIANTS,
                       whole_rate=CONTINUED_RATE * self.whole_rate)

    def shortened(self, share: float) -> "LineRecipe":
        """The same with less of everything, to try things out."""
        def less(name: str) -> int:
            return max(1, round(share * getattr(self, name)))
        return replace(self, **{name: less(name) for name in ("composed", "variants", "begin", "epochs", "whole_composed",
                                                              "whole_variants", "whole_epochs")})


IMAGE_WARP = Warp(rotation=0.04, slant=0.04, scale=0.05, shift=0.5, elastic=0.6)


class LineSamples:
    """Samples of any epoch: every group's image in a new guise, seen by the digits' network, and its context a little off."""

    def __init__(self, groups: Groups, digits: Network, recipe: LineRecipe, *, seed: int):
        self.groups, self.digits, self.recipe, self.seed = groups, digits, recipe, seed
        self.targets = one_hot(groups.labels, NONE + 1)
        self.made: tuple[int, np.ndarray] = (-1, np.empty(0))

    def __call__(self, epoch: int) -> tuple[np.ndarray, np.ndarray]:
        """uint8 (n, context and features), targets float32 (n, classes)."""
        turn = epoch // self.recipe.uses
        if self.made[0] != turn:
            rng = np.random.default_rng((self.seed, turn))
            images = warp(self.groups.images, rng=rng, settings=IMAGE_WARP)
            places = self.groups.places + rng.normal(0, 255 * self.recipe.jitter, self.groups.places.shape).astype(np.float32)
            self.made = turn, inputs_of(images, np.clip(places, 0, 255).astype(np.uint8), self.digits)
        return self.made[1], self.targets


def inputs_of(images: np.ndarray, places: np.ndarray, digits: Network, *, batch: int = 2000) -> np.ndarray:
    """What the network is given, uint8 (n, context and features), of images uint8 (n, 784) and their context."""
    seen = [np.rint(255 * look(digits, images[at:at + batch].astype(np.float32) / 255)).astype(np.uint8)
            for at in range(0, len(images), batch)]
    return np.concatenate([places, np.concatenate(seen)], axis=1)


def composed(pools: dict[str, list], count: int, digits: Network | None, *, traced_share: float, seed: int) -> list:
    """`count` lines put together from these drawings, by two processes, a share of them as pictures give them.

    Without `digits` [Groups, ...], of many lines each; with it [(boxes, inputs, text), ...], see `seen_whole`. Raises DataError
    if there is a character without a drawing.
    """
    if missing := [character for character in CHARACTERS if not pools.get(character)]:
        raise DataError(f"no drawing of {' '.join(missing)} to put lines together from")
    jobs = [(pools, min(AT_ONCE, count - at), (seed, at), digits, traced_share) for at in range(0, count, AT_ONCE)]
    with (ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool,
          tqdm(total=count, leave=False, desc="composing lines", unit="line", dynamic_ncols=True, disable=None) as bar):
        parts = []
        for part in pool.map(composed_part, jobs):
            parts += part
            bar.update(AT_ONCE)
    return parts


def composed_part(job: tuple) -> list:
    pools, count, seed, digits, traced_share = job
    rng = np.random.default_rng(seed)
    parts = []
    for _ in range(count):
        line = compose(random_text(rng), pools, rng=rng)
        writing = Strokes(line.strokes)
        truth = truth_of(writing, line.text, line.groups)
        if rng.random() < traced_share:
            writing, truth = traced(writing, truth, rng=rng) or (writing, truth)
        parts += seen_whole(writing, truth, digits) if digits else [groups_in(writing, truth, rng=rng)]
    return parts if digits else [joined(parts)]


def seen_whole(writing: Writing, truth: dict[tuple[int, ...], int], digits: Network) -> list[tuple[np.ndarray, np.ndarray, str]]:
    """(boxes, the inputs of all groups, what it says) of every line of which each piece is known to be of some character."""
    found = []
    for line in writing.lines:
        own = {group: label for group, label in truth.items() if set(group) <= set(line)}
        if sum(map(len, own)) == len(line):
            order = sorted(own, key=lambda group: min(map(line.index, group)))
            boxes = writing.boxes[line]
            groups = Lattice(boxes, None).groups
            places = np.rint(255 * context(groups, boxes, writing.points[line])).astype(np.uint8)
            inputs = inputs_of(images_of(writing, line, groups), places, digits)
            found.append((boxes, inputs, "".join(CHARACTERS[own[group]] for group in order)))
    return found


def examples_of(seen: list[tuple[np.ndarray, np.ndarray, str]], grammar: Grammar) -> list[Example]:
    return [Example(Lattice(boxes, grammar), inputs, text) for boxes, inputs, text in seen]


def learnt(groups: Groups, validation: Groups, digits: Network, recipe: LineRecipe, *, epochs: int,
           seed: int) -> Iterable[tuple[EpochResult, Network]]:
    """Train on these groups from random weights; yields every epoch's result, and the network with that epoch's weights."""
    network = build(recipe.layers, rng=np.random.default_rng(seed), inputs=len(CONTEXT) + features_of(digits))
    mask = optim.decay_mask(network)
    run = Run(network, LineSamples(groups, digits, recipe, seed=seed), optimiser=optim.Adam(mask=mask, decay=recipe.decay),
              schedule=optim.cosine(recipe.rate, warm_up=300), decay_mask=mask, seed=seed,
              settings=Settings(epochs=epochs, batch_size=recipe.batch_size, average=recipe.average),
              validation=(inputs_of(validation.images, validation.places, digits), one_hot(validation.labels, NONE + 1)))
    for result in fit(run):
        last = run.parameters.copy()
        run.parameters[:] = result.weights
        yield result, network.without_dropout()
        run.parameters[:] = last
    run.parameters[:] = result.weights


def lines_of(writing: Writing, network: Network, digits: Network, grammar: Grammar) -> list[Line]:
    """Every line, without its text, and the scores of its lattice by the network for lines alone."""
    found = []
    for line in writing.lines:
        boxes = writing.boxes[line]
        lattice = Lattice(boxes, grammar)
        features, said = look_and_say(digits, writing.render([tuple(line[place] for place in group) for group in lattice.groups]))
        places = context(lattice.groups, boxes, writing.points[line])
        logits = network.logits(np.concatenate([places, features], axis=1)).astype(np.float64)
        lattice.scores = weighed(logits, said, 1.0, 0.0, 0.0)
        found.append(Line(lattice, logits, said, ""))
    return found


def true_groups(sources: LineSources, part: str, network: Network, digits: Network, grammar: Grammar) -> list[tuple[Strokes, dict]]:
    """(the pieces of a real line; which of them is which character) of all lines of a part that can be aligned with their labels.

    A label that leaves out what was drawn, or says something else, shows by how far its likeliest way is from the likeliest of all.
    """
    found = []
    for written in sources.lines[part]:
        for text, strokes in zip(written.texts, written.strokes, strict=True):
            writing = Strokes(strokes)
            lattices = [each.lattice for each in lines_of(writing, network, digits, grammar)]
            best = aligned_lines(lattices, text)
            if best is None or best[0] < sum(lattice.best()[1] for lattice in lattices) - DOUBTFUL:
                continue
            truth = {tuple(sorted(line[place] for place in lattice.groups[number])): CHARACTERS.index(character)
                     for line, lattice, way in zip(writing.lines, lattices, best[1], strict=True) for number, character in way}
            found.append((writing, truth))
    return found


def hands_of(lines: list[tuple[Strokes, dict]], variants: int, *, traced_share: float, seed: int | tuple,
             quiet: bool = False) -> Iterator[tuple[Writing, dict]]:
    """Real lines as they were written, and each in so many other hands, a share of those as pictures give them."""
    rng = np.random.default_rng(seed)
    for (writing, truth), turn in tqdm(list(itertools.product(lines, range(variants + 1))), leave=False, desc="varying lines",
                                       unit="line", dynamic_ncols=True, disable=quiet or None):
        hand = varied(writing, truth, rng=rng) if turn else writing
        yield (rng.random() < traced_share and turn and traced(hand, truth, rng=rng)) or (hand, truth)


def seen_in_hands(lines: list[tuple[Strokes, dict]], variants: int, digits: Network, *, traced_share: float,
                  seed: int) -> list[tuple[np.ndarray, np.ndarray, str]]:
    """What `seen_whole` gives of `hands_of`, by two processes."""
    jobs = [(lines[at:at + FEW], variants, digits, traced_share, (seed, at)) for at in range(0, len(lines), FEW)]
    with (ProcessPoolExecutor(PROCESSES, multiprocessing.get_context("spawn")) as pool,
          tqdm(total=len(jobs), leave=False, desc="varying lines", dynamic_ncols=True, disable=None) as bar):
        found = []
        for part in pool.map(hands_part, jobs):
            found += part
            bar.update()
    return found


def hands_part(job: tuple) -> list:
    lines, variants, digits, traced_share, seed = job
    hands = hands_of(lines, variants, traced_share=traced_share, seed=seed, quiet=True)
    return [each for writing, truth in hands for each in seen_whole(writing, truth, digits)]

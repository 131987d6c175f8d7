"""The training of what reads lines, at the terminal: from drawings to a weights document."""
import hashlib
from dataclasses import asdict, dataclass
from json import dumps, loads
from pathlib import Path

import numpy as np
from tqdm import tqdm

from app.core import line_weights
from app.core import weights as weights_format
from app.core.candidates import CONTEXT
from app.core.grammar import CHARACTERS, counted
from app.core.line import Reader, features_of
from app.core.network import Network, from_weights, to_document
from app.core.strokes import Strokes
from trainer.data.composed import compose, random_sum, random_text
from trainer.data.files import read_bytes
from trainer.data.line_sources import LineSources
from trainer.data.numbers import Written
from trainer.data.portion import SPLIT_SEED
from trainer.learning.calibrate import lowest_trusted
from trainer.learning.line_samples import groups_in, joined
from trainer.learning.line_search import Search, fitted
from trainer.learning.record import training_record
from trainer.learning.whole_lines import learn_whole
from trainer.reporting import manifest
from trainer.reporting.evaluate_lines import measure_lines, read_all, rounded_all, values_right
from trainer.runs.line_job import LineRecipe, composed, examples_of, hands_of, learnt, lines_of, seen_in_hands, true_groups

TEXTS = 3000  # composed for counting what follows what; real lines count as much together
SMOOTHING = 0.2  # in thousandths of all, of what was never counted
VALIDATION = 400  # lines composed of validation writers' characters
SUMS = 500  # composed of test writers' characters
TRUSTED = 0.99  # share of the validation lines called sure that must have been read right


@dataclass(frozen=True)
class Ground:
    """The digits' network that a line's stands on. record: {"name", "sha256"} of its file."""

    digits: Network
    record: dict


def ground_at(path: Path) -> Ground:
    """That of a weights file. Raises an InklingError."""
    weights = manifest.read_weights(path)
    return Ground(from_weights(weights), {"name": weights.name, "sha256": hashlib.sha256(read_bytes(path)).hexdigest()})


def train_line(sources: LineSources, ground: Ground, recipe: LineRecipe, *, seed: int, command: str) -> dict:
    """Train, fit, calibrate and measure. Returns the finished weights document. Raises DataError without enough drawings."""
    counts = counts_of(sources, seed)
    network, real = learnt_line(sources, ground.digits, recipe, counts, seed=seed)
    record = training_record(command=command, data=sources.sources, seed=seed, epochs=recipe.epochs, split_seed=SPLIT_SEED,
                             recipe=loads(dumps(asdict(recipe))), held_out=sources.held_out, real_lines=real)
    return finished(network, counts, sources, ground, recipe, seed=seed, record=record)


def go_on(document: dict, sources: LineSources, ground: Ground, recipe: LineRecipe, *, seed: int, command: str) -> dict:
    """The same from a document's network, which goes on learning from whole lines. recipe: as `LineRecipe.continued` gives it."""
    layers = document["layers"]
    network = from_weights(weights_format.check(document, inputs=layers[0]["inputs"], outputs=len(CHARACTERS) + 1))
    counts = counts_of(sources, seed)
    lines = true_groups(sources, "train", network, ground.digits, Search().grammar(counts))
    network = from_whole_lines(network, lines, sources, ground.digits, recipe, counts, seed=seed)
    start = {name: document["training"].get(name) for name in ("command", "seed", "recipe", "date", "start")}
    record = training_record(command=command, data=sources.sources, seed=seed, epochs=recipe.whole_epochs, split_seed=SPLIT_SEED,
                             recipe=loads(dumps(asdict(recipe))), held_out=sources.held_out, real_lines=len(lines), start=start)
    return finished(network, counts, sources, ground, recipe, seed=seed, record=record)


def fit_again(document: dict, sources: LineSources, ground: Ground, recipe: LineRecipe, *, seed: int, command: str) -> dict:
    """The same with the document's own network: what the search weighs by is fitted anew, and all is measured."""
    layers = document["layers"]
    network = from_weights(weights_format.check(document, inputs=layers[0]["inputs"], outputs=len(CHARACTERS) + 1))
    record = {**document["training"], "fitted_by": command}
    return finished(network, counts_of(sources, seed), sources, ground, recipe, seed=seed, record=record)


def learnt_line(sources: LineSources, digits: Network, recipe: LineRecipe, counts: np.ndarray, *,
                seed: int) -> tuple[Network, int]:
    """(the network that has learnt, first group by group and then from whole lines; how many real lines it learnt from)."""
    pools, grammar, share = sources.pools, Search().grammar(counts), recipe.traced_share
    groups = joined(composed(pools["train"], recipe.composed, None, traced_share=share, seed=seed))
    validation = joined(composed(pools["validation"], max(250, recipe.composed // 20), None, traced_share=share, seed=seed + 1))
    turns = learnt(groups, validation, digits, recipe, epochs=recipe.begin, seed=seed)
    network = follow(recipe, turns, recipe.begin, "to begin with")
    lines = true_groups(sources, "train", network, digits, grammar)
    if lines:
        rng = np.random.default_rng((seed, 3))
        real = [groups_in(*each, rng=rng) for each in hands_of(lines, recipe.variants, traced_share=share, seed=seed)]
        turns = learnt(joined([groups, *real]), validation, digits, recipe, epochs=recipe.epochs, seed=seed)
        network = follow(recipe, turns, recipe.epochs, "single groups")
    return from_whole_lines(network, lines, sources, digits, recipe, counts, seed=seed), len(lines)


def from_whole_lines(network: Network, lines: list, sources: LineSources, digits: Network, recipe: LineRecipe,
                     counts: np.ndarray, *, seed: int) -> Network:
    """The network when it has learnt from composed lines and from real ones, as `true_groups` gives them, in other hands."""
    grammar, share = Search().grammar(counts), recipe.traced_share
    seen = composed(sources.pools["train"], recipe.whole_composed, digits, traced_share=share, seed=seed + 2)
    seen += seen_in_hands(lines, recipe.whole_variants, digits, traced_share=share, seed=seed + 3)
    turns = learn_whole(network, examples_of(seen, grammar), epochs=recipe.whole_epochs, rate=recipe.whole_rate,
                        decay=recipe.whole_decay, rng=np.random.default_rng((seed, 4)))
    for network in tqdm(turns, total=recipe.whole_epochs, desc=f"{recipe.name}, whole lines", unit="epoch", dynamic_ncols=True):
        pass
    return network


def finished(network: Network, counts: np.ndarray, sources: LineSources, ground: Ground, recipe: LineRecipe, *, seed: int,
             record: dict) -> dict:
    """The weights document, with what the search weighs by, from where on to be sure, and how well it reads."""
    chosen = [*sources.lines["validation"], composed_lines(sources.pools["validation"], VALIDATION, seed=seed + 4)]
    search = asdict(searched(chosen, network, ground.digits, counts))
    document = to_document(network, name=recipe.name, title=recipe.title, training=record, metrics={})
    grammar = {name: search.pop(name) for name in ("share", "unopened", "unclosed", "idle")}
    document["line"] = {"characters": CHARACTERS, "context": list(CONTEXT), "on": ground.record, **search,
                        "grammar": {"counts": counts.tolist(), **grammar}}
    document["sure_threshold"] = trusted_from(reader_of(document, ground), chosen)
    document["metrics"] = measured_lines(reader_of(document, ground), sources)
    return document


def counts_of(sources: LineSources, seed: int) -> np.ndarray:
    """What follows what: in real lines and in composed ones, as much of either, in thousandths."""
    rng = np.random.default_rng((seed, 5))
    kinds = [counted([random_text(rng) for _ in range(TEXTS)])]
    if real := [text for written in sources.lines["train"] for text in written.texts]:
        kinds.append(counted(real))
    return np.round(sum(1000 * each / each.sum() for each in kinds) / len(kinds) + SMOOTHING, 3)


def follow(recipe: LineRecipe, turns, epochs: int, what: str) -> Network:
    """Run a training to its end under a progress bar."""
    with tqdm(total=epochs, desc=f"{recipe.name}, {what}", unit="epoch", dynamic_ncols=True) as bar:
        for result, network in turns:
            bar.set_postfix_str(f"loss {result.loss:.4f}; "
                                f"validation {result.validation_loss:.4f}, {result.validation_accuracy:.2%}")
            bar.update()
    return network


def composed_lines(pools: dict[str, list], count: int, *, seed: int, sums: bool = False) -> Written:
    """Lines put together tidily from these drawings, or sums that ask for their value."""
    rng = np.random.default_rng(seed)
    lines = [compose(random_sum(rng) if sums else random_text(rng), pools, rng=rng, tidy=True) for _ in range(count)]
    return Written("composed-sums" if sums else "composed-lines", [line.text for line in lines], [line.strokes for line in lines],
                   np.array(["composed"] * count, object), "")


def searched(written: list[Written], network: Network, digits: Network, counts: np.ndarray) -> Search:
    """What the search weighs by, fitted on these drawings of one line each."""
    lines = []
    for each in written:
        for text, strokes in zip(each.texts, each.strokes, strict=True):
            found = lines_of(Strokes(strokes), network, digits, Search().grammar(counts))
            lines += [found[0]._replace(text=text)] if len(found) == 1 else []
    return fitted(lines, counts)[0]


def reader_of(document: dict, ground: Ground) -> Reader:
    """The reader that anyone has who loads these weights, quantised as they are."""
    weights = line_weights.check(document, on=ground.record["sha256"], features=features_of(ground.digits))
    return Reader(weights, ground.digits)


def trusted_from(reader: Reader, written: list[Written]) -> float:
    """The probability from which on a reading is sure."""
    pairs = [(reading.probability, "".join(reading.lines) == text)
             for each in written for text, reading in zip(each.texts, read_all(reader, each), strict=True)]
    confidence, right = (np.array(each) for each in zip(*pairs, strict=True))
    return lowest_trusted(confidence, right.astype(bool), trusted=TRUSTED)


def measured_lines(reader: Reader, sources: LineSources) -> dict:
    """By set: the figures that go into the weights. Sums are put together from characters by writers held out of training."""
    found = {each.name: {"writers": len(set(each.writers)), **measure_lines(each.texts, read_all(reader, each))}
             for each in sources.lines["test"] if len(each)}
    if not set(CHARACTERS) - sources.pools["test"].keys():
        found["composed-sums"] = measured_sums(reader, sources.pools["test"], SUMS)
    return rounded_all(found)


def measured_sums(reader: Reader, pools: dict[str, list], count: int) -> dict:
    """The figures of sums that ask for their value, put together from these drawings; always the same ones."""
    sums = composed_lines(pools, count, seed=SPLIT_SEED, sums=True)
    readings = read_all(reader, sums)
    return {**measure_lines(sums.texts, readings), "value_right": values_right(sums.texts, readings)}

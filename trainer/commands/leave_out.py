"""`python -m trainer leave-out`: how well digits are read that come from a lab or a collection the network never saw.

Each source of drawings (a lab of UNIPEN, or a file) is left out of a short training in turn, and then read. Test writers
are left out altogether: what this measures may guide choices.
"""
import argparse
import json

import numpy as np

from app.core.errors import DataError
from app.terminal import complain
from trainer.commands.options import add_data, corpus_of, positive
from trainer.runs.recipes import FLAGSHIP, RECIPES
from trainer.runs.strange_sources import Reading, in_short, readings, sources_in

EPOCHS = 16


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--epochs", type=positive, default=EPOCHS, help="of each training (default %(default)s)")
    parser.add_argument("--full", action="store_true", help="the recipe's own network instead of a small one")
    parser.add_argument("--sources", nargs="+", action="extend", metavar="SOURCE",
                        help="only these, such as gmd or uji2-digits (default: all)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same figures (default 0)")
    parser.add_argument("--json", action="store_true", help="one object per source, for machines")


def run(options) -> int:
    """A line per source and one for all together.

    Returns 1 if a file of drawings, or a line of one, could not be read, else 0. Raises DataError without drawings of two
    sources at least, and for a source that there is not.
    """
    corpus = corpus_of(options)
    for problem in corpus.problems:
        complain(f"trainer: {problem}")
    there = sources_in(corpus) if corpus.digits else []
    if len(there) < 2:
        raise DataError("drawings of digits from two sources at least are needed, name files with --drawings")
    for source in options.sources or []:
        if source not in there:
            raise DataError(f"no drawings come from {source}; there are {', '.join(there)}")
    recipe = in_short(RECIPES[FLAGSHIP], epochs=options.epochs, full=options.full)
    done = []
    if not options.json:
        print(f"{'left out':18} {'drawings':>8} {'read right':>11} {'sure':>8} {'right when sure':>16}")
    for reading in readings(recipe, corpus, options.sources or there, seed=options.seed):
        done.append(reading)
        if options.json:
            print(json.dumps({"source": reading.source, **reading.figures}), flush=True)
        else:
            print(line(reading.source, [reading]), flush=True)
    if not options.json and len(done) > 1:
        print(line("all of them", done))
        print(line("mean of sources", done, each=True))
    return 1 if corpus.problems else 0


def line(name: str, done: list[Reading], *, each: bool = False) -> str:
    """The figures of these sources together, weighed by their drawings or each as much as another."""
    counts = np.array([reading.figures["n"] for reading in done], float)
    weights = np.ones(len(done)) if each else counts
    right, sure = (np.array([reading.figures[key] for reading in done]) for key in ("accuracy", "sure_rate"))
    right_when_sure = np.array([reading.figures["sure_accuracy"] or 0 for reading in done])
    shares = [np.average(right, weights=weights), np.average(sure, weights=weights),
              np.average(right_when_sure, weights=weights * np.maximum(sure, 1e-9))]
    return f"{name:18} {int(counts.sum()):8,} {shares[0]:11.2%} {shares[1]:8.2%} {shares[2]:16.2%}"

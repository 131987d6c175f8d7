"""`python -m trainer [train NAME]`: one network by its recipe, from data to weights, manifest and report."""
import argparse
import hashlib
from dataclasses import replace
from pathlib import Path

from app.core import weights as weights_format
from app.core.errors import DataError
from app.core.network import from_weights
from app.terminal import complain
from trainer.commands.figures import print_figures, print_lines
from trainer.commands.options import (
    LINE,
    NUMBER_FILES,
    SIGN_FILES,
    WEIGHTS,
    add_data,
    command_of,
    corpus_of,
    drawing_files,
    mnist_folder,
    positive,
    usual_files,
)
from trainer.data import corpus as splits
from trainer.data.drawings import read_all
from trainer.data.files import read_bytes
from trainer.data.line_sources import gather_lines
from trainer.reporting import manifest, report
from trainer.runs.job import Job, Start, calibrate, document_of, record_of, sets_to_test_on
from trainer.runs.line_job import LineRecipe
from trainer.runs.line_session import fit_again, go_on, ground_at, train_line
from trainer.runs.recipes import FLAGSHIP, RECIPES, SHIPPED, Recipe
from trainer.runs.session import trained

QUICK_EPOCHS = 4
QUICK_SHARE = 0.02


def add_arguments(parser: argparse.ArgumentParser, *, named: bool = True) -> None:
    """named: whether one says which network; if not, it is the flagship."""
    add_data(parser)
    parser.add_argument("--epochs", type=positive, help="instead of the recipe's")
    parser.add_argument("--seed", type=int, default=0, help="the same seed gives the same weights (default 0)")
    parser.add_argument("--start", type=Path, metavar="W.json",
                        help="begin from these weights, of a network with the same layers, instead of from random ones, at "
                             "three tenths of the recipe's learning rate")
    parser.add_argument("--refit", action="store_true",
                        help=f"of {LINE} with --start: learn nothing, but fit anew what its search weighs by, and measure")
    parser.add_argument("--out", type=Path, default=WEIGHTS, metavar="DIR", help="where weights go")
    parser.add_argument("--resume", action="store_true", help="continue from the last checkpoint")
    parser.add_argument("--quick", action="store_true", help="a few epochs, under two minutes, to try things out")
    parser.add_argument("--report", type=Path, metavar="FILE",
                        help="where the HTML report goes (default: .cache/reports/NAME.html)")
    if named:
        parser.add_argument("name", choices=sorted([*RECIPES, LINE]), metavar="NAME",
                            help=", ".join(RECIPES) + f"; {LINE}, which reads numbers and sums on the flagship's hidden layer")
    else:
        parser.set_defaults(name=FLAGSHIP)


def run(options) -> int:
    """Train the network (its teacher first, if it has one), calibrate, measure, write weights, manifest and report.

    Returns 1 if a file of drawings, or a line of one, could not be read, and without training if none could, else 0.
    """
    if options.name == LINE:
        return run_line(options)
    if options.refit:
        raise DataError(f"--refit is for train {LINE} --start W.json")
    recipe = RECIPES[options.name]
    if options.quick:
        recipe = quickened(recipe)
    if options.epochs:
        recipe = recipe.shortened(options.epochs)
    corpus = corpus_of(options)
    for problem in corpus.problems:
        complain(f"trainer: {problem}")
    if corpus.problems and not (corpus.digits or corpus.not_digits):
        return 1
    if recipe.drawings and not corpus.digits:
        print("no drawings of digits given or found: digits are learnt from MNIST alone, and drawings read less well")
    start = start_from(options.start) if options.start else None
    job = Job(recipe.continued() if start else recipe, corpus, options.seed, start)
    outcome = trained(job, resume=options.resume)
    network = outcome.network
    calibrate(network, job.files)
    command = command_of(options, command="" if options.name == FLAGSHIP else f"train {options.name}",
                         names=("epochs", "seed", "start", "quick", "drawings", "not_digits"))
    record = record_of(job, command=command, epochs=outcome.epochs, best_epoch=outcome.best_epoch)
    sets = sets_to_test_on(corpus, mnist_folder(options))
    for split in corpus.digits + corpus.not_digits:
        if not len(split.test):
            print(f"{split.test.name}: has too few writers to hold any out, so nothing tells how well it is read")
    document = document_of(network, job, training=record, sets=sets)
    path = options.out / f"{recipe.name}.json"
    manifest.write_json(path, document)
    for problem in manifest.update_index(options.out, default=FLAGSHIP, order=SHIPPED):
        complain(f"trainer: {problem}")
    if not outcome.stopped:
        job.checkpoint.unlink(missing_ok=True)
    print(f"{path}: {path.stat().st_size:,} bytes, temperature {network.temperature:.3f}, "
          f"sure from {network.sure_threshold:.2%}")
    print_figures(recipe.name, document["metrics"])
    report.after_training(options.report or report.FOLDER / f"{recipe.name}.html", weights_format.check(document),
                          outcome.history, sets)
    return 1 if corpus.problems else 0


def run_line(options) -> int:
    """The same for what reads lines, which has no teacher and no report. With --start its network goes on learning from whole
    lines."""
    if unfit := [name for name in ("resume", "report", "epochs", "not_digits") if getattr(options, name)]:
        raise DataError(f"train {LINE} takes no --{unfit[0].replace('_', '-')}")
    if options.refit and not options.start:
        raise DataError("--refit needs --start W.json")
    ground = ground_at(WEIGHTS / f"{FLAGSHIP}.json")
    digits, problems = read_all(drawing_files(options)[0])
    drawn = splits.split(digits, [])
    sources = gather_lines(drawn.digits, drawn.sources, usual_files(options, NUMBER_FILES), usual_files(options, SIGN_FILES))
    for problem in problems + sources.problems:
        complain(f"trainer: {problem}")
    recipe = LineRecipe().shortened(QUICK_SHARE) if options.quick else LineRecipe()
    command = command_of(options, command=f"train {LINE}", names=("seed", "start", "refit", "quick", "drawings"))
    if options.start:
        begun = weights_format.load(read_bytes(options.start))
        again = fit_again if options.refit else go_on
        document = again(begun, sources, ground, recipe.continued(), seed=options.seed, command=command)
    else:
        document = train_line(sources, ground, recipe, seed=options.seed, command=command)
    path = options.out / f"{LINE}.json"
    manifest.write_json(path, document)
    for problem in manifest.update_index(options.out, default=FLAGSHIP, order=SHIPPED):
        complain(f"trainer: {problem}")
    print(f"{path}: {path.stat().st_size:,} bytes, sure from {document['sure_threshold']:.2%}")
    print_lines(document["metrics"])
    return 1 if problems + sources.problems else 0


def start_from(path: Path) -> Start:
    """Raises an InklingError if the weights cannot be read."""
    weights = manifest.read_weights(path)
    return Start(from_weights(weights), {"name": weights.name, "sha256": hashlib.sha256(read_bytes(path)).hexdigest()})


def quickened(recipe: Recipe) -> Recipe:
    """The recipe cut down to under two minutes: a few epochs, no teacher, fewer hands per drawing."""
    mixture = replace(recipe.mixture, variants=min(1, recipe.mixture.variants))
    return replace(recipe.shortened(min(QUICK_EPOCHS, recipe.settings.epochs)), teacher="", teacher_share=0.0,
                   mixture=mixture)

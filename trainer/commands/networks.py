"""The commands behind `python -m trainer`: they read options, print, and leave the work to the other modules."""
import json
import sys
from dataclasses import asdict, replace
from pathlib import Path
from textwrap import fill

from app.core import weights as weights_format
from app.core.errors import DataError
from app.core.network import from_weights
from trainer.data.corpus import Corpus, gather
from trainer.data.drawings import images_of, read
from trainer.data.mnist import idx_folder, mnist
from trainer.data.pictures import picture_folder
from trainer.reporting import manifest, report
from trainer.reporting.evaluate import evaluate as measure
from trainer.reporting.words import in_words
from trainer.runs import job as training
from trainer.runs import session
from trainer.runs.recipes import FLAGSHIP, RECIPES, SHIPPED, Recipe

DATA_FOLDERS = (Path("data"), Path("../shared/data"))
DIGIT_FILES = ("pendigits-train.jsonl.gz", "uji2-digits.jsonl.gz", "unipen-digits.jsonl.gz")
NOT_DIGIT_FILES = ("unipen-not-digits.jsonl.gz",)
QUICK_EPOCHS = 4
WEIGHTS = Path("weights")


def train(options) -> int:
    """Train one network (its teacher first, if it has one), calibrate, measure, write weights, manifest and report."""
    recipe = RECIPES[options.name]
    if options.quick:
        recipe = quickened(recipe)
    if options.epochs:
        recipe = recipe.shortened(options.epochs)
    corpus = corpus_of(options)
    if recipe.drawings and not corpus.digits:
        print("no drawings given or found: training on MNIST alone, which reads drawings less well")
    job = training.Job(recipe, corpus, options.seed)
    outcome = session.trained(job, resume=options.resume)
    network = outcome.network
    training.calibrate(network, job.files)
    record = training.training_record(job, command=command_of(options), epochs=outcome.epochs,
                                      best_epoch=outcome.best_epoch)
    sets = training.sets_to_test_on(corpus, mnist_folder(options))
    document = training.document_of(network, job, training=record, sets=sets)
    path = options.out / f"{recipe.name}.json"
    manifest.write_json(path, document)
    manifest.update_index(options.out, default=FLAGSHIP, order=SHIPPED)
    if not outcome.stopped:
        job.checkpoint.unlink(missing_ok=True)
    print(f"{path}: {path.stat().st_size:,} bytes, temperature {network.temperature:.3f}, "
          f"sure from {network.sure_threshold:.2%}")
    print_figures(recipe.name, document["metrics"])
    report.after_training(options.report or report.FOLDER / f"{recipe.name}.html", weights_format.check(document),
                          outcome.history, sets)
    return 0


def quickened(recipe: Recipe) -> Recipe:
    """The recipe cut down to under two minutes: a few epochs, no teacher, fewer hands per drawing."""
    mixture = replace(recipe.mixture, variants=min(1, recipe.mixture.variants))
    return replace(recipe.shortened(min(QUICK_EPOCHS, recipe.settings.epochs)), teacher="", teacher_share=0.0,
                   mixture=mixture)


def evaluate(options) -> int:
    """Measure networks on MNIST's test images and on drawings; by default those of writers held out of training."""
    paths = options.weights or [path for path in sorted(WEIGHTS.glob("*.json")) if path.name != manifest.INDEX]
    if not paths:
        raise DataError("no weights to measure: train a network first, or name one with --weights")
    sets = [idx_folder(folder, folder.name) for folder in options.idx]
    unread = []
    for folder in options.pictures:
        images, problems = picture_folder(folder)
        sets.append(images)
        unread += problems
    for problem in unread:
        print(f"trainer: {problem}", file=sys.stderr)
    if options.all_writers:
        sets += [mnist("test", mnist_folder(options))]
        sets += [images_of(read(path)) for path in options.drawings or []]
        sets += [images_of(read(path, digits=False)) for path in options.not_digits or []]
    else:
        sets += training.sets_to_test_on(corpus_of(options), mnist_folder(options))
    for path in paths:
        weights = manifest.read_weights(path)
        network = from_weights(weights)
        if options.json:
            for images in sets:
                print(json.dumps({"network": weights.name, **measure(network, images)}))
        else:
            print_figures(weights.name, training.measured(network, sets))
        if options.write:
            document = json.loads(path.read_text())
            for name, figures in training.measured(network, sets).items():
                document["metrics"][name] = {**document["metrics"].get(name, {}), **figures}
            manifest.write_json(path, document)
    if options.write:
        for folder in {path.parent for path in paths}:
            manifest.update_index(folder, default=FLAGSHIP, order=SHIPPED)
    return 1 if unread else 0


def list_networks(_options) -> int:
    """A few lines per recipe: what it is, how it is trained, and what its weights in weights/ measured."""
    indent = " " * 13
    for name, recipe in RECIPES.items():
        path = WEIGHTS / f"{name}.json"
        lines = [("layers", recipe.layers), ("recipe", in_words(asdict(recipe)))]
        if path.is_file():
            weights = manifest.read_weights(path)
            lines.append(("size", f"{manifest.parameters_of(weights):,} parameters, {path.stat().st_size:,} bytes"))
            lines.append(("trained", f"{weights.training.get('date')}, {weights.training.get('epochs')} epochs, "
                                     f"{weights.training.get('command')}"))
            lines += [(label, text) for label, text in accuracies_of(weights.metrics) if text]
        elif name in SHIPPED:
            lines.append(("size", f"not trained yet: python -m trainer train {name}"))
        print(f"{name:12} {recipe.title}" + (" (the page's own)" if name == FLAGSHIP else ""))
        print("".join(fill(f"{label:9} {text}", 110, initial_indent=indent, subsequent_indent=indent + " " * 10) + "\n"
                      for label, text in lines))
    return 0


def accuracies_of(metrics: dict) -> list[tuple[str, str]]:
    """(label, text) of the digits read right in every set, and of what is no digit."""
    sets = {name: figures for name, figures in metrics.items() if isinstance(figures, dict)}
    return [("accuracy", ", ".join(f"{name} {figures['accuracy']:.2%}" for name, figures in sets.items()
                                   if figures.get("accuracy") is not None)),
            ("unsure", ", ".join(f"{name} {1 - figures['sure_rate']:.2%}" for name, figures in sets.items()
                                 if figures.get("accuracy") is None and figures.get("sure_rate") is not None))]


def print_figures(name: str, metrics: dict) -> None:
    """A line per set."""
    for set_name, figures in metrics.items():
        if figures["accuracy"] is None:
            print(f"{name:12} {set_name:18} {figures['n']:6,}  unsure {1 - figures['sure_rate']:.2%}")
        else:
            weakest = min(share for share in figures["per_digit"] if share is not None)
            print(f"{name:12} {set_name:18} {figures['n']:6,}  accuracy {figures['accuracy']:.2%}, "
                  f"weakest digit {figures['per_digit'].index(weakest)} {weakest:.2%}, "
                  f"calibration error {figures['ece']:.4f}, sure {figures['sure_rate']:.2%}, "
                  f"right when sure {figures['sure_accuracy'] or 0:.2%}")


def corpus_of(options) -> Corpus:
    """Whatever data the options name, else what the usual folders hold."""
    folders = [options.data] if options.data else [folder for folder in DATA_FOLDERS if folder.is_dir()][:1]

    def found(names) -> list[Path]:
        return [folder / name for folder in folders for name in names if (folder / name).is_file()]

    if options.data and not options.data.is_dir():
        raise DataError(f"{options.data}: no such folder")
    return gather(mnist_folder=mnist_folder(options),
                  digit_files=options.drawings if options.drawings is not None else found(DIGIT_FILES),
                  not_digit_files=options.not_digits if options.not_digits is not None else found(NOT_DIGIT_FILES))


def mnist_folder(options) -> Path | None:
    """--mnist, or --data if the IDX files lie there."""
    if options.mnist or not options.data:
        return options.mnist
    return options.data if any(options.data.glob("*idx3*")) else None


def command_of(options) -> str:
    """The command as the weights record it: names of files, not where they lay."""
    words = ["python -m trainer"]
    if options.name != FLAGSHIP:
        words.append(f"train {options.name}")
    words += [f"--{name} {getattr(options, name)}" for name in ("epochs", "seed") if getattr(options, name) is not None]
    words += ["--quick"] if options.quick else []
    for name in ("drawings", "not_digits"):
        if getattr(options, name):
            words.append(f"--{name.replace('_', '-')} " + " ".join(path.name for path in getattr(options, name)))
    return " ".join(words)

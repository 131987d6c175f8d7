"""The commands behind `python -m trainer`: they read options, print, and leave the work to the other modules."""
import json
from dataclasses import replace
from pathlib import Path

from tqdm import tqdm

from app.core.errors import DataError
from app.core.network import Network, from_weights
from trainer import checkpoint, manifest
from trainer import train as training
from trainer.corpus import Corpus, gather
from trainer.data import CACHE, idx_folder, mnist
from trainer.drawings import images_of, read
from trainer.evaluate import evaluate as measure
from trainer.fit import fit
from trainer.prefetch import Prefetch
from trainer.recipes import FLAGSHIP, RECIPES, SHIPPED, Recipe

DATA_FOLDERS = (Path("data"), Path("../shared/data"))
DIGIT_FILES = ("pendigits-train.jsonl.gz", "uji2-digits.jsonl.gz", "unipen-digits.jsonl.gz")
NOT_DIGIT_FILES = ("unipen-not-digits.jsonl.gz",)
QUICK_EPOCHS = 4
WEIGHTS = Path("weights")


def train(options) -> int:
    """Train one network (its teacher first, if it has one), calibrate, measure, write weights and manifest."""
    recipe = RECIPES[options.name]
    if options.quick:
        recipe = quickened(recipe)
    if options.epochs:
        recipe = recipe.shortened(options.epochs)
    corpus = corpus_of(options)
    if recipe.drawings and not corpus.digits:
        print("no drawings given or found: training on MNIST alone, which reads drawings less well")
    job = training.Job(recipe, corpus, options.seed)
    network, epochs, best_epoch = trained(job, resume=options.resume)
    training.calibrate(network, corpus)
    record = training.training_record(job, command=command_of(options), epochs=epochs, best_epoch=best_epoch)
    sets = training.sets_to_test_on(corpus, mnist_folder(options))
    document = training.document_of(network, job, training=record, sets=sets)
    path = options.out / f"{recipe.name}.json"
    manifest.write_json(path, document)
    manifest.update_index(options.out, default=FLAGSHIP, order=SHIPPED)
    job.checkpoint.unlink(missing_ok=True)
    print(f"{path}: {path.stat().st_size:,} bytes, temperature {network.temperature:.3f}, "
          f"sure from {network.sure_threshold:.2%}")
    print_figures(recipe.name, document["metrics"])
    return 0


def trained(job: training.Job, *, resume: bool) -> tuple[Network, int, int]:
    """(network with its best weights, epochs trained, the best one). Ctrl-C ends training early, and keeps the best."""
    teacher = teacher_of(job, resume=resume)
    state = checkpoint.load(job.checkpoint, job.about) if resume else None
    first = int(state["progress"][0]) if state else 0
    with Prefetch(job.samples(teacher), uses=job.recipe.uses, first=first) as samples:
        run = job.run(samples)
        best = None
        if state:
            best = state.pop("best")
            run.restore(state)
        bar = tqdm(total=job.recipe.settings.epochs, initial=run.epoch, desc=job.recipe.name, unit="epoch",
                   dynamic_ncols=True)
        try:
            for result in fit(run):
                if result.best:
                    best = result.weights
                checkpoint.save(job.checkpoint, {**run.state(), "best": best}, job.about)
                bar.set_postfix_str(f"loss {result.loss:.4f}, accuracy {result.accuracy:.2%}; "
                                    f"validation {result.validation_loss:.4f}, {result.validation_accuracy:.2%}")
                bar.update()
        except KeyboardInterrupt:
            if best is None:
                raise DataError("stopped before the first epoch was done: nothing to keep") from None
            tqdm.write("stopped; keeping the best weights so far (--resume would have gone on from the checkpoint)")
        finally:
            bar.close()
    run.parameters[:] = best
    return run.network.without_dropout(), run.epoch, run.best_epoch


def teacher_of(job: training.Job, *, resume: bool) -> Network | None:
    """The job's teacher, from the cache or else trained now."""
    teaching = job.teacher
    if teaching is None:
        return None
    path = CACHE / "teachers" / f"{teaching.recipe.name}-{teaching.fingerprint}.json"
    if not path.is_file():
        print(f"training its teacher first, {teaching.recipe.settings.epochs} epochs")
        network, epochs, best_epoch = trained(teaching, resume=resume and teaching.checkpoint.is_file())
        record = training.training_record(teaching, command="", epochs=epochs, best_epoch=best_epoch)
        manifest.write_json(path, training.to_document(network, name=teaching.recipe.name, title=teaching.recipe.title,
                                                       training=record, metrics={}, dtype="float32"))
    return from_weights(manifest.read_weights(path))


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
    return 0


def list_networks(_options) -> int:
    """One line per recipe, with what its shipped weights measured."""
    for name, recipe in RECIPES.items():
        path = WEIGHTS / f"{name}.json"
        figures = "not trained"
        if path.is_file():
            weights = manifest.read_weights(path)
            accuracies = [f"{set_name} {values['accuracy']:.2%}" for set_name, values in weights.metrics.items()
                          if isinstance(values, dict) and values.get("accuracy") is not None]
            figures = f"{manifest.parameters_of(weights):,} parameters; " + ", ".join(accuracies)
        print(f"{name:12} {recipe.title}: {recipe.layers}\n{'':12} {recipe.settings.epochs} epochs, {figures}")
    return 0


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

"""The report of a training run: one HTML file with everything in it, to be opened from anywhere and sent to anyone.

What it tells is what was measured; the pictures come from `charts`, which needs matplotlib, and without it there is no
report but everything else works.
"""
import base64
import importlib.util
import io
from html import escape
from pathlib import Path
from string import Template

import numpy as np
from PIL import Image

from app.core.network import Network, from_weights
from app.core.weights import Weights
from trainer.data.mnist import CACHE, NOT_A_DIGIT, Images
from trainer.reporting.evaluate import calibration_bins, measure, probabilities_of, worst_mistakes
from trainer.reporting.manifest import parameters_of
from trainer.reporting.words import in_words

FOLDER = CACHE / "reports"
MISTAKES = 24  # of each set, as pictures
TEMPLATE = Path(__file__).with_name("report.html")


def after_training(path: Path, weights: Weights, history: dict[str, np.ndarray], sets: list[Images]) -> None:
    """Write the report, and the learning curves as a picture of their own beside it; say where, or what it would take.

    history: (epochs,) each, by name: epoch, loss, accuracy, validation_loss, validation_accuracy, seconds.
    """
    if importlib.util.find_spec("matplotlib") is None:
        print('no report: it needs matplotlib, which "pip install --group report" brings')
        return
    from trainer.reporting import charts  # here, because training goes without it

    best = weights.training["best_epoch"]
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = path.with_name(f"{path.stem}-curves.png")
    charts.learning_curves(history, best).savefig(picture, dpi=160, facecolor="white")
    curves = [charts.to_svg(charts.learning_curves(history, best, names=[name]), f"{name.capitalize()} by epoch")
              for name in ("loss", "accuracy")]
    network = from_weights(weights)
    page = Template(TEMPLATE.read_text(encoding="utf-8")).substitute(
        title=escape(weights.title), summary=summary(weights, history), curves="".join(curves),
        figures=table_of(weights.metrics), sets="\n".join(section(network, images, charts) for images in sets
                                                           if (images.labels != NOT_A_DIGIT).any()),
        recipe=recipe_of(weights), data=data_of(weights.training))
    path.write_text(page, encoding="utf-8")
    print(f"{path}: the report of this run; {picture.name} beside it: its learning curves")


def summary(weights: Weights, history: dict[str, np.ndarray]) -> str:
    """The few figures that come first."""
    mnist = weights.metrics.get("mnist-test", {}).get("accuracy")
    minutes = history["seconds"].sum() / 60
    tiles = [(f"{mnist:.2%}" if mnist is not None else "–", "of MNIST's test images read right"),
             (f"{parameters_of(weights):,}", "parameters"),
             (f"{weights.training['epochs']}", f"epochs, the best was {weights.training['best_epoch']}"),
             (f"{minutes:.0f} min" if minutes >= 10 else f"{minutes:.1f} min", "of training")]
    return "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for value, label in tiles)


def table_of(metrics: dict) -> str:
    """A row per set."""
    rows = []
    for name, each in metrics.items():
        if each["accuracy"] is None:
            cells = ["no digits", "", "", percent(each["sure_rate"]), ""]
        else:
            weakest = min(share for share in each["per_digit"] if share is not None)
            cells = [percent(each["accuracy"]), f"{each['per_digit'].index(weakest)}: {percent(weakest)}",
                     f"{each['ece']:.4f}", percent(each["sure_rate"]), percent(each["sure_accuracy"])]
        rows.append(f"<tr><th scope=row>{escape(name)}</th><td>{each['n']:,}</td>"
                    + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>")
    return "\n".join(rows)


def percent(share: float | None) -> str:
    return "–" if share is None else f"{share:.2%}"


def section(network: Network, images: Images, charts) -> str:
    """Confusion, accuracy by digit, calibration and the worst mistakes on one set of digits."""
    probabilities = probabilities_of(network, images.images)
    figures = measure(images.name, probabilities, images.labels, network.sure_threshold)
    labelled = images.labels != NOT_A_DIGIT
    right = (probabilities.argmax(axis=1) == images.labels)[labelled]
    bins = calibration_bins(probabilities.max(axis=1)[labelled], right)
    name = escape(images.name)
    pictures = [charts.to_svg(charts.confusion(np.array(figures["confusion"])), f"Confusion matrix, {name}"),
                charts.to_svg(charts.per_digit(figures["per_digit"]), f"Accuracy by digit, {name}"),
                charts.to_svg(charts.calibration(bins), f"Calibration, {name}")]
    mistakes = worst_mistakes(probabilities, images.labels, MISTAKES)
    wrong = int((~right).sum())
    every = len(mistakes) == wrong
    shown = "All its mistakes" if every else f"The {len(mistakes)} it was surest of, of {wrong:,} mistakes"
    wall = "".join(mistake(images.images[each["index"]], each) for each in mistakes)
    return (f"<section><h2>{name} <small>{percent(figures['accuracy'])} of {figures['digits']:,}</small></h2>"
            f"<div class=charts><div>{pictures[0]}</div><div>{pictures[1]}{pictures[2]}</div></div>"
            + (f"<h3>{shown}</h3><ul class=wall>{wall}</ul>" if mistakes else "<p>Not one mistake.</p>") + "</section>")


def mistake(pixels: np.ndarray, each: dict) -> str:
    """One misread digit as a picture with its caption."""
    words = f"a {each['label']}, read as {each['digit']}"
    return (f'<li><img src="{picture_of(pixels)}" alt="{words}" width=84 height=84>'
            f"<span><b>{each['label']}</b> read as <b>{each['digit']}</b><br>"
            f"{each['probability']:.1%} sure</span></li>")


def picture_of(pixels: np.ndarray) -> str:
    """uint8 (784,) as a PNG data address: black ink, the paper transparent, so that a dark page can invert it."""
    ink = pixels.reshape(28, 28)
    file = io.BytesIO()
    Image.fromarray(np.stack([np.zeros_like(ink), ink], axis=-1), "LA").save(file, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def recipe_of(weights: Weights) -> str:
    """What it takes to do it again, as rows of a description list."""
    training = weights.training
    recipe = training["recipe"]
    rows = [("Command", f"<code>{escape(training['command'])}</code>"), ("Layers", escape(recipe["layers"])),
            ("Training", escape(in_words(recipe, epochs=training["epochs"]))), ("Seed", str(training["seed"])),
            ("Date", training["date"]),
            ("Temperature", f"{weights.temperature:.3f}, fitted on validation data: logits are divided by it"),
            ("Sure from", f"{weights.sure_threshold:.2%}, fitted so that it holds for nearly all validation digits")]
    return "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows)


def data_of(training: dict) -> str:
    """What it learnt from, and how many writers it was not shown."""
    rows = []
    for source in training["data"]:
        held = training["held_out"].get(source["name"])
        count = f"{source['drawings']:,}" if "drawings" in source else ""
        rows.append(f"<tr><th scope=row>{escape(source['name'])}</th><td>{escape(source['source'])}</td><td>{count}</td>"
                    f"<td>{f'{len(held)}&nbsp;writers' if held else ''}</td>"
                    f"<td><code>{source.get('sha256', '')[:12]}</code></td></tr>")
    return "\n".join(rows)

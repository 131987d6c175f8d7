"""`python -m trainer list`: every network there is a recipe for, with what its weights in weights/ say of themselves."""
import argparse
from dataclasses import asdict
from pathlib import Path
from textwrap import fill

from app.core import weights as weights_format
from app.core.errors import InklingError
from app.terminal import complain
from trainer.commands.figures import accuracies_of, print_lines
from trainer.commands.options import LINE, WEIGHTS
from trainer.data.files import read_bytes
from trainer.reporting import manifest
from trainer.reporting.words import in_words
from trainer.runs.line_job import LineRecipe
from trainer.runs.recipes import FLAGSHIP, RECIPES, SHIPPED


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """It has none."""


def run(_options) -> int:
    """A few lines per recipe: what it is, how it is trained, and what its weights measured.

    Returns 1 if there are weights that cannot be read, else 0.
    """
    indent, unread = " " * 13, False
    for name, recipe in RECIPES.items():
        path = WEIGHTS / f"{name}.json"
        lines = [("layers", recipe.layers), ("recipe", in_words(asdict(recipe)))]
        try:
            weights = manifest.read_weights(path) if path.is_file() else None
        except InklingError as error:
            weights, unread = None, True
            complain(f"trainer: {error}")
        if weights:
            lines.append(("size", f"{manifest.parameters_of(weights):,} parameters, {path.stat().st_size:,} bytes"))
            lines.append(("trained", f"{weights.training.get('date')}, {weights.training.get('epochs')} epochs, "
                                     f"{weights.training.get('command')}"))
            lines += [(label, text) for label, text in accuracies_of(weights.metrics) if text]
        elif name in SHIPPED and not path.is_file():
            lines.append(("size", f"not trained yet: python -m trainer train {name}"))
        print(f"{name:12} {recipe.title}" + (" (the page's own)" if name == FLAGSHIP else ""))
        print("".join(fill(f"{label:9} {text}", 110, initial_indent=indent, subsequent_indent=indent + " " * 10) + "\n"
                      for label, text in lines))
    return 1 if list_line(WEIGHTS / f"{LINE}.json") or unread else 0


def list_line(path: Path) -> bool:
    """The same of what reads lines, which has a recipe of its own. Returns whether its weights cannot be read."""
    recipe = LineRecipe()
    print(f"{LINE:12} {recipe.title}\n{'':12} layers    {recipe.layers}")
    if not path.is_file():
        print(f"{'':12} size      not trained yet: python -m trainer train {LINE}")
        return False
    try:
        entry = manifest.line_entry(path, weights_format.load(read_bytes(path)))
    except InklingError as error:
        complain(f"trainer: {error}")
        return True
    print(f"{'':12} size      {entry['parameters']:,} parameters, {entry['bytes']:,} bytes")
    print_lines(entry["metrics"])
    return False

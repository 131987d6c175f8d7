"""`python -m trainer list`: every network there is a recipe for, with what its weights in weights/ say of themselves."""
import argparse
from dataclasses import asdict
from textwrap import fill

from app.core.errors import InklingError
from app.terminal import complain
from trainer.commands.figures import accuracies_of
from trainer.commands.options import WEIGHTS
from trainer.reporting import manifest
from trainer.reporting.words import in_words
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
    return 1 if unread else 0

"""python -m trainer: train the flagship, or any network by name; measure; list."""
import argparse
import sys
from pathlib import Path

from app.core.errors import InklingError
from trainer.commands import finetune, strangers
from trainer.commands import networks as commands
from trainer.runs.recipes import FLAGSHIP, RECIPES


def parser() -> argparse.ArgumentParser:
    """Options are the same wherever a command shares them; without a command the flagship is trained."""
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--mnist", type=Path, metavar="DIR", help="folder of MNIST's four IDX files, gzipped or not")
    data.add_argument("--data", type=Path, metavar="DIR",
                      help="folder with the drawings a recipe names (default: data or ../shared/data, if there)")
    data.add_argument("--drawings", type=Path, nargs="+", metavar="FILE", help="labelled drawings, .jsonl or .jsonl.gz")
    data.add_argument("--not-digits", type=Path, nargs="+", metavar="FILE", help="drawings of what is no digit")

    making = argparse.ArgumentParser(add_help=False, parents=[data])
    making.add_argument("--epochs", type=positive, help="instead of the recipe's")
    making.add_argument("--seed", type=int, default=0, help="the same seed gives the same weights (default 0)")
    making.add_argument("--out", type=Path, default=Path("weights"), metavar="DIR", help="where weights go")
    making.add_argument("--resume", action="store_true", help="continue from the last checkpoint")
    making.add_argument("--quick", action="store_true", help="a few epochs, under two minutes, to try things out")
    making.add_argument("--report", type=Path, metavar="FILE",
                        help="where the HTML report goes (default: .cache/reports/NAME.html)")

    main = argparse.ArgumentParser(prog="python -m trainer", description=__doc__, parents=[making])
    main.set_defaults(command=commands.train, name=FLAGSHIP)
    chosen = main.add_subparsers(title="commands", metavar="")
    train = chosen.add_parser("train", parents=[making], help="train one network by its recipe")
    train.add_argument("name", choices=sorted(RECIPES), metavar="NAME", help=", ".join(RECIPES))
    train.set_defaults(command=commands.train)
    measure = chosen.add_parser("evaluate", parents=[data], help="measure networks on data they never saw")
    measure.add_argument("--weights", type=Path, nargs="+", metavar="W.json", help="default: all in weights/")
    measure.add_argument("--all-writers", action="store_true",
                         help="use whole drawing files, not only the writers held out of training")
    measure.add_argument("--idx", type=Path, nargs="+", default=[], metavar="DIR",
                         help="folders of IDX files of one's own")
    measure.add_argument("--pictures", type=Path, nargs="+", default=[], metavar="DIR",
                         help="folders of pictures: DIR/0/*.png ... DIR/9/*.jpg, or names like 7_anna.png")
    measure.add_argument("--write", action="store_true", help="store the figures in the weights and weights/index.json")
    measure.add_argument("--json", action="store_true", help="one object per set, for machines")
    measure.set_defaults(command=commands.evaluate)
    tune = chosen.add_parser("finetune", help="teach a network your own hand, and see what it changed")
    tune.add_argument("--weights", type=Path, default=Path("weights") / f"{FLAGSHIP}.json", metavar="W.json",
                      help="the network to start from (default: %(default)s)")
    tune.add_argument("--drawings", type=Path, nargs="+", required=True, metavar="FILE",
                      help="your labelled drawings, .jsonl or .jsonl.gz, as the page exports them")
    tune.add_argument("--mnist", type=Path, metavar="DIR", help="folder of MNIST's four IDX files, gzipped or not")
    tune.add_argument("--epochs", type=positive, help="short ones, of 160 images (default 30)")
    tune.add_argument("--seed", type=int, default=0, help="the same seed gives the same weights (default 0)")
    tune.add_argument("--out", type=Path, metavar="FILE", help="where the tuned weights go (default: NAME-mine.json)")
    tune.set_defaults(command=finetune.finetune)
    trial = chosen.add_parser("strangers", help="how much finetune helps writers the network has never seen")
    trial.add_argument("--weights", type=Path, required=True, metavar="W.json", help="a network trained on MNIST alone")
    trial.add_argument("--drawings", type=Path, required=True, metavar="FILE",
                       help="drawings of at least 20 writers, such as pendigits-train.jsonl.gz")
    trial.add_argument("--mnist", type=Path, metavar="DIR", help="folder of MNIST's four IDX files, gzipped or not")
    trial.add_argument("--seed", type=int, default=0, help="default 0")
    trial.add_argument("--chosen-on", action="store_true",
                       help="ten of the other writers, on whom the settings were chosen")
    trial.set_defaults(command=strangers.strangers)
    listing = chosen.add_parser("list", help="every network: size, recipe, accuracies")
    listing.set_defaults(command=commands.list_networks)
    return main


def positive(text: str) -> int:
    """A whole number above zero."""
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what is wrong with the input is one line on standard error and exit status 1."""
    options = parser().parse_args(arguments)
    try:
        return options.command(options) or 0
    except InklingError as error:
        print(f"trainer: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("trainer: stopped", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())

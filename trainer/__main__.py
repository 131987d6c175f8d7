"""python -m trainer: train the flagship, or any network by name; measure; list."""
import sys

from app import terminal
from app.core.errors import InklingError
from trainer.commands import evaluate, finetune, leave_out, listing, strangers, train

COMMANDS = [
    ("train", train, "train one network by its recipe"),
    ("evaluate", evaluate, "measure networks on data they never saw"),
    ("finetune", finetune, "teach a network your own hand, and see what it changed"),
    ("strangers", strangers, "how much finetune helps writers the network has never seen"),
    ("leave-out", leave_out, "how well digits from a lab or collection never seen are read"),
    ("list", listing, "every network: size, recipe, accuracies"),
]


def parser() -> terminal.Parser:
    """Every command brings its own options; without a command the flagship is trained."""
    main = terminal.Parser(prog="python -m trainer", description=__doc__)
    train.add_arguments(main, named=False)
    main.set_defaults(run=train.run)
    chosen = main.add_subparsers(title="commands", metavar="", dest="command")
    for name, command, summary in COMMANDS:
        own = chosen.add_parser(name, help=summary)
        command.add_arguments(own)
        own.set_defaults(run=command.run)
    return main


def main(arguments: list[str] | None = None) -> int:
    """Run one command; what is wrong with the input is one line on standard error and exit status 1."""
    arguments = sys.argv[1:] if arguments is None else arguments
    main = parser()
    options = main.parse_args(arguments)
    if options.command and options.command != arguments[0]:
        main.error(f"options come after the command, as in: {main.prog} {options.command} {arguments[0]} ...")
    try:
        return options.run(options)
    except InklingError as error:
        terminal.complain(f"trainer: {error}")
        return 1
    except KeyboardInterrupt:
        terminal.complain("trainer: stopped")
        return terminal.STOPPED


if __name__ == "__main__":
    sys.exit(terminal.run(main))

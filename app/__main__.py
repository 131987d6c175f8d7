"""The command line, `python -m app serve | build | predict`: one module per subcommand, imported only when asked for."""

import importlib
import sys

from app import terminal

SUBCOMMANDS = [
    ("serve", "show the page on this machine (builds it first when needed)"),
    ("build", "make the static site, ready to upload"),
    ("predict", "read digits from drawings and pictures"),
]


def main(argv: list[str] | None = None) -> int:
    """Run the subcommand named by `argv` (default: the process's arguments) and return its exit status."""
    argv = sys.argv[1:] if argv is None else argv
    parser = terminal.Parser(prog="python -m app", description="Inkling's command line.")
    subparsers = parser.add_subparsers(dest="subcommand", required=True, metavar="{serve,build,predict}")
    asked = next((word for word in argv if not word.startswith("-")), None)
    module = None
    for name, summary in SUBCOMMANDS:
        subparser = subparsers.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
        if name == asked:
            module = importlib.import_module(f"app.cli.{name}")
            module.add_arguments(subparser)
    arguments = parser.parse_args(argv)
    return module.run(arguments)


if __name__ == "__main__":
    sys.exit(terminal.run(main))

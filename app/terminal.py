"""What both command lines share: options that are never dropped, and standard streams as the world has them."""
import argparse
import re
import sys
from collections.abc import Callable

PIPE_CLOSED = 141  # what a shell says of a program whose reader has gone
STOPPED = 130  # and of one ended by Ctrl-C
# What would break a line in two, speak to the terminal, or be no character at all (a byte of a name that is not UTF-8).
UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def run(main: Callable[[], int]) -> int:
    """Run a command line with its standard streams made fit, and return its exit status.

    What the output's encoding lacks is written as an escape. When whoever reads the output has gone, as `| head` does,
    it ends there without a word.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.reconfigure(errors="backslashreplace")
    try:
        try:
            return main()
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()
    except BrokenPipeError:
        for stream in (sys.stdout, sys.stderr):
            give_up(stream)
        return PIPE_CLOSED
    except KeyboardInterrupt:
        return STOPPED
    except OSError as error:  # something could not be written: whoever reads files has caught theirs
        complain(f"{error.filename or 'output'}: {reason(error)}")
        give_up(sys.stdout)
        return 1


def give_up(stream) -> None:
    """Close a stream that cannot be written to, or else Python would try, and complain, once more when it ends."""
    try:
        if stream is not None:
            stream.flush()
    except OSError:
        stream.buffer.raw.close()


def one_line(text: str) -> str:
    """The text with escapes for all that would not stay in its line, such as a line break in a file's name."""
    return UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def complain(text: str) -> None:
    """Say on standard error, in one line, what was wrong."""
    if sys.stderr is not None:  # print would take standard output instead
        print(one_line(text), file=sys.stderr)


def reason(error: OSError) -> str:
    """What the system says was wrong, without the name of the file, for that stands before it already."""
    return (error.strerror or str(error)).lower()


class Parser(argparse.ArgumentParser):
    """Refuses an option of one value that is given again, of which argparse would keep the last and drop the others."""

    def __init__(self, **settings) -> None:
        super().__init__(**settings)
        for name in (None, "store"):
            self.register("action", name, StoreOnce)


class StoreOnce(argparse.Action):
    """argparse's "store" for once."""

    def __call__(self, parser, namespace, values, option_string=None):
        given = vars(namespace).setdefault("given", set())
        if option_string and self.dest in given:
            parser.error(f"argument {option_string}: is given twice, and takes one value")
        given.add(self.dest)
        setattr(namespace, self.dest, values)

"""What comes back from the worker, in the page's own terms: a reply, a refusal, or why it has not started."""
import json

from app.core.errors import InklingError
from app.ui.words import told, word

LACKS = " could not be "  # in what app/build/start/pyodide.mjs says of a file that keeps it from starting


class WorkerLost(InklingError):
    """The worker died while it was asked; the page's own Python can answer meanwhile."""

    kind = "worker"


def parse(text) -> dict:
    """A reply's JSON. Raises InklingError if it is a refusal."""
    reply = json.loads(text)
    if "error" in reply:
        raise error_of(reply)
    return reply


def error_of(reply) -> InklingError:
    """The refusal that a reply is, as an error again."""
    error = InklingError(told(reply["error"]["message"]))
    error.kind = reply["error"]["kind"]
    return error


def not_started(error) -> str:
    """That the worker has not started, and for want of which file, as app/build/start/pyodide.mjs names it."""
    fact = message_of(error).split(": ")[0]
    return word("head.lacking", fact=told(fact)) if LACKS in fact else word("head.not_started")


def message_of(error) -> str:
    return str(error.args[-1]) if error.args else ""  # MicroPython's arguments: JavaScript's error, its name, its message

"""Weights for the page's own Python: fetched or at hand as text, and checked.

The browser parses the JSON: MicroPython's parser reads a character at a time and would need a third of a second. What
comes out is checked by core.weights all the same.
"""
import json

from app.core import instant
from app.core.errors import WeightsError
from app.ui.browser import fetched, promised

NOT_JSON = "file: is not JSON, perhaps cut off or not a weights file"


async def load(window, path):
    """The checked weights at an address of this site. Raises InklingError with one sentence."""
    response = await fetched(window, path, "it")
    try:
        document = await response.json()
    except Exception:  # the browser's SyntaxError, which MicroPython can catch from a promise only
        raise WeightsError(NOT_JSON)
    return instant.check(to_python(window, document))


async def parsed(window, text):
    """The checked weights in a text. Raises WeightsError with one sentence."""
    try:
        document = await promised(window, window.JSON, "parse", text)
    except Exception:  # the browser's SyntaxError
        raise WeightsError(NOT_JSON)
    return instant.check(to_python(window, document))


def refusal(what, error):
    """A sentence, but for its full stop, that refuses a network. what: how it is called; error: core.weights' "field: what is
    wrong with it", or another InklingError."""
    field, _, wrong = str(error).partition(": ")
    if error.kind != WeightsError.kind or not wrong:
        return f"{what} could not be used, because {error}"
    owner = "it" if field == "file" else f"its \u201c{field}\u201d"
    if wrong == "missing":
        told = f"it has no \u201c{field}\u201d" + (", so it is no weights file of this trainer" if field == "format" else "")
    elif wrong.startswith("expected "):
        told = f"{owner} must be {wrong[9:]}"
    else:
        told = f"{owner} {wrong}"
    return f"{what} was refused: {told}"


def to_python(window, document):
    """A parsed JSON document to Python objects, the tensors' base64 taken past MicroPython's parser."""
    data = []
    tensors = getattr(document, "tensors", None) if is_object(window, document) else None
    if is_object(window, tensors):
        for key in window.Object.keys(tensors):
            tensor = getattr(tensors, key)
            if is_object(window, tensor) and isinstance(getattr(tensor, "data", None), str):
                data.append((key, tensor.data))
                tensor.data = ""
    parsed = json.loads(window.JSON.stringify(document))
    for key, text in data:
        parsed["tensors"][key]["data"] = text
    return parsed


def is_object(window, value):
    return window.Object.prototype.toString.call(value) == "[object Object]"

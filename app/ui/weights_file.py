"""Weights for the page's own Python: fetched or at hand as text, and checked.

The browser parses the JSON: MicroPython's parser reads a character at a time and would need a third of a second. What
comes out is checked by core.weights all the same.
"""
import json

from app.core import instant
from app.core.errors import InklingError, WeightsError
from app.core.weights import MOST_LAYERS, MOST_TEXT
from app.ui.browser import fetched, promised
from app.ui.pause import pause
from app.ui.words import told, word, words

MOST_TENSORS = 2 * MOST_LAYERS
LONGEST = 1000000  # characters of a document beside its tensors' data: ours have some thousands


async def load(window, path):
    """The checked weights at an address of this site. Raises InklingError with one sentence."""
    try:
        return await loaded(window, path)
    except InklingError:
        return await loaded(window, path, again=True)


async def loaded(window, path, again=False):
    response = await fetched(window, path, word("networks.it"), again)
    try:
        document = await response.json()
    except Exception:  # the browser's SyntaxError, which MicroPython can catch from a promise only
        raise not_json()
    document = await to_python(window, document)
    await pause(window)
    return instant.check(document)


async def parsed(window, text):
    """The checked weights in a text. Raises WeightsError with one sentence."""
    try:
        document = await promised(window, window.JSON, "parse", text if len(text) <= MOST_TEXT else "")
    except Exception:  # the browser's SyntaxError
        raise not_json()
    return instant.check(await to_python(window, document))


def not_json():
    return WeightsError("file: is not JSON, perhaps cut off or not a weights file")


def refusal(what, error):
    """A sentence, but for its full stop, that refuses a network. what: how it is called; error: core.weights' "field: what is
    wrong with it", or another InklingError."""
    message = str(error)
    field, _, wrong = message.partition(": ")
    if error.kind != WeightsError.kind or (not wrong and words.language == "en"):
        return word("networks.unused", network=what, reason=told(message))
    return word("networks.refused", network=what, reason=clause(field, wrong) if words.language == "en" else told(message))


def clause(field, wrong):
    """What core.weights says in English as "field: what is wrong with it", in better English; other languages have clauses for it
    among their patterns."""
    of_file = field == "file"
    if wrong == "missing":
        return word("networks.no_format" if field == "format" else "networks.no_field", field=field)
    if wrong.startswith("expected "):
        return word("networks.it_must" if of_file else "networks.field_must", field=field, wanted=wrong[9:])
    return word("networks.it_does" if of_file else "networks.field_does", field=field, wrong=wrong)


async def to_python(window, document):
    """A parsed JSON document to Python objects, the tensors' base64 taken past MicroPython's parser."""
    data = []
    tensors = getattr(document, "tensors", None) if is_object(window, document) else None
    if is_object(window, tensors):
        for key in list(window.Object.keys(tensors))[:MOST_TENSORS]:
            tensor = getattr(tensors, key)
            if is_object(window, tensor) and isinstance(getattr(tensor, "data", None), str):
                data.append((key, tensor.data))
                tensor.data = ""
    try:
        text = await promised(window, window.JSON, "stringify", document)
    except Exception:  # the browser's RangeError, of what is nested by the ten thousand
        text = None
    if text is None or len(text) > LONGEST:
        raise WeightsError("file: is nested too deeply or has too many values for a weights file")
    parsed = json.loads(text)
    for key, text in data:
        parsed["tensors"][key]["data"] = text
    return parsed


def is_object(window, value):
    return window.Object.prototype.toString.call(value) == "[object Object]"

"""Fetch the network for the page's own Python.

The browser parses the JSON: MicroPython's parser reads a character at a time and would need a third of a second. What
comes out is checked by core.weights all the same.
"""
import json

from app.core import instant
from app.core.errors import WeightsError


async def load(window, address):
    """The checked weights at `address`. Raises WeightsError with one sentence."""
    try:
        response = await window.fetch(address)
    except Exception:  # the browser's network error
        raise WeightsError("file: could not be loaded from this site")
    if not response.ok:
        raise WeightsError("file: not found on this site (status %d)" % response.status)
    text = await response.text()
    return instant.check(parse(window, text))


def parse(window, text):
    """JSON text (a string) to Python objects, the base64 of the tensors taken past MicroPython's parser."""
    try:
        document = window.JSON.parse(text)
    except Exception:  # the browser's SyntaxError
        raise WeightsError("file: not JSON, perhaps cut off or not a weights file")
    data = []
    tensors = getattr(document, "tensors", None) if document else None
    if tensors and window.Object.prototype.toString.call(tensors) == "[object Object]":
        for key in window.Object.keys(tensors):
            tensor = getattr(tensors, key)
            if isinstance(getattr(tensor, "data", None), str):
                data.append((key, tensor.data))
                tensor.data = ""
    parsed = json.loads(window.JSON.stringify(document))
    for key, text in data:
        parsed["tensors"][key]["data"] = text
    return parsed

"""JSON from strangers: how much it holds and how deep it goes is known before it is parsed.

CPython's parser calls itself for every bracket that opens, and in the browser the stack ends before Python's own limit does: 5,000
brackets would end the worker without a word. MicroPython's parser calls nothing, so the page needs no look ahead. Portable.
"""
import json

DEEPEST = 32  # lists and objects within one another; nothing of ours has ten
AHEAD = hasattr(b"", "translate")  # which MicroPython has not
OTHERS = bytes([each for each in range(256) if each not in b"[]{}"])


class Excess(ValueError):
    """More than is ever needed: nested too deeply, or too many values."""


def loads(text, *, most=None):
    """The value of JSON in a str, or in UTF-8 bytes. most: how many values it may have, about, or None for any number.
    Raises ValueError for what is no JSON, and Excess, which is one."""
    if isinstance(text, (bytes, bytearray)):
        text = bytes(text).decode()
    if text.startswith("\ufeff"):
        text = text[1:]
    if AHEAD:
        check_extent(text, most)
    return json.loads(text)


def check_extent(text, most):
    """Raise Excess if the parser would go too deep or make too much of this text."""
    # What is left without strings, which an escaped quotation mark does not end. Of a text that is no JSON the parser sees what is
    # seen here, up to where it stops.
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    if most is not None and outside.count(",") + outside.count("[") + outside.count("{") > most:
        raise Excess("it has more than %d values" % most)
    brackets = outside.encode("ascii", "replace").translate(bytes.maketrans(b"{}", b"[]"), OTHERS)
    for _ in range(DEEPEST):  # each time the innermost of all go
        brackets = brackets.replace(b"[]", b"")
    if brackets.count(b"[") > DEEPEST:  # some may be open at the end of a text that was cut off
        raise Excess("it is nested more than %d deep" % DEEPEST)

"""The last drawing, kept in the browser so that a reload does not lose it.

A browser may forbid storage or have none left; the drawing then simply is not there after a reload, which harms nothing.
"""
import json

from app.core.errors import DrawingError
from app.core.ink import check_strokes

KEY = "inkling.drawing"


def save(window, strokes):
    text = json.dumps(strokes)
    try:
        window.localStorage.setItem(KEY, text)
    except Exception as error:  # the browser's own error, whose type differs by engine: forbidden or full
        window.console.info("The drawing was not kept: " + str(error))


def load(window):
    """The strokes kept last, or [] if there are none or they are damaged."""
    try:
        text = window.localStorage.getItem(KEY)
    except Exception as error:  # as above
        window.console.info("No drawing can be kept here: " + str(error))
        return []
    if not isinstance(text, str):
        return []
    try:
        strokes = json.loads(text)
        check_strokes(strokes)
    except (ValueError, DrawingError):
        return []
    return strokes

"""What can be wrong with something a person hands us. Each message is one sentence that names what was wrong.

Programming mistakes stay `ValueError` and `TypeError`. `kind` is what crosses the worker boundary, where types do not
survive. Portable: MicroPython imports this module.
"""


class InklingError(Exception):
    """Base of every error that is the input's fault; `str(error)` is fit to be shown to a person."""

    kind = "input"


class DrawingError(InklingError):
    """Strokes that are no drawing: not lists of [x, y] pairs of finite numbers, or without a single point."""

    kind = "drawing"


class PixelsError(InklingError):
    """An image that is not 784 numbers in [0, 1]."""

    kind = "pixels"


class WeightsError(InklingError):
    """A weights file that cannot be trusted; the message names the field."""

    kind = "weights"


class PictureError(InklingError):
    """A picture file that cannot be read, is too large, or holds no ink."""

    kind = "picture"


class DataError(InklingError):
    """Training or evaluation data that is missing, damaged or not what it says."""

    kind = "data"


class ExpressionError(InklingError):
    """A line that is no sum, or one that has no value."""

    kind = "expression"


class LinkError(InklingError):
    """A link that holds no drawing, or none that this page can read; or a drawing that is too long for one."""

    kind = "link"

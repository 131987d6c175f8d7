"""A picture in place of the drawing: a test image put on the pad, and read, until somebody draws again."""
from app.core.binary import a2b_base64
from app.ui.views.cells import Cells
from app.ui.words import choices, word


class Guest:
    """element: the <svg> over the pad. on_arrive(pixels) is called to have it read; 784 numbers in [0, 1]."""

    def __init__(self, element, *, on_arrive):
        self.element = element
        self.cells = Cells(element)
        self.on_arrive = on_arrive
        self.label = None

    def show(self, encoded, label):
        """encoded: base64 of 784 bytes, 255 = ink; label: the digit that it is."""
        pixels = [value / 255 for value in a2b_base64(encoded.encode())]
        self.on_arrive(pixels)  # clears the pad first, which would also send a guest away
        self.label = label
        self.cells.show(pixels)
        self.element.removeAttribute("hidden")
        self.element.setAttribute("aria-label", word("views.guest", digit=self.kind))

    @property
    def kind(self):
        """"a 3", "an 8"."""
        return choices("digit.a")[self.label]

    def leave(self):
        self.label = None
        self.element.setAttribute("hidden", "")

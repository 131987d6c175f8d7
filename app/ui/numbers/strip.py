"""The strip above the pad: of the line that was written on last each character stands over its ink."""
from app.ui.numbers.characters import Characters
from app.ui.numbers.spread import spread

WIDTH, NARROW = 38, 24  # CSS pixels of a button: as it should be, and as it may be where many stand close


class Strip(Characters):

    def __init__(self, root, *, window, on_press):
        super().__init__(root, on_press=on_press)
        self.across, self.shift = 1, 0
        window.ResizeObserver.new(lambda *_: self.place()).observe(root)

    def show(self, parts, *, across=1, shift=0):
        """across: how wide the sheet is, in the unit of the parts' boxes, and shift: how far in they lie on it."""
        self.across, self.shift = across, shift
        # Over each other as in a fraction or not: from left to right they stand in the strip.
        super().show(sorted(parts, key=lambda part: middle(part)))
        self.place()

    def place(self):
        """Put each button over its ink."""
        whole, count = self.root.clientWidth, len(self.parts)
        if not whole or not count:
            return
        width = max(NARROW, min(WIDTH, whole / count))
        centres = [(middle(part) + self.shift) * whole / self.across for part in self.parts]
        for button, centre in zip(self.buttons, spread(centres, width=width, whole=whole)):
            style = button.style
            style.left, style.width = f"{centre - width / 2:.1f}px", f"{width:.1f}px"


def middle(part):
    left, _, right, _ = part["box"]
    return (left + right) / 2


def line_written_last(parts) -> int:
    """The number of the line that the newest stroke belongs to, of those that count."""
    newest, line = -1, 0
    for part in parts:
        last = max(part["strokes"]) if part["strokes"] else -1
        if last > newest:
            newest, line = last, part["line"]
    return line

"""Digits of MNIST beside one's own: those nearest to it in its class, and the nearest of other classes."""
from app.core.errors import InklingError
from app.ui.browser import address, nodes, say, show
from app.ui.views.cells import bitmap
from app.ui.words import choices, told, word

COUNT = 6
SAMPLE = "data/mnist-sample.bin"


class Samples:
    """Two rows of pictures that keep their place; asked for when a stroke is done or the digit read changes."""

    def __init__(self, window, root, *, client):
        self.window = window
        self.client = client
        self.opened = self.refused = False
        self.which = root.querySelector(".which")
        self.rows = []
        for name in (".nearest", ".others"):
            row = root.querySelector(name)
            row.innerHTML = '<li><img width="28" height="28" alt="" hidden></li>' * COUNT
            self.rows.append(nodes(row, "img"))
        self.clear()

    async def show(self, drawing):
        digit = drawing["digit"]
        if self.refused or (digit == self.digit and not drawing["finished"]):
            return
        self.digit = digit
        try:
            if not self.opened:
                await self.client.call("open_sample", {"url": address(self.window, SAMPLE)})
                self.opened = True
            found = await self.client.ask_about(drawing, "neighbours", {"digit": digit, "count": COUNT})
        except InklingError as error:
            # Once is enough: a site without MNIST will not grow it while one draws.
            self.refused = not self.opened
            say(self.which, word("pixels.no_digits", error=told(str(error))) if self.refused else word("pixels.digits"))
            return
        if digit != self.digit:
            return  # another drawing has come meanwhile
        say(self.which, word("pixels.of_digit", digit=digit))
        named = choices("digit.a")
        for images, samples in zip(self.rows, (found["nearest"], found["others"])):
            for at, image in enumerate(images):
                show(image, at < len(samples))
                if at < len(samples):
                    source, label = bitmap(samples[at]["pixels"]), samples[at]["label"]
                    if image.src != source:
                        image.src = source
                        image.alt = named[label]

    def clear(self):
        self.digit = None
        if not self.refused:
            say(self.which, word("pixels.digits"))
        for images in self.rows:
            for image in images:
                show(image, False)

"""Digits of MNIST beside one's own: those nearest to it in its class, and the nearest of other classes."""
from app.core.errors import InklingError
from app.ui.views.cells import bitmap

COUNT = 6
SAMPLE = "data/mnist-sample.bin"


class Samples:
    """Two rows of pictures that keep their place; asked for when a stroke is done or the digit read changes."""

    def __init__(self, window, root, *, asker):
        self.window = window
        self.asker = asker
        self.opened = self.refused = False
        self.which = root.querySelector(".which")
        self.rows = []
        for name in (".nearest", ".others"):
            row = root.querySelector(name)
            row.innerHTML = '<li><img width="28" height="28" alt="" hidden></li>' * COUNT
            images = row.querySelectorAll("img")
            self.rows.append([images[at] for at in range(COUNT)])
        self.clear()

    @property
    def able(self) -> bool:
        return self.asker.able

    async def show(self, drawing):
        digit = drawing["digit"]
        if digit == self.digit and not drawing["finished"]:
            return
        self.digit = digit
        if not self.opened:
            if self.refused:
                return
            try:
                await self.asker.ask("open_sample", {"url": self.window.URL.new(SAMPLE, self.window.document.baseURI).href})
            except InklingError as error:
                self.refused = True  # once is enough: a site without MNIST will not grow it while one draws
                self.which.textContent = "digits: %s" % error
                return
            self.opened = True
        self.which.textContent = "%ds" % digit
        found = await self.asker.ask("neighbours", {"pixels": drawing["pixels"], "digit": digit, "count": COUNT})
        for images, samples in zip(self.rows, (found["nearest"], found["others"])):
            for at in range(COUNT):
                image = images[at]
                image.hidden = at >= len(samples)
                if at < len(samples):
                    address = bitmap(samples[at]["pixels"])
                    if image.src != address:
                        image.src = address
                        image.alt = "a %d" % samples[at]["label"]

    def clear(self):
        self.digit = None
        if not self.refused:
            self.which.textContent = "digits"
        for images in self.rows:
            for image in images:
                image.hidden = True

"""The network's mistakes as pictures, a page at a time; one may be looked at closely and put on the pad."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui.views.cells import bitmap

PAGE = 24


class Gallery:
    """on_lend(pixels, label) gets the base64 of 784 bytes of the chosen image, and the digit that it is."""

    def __init__(self, root, *, asker, on_lend):
        self.asker = asker
        self.on_lend = on_lend
        find = root.querySelector
        self.list = find(".mistakes")
        self.which = find(".which")
        self.words = find(".chosen")
        self.earlier, self.later, self.lend = find(".earlier"), find(".later"), find(".lend")
        self.list.innerHTML = ('<li><button type="button" disabled><img width="28" height="28" alt="" hidden>'
                               "<span>\u00b7</span></button></li>" * PAGE)
        found = self.list.querySelectorAll("button")
        self.buttons = [found[at] for at in range(PAGE)]
        self.mistakes = []
        self.first = 0
        self.chosen = None
        self.images = {}
        self.waiting = False
        self.list.addEventListener("click", self.choose)
        self.earlier.addEventListener("click", lambda event: self.turn(-PAGE))
        self.later.addEventListener("click", lambda event: self.turn(PAGE))
        self.lend.addEventListener("click", lambda event: self.on_lend(*self.chosen))

    def show(self, mistakes):
        """mistakes: (index, digit, read, confidence), to which more may be added while the page shown is not full."""
        fresh = len(mistakes) < len(self.mistakes) or not mistakes
        self.mistakes = list(mistakes)
        if fresh:
            self.first = 0
            self.chosen = None
            self.lend.disabled = True
            self.words.textContent = "A mistake can be chosen here once there is one."
        if not self.waiting:
            self.waiting = True
            create_task(self.fill())

    def turn(self, by):
        self.first = max(0, self.first + by)
        create_task(self.fill())

    async def fill(self):
        """Fetch the images of the page that is turned to and show them."""
        self.waiting = False
        first, count = self.first, len(self.mistakes)
        page = self.mistakes[first:first + PAGE]
        self.which.textContent = "%d to %d of %d" % (first + 1, first + len(page), count) if page else ""
        self.earlier.disabled = first == 0
        self.later.disabled = first + PAGE >= count
        for at, button in enumerate(self.buttons):
            mistake = page[at] if at < len(page) else None
            button.disabled = mistake is None
            image, words = button.firstElementChild, button.lastElementChild
            if mistake is None:
                image.hidden = True
                words.textContent = "\u00b7"
                continue
            index, digit, read, _ = mistake
            if index not in self.images:
                try:
                    self.images[index] = (await self.asker.ask("test_image", {"index": index}))["pixels"]
                except InklingError as error:
                    self.words.textContent = "%s." % error
                    return
                if first != self.first:
                    return  # the page has been turned meanwhile
            address = bitmap(self.images[index])
            if image.src != address:
                image.src = address
            image.hidden = False
            image.alt = "Test image %d:" % index
            words.textContent = "%d\u2192%d" % (digit, read)

    def choose(self, event):
        button = event.target.closest("button")
        if not button:
            return
        at = [each.isSameNode(button) for each in self.buttons].index(True)
        index, digit, read, confidence = self.mistakes[self.first + at]
        for each in self.buttons:
            each.removeAttribute("aria-pressed")
        button.setAttribute("aria-pressed", "true")
        self.chosen = (self.images[index], digit)
        self.lend.disabled = False
        self.words.textContent = "Test image %d is a %d and was read as a %d, with %.1f%%." % (
            index, digit, read, 100 * confidence)

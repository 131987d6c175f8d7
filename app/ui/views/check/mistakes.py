"""The network's mistakes as pictures, a page at a time; one may be looked at closely and put on the pad."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui.browser import announce, focused, hand_on_focus, nodes, say, sentence, show
from app.ui.views.cells import bitmap
from app.ui.words import choices, percent, word

PAGE = 24
SLOT = '<li hidden><button type="button"><img width="28" height="28" alt=""><span></span></button></li>'


class Mistakes:
    """on_lend(pixels, label) gets the base64 of 784 bytes of the chosen image, and the digit that it is.

    The list keeps the room of a whole page, so that mistakes that are found one by one move nothing.
    """

    def __init__(self, root, *, client, on_lend):
        self.root, self.client, self.on_lend = root, client, on_lend
        find = root.querySelector
        self.list, self.which, self.words = find(".mistakes"), find(".which"), find(".chosen")
        self.earlier, self.later, self.lend = find(".earlier"), find(".later"), find(".lend")
        self.list.innerHTML = SLOT * PAGE
        self.slots = nodes(self.list, "li")
        self.found = []
        self.first = 0
        self.chosen = None
        self.about = ""  # the one that is chosen
        self.images = {}  # by index: base64 of 784 bytes
        self.filling = self.again = False
        self.list.addEventListener("click", self.choose)
        self.earlier.addEventListener("click", lambda event: self.turn(-PAGE))
        self.later.addEventListener("click", lambda event: self.turn(PAGE))
        self.lend.addEventListener("click", lambda event: self.on_lend(*self.chosen))

    def show(self, mistakes):
        """mistakes: (index, digit, read, confidence), to which more may be added while the page shown is not full."""
        fresh = len(mistakes) < len(self.found) or not mistakes
        self.found = list(mistakes)
        if fresh:
            self.first = 0
            self.chosen = None
            self.hide()
        self.tell()
        self.refill()

    def hide(self):
        """What is shown belongs to another page, or to another run."""
        for slot in self.slots:
            show(slot, False)

    def tell(self):
        """Which page is shown, and what can be done with it."""
        first, count = self.first, len(self.found)
        held = focused(self.root)
        say(self.which, word("check.which", first=first + 1, last=min(first + PAGE, count), count=count) if count else "")
        self.earlier.disabled = first == 0
        self.later.disabled = first + PAGE >= count
        for button in (self.earlier, self.later):
            show(button, count > PAGE)
        show(self.lend, self.chosen is not None)
        hand_on_focus(held, self.later, self.earlier)
        say(self.words, self.about if self.chosen else word("check.choose") if count else "")

    def turn(self, by):
        self.first = max(0, self.first + by)
        self.hide()
        self.tell()
        self.refill()

    def refill(self):
        self.again = True
        if not self.filling:
            self.filling = True
            create_task(self.fill())

    async def fill(self):
        """Fetch the images of the page that is turned to and show them, until nothing has changed meanwhile."""
        try:
            while self.again:
                self.again = False
                page = self.found[self.first:self.first + PAGE]
                for at, mistake in enumerate(page):
                    if mistake[0] not in self.images:
                        told = await self.client.call("test_image", {"index": mistake[0]})
                        self.images[mistake[0]] = told["pixels"]
                    if self.again and self.found[self.first:self.first + PAGE][at:at + 1] != [mistake]:
                        break  # another page, or another run
                    self.fill_slot(self.slots[at], mistake)
        except InklingError as error:
            say(self.words, sentence(error))
        finally:
            self.filling = False

    def fill_slot(self, slot, mistake):
        index, digit, read, _ = mistake
        button = slot.firstElementChild
        image, source = button.firstElementChild, bitmap(self.images[index])
        if image.src != source:
            image.src = source
            button.removeAttribute("aria-pressed")
        image.alt = word("check.image", number=index)
        say(button.lastElementChild, f"{digit}\u2192{read}")
        show(slot, True)

    def choose(self, event):
        button = event.target.closest("button")
        if not button:
            return
        at = [slot.firstElementChild.isSameNode(button) for slot in self.slots].index(True)
        index, digit, read, confidence = self.found[self.first + at]
        for slot in self.slots:
            slot.firstElementChild.removeAttribute("aria-pressed")
        button.setAttribute("aria-pressed", "true")
        self.chosen = (self.images[index], digit)
        named = choices("digit.a")
        self.about = word("check.mistake", number=index, digit=named[digit], read=named[read], confidence=percent(confidence))
        self.tell()
        announce(self.root.ownerDocument, self.about)

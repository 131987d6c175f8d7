"""The notice: one line at the foot of the page, with a button if there is something to do about it."""
from asyncio import create_task, sleep

from app.ui.browser import announce, focused, hand_on_focus, pad_of, show
from app.ui.words import word

LATE = 6  # seconds


class Notice:
    """find(id): an element of the page. Where nobody had the focus before the notice, the pad gets it when that goes."""

    def __init__(self, find):
        self.root, self.text, self.action = find("notice"), find("notice-text"), find("notice-action")
        self.closer = find("notice-close")
        self.before = []  # what had the focus before the notice got it
        self.closer.addEventListener("click", lambda event: self.dismiss())
        self.root.addEventListener("focusin", self.reached)

    def tell(self, text, action="", apply=None):
        """Show this in place of what was there. apply(event): what the button `action` does."""
        held = focused(self.root)
        self.text.textContent = text
        self.action.textContent, self.action.onclick = action, apply
        show(self.action, action != "")
        show(self.root, True)
        hand_on_focus(held, self.closer)
        announce(self.root.ownerDocument, text)

    async def meanwhile(self, file, coming):
        """What `coming` gives; where that takes long, the line says until then that this file is awaited."""
        said = []

        async def say():
            await sleep(LATE)
            if not said and self.root.hidden:  # what was said before weighs more
                said.append(word("notice.awaited", file=file))
                self.tell(said[0])
        create_task(say())
        try:
            return await coming
        finally:
            said.append("")
            if said[0] and self.text.textContent == said[0]:
                self.dismiss()

    def reached(self, event):
        if event.relatedTarget and not self.root.contains(event.relatedTarget):
            self.before = [event.relatedTarget]

    def dismiss(self):
        """Take the line away; the focus goes back to where it was before."""
        held = focused(self.root)
        show(self.root, False)
        hand_on_focus(held, *(self.before + pad_of(self.root.ownerDocument)))

"""Asks once more before something is deleted, by the browser's own dialog."""
from app.ui.browser import say


class Confirm:
    """root: a <dialog> with a <p> for the question and a form whose buttons are its answers."""

    def __init__(self, root):
        self.root = root
        self.question = root.querySelector("p")
        self.then = None
        root.addEventListener("close", self.answered)

    def ask(self, question, then):
        """then(): what to do if the answer is to delete."""
        if not self.root.open:
            say(self.question, question)
            self.then = then
            self.root.returnValue = ""  # of the last time, which leaving by Escape would let stand
            self.root.showModal()

    def answered(self, event):
        if self.root.returnValue == "delete":
            self.then()

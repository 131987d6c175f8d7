"""The guess at a lesson's beginning and the questions at its end: radio buttons, each with words that fit the choice.

The style sheet alone shows the words of what is chosen, without any script. This part announces them, and keeps the choice in
the address.
"""
from app.ui.browser import announce, nodes


class Questions:
    """The groups of radio buttons inside elements of the class "ask"; their names are "guess" and "q1" to "q3"."""

    def __init__(self, document, *, on_change):
        self.document, self.on_change = document, on_change
        for ask in nodes(document, ".ask"):
            ask.addEventListener("change", self.chosen)

    def chosen(self, event):
        words = event.target.closest(".option").querySelector(".because")
        announce(self.document, words.textContent)
        self.on_change()

    def fields(self) -> list:
        """[(name, value)] of what is chosen."""
        return [(radio.name, radio.value) for radio in nodes(self.document, ".ask input:checked")]

    def restore(self, fields):
        for radio in nodes(self.document, ".ask input"):
            radio.checked = fields.get(radio.name) == radio.value

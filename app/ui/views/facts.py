"""A fact about the digit read: short, true, several for each digit, and the same one for as long as a drawing lasts."""
from app.ui.words import choices


def fact(digit, turn):
    """A fact about the digit; the next `turn` gives another one."""
    facts = choices("facts.of_digit", digit)
    return facts[turn % len(facts)]


class Facts:
    """Shows one below the answer when a stroke is done and the answer is sure; never while the pen is down."""

    def __init__(self, element):
        self.element = element
        self.turns = [0] * 10
        self.told = set()  # the digits of the present drawing whose fact has been shown

    def show(self, digit, sure):
        if sure:
            self.told.add(digit)
        self.say(fact(digit, self.turns[digit]) if sure else "")

    def say(self, text):
        self.element.textContent = text

    def clear(self):
        """The drawing is gone: the next one of these digits gets another fact."""
        for digit in self.told:
            self.turns[digit] += 1
        self.told = set()
        self.say("")

"""After a digit was corrected: its ink may be kept with the right digit, for teaching."""
from app.core.errors import DrawingError
from app.core.labelled import DIGITS, MOST
from app.ui.browser import focused, hand_on_focus, say, show
from app.ui.words import choices, number, told, word

THANKS = {"new": "sums.kept", "relabelled": "ask.relabelled", "known": "sums.known"}


class Keeper:
    """root: an element with the words and a button. kept: the KeptDrawings, None until they are here. back(): where the focus
    belongs once there is nothing to press."""

    def __init__(self, root, *, back):
        self.root, self.back = root, back
        self.words, self.button = root.querySelector("span"), root.querySelector("button")
        self.kept = None
        self.offered = None  # (digit, strokes)
        self.button.addEventListener("click", lambda event: self.keep())

    def offer(self, character, strokes):
        """This ink is, as the visitor says, this character."""
        self.offered = (character, strokes) if character in DIGITS else None
        say(self.words, word("sums.offer", character=character) if self.offered else "")
        self.settle()

    def withdraw(self):
        self.offered = None
        say(self.words, "")
        self.settle()

    def settle(self):
        """Show what there is to show."""
        held = focused(self.root)
        show(self.button, self.offered is not None)
        show(self.root, self.kept is not None and self.words.textContent != "")
        hand_on_focus(held, *self.back())

    def keep(self):
        digit, strokes = self.offered
        if len(self.kept.drawings) >= MOST:
            words = word("ask.full", most=number(MOST))
        else:
            try:
                words = word(THANKS[self.kept.keep(digit, strokes)], digit=choices("digit.a")[int(digit)])
            except DrawingError as error:
                words = word("ask.not_kept", why=told(str(error)))
        self.offered = None
        say(self.words, words)
        self.settle()

"""After a digit was corrected: its ink may be kept with the right digit, for teaching."""
from app.core.errors import DrawingError
from app.core.labelled import DIGITS, MOST
from app.ui.answer import article
from app.ui.browser import focused, hand_on_focus, say, show

THANKS = {"new": "Thank you: kept as %s.", "relabelled": "Thank you: kept as %s instead.",
          "known": "This ink is kept as %s already."}


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
        say(self.words, f"Keep your {character} for teaching?" if self.offered else "")
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
        kind = f"{article(int(digit))} {digit}"
        if len(self.kept.drawings) >= MOST:
            words = f"There are {MOST:,} drawings already, and more would teach nothing new."
        else:
            try:
                words = THANKS[self.kept.keep(digit, strokes)] % kind
            except DrawingError as error:
                words = f"Not kept: {error}."
        self.offered = None
        say(self.words, words)
        self.settle()

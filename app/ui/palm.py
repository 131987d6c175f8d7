"""The palm: the hand that holds a pen rests on the screen, and its touches are no drawing.

Whoever never uses a pen is never taken for one who does; whoever puts it away draws with a finger a moment later.
"""

RESTS = 2000  # milliseconds after a sign of the pen in which no touch draws: it only lifts between two strokes
BROAD = 40  # CSS pixels: fingers touch with less, the side of a hand with more
RESTS_BROAD = 30000  # milliseconds after a sign of the pen in which no touch so broad draws


class Palm:

    def __init__(self):
        self.pen = None  # when there was a sign of one

    def notice(self, event):
        """Any event on the pad: a pen is also told of while it hovers."""
        if event.pointerType == "pen":
            self.pen = event.timeStamp

    def rests(self, event) -> bool:
        """Whether this is a touch by the hand that holds the pen."""
        if self.pen is None or event.pointerType != "touch":
            return False
        since = event.timeStamp - self.pen
        return since < RESTS or (since < RESTS_BROAD and max(event.width, event.height) > BROAD)

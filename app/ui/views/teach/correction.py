"""Beside the answer: "Was I wrong?", one tap on the right digit; and when collecting, which digit to draw next."""
from app.core.errors import DrawingError
from app.core.labelled import DIGITS, MOST, is_digit
from app.ui.answer import article
from app.ui.browser import nodes, say
from app.ui.views.teach.collection import wanted

QUESTION = "Was I wrong? Tap the digit it is, and I keep it."
EACH = 5  # drawings of each digit make a good lesson
BUTTON = '<button type="button" aria-keyshortcuts="%s">%s</button>'


class Correction:
    """drawing(): the one at the pad, or None. on_next(): the pad is to be empty. on_collect(on): collecting began or ended."""

    def __init__(self, window, root, *, kept, drawing, on_next, on_collect):
        self.kept = kept
        self.drawing = drawing
        self.on_next = on_next
        self.on_collect = on_collect
        self.root = root
        find = root.querySelector
        self.words, self.digits = find(".ask"), find(".digits")
        self.digits.innerHTML = "".join([BUTTON % (digit, digit) for digit in DIGITS])
        self.buttons = nodes(self.digits, "button")
        self.next = find(".keep")
        self.hint = window.document.getElementById("hint")
        self.hinted = self.hint.innerHTML
        self.digits.addEventListener("click", self.tapped)
        self.next.addEventListener("click", lambda event: self.keep(str(self.digit)))
        find(".skip").addEventListener("click", lambda event: self.ask())
        find(".stop").addEventListener("click", lambda event: self.collect(False))
        window.document.addEventListener("keydown", self.pressed)
        self.collecting = False
        self.digit = None  # asked for
        self.thanked = False
        self.root.setAttribute("data-mode", "correct")
        self.drawn(None)

    def drawn(self, drawing):
        """Another drawing is on the pad, or none."""
        able = bool(drawing and drawing["strokes"])
        for button in self.buttons:
            button.disabled = not able
            button.removeAttribute("aria-pressed")
        self.next.disabled = not able
        self.root.setAttribute("data-able", "true" if able else "false")
        if not self.collecting and (able or not self.thanked):
            say(self.words, QUESTION if able else "")
            self.thanked = False

    def tapped(self, event):
        button = event.target.closest("button")
        if button:
            self.keep(button.textContent)

    def pressed(self, event):
        if event.target.closest("input, textarea, select, dialog") or event.ctrlKey or event.metaKey or event.altKey:
            return
        # Enter on a button is that button's own.
        if event.key == "Enter" and self.collecting and not event.target.closest("button, a, summary, label"):
            label = str(self.digit)
        elif is_digit(event.key):
            label = event.key
        else:
            return
        if self.able():
            event.preventDefault()
            self.keep(label)

    def able(self):
        drawing = self.drawing()
        return bool(drawing and drawing["strokes"])

    def keep(self, label):
        """Keep what is on the pad as a drawing of this digit."""
        if not self.able():
            return
        strokes = [stroke for stroke in self.drawing()["strokes"] if stroke]
        if len(self.kept.drawings) >= MOST:
            say(self.words, f"There are {MOST} drawings already, and more would teach nothing new.")
            return
        try:
            what = self.kept.keep(label, strokes)
        except DrawingError as error:
            say(self.words, f"Not kept: {error}.")
            return
        count = self.kept.drawings.counts()[int(label)]
        self.thanked = True
        if self.collecting:
            self.ask()
            return
        for button in self.buttons:
            button.setAttribute("aria-pressed", "true" if button.textContent == label else "false")
        kind = f"{article(int(label))} {label}"
        say(self.words, {"new": f"Thank you: kept as {kind}, your {ordinal(count)}.",
                         "relabelled": f"Thank you: kept as {kind} instead.",
                         "known": f"This drawing is kept as {kind} already."}[what])

    # Collecting

    def collect(self, on):
        """Begin or end asking for one digit after the other."""
        self.collecting = on
        self.root.setAttribute("data-mode", "collect" if on else "correct")
        self.thanked = False
        if on:
            self.ask()
        else:
            self.hint.innerHTML = self.hinted
            self.drawn(self.drawing())
        self.on_collect(on)

    def ask(self):
        """Ask for the digit of which the fewest are there."""
        counts = self.kept.drawings.counts()
        self.digit = wanted(counts, self.digit)
        have = counts[self.digit]
        kind = f"{article(self.digit)} {self.digit}"
        told = "none yet" if not have else f"{have}, and {EACH} are good" if have < EACH else f"{have}, enough for a lesson"
        say(self.words, f"Draw {kind}. You have {told}.")
        self.next.textContent = f"It is {kind}: keep it"
        self.hint.innerHTML = f"Draw {article(self.digit)} <b>{self.digit}</b>"
        self.on_next()


def ordinal(number):
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"

"""Beside the answer: "Was I wrong?", one tap on the right digit; and when collecting, which digit to draw next."""
from app.core.errors import DrawingError
from app.ui.answer import article
from app.ui.views.teach.collection import DIGITS, MOST, wanted

QUESTION = "Was I wrong? Tap the digit it is, and I keep it."
EACH = 5  # drawings of each digit make a good lesson


class Ask:
    """drawing(): the look's drawing, or None. on_next(): the pad is to be empty. on_collect(on): collecting began or ended."""

    def __init__(self, window, root, *, keeper, drawing, on_next, on_collect):
        self.keeper = keeper
        self.drawing = drawing
        self.on_next = on_next
        self.on_collect = on_collect
        self.root = root
        find = root.querySelector
        self.words, self.digits, self.course = find(".ask"), find(".digits"), find(".course")
        found = self.digits.querySelectorAll("button")
        self.buttons = [found[digit] for digit in range(10)]
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
        self.drawn(None)

    def drawn(self, drawing):
        """Another drawing is on the pad, or none."""
        able = bool(drawing and drawing["strokes"])
        for button in self.buttons:
            button.disabled = not able
            button.removeAttribute("aria-pressed")
        self.next.disabled = not able
        if not self.collecting and (able or not self.thanked):
            self.say(QUESTION)
            self.thanked = False

    def say(self, text):
        if self.words.textContent != text:
            self.words.textContent = text

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
        elif len(event.key) == 1 and event.key in DIGITS:
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
        if len(self.keeper.drawings) >= MOST:
            self.say("There are %d drawings already, and more would teach nothing new." % MOST)
            return
        try:
            what = self.keeper.keep(label, strokes)
        except DrawingError as error:
            self.say("Not kept: %s." % error)
            return
        count = self.keeper.drawings.counts()[int(label)]
        self.thanked = True
        if self.collecting:
            self.ask()
            return
        for button in self.buttons:
            button.setAttribute("aria-pressed", "true" if button.textContent == label else "false")
        kind = "%s %s" % (article(int(label)), label)
        self.say({"new": "Thank you: kept as %s, your %s." % (kind, ordinal(count)),
                  "relabelled": "Thank you: kept as %s instead." % kind,
                  "known": "This drawing is kept as %s already." % kind}[what])

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
        counts = self.keeper.drawings.counts()
        self.digit = wanted(counts, self.digit)
        have = counts[self.digit]
        kind = "%s %d" % (article(self.digit), self.digit)
        self.say("Draw %s. You have %s." % (kind, "none yet" if not have else "%d, and %d are good" % (have, EACH)
                                            if have < EACH else "%d, enough for a lesson" % have))
        self.next.textContent = "It is %s: keep it" % kind
        self.hint.innerHTML = "Draw %s <b>%d</b>" % (article(self.digit), self.digit)
        self.on_next()


def ordinal(number):
    ending = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return "%d%s" % (number, ending)

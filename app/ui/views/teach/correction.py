"""Beside the answer: "Was I wrong?", one tap on the right digit; and when collecting, which digit to draw next."""
from app.core.errors import DrawingError
from app.core.labelled import DIGITS, MOST
from app.ui.browser import focused, hand_on_focus, nodes, pad_of, say
from app.ui.views.teach.collection import canonical, wanted
from app.ui.views.teach.digit_keys import digit_of
from app.ui.words import choices, filled, number, told, word, words

QUESTION = "ask.question"
WHICH = "ask.which"  # where none was read for sure
ORDINAL = "ask.ordinal"
EACH = 5  # drawings of each digit make a good lesson
BUTTON = '<button type="button" aria-keyshortcuts="%s">%s</button>'


class Correction:
    """drawing(): the one at the pad, or None. on_done(strokes): this drawing is kept, so another may begin; [] if it is not.
    on_next(): the pad is to be empty. on_collect(on): collecting began or ended. shortcuts: say which keys are meant for it.
    """

    def __init__(self, window, root, *, kept, drawing, shortcuts, on_done, on_next, on_collect):
        self.kept, self.drawing, self.shortcuts = kept, drawing, shortcuts
        self.on_done, self.on_next, self.on_collect = on_done, on_next, on_collect
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
        shortcuts.mark()
        self.collecting = False
        self.digit = None  # asked for
        self.text = ""  # of the finished drawing at the pad, if it may be a kept one
        self.thanks = ("", "", "")  # text and label of what was kept last, and what was said then
        self.trouble = ""  # why it will not last
        self.root.setAttribute("data-mode", "correct")
        self.drawn(None)

    def drawn(self, drawing):
        """Another drawing is on the pad, or none, or the same was read again."""
        able = bool(drawing and drawing["strokes"])
        for button in self.buttons:
            button.disabled = not able
        self.next.disabled = not able
        self.root.setAttribute("data-able", "true" if able else "false")
        finished = able and drawing["finished"]
        self.text = self.text_of(drawing["strokes"]) if finished else ""
        if finished:
            self.on_done(drawing["strokes"] if self.label else [])
        self.tell(drawing if able else None)
        self.keep_focus()

    def keep_focus(self):
        """What cannot be used any more leaves the focus to the pad."""
        hand_on_focus(focused(self.root), *pad_of(self.root.ownerDocument))

    def text_of(self, strokes):
        """The text by which a drawing is known among those that are kept, "" if it is none of them."""
        strokes = [stroke for stroke in strokes if stroke]
        try:
            begin = canonical([strokes[0][:1]])[:-2]  # the text of a long drawing takes longer than a stroke may
            likely = [text for text in self.kept.drawings.texts if text.startswith(begin)]
            return canonical(strokes) if likely else ""
        except DrawingError:
            return ""

    @property
    def label(self):
        """What the drawing at the pad is kept as, "" if it is not."""
        same = self.kept.drawings.same(self.text)
        return same[-1].label if same else ""

    def refresh(self, trouble):
        """Other drawings are kept than before. trouble: why they will not last, "" if they do."""
        self.trouble = trouble
        self.drawn(self.drawing())

    def tell(self, drawing):
        """Ask for its digit, or say what it is kept as."""
        label = self.label
        for button in self.buttons:
            if label:
                button.setAttribute("aria-pressed", "true" if button.textContent == label else "false")
            else:
                button.removeAttribute("aria-pressed")
        if self.collecting:
            return
        if label:
            text, thanked, thanks = self.thanks
            if (text, thanked) != (self.text, label):
                thanks = word("ask.known", digit=articled(label))
            say(self.words, word("ask.until_closed", why=self.trouble) if self.trouble else thanks)
        elif drawing is None:
            if self.words.textContent != self.thanks[2]:  # the drawing may have gone, the thanks are still true
                say(self.words, "")
        elif drawing["finished"] or self.words.textContent not in (word(QUESTION), word(WHICH)):
            say(self.words, word(QUESTION if drawing["sure"] else WHICH))

    def tapped(self, event):
        button = event.target.closest("button")
        if button:
            self.keep(button.textContent)

    def pressed(self, event):
        key = self.shortcuts.alone(event)
        # Enter on a button is that button's own.
        if key == "Enter" and self.collecting and not event.target.closest("button, a, summary, label"):
            label = str(self.digit)
        else:
            label = digit_of(key)
        if label and self.able():
            event.preventDefault()
            self.keep(label)

    def able(self):
        """Whether there is a drawing to keep, and no stroke of it is being drawn."""
        drawing = self.drawing()
        return bool(drawing and drawing["strokes"] and drawing["finished"])

    def keep(self, label):
        """Keep what is on the pad as a drawing of this digit."""
        if not self.able():
            return
        drawing = self.drawing()
        if len(self.kept.drawings) >= MOST and not self.label:
            say(self.words, word("ask.full", most=number(MOST)))
            return
        try:
            what = self.kept.keep(label, [stroke for stroke in drawing["strokes"] if stroke])
        except DrawingError as error:
            say(self.words, word("ask.not_kept", why=told(str(error))))
            return
        if self.collecting:
            self.ask()
            return
        count = self.kept.drawings.counts()[int(label)]
        thanks = {"new": "ask.new", "relabelled": "ask.relabelled", "known": "ask.known"}[what]
        self.thanks = (self.text, label, word(thanks, digit=articled(label), ordinal=ordinal(count)))
        self.tell(drawing)

    # Collecting

    def collect(self, on):
        """Begin or end asking for one digit after the other."""
        self.collecting = on
        self.root.setAttribute("data-mode", "collect" if on else "correct")
        self.thanks = ("", "", "")
        if on:
            self.ask()
        else:
            self.hint.innerHTML = self.hinted
            self.drawn(self.drawing())
        self.keep_focus()
        self.on_collect(on)

    def ask(self):
        """Ask for the digit of which the fewest are there."""
        counts = self.kept.drawings.counts()
        self.digit = wanted(counts, self.digit)
        have = counts[self.digit]
        kind, digit = articled(self.digit), str(self.digit)
        wish = "ask.draw_first" if not have else "ask.draw_more" if have < EACH else "ask.draw_enough"
        say(self.words, word(wish, digit=kind, count=have, enough=EACH))
        self.next.textContent = word("ask.it_is", digit=kind)
        self.hint.innerHTML = word("ask.hint", digit=kind.replace(digit, f"<b>{digit}</b>"))
        self.on_next()


def articled(digit):
    """A digit, or its text, in a sentence: "an 8"."""
    return choices("digit.a")[int(digit)]


def ordinal(count):
    """Such as "3rd". Its forms are called as in the browser's rules for ordinal numbers."""
    form = "other" if count % 100 in (11, 12, 13) else {1: "one", 2: "two", 3: "few"}.get(count % 10, "other")
    if words.language != "en":
        form = words.formatter("PluralRules", '{"type": "ordinal"}').select(count)
    return filled(words.find(f"{ORDINAL}.{form}") or words.find(f"{ORDINAL}.other"), {"count": count})

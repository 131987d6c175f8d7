"""The characters that were read, a button each: which is unsure is marked, and pressing one asks what else it may be."""
from app.ui.browser import focused, hand_on_focus, pad_of
from app.ui.words import word


class Characters:
    """root: holds the buttons. on_press(button, part): one was pressed; part: as the worker tells it."""

    def __init__(self, root, *, on_press):
        self.root, self.on_press = root, on_press
        self.document = root.ownerDocument
        self.parts, self.buttons, self.shown = [], [], []
        root.addEventListener("click", self.pressed)

    def show(self, parts):
        """parts: in reading order."""
        self.parts = parts
        while len(self.buttons) < len(parts):
            self.make()
        for at, part in enumerate(parts):
            state = (part["text"], part["sure"])
            if state != self.shown[at]:
                self.shown[at] = state
                self.mark(self.buttons[at], *state)
        if len(self.buttons) > len(parts):
            held = focused(self.root)
            while len(self.buttons) > len(parts):
                self.buttons.pop().remove()
                self.shown.pop()
            if held and not self.root.contains(held):
                hand_on_focus(held, *(self.buttons[-1:] + pad_of(self.document)))

    def make(self):
        button = self.document.createElement("button")
        button.type = "button"
        button.className = "character"
        button.setAttribute("aria-haspopup", "dialog")
        self.root.append(button)
        self.buttons.append(button)
        self.shown.append(None)

    def mark(self, button, text, sure):
        text = text.replace("-", "\u2212")
        button.textContent = text
        button.setAttribute("data-sure", "true" if sure else "false")
        button.setAttribute("aria-label", text if sure else word("sums.not_sure", character=text))

    def pressed(self, event):
        button = event.target.closest(".character")
        for at in range(len(self.parts)):
            if button and button.isSameNode(self.buttons[at]):
                self.on_press(button, self.parts[at])

"""What else may this character be? The next best ones, to choose from, beside the one that was pressed."""
from app.ui.answer import percent
from app.ui.browser import announce, js_object, move_focus, nodes
from app.ui.words import word

OPTION = '<button type="button" value="%s" aria-pressed="%s"><b>%s</b> <span>%s</span></button>'
EDGE = 8  # CSS pixels that are left to the window's edges


class Chooser:
    """root: a <dialog> with an element of the class "options". on_choose(part, character): this is what it is."""

    def __init__(self, window, root, *, on_choose):
        self.window, self.root, self.on_choose = window, root, on_choose
        self.options = root.querySelector(".options")
        self.button = self.part = None
        self.options.addEventListener("click", self.chosen)
        root.addEventListener("keydown", self.pressed)
        root.addEventListener("focusout", self.left)
        window.document.addEventListener("pointerdown", self.touched)
        for name in ("scroll", "resize"):
            window.addEventListener(name, lambda event: self.place(), js_object(window, {"passive": True}))

    def open(self, button, part, options):
        """Ask about a part, whose button was pressed; pressing it again is no more than that. options: [(character, its
        probability), ...]."""
        again = self.button is not None and button.isSameNode(self.button)
        self.close()
        if again:
            return
        self.button, self.part = button, part
        self.options.innerHTML = "".join([
            OPTION % (each, "true" if each == part["text"] else "false", each.replace("-", "\u2212"), percent(probability))
            for each, probability in options])
        button.setAttribute("aria-expanded", "true")
        self.root.show()
        self.place()
        move_focus(*nodes(self.options, '[aria-pressed="true"]') + nodes(self.options, "button"))

    def place(self):
        """Under the button, and in the window."""
        if self.button is None:
            return
        box, own, view = self.button.getBoundingClientRect(), self.root.getBoundingClientRect(), self.window
        left = min(max(box.left + box.width / 2 - own.width / 2, EDGE), view.innerWidth - own.width - EDGE)
        top = box.bottom + EDGE
        if top + own.height > view.innerHeight - EDGE:
            top = max(EDGE, box.top - own.height - EDGE)
        self.root.style.left, self.root.style.top = f"{left:.0f}px", f"{top:.0f}px"

    def close(self, *, back=False):
        """back: whether the focus returns to the button."""
        button, self.button = self.button, None
        if button is None:
            return
        button.setAttribute("aria-expanded", "false")
        if back:
            move_focus(button)
        self.root.close()

    def chosen(self, event):
        option = event.target.closest("button")
        if option and self.button:
            part, character = self.part, option.value
            self.close(back=True)
            announce(self.window.document, word("sums.it_is", character=character))
            self.on_choose(part, character)

    def pressed(self, event):
        if event.key == "Escape":
            event.preventDefault()
            event.stopPropagation()  # for the page it means to clear the pad
            self.close(back=True)

    def left(self, event):
        """The focus goes on to something else."""
        if self.button and event.relatedTarget and not self.root.contains(event.relatedTarget):
            self.close()

    def touched(self, event):
        target = event.target
        if self.button and not self.root.contains(target) and not self.button.contains(target):
            self.close()

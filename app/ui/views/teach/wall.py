"""The wall of kept drawings, a page at a time: any of them may be chosen, given another label, or deleted."""
from app.ui.views.teach.collection import thumbnail

PAGE = 30


class Wall:
    """keeper: has the drawings. read_as(id): what the network reads in one, or None while nobody knows."""

    def __init__(self, root, *, keeper, read_as):
        self.keeper = keeper
        self.read_as = read_as
        find = root.querySelector
        self.which, self.list, self.words = find(".which"), find(".wall"), find(".chosen")
        self.earlier, self.later = find(".earlier"), find(".later")
        self.label, self.delete, self.undo = find(".relabel"), find(".delete"), find(".undo")
        self.first = 0
        self.chosen = None
        self.paths = {}
        self.shown = []
        self.slots = []
        for _ in range(PAGE):
            self.list.insertAdjacentHTML("beforeend", '<li><button type="button" disabled><svg viewBox="0 0 28 28" '
                                         'aria-hidden="true"><path/></svg><span>\u00b7</span></button></li>')
            button = self.list.lastElementChild.firstElementChild
            self.slots.append((button, button.querySelector("path"), button.lastElementChild))
        self.list.addEventListener("click", self.choose)
        self.earlier.addEventListener("click", lambda event: self.turn(PAGE))
        self.later.addEventListener("click", lambda event: self.turn(-PAGE))
        self.label.addEventListener("change", self.relabel)
        self.delete.addEventListener("click", lambda event: self.remove())
        self.undo.addEventListener("click", lambda event: self.keeper.changed(self.keeper.drawings.undo()))

    def show(self):
        """The drawings as they are now, the newest first."""
        drawings = self.keeper.drawings.all[::-1]
        count = len(drawings)
        if self.first >= count:
            self.first = max(0, (count - 1) // PAGE * PAGE)
        self.shown = drawings[self.first:self.first + PAGE]
        self.which.textContent = "%d to %d of %d, newest first" % (
            self.first + 1, self.first + len(self.shown), count) if count > PAGE else ""
        self.earlier.disabled = self.first + PAGE >= count
        self.later.disabled = self.first == 0
        for at, (button, path, words) in enumerate(self.slots):
            drawing = self.shown[at] if at < len(self.shown) else None
            button.disabled = drawing is None
            button.className = ""
            if drawing is None:
                path.removeAttribute("d")
                words.textContent = "\u00b7"
                button.removeAttribute("aria-label")
                button.removeAttribute("aria-pressed")
                continue
            if drawing.id not in self.paths:
                self.paths[drawing.id] = thumbnail(drawing.text)
            path.setAttribute("d", self.paths[drawing.id])
            read = self.read_as(drawing.id)
            wrong = read is not None and str(read) != drawing.label
            words.textContent = "%s\u2192%d" % (drawing.label, read) if wrong else drawing.label
            button.className = "wrong" if wrong else ""
            button.setAttribute("aria-label", "Your drawing %d, a %s%s" % (
                count - self.first - at, drawing.label, ", read as a %d" % read if wrong else ""))
            button.setAttribute("aria-pressed", "true" if drawing.id == self.chosen else "false")
        chosen = self.keeper.drawings.find(self.chosen)
        self.label.disabled = self.delete.disabled = chosen is None
        self.undo.disabled = not self.keeper.drawings.past
        self.label.value = chosen.label if chosen else ""
        self.words.textContent = "This one is kept as:" if chosen else "Choose a drawing to mend or delete it."

    def turn(self, by):
        self.first = max(0, self.first + by)
        self.show()

    def choose(self, event):
        button = event.target.closest("button")
        if button:
            at = [each[0].isSameNode(button) for each in self.slots].index(True)
            self.chosen = self.shown[at].id
            self.show()

    def relabel(self, event):
        drawing = self.keeper.drawings.find(self.chosen)
        if drawing and self.label.value and self.label.value != drawing.label:
            self.keeper.changed(self.keeper.drawings.relabel(drawing.id, self.label.value))

    def remove(self):
        if self.keeper.drawings.find(self.chosen):
            self.keeper.changed(self.keeper.drawings.delete(self.chosen))
            self.slots[0][0].focus()

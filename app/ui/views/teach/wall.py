"""The wall of kept drawings, a page at a time: any of them may be chosen, given another label, or deleted."""
from app.ui.browser import focused, hand_on_focus, nodes, say, show
from app.ui.views.teach.collection import thumbnail
from app.ui.words import choices, word

PAGE = 30
SLOT = '<li><button type="button"><svg viewBox="0 0 28 28" aria-hidden="true"><path/></svg><span></span></button></li>'


class Wall:
    """kept: has the drawings. read_as(id): what the network reads in one, or None while nobody knows."""

    def __init__(self, root, *, kept, read_as):
        self.root, self.kept, self.read_as = root, kept, read_as
        find = root.querySelector
        self.which, self.list, self.words = find(".which"), find(".wall"), find(".chosen")
        self.earlier, self.later = find(".earlier"), find(".later")
        self.label, self.delete, self.undo = find(".relabel"), find(".delete"), find(".undo")
        self.first = 0
        self.chosen = None
        self.paths = {}
        self.shown = []
        self.slots = []
        self.list.addEventListener("click", self.choose)
        self.earlier.addEventListener("click", lambda event: self.turn(PAGE))
        self.later.addEventListener("click", lambda event: self.turn(-PAGE))
        self.label.addEventListener("change", self.relabel)
        self.delete.addEventListener("click", lambda event: self.remove())
        self.undo.addEventListener("click", lambda event: self.kept.changed(self.kept.drawings.undo()))

    def show(self):
        """The drawings as they are now, the newest first."""
        drawings = self.kept.drawings.all[::-1]
        count = len(drawings)
        held = focused(self.root)
        if self.first >= count:
            self.first = max(0, (count - 1) // PAGE * PAGE)
        self.shown = drawings[self.first:self.first + PAGE]
        say(self.which, word("teach.page", first=self.first + 1, last=self.first + len(self.shown), count=count)
            if count > PAGE else "")
        self.earlier.disabled = self.first + PAGE >= count
        self.later.disabled = self.first == 0
        for button in (self.earlier, self.later):
            show(button, count > PAGE)
        self.make_room(len(self.shown))
        for at, drawing in enumerate(self.shown):
            self.fill(self.slots[at], drawing, count - self.first - at)
        chosen = self.kept.drawings.find(self.chosen)
        for element in (self.label, self.delete):
            show(element, chosen is not None)
        show(self.undo, len(self.kept.drawings.past) > 0)
        self.label.value = chosen.label if chosen else ""
        say(self.words, word("teach.chosen") if chosen else word("teach.choose") if count else "")
        hand_on_focus(held, *([slot[0] for slot in self.slots[:1]] + [self.undo]))

    def make_room(self, count):
        """As many places as there are drawings to show."""
        while len(self.slots) > count:
            self.slots.pop()[0].parentElement.remove()
        while len(self.slots) < count:
            self.list.insertAdjacentHTML("beforeend", SLOT)
            button = self.list.lastElementChild.firstElementChild
            self.slots.append((button, nodes(button, "path")[0], button.lastElementChild))

    def fill(self, slot, drawing, number):
        button, path, words = slot
        if drawing.id not in self.paths:
            self.paths[drawing.id] = thumbnail(drawing.text)
        path.setAttribute("d", self.paths[drawing.id])
        read = self.read_as(drawing.id)
        wrong = read is not None and str(read) != drawing.label
        say(words, f"{drawing.label}\u2192{read}" if wrong else drawing.label)
        button.className = "wrong" if wrong else ""
        articled = choices("digit.a")
        button.setAttribute("aria-label", word("teach.one_misread" if wrong else "teach.one", number=number,
                                               digit=articled[int(drawing.label)], read=articled[read or 0],
                                               shown=words.textContent))
        button.setAttribute("aria-pressed", "true" if drawing.id == self.chosen else "false")

    def turn(self, by):
        self.first = max(0, self.first + by)
        self.show()

    def choose(self, event):
        button = event.target.closest("button")
        if button:
            at = [slot[0].isSameNode(button) for slot in self.slots].index(True)
            self.chosen = self.shown[at].id
            self.show()

    def relabel(self, event):
        drawing = self.kept.drawings.find(self.chosen)
        if drawing and self.label.value and self.label.value != drawing.label:
            self.kept.changed(self.kept.drawings.relabel(drawing.id, self.label.value))

    def remove(self):
        if self.kept.drawings.find(self.chosen):
            self.kept.changed(self.kept.drawings.delete(self.chosen))

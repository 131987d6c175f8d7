"""The network drawn: columns of neurons as discs, and between them the strongest connections of this drawing."""
from app.ui.browser import move_focus, nodes
from app.ui.views.cells import SIDE, Cells
from app.ui.views.inside.neuron import name_of, title
from app.ui.views.numbers import number
from app.ui.words import word

STRENGTHS = 4  # widths of line that the eye tells apart
KEYS = {"ArrowUp": (0, -1), "ArrowDown": (0, 1), "ArrowLeft": (-1, 0), "ArrowRight": (1, 0)}
GAP = '<svg class="gap" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">%s<path class="mine"/></svg>' % (
    "".join([f'<path class="{sign} s{at}"/>' for sign in ("for", "against") for at in range(STRENGTHS)]))
IMAGE = '<div class="column image"><svg class="cells" viewBox="0 0 28 28" role="img"></svg><small></small></div>'
DISC = '<li><button type="button" tabindex="-1" data-column="%d" data-slot="%d"><i></i>%s</button></li>'


class Stage:
    """element: keeps its size whatever network is drawn. on_choice(column, slot, deliberate): a neuron is pointed at, by key
    or click, which is deliberate, or by a mouse on its way.

    Columns are counted from the image, which is 0; a slot is a neuron's place in its column.
    """

    def __init__(self, element, *, on_choice):
        self.element = element
        self.on_choice = on_choice
        self.shape = None
        # Not pointerover: a page that scrolls under a resting mouse, as keyboard focus makes it, sends that, too.
        # Firefox then even sends a move of no length.
        for name in ("pointermove", "click", "focusin"):
            element.addEventListener(name, self.point)
        element.addEventListener("keydown", self.press)

    def build(self, columns):
        """Lay out the columns of another network."""
        held = self.element.contains(self.element.ownerDocument.activeElement)
        parts = [IMAGE]
        for at, column in enumerate(columns[1:]):
            last = at == len(columns) - 2
            discs = [DISC % (at + 1, slot, f"<b>{slot}</b>" if last else "") for slot in range(len(column["shown"]))]
            kind = "column last" if last else "column"
            parts.append('<div class="%s"><ol>%s</ol><small></small></div>' % (kind, "".join(discs)))
        self.element.innerHTML = GAP.join(parts)
        self.element.setAttribute("data-columns", str(len(columns)))
        listed = self.element.children
        image = listed[0].querySelector("svg")
        image.setAttribute("aria-label", word("inside.image"))
        listed[0].querySelector("small").textContent = word("inside.image_pixels")
        self.image = Cells(image)
        self.units, self.notes, self.lit, self.labels, self.gaps = [None], [None], [None], [None], []
        for at in range(1, len(columns)):
            units = nodes(listed[2 * at], "button")
            self.units.append(units)
            self.lit.append([None] * len(units))
            self.labels.append([None] * len(units))
            self.notes.append(listed[2 * at].querySelector("small"))
            self.gaps.append(nodes(listed[2 * at - 1], "path"))
        self.units[-1][0].tabIndex = 0
        if held:
            move_focus(self.units[-1][0])

    def show(self, inside, pixels, *, chosen, finished):
        """inside: what the worker says; chosen: (column, neuron) or None; finished: whether names get their values, too."""
        columns = inside["layers"]
        self.image.show(pixels)
        for at in range(1, len(columns)):
            self.fill(at, columns[at], finished)
        for at in range(len(columns) - 1):
            self.connect(at, columns[at], columns[at + 1], inside["links"][at], chosen)
        self.ring(columns, chosen)

    def fill(self, at, column, finished):
        """Give each disc of a column its darkness, and each neuron its name."""
        largest = column["largest"] or 1.0
        units, lit, labels = self.units[at], self.lit[at], self.labels[at]
        for slot, value in enumerate(column["activations"]):
            light = max(0, min(20, int(20 * value / largest + 0.5)))
            if light != lit[slot]:
                lit[slot] = light
                units[slot].style.setProperty("--lit", str(light / 20))
            label = title(column, column["shown"][slot])
            if finished:
                label = word("inside.shown", neuron=label, value=number(value))
            if label != labels[slot]:
                labels[slot] = label
                units[slot].setAttribute("aria-label", label)
        self.notes[at].innerHTML = note(column)

    def connect(self, at, before, after, links, chosen):
        """Draw the connections of one gap, each sign in a few strengths."""
        starts, ends = heights(before), heights(after)
        strongest = max([abs(link["signal"]) for link in links]) if links else 0
        paths = [[] for _ in range(2 * STRENGTHS + 1)]
        for link in links:
            end = ends.get(link["to"])
            start = 36 + link["from"] // SIDE if at == 0 else starts.get(link["from"])
            if start is None or end is None or not link["signal"]:
                continue
            strength = min(STRENGTHS - 1, int(STRENGTHS * abs(link["signal"]) / strongest))
            line = f"M0 {start:.1f}C50 {start:.1f} 50 {end:.1f} 100 {end:.1f}"
            paths[strength + (STRENGTHS if link["signal"] < 0 else 0)].append(line)
            if chosen and (chosen == (at + 1, link["to"]) or chosen == (at, link["from"])):
                paths[-1].append(line)
        for path, lines in zip(self.gaps[at], paths):
            path.setAttribute("d", "".join(lines))

    def ring(self, columns, chosen):
        """Ring the chosen neuron, wherever its slot now is; it may also have left the selection."""
        for unit in nodes(self.element, "[aria-current]"):
            unit.removeAttribute("aria-current")
        if chosen and chosen[1] in columns[chosen[0]]["shown"]:
            self.units[chosen[0]][columns[chosen[0]]["shown"].index(chosen[1])].setAttribute("aria-current", "true")

    def clear(self):
        """Nothing drawn: everything stays where it is, and dark."""
        self.image.show(None)
        for at in range(1, len(self.units)):
            for slot, unit in enumerate(self.units[at]):
                unit.style.setProperty("--lit", "0")
                self.lit[at][slot] = 0
        for paths in self.gaps:
            for path in paths:
                path.setAttribute("d", "")

    # Pointing at a neuron

    def point(self, event):
        still = event.type == "pointermove" and event.movementX == 0 and event.movementY == 0
        unit = None if still else event.target.closest("button")
        if unit:
            self.choose(int(unit.dataset.column), int(unit.dataset.slot), event.type != "pointermove")

    def press(self, event):
        step = KEYS.get(event.key)
        unit = event.target.closest("button")
        if step is None or not unit or event.ctrlKey or event.metaKey or event.altKey:
            return
        event.preventDefault()
        column, slot = int(unit.dataset.column), int(unit.dataset.slot)
        there = min(max(1, column + step[0]), len(self.units) - 1)
        if there != column:  # to the neuron at the same height
            slot = min(len(self.units[there]) - 1, slot * len(self.units[there]) // len(self.units[column]))
        else:
            slot = min(max(0, slot + step[1]), len(self.units[there]) - 1)
        self.units[there][slot].focus()
        self.choose(there, slot, True)  # a window that is not in front gets no focus event

    def choose(self, column, slot, deliberate):
        """The whole network is one stop of the Tab key: the neuron last pointed at."""
        before = self.element.querySelector("[tabindex='0']")
        if before:
            before.tabIndex = -1
        self.units[column][slot].tabIndex = 0
        self.on_choice(column, slot, deliberate)


def heights(column):
    """{neuron: its height on the stage, 0 at the top to 100} of those that a column shows."""
    found = {}
    count = len(column["shown"])
    for slot, index in enumerate(column["shown"]):
        found[index] = 100 * (slot + 0.5) / count
    return found


def note(column):
    """The words below a column: what the discs above leave out."""
    if column["name"] == "Output":
        return word("inside.outputs")
    firing = word("inside.firing", active=column["active"], size=column["size"])
    return f"{name_of(column)}<span>{firing}</span>"

"""The view "Inside the network": the network drawn, and one of its neurons in detail."""
from app.ui.browser import announce
from app.ui.views.inside.neuron import Neuron, name_of
from app.ui.views.inside.stage import Stage
from app.ui.views.numbers import number
from app.ui.views.player import Player
from app.ui.views.view import View, tabulate
from app.ui.words import choices, word

COUNT = 12  # neurons shown of a large layer


class Inside(View):
    name = "inside"

    def __init__(self, root):
        element = root.querySelector(".stage")
        self.stage = Stage(element, on_choice=self.choose)
        self.panel = Neuron(root.querySelector(".neuron"))
        self.player = Player(element, root.querySelector(".play"), count=4, pause=0.9, key="inside.play")
        self.table = root.querySelector("details.table")
        self.table.addEventListener("toggle", lambda event: self.tabulate())
        self.shape = None  # of the network on the stage
        self.inside = None
        self.pointed = None  # (column, slot), until it is known which neuron is there
        self.chosen = None  # (column, neuron)
        self.asked = self.known = None  # the choice that the worker was asked about, and the one that the panel shows
        self.silent = True  # whether nothing is to be announced

    def calls(self, drawing):
        wanted = {"inside": {"count": COUNT}}
        self.asked = self.chosen if self.shape and self.shape[0] == drawing["network"] else None
        if self.asked:
            wanted["neuron"] = {"layer": self.asked[0], "index": self.asked[1]}
        return wanted

    def show(self, drawing, told):
        self.inside = told["inside"]
        columns = self.inside["layers"]
        shape = [drawing["network"]] + [(column["kind"], len(column["shown"])) for column in columns]
        if shape != self.shape:
            self.shape = shape
            self.pointed = self.chosen = self.asked = self.known = None
            self.player.stop()
            self.player.count = len(columns)
            self.panel.clear()
            self.stage.build(columns)
        self.stage.show(self.inside, drawing["pixels"], chosen=self.chosen, finished=drawing["finished"])
        if self.asked and self.asked == self.chosen:
            column, index = self.asked
            self.panel.show(told["neuron"], column=columns[column], before=columns[column - 1], index=index,
                            key=(drawing["network"], column, index))
            self.known = self.chosen
            self.voice()
        self.tabulate()
        self.settle()

    def choose(self, column, slot, deliberate):
        self.pointed = (column, slot)
        self.silent = not deliberate
        self.settle()
        self.voice()

    def voice(self):
        """Announce a neuron that somebody chose: once, and not what the mouse passes over."""
        if not self.silent and self.known and self.known == self.chosen:
            self.silent = True
            announce(self.table.ownerDocument, self.panel.words)

    def settle(self):
        """Make the place pointed at the neuron chosen, as soon as there is a drawing."""
        if self.pointed and self.inside:
            column, slot = self.pointed
            chosen = (column, self.inside["layers"][column]["shown"][slot])
            self.pointed = None
            if chosen != self.chosen:
                self.chosen = chosen
                self.on_choice()

    def clear(self):
        """The choice stays, to be watched on the next drawing."""
        self.player.stop()
        self.inside = self.known = None
        self.panel.clear()
        if self.shape is not None:
            self.stage.clear()
        self.tabulate()

    def tabulate(self):
        tabulate(self.table, self.rows)

    def rows(self):
        if not self.inside:
            return ""
        rows = []
        for column in self.inside["layers"][1:]:
            shown = ""
            for index, value in zip(column["shown"], column["activations"]):
                each = word("inside.shown", neuron=index, value=number(value))
                shown = word("inside.more_shown", before=shown, after=each) if shown else each
            cells = "".join([f"<td>{text}</td>" for text in (column["size"], column["active"], number(column["mean"]), shown)])
            rows.append(f"<tr><th scope=row>{name_of(column)}</th>{cells}</tr>")
        heads = "".join([f"<th scope=col>{text}</th>" for text in choices("inside.heads")])
        return f"<table class=wordy><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"

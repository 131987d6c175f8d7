"""The view "Why this digit": each pixel's part in the lead of the answer over another digit, on the digit itself."""
from app.ui.browser import announce, nodes, say
from app.ui.views.cells import SIDE, Cells, Finger, ink_paths, value_table
from app.ui.views.numbers import number, signed
from app.ui.views.view import View, tabulate
from app.ui.views.why.regions import because, sums
from app.ui.words import choices, word

FULL = 0.5  # of the largest contribution


class Why(View):
    name = "why"

    def __init__(self, root):
        find = root.querySelector
        self.picture = Cells(find(".signed"), signed=True)
        find(".signed").insertAdjacentHTML("afterbegin", '<path class="under"/>')
        self.under = find(".under")  # the ink itself, faintly, so that the digit stays to be seen
        self.said = find("#pixel-said")
        self.finger = Finger(find(".signed"), words=self.said, on_point=lambda at: self.tell())
        self.digit = find(".digit")
        self.rival = find(".rival")
        self.because = find(".because")
        self.sums = nodes(root, ".sums td")
        self.table = find("details.table")
        self.table.addEventListener("toggle", lambda event: self.tabulate())
        self.rival.addEventListener("change", lambda event: self.choose())
        self.reply = None
        self.asked = False  # whether the visitor has just chosen the rival

    def choose(self):
        self.asked = True
        self.on_choice()

    def calls(self, drawing):
        rival = self.rival.value
        return {"explain": {"against": int(rival) if rival else None}}

    def show(self, drawing, told):
        self.reply = reply = told["explain"]
        contributions = reply["contributions"]
        # A few pixels say much more than all others: full colour at less than their size keeps those to be seen.
        self.picture.show(contributions, FULL * max(max(contributions), -min(contributions)))
        self.under.setAttribute("d", "".join(ink_paths(drawing["pixels"])))
        for_it, against, _, _ = sums(contributions)
        for cell, value in zip(self.sums, (for_it, against, reply["bias"], reply["difference"])):
            cell.textContent = signed(value)
        self.digit.textContent = str(reply["digit"])
        if drawing["finished"] or not self.because.textContent:
            say(self.because, because(reply["digit"], reply["against"], contributions, reply["difference"]))
        if self.asked:
            self.asked = False
            announce(self.because.ownerDocument, self.because.textContent)
        self.tell()
        self.tabulate()

    def clear(self):
        self.reply = None
        self.picture.show(None)
        self.under.setAttribute("d", "")
        for cell in self.sums:
            cell.textContent = "\u2013"
        self.digit.textContent = word("why.this")
        self.because.textContent = ""
        self.tell()
        self.tabulate()

    def tell(self):
        at = self.finger.at
        if at is None or self.reply is None:
            say(self.said, word("why.point"))
            return
        value = self.reply["contributions"][at]
        say(self.said, word("why.pixel" if value else "why.no_ink_at", row=at // SIDE, column=at % SIDE, value=signed(value)))

    def tabulate(self):
        tabulate(self.table, self.rows)

    def rows(self):
        if not self.reply:
            return ""
        _, _, fors, againsts = sums(self.reply["contributions"])
        regions = choices("why.regions")
        rows = [f"<tr><th scope=row>{regions[at]}</th><td>{signed(fors[at])}</td><td>{signed(againsts[at])}</td></tr>"
                for at in range(9)]
        values = value_table(self.reply["contributions"], lambda value: number(value, 2) if value else "")
        heads = [f"<th scope=col>{word(key)}</th>" for key in ("why.ink", "why.spoke_for", "why.spoke_against")]
        return (f"<table><thead><tr>{''.join(heads)}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
                f"<table class=values><caption>{word('why.by_pixel')}</caption>{values}</table>")

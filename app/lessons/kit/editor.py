"""One piece of a lesson's code in a text area, with the buttons to run, stop and restore it, and an expression to try.

A plain text area: Tab leaves it, as everywhere else on the page, and the browser's own undo works in it.
"""
from app.lessons.kit.source import extract
from app.ui.browser import say, show

PARTS = """<label class="unseen" for="%(id)s">The code of %(title)s, which you may change</label>
<textarea id="%(id)s" spellcheck="false" autocapitalize="off" autocomplete="off" autocorrect="off" wrap="off"></textarea>
<p class="try"><label for="%(id)s-try">Try</label> <input id="%(id)s-try" spellcheck="false" autocapitalize="off"
  autocomplete="off"> <output for="%(id)s-try"></output></p>
<div class="tools"><button type="button" class="run">Run</button> <button type="button" class="stop" hidden>Stop</button>
<button type="button" class="restore" disabled>Restore</button></div>
<p class="said" role="status"></p><pre class="printed" hidden></pre>"""


class Editor:
    """field: what the address calls it. address: of the file that the code is in, as the page names it."""

    def __init__(self, root, code):
        self.root, self.code = root, code
        self.address = root.getAttribute("data-file")
        self.names = root.getAttribute("data-names").split()
        self.first_expression = root.getAttribute("data-try") or ""
        self.field = "code" if not code_before(root) else f"code{code_before(root) + 1}"
        self.ready = False
        self.original = ""

    def open(self, text):
        """Show the functions of this file. Raises nothing: a name that the file lacks is said."""
        try:
            self.original = extract(text, self.names)
        except ValueError as error:
            self.root.textContent = f"{self.address}: {error}."
            return
        self.root.innerHTML = PARTS % {"id": self.field, "title": ", ".join(self.names)}
        find = self.root.querySelector
        self.area, self.trial, self.value = find("textarea"), find("input"), find("output")
        self.runner, self.stopper, self.restorer = find(".run"), find(".stop"), find(".restore")
        self.said, self.printed = find(".said"), find(".printed")
        self.ready = True
        self.put(self.original)
        self.trial.value = self.first_expression
        show(find(".try"), bool(self.first_expression))
        self.area.addEventListener("input", lambda event: self.edited())
        for place in (self.area, self.trial):
            place.addEventListener("keydown", self.pressed)
        self.runner.addEventListener("click", lambda event: self.code.run())
        self.stopper.addEventListener("click", lambda event: self.code.stop())
        self.restorer.addEventListener("click", lambda event: self.code.restored())

    @property
    def text(self) -> str:
        return str(self.area.value) if self.ready else ""

    @property
    def changed(self) -> bool:
        return self.ready and self.text != self.original

    @property
    def expression(self) -> str:
        return str(self.trial.value).strip() or "None"

    @property
    def asks(self) -> bool:
        """Whether the expression is another one than the lesson's."""
        return self.ready and self.expression != (self.first_expression or "None")

    def put(self, text):
        self.area.value = text
        self.edited()

    def edited(self):
        self.area.rows = min(max(len(self.text.split("\n")) + 1, 4), 30)
        self.restorer.disabled = not self.changed

    def pressed(self, event):
        """Ctrl or Cmd with Enter runs it, and so does Enter where an expression is."""
        if event.key == "Enter" and (event.ctrlKey or event.metaKey or event.target.isSameNode(self.trial)):
            event.preventDefault()
            self.code.run()

    def begin(self):
        self.tell("Running\u2026")
        show(self.stopper, True)

    def end(self, text, *, may_stop=False):
        self.tell(text)
        show(self.stopper, may_stop)

    def tell(self, text):
        if self.ready:
            say(self.said, text)
        else:
            say(self.root, text)

    def show_value(self, reply):
        """What the expression comes to, and what was printed meanwhile."""
        if reply is not None and self.ready:
            say(self.value, f"= {reply['value']}")
            say(self.printed, reply["printed"])
            show(self.printed, bool(reply["printed"]))

    def restore(self):
        if self.ready:
            self.put(self.original)
            self.trial.value = self.first_expression


def code_before(root) -> int:
    """How many editors come before this one."""
    editors = root.ownerDocument.querySelectorAll(".editor")
    return [editors[at].isSameNode(root) for at in range(editors.length)].index(True)

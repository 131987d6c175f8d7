"""The lesson's code, shown, edited and run: the functions that make the pictures, in the text of the file that runs.

Edited code never runs in the page itself, where one that goes round for ever would stop everything, but in a worker, which can
be ended. Code that came with a link is somebody else's: it is shown, and runs only once the reader has said so.

In the page: <div class="editor" data-file="neuron.py" data-names="weighted_sum fires" data-try="fires([1, 1], [1, 1], 0)">.
"""
from asyncio import create_task

from app.core.errors import InklingError
from app.lessons.kit.bench import STOPPED, Bench, Stopped, text_of
from app.lessons.kit.editor import Editor
from app.ui.browser import nodes, sentence, show


class Code:
    """edited: whether the pictures are made by code that differs from the lesson's."""

    def __init__(self, lesson, *, on_change):
        self.lesson, self.window, self.document = lesson, lesson.window, lesson.document
        self.on_change = on_change
        self.edited = False
        self.turn = 0  # how often code has been begun: what an earlier turn ends in is nothing to the present one
        self.bench = Bench(lesson.window, lesson.workers)  # a lesson may have another
        self.editors = [Editor(root, self) for root in nodes(self.document, ".editor")]
        self.brought = {}  # edited texts from the address, until the lesson's own are here
        for button in nodes(self.document, "[data-restore]"):
            button.addEventListener("click", lambda event: self.restored())
        create_task(self.open())

    async def open(self):
        """Read the files whose code is shown."""
        for editor in self.editors:
            try:
                editor.open(await text_of(self.window, editor.address))
            except InklingError as error:
                editor.tell(sentence(error))
        self.show_own_values()
        self.put_brought()

    # The address

    def fields(self) -> list:
        return [(editor.field, editor.text) for editor in self.editors if editor.changed]

    def restore(self, fields):
        """Show the code that the address brings. Returns a sentence about it, or ""."""
        self.brought = {editor.field: fields[editor.field] for editor in self.editors if editor.field in fields}
        if not self.brought and self.edited:
            self.restored()
        self.put_brought()
        if self.brought:
            return "The link that brought you here has changed code in it, which runs once you press Run below it."
        return ""

    def put_brought(self):
        for editor in self.editors:
            if editor.ready and editor.field in self.brought:
                editor.put(self.brought[editor.field])

    # Running

    def run(self):
        """Let what is in the editors make the pictures, and try the expressions."""
        self.turn += 1
        self.bench.stop()
        self.edited = any([editor.changed for editor in self.editors])
        self.on_change()
        self.show_state()
        if self.edited or any([editor.asks for editor in self.editors]):
            for editor in self.editors:
                editor.begin()
            create_task(self.begin(self.turn))
        else:
            self.show_own_values()
            self.lesson.refresh()

    async def begin(self, turn):
        try:
            edits = [(editor.address, editor.text) for editor in self.editors if editor.changed]
            await self.bench.begin(self.lesson, edits)
            for editor in self.editors:
                editor.show_value(await self.bench.value(editor.expression))
        except InklingError as error:
            self.refused(error, turn)
            return
        said = "It runs, and the pictures above follow it." if self.edited else ""
        for editor in self.editors:
            editor.end(said, may_stop=self.edited and self.bench.lasts)
        self.lesson.refresh()

    def show_own_values(self):
        """What the lesson's own code makes of its expressions, by the page's own Python: these come to an end."""
        for editor in self.editors:
            editor.end("")
            if editor.ready:
                editor.show_value({"value": repr(eval(editor.first_expression or "None", self.lesson.names)), "printed": ""})

    @property
    def draws(self) -> bool:
        """Whether edited code makes the pictures."""
        return self.edited and self.bench.draws

    async def pictures(self):
        """The lesson's pictures by the edited code; None if it made none: it is being read, or the editor says why."""
        turn = self.turn
        try:
            return await self.bench.pictures(self.lesson.state)
        except InklingError as error:
            self.refused(error, turn)
            return None

    def refused(self, error, turn):
        if turn != self.turn:
            return
        for editor in self.editors:
            editor.end(sentence(error))
        if isinstance(error, Stopped):
            self.edited = False
            self.show_state()
            self.lesson.refresh()

    def stop(self):
        self.bench.stop()
        if self.bench.lasts:  # and nobody waits for it, who would say so
            self.refused(Stopped(STOPPED), self.turn)

    def restored(self):
        """Back to the lesson's own code and expressions."""
        for editor in self.editors:
            editor.restore()
        self.run()

    def show_state(self):
        """Say above the pictures whose code makes them, with a way back."""
        mark = self.lesson.find("edited")
        if mark:
            show(mark, self.edited)

"""The view "Your data": how much is kept, all of it as one file, and its deletion, which can be undone until the page is left."""
from asyncio import create_task

from app.core.errors import InklingError
from app.ui.browser import promised, say, show
from app.ui.views.data.confirm import Confirm
from app.ui.views.data.deletion import Deletion
from app.ui.views.data.inventory import Inventory, size
from app.ui.views.view import View
from app.ui.words import plural, told, word

ROW = '<tr><th scope="row">%s</th><td>%s</td><td>%s</td></tr>'


class Data(View):
    """teach: the view that keeps it. on_clear(): empty the pad, of numbers too; on_put_back(key, strokes): let the
    strokes be on it again that were kept under this key."""

    name = "data"
    alone = True

    def __init__(self, window, root, *, teach, storage, on_clear, on_put_back):
        self.window, self.root, self.teach, self.storage = window, root, teach, storage
        self.on_clear, self.on_put_back = on_clear, on_put_back
        find = root.querySelector
        self.summary, self.scroll, self.body = find(".summary"), find(".scroll"), find("tbody")
        self.safe, self.usage, self.told = find(".safe"), find(".usage"), find(".told")
        self.export, self.undo_button = find(".export"), find(".undo")
        self.buttons = [find(".delete-drawings"), find(".delete-network"), find(".delete-all")]
        self.confirm = Confirm(find("dialog"))
        self.html = ""
        self.past = []  # Deletions that can be undone, the last one last
        for button, ask in zip(self.buttons, (self.ask_drawings, self.ask_network, self.ask_all)):
            button.addEventListener("click", self.asking(ask))
        self.export.addEventListener("click", lambda event: teach.exchange.save_all())
        self.undo_button.addEventListener("click", lambda event: create_task(self.undo()))
        root.addEventListener("toggle", lambda event: self.refresh())
        teach.exchange.importing(find("#brought"), self.told)
        teach.on_kept = self.refresh

    def asking(self, ask):
        return lambda event: ask(self.inventory())

    # How much there is

    def inventory(self):
        return Inventory(self.teach.kept, self.teach.own, self.storage.items())

    def show(self, drawing, told):
        if drawing["finished"]:
            self.refresh()

    def clear(self):
        self.refresh()

    def refresh(self):
        """Something else is kept than before."""
        if not self.root.open:
            return
        kept, now = self.teach.kept, self.inventory()
        rows = now.rows
        html = "".join([ROW % (what, much, "\u2013" if count is None else size(count)) for what, much, count in rows])
        if html != self.html:
            self.html = self.body.innerHTML = html
        say(self.summary, word("teach.kept.unread", why=kept.unread) if kept.unread
            else "" if rows or not kept.known else word("data.nothing"))
        say(self.safe, self.teach.persistence.sentence() if rows else "")
        show(self.scroll, len(rows) > 0)
        show(self.export, now.words != "")
        for button, there in zip(self.buttons, (now.drawings + now.damaged, now.network or now.unread, rows)):
            show(button, bool(there))
        show(self.undo_button, len(self.past) > 0)
        create_task(self.measure())

    async def measure(self):
        """What the browser itself counts, if it does."""
        storage = self.window.navigator.storage
        if storage and hasattr(storage, "estimate"):
            try:
                estimate = await promised(self.window, storage, "estimate")
                count = float(self.window.String(estimate.usage))  # as a number MicroPython would have 32 bits of it
            except Exception as error:  # the browser's own, or it does not tell
                self.window.console.info(f"How much is kept is not known: {error}")
                return
            say(self.usage, word("data.with_site", size=size(int(count))))

    # Deleting it

    def ask_drawings(self, now):
        what = plural("data.drawings", now.drawings)
        question = [word("data.ask", what=what), word("data.undoable")]
        question += [plural("data.damaged_gone", now.damaged)] if now.damaged else []
        self.confirm.ask(" ".join(question), lambda: create_task(self.delete(what, drawings=True)))

    def ask_network(self, now):
        what = word("data.own")
        question = [word("data.ask", what=what), word("data.undoable")] if now.network else [word("data.ask_unread")]
        self.confirm.ask(" ".join(question), lambda: create_task(self.delete(what, network=True)))

    def ask_all(self, now):
        what = now.words or word("data.all")
        question = [word("data.ask", what=what)]
        question += [word("data.undoable")] if now.words else []
        question += [word("data.unread_gone")] if now.hopeless else []
        self.confirm.ask(" ".join(question), lambda: create_task(self.delete(what, drawings=True, network=True, rest=True)))

    async def delete(self, what, *, drawings=False, network=False, rest=False):
        kept = self.teach.kept
        if drawings and kept.unread:
            await kept.read()
            if kept.unread:
                say(self.told, word("data.not_deleted", why=kept.unread))
                return
        deletion = Deletion(what, kept, self.teach.own, self.storage)
        self.past.append(deletion)
        if rest:
            deletion.hold_items()
        if drawings:
            deletion.delete_drawings()
        if network:
            await deletion.delete_network()
        if rest:
            self.on_clear()  # which keeps an empty drawing
            deletion.delete_items()
            await self.storage.written()
        self.refresh()
        say(self.told, word("data.deleted", what=what) + " " + word("data.undoable"))
        self.undo_button.focus()

    async def undo(self):
        """Everything that was deleted last is back, if it can be."""
        if not self.past:
            return
        deletion = self.past[-1]
        try:
            await deletion.undo()
        except InklingError as error:
            say(self.told, word("data.not_back", why=told(str(error))))
            return
        self.past.remove(deletion)
        for key, strokes in deletion.sheets:
            self.on_put_back(key, strokes)
        await self.storage.written()
        self.refresh()
        say(self.told, word("data.back", what=deletion.what))
        if self.undo_button.hidden:
            self.buttons[-1].focus()

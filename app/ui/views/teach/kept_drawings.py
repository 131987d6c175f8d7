"""Keeps the drawings in the browser's database, one record each, and knows what other tabs keep.

What the database refuses stays in memory and is tried again with the next change; so a full or forbidden store costs
nothing but the drawings' life beyond this tab. What cannot be read is left as it is, and never taken for nothing.
"""
from asyncio import create_task, sleep
from time import time

from app.core.errors import DrawingError
from app.ui.views.teach.collection import Collection, Drawing, canonical, check
from app.ui.views.teach.database import Refused
from app.ui.words import plural, word

STORE = "drawings"
LONGEST_ID, LATEST = 200, 1e12  # characters, seconds
TURN = 8  # milliseconds of work before the pen has its turn


class KeptDrawings:
    """on_change() is called whenever the drawings, or what is to be said of them, are others; on_kept() whenever the database
    has taken some."""

    def __init__(self, window, base, *, on_change, on_kept=lambda: None):
        self.window = window
        self.base = base
        self.on_change, self.on_kept = on_change, on_kept
        self.drawings = Collection()
        self.pending = {}  # by id: what the database has not taken yet, None to delete
        self.batch = {}  # what is being written to it right now
        self.touched = {}  # what changed while a reading of the database is under way
        self.trouble = ""  # why drawings are not kept, as Refused puts it
        self.unread = ""  # why what earlier visits kept could not be read, likewise
        self.damaged = []  # the ids of single drawings that could not be
        self.known = False  # whether the database has been asked at all
        self.writing = self.reading = self.again = False
        self.counter = 0

    async def open(self):
        """Read what is kept, and listen for other tabs."""
        self.base.listen(STORE, lambda: create_task(self.read()))
        await self.read()

    async def read(self):
        """Take over what the database has, other tabs' drawings among it."""
        if self.reading:
            self.again = True
            return
        self.reading = True
        try:
            self.touched = dict(self.batch)  # which this reading may come before
            records, unreadable = await self.base.all(STORE)
            kept, damaged = await self.checked(records)
            self.drawings.replace(kept)
            for changes in (self.pending, self.touched):
                self.drawings.set([(id, changes[id]) for id in changes])
            late, self.unread, self.damaged = self.unread, "", damaged + unreadable
            if late:
                self.drop_doubles()
        except Refused as error:
            self.unread = str(error)
        finally:
            self.reading, self.known = False, True
        self.on_change()
        if self.again:
            self.again = False
            await self.read()

    def drop_doubles(self):
        """What was drawn or imported while the database could not be read may have been in it."""
        seen, doubles = {}, []
        for each in self.drawings.all:
            name = each.label + each.text
            if name in seen:
                doubles.append((each.id, None))
            seen[name] = True
        self.changed(self.drawings.set(doubles))

    async def checked(self, records):
        """(the drawings of these records, the ids of the damaged ones, which stay where they are)."""
        now = self.window.performance.now
        kept, damaged, began = [], [], now()
        for record in records:
            label, text, when = [getattr(record, name, None) for name in ("label", "strokes", "time")]
            try:
                if not isinstance(record.id, str) or not 0 < len(record.id) <= LONGEST_ID:
                    raise DrawingError("id")
                fit = isinstance(when, (int, float)) and not isinstance(when, bool) and 0 <= when < LATEST
                kept.append(Drawing(record.id, label, check(label, text), when if fit else 0))
            except DrawingError as error:
                self.window.console.info(f"A kept drawing is damaged: {error}")
                damaged.append(record.id)
            if now() - began > TURN:
                await sleep(0.001)
                began = now()
        return kept, damaged

    # Changes

    def new(self, label, text):
        """A drawing with an id that no other tab gives."""
        self.counter += 1
        crypto = self.window.crypto
        chance = crypto.randomUUID() if hasattr(crypto, "randomUUID") else str(self.window.Math.random())
        now = time()  # not JavaScript's milliseconds: MicroPython takes whole numbers over in 32 bits, so they wrap round
        return Drawing(f"{int(now)}-{self.counter}-{chance}", label, text, now + self.counter / 1e7)

    def keep(self, label, strokes):
        """Keep a drawing, or give the same drawing another label. Returns "new", "known" or "relabelled"."""
        text = canonical(strokes)
        same = self.drawings.same(text)
        if [each for each in same if each.label == label]:
            return "known"
        if same:
            self.changed(self.drawings.relabel(same[-1].id, label))
            return "relabelled"
        self.changed(self.drawings.add([self.new(label, text)]))
        return "new"

    def changed(self, changes):
        for id, drawing in changes:
            self.pending[id] = self.touched[id] = drawing
        self.on_change()
        if changes and not self.writing:
            self.writing = True
            create_task(self.write())

    async def write(self):
        try:
            while self.pending:
                batch, self.pending = self.pending, {}
                self.batch = batch
                puts = [{"id": each.id, "label": each.label, "strokes": each.text, "time": each.time}
                        for each in batch.values() if each]
                try:
                    await self.base.write(STORE, puts, [id for id in batch if batch[id] is None])
                except Refused as error:
                    batch.update(self.pending)
                    self.pending = batch
                    self.trouble = str(error)
                    break
                self.trouble = ""
                if puts:
                    self.on_kept()
        finally:
            self.writing, self.batch = False, {}
        self.on_change()

    def delete_all(self):
        """As one step that can be undone; only what could not be read is gone for good. Returns the drawings."""
        deleted = self.drawings.all
        self.changed(self.drawings.delete_all() + [(id, None) for id in self.damaged])
        self.damaged = []
        return deleted

    def put_back(self, drawings):
        """Those of them that are not there."""
        self.changed(self.drawings.add([each for each in drawings if not self.drawings.find(each.id)]))

    # Words and files

    def sentence(self):
        """What there is and where it is, in one sentence; "" while nobody knows."""
        count, damaged = len(self.drawings), len(self.damaged)
        if not self.known and not count:
            return ""
        if self.unread and not count:
            return word("teach.kept.unread", why=self.unread)
        if not (count or damaged or self.trouble):
            return word("teach.kept.none")
        text = plural("teach.kept.some", count) if count else word("teach.kept.no")
        if damaged:
            text = plural("teach.kept.with_damaged" if count else "teach.kept.damaged", damaged, kept=text)
        if self.trouble:
            lost = len([id for id in self.pending if self.pending[id]])
            until = ("teach.kept.new_until_closed" if not lost else "teach.kept.some_until_closed" if lost < count
                     else "teach.kept.until_closed")
            text = word(until, kept=text, count=lost, why=self.trouble)
        if self.unread:
            key = "teach.kept.with_unread" if self.trouble else "teach.kept.with_unread_because"
            text = word(key, kept=text, why=self.unread)
        return text + "."

    def lines(self):
        """The drawings as JSON lines, a piece each."""
        return ['{"label": "%s", "strokes": %s}\n' % (each.label, each.text) for each in self.drawings.all]

    def request(self, drawings):
        """The strokes of some drawings as the text of a JSON list."""
        return "[%s]" % ",".join([each.text for each in drawings])

    def lesson(self):
        """All drawings as the text of the JSON list that the worker learns from."""
        return "[%s]" % ",".join(['{"label":"%s","strokes":%s}' % (each.label, each.text) for each in self.drawings.all])

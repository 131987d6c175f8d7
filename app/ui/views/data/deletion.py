"""What was deleted together, held until the page is left so that it can be brought back."""
from app.ui.storage import SHEETS, strokes_in


class Deletion:
    """what: it in words; kept: the KeptDrawings; own: the OwnNetwork; storage: the page's."""

    def __init__(self, what, kept, own, storage):
        self.what = what
        self.kept, self.own, self.storage = kept, own, storage
        self.drawings, self.record, self.items = [], None, {}

    def delete_drawings(self):
        self.drawings = self.kept.delete_all()

    async def delete_network(self):
        self.record = await self.own.delete()

    def hold_items(self):
        """What the storage has, before anything is deleted of which it keeps a choice."""
        self.items = self.storage.items()

    def delete_items(self):
        """All that the storage has by now."""
        for key in list(self.storage.items()) + list(SHEETS):  # which may be about to be kept
            self.storage.put(key, None)

    async def undo(self):
        """Raises InklingError if something cannot be brought back; then it may be tried again."""
        if self.drawings:
            self.kept.put_back(self.drawings)
        if self.record:
            await self.own.put_back(self.record)
            self.record = None
        for key in self.items:
            self.storage.put(key, self.items[key])

    @property
    def sheets(self):
        """[(the key that it was kept under, its strokes), ...] of what was on the pad."""
        sheets = []
        for key in SHEETS:
            strokes = strokes_in(self.items.get(key, "[]"))
            if strokes:
                sheets.append((key, strokes))
        return sheets

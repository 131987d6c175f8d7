"""Drawings as files: handed out as JSON lines, and taken in from whatever somebody calls a file of drawings."""
from asyncio import create_task, sleep

from app.core.errors import DrawingError
from app.ui.views.teach import drawing_lines as lines
from app.ui.views.teach.collection import MOST
from app.ui.views.teach.kept_drawings import TURN


class Exchange:
    """keeper: has the drawings, and takes what is new."""

    def __init__(self, window, root, *, keeper):
        self.window, self.keeper = window, keeper
        find = root.querySelector
        self.told = find(".told")
        self.export = find(".export")
        own = find("#own-drawings")
        self.export.addEventListener("click", lambda event: self.save_lines())
        own.addEventListener("change", lambda event: self.bring(own))

    def refresh(self):
        self.export.disabled = not len(self.keeper.drawings)

    def save_lines(self):
        self.download("my-drawings.jsonl", "application/jsonl", self.keeper.lines())

    def download(self, name, kind, parts):
        """Hand the visitor a file."""
        window = self.window
        pieces = window.Array.new()
        for part in parts:
            pieces.push(part)
        options = window.Object.new()
        options.type = kind
        link = window.document.createElement("a")
        link.href = window.URL.createObjectURL(window.Blob.new(pieces, options))
        link.download = name
        link.click()
        create_task(self.forget(link.href))

    async def forget(self, address):
        """Let the browser drop a file that was handed out, once the download has surely begun."""
        await sleep(60)
        self.window.URL.revokeObjectURL(address)

    def bring(self, own):
        files = [own.files.item(at) for at in range(own.files.length)]
        create_task(self.take(files, own))

    async def take(self, files, own):
        """Import files of drawings; the count is said, and nothing kept is touched."""
        sentences = []
        for file in files:
            sentences.append(lines.too_large(file.name, file.size) or await self.read(file))
        self.told.textContent = " ".join(sentences)
        own.value = ""  # the same file may be chosen again

    async def read(self, file):
        cut, count, fresh = lines.Lines(), lines.Count(), []
        known = {each.label + each.text for each in self.keeper.drawings.all}
        now = self.window.performance.now
        at = 0
        while at < file.size:
            self.told.textContent = "%s: %d%% read\u2026" % (file.name, 100 * at // file.size)
            try:
                piece = await file.slice(at, at + lines.PIECE).text()
            except Exception:  # the browser's own: the file has gone or changed meanwhile
                return "%s could not be read to its end, so nothing of it was taken." % file.name
            at += lines.PIECE
            began = now()
            for line in cut.feed(piece) + (cut.end() if at >= file.size else []):
                self.add(line, count, known, fresh)
                if now() - began > TURN:
                    await sleep(0.001)
                    began = now()
        if fresh:
            self.keeper.changed(self.keeper.drawings.add(fresh))
        return count.sentence(file.name)

    def add(self, line, count, known, fresh):
        """Judge one line of a file."""
        count.line += 1
        if line is not None and not line.strip():
            return
        try:
            label, text = lines.read(line)
        except DrawingError as error:
            count.refuse(str(error))
            return
        if label + text in known:
            count.duplicate += 1
        elif len(self.keeper.drawings) + len(fresh) >= MOST:
            count.refuse("there is room for %d drawings" % MOST)
        else:
            known.add(label + text)
            fresh.append(self.keeper.new(label, text))
            count.new += 1

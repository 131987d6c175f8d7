"""Drawings as files: handed out as JSON lines, and taken in from whatever somebody calls a file of drawings."""
from asyncio import create_task, sleep

from app.core.errors import DrawingError
from app.core.labelled import MOST, OTHER
from app.ui.browser import js_object, say, show
from app.ui.download import download
from app.ui.views.teach.drawing_lines import PIECE, Count, Lines, encoding_of, read, too_large
from app.ui.views.teach.kept_drawings import TURN
from app.ui.words import percent, word


class Exchange:
    """kept: has the drawings, and takes what is new. backup: the same of all else that a file may hold."""

    def __init__(self, window, root, *, kept, backup):
        self.window, self.kept, self.backup = window, kept, backup
        find = root.querySelector
        self.told = find(".told")
        self.export = find(".export")
        self.export.addEventListener("click", lambda event: self.save_lines())
        self.importing(find("#own-drawings"), self.told)

    def refresh(self):
        show(self.export, len(self.kept.drawings) > 0)

    def save_lines(self):
        download(self.window, "my-drawings.jsonl", "application/jsonl", self.kept.lines())

    def save_all(self):
        """The drawings first, so that whoever trains on the file has them; then the rest, a line each."""
        download(self.window, "my-inkling.jsonl", "application/jsonl", self.kept.lines() + self.backup.lines())

    def importing(self, own, told):
        """Files that are chosen by `own`, an input, are taken in, and `told` says so."""
        own.addEventListener("change", lambda event: create_task(self.take(own, told)))

    async def take(self, own, told):
        """Import files of drawings; the count is said, and nothing kept is touched."""
        sentences = []
        for file in [own.files.item(at) for at in range(own.files.length)]:
            sentences.append(too_large(file.name, file.size) or await self.read_file(file, told))
        say(told, " ".join(sentences))
        own.value = ""  # the same file may be chosen again

    async def read_file(self, file, told):
        cut, count, fresh, others = Lines(), Count(), [], []
        known = {each.label + each.text for each in self.kept.drawings.all}
        window, now = self.window, self.window.performance.now
        decoder, at = None, 0
        while at < file.size:
            say(told, word("teach.file.read", file=file.name, share=percent(100 * at // file.size / 100, 0)))
            try:
                content = await file.slice(at, at + PIECE).arrayBuffer()
            except Exception:  # the browser's own: the file has gone or changed meanwhile
                return word("teach.file.broke_off", file=file.name)
            if decoder is None:
                start = window.Uint8Array.new(content)
                decoder = window.TextDecoder.new(encoding_of([start[i] for i in range(min(2, start.length))]))
            at += PIECE
            # As a stream, because a character may be cut in two by the end of a piece.
            piece = decoder.decode(content, js_object(window, {"stream": at < file.size}))
            began = now()
            for line in cut.feed(piece) + (cut.end() if at >= file.size else []):
                if line is not None and line.startswith(OTHER):
                    others.append(line)
                    count.line += 1
                else:
                    self.add(line, count, known, fresh)
                if now() - began > TURN:
                    await sleep(0.001)
                    began = now()
        if fresh:
            self.kept.changed(self.kept.drawings.add(fresh))
        sentences = [count.sentence(file.name)]
        for line in others:
            sentences.append(await self.backup.restore(line))
        return " ".join(sentences).strip()

    def add(self, line, count, known, fresh):
        """Judge one line of a file."""
        count.line += 1
        if line is not None and not line.strip():
            return
        try:
            label, text = read(line)
        except DrawingError as error:
            count.refuse(str(error))
            return
        if label + text in known:
            count.duplicate += 1
        elif len(self.kept.drawings) + len(fresh) >= MOST:
            count.refuse(word("teach.file.room", most=MOST))
        else:
            known.add(label + text)
            fresh.append(self.kept.new(label, text))
            count.new += 1

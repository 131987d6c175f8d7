"""Drawings as files: handed out as JSON lines, and taken in from whatever somebody calls a file of drawings."""
from asyncio import create_task, sleep

from app.core.errors import DrawingError
from app.core.labelled import MOST
from app.ui.browser import js_object, say, show
from app.ui.views.teach.drawing_lines import PIECE, Count, Lines, encoding_of, read, too_large
from app.ui.views.teach.kept_drawings import TURN


class Exchange:
    """kept: has the drawings, and takes what is new."""

    def __init__(self, window, root, *, kept):
        self.window, self.kept = window, kept
        find = root.querySelector
        self.told = find(".told")
        self.export = find(".export")
        own = find("#own-drawings")
        self.export.addEventListener("click", lambda event: self.save_lines())
        own.addEventListener("change", lambda event: self.bring(own))

    def refresh(self):
        show(self.export, len(self.kept.drawings) > 0)

    def save_lines(self):
        self.download("my-drawings.jsonl", "application/jsonl", self.kept.lines())

    def download(self, name, kind, parts):
        """Hand the visitor a file."""
        window = self.window
        pieces = window.Array.new()
        for part in parts:
            pieces.push(part)
        link = window.document.createElement("a")
        link.href = window.URL.createObjectURL(window.Blob.new(pieces, js_object(window, {"type": kind})))
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
            sentences.append(too_large(file.name, file.size) or await self.read_file(file))
        say(self.told, " ".join(sentences))
        own.value = ""  # the same file may be chosen again

    async def read_file(self, file):
        cut, count, fresh = Lines(), Count(), []
        known = {each.label + each.text for each in self.kept.drawings.all}
        window, now = self.window, self.window.performance.now
        decoder, at = None, 0
        while at < file.size:
            say(self.told, f"{file.name}: {100 * at // file.size}% read\u2026")
            try:
                content = await file.slice(at, at + PIECE).arrayBuffer()
            except Exception:  # the browser's own: the file has gone or changed meanwhile
                return f"{file.name} could not be read to its end, so nothing of it was taken."
            if decoder is None:
                start = window.Uint8Array.new(content)
                decoder = window.TextDecoder.new(encoding_of([start[i] for i in range(min(2, start.length))]))
            at += PIECE
            # As a stream, because a character may be cut in two by the end of a piece.
            piece = decoder.decode(content, js_object(window, {"stream": at < file.size}))
            began = now()
            for line in cut.feed(piece) + (cut.end() if at >= file.size else []):
                self.add(line, count, known, fresh)
                if now() - began > TURN:
                    await sleep(0.001)
                    began = now()
        if fresh:
            self.kept.changed(self.kept.drawings.add(fresh))
        return count.sentence(file.name)

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
            count.refuse(f"there is room for {MOST} drawings")
        else:
            known.add(label + text)
            fresh.append(self.kept.new(label, text))
            count.new += 1

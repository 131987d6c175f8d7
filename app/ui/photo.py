"""The photo: a picture file that lies on the pad in place of a drawing, as it is seen.

At first the browser itself shows the file, as well as it can; then the worker's small and upright one takes its place. Both
fill the pad as far as their shape lets them, so that a quarter turn of them is one of the square that they lie in.
"""
import json

from app.ui.browser import nodes, show
from app.ui.replies import WorkerLost


class Picture:
    """A picture file with what was done to it by hand. It never changes: who turns or crops it makes another of the same file.

    file: the File. turn: quarter turns clockwise, 0 to 3. crop: [left, top, right, bottom] in whole pixels of the turned
    picture, or None.
    """

    def __init__(self, file, turn=0, crop=None):
        self.file, self.turn, self.crop = file, turn, crop


class Photo:
    """root: the element that lies over the pad, with an <img>; canvas: the pad's, which is hidden meanwhile.

    picture: the Picture, None for none; url: where the browser has its file. size: the file's [width, height] in pixels, upright
    and not turned, None while it is not known. held: whether a pointer crops it; on_release(): it does so no more. Whoever wants
    to know of another picture, turn or crop appends to on_change.
    """

    def __init__(self, window, root, *, canvas, client, on_release):
        self.window, self.root, self.canvas, self.client = window, root, canvas, client
        self.page = window.document.documentElement
        [self.image] = nodes(root, "img")
        self.picture = self.size = None
        self.url = ""
        self.small = False  # whether the worker's is shown
        self.held, self.on_release = False, on_release
        self.on_change = []
        self.image.addEventListener("load", self.loaded)

    def show(self, picture):
        """Show this Picture, None for none. What is hidden by that may have had the focus."""
        if picture is self.picture:
            return
        if picture is None or not self.has(picture):
            self.leave()
        self.picture = picture
        if picture and not self.url:
            self.url = self.window.URL.createObjectURL(picture.file)
            self.image.src = self.url
        if picture:
            self.root.setAttribute("data-turn", str(picture.turn))
            self.page.setAttribute("data-photo", "")
        show(self.root, picture is not None)
        show(self.canvas, picture is None)
        for tell in self.on_change:
            tell()

    def has(self, picture) -> bool:
        """Whether this is of the file that is shown."""
        return self.picture is not None and picture.file is self.picture.file

    def leave(self):
        """The file is of no use here any more."""
        if self.url:
            self.window.URL.revokeObjectURL(self.url)
            self.image.removeAttribute("src")
            self.image.removeAttribute("data-here")
        self.page.removeAttribute("data-photo")
        self.url, self.size, self.small = "", None, False

    def loaded(self, event):
        self.image.setAttribute("data-here", "")
        if not self.small:
            self.size = [self.image.naturalWidth, self.image.naturalHeight]

    def measured(self, size, turn):
        """The worker knows how large the picture is, turned so."""
        self.size = size[::-1] if turn % 2 else size

    @property
    def turned_size(self):
        """[width, height] as the picture lies there, None while it is not known."""
        return self.size[::-1] if self.size and self.picture.turn % 2 else self.size

    def hold(self, on):
        """A pointer begins to crop it, or is done."""
        self.held = on
        if not on:
            self.on_release()

    @property
    def request(self):
        """What the Reader takes for it."""
        picture = self.picture
        return {"url": self.url, "turn": picture.turn, "crop": picture.crop, "of": picture}

    async def shrink(self) -> bool:
        """Let the worker's small picture take the place of the file. Returns False if to the worker it is no picture at all."""
        url = self.url
        if self.small or not url:
            return True
        try:
            text = await self.client.send("picture_preview", json.dumps({"url": url}))
        except WorkerLost:
            return True  # what the browser shows will do
        if text.startswith("{"):  # JSON, and so a refusal
            return False
        if url == self.url:
            self.small = True
            self.image.src = text
        return True

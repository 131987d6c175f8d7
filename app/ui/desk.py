"""The desk: what is on the pad is kept, brought back, and handed to whoever reads it; the buttons below say what can be done."""
from asyncio import sleep

from app.ui.browser import focused, hand_on_focus, js_object, pad_of
from app.ui.storage import KEY


class Desk:
    """reads: who makes something of what is on the pad, such as Digits; bar: the Bar; notify(text): tells the visitor.

    key: what is on the pad is kept under it. photo: what shows a picture on the pad, None until it is here. sent: what knows
    whether a drawing on the pad is somebody else's, None until one has been.
    """

    def __init__(self, window, *, pad, reads, bar, storage, notify):
        self.window, self.document = window, window.document
        self.find, self.root = self.document.getElementById, self.document.documentElement
        self.pad, self.reads, self.bar, self.storage, self.notify = pad, reads, bar, storage, notify
        self.key = KEY
        self.photo = self.sent = None
        self.begun = False  # whether the page knows of ink on the pad
        for name, act in (("undo", pad.undo), ("clear", self.clear), ("bar-undo", pad.undo), ("bar-clear", self.clear)):
            self.find(name).addEventListener("click", clicked(act))

    def changed(self, finished, stamp):
        """The drawing changed: read it, show an empty page if nothing is left, keep it when a stroke is done."""
        pad, drawing = self.pad, self.document.querySelector(".drawing")
        held = focused(drawing) if finished else None
        if finished or not self.begun:  # a point more changes nothing of this
            self.begun = not pad.blank
            for name in ("undo", "bar-undo"):
                self.find(name).disabled = not pad.past
            self.clearable(not pad.blank)
            another = pad.picture and not self.photo.has(pad.picture)
            if self.photo:
                self.photo.show(pad.picture)
            if pad.blank or another:
                self.reads.forget()
            if not pad.blank:
                self.reads.begin()
        if not pad.blank:
            self.reads.read(stamp)
        if finished:
            self.bar.settle()
            sent = self.sent and self.sent.lies_there()
            if not pad.picture and not sent:  # those are kept nowhere unless it is asked for
                self.save()
            hand_on_focus(held, *pad_of(self.document))

    def clearable(self, able):
        """Whether something is on the pad."""
        for name in ("hint", "number-hint"):
            self.find(name).hidden = able
        for name in ("clear", "bar-clear", "share"):
            self.find(name).disabled = not able

    def save(self):
        """Keep what is on the pad for the next visit."""
        self.storage.save(self.pad.strokes, self.key, self.pad.tempo.of(self.pad.strokes))

    def clear(self):
        """Empty the pad, be it of a drawing or of a picture that takes its place."""
        if self.pad.blank:
            self.changed(True, self.window.performance.now())
        else:
            self.pad.clear()

    def read_pixels(self, pixels):
        """Read an image in place of the drawing, which undo brings back."""
        self.pad.clear()
        self.clearable(True)
        self.reads.read_pixels(pixels)

    # What there was, and what has come

    def restore(self):
        """Show the last drawing again, unless somebody has begun to draw meanwhile."""
        kept = self.storage.load(self.key)
        if self.pad.past:
            self.save()
        elif kept:
            self.pad.tempo.take(kept, self.storage.load_times(kept, self.key))
            self.pad.load(kept)

    async def take_pictures(self, client, *, may_wait, on_photo):
        """Lay on the pad what was dropped on the page, pasted or chosen so far, and from now on. may_wait(): whether there is
        something more urgent. on_photo(photo): here is the Photo, before there is anything on it."""
        window, find = self.window, self.find
        if not hasattr(window, "early"):  # app/build/start/early.js has not come
            window.early = js_object(window, {"files": [], "over": False})
        early = window.early
        while may_wait() and not early.files.length:
            await sleep(0.02)
        from app.ui.photo import Photo, Picture
        from app.ui.pictures import Pictures
        self.photo = Photo(window, find("photo"), canvas=self.pad.canvas, client=client, on_release=self.bar.settle)
        on_photo(self.photo)
        Pictures(window, early, chooser=find("choose-picture"), camera=find("take-picture"), button=find("use-picture"),
                 on_picture=lambda file: self.pad.put(Picture(file)), notify=self.notify)


def clicked(act):
    return lambda event: act()

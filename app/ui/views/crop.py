"""Cropping the photo on the pad: a pointer drags a frame open, or keys move one and change its size."""
from app.ui.browser import promised, say
from app.ui.words import percent, word

TAP = 12  # CSS pixels: who drags less has only tapped
STEP = 1 / 40  # of the photo's longer side, for a key
WAYS = {"ArrowLeft": (-1, 0), "ArrowRight": (1, 0), "ArrowUp": (0, -1), "ArrowDown": (0, 1)}


class Crop:
    """photo, pad: the Photo and the Pad that it lies on; overlay: where the frame is shown; said: the words for where it is.

    begin_with(): the box that keys begin with. on_crop(box): this part is chosen, [left, top, right, bottom] in whole pixels.
    on_leave(): the photo is to go.
    """

    def __init__(self, photo, *, pad, overlay, said, begin_with, on_crop, on_leave):
        self.photo, self.pad, self.overlay, self.said = photo, pad, overlay, said
        self.begin_with, self.on_crop, self.on_leave = begin_with, on_crop, on_leave
        self.box = None  # the frame that is not chosen yet
        self.pointer = None
        for name, handler in (("pointerdown", self.begin), ("pointermove", self.drag), ("pointerup", self.end),
                              ("pointercancel", self.cancel), ("keydown", self.pressed), ("blur", self.cancel)):
            photo.root.addEventListener(name, handler)

    # By a pointer

    def begin(self, event):
        if event.button != 0 or self.pointer is not None or not self.photo.turned_size:
            return
        if self.pad.small:
            self.pad.on_small()
            return
        self.pointer = event.pointerId
        self.start = self.place(event)
        self.photo.hold(True)
        # As a promise, because it throws for a pointer that has gone already.
        promised(self.pad.window, self.photo.root, "setPointerCapture", event.pointerId).catch(lambda error: None)

    def place(self, event):
        """[x, y] in the photo's pixels, in it."""
        paper = self.pad.paper
        paper.measure()
        width, height = self.photo.turned_size
        side = max(width, height)
        x, y = [value * side / 1000 for value in paper.place(event)]
        return [min(max(x - (side - width) / 2, 0), width), min(max(y - (side - height) / 2, 0), height)]

    def drag(self, event):
        if event.pointerId == self.pointer:
            (x0, y0), (x1, y1) = self.start, self.place(event)
            self.show([min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)])

    def end(self, event):
        if event.pointerId != self.pointer:
            return
        self.drag(event)
        left, top, right, bottom = self.box
        pixel = self.pad.paper.side / max(self.photo.turned_size)
        if max(right - left, bottom - top) * pixel < TAP:
            self.cancel(event)
        else:
            self.choose()

    # By keys

    def pressed(self, event):
        if event.ctrlKey or event.metaKey or event.altKey or not self.photo.turned_size:
            return
        key = event.key
        if key in WAYS:
            self.move(WAYS[key], event.shiftKey)
        elif key == "Enter" and self.box:
            self.choose()
        elif key == "Escape" and self.box:
            self.cancel(event)
        elif key == "Escape":
            self.on_leave()
        else:
            return
        event.preventDefault()
        event.stopPropagation()  # for the page, some of them mean something else

    def move(self, way, resize):
        width, height = self.photo.turned_size
        step = max(1, round(max(width, height) * STEP))
        left, top, right, bottom = self.box or self.begin_with()
        by_x, by_y = way[0] * step, way[1] * step
        if resize:
            right, bottom = min(max(right + by_x, left + step), width), min(max(bottom + by_y, top + step), height)
        else:
            by_x, by_y = min(max(by_x, -left), width - right), min(max(by_y, -top), height - bottom)
            left, right, top, bottom = left + by_x, right + by_x, top + by_y, bottom + by_y
        self.show([left, top, right, bottom])
        say(self.said, word("by_hand.frame", across=percent(left / width, 0), down=percent(top / height, 0),
                            width=percent((right - left) / width, 0), height=percent((bottom - top) / height, 0)))

    # The frame

    def show(self, box):
        self.box = box
        self.overlay.fit(self.photo.turned_size)  # which may be known only since the browser has shown it
        self.overlay.frame(box, pending=True)

    def choose(self):
        width, height = self.photo.turned_size
        left, top, right, bottom = [round(value) for value in self.box]
        left, top = min(left, width - 1), min(top, height - 1)
        self.forget()
        self.on_crop([left, top, max(right, left + 1), max(bottom, top + 1)])

    def cancel(self, event):
        """No other part is chosen than before."""
        if self.box or self.pointer is not None:
            self.forget()
            self.overlay.frame(self.photo.picture and self.photo.picture.crop)

    def forget(self):
        """The frame is done with."""
        held = self.pointer is not None
        self.box = self.pointer = None
        say(self.said, "")
        if held:
            self.photo.hold(False)

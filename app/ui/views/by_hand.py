"""The photo on the pad, in the visitor's hand: what was found in it is shown and said, and it may be turned and cropped."""
from app.ui.browser import nodes, say, show
from app.ui.photo import Picture
from app.ui.views.crop import Crop
from app.ui.views.overlay import Overlay
from app.ui.words import choices, percent, word

MOST = 0.75  # of the photo's width and height: what was found and is larger than that may well not be the digit alone


class ByHand:
    """find(id): an element of the page. on_leave(): the photo is to go."""

    def __init__(self, find, *, pad, photo, on_leave):
        self.pad, self.photo = pad, photo
        [svg] = nodes(photo.root, "svg")
        self.overlay, self.words = Overlay(svg), find("photo-found")
        self.turn, self.whole = find("turn"), find("whole")
        self.box = None  # around what was found
        self.crop = Crop(photo, pad=pad, overlay=self.overlay, said=find("photo-said"), begin_with=self.begin_with,
                         on_crop=lambda box: self.put(photo.picture.turn, box), on_leave=on_leave)
        self.turn.addEventListener("click", lambda event: self.turn_on())
        self.whole.addEventListener("click", lambda event: self.put(photo.picture.turn, None))
        photo.on_change.append(self.changed)
        self.changed()

    def put(self, turn, crop):
        self.pad.put(Picture(self.photo.picture.file, turn, crop))

    def turn_on(self):
        """A quarter turn clockwise, and the part that was chosen turns along."""
        picture = self.photo.picture
        crop = picture.crop
        if crop:
            left, top, right, bottom = crop
            height = self.photo.turned_size[1]
            crop = [height - bottom, left, height - top, right]
        self.put((picture.turn + 1) % 4, crop)

    def changed(self):
        """Another picture is on the pad, or the same otherwise, or none."""
        picture = self.photo.picture
        self.crop.forget()
        self.box = None
        self.overlay.outline("")
        say(self.words, "")
        if self.photo.turned_size:
            self.overlay.fit(self.photo.turned_size)
        self.overlay.frame(picture and picture.crop)
        show(self.turn, picture is not None)
        show(self.whole, picture is not None and picture.crop is not None)

    def found(self, told):
        """told: what the worker says of it, beside the answer."""
        self.box = told["box"]
        self.overlay.fit(told["size"])
        self.overlay.outline(told["outline"])
        if not self.crop.box:
            self.overlay.frame(self.photo.picture.crop)
        say(self.words, whereabouts(told["box"], told["size"]))

    def begin_with(self):
        """The part chosen last, or what was found with some room around it, or else the middle; never all of it, which could
        not be moved."""
        width, height = self.photo.turned_size
        if self.photo.picture.crop:
            return self.photo.picture.crop
        if self.box:
            left, top, right, bottom = self.box
            room = max(right - left, bottom - top) // 8
            if right - left < MOST * width and bottom - top < MOST * height:
                return [max(left - room, 0), max(top - room, 0), min(right + room, width), min(bottom + room, height)]
        return [width // 4, height // 4, width - width // 4, height - height // 4]


def whereabouts(box, size) -> str:
    """A box in words: "Found near the upper left, 34% of the picture's width and 50% of its height."."""
    left, top, right, bottom = box
    width, height = size
    down, across = min(int(1.5 * (top + bottom) / height), 2), min(int(1.5 * (left + right) / width), 2)
    return word("by_hand.found", place=choices("by_hand.places")[3 * down + across],
                width=percent((right - left) / width, 0), height=percent((bottom - top) / height, 0))

"""A photo on the pad turned and cropped by hand, with fake elements: which part is read then, and what is said."""
from types import SimpleNamespace

import pytest

from app.ui.photo import Photo, Picture
from app.ui.views import crop
from app.ui.views.by_hand import ByHand, whereabouts

FOUND = {"size": [400, 200], "box": [100, 50, 140, 110], "outline": "M1 2Z", "strokes": [], "several": False}
SIDE = 500  # CSS pixels of the pad


class Element:
    def __init__(self):
        self.textContent, self.hidden, self.src = "", True, ""
        self.attributes, self.listeners, self.parts = {}, {}, {}
        self.addEventListener = self.listeners.__setitem__
        self.setAttribute = self.attributes.__setitem__

    def removeAttribute(self, name):
        self.attributes.pop(name, None)

    def querySelectorAll(self, selector):
        return self.parts[selector]


class NodeList(list):
    @property
    def length(self):
        return len(self)


class Hand:
    """A photo of 400 by 200 pixels on the pad; put: what was laid there since."""

    def __init__(self, monkeypatch):
        self.elements = {}
        root = self.find("photo")
        for name in ("img", "svg"):
            root.parts[name] = NodeList([Element()])
        root.parts["svg"][0].parts["path"] = self.paths = NodeList(Element() for _ in range(5))
        monkeypatch.setattr(crop, "promised", lambda *_: SimpleNamespace(catch=lambda handler: None))
        window = SimpleNamespace(document=SimpleNamespace(documentElement=Element()),
                                 URL=SimpleNamespace(createObjectURL=lambda file: f"blob:{file}", revokeObjectURL=lambda url: None))
        self.released, self.left, self.put, self.grown = 0, 0, [], 0
        self.photo = Photo(window, root, canvas=Element(), client=None, on_release=self.release)
        paper = SimpleNamespace(measure=lambda: None, side=SIDE, place=lambda event: [2 * event.clientX, 2 * event.clientY])
        self.pad = SimpleNamespace(window=window, paper=paper, small=False, put=self.lay, on_small=self.grow)
        self.hand = ByHand(self.find, pad=self.pad, photo=self.photo, on_leave=self.leave)
        self.photo.show(Picture("five.png"))

    def find(self, name):
        return self.elements.setdefault(name, Element())

    def release(self):
        self.released += 1

    def leave(self):
        self.left += 1

    def grow(self):
        self.grown += 1

    def lay(self, picture):
        self.put.append((picture.turn, picture.crop))
        self.photo.show(picture)

    def read(self):
        self.photo.measured([200, 400] if self.photo.picture.turn % 2 else FOUND["size"], self.photo.picture.turn)
        self.hand.found(FOUND)

    def point(self, kind, x, y, *, pointer=1, button=0):
        self.photo.root.listeners[kind](SimpleNamespace(clientX=x, clientY=y, pointerId=pointer, button=button))

    def drag(self, *places):
        self.point("pointerdown", *places[0])
        for place in places[1:]:
            self.point("pointermove", *place)
        self.point("pointerup", *places[-1])

    def key(self, name, *, shift=False, control=False):
        """Returns whether it was used, and so kept from the page."""
        used = []
        self.photo.root.listeners["keydown"](SimpleNamespace(
            key=name, shiftKey=shift, ctrlKey=control, metaKey=False, altKey=False, preventDefault=lambda: used.append("here"),
            stopPropagation=lambda: used.append("alone")))
        return used == ["here", "alone"]

    @property
    def frame(self):
        return self.paths[4].attributes.get("d", "")

    @property
    def said(self):
        return self.find("photo-said").textContent


@pytest.fixture
def hand(monkeypatch):
    made = Hand(monkeypatch)
    made.read()
    return made


# The photo fills 500 by 250 CSS pixels in the middle of the pad: 0.8 of its pixels to one of those, from y = 125 on.

def test_what_is_dragged_over_is_read_alone_in_the_photos_own_pixels(hand):
    hand.drag((125, 175), (200, 200), (250, 250))
    assert hand.put == [(0, [100, 40, 200, 100])]
    assert (hand.photo.held, hand.released) == (False, 1)


def test_a_drag_may_go_any_way_and_beyond_the_photo(hand):
    hand.drag((250, 250), (-50, 0))
    assert hand.put == [(0, [0, 0, 200, 100])]


def test_a_tap_is_no_crop(hand):
    hand.drag((125, 175), (130, 180))
    assert (hand.put, hand.frame, hand.photo.held, hand.released) == ([], "", False, 1)


def test_another_button_or_a_second_finger_crops_nothing(hand):
    hand.point("pointerdown", 125, 175, button=2)
    hand.point("pointerdown", 125, 175)
    hand.point("pointerdown", 400, 300, pointer=2)
    hand.point("pointermove", 410, 310, pointer=2)
    hand.point("pointerup", 410, 310, pointer=2)
    assert (hand.put, hand.photo.held) == ([], True)
    hand.point("pointerup", 250, 250)
    assert hand.put == [(0, [100, 40, 200, 100])]


def test_a_cancelled_drag_leaves_the_part_that_was_chosen_before(hand):
    hand.drag((125, 175), (250, 250))
    before = hand.frame
    hand.point("pointerdown", 0, 125)
    hand.point("pointermove", 400, 300)
    assert hand.frame != before
    hand.point("pointercancel", 400, 300)
    assert (hand.frame, len(hand.put)) == (before, 1)


def test_on_a_small_pad_a_touch_asks_for_a_larger_one(hand):
    hand.pad.small = True
    hand.drag((125, 175), (250, 250))
    assert (hand.put, hand.grown) == ([], 1)


def test_keys_move_a_frame_around_what_was_found_and_enter_reads_it(hand):
    assert hand.key("ArrowRight")
    assert hand.said == "26% across, 22% down; 14% wide, 37% high. Enter reads it."
    assert hand.key("ArrowDown", shift=True)
    assert hand.put == []
    assert hand.key("Enter")
    assert hand.put == [(0, [103, 43, 157, 127])]
    assert hand.said == ""
    assert not hand.key("Enter")  # there is nothing left to choose


def test_a_frame_that_keys_move_stays_in_the_photo_and_never_vanishes(hand):
    for _ in range(80):
        hand.key("ArrowRight")
        hand.key("ArrowUp", shift=True)
    hand.key("Enter")
    [(_, (left, top, right, bottom))] = hand.put
    assert right == 400 and bottom - top == 10
    for _ in range(80):
        hand.key("ArrowDown", shift=True)
        hand.key("ArrowLeft")
    hand.key("Enter")
    assert hand.put[-1][1] == [0, top, right - left, 200]


def test_escape_gives_the_frame_up_and_then_the_photo(hand):
    hand.key("ArrowRight")
    assert hand.key("Escape")
    assert (hand.frame, hand.left) == ("", 0)
    assert hand.key("Escape")
    assert (hand.left, hand.put) == (1, [])


def test_other_keys_are_the_pages(hand):
    assert not hand.key("3") and not hand.key("z", control=True) and not hand.key("ArrowLeft", control=True)


def test_where_all_of_it_was_taken_for_ink_keys_begin_in_the_middle(hand):
    hand.hand.found({**FOUND, "box": [0, 0, 400, 199]})
    hand.key("ArrowLeft")
    hand.key("Enter")
    assert hand.put == [(0, [90, 50, 290, 150])]


def test_before_it_is_known_how_large_the_photo_is_nothing_is_cropped(monkeypatch):
    fresh = Hand(monkeypatch)
    fresh.drag((125, 175), (250, 250))
    assert not fresh.key("ArrowLeft") and fresh.put == []
    fresh.photo.size = [400, 200]  # the browser shows it, and nothing was found yet
    fresh.key("ArrowLeft")
    fresh.key("Enter")
    assert fresh.put == [(0, [90, 50, 290, 150])]


def test_each_turn_is_a_quarter_clockwise_and_takes_the_chosen_part_along(hand):
    hand.drag((125, 175), (250, 250))
    turn = hand.find("turn").listeners["click"]
    for _ in range(4):
        turn(None)
        hand.read()
    assert hand.put[1:] == [
        (1, [100, 100, 160, 200]), (2, [200, 100, 300, 160]), (3, [40, 200, 100, 300]), (0, [100, 40, 200, 100])]


def test_the_whole_picture_is_one_press_away_while_only_a_part_is_read(hand):
    assert (hand.find("turn").hidden, hand.find("whole").hidden) == (False, True)
    hand.drag((125, 175), (250, 250))
    assert not hand.find("whole").hidden
    hand.find("whole").listeners["click"](None)
    assert (hand.put[-1], hand.find("whole").hidden) == ((0, None), True)


def test_what_was_found_is_outlined_and_said_until_the_photo_changes(hand):
    outlines = [path.attributes["d"] for path in hand.paths[1:3]]
    words = hand.find("photo-found")
    assert (outlines, words.textContent) == (["M1 2Z"] * 2, "Found at the left, 10% of the picture's width and 30% of its height.")
    assert hand.photo.root.parts["svg"][0].attributes["viewBox"] == "0.0 -100.0 400 400"
    hand.find("turn").listeners["click"](None)
    assert ([path.attributes["d"] for path in hand.paths[1:3]], words.textContent) == (["", ""], "")


def test_without_a_photo_there_is_nothing_to_turn(hand):
    hand.photo.show(None)
    assert hand.find("turn").hidden and hand.find("whole").hidden and hand.frame == ""


@pytest.mark.parametrize(("box", "words"), [
    ([0, 0, 30, 30], "near the upper left, 30%"), ([35, 0, 65, 30], "near the top, 30%"),
    ([70, 0, 100, 30], "near the upper right"),
    ([0, 35, 30, 65], "at the left"), ([30, 30, 70, 80], "in the middle, 40% of the picture's width and 50% of its height"),
    ([70, 35, 100, 65], "at the right"), ([0, 70, 30, 100], "near the lower left"), ([40, 70, 60, 100], "near the bottom"),
    ([70, 70, 100, 100], "near the lower right"), ([100, 100, 100, 100], "near the lower right")])
def test_where_it_was_found_in_words(box, words):
    assert whereabouts(box, [100, 100]).startswith(f"Found {words}")

"""Drawing without dragging: by keys, and tap by tap."""
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.ui.key_pen import KeyPen
from app.ui.pen import STEP
from app.ui.tap_by_tap import TapByTap
from app.ui.words import word
from tests.unit.fake_pad import event, fake_pad, pen


class Text:
    """An element whose every text is remembered."""

    def __init__(self):
        self.told = []

    @property
    def textContent(self):
        return self.told[-1] if self.told else ""

    @textContent.setter
    def textContent(self, text):
        self.told.append(text)


class Desk:
    """A pad that both pens draw on."""

    def __init__(self):
        self.pad = fake_pad()
        self.said = Text()
        self.mark = MagicMock()
        self.toggle, self.lifter = MagicMock(), MagicMock()
        parts = {"pad": self.pad, "mark": self.mark, "said": self.said}
        self.keys = KeyPen(self.pad.canvas, **parts)
        self.taps = TapByTap(self.pad.canvas, toggle=self.toggle, lift=self.lifter, **parts)

    def press(self, *keys, **modifiers):
        """Returns whether the last one was kept from what it does elsewhere."""
        for key in keys:
            name = key.removeprefix("Shift+")
            event = MagicMock(key=name, shiftKey=key != name, repeat=False,
                              **{"ctrlKey": False, "metaKey": False, "altKey": False, **modifiers})
            self.tell("keydown", event)
        return event

    def tell(self, name, event=None):
        for handler in self.pad.canvas.listening[name]:
            handler(event)

    def tap(self, x, y):
        """In pad units."""
        place = event(100 + x / 2, 50 + y / 2)
        for name in ("pointerdown", "pointerup", "click"):
            self.tell(name, place)

    @property
    def lines(self):
        """Every stroke by its ends and corners: points between which it is straight are left out."""
        return [corners(stroke) for stroke in self.pad.strokes]


def corners(stroke):
    def straight(before, at, after):
        (x0, y0), (x1, y1), (x2, y2) = before, at, after
        return abs((x1 - x0) * (y2 - y0) - (y1 - y0) * (x2 - x0)) < 20
    kept = [at for at in range(1, len(stroke) - 1) if not straight(*stroke[at - 1:at + 2])]
    return [stroke[at] for at in [0, *kept, len(stroke) - 1][:len(stroke)]]


@pytest.fixture
def desk():
    return Desk()


# By keys

def test_arrows_move_the_pen_and_draw_only_while_it_is_down(desk):
    desk.press("ArrowRight", "ArrowUp")
    assert desk.pad.blank
    desk.press(" ", *["ArrowLeft"] * 4, "Shift+ArrowDown", " ", "ArrowDown")
    assert desk.lines == [[[525, 475], [425, 475], [425, 575]]]


def test_a_line_by_keys_is_a_stroke_like_any_other(desk):
    desk.press(" ", "Shift+ArrowDown")
    told = [call.args[0] for call in desk.pad.on_change.call_args_list]
    assert told and not any(told)  # read as it grows, and not done
    assert desk.pad.drawing
    desk.press(" ")
    assert desk.pad.on_change.call_args.args[0]
    desk.press(" ", " ")
    assert desk.lines == [[[500, 500], [500, 600]], [[500, 600]]]
    desk.pad.undo()
    desk.pad.undo()
    assert desk.pad.blank


def test_the_keys_around_the_arrows_go_aslant(desk):
    desk.press(" ", "Shift+PageUp", "Shift+PageDown", "Shift+End", "Shift+Home")
    assert desk.lines == [[[500, 500], [600, 400], [700, 500], [600, 600], [500, 500]]]


def test_the_pen_stays_on_the_pad(desk):
    desk.press(*["Shift+Home"] * 9, " ", *["Shift+PageDown"] * 20)
    assert desk.lines == [[[0, 0], [1000, 1000]]]


def test_escape_takes_back_the_line_being_drawn_and_only_then_does_it_clear(desk):
    desk.press(" ", "ArrowDown", " ", " ", "ArrowRight")
    stopped = desk.press("Escape")
    stopped.stopPropagation.assert_called_once()
    assert len(desk.pad.strokes) == 1
    assert desk.pad.future == []
    passed = desk.press("Escape")
    passed.stopPropagation.assert_not_called()
    passed.preventDefault.assert_not_called()
    desk.pad.undo()
    assert desk.pad.blank


def test_what_the_pen_does_is_said_and_its_steps_are_not(desk):
    desk.press(" ", *["ArrowDown"] * 9, " ")
    assert desk.said.told == ["Pen down at 50% across, 50% down.", "Pen up."]


@pytest.mark.parametrize("key", ["a", "7", "Enter", "Tab"])
def test_other_keys_are_the_pages(desk, key):
    desk.press(key).preventDefault.assert_not_called()
    assert desk.pad.blank


@pytest.mark.parametrize("modifier", ["ctrlKey", "metaKey", "altKey"])
def test_and_so_are_those_with_a_modifier(desk, modifier):
    desk.press("ArrowLeft", **{modifier: True}).preventDefault.assert_not_called()


def test_a_key_held_down_lifts_the_pen_once(desk):
    desk.press(" ")
    desk.press(" ")
    for _ in range(3):
        desk.tell("keydown", MagicMock(key=" ", repeat=True, ctrlKey=False, metaKey=False, altKey=False))
    assert len(desk.pad.strokes) == 1


def test_leaving_the_pad_lifts_the_pen(desk):
    desk.press(" ", "ArrowDown")
    desk.tell("blur")
    assert not desk.pad.drawing
    desk.press("ArrowDown")
    assert desk.lines == [[[500, 500], [500, 525]]]


@pytest.mark.parametrize("act", ["undo", "clear"])
def test_a_line_wiped_away_while_it_is_drawn_is_over(desk, act):
    desk.press(" ", "ArrowDown")
    getattr(desk.pad, act)()
    desk.press("ArrowDown")
    assert desk.pad.blank
    desk.press(" ", "ArrowDown", " ")
    assert len(desk.pad.strokes) == 1


def test_a_hand_takes_over_from_keys_and_keys_wait_for_a_hand(desk):
    desk.press(" ", "ArrowDown")
    desk.tell("pointerdown", event(100, 50))
    desk.tell("pointermove", event(200, 50))
    desk.press(" ", "ArrowDown")
    desk.tell("pointerup", event(200, 50))
    assert desk.lines == [[[500, 500], [500, 525]], [[0, 0], [200, 0]]]


def test_drawing_by_hand_brings_the_focus_to_the_pad(desk):
    desk.tell("pointerdown", event(100, 50))
    desk.pad.canvas.focus.assert_called_once_with({"preventScroll": True})


# Tap by tap

@pytest.fixture
def tapping(desk):
    switch(desk)
    return desk


def switch(desk):
    desk.taps.toggled(None)


def test_taps_draw_straight_lines_one_after_the_other(tapping):
    for place in ((200, 200), (700, 200), (400, 900)):
        tapping.tap(*place)
    tapping.taps.lift(None)
    assert tapping.lines == [[[200, 200], [700, 200], [400, 900]]]
    [stroke] = tapping.pad.strokes
    assert all(abs(x1 - x0) + abs(y1 - y0) <= 2 * STEP for (x0, y0), (x1, y1) in zip(stroke, stroke[1:], strict=False))
    tapping.pad.undo()
    assert tapping.pad.blank


def test_the_last_point_once_more_lifts_the_pen_and_the_next_tap_begins_a_stroke(tapping):
    for place in ((200, 200), (700, 200), (710, 190), (300, 500), (300, 500)):
        tapping.tap(*place)
    assert tapping.lines == [[[200, 200], [700, 200]], [[300, 500]]]
    assert not tapping.pad.drawing


def test_a_tap_is_read_at_once(tapping):
    tapping.tap(200, 200)
    assert [call.args[0] for call in tapping.pad.on_change.call_args_list] == [False]


def test_switching_it_off_ends_the_line_and_pointers_draw_again(tapping):
    tapping.tap(200, 200)
    tapping.tap(300, 200)
    switch(tapping)
    assert not tapping.pad.drawing
    tapping.tap(600, 600)
    assert tapping.lines == [[[200, 200], [300, 200]], [[600, 600]]]
    assert tapping.toggle.setAttribute.call_args.args == ("aria-pressed", "false")
    assert tapping.lifter.hidden


def test_dragging_draws_nothing_while_taps_do(tapping):
    tapping.tell("pointerdown", event(100, 50))
    tapping.tell("pointermove", event(300, 50))
    tapping.tell("pointerup", event(300, 50))
    assert tapping.pad.blank


def test_what_comes_next_is_said_once(tapping):
    for place in ((200, 200), (700, 200), (400, 900), (400, 900)):
        tapping.tap(*place)
    switch(tapping)
    assert tapping.said.told == [word("pad.tap_first"), word("pad.tap_next"), word("pad.tap_first"), ""]


def test_a_tap_on_a_small_pad_makes_it_large(tapping):
    tapping.pad.canvas.clientWidth = 100
    tapping.pad.on_small = MagicMock()
    tapping.tap(200, 200)
    assert tapping.pad.blank
    tapping.pad.on_small.assert_called_once_with()


def test_the_palm_taps_nothing(tapping):
    tapping.tell("pointermove", pen(100, 50, buttons=0, time=7.0))
    tapping.tell("click", SimpleNamespace(clientX=200, clientY=200, pointerType="touch", timeStamp=9.0, width=1, height=1))
    assert tapping.pad.blank


def test_a_line_taken_back_while_it_is_tapped_begins_anew(tapping):
    tapping.tap(200, 200)
    tapping.tap(300, 200)
    tapping.pad.undo()
    tapping.tap(600, 600)
    tapping.tap(600, 600)
    assert tapping.lines == [[[600, 600]]]

"""The pad with a fake canvas: which points become strokes, and what undo, redo and clear do."""
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.ui.pad import Pad


class Canvas(MagicMock):
    clientWidth = 500

    def getBoundingClientRect(self):
        return SimpleNamespace(left=100, top=50, width=500, height=500)


@pytest.fixture
def pad():
    window = SimpleNamespace(devicePixelRatio=2, performance=SimpleNamespace(now=lambda: 0.0),
                             getComputedStyle=lambda element: SimpleNamespace(color="black"))
    pad = Pad(Canvas(), window=window, on_change=MagicMock())
    pad.redraw()
    return pad


def event(x, y, *, pointer=1, button=0, gathered=()):
    return SimpleNamespace(clientX=x, clientY=y, pointerId=pointer, button=button, timeStamp=7.0, preventDefault=lambda: None,
                           getCoalescedEvents=lambda: list(gathered))


def draw(pad, *places):
    pad.begin(event(*places[0]))
    for place in places[1:]:
        pad.extend(event(*place))
    pad.end(event(*places[-1]))


def test_points_are_kept_in_thousandths_of_the_pad(pad):
    draw(pad, (100, 50), (350, 50), (600, 550))
    assert pad.strokes == [[[0, 0], [500, 0], [1000, 1000]]]


def test_gathered_points_are_all_taken(pad):
    pad.begin(event(100, 50))
    pad.extend(event(300, 50, gathered=[event(200, 50), event(250, 50), event(300, 50)]))
    pad.end(event(300, 50))
    assert pad.strokes == [[[0, 0], [200, 0], [300, 0], [400, 0]]]


def test_a_second_finger_is_ignored(pad):
    pad.begin(event(100, 50))
    pad.begin(event(400, 400, pointer=2))
    pad.extend(event(410, 400, pointer=2))
    pad.end(event(410, 400, pointer=2))
    pad.extend(event(200, 50))
    pad.end(event(200, 50))
    assert pad.strokes == [[[0, 0], [200, 0]]]


def test_other_buttons_do_not_draw(pad):
    pad.begin(event(100, 50, button=2))
    assert pad.blank


def test_a_tap_that_trembles_is_a_dot(pad):
    draw(pad, (100, 50), (101, 51), (100, 52))
    assert pad.strokes == [[[0, 0]]]


def test_a_pointer_that_leaves_the_pad_goes_on_drawing(pad):
    draw(pad, (100, 50), (-900, 2050))
    assert pad.strokes == [[[0, 0], [-2000, 4000]]]


def test_undo_and_redo_walk_through_the_strokes(pad):
    draw(pad, (100, 50), (200, 50))
    draw(pad, (100, 90), (200, 90))
    both = pad.strokes
    pad.undo()
    assert len(pad.strokes) == 1
    pad.undo()
    assert pad.blank
    pad.undo()
    assert pad.blank
    pad.redo()
    pad.redo()
    assert pad.strokes == both


def test_undo_brings_back_what_clear_took(pad):
    draw(pad, (100, 50), (200, 50))
    before = pad.strokes
    pad.clear()
    assert pad.blank
    pad.undo()
    assert pad.strokes == before


def test_a_new_stroke_ends_redoing(pad):
    draw(pad, (100, 50), (200, 50))
    pad.undo()
    draw(pad, (100, 90), (200, 90))
    pad.redo()
    assert len(pad.strokes) == 1


def test_nothing_is_undone_under_a_moving_pen(pad):
    pad.begin(event(100, 50))
    pad.extend(event(200, 50))
    pad.undo()
    pad.clear()
    assert len(pad.strokes) == 1


def test_every_new_point_and_every_end_is_told(pad):
    draw(pad, (100, 50), (200, 50))
    assert [call.args for call in pad.on_change.call_args_list] == [(False, 7.0), (False, 7.0), (True, 7.0)]


def test_a_cancelled_pointer_ends_its_stroke_and_the_next_can_begin(pad):
    pad.begin(event(100, 50))
    pad.extend(event(200, 50))
    pad.end(event(200, 50))  # what pointercancel is bound to
    draw(pad, (100, 90), (200, 90))
    assert len(pad.strokes) == 2


def test_the_canvas_has_the_screens_density(pad):
    assert pad.canvas.width == 1000


def test_endless_scribbling_stays_bounded(pad, monkeypatch):
    monkeypatch.setattr("app.ui.pad.MOST_POINTS", 50)
    draw(pad, *[(100 + i, 50 + i % 9) for i in range(200)])
    assert len(pad.strokes[0]) == 50

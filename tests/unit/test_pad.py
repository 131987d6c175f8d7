"""The pad with a fake canvas: which points become strokes, and what undo, redo and clear do."""
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.ui.pad import Pad


class Canvas(MagicMock):
    clientWidth = 500

    def getBoundingClientRect(self):
        return SimpleNamespace(left=100, top=50, width=self.clientWidth, height=self.clientWidth)


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


# A pad in a corner of the screen

@pytest.fixture
def small(pad):
    """A pad of 100 CSS pixels, on which somebody has drawn two strokes and taken one of them back."""
    draw(pad, (100, 50), (200, 50))
    draw(pad, (100, 90), (200, 90))
    pad.undo()
    pad.canvas.clientWidth = 100
    pad.redraw()
    told = MagicMock()  # one for both, to see what is told first
    pad.on_change, pad.on_small = told.change, told.small
    pad.told = told
    return pad


def test_a_tap_on_a_small_pad_leaves_no_ink_and_asks_for_a_larger_one(small):
    before = list(small.strokes)
    draw(small, (120, 70), (124, 66), (121, 73))
    assert small.strokes == before
    assert [call[0] for call in small.told.method_calls] == ["small"]


def test_a_tap_on_a_small_pad_leaves_undo_and_redo_as_they_were(small):
    draw(small, (120, 70), (121, 70))
    small.redo()
    assert len(small.strokes) == 2
    small.undo()
    small.undo()
    assert small.blank


def test_a_stroke_on_a_small_pad_is_ink_from_its_first_point_on(small):
    small.begin(event(110, 60))
    small.extend(event(114, 60))
    small.extend(event(117, 62, gathered=[event(115, 60), event(117, 62)]))
    assert len(small.strokes) == 1  # it could still be a tap
    small.extend(event(120, 60))
    small.extend(event(130, 60))
    small.end(event(130, 60))
    assert small.strokes[1:] == [[[100, 100], [140, 100], [150, 100], [170, 120], [200, 100], [300, 100]]]
    small.undo()
    assert len(small.strokes) == 1


def test_a_stroke_on_a_small_pad_is_told_like_any_and_then_asks_for_a_larger_one(small):
    draw(small, (110, 60), (130, 60), (140, 60))
    assert [(call[0], *call.args) for call in small.told.method_calls] == [
        ("change", False, 7.0), ("change", False, 7.0), ("change", True, 7.0), ("small",)]


def test_a_second_finger_on_a_small_pad_makes_no_stroke_of_a_tap(small):
    small.begin(event(110, 60))
    small.begin(event(180, 60, pointer=2))
    small.extend(event(180, 90, pointer=2))
    small.end(event(180, 90, pointer=2))
    assert small.told.method_calls == []
    small.end(event(110, 60))
    assert len(small.strokes) == 1


def test_what_is_tapped_is_forgotten_by_the_next_stroke(small):
    draw(small, (110, 60))
    draw(small, (150, 60), (150, 90))
    assert small.strokes[1:] == [[[500, 100], [500, 400]]]


def test_on_a_pad_of_comfortable_size_a_tap_is_a_dot_and_asks_for_nothing(small):
    small.canvas.clientWidth = 500
    draw(small, (100, 50), (101, 51))
    assert small.strokes[-1] == [[0, 0]]
    small.told.small.assert_not_called()


def test_a_small_pad_that_nobody_can_make_larger_takes_dots(small):
    small.on_small = None
    draw(small, (110, 60))
    assert small.strokes[-1] == [[100, 100]]


# Strokes that the page draws

def test_a_stroke_drawn_by_the_page_is_one_like_any_other(pad):
    draw(pad, (100, 50), (200, 50))
    pad.on_change.reset_mock()
    pad.begin_stroke(10, 20)
    pad.extend_stroke(30, 20)
    pad.extend_stroke(30, 60)
    pad.end_stroke()
    assert pad.strokes == [[[0, 0], [200, 0]], [[10, 20], [30, 20], [30, 60]]]
    assert [call.args[0] for call in pad.on_change.call_args_list] == [False, False, True]
    pad.undo()
    assert pad.strokes == [[[0, 0], [200, 0]]]
    pad.redo()
    assert len(pad.strokes) == 2


# A drawing that is done with

@pytest.fixture
def done(pad):
    """A pad with a drawing of two strokes that is done with, but still to be seen."""
    draw(pad, (100, 50), (200, 50))
    draw(pad, (100, 90), (200, 90))
    pad.renew(pad.strokes)
    return pad


def test_the_next_stroke_begins_a_drawing_of_its_own_and_undo_brings_back_the_one_before(done):
    before = done.strokes
    assert len(before) == 2
    draw(done, (300, 300), (400, 300))
    after = done.strokes
    assert len(after) == 1
    done.undo()
    assert done.strokes == before
    draw(done, (300, 300), (400, 300))
    assert done.strokes == after
    draw(done, (300, 350), (400, 350))
    assert len(done.strokes) == 2


def test_a_page_that_draws_begins_a_new_one_as_well(done):
    done.begin_stroke(500, 500)
    assert done.strokes == [[[500, 500]]]


def test_the_one_before_is_told_to_be_gone_before_the_new_one_comes(done):
    blank = []
    done.on_change = lambda finished, stamp: blank.append((done.blank, finished))
    done.begin(event(300, 300))
    assert blank == [(True, True), (False, False)]


def test_a_press_that_draws_nothing_leaves_it(done):
    before = done.strokes
    done.begin(event(300, 300, button=2))
    done.canvas.clientWidth = 100
    done.on_small = lambda: None
    draw(done, (120, 70), (121, 71))  # on a small pad, a tap
    assert done.strokes == before


@pytest.mark.parametrize("change", [lambda pad: pad.undo(), lambda pad: pad.load([[[1, 1], [9, 9]]])])
def test_what_is_another_drawing_again_is_drawn_on(done, change):
    change(done)
    assert len(done.strokes) == 1
    draw(done, (300, 300), (400, 300))
    assert len(done.strokes) == 2


def test_cleared_and_brought_back_it_is_still_done_with(done):
    done.clear()
    done.undo()
    draw(done, (300, 300), (400, 300))
    assert len(done.strokes) == 1


def test_a_second_finger_does_not_clear_what_the_first_draws(done):
    done.begin(event(300, 300))
    done.begin(event(400, 400, pointer=2))
    done.extend(event(350, 300))
    done.end(event(350, 300))
    assert done.strokes == [[[400, 500], [500, 500]]]

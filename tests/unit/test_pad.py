"""The pad with a fake canvas: which points become strokes, and what undo, redo and clear do."""
from unittest.mock import MagicMock

import pytest

from app.ui import sheet
from app.ui.pad import COARSE, FEW, MOST_AT_ONCE, SPACING
from app.ui.palm import BROAD, RESTS, RESTS_BROAD
from tests.unit.fake_pad import draw, event, fake_pad, finger, pen


@pytest.fixture
def pad():
    return fake_pad()


def test_points_are_kept_in_thousandths_of_the_pad(pad):
    draw(pad, (100, 50), (350, 50), (600, 550))
    assert pad.strokes == [[[0, 0], [500, 0], [1000, 1000]]]


def test_gathered_points_are_all_taken(pad):
    pad.begin(event(100, 50))
    pad.extend(event(300, 50, gathered=[event(200, 50), event(250, 50), event(300, 50)]))
    pad.end(event(300, 50))
    assert pad.strokes == [[[0, 0], [200, 0], [300, 0], [400, 0]]]


def test_a_second_finger_is_ignored(pad):
    pad.begin(finger(100, 50))
    pad.begin(finger(400, 400, pointer=2))
    pad.extend(finger(410, 400, pointer=2))
    pad.end(finger(410, 400, pointer=2))
    pad.extend(finger(200, 50))
    pad.end(finger(200, 50))
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


def test_the_canvas_has_the_screens_density(pad):
    assert pad.canvas.width == 1000


def test_endless_scribbling_stays_bounded(pad, monkeypatch):
    monkeypatch.setattr("app.ui.pad.MOST_POINTS", 50)
    draw(pad, *[(100 + 2 * i, 50 + i % 9) for i in range(200)])
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


def test_a_pad_that_becomes_small_when_a_stroke_is_done_is_not_asked_to_grow(small):
    """The page puts it into its bar then, if it was scrolled away under the pen."""
    small.canvas.clientWidth = 500
    small.told.change.side_effect = lambda finished, stamp: finished and setattr(small.canvas, "clientWidth", 100)
    draw(small, (100, 50), (300, 50))
    small.told.small.assert_not_called()


def test_a_second_finger_on_a_small_pad_makes_no_stroke_of_a_tap(small):
    small.begin(finger(110, 60))
    small.begin(finger(180, 60, pointer=2))
    small.extend(finger(180, 90, pointer=2))
    small.end(finger(180, 90, pointer=2))
    assert small.told.method_calls == []
    small.end(finger(110, 60))
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
    assert [call.args[0] for call in pad.on_change.call_args_list] == [False, False, False, True]
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
    done.begin(finger(300, 300))
    done.begin(finger(400, 400, pointer=2, primary=False))
    done.extend(finger(350, 300))
    done.end(finger(350, 300))
    assert done.strokes == [[[400, 500], [500, 500]]]


# Whose hand it is

def hold(pad, *places, make=finger, **options):
    """Draw, and do not lift."""
    pad.begin(make(*places[0], **options))
    for place in places[1:]:
        pad.extend(make(*place, **options))


def lift(pad, place, make=finger, **options):
    pad.end(make(*place, **options))


@pytest.mark.parametrize("palm", [[(500, 500)], [(500, 500), (520, 520)]])
def test_a_pen_takes_over_from_the_palm_that_rested_first_and_nothing_of_the_palm_is_left(pad, palm):
    hold(pad, *palm)
    hold(pad, (100, 50), (200, 50), make=pen)
    pad.extend(finger(540, 540))
    lift(pad, (540, 540))
    lift(pad, (200, 50), make=pen)
    assert pad.strokes == [[[0, 0], [200, 0]]]
    pad.undo()
    assert (pad.blank, pad.past) == (True, [])


def test_the_palms_touch_takes_nothing_from_what_can_be_redone(pad):
    draw(pad, (100, 50), (200, 50))
    pad.undo()
    hold(pad, (500, 500))
    pad.cancel(finger(500, 500))
    pad.redo()
    assert pad.strokes == [[[0, 0], [200, 0]]]


def test_the_palm_that_shifts_between_two_strokes_of_a_pen_leaves_no_ink(pad):
    hold(pad, (100, 50), (200, 50), make=pen, time=1000)
    lift(pad, (200, 50), make=pen, time=1200)
    hold(pad, (500, 500), time=1200 + RESTS - 1)
    lift(pad, (500, 500), time=1200 + RESTS - 1)
    assert len(pad.strokes) == 1


def test_nor_does_it_while_the_pen_hovers(pad):
    pad.extend(pen(100, 50, buttons=0, time=5000))
    hold(pad, (500, 500), time=5500)
    assert pad.blank


def test_a_finger_draws_once_the_pen_has_been_put_away(pad):
    hold(pad, (100, 50), (200, 50), make=pen, time=1000)
    lift(pad, (200, 50), make=pen, time=1200)
    hold(pad, (500, 500), (550, 500), time=1200 + RESTS, broad=BROAD)
    assert len(pad.strokes) == 2


@pytest.mark.parametrize(("time", "draws"), [(1200 + RESTS, False), (1200 + RESTS_BROAD, True)])
def test_a_broad_touch_is_the_hand_with_the_pen_for_longer(pad, time, draws):
    hold(pad, (100, 50), (200, 50), make=pen, time=1200)
    lift(pad, (200, 50), make=pen, time=1200)
    hold(pad, (500, 500), (550, 500), time=time, broad=BROAD + 1)
    assert len(pad.strokes) == 1 + draws


def test_without_a_pen_a_touch_of_any_breadth_draws(pad):
    hold(pad, (100, 50), (200, 50), broad=100)
    assert pad.strokes == [[[0, 0], [200, 0]]]


def test_a_mouse_is_never_taken_for_a_palm(pad):
    pad.extend(pen(100, 50, buttons=0))
    draw(pad, (100, 50), (200, 50))
    assert len(pad.strokes) == 1


def test_a_cancelled_touch_leaves_no_ink_and_nothing_to_undo(pad):
    hold(pad, (100, 50), (200, 50))
    pad.cancel(finger(0, 0))
    assert (pad.strokes, pad.past) == ([], [])
    assert pad.on_change.call_args.args[0]  # whoever shows the drawing knows
    draw(pad, (100, 90), (200, 90))
    assert len(pad.strokes) == 1


@pytest.mark.parametrize("make", [pen, event])
def test_what_a_cancelled_pen_or_mouse_has_drawn_stays(pad, make):
    hold(pad, (100, 50), (200, 50), make=make)
    pad.cancel(make(0, 0))
    assert pad.strokes == [[[0, 0], [200, 0]]]
    pad.undo()
    assert pad.blank


# Pointers that go without a word

def test_a_pointer_that_cannot_be_captured_draws_all_the_same(pad):
    pad.canvas.gone = {1}
    draw(pad, (100, 50), (200, 50))
    assert pad.strokes == [[[0, 0], [200, 0]]]


def test_one_that_never_was_keeps_nobody_from_drawing_and_its_dot_goes(pad):
    pad.canvas.gone = {78}
    pad.begin(event(400, 400, pointer=78, kind="touch", primary=False))
    draw(pad, (100, 50), (200, 50))
    assert pad.strokes == [[[0, 0], [200, 0]]]


@pytest.mark.parametrize("again", [{"pointer": 1}, {"pointer": 2}])
@pytest.mark.parametrize("kind", ["mouse", "touch", "pen"])
def test_the_next_of_its_kind_takes_over_from_a_pointer_that_was_never_lifted(pad, kind, again):
    hold(pad, (100, 50), (200, 50), make=event, kind=kind)
    hold(pad, (100, 90), (200, 90), make=event, kind=kind, **again)
    lift(pad, (200, 90), make=event, kind=kind, **again)
    assert pad.strokes == [[[0, 0], [200, 0]], [[0, 80], [200, 80]]]
    assert not pad.drawing


@pytest.mark.parametrize("kind", ["mouse", "pen"])
def test_a_move_without_a_button_ends_the_stroke_where_it_was(pad, kind):
    hold(pad, (100, 50), (200, 50), make=event, kind=kind)
    pad.extend(event(400, 400, kind=kind, buttons=0))
    assert (pad.strokes, pad.drawing) == ([[[0, 0], [200, 0]]], False)


@pytest.mark.parametrize("act", ["undo", "clear"])
def test_a_pointer_that_is_gone_keeps_nobody_from_wiping(pad, act):
    hold(pad, (100, 50), (200, 50))
    pad.canvas.captured = None
    getattr(pad, act)()
    assert pad.blank
    draw(pad, (100, 90), (200, 90))
    assert len(pad.strokes) == 1


def test_a_pointer_that_goes_on_after_its_drawing_was_replaced_draws_nothing(pad):
    hold(pad, (100, 50), (200, 50))
    pad.load([[[5, 5], [9, 9]]])
    pad.extend(finger(300, 50))
    lift(pad, (300, 50))
    assert pad.strokes == [[[5, 5], [9, 9]]]


def test_an_error_in_whoever_is_told_leaves_a_pad_that_draws(pad):
    pad.on_change.side_effect = [RuntimeError, RuntimeError, RuntimeError, *[None] * 9]
    for act in (pad.begin, pad.extend, pad.end):
        with pytest.raises(RuntimeError):
            act(event(200, 50))
    draw(pad, (100, 90), (200, 90))
    assert pad.strokes[-1] == [[0, 80], [200, 80]]


# Where the paper lies

@pytest.mark.parametrize("seen", [
    lambda x, y: (x, y - 120),  # scrolled
    lambda x, y: (2 * x, 3 * y),  # stretched
    lambda x, y: (y, 900 - x),  # turned
    lambda x, y: (0.6 * x - 0.8 * y + 300, 0.8 * x + 0.6 * y),  # turned aslant
    lambda x, y: (x + y / 2, y),  # slanted
])
def test_ink_is_under_the_pointer_however_the_paper_is_seen_also_when_that_changes(pad, seen):
    pad.begin(event(100, 50))
    pad.canvas.seen = seen
    pad.extend(event(*seen(225, 300)))
    pad.end(event(*seen(225, 300)))
    assert pad.strokes == [[[0, 0], [250, 500]]]


def test_a_pad_that_is_seen_small_is_small(pad):
    pad.on_small = MagicMock()
    pad.canvas.seen = lambda x, y: (x / 5, y / 5)
    draw(pad, (50, 50), (51, 50))
    assert pad.blank
    pad.on_small.assert_called_once_with()


def test_a_picture_that_was_lost_is_painted_again(pad):
    draw(pad, (100, 50), (200, 50))
    pad.paper.context.reset_mock()
    pad.paper.context.lineWidth = 1
    pad.canvas.listening["contextrestored"][0](None)
    assert pad.paper.context.lineWidth > 1
    assert pad.paper.context.stroke.called


def test_a_long_stroke_is_painted_in_one_go(pad):
    """A call for each of its pieces costs a page of a heavy drawing seconds."""
    draw(pad, *[(100 + 3 * at % 500, 50 + at) for at in range(400)])
    pad.paper.context.reset_mock()
    pad.redraw()
    assert pad.paper.context.stroke.call_count <= 2


# Very many points

def test_points_that_tell_nothing_are_dropped_and_the_stroke_ends_where_the_pointer_did(pad):
    hold(pad, (100, 50), (200, 50), make=event)
    hold_on = [event(200.1 + step / 10, 50) for step in range(10)]
    pad.extend(event(201, 50, gathered=hold_on))
    pad.end(event(201, 50))
    [stroke] = pad.strokes
    assert stroke[-1] == [202, 0]
    assert len(stroke) <= 4


def test_a_drawing_of_a_usual_size_loses_nothing(pad):
    draw(pad, *[(100 + at, 50 + at % 7) for at in range(300)])
    assert len(pad.strokes[0]) == 300


def test_the_more_points_a_drawing_has_the_farther_the_new_ones_are_apart(pad):
    for row in range(40):
        draw(pad, *[(100 + at, 50 + 10 * row) for at in range(500)])
    count = sum(len(stroke) for stroke in pad.strokes)
    assert count < 40 * 500 / 3
    last = pad.strokes[-1]
    gaps = [after[0] - before[0] for before, after in zip(last, last[1:], strict=False)]
    assert 4 * SPACING <= max(gaps) <= COARSE * SPACING + 2
    assert (last[0][0], last[-1][0]) == (0, 998)


def test_no_event_brings_more_points_than_a_page_can_take(pad):
    """The last of them always, so that the line is where the pointer is."""
    many = [event(100 + 500 * (at % 2), 50 + at % 400) for at in range(10_000)]
    pad.begin(event(100, 50))
    pad.extend(event(300, 300, gathered=[*many, event(300, 300)]))
    assert FEW < len(pad.strokes[0]) <= MOST_AT_ONCE + 1
    assert pad.strokes[0][-1] == [400, 500]


# A picture in place of a drawing, of which the pad knows nothing but that

def test_a_picture_takes_the_drawings_place_and_undo_and_redo_pass_over_both(pad):
    draw(pad, (100, 50), (200, 50))
    drawn = list(pad.strokes)
    pad.put("photo")
    pad.put("photo, turned")
    assert (pad.strokes, pad.picture, pad.blank) == ([], "photo, turned", False)
    pad.undo()
    assert (pad.strokes, pad.picture) == ([], "photo")
    pad.undo()
    assert (pad.strokes, pad.picture) == (drawn, None)
    pad.redo()
    pad.redo()
    assert (pad.strokes, pad.picture) == ([], "photo, turned")


def test_clear_sends_a_picture_away_and_undo_brings_it_back(pad):
    pad.put("photo")
    pad.clear()
    assert (pad.picture, pad.blank) == (None, True)
    pad.undo()
    assert pad.picture == "photo"


def test_a_stroke_that_comes_while_a_picture_lies_there_begins_a_drawing(pad):
    pad.put("photo")
    pad.begin_stroke(10, 10)
    pad.extend_stroke(90, 90)
    pad.end_stroke()
    assert (len(pad.strokes), pad.picture) == (1, None)
    pad.undo()
    assert (pad.strokes, pad.picture) == ([], "photo")


def test_a_picture_that_comes_in_the_middle_of_a_stroke_ends_it(pad):
    hold(pad, (100, 50), (200, 50))
    pad.put("photo")
    pad.undo()
    assert pad.strokes == [[[0, 0], [200, 0]]]


def test_undo_goes_back_far_and_what_lies_farther_back_is_let_go(pad, monkeypatch):
    assert sheet.STEPS_BACK >= 1000
    monkeypatch.setattr(sheet, "STEPS_BACK", 20)
    for _ in range(30):
        draw(pad, (100, 50), (200, 50))
    assert len(pad.past) == 20
    while pad.past:
        pad.undo()
    assert len(pad.strokes) == 10


def test_what_turned_out_to_be_no_picture_leaves_nothing_behind(pad):
    draw(pad, (100, 50), (200, 50))
    pad.put("good")
    pad.put("bad")
    pad.put("bad, turned")
    pad.undo()
    pad.withdraw(lambda picture: picture.startswith("bad"))
    assert pad.picture == "good"
    pad.redo()
    assert pad.picture == "good"
    pad.undo()
    assert (len(pad.strokes), pad.picture) == (1, None)
    pad.withdraw(lambda picture: True)
    assert len(pad.strokes) == 1

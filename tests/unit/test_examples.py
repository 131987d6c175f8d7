"""The example digits: their paths as strokes, and a pen that moves by itself until somebody takes over."""
import asyncio
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.ui import examples
from app.ui.examples import Examples, strokes_of
from app.ui.pen import STEP, walk
from tests.unit.fake_pad import event, fake_pad

ONE = "M50 10L50 90"
FOUR = "M40 10L20 60L80 60M60 30L60 95"


@pytest.fixture(autouse=True)
def frames(monkeypatch):
    """Frames that take a turn of the loop; counts them."""
    counted = []

    async def sleep(seconds):
        counted.append(seconds)
        await asyncio.sleep(0)
    monkeypatch.setattr(examples, "sleep", sleep)
    return counted


class Hall:
    """A pad, and a button for each of some paths; still: whether less motion is asked for."""

    def __init__(self, *paths, still=False):
        self.pad = fake_pad()
        self.clicks = []
        buttons = [MagicMock(addEventListener=lambda kind, handler: self.clicks.append(handler)) for _ in paths]
        for button, path in zip(buttons, paths, strict=True):
            button.querySelector.return_value.getAttribute = lambda name, path=path: path
        root = SimpleNamespace(querySelectorAll=lambda selector: Nodes(enumerate(buttons)))
        Examples(root, any=MagicMock(addEventListener=lambda kind, handler: self.clicks.append(handler)), pad=self.pad,
                 still=lambda: still)

    def choose(self, at):
        """at: which example; the one after the last is the button that shows any."""
        self.clicks[at](None)

    async def drawn(self, strokes, points):
        """Until so many strokes are on the pad, the last of them with at least so many points."""
        async with asyncio.timeout(10):
            while len(self.pad.strokes) < strokes or len(self.pad.strokes[-1]) < points:
                await asyncio.sleep(0)

    async def over(self):
        """Until nothing moves any more."""
        async with asyncio.timeout(10):
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0)

    def hand(self, *places):
        for at, (x, y) in enumerate(places):
            (self.pad.extend if at else self.pad.begin)(event(100 + x / 2, 50 + y / 2))
        self.pad.end(event(100 + x / 2, 50 + y / 2))


class Nodes(dict):
    """A node list: a length, and items by number."""

    @property
    def length(self):
        return len(self)


def complete(path):
    return [walk(stroke) for stroke in strokes_of(path)]


def test_a_path_gives_its_strokes_in_units_of_the_pad():
    assert strokes_of(FOUR) == [[[400, 100], [200, 600], [800, 600]], [[600, 300], [600, 950]]]
    assert strokes_of("M12.5 3") == [[[125, 30]]]


def test_the_pen_passes_every_corner_in_steps_of_one_length():
    assert walk([[0, 0], [100, 0], [100, 60]]) == [
        [0, 0], [25, 0], [50, 0], [75, 0], [100, 0], [100, 20], [100, 40], [100, 60]]


@pytest.mark.parametrize("stroke", [*strokes_of(FOUR), [[0, 0], [333, 444], [334, 444]], [[5, 5], [5, 5]]])
def test_no_step_of_the_pen_is_longer_than_one_and_both_ends_are_reached(stroke):
    points = walk(stroke)
    assert all(((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5 <= STEP + 0.2  # coordinates are rounded to tenths
               for (x0, y0), (x1, y1) in zip(points, points[1:], strict=False))
    assert (points[0], points[-1]) == (stroke[0], stroke[-1])


def test_a_stroke_of_one_point_stays_a_dot():
    assert walk([[125, 30]]) == [[125, 30]]


def test_an_example_draws_itself_point_by_point_in_place_of_what_was_there(frames):
    async def story():
        hall = Hall(ONE, FOUR)
        hall.hand((0, 0), (100, 100))
        hall.choose(1)
        await hall.drawn(1, 3)
        assert hall.pad.strokes[0] != complete(FOUR)[0]  # not yet
        await hall.over()
        assert hall.pad.strokes == complete(FOUR)
        assert len(frames) == sum(len(stroke) - 1 for stroke in complete(FOUR))
        hall.pad.undo()
        assert hall.pad.strokes == complete(FOUR)[:1]
        hall.pad.undo()
        hall.pad.undo()
        assert hall.pad.strokes == [[[0, 0], [100, 100]]]
    asyncio.run(story())


def test_a_hand_that_draws_takes_over():
    async def story():
        hall = Hall(FOUR)
        hall.choose(0)
        await hall.drawn(1, 5)
        begun = list(hall.pad.strokes[0])
        hall.hand((0, 0), (100, 100))
        await hall.over()
        assert hall.pad.strokes == [begun, [[0, 0], [100, 100]]]
    asyncio.run(story())


@pytest.mark.parametrize("act", ["clear", "undo"])
def test_whoever_wipes_it_away_is_rid_of_it(act):
    async def story():
        hall = Hall(FOUR)
        hall.choose(0)
        await hall.drawn(1, 5)
        getattr(hall.pad, act)()
        await hall.over()
        assert hall.pad.blank
    asyncio.run(story())


@pytest.mark.parametrize("second", [0, 1])
def test_choosing_another_or_the_same_begins_it_alone(second):
    async def story():
        hall = Hall(FOUR, ONE)
        hall.choose(0)
        await hall.drawn(1, 5)
        hall.choose(second)
        await hall.over()
        assert hall.pad.strokes == complete((FOUR, ONE)[second])
    asyncio.run(story())


def test_with_less_motion_the_digit_is_there_at_once(frames):
    async def story():
        hall = Hall(FOUR, still=True)
        hall.choose(0)
        await hall.over()
        assert hall.pad.strokes == complete(FOUR)
        assert frames == []
        hall.pad.undo()
        assert hall.pad.strokes == complete(FOUR)[:1]
    asyncio.run(story())


def test_show_me_one_shows_one_after_the_other():
    async def story():
        hall = Hall(ONE, FOUR)
        for path in (ONE, FOUR, ONE):
            hall.choose(2)
            await hall.over()
            assert hall.pad.strokes == complete(path)
    asyncio.run(story())


def test_whoever_chose_an_example_is_then_at_the_pad():
    """The buttons are hidden by the reading that comes; a focus on them would be lost."""
    async def story():
        hall = Hall(ONE)
        canvas = hall.pad.canvas
        canvas.matches.return_value = False  # it is not disabled
        canvas.getClientRects.return_value.length = 1  # but in sight
        hall.choose(0)
        canvas.focus.assert_called_once()
        await hall.over()
    asyncio.run(story())

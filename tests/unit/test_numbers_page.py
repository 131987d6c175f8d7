"""Numbers on the page: sheets that are laid aside for each other, marks that keep apart, and what is said of a line."""
import asyncio
import json
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.core import expression
from app.core.errors import InklingError
from app.core.outcomes import told_line
from app.ui.modes import Modes
from app.ui.number_reader import NumberReader
from app.ui.numbers.keeper import Keeper
from app.ui.numbers.spread import spread
from app.ui.numbers.strip import line_written_last
from app.ui.numbers.wording import SPOKEN, comes_to, explained, headline, ranked, spaced, spoken, unsure_of
from app.ui.replies import WorkerLost
from app.ui.sheet import sheet_for
from app.ui.storage import KEY, MODE, NUMBERS
from app.ui.words import flat, words
from tests.unit.fake_pad import draw, event, fake_pad


@pytest.fixture
def pad():
    return fake_pad()


# Two sheets for one pad

def test_each_sheet_keeps_its_ink_and_its_history_while_the_other_lies_on_the_pad(pad):
    digit, number = pad.sheet, sheet_for("number")
    draw(pad, (100, 50), (200, 50))
    pad.lay(number)
    assert pad.blank
    draw(pad, (100, 90), (200, 90))
    draw(pad, (100, 150), (200, 150))
    pad.undo()
    assert (len(number.strokes), len(digit.strokes)) == (1, 1)
    pad.lay(digit)
    pad.redo()
    assert pad.strokes == [[[0, 0], [200, 0]]]
    pad.undo()
    assert pad.blank
    pad.lay(number)
    pad.redo()
    assert len(pad.strokes) == 2


def test_the_stroke_that_is_being_drawn_is_done_when_another_sheet_comes(pad):
    pad.begin(event(100, 50))
    pad.extend(event(200, 50))
    digit = pad.sheet
    pad.lay(sheet_for("number"))
    pad.extend(event(300, 50))
    pad.end(event(300, 50))
    assert (digit.strokes, pad.blank, pad.drawing) == ([[[0, 0], [200, 0]]], True, False)
    assert pad.on_change.call_args.args[0]


def test_on_a_wide_sheet_a_thousand_units_are_its_height(pad):
    pad.canvas.seen = lambda x, y: (100 + 2 * (x - 100), y)  # 1000 by 500 CSS pixels
    pad.lay(sheet_for("number"))
    draw(pad, (100, 50), (1100, 550))
    assert pad.strokes == [[[0, 0], [2000, 1000]]]
    assert (pad.canvas.width, pad.canvas.height) == (1000, 500)  # 500 of CSS wide, twice as dense


def test_what_does_not_count_is_drawn_pale_until_there_is_something_else(pad):
    inks = []
    draw(pad, (100, 50), (200, 50))
    draw(pad, (100, 90), (200, 90))
    pad.paper.draw = lambda stroke, first: inks.append(pad.paper.context.strokeStyle)
    pad.fade([1])
    assert inks == ["pale", "black"]
    pad.fade([1])
    assert len(inks) == 2  # nothing is painted for nothing
    pad.undo()
    assert inks[2:] == ["black"]
    pad.redo()
    assert inks[3:] == ["black", "black"]


# The switch

class Element(MagicMock):

    def getAttribute(self, name):
        return self.attributes.get(name)

    def setAttribute(self, name, value):
        self.attributes[name] = value


def element(**attributes):
    made = Element()
    made.attributes = attributes
    return made


class Kept(dict):
    """A Storage's texts."""

    def put(self, key, text):
        self[key] = text

    def load(self, key):
        return json.loads(self.get(key) or "[]")

    def load_times(self, _strokes, _key):
        return None

    def save(self, strokes, key, _times=None):
        self[key] = json.dumps(strokes)


@pytest.fixture
def modes(pad):
    """Modes of a page whose visitor has kept nothing; the desk does what the page's does with ink."""
    root = element(**{"data-mode": "digit"})
    window = SimpleNamespace(document=SimpleNamespace(documentElement=root, getElementById=lambda name: element()),
                             addEventListener=MagicMock(), location=SimpleNamespace(hash="", pathname="/", search=""),
                             history=MagicMock(), performance=SimpleNamespace(now=lambda: 0.0))
    desk = SimpleNamespace(reads=MagicMock(), key=KEY, changed=MagicMock(), clear=pad.clear)
    kept = Kept()
    desk.restore = lambda: pad.load(kept.load(desk.key)) if kept.load(desk.key) else None
    pad.on_change = lambda finished, stamp: kept.save(pad.strokes, desk.key) if finished else None
    pad.canvas.setAttribute = MagicMock()
    switch = MagicMock()
    switch.querySelectorAll.return_value = SimpleNamespace(length=0)

    async def get_numbers():
        return None
    made = Modes(window, switch, pad=pad, desk=desk, bar=MagicMock(), storage=kept, digits=desk.reads, get_numbers=get_numbers)
    made.asked = True  # so that nothing has to be fetched
    made.begin()
    return made


def test_the_other_mode_has_its_own_sheet_key_and_reader_and_is_remembered(modes, pad):
    draw(pad, (100, 50), (200, 50))
    modes.choose("number")
    assert (pad.blank, modes.desk.key, modes.storage[MODE]) == (True, NUMBERS, "number")
    assert modes.desk.reads is modes.reads["number"]
    draw(pad, (100, 90), (200, 90))
    assert (len(modes.storage.load(KEY)), len(modes.storage.load(NUMBERS))) == (1, 1)
    modes.choose("digit")
    assert (pad.strokes, modes.desk.key, modes.storage[MODE]) == ([[[0, 0], [200, 0]]], KEY, None)


def test_what_was_kept_is_back_on_both_sheets_and_so_is_the_mode(modes, pad):
    modes.storage.update({KEY: "[[[1, 1], [9, 9]]]", NUMBERS: "[[[1500, 1], [1600, 9]]]", MODE: "number"})
    modes.restore()
    assert (modes.name, pad.strokes) == ("number", [[[1500, 1], [1600, 9]]])
    pad.undo()
    assert pad.blank
    modes.choose("digit")
    assert pad.strokes == [[[1, 1], [9, 9]]]


def test_somebody_who_draws_already_keeps_the_pad_as_it_is(modes, pad):
    draw(pad, (100, 50), (200, 50))
    modes.storage[MODE] = "number"
    modes.restore()
    assert modes.name == "digit"


def test_an_address_of_a_view_about_one_digit_leads_to_the_digit(modes):
    modes.choose("number")
    view = element()
    view.classList.contains.return_value = True
    modes.window.document.getElementById = lambda name: {"why": view}.get(name)
    for place, mode in (("#data", "number"), ("#nothing", "number"), ("#why", "digit")):
        modes.window.location.hash = place
        modes.followed(None)
        assert modes.name == mode, place


def test_emptied_and_put_back_both_sheets_have_what_they_had(modes, pad):
    draw(pad, (100, 50), (200, 50))
    modes.choose("number")
    draw(pad, (100, 90), (200, 90))
    number, digit = list(pad.strokes), list(modes.sheets["digit"].strokes)
    modes.empty()
    assert pad.blank and modes.sheets["digit"].blank
    modes.put_back(KEY, digit)
    modes.put_back(NUMBERS, number)
    modes.put_back(NUMBERS, [[[1, 1]]])  # there is something by now
    assert (pad.strokes, modes.sheets["digit"].strokes) == (number, digit)


# Who reads

class Client:
    able, generation = True, 1

    def __init__(self):
        self.asked = []

    async def call(self, name, request, *, urgent=False):
        assert urgent
        self.asked.append(name)
        if self.asked[-2:] == ["read_number", "read_number"] and self.generation == 1:
            self.generation, self.able = 2, False
            raise WorkerLost("it has stopped")
        if request.get("strokes") == "no ink":
            raise InklingError("strokes must be lists")
        return {"text": request.get("strokes")}


def test_what_numbers_need_is_fetched_once_for_each_worker_and_ink_outlives_one():
    async def run():
        client, answers, errors = Client(), [], []
        window = SimpleNamespace(URL=SimpleNamespace(new=lambda path, base: SimpleNamespace(href=base + path)),
                                 navigator=SimpleNamespace(),
                                 document=SimpleNamespace(baseURI="https://here/"))
        reader = NumberReader(window, client, on_answer=lambda told, stamp: answers.append((told["text"], stamp)),
                              on_error=lambda message, drawing: errors.append(message))
        for stamp in (1, 2):
            reader.request({"strokes": stamp, "chosen": {}}, stamp)
            await asyncio.sleep(0.01)
        assert answers == [(1, 1)]  # the worker died over the second
        client.able = True
        reader.repeat(3)
        await asyncio.sleep(0.01)
        assert answers == [(1, 1), (2, 3)]
        assert client.asked == ["open_numbers", "read_number", "read_number", "open_numbers", "read_number"]
        reader.request({"strokes": "no ink", "chosen": {}}, 4)
        await asyncio.sleep(0.01)
        assert errors == ["strokes must be lists"]
    asyncio.run(run())


# Where the characters stand

@pytest.mark.parametrize(("centres", "expected"), [
    ([], []),
    ([50], [50]),
    ([2], [10]),
    ([99], [90]),
    ([30, 60], [30, 60]),
    ([50, 50], [40, 60]),
    ([50, 52, 54], [32, 52, 72]),
    ([5, 6, 95], [10, 30, 90]),
    ([20, 30, 80, 85, 90], [10, 30, 50, 70, 90]),
])
def test_marks_keep_apart_on_the_line_and_near_their_places(centres, expected):
    assert spread(centres, width=20, whole=100) == pytest.approx(expected)


def test_marks_that_have_no_room_go_on_beyond_the_line():
    assert spread([10, 50, 90], width=40, whole=100) == pytest.approx([20, 60, 100])


def test_the_line_written_last_is_that_of_the_newest_stroke_that_counts():
    parts = [{"strokes": [0, 5], "line": 0}, {"strokes": [1, 2], "line": 1}, {"strokes": [], "line": 2}]
    assert line_written_last(parts) == 0
    assert line_written_last([]) == 0


# What is said

def line(text, value="", **more):
    return {"text": text, "value": value, "asked": text.endswith("="), "verdict": "", "message": "",
            "spoken": f"[{text}]", **more}


@pytest.mark.parametrize(("text", "shown"), [
    ("12×7=", "12 × 7 ="), ("-3+5", "−3 + 5"), ("2×-3=", "2 × −3 ="), ("5--3", "5 − −3"), ("(1+2)×3", "(1 + 2) × 3"),
    ("(-2)", "(−2)"), ("1/3", "1/3"), ("", ""), ("24+48=73", "24 + 48 = 73"), ("=", "="),
])
def test_signs_get_room_but_those_of_a_number_stay_with_it(text, shown):
    assert spaced(text) == shown


@pytest.mark.parametrize(("what", "above", "large"), [
    (line("12×7=", "84"), "12 × 7 =", "84"),
    (line("2-5=", "-3"), "2 − 5 =", "−3"),
    (line("2-5", "-3"), "", "2 − 5"),
    (line("127", "127"), "", "127"),
    (line("-127", "-127"), "", "−127"),
    (line("24+48=73", "72", verdict="no, 72"), "24 + 48 = 73", "no, 72"),
    (line("2-5=3", "-3", verdict="no, -3"), "2 − 5 = 3", "no, −3"),
    (line("12×", message="Something is missing after ×."), "", "12 ×"),
    (line("1÷0=", message="There is no dividing by zero."), "", "1 ÷ 0 ="),
])
def test_large_is_what_a_line_comes_to_and_above_it_the_line(what, above, large):
    assert headline(what) == (above, large)
    assert comes_to(what) == (large if above else "")


@pytest.mark.parametrize(("what", "sure", "words"), [
    (line("2-5", "-3"), True, "End it with = to have it worked out. Read wrongly? Tap it above the ink to choose."),
    (line("2-5=", "-3"), True, "Read wrongly? Tap it above the ink to choose."),
    (line("127", "127"), True, "Read wrongly? Tap it above the ink to choose."),
    (line("2-5", "-3"), False, "Not sure of what is marked. Tap it to choose."),
    (line("1÷0=", message="There is no dividing."), True, "There is no dividing."),
])
def test_a_sum_that_does_not_ask_for_its_value_is_told_how_to(what, sure, words):
    assert explained(what, sure) == words


@pytest.mark.parametrize(("what", "words"), [
    (line("12×7=", "84"), "[12×7=] 84."),
    (line("2-5=", "-3"), "[2-5=] minus 3."),
    (line("2-5", "-3"), "[2-5]."),
    (line("127", "127"), "[127]."),
    (line("24+48=73", "72", verdict="no, 72"), "[24+48=73]: no, 72."),
    (line("12×", message="Something is missing after ×."), "[12×]: Something is missing after ×."),
])
def test_a_line_is_said_with_what_it_comes_to(what, words):
    assert spoken(what) == words


def test_all_that_the_worker_says_of_signs_is_known_to_the_page():
    said = {each for text in expression.WORDS.values() for each in text.split()}
    assert said == set(SPOKEN)
    text = expression.spoken("(1+2)×3−4÷5=6.7,")
    assert spoken({**line(""), "spoken": text}) == f"{text}."


@pytest.fixture
def german():
    """The page in German, as far as it has the words here."""
    theirs = {"sums": {"yes": "stimmt", "no": "nein, {value}", "about": "etwa, genau {value}",
                       "spoken": {"minus": "minus", "divided_by": "geteilt durch", "equals": "gleich", "point": "Komma"}}}
    formats = SimpleNamespace(new=lambda language, options: SimpleNamespace(format=lambda value: str(value).replace(".", ",")))
    window = SimpleNamespace(Intl=SimpleNamespace(NumberFormat=formats), JSON=SimpleNamespace(parse=json.loads))
    words.use(window, "de", flat(theirs).get, lambda: '[["There is no dividing by zero.", "Durch null wird nicht geteilt."]]')
    yield
    words.use(None, "en", {}.get, lambda: "[]")


@pytest.mark.parametrize(("what", "large", "aloud"), [
    ("7÷2=", "3,5", "7 geteilt durch 2 gleich 3,5."),
    ("-7,5÷2=", "−3,75", "minus 7 Komma 5 geteilt durch 2 gleich minus 3,75."),
    ("7÷2=4", "nein, 3,5", "7 geteilt durch 2 gleich 4: nein, 3,5."),
    ("7÷2=3,5", "stimmt", "7 geteilt durch 2 gleich 3 Komma 5: stimmt."),
    ("7÷3=2,3", "etwa, genau 7/3", "7 geteilt durch 3 gleich 2 Komma 3: etwa, genau 7/3."),
    ("7÷0=", "7 ÷ 0 =", "7 geteilt durch 0 gleich: Durch null wird nicht geteilt."),
])
def test_what_the_worker_works_out_is_said_in_the_visitors_language(german, what, large, aloud):
    told = told_line(what, expression.work_out(what), 1.0, 0.5)
    assert (headline(told)[1], spoken(told)) == (large, aloud)


def test_the_doubtful_ones_are_named_and_the_likeliest_come_first():
    assert unsure_of([{"text": "1", "sure": False}, {"text": "2", "sure": True}]) == "Not sure of 1."
    assert unsure_of([]) == ""
    assert [each for each, _ in ranked({"7": 0.2, "1": 0.7, "2": 0.1})] == ["1", "7", "2"]


# A corrected digit for teaching

@pytest.fixture
def keeper():
    root = MagicMock()
    root.querySelector.side_effect = lambda name: SimpleNamespace(textContent="", hidden=False, addEventListener=MagicMock())
    root.ownerDocument.activeElement = None
    made = Keeper(root, back=list)
    made.kept = MagicMock()
    made.kept.drawings = []
    return made


def test_a_digit_is_offered_a_sign_is_not_and_neither_is_anything_before_it_can_be_kept(keeper):
    keeper.kept, kept = None, keeper.kept
    keeper.offer("7", [[[1, 1]]])
    assert keeper.root.hidden
    keeper.kept = kept
    keeper.settle()
    assert not keeper.root.hidden
    keeper.offer("×", [[[1, 1]]])
    assert keeper.root.hidden


@pytest.mark.parametrize(("outcome", "words"), [
    ("new", "Thank you: kept as an 8."), ("relabelled", "Thank you: kept as an 8 instead."),
    ("known", "This ink is kept as an 8 already."),
])
def test_what_is_kept_is_the_ink_of_that_part_and_said(keeper, outcome, words):
    keeper.kept.keep.return_value = outcome
    keeper.offer("8", [[[1, 1]]])
    keeper.keep()
    keeper.kept.keep.assert_called_once_with("8", [[[1, 1]]])
    assert (keeper.words.textContent, keeper.button.hidden, keeper.root.hidden) == (words, True, False)
    keeper.withdraw()
    assert keeper.root.hidden

"""What is kept to learn from: the collection and its undo, files of it, a store that fails, and the words about a lesson."""
import asyncio
import json
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.core.errors import DrawingError, InklingError
from app.ui.views.teach import drawing_lines, lesson
from app.ui.views.teach.collection import Collection, Drawing, canonical, check, thumbnail, wanted
from app.ui.views.teach.correction import ordinal
from app.ui.views.teach.database import BROKEN, FULL, Refused, reason
from app.ui.views.teach.kept_drawings import KeptDrawings
from app.ui.views.teach.persistence import Persistence
from app.ui.views.teach.retry import PAUSES, Retry
from app.ui.words import word
from tests.drawings import FOUR, THREE


def drawing(number, label="3", strokes=THREE):
    return Drawing(f"id{number}", label, canonical(strokes), number)


@pytest.fixture
def three():
    return Collection([drawing(2, "4", FOUR), drawing(1), drawing(3, "7", [[[0, 0], [9, 9]]])])


# One text for one drawing

def test_a_drawing_has_one_text_however_its_numbers_were_written():
    assert canonical([[[1, 2.0], [3.5, -0.25]]]) == canonical([[[1.0, 2], [3.50000000001, -0.25]]]) == "[[[1,2],[3.5,-0.25]]]"
    assert json.loads(canonical(THREE)) == THREE
    assert json.loads(canonical([[], [[1e9, 1e-7]]])) == [[[1e9, 1e-7]]]


@pytest.mark.parametrize("strokes", [[], [[]], "ink", [[[1]]], [[[1, float("nan")]]], [[[0, 0]] * 20001]])
def test_what_is_no_drawing_has_no_text(strokes):
    with pytest.raises(DrawingError):
        canonical(strokes)


@pytest.mark.parametrize(("label", "text"), [(None, "[[[1,2]]]"), ("77", "[[[1,2]]]"), ("x", "[[[1,2]]]"), (7, "[[[1,2]]]"),
                                             ("7", None), ("7", "[[[1,"), ("7", "{}"), ("", "[[[1,2]]]")])
def test_a_damaged_record_is_told_from_a_drawing(label, text):
    with pytest.raises(DrawingError):
        check(label, text)


def test_a_thumbnail_fills_its_square_and_shows_a_dot():
    places = [tuple(map(float, part.split())) for part in thumbnail(canonical(FOUR)).replace("M", "L").split("L")[1:]]
    assert len(places) == 5
    assert max(y for _, y in places) - min(y for _, y in places) == pytest.approx(18)
    assert thumbnail("[[[5,5]]]") == "M14.0 14.0h0.01"


# The collection

def test_it_is_in_the_order_of_keeping_and_counts_by_digit(three):
    assert [each.id for each in three.all] == ["id1", "id2", "id3"]
    assert three.counts() == [0, 0, 0, 1, 1, 0, 0, 1, 0, 0]


def test_relabel_and_delete_say_what_to_write_and_undo_takes_them_back_one_by_one(three):
    before = [(each.id, each.label) for each in three.all]
    ((_, changed),) = three.relabel("id1", "5")
    assert (changed.id, changed.label, changed.text) == ("id1", "5", canonical(THREE))
    assert three.delete("id2") == [("id2", None)]
    assert [(each.id, each.label) for each in three.all] == [("id1", "5"), ("id3", "7")]
    ((back, restored),) = three.undo()
    assert (back, restored.label) == ("id2", "4")
    ((_, as_it_was),) = three.undo()
    assert as_it_was.label == "3"
    assert [(each.id, each.label) for each in three.all] == before
    assert three.undo() == []


def test_undoing_an_import_takes_away_all_of_it_and_nothing_else(three):
    three.add([drawing(4, "0"), drawing(5, "1")])
    assert dict(three.undo()) == {"id4": None, "id5": None}
    assert len(three) == 3


def test_the_digit_asked_for_is_one_of_the_rarest_and_not_the_same_twice():
    counts, asked = [0] * 10, []
    for _ in range(30):
        asked.append(wanted(counts, asked[-1] if asked else None))
        counts[asked[-1]] += 1
    assert counts == [3] * 10
    assert all(first != second for first, second in zip(asked, asked[1:], strict=False))
    assert wanted([5, 5, 5, 5, 5, 5, 5, 4, 5, 5], None) == 7


def test_skipping_goes_on_to_another_digit():
    counts = [1] * 10
    assert wanted(counts, wanted(counts)) != wanted(counts)


# Files

def fed(text, size):
    cut = drawing_lines.Lines()
    return [line for at in range(0, len(text), size) for line in cut.feed(text[at:at + size])] + cut.end()


@pytest.mark.parametrize("size", [1, 3, 7, 1000])
def test_lines_are_the_same_however_the_file_is_cut(size):
    assert fed("one\n\ntwo two\nthree", size) == ["one", "", "two two", "three"]


def test_a_line_too_long_is_noticed_without_being_held():
    cut = drawing_lines.Lines()
    cut.feed("a\n")
    for _ in range(100):
        assert cut.feed("x" * 65536) == []
        assert len(cut.rest) <= drawing_lines.LONGEST
    assert cut.feed("x\nb\n") == [None, "b"]
    assert fed("x" * (drawing_lines.LONGEST + 1), 65536) == [None]


@pytest.mark.parametrize(("line", "said"), [
    (None, "longer"), ("\x00\x01binary", "not JSON"), ("[" * 100000, "nested too deeply"), ("[]", "not an object"),
    ('{"strokes": [[[1, 2]]]}', "label"), ('{"label": 3.0, "strokes": [[[1, 2]]]}', "label"),
    ('{"label": true, "strokes": [[[1, 2]]]}', "label"), ('{"label": 10, "strokes": [[[1, 2]]]}', "label"),
    ('[{"penColor": "black", "points": [{"x": 1, "y": 2}]}]', "signature_pad"), ('{"label": "3"}', "no strokes"),
    ('{"label": "3", "strokes": [[[1, "x"]]]}', "not a number"), ('{"label": "3", "strokes": []}', "no ink"),
    ('{"label": "12", "strokes": [[[1, 2]]]}', "label"),
])
def test_a_line_is_refused_for_a_reason(line, said):
    with pytest.raises(DrawingError, match=said):
        drawing_lines.read(line)


def test_a_line_of_the_trainers_format_is_taken():
    assert drawing_lines.read(json.dumps({"label": "4", "strokes": FOUR, "writer": "w1"})) == ("4", canonical(FOUR))


def test_a_label_may_be_a_number():
    assert drawing_lines.read(json.dumps({"label": 4, "strokes": FOUR}) + "\r") == ("4", canonical(FOUR))


@pytest.mark.parametrize(("start", "encoding"), [
    (b"\xff\xfe", "utf-16le"), (b"\xfe\xff", "utf-16be"), (b"\xef\xbb", "utf-8"), (b'{"', "utf-8"), (b"{", "utf-8"), (b"", "utf-8"),
])
def test_a_byte_order_mark_tells_the_encoding(start, encoding):
    assert drawing_lines.encoding_of(list(start)) == encoding


def test_the_count_is_one_sentence_with_the_first_reason():
    count = drawing_lines.Count()
    count.new, count.duplicate = 3, 2
    assert count.sentence("mine.jsonl") == "mine.jsonl: 3 new, 2 there already, 0 refused."
    for count.line in (6, 9):
        count.refuse(f"bad {count.line}")
    assert count.sentence("mine.jsonl") == "mine.jsonl: 3 new, 2 there already, 2 refused (line 6: bad 6)."


def test_a_huge_file_is_refused_by_its_size():
    assert drawing_lines.too_large("big", 20_000_000) == ""
    assert drawing_lines.too_large("big", 200_000_000) == (
        "big has 200 MB; a file of drawings may have 20, so nothing of it was read.")


# The store

class Base:
    """A database in memory that refuses when told to."""

    def __init__(self, records=()):
        self.records = {each.id: each for each in records}
        self.refuses = ""  # everything
        self.unreadable = ""  # reading
        self.broken = []  # the ids of records that cannot be read

    def listen(self, _store, on_change):
        self.tell = on_change

    async def all(self, _store):
        if self.refuses or self.unreadable:
            raise Refused(self.refuses or self.unreadable)
        return [each for each in self.records.values() if each.id not in self.broken], self.broken

    async def write(self, _store, puts, deletes=()):
        if self.refuses:
            raise Refused(self.refuses)
        self.records.update({each["id"]: SimpleNamespace(**each) for each in puts})
        for each in deletes:
            self.records.pop(each, None)


def window():
    fake = MagicMock()
    fake.performance.now = lambda: 0
    fake.Date.now = lambda: 1000
    return fake


async def opened(base):
    kept = KeptDrawings(window(), base, on_change=lambda: None)
    await kept.open()
    return kept


async def idle(kept):
    while kept.writing:
        await asyncio.sleep(0)


def test_what_one_keeps_another_visit_finds():
    async def story():
        base = Base()
        kept = await opened(base)
        assert kept.keep("3", THREE) == "new"
        assert kept.keep("3", THREE) == "known"
        assert kept.keep("4", FOUR) == "new"
        assert kept.keep("9", FOUR) == "relabelled"
        await idle(kept)
        again = await opened(base)
        assert [(each.label, each.text) for each in again.drawings.all] == [("3", canonical(THREE)), ("9", canonical(FOUR))]
        assert again.sentence() == "2 drawings are kept."
    asyncio.run(story())


def test_a_full_store_costs_nothing_but_life_beyond_the_tab_and_is_tried_again():
    async def story():
        base = Base()
        kept = await opened(base)
        kept.keep("4", FOUR)
        await idle(kept)
        base.refuses = FULL
        kept.keep("3", THREE)
        await idle(kept)
        assert len(kept.drawings) == 2 and len(base.records) == 1
        assert kept.sentence() == ("2 drawings are kept, 1 of them only until this tab is closed, because the browser's storage"
                                   " is full.")
        base.refuses = ""
        kept.keep("1", [[[0, 0], [0, 9]]])
        await idle(kept)
        assert len(base.records) == 3 and kept.sentence() == "3 drawings are kept."
    asyncio.run(story())


def test_a_damaged_record_is_left_where_it_is_and_counted():
    async def story():
        good = SimpleNamespace(id="a", label="3", strokes=canonical(THREE), time=1)
        bad = SimpleNamespace(id="b", label="3", strokes="[[[", time=2)
        base = Base([good, bad])
        kept = await opened(base)
        assert len(kept.drawings) == 1 and "b" in base.records
        assert "1 more could not be read" in kept.sentence()
    asyncio.run(story())


def test_one_bad_record_of_any_kind_hides_no_other():
    async def story():
        good = SimpleNamespace(id="a", label="3", strokes=canonical(THREE), time=1)
        odd = SimpleNamespace(id="b", label="4", strokes=canonical(FOUR), time=float("nan"))
        bad = [SimpleNamespace(id=7, label="3", strokes=canonical(FOUR), time=2), SimpleNamespace(id="c"),
               SimpleNamespace(id="d", label={}, strokes=canonical(FOUR), time=2),
               SimpleNamespace(id="e", label="3", strokes=[[[1, 2]]]),
               SimpleNamespace(id="f", label="3", strokes="[" * 5000 + "]" * 5000, time=2),
               SimpleNamespace(id="g" * 1000, label="3", strokes=canonical(FOUR), time=2),
               SimpleNamespace(id="h", label="3", strokes="[[[1,2]" + " " * 10**6 + "]]", time=2),
               SimpleNamespace(id="i", label="3", strokes="[[[3e38,2]]]", time=2),
               SimpleNamespace(id="j", label="\ud800", strokes="[]")]
        base = Base([*bad[:4], good, *bad[4:], odd])
        kept = await opened(base)
        assert [each.id for each in kept.drawings.all] == ["b", "a"]
        assert kept.drawings.find("b").time == 0
        assert f"{len(bad)} more could not be read" in kept.sentence()
        assert len(base.records) == len(bad) + 2
    asyncio.run(story())


def test_another_tabs_drawings_come_in_and_ones_own_unsaved_ones_stay():
    async def story():
        base = Base()
        kept = await opened(base)
        base.refuses = "no"
        kept.keep("3", THREE)
        await idle(kept)
        base.refuses = ""
        base.records["x"] = SimpleNamespace(id="x", label="4", strokes=canonical(FOUR), time=1)
        await kept.read()
        assert sorted(each.label for each in kept.drawings.all) == ["3", "4"]
    asyncio.run(story())


def test_what_is_kept_before_the_store_has_been_read_stays_whichever_of_the_two_comes_first():
    """Nor is it said meanwhile that nothing is kept."""
    async def story():
        class Slow(Base):
            async def write(self, store, puts, deletes=()):
                await reading.wait()  # a reading that was asked for later is answered sooner
                await super().write(store, puts, deletes)

        reading, base = asyncio.Event(), Slow()
        kept = KeptDrawings(window(), base, on_change=lambda: None)
        assert kept.sentence() == ""
        kept.keep("3", THREE)
        await asyncio.sleep(0)
        await kept.open()
        assert [each.label for each in kept.drawings.all] == ["3"]
        reading.set()
        await idle(kept)
        assert kept.sentence() == "1 drawing is kept."
    asyncio.run(story())


def test_a_reading_that_fails_is_never_taken_for_nothing_and_what_is_kept_meanwhile_joins_it():
    async def story():
        base = Base()
        first = await opened(base)
        first.keep("3", THREE)
        await idle(first)
        base.unreadable = BROKEN
        kept = await opened(base)
        assert kept.sentence() == "What is kept here could not be read, because the browser's store does not work."
        kept.keep("4", FOUR)
        kept.keep("3", THREE)  # which is there, but who could know
        await idle(kept)
        assert kept.sentence() == ("2 drawings are kept; what else is kept here could not be read, because the browser's store"
                                   " does not work.")
        base.unreadable = ""
        await kept.read()
        await idle(kept)
        assert kept.sentence() == "2 drawings are kept."
        assert [each.label for each in kept.drawings.all] == ["3", "4"]
        assert len(base.records) == 2
    asyncio.run(story())


def test_one_record_that_cannot_be_read_is_counted_and_left_alone():
    async def story():
        base = Base([SimpleNamespace(id=name, label="3", strokes=canonical(THREE), time=1) for name in "ab"])
        base.broken = ["b"]
        kept = await opened(base)
        assert kept.sentence() == "1 drawing is kept, and 1 more could not be read and is left as it is."
        kept.keep("4", FOUR)
        await idle(kept)
        assert "b" in base.records
        base.broken = []
        await kept.read()
        assert kept.sentence() == "3 drawings are kept."
    asyncio.run(story())


@pytest.mark.parametrize(("ids", "words"), [
    ("b", "1 drawing is kept that could not be read and is left as it is."),
    ("bc", "2 drawings are kept that could not be read and are left as they are.")])
def test_records_none_of_which_can_be_read_are_no_empty_store(ids, words):
    async def story():
        base = Base([SimpleNamespace(id=name, label="3", strokes="[[[", time=1) for name in ids])
        assert (await opened(base)).sentence() == words
    asyncio.run(story())


def test_deleting_all_takes_the_unreadable_too_and_undo_brings_back_the_rest():
    async def story():
        base = Base([SimpleNamespace(id="b", label="3", strokes="[[[", time=1)])
        kept, elsewhere = await opened(base), await opened(base)
        kept.keep("3", THREE)
        kept.keep("4", FOUR)
        await idle(kept)
        await elsewhere.read()
        deleted = kept.delete_all()
        await idle(kept)
        assert (base.records, kept.sentence()) == ({}, "No drawings are kept yet.")
        await elsewhere.read()
        elsewhere.keep("1", [[[0, 0], [0, 9]]])
        await idle(elsewhere)
        await kept.read()
        kept.put_back(deleted)
        await idle(kept)
        await elsewhere.read()
        for each in (kept, elsewhere):
            assert sorted(drawing.label for drawing in each.drawings.all) == ["1", "3", "4"]
    asyncio.run(story())


# Reading again

class Document:
    """A tab that comes into view when told to."""

    visibilityState = "visible"

    def addEventListener(self, _name, listener):
        self.show = lambda: listener(None)


def retried(monkeypatch, succeeds_at):
    """What Retry does until its reading number `succeeds_at` is the first to succeed: (its pauses, the tab, a way to run it)."""
    pauses, count, document = [], [0], Document()

    async def pause(seconds):
        pauses.append(seconds)

    async def read():
        count[0] += 1
    monkeypatch.setattr("app.ui.views.teach.retry.sleep", pause)
    again = Retry(SimpleNamespace(document=document), failing=lambda: count[0] < succeeds_at, read=read)

    def run(act):
        async def story():
            act(again)
            act(again)  # which changes nothing
            while again.busy:
                await asyncio.sleep(0)
        asyncio.run(story())
        return count[0]
    return pauses, document, run


def test_what_could_not_be_read_is_read_again_with_patience_until_it_can_be(monkeypatch):
    pauses, _, run = retried(monkeypatch, 2)
    assert run(lambda again: again.soon()) == 2
    assert pauses == list(PAUSES[:2])


def test_after_some_time_it_waits_for_somebody_to_come_back_to_the_tab(monkeypatch):
    _, document, run = retried(monkeypatch, len(PAUSES) + 1)
    assert run(lambda again: again.soon()) == len(PAUSES)
    assert run(lambda again: document.show()) == len(PAUSES) + 1
    assert run(lambda again: document.show()) == len(PAUSES) + 1


# Whether the browser keeps it

class Remembered:
    """The page's storage."""

    def __init__(self):
        self.texts = {}

    def get(self, key):
        return self.texts.get(key)

    def put(self, key, text):
        self.texts[key] = text


def asking(monkeypatch, storage, *, persisted=False, persist=False):
    """A visit to a browser that answers so; None stands for one that knows no such question. Returns (Persistence, asked)."""
    asked = []
    answers = {"persisted": persisted, "persist": persist}
    manager = SimpleNamespace(**{name: name for name in answers if answers[name] is not None})

    async def promised(_window, _owner, name, *_):
        asked.append(name)
        if isinstance(answers.get(name), Exception):
            raise answers[name]
        return manager if name == "get" else answers[name]
    monkeypatch.setattr("app.ui.views.teach.persistence.promised", promised)
    return Persistence(MagicMock(), storage, on_change=lambda: None), asked


@pytest.mark.parametrize(("answer", "words"), [(True, "has promised to keep it"), (False, "an export is a copy of your own")])
def test_the_browser_is_asked_once_to_keep_it_and_its_answer_is_said(monkeypatch, answer, words):
    storage = Remembered()
    visit, asked = asking(monkeypatch, storage, persist=answer)
    asyncio.run(visit.look())
    assert (asked, visit.sentence()) == ([], "")
    for _ in range(2):
        asyncio.run(visit.ask())
    assert asked.count("persist") == 1
    assert words in visit.sentence()
    later, asked = asking(monkeypatch, storage, persisted=answer)
    asyncio.run(later.look())
    asyncio.run(later.ask())
    assert "persist" not in asked
    assert later.sentence() == visit.sentence()


def test_a_browser_that_keeps_it_anyhow_is_not_asked(monkeypatch):
    visit, asked = asking(monkeypatch, Remembered(), persisted=True)
    asyncio.run(visit.ask())
    assert "persist" not in asked
    assert "has promised" in visit.sentence()


@pytest.mark.parametrize("answers", [{"persisted": None, "persist": None}, {"persisted": TypeError("no"), "persist": None}])
def test_a_browser_that_cannot_be_asked_says_nothing_frightening(monkeypatch, answers):
    visit, _ = asking(monkeypatch, Remembered(), **answers)
    asyncio.run(visit.ask())
    assert visit.sentence() == ""


@pytest.mark.parametrize(("error", "words"), [
    ("VersionError: The requested version (1) is less than the existing version (2).", "newer version of this page"),
    ("blocked", "another tab"),
    ("QuotaExceededError: x", "storage is full"), ("SecurityError: The operation is insecure.", "forbids"),
    ("InvalidStateError: The database connection is closing.", "closed"), ("UnknownError: ?", "does not work")])
def test_the_browsers_errors_in_words(error, words):
    assert words in str(Refused(reason(error)))


# Words about a lesson

def outcome(before, after, *, n=20, mnist=(1990, 1990), held_out=True):
    return {"own": {"n": n, "before": before, "after": after, "held_out": held_out},
            "mnist": {"n": 2000, "before": mnist[0], "after": mnist[1]}}


@pytest.mark.parametrize(("result", "words"), [
    (outcome(14, 19), "It reads you better: 1 of your drawings misread instead of 6, and MNIST as well as before."),
    (outcome(18, 18), "It misreads as many of your drawings as before, 2, and MNIST as well as before."),
    (outcome(20, 20), "It read all of your drawings before, and still does, and MNIST as well as before."),
    (outcome(14, 12, mnist=(1990, 1984)), "It reads you worse: 8 of your drawings misread instead of 6, and MNIST worse by"
                                          " 0.3 points. Better discard it."),
])
def test_what_came_of_a_lesson_is_said_plainly(result, words):
    assert lesson.verdict(result) == words


@pytest.mark.parametrize(("result", "advice"), [
    (outcome(14, 19), lesson.KEEP), (outcome(18, 18), ""), (outcome(14, 13), lesson.DISCARD),
    (outcome(18, 18, mnist=(1990, 1988)), lesson.DISCARD), (outcome(18, 18, mnist=(1988, 1990)), lesson.KEEP),
    (outcome(14, 19, mnist=(1990, 1985)), lesson.KEEP), (outcome(14, 19, mnist=(1990, 1970)), lesson.DISCARD),
    (outcome(14, 13, mnist=(1980, 1990)), lesson.DISCARD)])
def test_a_lesson_that_made_things_worse_recommends_discarding(result, advice):
    """Worse for its drawings, or for MNIST with nothing gained for them, or by a whole point whatever was gained."""
    assert lesson.advice(result) == advice
    assert lesson.verdict(result).endswith(" Better discard it.") == (advice == lesson.DISCARD)


def test_one_point_is_one_point():
    assert "worse by 1.0 point." in lesson.verdict(outcome(14, 19, mnist=(1990, 1970)))
    assert "worse by 1.1 points." in lesson.verdict(outcome(14, 19, mnist=(1990, 1968)))


class Lessons:
    """A lesson on a page of fakes; answers: whether the network of an earlier one does."""

    able = True

    def __init__(self, *, count=12):
        self.parts, self.answers, self.kept = {}, False, [None] * count
        self.root = MagicMock()
        self.root.querySelector = lambda name: self.parts.setdefault(name, Part())
        self.lesson = lesson.Lesson(MagicMock(), self.root, client=self, kept=SimpleNamespace(drawings=self.kept, lesson=str),
                                    base=lambda: None, on_keep=self.adopt, answers=lambda: self.answers)
        self.outcome, self.refuses = outcome(14, 19), ""

    async def adopt(self, *_what):
        self.answers = True
        self.lesson.refresh()

    async def call(self, name, _request):
        if self.refuses:
            raise InklingError(self.refuses)
        return {"share": 1, "curve": [[0.5, 0.9]], "outcome": self.outcome} if name == "tune_step" else {}

    async def send(self, name, _text):
        return "the weights" if name == "tune_weights" else "{}"

    @property
    def said(self):
        return self.parts[".outcome"].textContent

    def advised(self):
        return [name for name in (".adopt", ".discard") if self.parts[name].advised]


class Part(MagicMock):
    """An element whose class "advised" can be asked for."""

    textContent, advised = "", False

    @property
    def classList(self):
        return SimpleNamespace(toggle=lambda name, on: setattr(self, name, on))


@pytest.mark.parametrize(("result", "button"), [(outcome(14, 19), [".adopt"]), (outcome(14, 12), [".discard"]),
                                                (outcome(18, 18), [])])
def test_the_button_that_is_advised_stands_out(result, button):
    async def story():
        page = Lessons()
        page.outcome = result
        page.lesson.running = page.lesson.wanted = True
        await page.lesson.learn()
        assert page.advised() == button
        await page.lesson.forget("Discarded; nothing has changed.")
        assert (page.advised(), page.said) == ([], "Discarded; nothing has changed.")
    asyncio.run(story())


def test_that_ones_own_network_answers_is_said_as_long_as_it_does():
    async def story():
        page = Lessons()
        page.lesson.running = page.lesson.wanted = True
        await page.lesson.learn()
        await page.lesson.adopt()
        assert page.said == "Your own network answers at the pad now."
        page.lesson.refresh()
        assert page.said == "Your own network answers at the pad now."
        page.answers = False  # back to the shipped one
        page.lesson.refresh()
        assert page.said == word("teach.lesson.invitation")
    asyncio.run(story())


def test_a_lesson_that_cannot_be_had_says_why():
    async def story():
        page = Lessons()
        page.refuses = "the full Python has stopped"
        page.lesson.running = page.lesson.wanted = True
        await page.lesson.learn()
        assert page.said == "It came to no end, because the full Python has stopped."
    asyncio.run(story())


@pytest.mark.parametrize(("count", "words"), [(9, "1 more drawing,"), (8, "2 more drawings,"), (0, "10 more drawings,")])
def test_how_many_drawings_are_missing_is_counted(count, words):
    assert Lessons(count=count).said == f"{words} and a lesson can begin."


def test_without_drawings_held_out_the_table_says_what_was_measured_on():
    assert "it learnt from them" in lesson.rows(outcome(9, 10, n=10, held_out=False))
    assert "9 of 10 (90.0%)" in lesson.rows(outcome(9, 10, n=10, held_out=False))


def test_the_curve_begins_at_the_left_and_its_highest_loss_is_at_the_top():
    path = lesson.curve([[0.4, 0.9], [0.2, 0.95], [0.1, 0.99]])
    places = [tuple(map(float, part.split())) for part in path[1:].split("L")]
    assert places[0] == (0, 2)
    assert [y for _, y in places] == [2, 20, 29]
    assert lesson.curve([]) == ""


@pytest.mark.parametrize(("number", "text"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"),
                                              (113, "113th")])
def test_ordinals(number, text):
    assert ordinal(number) == text

"""Beside the answer: what is asked, what is said to be kept, and what becomes of the next stroke, with fake elements."""
from types import SimpleNamespace

import pytest

from app.ui.views.teach.collection import Collection
from app.ui.views.teach.correction import QUESTION, WHICH, Correction
from app.ui.views.teach.kept_drawings import KeptDrawings
from app.ui.words import word
from tests.drawings import FOUR, THREE


class Element:
    """What the correction needs of an element; its buttons are made by the markup that it is given."""

    def __init__(self, text=""):
        self.textContent = self.innerHTML = text
        self.disabled = False
        self.attributes, self.listeners, self.buttons = {}, {}, []

    def setAttribute(self, name, value):
        self.attributes[name] = value

    def removeAttribute(self, name):
        self.attributes.pop(name, None)

    def addEventListener(self, kind, listener):
        self.listeners[kind] = listener

    def querySelectorAll(self, _selector):
        self.buttons = [Element(text) for text in "0123456789"]
        return NodeList(self.buttons)

    def closest(self, selector):
        return self if "button" in selector else None


class NodeList(list):
    @property
    def length(self):
        return len(self)


class Beside:
    """The correction on a page of nothing else; kept is a real collection whose store is never asked."""

    def __init__(self):
        self.drawing, self.done, self.emptied = None, [], 0
        parts = {name: Element() for name in (".ask", ".digits", ".keep", ".skip", ".stop")}
        self.words, self.digits, self.parts = parts[".ask"], parts[".digits"], parts
        root = Element()
        root.querySelector = parts.__getitem__
        self.hint, document = Element("Try drawing a <b>2</b>"), Element()
        document.getElementById = lambda name: self.hint
        document.activeElement = None
        root.ownerDocument = document
        self.key = ""
        shortcuts = SimpleNamespace(mark=lambda: None, alone=lambda event: self.key)
        kept = KeptDrawings.__new__(KeptDrawings)
        kept.drawings, kept.counter, kept.window = Collection(), 0, SimpleNamespace(crypto=SimpleNamespace(randomUUID=str))
        kept.changed = lambda changes: self.correction.refresh(self.trouble)
        self.kept, self.trouble = kept, ""
        self.correction = Correction(SimpleNamespace(document=document), root, kept=kept, drawing=lambda: self.drawing,
                                     shortcuts=shortcuts, on_done=lambda strokes: self.done.append(list(strokes)),
                                     on_next=self.empty, on_collect=lambda on: None)

    def draw(self, strokes, *, finished=True, sure=True):
        self.drawing = {"strokes": strokes, "finished": finished, "sure": sure} if strokes is not None else None
        self.correction.drawn(self.drawing)

    def empty(self):
        self.emptied += 1
        self.draw(None)

    def tap(self, digit):
        self.digits.listeners["click"](SimpleNamespace(target=self.digits.buttons[digit]))

    def press(self, key):
        self.key = key
        body = SimpleNamespace(closest=lambda selector: None)
        self.correction.pressed(SimpleNamespace(target=body, preventDefault=lambda: None))

    @property
    def said(self):
        return self.words.textContent

    @property
    def marked(self):
        return [each.textContent for each in self.digits.buttons if each.attributes.get("aria-pressed") == "true"]

    @property
    def labels(self):
        return [each.label for each in self.kept.drawings.all]


@pytest.fixture
def beside():
    return Beside()


@pytest.mark.parametrize("strokes", [None, []])
def test_nothing_is_asked_where_nothing_could_be_answered(beside, strokes):
    """Before any ink, and of a picture in place of a drawing."""
    beside.draw(strokes)
    assert beside.said == ""
    assert all(button.disabled for button in beside.digits.buttons)


def test_what_was_not_read_for_sure_was_not_wrong_either(beside):
    beside.draw(THREE)
    assert beside.said == word(QUESTION)
    beside.draw(FOUR, sure=False)
    assert beside.said == word(WHICH)


def test_the_question_does_not_change_while_a_stroke_is_drawn(beside):
    beside.draw(THREE, sure=False)
    beside.draw(THREE, finished=False)
    assert beside.said == word(WHICH)


def test_a_drawing_is_kept_with_thanks_and_is_done_with(beside):
    beside.draw(THREE)
    beside.tap(8)
    assert beside.said == "Thank you: kept as an 8, your 1st."
    assert (beside.labels, beside.marked, beside.done[-1]) == (["8"], ["8"], THREE)


def test_another_digit_before_the_next_stroke_is_a_second_thought(beside):
    beside.draw(THREE)
    beside.tap(8)
    beside.press("3")
    beside.press("\u0663")  # the same in Arabic
    assert (beside.labels, beside.marked) == (["3"], ["3"])
    assert beside.said == "This drawing is kept as a 3 already."


def test_thanks_stay_while_the_same_is_read_again_by_another_network_for_instance(beside):
    beside.draw(THREE)
    beside.tap(3)
    beside.draw([list(stroke) for stroke in THREE])
    assert (beside.said, beside.marked) == ("Thank you: kept as a 3, your 1st.", ["3"])


def test_the_next_drawing_is_asked_about_and_the_one_before_is_known_when_undo_brings_it_back(beside):
    beside.draw(THREE)
    beside.tap(3)
    beside.draw(None)
    assert beside.said == "Thank you: kept as a 3, your 1st."
    beside.draw(FOUR)
    assert (beside.said, beside.marked, beside.done[-1]) == (word(QUESTION), [], [])
    beside.tap(4)
    beside.draw(THREE)
    assert (beside.said, beside.marked, beside.done[-1]) == ("This drawing is kept as a 3 already.", ["3"], THREE)


def test_nothing_is_filed_in_the_middle_of_a_stroke(beside):
    beside.draw(THREE, finished=False)
    beside.press("3")
    beside.tap(3)
    assert beside.labels == []


def test_a_drawing_that_is_deleted_or_relabelled_elsewhere_is_not_said_to_be_kept_as_it_was(beside):
    beside.draw(THREE)
    beside.tap(8)
    [one] = beside.kept.drawings.all
    beside.kept.changed(beside.kept.drawings.relabel(one.id, "3"))
    assert beside.said == "This drawing is kept as a 3 already."
    beside.kept.changed(beside.kept.drawings.delete(one.id))
    assert (beside.said, beside.marked) == (word(QUESTION), [])


def test_that_it_lasts_only_for_this_tab_is_said_as_long_as_it_is_so(beside):
    beside.draw(THREE)
    beside.trouble = "the browser's storage is full"
    beside.tap(3)
    assert beside.said == "Kept, but only until this tab is closed: the browser's storage is full."
    beside.correction.refresh("")
    assert beside.said == "Thank you: kept as a 3, your 1st."


def test_collecting_asks_for_one_digit_after_the_other_in_whole_words(beside):
    beside.correction.collect(True)
    asked = []
    for at in range(10):
        asked.append(beside.correction.digit)
        article = "an" if asked[-1] == 8 else "a"
        assert beside.said == f"Draw {article} {asked[-1]}. You have none yet."
        assert beside.parts[".keep"].textContent == f"It is {article} {asked[-1]}: keep it"
        beside.draw([[[at, 0], [5, 9]]])
        beside.press("Enter")
    assert sorted(asked) == list(range(10))
    beside.correction.collect(False)
    assert (beside.said, beside.hint.innerHTML) == ("", "Try drawing a <b>2</b>")

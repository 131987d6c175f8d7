"""Which key presses are meant for the page, with fake events: where they act, on what layout, and whether at all."""
import sys
import unicodedata
from types import SimpleNamespace

import pytest

from app.ui.shortcuts import HELD, KEY, SHOWN, Shortcuts, letter, step
from app.ui.views.teach.digit_keys import digit_of


class Place:
    """An element within these selectors."""

    def __init__(self, *within):
        self.within = within

    def closest(self, selector):
        return self if any(each in self.within for each in selector.split(", ")) else None

    matches = closest


class Button:
    def __init__(self, keys):
        self.attributes = {SHOWN: keys}

    def getAttribute(self, name):
        return self.attributes[name]

    def setAttribute(self, name, value):
        self.attributes[name] = value

    def removeAttribute(self, name):
        del self.attributes[name]


class Document:
    def __init__(self, *buttons):
        self.buttons = buttons

    def querySelectorAll(self, selector):
        return NodeList(each for each in self.buttons if selector == f"[{next(iter(each.attributes))}]")


class NodeList(list):
    @property
    def length(self):
        return len(self)


class Storage(dict):
    def put(self, key, text):
        self[key] = text


BODY, PAD, HEADING, FIELD = Place("body"), Place(".drawing"), Place("summary"), Place("textarea", ".drawing")


def pressed(key, *, target=BODY, code="", control=False, shift=False, alt=False, **more):
    return SimpleNamespace(key=key, code=code, target=target, ctrlKey=control, metaKey=False, shiftKey=shift, altKey=alt,
                           **{"repeat": False, "defaultPrevented": False, "isComposing": False, **more})


@pytest.fixture
def switch():
    element = SimpleNamespace(checked=True, listeners=[])
    element.addEventListener = lambda name, listener: element.listeners.append(listener)
    return element


@pytest.fixture
def shortcuts(switch):
    return Shortcuts(Document(), switch, Storage())


@pytest.mark.parametrize("target", [BODY, PAD, Place(".reading"), Place("#ask"), SimpleNamespace()])
def test_a_key_alone_acts_at_the_pad_the_reading_and_where_nothing_has_the_focus(shortcuts, target):
    assert shortcuts.alone(pressed("Escape", target=target)) == "Escape"


@pytest.mark.parametrize("event", [
    pressed("7", target=HEADING), pressed("7", target=Place(".tools")), pressed("7", target=FIELD), pressed("7", control=True),
    pressed("7", alt=True), pressed("7", repeat=True), pressed("7", defaultPrevented=True), pressed("7", isComposing=True),
    SimpleNamespace(target=BODY), pressed(None)])
def test_a_key_that_is_not_meant_for_them_does_nothing(shortcuts, event):
    assert shortcuts.alone(event) == ""


def test_switched_off_it_does_nothing_and_the_buttons_do_not_promise_it(switch):
    clear, undo, storage = Button("Escape Delete"), Button("Control+Z Meta+Z"), Storage()
    shortcuts = Shortcuts(Document(clear, undo), switch, storage)
    switch.checked = False
    switch.listeners[0](None)
    assert shortcuts.alone(pressed("7")) == ""
    assert (clear.attributes, undo.attributes) == ({HELD: "Escape Delete"}, {SHOWN: "Control+Z Meta+Z"})
    assert storage == {KEY: "off"}
    switch.checked = True
    shortcuts.open()
    assert not switch.checked
    storage.clear()
    shortcuts.open()
    assert clear.attributes == {SHOWN: "Escape Delete"}
    assert shortcuts.alone(pressed("7")) == "7"


@pytest.mark.parametrize(("event", "meant"), [
    (pressed("z", control=True), "undo"), (pressed("Z", control=True, shift=True), "redo"), (pressed("y", control=True), "redo"),
    (pressed("\u044f", code="KeyZ", control=True), "undo"), (pressed("\u043d", code="KeyY", control=True), "redo"),
    (pressed("z", control=True, target=HEADING), "undo"), (pressed("z", control=True, target=FIELD), ""),
    (pressed("z"), ""), (pressed("z", control=True, alt=True), ""), (pressed("x", code="KeyX", control=True), ""),
    (pressed("z", control=True, defaultPrevented=True), ""), (SimpleNamespace(target=BODY), "")])
def test_undo_and_redo_act_everywhere_but_where_text_is_written(event, meant):
    assert step(event) == meant


@pytest.mark.parametrize(("key", "code", "named"), [
    ("w", "KeyZ", "w"), ("Z", "KeyW", "z"), (";", "KeyZ", ";"), ("\u00e0", "KeyZ", "\u00e0"), ("\u1ea1", "KeyZ", "\u1ea1"),
    ("\u03b6", "KeyZ", "z"), ("\u3064", "KeyZ", "z"), ("\u0e1c", "KeyZ", "z"), ("Escape", "Escape", "escape"),
    ("\u0660", "Digit0", "\u0660")])
def test_only_another_scripts_key_goes_by_its_place(key, code, named):
    assert letter(pressed(key, code=code)) == named


def test_every_digit_that_unicode_has_is_a_digit_and_nothing_else_is():
    numbered = {chr(code): str(unicodedata.digit(chr(code))) for code in range(sys.maxunicode + 1)
                if unicodedata.category(chr(code)) == "Nd"}
    assert {char: digit_of(char) for char in numbered} == numbered
    assert [digit_of(key) for key in ("", "a", "F1", "10", "\u00b2", "\u2167", "\u4e03", "/", ":")] == [""] * 9

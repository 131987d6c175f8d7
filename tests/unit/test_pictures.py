"""The ways in for pictures: dropped, pasted, chosen or there already; nothing that is dropped takes the page's place."""
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.ui import pictures
from app.ui.pictures import Pictures
from app.ui.words import word

PNG, PDF, NAMELESS = ("five.png", "image/png"), ("a.pdf", "application/pdf"), ("five.HEIC", "")


class Files(list):
    """What the browser hands out for files, which is no list to Python."""

    @property
    def length(self):
        return len(self)

    def item(self, at):
        return self[at]

    def includes(self, text):
        return text in self


def files_of(kinds):
    return Files(SimpleNamespace(name=name, type=kind) for name, kind in kinds)


class Input:
    def __init__(self):
        self.files, self.value, self.listeners, self.clicks = files_of([]), "some", {}, 0
        self.addEventListener = self.listeners.__setitem__

    def click(self):
        self.clicks += 1


class Page:
    """early: what came before Python listened."""

    def __init__(self, *, early=()):
        self.listeners, self.told, self.read, self.marks = {}, [], [], set()
        root = SimpleNamespace(setAttribute=lambda name, value: self.marks.add(name), removeAttribute=self.marks.discard)
        document = SimpleNamespace(addEventListener=self.listeners.__setitem__, documentElement=root)
        self.early = SimpleNamespace(files=files_of(early), over=False)
        self.chooser, self.camera, self.button = Input(), Input(), Input()
        Pictures(SimpleNamespace(document=document), self.early, chooser=self.chooser, camera=self.camera, button=self.button,
                 on_picture=lambda file: self.read.append(file.name), notify=self.told.append)

    def drag(self, kind, kinds, **rest):
        event = MagicMock(defaultPrevented=rest.pop("taken", False), target=SimpleNamespace(closest=lambda selector: None))
        for name, value in rest.items():
            setattr(event, name, value)
        event.dataTransfer.files = files_of(kinds)
        event.dataTransfer.types = Files(["Files"] if kinds else ["text/plain"])
        self.listeners[kind](event)
        return event.preventDefault.called

    def drop(self, *kinds, **rest):
        """Drag files of these types over the page and drop them; whether the browser was kept from opening them."""
        return [self.drag(kind, kinds, **rest) for kind in ("dragover", "drop")] == [True, True]

    def paste(self, *kinds, taken=False):
        event = MagicMock(defaultPrevented=taken)
        event.clipboardData.files = files_of(kinds)
        self.listeners["paste"](event)
        return event.preventDefault.called


@pytest.fixture
def page():
    return Page()


@pytest.mark.parametrize(("kinds", "read", "told"), [
    ([PNG], ["five.png"], []), ([NAMELESS], ["five.HEIC"], []), ([PDF], [], [word("photo.no_place")]),
    ([("a", "")], [], [word("photo.no_place")]), ([], [], []),
    ([PDF, PNG], ["five.png"], []), ([PNG, NAMELESS], ["five.png"], ["One picture at a time: five.png it is."])])
def test_what_is_dropped_stays_out_and_the_first_picture_of_it_is_read(page, kinds, read, told):
    assert page.drop(*kinds)
    assert (page.read, page.told) == (read, told)


def test_a_link_that_is_dropped_on_a_text_stays_out(page):
    """In Firefox the target is then the text itself, which knows no selectors."""
    assert page.drop(target=SimpleNamespace(nodeType=3))


def test_what_a_view_or_a_field_for_files_takes_is_theirs(page):
    assert not page.drop(PDF, taken=True)
    field = SimpleNamespace(closest=lambda selector: object() if selector == "input[type=file]" else None)
    assert not page.drop(PNG, target=field)
    assert page.told == page.read == []


def test_while_files_are_held_over_the_page_it_shows_where_they_go(page):
    page.drag("dragover", [])
    assert page.marks == set()  # a text, which would go nowhere
    page.drag("dragover", [PNG])
    assert page.marks == {"data-dropping"}
    page.drag("dragleave", [PNG], relatedTarget="another element")
    assert page.marks == {"data-dropping"}
    page.drag("dragleave", [PNG], relatedTarget=None)
    assert page.marks == set()
    page.drop(PNG)
    assert page.marks == set()


def test_a_pasted_picture_is_read_and_all_else_is_left_to_the_browser(page):
    assert page.paste(PNG)
    assert page.read == ["five.png"]
    assert not page.paste() and not page.paste(PDF) and not page.paste(PNG, taken=True)
    assert (page.read, page.told) == (["five.png"], [])


def test_a_chosen_file_is_read_whatever_it_calls_itself_and_may_be_chosen_again(page):
    for own, kind in ((page.chooser, PDF), (page.camera, PNG)):
        own.files = files_of([kind])
        own.listeners["change"](SimpleNamespace(target=own))
    assert page.read == ["a.pdf", "five.png"]
    assert page.chooser.value == page.camera.value == ""


def test_what_came_before_python_is_read_once_it_listens():
    page = Page(early=[PDF, PNG])
    assert (page.read, page.told, page.early.over) == (["five.png"], [], True)


def test_the_button_opens_the_chooser_and_gives_it_the_focus(page, monkeypatch):
    """The button goes when there is a picture."""
    focused = []
    monkeypatch.setattr(pictures, "move_focus", focused.append)
    page.button.listeners["click"](None)
    assert (page.chooser.clicks, focused) == (1, [page.chooser])

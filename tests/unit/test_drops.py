"""What is dropped on the page: nothing takes its place, and what is no use here is said."""
from types import SimpleNamespace
from unittest.mock import MagicMock

import pytest

from app.ui.drops import FILE, PICTURE, Drops


class Files(list):
    @property
    def length(self):
        return len(self)


class Page:
    def __init__(self):
        self.listeners = {}
        self.told = []
        Drops(SimpleNamespace(addEventListener=self.listeners.__setitem__), notify=self.told.append)

    def drop(self, *types, target=None, taken=False):
        """Drag files of these types over the page and drop them; whether the browser was kept from opening them."""
        event = MagicMock(defaultPrevented=taken, target=target or SimpleNamespace(closest=lambda selector: None))
        event.dataTransfer.files = Files(SimpleNamespace(type=each) for each in types)
        self.listeners["dragover"](event)
        hovered = event.preventDefault.called
        self.listeners["drop"](event)
        return hovered and event.preventDefault.call_count == 2


@pytest.fixture
def page():
    return Page()


@pytest.mark.parametrize(("types", "told"), [(["image/png"], [PICTURE]), (["application/pdf"], [FILE]), ([""], [FILE]), ([], [])])
def test_what_is_dropped_stays_out_and_is_answered_if_it_is_a_file(page, types, told):
    assert page.drop(*types)
    assert page.told == told


def test_a_link_that_is_dropped_on_a_text_stays_out(page):
    """In Firefox the target is then the text itself, which knows no selectors."""
    assert page.drop(target=SimpleNamespace(nodeType=3))


def test_what_a_view_or_a_field_for_files_takes_is_theirs(page):
    assert not page.drop("application/json", taken=True)
    field = SimpleNamespace(closest=lambda selector: object() if selector == "input[type=file]" else None)
    assert not page.drop("application/json", target=field)
    assert page.told == []

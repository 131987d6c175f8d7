"""The mistakes of a network, a page at a time: which are shown, what is fetched for them, and the one that is chosen."""
import asyncio
from types import SimpleNamespace

import pytest

from app.core.errors import InklingError
from app.ui.views.cells import bitmap
from app.ui.views.check.mistakes import PAGE, Mistakes


def mistakes(count):
    """Test images 100, 101, ...: each a 4 read as a 9."""
    return [(100 + at, 4, 9, 0.875) for at in range(count)]


class Element:
    """What the list needs of an element, and no more."""

    def __init__(self, *children):
        self.children = list(children)
        self.textContent = self.src = self.innerHTML = ""
        self.hidden = self.disabled = False
        self.attributes = {}
        self.listeners = {}

    @property
    def firstElementChild(self):
        return self.children[0]

    @property
    def lastElementChild(self):
        return self.children[-1]

    def setAttribute(self, name, value):
        self.attributes[name] = value

    def removeAttribute(self, name):
        self.attributes.pop(name, None)

    def isSameNode(self, other):
        return self is other

    def closest(self, selector):
        return self if selector == "button" else None

    def addEventListener(self, kind, listener):
        self.listeners[kind] = listener

    def click(self, target=None):
        self.listeners["click"](SimpleNamespace(target=target or self))


class Slots(dict):
    """A node list: a length, and items by number."""

    @property
    def length(self):
        return len(self)


class Client:
    """Has every test image, as text made of its number; refuses when told to."""

    def __init__(self):
        self.fetched = []
        self.refuses = ""

    async def call(self, name, request):
        assert name == "test_image"
        self.fetched.append(request["index"])
        await asyncio.sleep(0)
        if self.refuses:
            raise InklingError(self.refuses)
        return {"pixels": f"image {request['index']}", "label": 4}


class Gallery:
    def __init__(self):
        self.parts = {name: Element() for name in (".which", ".chosen", ".earlier", ".later", ".lend")}
        self.slots = [Element(Element(Element(), Element())) for _ in range(PAGE)]
        for slot in self.slots:
            slot.hidden = True  # as SLOT says
        self.list = self.parts[".mistakes"] = Element()
        self.list.querySelectorAll = lambda selector: Slots(enumerate(self.slots))
        self.client = Client()
        self.lent = []
        self.told = Element()
        document = SimpleNamespace(activeElement=None, getElementById={"told": self.told}.__getitem__)
        root = SimpleNamespace(querySelector=self.parts.__getitem__, ownerDocument=document)
        self.mistakes = Mistakes(root, client=self.client, on_lend=lambda *what: self.lent.append(what))

    async def show(self, count):
        self.mistakes.show(mistakes(count))
        await self.settled()

    async def click(self, name):
        self.parts[name].click()
        await self.settled()

    async def settled(self):
        while len(asyncio.all_tasks()) > 1:
            await asyncio.sleep(0)

    def choose(self, at):
        self.list.click(self.slots[at].firstElementChild)

    def said(self, name):
        return self.parts[name].textContent

    @property
    def shown(self):
        """(address of the picture, words below it) of every slot that is shown."""
        parts = [slot.firstElementChild.children for slot in self.slots if not slot.hidden]
        return [(image.src, words.textContent) for image, words in parts]


def pictures(numbers):
    return [(bitmap(f"image {number}"), "4\u21929") for number in numbers]


def test_a_few_mistakes_are_all_shown_and_there_is_nothing_to_turn():
    async def story():
        gallery = Gallery()
        await gallery.show(3)
        assert gallery.shown == pictures([100, 101, 102])
        assert gallery.said(".which") == "1 to 3 of 3"
        assert gallery.parts[".earlier"].hidden and gallery.parts[".later"].hidden and gallery.parts[".lend"].hidden
    asyncio.run(story())


def test_without_mistakes_there_is_nothing_to_choose():
    async def story():
        gallery = Gallery()
        await gallery.show(0)
        assert gallery.shown == []
        assert gallery.said(".which") == gallery.said(".chosen") == ""
    asyncio.run(story())


def test_pages_are_turned_to_the_last_and_back():
    async def story():
        gallery = Gallery()
        await gallery.show(2 * PAGE + 2)
        told = []
        for turn in (".later", ".later", ".earlier"):
            told.append((gallery.said(".which"), gallery.parts[".earlier"].disabled, gallery.parts[".later"].disabled))
            await gallery.click(turn)
        assert told == [("1 to 24 of 50", True, False), ("25 to 48 of 50", False, False), ("49 to 50 of 50", False, True)]
        assert gallery.shown == pictures(range(124, 148))
    asyncio.run(story())


def test_every_picture_is_fetched_once_and_those_of_other_pages_not_at_all():
    async def story():
        gallery = Gallery()
        await gallery.show(3)
        await gallery.show(PAGE + 1)
        assert gallery.client.fetched == list(range(100, 100 + PAGE))
        await gallery.click(".later")
        await gallery.click(".earlier")
        assert gallery.client.fetched == list(range(100, 101 + PAGE))
    asyncio.run(story())


def test_mistakes_that_are_still_found_leave_the_page_where_it_was_turned_to():
    async def story():
        gallery = Gallery()
        await gallery.show(PAGE + 1)
        await gallery.click(".later")
        await gallery.show(PAGE + 3)
        assert gallery.said(".which") == "25 to 27 of 27"
        assert gallery.shown == pictures([124, 125, 126])
        await gallery.show(0)
        await gallery.show(2)
        assert gallery.said(".which") == "1 to 2 of 2"
    asyncio.run(story())


def test_a_page_turned_while_it_is_filled_is_filled_no_further():
    async def story():
        gallery = Gallery()
        gallery.mistakes.show(mistakes(2 * PAGE))
        while len(gallery.client.fetched) < 3:
            await asyncio.sleep(0)
        await gallery.click(".later")
        assert gallery.shown == pictures(range(124, 148))
        assert gallery.client.fetched == [100, 101, 102, *range(124, 148)]
    asyncio.run(story())


def test_the_one_that_is_chosen_is_described_and_can_be_put_on_the_pad():
    async def story():
        gallery = Gallery()
        await gallery.show(3)
        assert gallery.said(".chosen") == "Choose one to look at it."
        gallery.choose(0)
        gallery.choose(2)
        assert gallery.said(".chosen") == "Test image 102 is a 4 and was read as a 9, with 87.5%."
        assert [slot.firstElementChild.attributes.get("aria-pressed") for slot in gallery.slots[:3]] == [None, None, "true"]
        assert not gallery.parts[".lend"].hidden
        gallery.parts[".lend"].click()
        assert gallery.lent == [("image 102", 4)]
    asyncio.run(story())


@pytest.mark.parametrize("turn", [".later", ".earlier"])
def test_what_was_chosen_on_one_page_is_not_marked_on_another(turn):
    async def story():
        gallery = Gallery()
        await gallery.show(3 * PAGE)
        await gallery.click(".later")
        gallery.choose(1)
        await gallery.click(turn)
        assert [slot for slot in gallery.slots if "aria-pressed" in slot.firstElementChild.attributes] == []
        gallery.parts[".lend"].click()
        assert gallery.lent == [("image 125", 4)]
    asyncio.run(story())


def test_pictures_that_cannot_be_had_are_said_in_a_sentence_and_tried_again():
    async def story():
        gallery = Gallery()
        gallery.client.refuses = "the test images are not here"
        await gallery.show(3)
        assert gallery.said(".chosen") == "The test images are not here."
        gallery.client.refuses = ""
        await gallery.show(3)
        assert gallery.shown == pictures([100, 101, 102])
        assert gallery.said(".chosen") == "Choose one to look at it."
    asyncio.run(story())


def test_mistakes_found_one_by_one_are_fetched_once_each():
    async def story():
        gallery = Gallery()
        for count in (1, 3, 5, 9):
            gallery.mistakes.show(mistakes(count))
            await asyncio.sleep(0)
        await gallery.settled()
        assert sorted(gallery.client.fetched) == list(range(100, 109))
        assert gallery.shown == pictures(range(100, 109))
    asyncio.run(story())


def test_pictures_of_an_earlier_run_do_not_come_after_a_new_one_has_begun():
    async def story():
        gallery = Gallery()
        gallery.mistakes.show(mistakes(9))
        await asyncio.sleep(0)
        gallery.mistakes.show([])
        await gallery.settled()
        assert gallery.shown == []
    asyncio.run(story())


def test_what_went_wrong_with_one_page_is_not_said_of_the_next():
    async def story():
        gallery = Gallery()
        await gallery.show(2 * PAGE)
        gallery.choose(0)
        about = gallery.said(".chosen")
        gallery.client.refuses = "the full Python has stopped"
        await gallery.click(".later")
        assert gallery.said(".chosen") == "The full Python has stopped."
        gallery.client.refuses = ""
        await gallery.click(".earlier")
        assert gallery.said(".chosen") == about
    asyncio.run(story())

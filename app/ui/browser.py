"""What a page on MicroPython does again and again with the browser, each idiom once.

MicroPython catches a JavaScript error only as a promise's rejection: whatever may throw is called by `promised`. It takes
node lists for no lists, and whole numbers from JavaScript in 32 bits.
"""
import json

from app.core.errors import DataError
from app.ui.words import word

MEASURES = 1000  # of one name
measured = {}  # by name: how many the browser has of them


def nodes(root, selector) -> list:
    """The elements below `root` that match, as a list."""
    found = root.querySelectorAll(selector)
    return [found[at] for at in range(found.length)]


def address(window, path) -> str:
    """The whole address of one of the site's own files, for whoever does not share the page's base: the worker."""
    return window.URL.new(path, window.document.baseURI).href


def js_object(window, fields):
    """A JavaScript object of JSON-able fields, for options and the like."""
    return window.JSON.parse(json.dumps(fields))


def promised(window, owner, name, *arguments):
    """A promise of owner.name(*arguments), rejected should it throw; called in the browser's next microtask."""
    return window.Promise.resolve().then(getattr(owner, name).bind(owner, *arguments))


async def fetched(window, path, what, again=False):
    """The response for a file of this site. what: names it in the sentence of the DataError that is raised without it. again: past
    the browser's cache, which may keep what a host got wrong once."""
    try:
        response = await (window.fetch(path, js_object(window, {"cache": "reload"})) if again else window.fetch(path))
    except Exception:  # the browser's network error
        raise DataError(word("notice.not_loaded", what=what))
    if not response.ok:
        raise DataError(word("notice.not_found", what=what, status=response.status))
    return response


def sentence(message) -> str:
    """An error's message as a sentence by itself."""
    text = str(message)
    return f"{text[:1].upper()}{text[1:]}."


def say(element, text):
    """Give an element this text, unless it has it: what did not change is not announced again."""
    if element.textContent != text:
        element.textContent = text


def announce(document, text):
    """Have screen readers say it when they come to it. For what the eye sees at once: a choice, a change of the page."""
    say(document.getElementById("told"), text)


def move_focus(*places):
    """Give the focus to the first of these elements that takes it; nothing scrolls for it."""
    for place in places:
        document = place.ownerDocument
        if takes_focus(place):
            place.focus(js_object(document.defaultView, {"preventScroll": True}))
            if place.isSameNode(document.activeElement):
                return


def pad_of(document) -> list:
    """Where the focus is at home: the photo that lies on the pad, or else the pad itself, which is hidden by one."""
    return [document.getElementById("photo"), document.getElementById("pad")]


def takes_focus(element) -> bool:
    return not element.matches(":disabled") and element.getClientRects().length > 0


def focused(root):
    """The element in `root` that has the focus, or None. To be asked before anything is hidden: Chromium drops it at once."""
    element = root.ownerDocument.activeElement
    return element if element and root.contains(element) else None


def hand_on_focus(held, *places):
    """If what had the focus was hidden or disabled since, and nobody has it now, the first of `places` that takes it gets it.

    held: what `focused` said before.
    """
    if held and not takes_focus(held):
        document = held.ownerDocument
        now = document.activeElement
        if not now or now.isSameNode(held) or now.isSameNode(document.body):
            move_focus(*places)


def show(element, visible):
    """Show or hide an element, which then takes no room."""
    element.hidden = not visible


def measure(window, name, start, detail=""):
    """A performance measure from `start`, in the page's milliseconds, to now. The browser would keep them for ever; of a name it
    has MEASURES at most."""
    measured[name] = measured.get(name, 0) + 1
    if measured[name] > MEASURES:
        measured[name] = 1
        window.performance.clearMeasures(name)
    window.performance.measure(name, js_object(window, {"start": start, "end": window.performance.now(), "detail": detail}))

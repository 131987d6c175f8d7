"""A network that a lesson lends to the page: by the browser's sessionStorage, for as long as this tab is open."""
from app.core.errors import InklingError
from app.ui.browser import promised
from app.ui.storage import PREFIX
from app.ui.words import word

KEY = PREFIX + "lent"


async def lend(window, text):
    """Leave a weights document for the page. Raises InklingError where the browser keeps nothing."""
    try:
        await promised(window, await store_of(window), "setItem", KEY, text)
    except Exception as error:  # the browser's own, whose type differs by engine
        raise InklingError(word("networks.not_lent", error=error))


async def lent(window):
    """The text of the weights document that was left, or None."""
    try:
        text = await promised(window, await store_of(window), "getItem", KEY)
    except Exception as error:  # the same; and then nothing was left
        window.console.info(f"No network can be lent here: {error}")
        return None
    return str(text) if text else None


async def give_back(window):
    """It is not wanted any more."""
    try:
        await promised(window, await store_of(window), "removeItem", KEY)
    except Exception as error:
        window.console.info(f"No network can be lent here: {error}")


async def store_of(window):
    """Merely asking for it may be forbidden, which this Python catches from a promise only."""
    return await promised(window, window.Reflect, "get", window, "sessionStorage", window)

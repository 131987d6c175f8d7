"""The page's first lines: a pad to draw on, before anything else; then the rest, wired in wiring.py."""
from pyscript import document, window, workers

from app.ui.pad import Pad
from app.ui.sheet import sheet_for

pad = Pad(document.getElementById("pad"), window=window)
pad.lay(sheet_for(document.documentElement.getAttribute("data-mode")))
document.documentElement.setAttribute("data-drawable", "")
window.performance.mark("inkling-drawable")

from asyncio import create_task  # noqa: E402

from app.ui.pause import pause  # noqa: E402


async def go_on():
    """From here on people can draw; the rest arrives behind their first stroke. It is compiled in pieces of some milliseconds,
    between which the pen has its turn."""
    await pause(window)
    import app.ui.words
    await pause(window)
    import app.ui.api
    await pause(window)
    import app.ui.desk
    await pause(window)
    import app.ui.reader
    await pause(window)
    import app.ui.digits
    await pause(window)
    import app.ui.pythons
    await pause(window)
    import app.ui.modes  # noqa: F401
    await pause(window)
    from app.ui.wiring import Page
    await pause(window)
    Page(document, window, workers, pad, embedded=window.URLSearchParams.new(window.location.search).has("embed")).open()

create_task(go_on())

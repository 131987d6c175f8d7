"""The page's first lines: a pad to draw on, before anything else; then the rest, wired in wiring.py."""
from pyscript import document, window, workers

from app.ui.pad import Pad
from app.ui.sheet import sheet_for

pad = Pad(document.getElementById("pad"), window=window)
pad.lay(sheet_for(document.documentElement.getAttribute("data-mode")))
window.performance.mark("inkling-drawable")

# From here on people can draw; the rest arrives behind their first stroke. The worker begins now and not sooner because
# its start and its 8 MB would share processor and line with the pad's: measured on two cores, pad and first answer came
# a third later for it, and the worker itself no sooner. Of the pads that are embedded in one page, one has a worker.
embedded = window.URLSearchParams.new(window.location.search).has("embed")
if not embedded:
    document.body.append(document.getElementById("worker").content.cloneNode(True))

from app.ui.wiring import Page  # noqa: E402

Page(document, window, workers, pad, embedded=embedded).open()

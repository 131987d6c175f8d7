"""The page, wired: finds the elements, hands them to the parts, and passes what one part says on to the next."""
from asyncio import create_task, get_event_loop, sleep

from pyscript import document, window, workers

from app.ui.pad import Pad

find = document.getElementById
page = document.documentElement
reader = None
look = None  # the views below the pad, once they are here
hopes = ["instant", "full"]  # who may yet answer


def changed(finished, stamp):
    """The drawing changed: read it, show an empty page if nothing is left, keep it when a stroke is done."""
    for name, empty in (("undo", not pad.past), ("clear", pad.blank)):
        find(name).disabled = empty
    find("hint").hidden = not pad.blank
    if reader is None:
        return
    if pad.blank:
        forget()
    else:
        if look:
            look.left()
        reader.request(pad.strokes, stamp)
    if finished:
        storage.save(pad.strokes)


def forget():
    """Nothing is on the pad."""
    reader.forget()
    answer.blank()
    if look:
        look.clear()


pad = Pad(find("pad"), window=window, on_change=changed)
pad.redraw()
window.performance.mark("inkling-drawable")

# From here on people can draw; the rest arrives behind their first stroke. The worker begins now and not sooner because
# its start and its 8 MB would share processor and line with the pad's: measured on two cores, pad and first answer came
# a third later for it, and the worker itself no sooner.
document.body.append(find("worker").content)

from app.core.errors import WeightsError  # noqa: E402
from app.ui import api, offline  # noqa: E402
from app.ui import shipped_weights as network  # noqa: E402
from app.ui import worker_client as boot  # noqa: E402
from app.ui.answer import Answer  # noqa: E402
from app.ui.reader import Reader  # noqa: E402
from app.ui.storage import Storage  # noqa: E402
from app.ui.views import arrive  # noqa: E402


def notify(text, action="", apply=None):
    """Show one line at the foot of the page, with a button if there is something to do about it."""
    find("notice-text").textContent = text
    button = find("notice-action")
    button.textContent = action
    button.hidden = not action
    button.onclick = apply
    find("notice").hidden = False


def broke(loop, context):
    """A task ended in an error that nobody expected: say so, because what it was to do will never come."""
    error = context["exception"]
    window.console.error("%s: %s" % (type(error).__name__, error), context["future"].coro)
    notify("Something in the page has failed (%s), and reloading it helps; your drawings stay." % type(error).__name__)


def set_state(state):
    page.setAttribute("data-state", state)


def answered(result, stamp):
    answer.show(result)
    window.performance.measure("inkling-answer", window.JSON.parse(
        '{"start": %r, "end": %r, "detail": "%s"}' % (stamp, window.performance.now(), result["source"])))
    if pad.pointer is None:
        answer.speak()
    if look:
        look.show(pad.strokes, result, stamp, finished=pad.pointer is None)


def progressed(fraction, text):
    find("boot").value = fraction
    find("boot-text").textContent = text


def ready(worker):
    reader.worker = worker
    set_state("ready")
    window.performance.mark("inkling-ready")
    progressed(1, "Running on this device only.")
    settled()


def failed(who, message):
    """One of the two Pythons will not answer; the page goes on with the other, if that one does."""
    first = len(hopes) == 2
    hopes.remove(who)
    set_state("failed")
    progressed(0, "")
    find("boot").hidden = True
    if first:  # a second failure is mostly the first one's echo: both read the same weights
        notify(message)
    if who == "full":
        settled()


def settled():
    """Starting is over, one way or the other."""
    reader.repeat(window.performance.now())
    create_task(look_closer())
    offline.install(window, on_update=lambda apply: notify("A new version is here.", "Use it now", apply))


async def look_closer():
    """Get the views that show what is behind the answer."""
    global look
    look = await arrive.views(window, reader=reader, on_network=switch, on_picture=read_picture, on_error=notify)
    reader.repeat(window.performance.now())


def switch(network):
    """Another network answers from now on."""
    reader.network = network
    reader.repeat(window.performance.now())


def read_picture(pixels):
    """Read a picture in place of the drawing, which undo brings back."""
    pad.clear()
    find("hint").hidden, find("clear").disabled = True, False
    reader.request({"pixels": pixels}, window.performance.now())


def clear():
    """Empty the pad, be it of a drawing or of a picture that takes its place."""
    if pad.blank:
        changed(True, window.performance.now())
    else:
        pad.clear()


async def able():
    """Return once somebody can answer; raise WeightsError if nobody ever will."""
    while not reader.able:
        if not hopes:
            raise WeightsError("no network could be loaded")
        await sleep(0.02)


async def start_instant():
    """Get the network for the page's own Python, so that it answers until the worker does."""
    try:
        reader.weights = await network.load(window, find("network").href)
    except WeightsError as error:
        failed("instant", "The network was refused: %s." % error)
        return
    if page.getAttribute("data-state") == "loading":
        set_state("instant")
    window.performance.mark("inkling-instant")
    reader.repeat(window.performance.now())


def pressed(event):
    """Keyboard shortcuts; aria-keyshortcuts on the buttons says the same."""
    key = event.key.lower()
    if event.target.closest("input, textarea, select, dialog"):
        return
    if event.ctrlKey or event.metaKey:
        if key == "z" and not event.shiftKey:
            pad.undo()
        elif key == "y" or key == "z":
            pad.redo()
        else:
            return
    elif event.altKey:
        return
    elif key in ("escape", "delete", "backspace"):
        clear()
    else:
        return
    event.preventDefault()


get_event_loop().set_exception_handler(broke)
storage = Storage(window)
reader = Reader(on_answer=answered, on_error=notify)
answer = Answer({
    "page": page, "answer": find("answer"), "sentence": find("sentence"), "spoken": find("spoken"),
    "picture": find("picture"), "meters": [find("p%d" % d) for d in range(10)],
    "percents": [find("v%d" % d) for d in range(10)],
}, window=window)
answer.blank()
api.install(window, reader, able)
boot.install(window, workers, on_progress=progressed, on_ready=ready,
             on_failure=lambda message: failed("full", message))


def clicked_undo(event):
    pad.undo()


def clicked_clear(event):
    clear()


def resized(*_):
    pad.redraw()


def recoloured(event):
    pad.redraw()
    answer.repaint()


find("undo").addEventListener("click", clicked_undo)
find("clear").addEventListener("click", clicked_clear)
find("notice-close").addEventListener("click", lambda event: setattr(find("notice"), "hidden", True))
document.addEventListener("keydown", pressed)
window.ResizeObserver.new(resized).observe(find("pad"))
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recoloured)


async def restore():
    """Show the last drawing again, unless somebody has begun to draw meanwhile."""
    await storage.open()
    kept = storage.load()
    if pad.past:
        storage.save(pad.strokes)
    elif kept:
        pad.load(kept)


def watch_density(*_):
    """Redraw when the page moves to a screen of another density, for which the canvas's own size does not change."""
    pad.redraw()
    query = window.matchMedia("(resolution: %sdppx)" % window.devicePixelRatio)
    query.addEventListener("change", watch_density, window.JSON.parse('{"once": true}'))


watch_density()
if not pad.blank:
    changed(True, window.performance.now())
create_task(restore())
create_task(start_instant())

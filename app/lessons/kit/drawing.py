"""A pad in a lesson: its strokes are in the lesson's state, state["strokes"], and the pictures follow them.

The lesson's module says what is on it at the beginning: EXTRAS = {"strokes": THREE}, and has `begin` call `add_pad`.

In the page: class "pad" around the paper with canvas#pad, and the buttons #undo, #clear and [data-example="M29 25L37 16..."].
"""
from app.ui.browser import nodes
from app.ui.examples import strokes_of
from app.ui.key_pen import KeyPen
from app.ui.pad import Pad
from app.ui.tap_by_tap import TapByTap

# A three, as it is drawn on the first page: what a lesson shows before anybody has drawn.
THREE = strokes_of("M29 25L37 16L49 12L61 15L67 24L66 35L58 43L47 47L58 50L67 57L71 68L66 79L55 86L42 87L31 82L25 73")


def add_pad(lesson):
    """Put a pad to the lesson: state["strokes"] is what is on it, [] while it is blank. Returns the Pad."""
    strokes = lesson.state["strokes"]
    find, window = lesson.find, lesson.window
    pad = Pad(find("pad"), window=window)
    undo, clear = find("undo"), find("clear")

    def changed(finished, stamp):
        undo.disabled, clear.disabled = not pad.past, pad.blank
        lesson.state["strokes"] = list(pad.strokes)  # another list, by which a change is seen
        lesson.refresh()

    def follow():
        """After a reset the strokes are those of the beginning."""
        if pad.strokes != strokes:
            pad.load([list(stroke) for stroke in lesson.state["strokes"]])

    def draw(event):
        pad.load(strokes_of(event.target.closest("button").getAttribute("data-example")))

    pad.sheet.strokes = [list(stroke) for stroke in strokes]
    pad.renew(pad.strokes)  # the first stroke of one's own takes the example's place
    pad.redraw()
    pad.on_change = changed
    lesson.on_reset.append(follow)
    undo.addEventListener("click", lambda event: pad.undo())
    clear.addEventListener("click", lambda event: pad.clear())
    clear.disabled = pad.blank
    for button in nodes(lesson.document, "[data-example]"):
        button.addEventListener("click", draw)
    pens = {"pad": pad, "mark": find("pen"), "said": find("pen-said")}
    KeyPen(find("pad"), **pens)
    TapByTap(find("pad"), toggle=find("tap-by-tap"), lift=find("lift"), **pens)
    window.ResizeObserver.new(lambda *_: pad.redraw()).observe(find("pad"))
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", lambda event: pad.redraw())
    return pad

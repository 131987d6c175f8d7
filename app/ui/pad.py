"""The pad: strokes are the truth, the canvas is a picture of them that is never read back.

Points are kept in pad units, 1000 to the pad's side, so that a resize or another screen changes nothing. One pointer draws
one stroke; a second finger meanwhile is ignored, and a pen in use keeps the resting hand from drawing.
On a pad too small to draw in comfortably a tap is no dot: it asks for a larger one.
"""

UNITS = 1000
PEN_WIDTH = 52  # pad units; looks as thick as what the network sees
TAP = 6  # pad units: a touch that moves less is a dot, not a tiny scribble
MOST_POINTS = 20000
SMALL = 200  # CSS pixels: a pad whose side is shorter is small, and on it
SLOP = 8  # CSS pixels are how far a finger may stray and still have tapped


class Pad:
    """Draws on a canvas with a pointer.

    canvas: the element; window: for styles and screen density; on_change(finished, time_stamp) is called after every
    new point (finished False) and after every completed change (True); time_stamp is the last point's, in milliseconds.
    on_small(): a pad that is small was tapped or drawn on, and somebody may make it larger.
    """

    def __init__(self, canvas, *, window, on_change=None, on_small=None):
        self.canvas = canvas
        self.window = window
        self.on_change = on_change
        self.on_small = on_small
        self.context = canvas.getContext("2d")
        self.strokes = []
        self.past = []
        self.future = []
        self.pointer = None
        self.box = None
        self.done = None  # strokes that are done with: the next one takes their place
        self.held = None  # the first points on a small pad, until they turn out to be more than a tap
        for name, handler in (("pointerdown", self.begin), ("pointermove", self.extend), ("pointerup", self.end),
                              ("pointercancel", self.end), ("lostpointercapture", self.end)):
            canvas.addEventListener(name, handler)

    @property
    def blank(self) -> bool:
        return not self.strokes

    def begin(self, event):
        if self.pointer is not None or event.button != 0:
            return
        event.preventDefault()
        self.pointer = event.pointerId
        self.canvas.setPointerCapture(event.pointerId)
        self.box = self.canvas.getBoundingClientRect()
        if self.small:
            self.held = [event]
        else:
            self.start([event], event.timeStamp)

    @property
    def small(self) -> bool:
        return self.on_small is not None and 0 < self.box.width < SMALL

    def start(self, events, stamp):
        """Begin a stroke with these points."""
        self.held = None
        self.remember()
        self.make_way(stamp)
        self.strokes.append([])
        for each in events:
            self.add(each)
        self.on_change(False, stamp)

    def extend(self, event):
        if event.pointerId != self.pointer:
            return
        # A pen reports more points than there are frames; browsers that gather them hand them out here. The list may be
        # empty.
        gathered = (list(event.getCoalescedEvents()) if hasattr(event, "getCoalescedEvents") else []) or [event]
        if self.held is not None:
            self.held += gathered
            first = self.held[0]
            if max(abs(event.clientX - first.clientX), abs(event.clientY - first.clientY)) > SLOP:
                self.start(self.held, event.timeStamp)
            return
        for each in gathered:
            self.add(each)
        self.on_change(False, event.timeStamp)

    def end(self, event):
        if event.pointerId != self.pointer:
            return
        self.pointer = None
        small = self.small
        if self.held is None:
            self.finish(event.timeStamp)
        self.held = None
        if small:
            self.on_small()

    def finish(self, stamp):
        """The stroke is done."""
        stroke = self.strokes[-1]
        xs = [x for x, y in stroke]
        ys = [y for x, y in stroke]
        if max(xs) - min(xs) < TAP and max(ys) - min(ys) < TAP:
            del stroke[1:]
            self.redraw()
        else:
            self.draw_tip(stroke, len(stroke))
        self.on_change(True, stamp)

    def add(self, event):
        """Append the event's place to the current stroke and draw what is new."""
        scale = UNITS / (self.box.width or 1)
        x = round((event.clientX - self.box.left) * scale, 1)
        y = round((event.clientY - self.box.top) * scale, 1)
        stroke = self.strokes[-1]
        if len(stroke) < MOST_POINTS and (not stroke or stroke[-1] != [x, y]):
            stroke.append([x, y])
            self.draw_tip(stroke, len(stroke) - 1)

    # What has been drawn, and before

    def renew(self, strokes):
        """These are done with: a stroke that comes while just they are on the pad, however they came there, begins a drawing
        of its own, and undo brings them back."""
        self.done = list(strokes)

    def make_way(self, stamp):
        """A stroke is coming, and what is remembered by now goes if it is done with."""
        if self.strokes and self.strokes == self.done:
            self.strokes = []
            self.redraw()
            self.on_change(True, stamp)

    def remember(self):
        self.past.append(list(self.strokes))
        self.future = []

    def undo(self):
        self.step(self.past, self.future)

    def redo(self):
        self.step(self.future, self.past)

    def step(self, source, target):
        if source and self.pointer is None:
            target.append(self.strokes)
            self.replace(source.pop())

    def clear(self):
        """Empty the pad; undo brings the drawing back."""
        if self.strokes and self.pointer is None:
            self.remember()
            self.replace([])

    def load(self, strokes):
        """Show a drawing made earlier, as one step that undo takes back."""
        self.remember()
        self.replace(strokes)

    def replace(self, strokes):
        self.strokes = strokes
        self.redraw()
        self.on_change(True, self.window.performance.now())

    # Drawn by the page instead of by a hand

    def begin_stroke(self, x, y):
        """Begin a stroke at a place in pad units."""
        self.remember()
        self.make_way(self.window.performance.now())
        self.strokes.append([[x, y]])
        self.draw_tip(self.strokes[-1], 0)

    def extend_stroke(self, x, y):
        stroke = self.strokes[-1]
        stroke.append([x, y])
        self.draw_tip(stroke, len(stroke) - 1)
        self.on_change(False, self.window.performance.now())

    def end_stroke(self):
        self.draw_tip(self.strokes[-1], len(self.strokes[-1]))
        self.on_change(True, self.window.performance.now())

    # The picture

    def redraw(self):
        """Fit the canvas to its place and the screen's density, and draw every stroke anew."""
        side = round(self.canvas.clientWidth * (self.window.devicePixelRatio or 1)) or UNITS
        self.box = self.canvas.getBoundingClientRect()
        self.canvas.width = self.canvas.height = side  # also wipes it
        context = self.context
        scale = side / UNITS
        context.setTransform(scale, 0, 0, scale, 0, 0)
        context.lineCap = context.lineJoin = "round"
        context.lineWidth = PEN_WIDTH
        ink = self.window.getComputedStyle(self.canvas).color
        context.strokeStyle = ink
        for stroke in self.strokes:
            for count in range(len(stroke) + 1):
                self.draw_tip(stroke, count)

    def draw_tip(self, stroke, at):
        """Draw the piece of curve that point `at` brings; `at` one past the end draws the last half piece.

        The line runs through the middles between points, with the points as controls, so that it bends softly.
        """
        context = self.context
        context.beginPath()
        if at == 0:
            x, y = stroke[0]
            context.moveTo(x, y)
            context.lineTo(x + 0.01, y)  # next to no length, but the round cap makes a dot; with none, Chromium draws none
        elif at == len(stroke):
            if at < 2:
                return
            (x0, y0), (x1, y1) = stroke[-2:]
            context.moveTo((x0 + x1) / 2, (y0 + y1) / 2)
            context.lineTo(x1, y1)
        elif at == 1:
            (x0, y0), (x1, y1) = stroke[0], stroke[1]
            context.moveTo(x0, y0)
            context.lineTo((x0 + x1) / 2, (y0 + y1) / 2)
        else:
            (x0, y0), (x1, y1), (x2, y2) = stroke[at - 2], stroke[at - 1], stroke[at]
            context.moveTo((x0 + x1) / 2, (y0 + y1) / 2)
            context.quadraticCurveTo(x1, y1, (x1 + x2) / 2, (y1 + y2) / 2)
        context.stroke()

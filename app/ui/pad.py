"""The pad: a drawing that pointers make.

One pointer draws one stroke; a second finger meanwhile is ignored, a pen takes over from the hand that rests, and a pointer
that went without a word keeps nobody from drawing. On a pad too small to draw in comfortably a tap is no dot: it asks for a
larger one.
"""
from app.ui.drawing import Drawing, is_dot
from app.ui.palm import Palm
from app.ui.tempo import Tempo

SMALL = 200  # CSS pixels: a pad whose side is shorter is small, and on it
SLOP = 8  # CSS pixels are how far a finger may stray and still have tapped
# Points of one drawing: nearer to the last one than SPACING pad units they tell nothing, and of a drawing that already has
# many, twice as near for each FEW of them, up to COARSE times.
SPACING, FEW, COARSE = 2, 600, 16
MOST_AT_ONCE = 2000  # points that one event may bring; no hand makes as many while a page draws a frame
MOST_POINTS = 20000  # of one stroke


class Pad(Drawing):
    """Draws on a canvas with a pointer.

    on_small(): a pad that is small was tapped or drawn on, and somebody may make it larger. The rest is as for a Drawing.
    """

    def __init__(self, canvas, *, window, on_change=None, on_small=None):
        super().__init__(canvas, window=window, on_change=on_change)
        self.on_small = on_small
        self.palm, self.tempo = Palm(), Tempo()
        self.times = []  # of the stroke being drawn
        self.pointer = self.kind = None
        self.idle = False  # whether pointers draw nothing: somebody else makes strokes of their clicks
        self.held = None  # the first points on a small pad, until they turn out to be more than a tap
        for name, handler in (("pointerdown", self.begin), ("pointermove", self.extend), ("pointerup", self.end),
                              ("pointercancel", self.cancel), ("lostpointercapture", self.end)):
            canvas.addEventListener(name, handler)
        self.capture = canvas.setPointerCapture.bind(canvas)

    @property
    def small(self) -> bool:
        self.paper.measure()
        return self.on_small is not None and 0 < self.paper.side < SMALL

    @property
    def alive(self) -> bool:
        """Whether the pointer that draws is still there."""
        return self.pointer is not None and self.canvas.hasPointerCapture(self.pointer)

    def let_go(self):
        super().let_go()
        self.pointer = self.held = None

    def begin(self, event):
        self.palm.notice(event)
        if event.button != 0 or self.idle or self.palm.rests(event) or not self.may_take_over(event):
            return
        event.preventDefault()
        self.leave(event)
        self.pointer, self.kind = event.pointerId, event.pointerType
        # In a promise, because it throws for a pointer that has gone already, and draws all the same for one that has not.
        self.window.Promise.resolve(event.pointerId).then(self.capture).catch(ignore)
        if self.small:
            self.held = [event]
        else:
            self.start([event], event.timeStamp)

    def may_take_over(self, event) -> bool:
        """Whether this pointer may draw though another one does: that one is a resting hand, or has gone without a word."""
        if self.pointer is None or event.pointerId == self.pointer:
            return True
        if event.pointerType == "pen":
            return True
        # The first of a kind is the only one of it: the earlier one is no more.
        return (event.isPrimary and event.pointerType == self.kind) or not self.alive

    def leave(self, event):
        """Whoever was drawing does so no more, because somebody else begins."""
        palm = self.kind == "touch" and event.pointerType == "pen"
        if self.pointer is not None and (self.held or palm or is_dot(self.stroke)):
            self.take_back(event.timeStamp)
        elif self.drawing:
            self.finish(event.timeStamp)

    def start(self, events, stamp):
        """Begin a stroke with these points."""
        self.held = None
        self.open(self.paper.place(events[0]))
        self.times = self.tempo.begin(self.stroke, events[0].timeStamp)
        self.add(events[1:], stamp)

    def extend(self, event):
        self.palm.notice(event)
        if event.pointerId != self.pointer:
            return
        if event.buttons == 0 and self.kind in ("mouse", "pen"):  # it was let go of where nobody could tell
            self.end(event)
            return
        gathered = gathered_of(event)
        if self.held is not None:
            self.held += gathered
            first = self.held[0]
            if max(abs(event.clientX - first.clientX), abs(event.clientY - first.clientY)) > SLOP:
                self.paper.measure()
                self.start(self.held, event.timeStamp)
            return
        self.paper.measure()
        self.add(gathered, event.timeStamp)

    def end(self, event):
        self.palm.notice(event)
        if event.pointerId != self.pointer:
            return
        small = self.small  # now: once the stroke is done, the pad may be moved into its bar
        if self.held is not None:
            self.take_back(event.timeStamp)
        else:
            self.finish(event.timeStamp)
        if small:
            self.on_small()

    def cancel(self, event):
        """The browser, or the system below it, took the touch for something else, such as a palm or a scroll."""
        if event.pointerId != self.pointer:
            return
        if self.kind == "touch" or self.held is not None:
            self.take_back(event.timeStamp)
        else:
            self.end(event)

    def add(self, events, stamp):
        """Append the events' places to the stroke, but for what tells nothing, and draw what is new."""
        stroke, count = self.stroke, len(self.stroke)
        near = SPACING * min(COARSE, 2 ** (self.points // FEW))
        for event in events:
            if len(stroke) == MOST_POINTS:
                break
            x, y = self.tip = self.paper.place(event)
            last_x, last_y = stroke[-1]
            if abs(x - last_x) >= near or abs(y - last_y) >= near:
                stroke.append(self.tip)
                self.times.append(event.timeStamp)
        self.points += len(stroke) - count
        if len(stroke) > count:
            self.paper.draw(stroke, count)
        self.on_change(False, stamp)


def gathered_of(event) -> list:
    """The events that make up this one, the last one always among them.

    A pen reports more points than there are frames; browsers that gather them hand them out here. The list may be empty.
    """
    gathered = event.getCoalescedEvents() if hasattr(event, "getCoalescedEvents") else None
    count = gathered.length if gathered else 0
    if not count:
        return [event]
    step = (count + MOST_AT_ONCE - 1) // MOST_AT_ONCE
    return [gathered[at] for at in range((count - 1) % step, count, step)]


def ignore(error):
    """There is nothing to be done about it."""

"""The pad: strokes are the truth, the paper is a picture of them.

In place of a drawing a picture may lie on it, of which the pad knows only that it does, and that undo and redo pass over it.
One pointer draws one stroke; a second finger meanwhile is ignored, a pen takes over from the hand that rests, and a
pointer that went without a word keeps nobody from drawing. On a pad too small to draw in comfortably a tap is no dot: it
asks for a larger one.
"""
from app.ui.palm import Palm
from app.ui.paper import Paper

TAP = 6  # pad units: a touch that moves less is a dot, not a tiny scribble
SMALL = 200  # CSS pixels: a pad whose side is shorter is small, and on it
SLOP = 8  # CSS pixels are how far a finger may stray and still have tapped
# Points of one drawing: nearer to the last one than SPACING pad units they tell nothing, and of a drawing that already has
# many, twice as near for each FEW of them, up to COARSE times.
SPACING, FEW, COARSE = 2, 600, 16
MOST_AT_ONCE = 2000  # points that one event may bring; no hand makes as many while a page draws a frame
MOST_POINTS = 20000  # of one stroke


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
        self.paper = Paper(canvas, window=window)
        self.palm = Palm()
        self.strokes = []
        self.picture = None  # what lies there in place of a drawing
        self.past = []  # [(strokes, picture), ...]
        self.future = []
        self.done = None  # strokes that are done with: the next one takes their place
        self.undone = []  # the future that the stroke being drawn has ended
        self.stroke = None  # the one being drawn, by a pointer or by the page
        self.tip = None  # where it has come to since its last point
        self.pointer = self.kind = None
        self.idle = False  # whether pointers draw nothing: somebody else makes strokes of their clicks
        self.held = None  # the first points on a small pad, until they turn out to be more than a tap
        for name, handler in (("pointerdown", self.begin), ("pointermove", self.extend), ("pointerup", self.end),
                              ("pointercancel", self.cancel), ("lostpointercapture", self.end),
                              ("contextrestored", self.restored)):
            canvas.addEventListener(name, handler)
        self.capture = canvas.setPointerCapture.bind(canvas)

    @property
    def blank(self) -> bool:
        return not self.strokes and self.picture is None

    @property
    def drawing(self) -> bool:
        """Whether a stroke has begun and is not done."""
        return self.stroke is not None

    @property
    def small(self) -> bool:
        self.paper.measure()
        return self.on_small is not None and 0 < self.paper.side < SMALL

    # A pointer draws

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

    @property
    def alive(self) -> bool:
        """Whether the pointer that draws is still there."""
        return self.pointer is not None and self.canvas.hasPointerCapture(self.pointer)

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
        self.points += len(stroke) - count
        if len(stroke) > count:
            self.paper.draw(stroke, count)
        self.on_change(False, stamp)

    # The stroke being drawn, whoever draws it

    def open(self, place):
        """Begin a stroke at a place in pad units."""
        self.remember()
        self.make_way()
        self.stroke = [place]
        self.tip = place
        self.strokes.append(self.stroke)
        self.points = sum([len(each) for each in self.strokes])
        self.paper.draw(self.stroke, 0)

    def finish(self, stamp):
        """The stroke is done."""
        stroke, self.stroke, self.pointer = self.stroke, None, None
        if is_dot(stroke):
            if len(stroke) > 1:
                del stroke[1:]
                self.redraw()
        else:
            if stroke[-1] != self.tip:
                stroke.append(self.tip)
                self.paper.draw(stroke, len(stroke) - 1)
            self.paper.draw_end(stroke)
        self.on_change(True, stamp)

    def take_back(self, stamp=None):
        """The stroke was none: it leaves no ink and nothing to undo."""
        if self.drawing:
            self.future = self.undone
            self.replace(*self.past.pop(), stamp=stamp)
        self.pointer = self.held = None

    # What has been drawn, and before

    def renew(self, strokes):
        """These are done with: a stroke that comes while just they are on the pad, however they came there, begins a drawing
        of its own, and undo brings them back."""
        self.done = list(strokes)

    def make_way(self):
        """A stroke is coming, and what is remembered by now goes if it is a picture, or done with."""
        if self.picture or (self.strokes and self.strokes == self.done):
            self.strokes, self.picture = [], None
            self.redraw()
            self.on_change(True, self.window.performance.now())

    def remember(self):
        self.past.append((list(self.strokes), self.picture))
        self.undone, self.future = self.future, []

    def undo(self):
        self.step(self.past, self.future)

    def redo(self):
        self.step(self.future, self.past)

    def step(self, source, target):
        if source and not self.alive:
            target.append((self.strokes, self.picture))
            self.replace(*source.pop())

    def clear(self):
        """Empty the pad; undo brings back what was there."""
        if not self.blank and not self.alive:
            self.remember()
            self.replace([])

    def load(self, strokes):
        """Show a drawing made earlier, as one step that undo takes back."""
        self.remember()
        self.replace(strokes)

    def put(self, picture):
        """Lay a picture on the pad, in place of what is there, as one step that undo takes back."""
        if self.drawing:  # what is drawn so far is a stroke
            self.finish(self.window.performance.now())
        self.remember()
        self.replace([], picture)

    def withdraw(self, is_none):
        """Pictures that turned out to be none leave as if they had never been put. is_none(picture): whether it is one of them."""
        for history in (self.past, self.future):
            history[:] = [(strokes, picture) for strokes, picture in history if picture is None or not is_none(picture)]
        if self.picture is not None and is_none(self.picture):
            self.replace(*self.past.pop())

    def replace(self, strokes, picture=None, stamp=None):
        self.strokes, self.picture, self.stroke, self.pointer, self.held = strokes, picture, None, None, None
        self.redraw()
        self.on_change(True, self.window.performance.now() if stamp is None else stamp)

    # Drawn by the page instead of by a hand

    def begin_stroke(self, x, y):
        """Begin a stroke at a place in pad units."""
        self.open([x, y])
        self.on_change(False, self.window.performance.now())

    def extend_stroke(self, x, y):
        self.tip = [x, y]
        self.stroke.append(self.tip)
        self.paper.draw(self.stroke, len(self.stroke) - 1)
        self.on_change(False, self.window.performance.now())

    def end_stroke(self):
        self.finish(self.window.performance.now())

    # The picture

    def redraw(self):
        self.paper.redraw(self.strokes)

    def restored(self, event):
        """The browser had lost the picture, and has given back an empty one."""
        self.redraw()


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


def is_dot(stroke) -> bool:
    xs = [x for x, y in stroke]
    ys = [y for x, y in stroke]
    return max(xs) - min(xs) < TAP and max(ys) - min(ys) < TAP


def ignore(error):
    """There is nothing to be done about it."""

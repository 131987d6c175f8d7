"""A drawing on a canvas: strokes are the truth, the paper is a picture of them.

In place of a drawing a picture may lie on it, of which it knows only that it does, and that undo and redo pass over it.
"""
from app.ui.paper import UNITS, Paper
from app.ui.sheet import Sheet

TAP = 6  # pad units: a touch that moves less is a dot, not a tiny scribble


class Drawing:
    """canvas: the element; window: for styles and screen density; on_change(finished, time_stamp) is called after every
    new point (finished False) and after every completed change (True); time_stamp is the last point's, in milliseconds.
    """

    def __init__(self, canvas, *, window, on_change=None):
        self.canvas = canvas
        self.window = window
        self.on_change = on_change
        self.paper = Paper(canvas, window=window)
        self.sheet = Sheet()
        self.stroke = None  # the one being drawn, by a pointer or by the page
        self.tip = None  # where it has come to since its last point
        canvas.addEventListener("contextrestored", self.restored)

    @property
    def strokes(self) -> list:
        return self.sheet.strokes

    @property
    def picture(self):
        """What lies there in place of a drawing."""
        return self.sheet.picture

    @property
    def past(self) -> list:
        return self.sheet.past

    @property
    def future(self) -> list:
        return self.sheet.future

    @property
    def blank(self) -> bool:
        return self.sheet.blank

    @property
    def drawing(self) -> bool:
        """Whether a stroke has begun and is not done."""
        return self.stroke is not None

    @property
    def alive(self) -> bool:
        """Whether somebody is at it who is not to be disturbed."""
        return False

    def lay(self, sheet):
        """Go on with another sheet; nobody is told."""
        if self.drawing:
            self.finish(self.window.performance.now())
        self.let_go()
        self.sheet = sheet
        self.redraw()

    def let_go(self):
        """Whoever was drawing does so no more."""
        self.stroke = None

    # The stroke being drawn, whoever draws it

    def open(self, place):
        """Begin a stroke at a place in pad units."""
        self.sheet.remember()
        self.make_way()
        self.stroke = [place]
        self.tip = place
        self.strokes.append(self.stroke)
        self.points = sum([len(each) for each in self.strokes])
        self.paper.draw(self.stroke, 0)

    def finish(self, stamp):
        """The stroke is done."""
        stroke = self.stroke
        self.let_go()
        if is_dot(stroke):
            if len(stroke) > 1:
                del stroke[1:]
                self.redraw()
        else:
            if stroke[-1] != self.tip:
                stroke.append(self.tip)
                self.paper.draw(stroke, len(stroke) - 1)
            self.paper.draw_end(stroke)
        if self.sheet.pale:  # this one, too, may have been found to be pale while it was drawn
            self.redraw()
        self.on_change(True, stamp)

    def take_back(self, stamp=None):
        """The stroke was none: it leaves no ink and nothing to undo."""
        if self.drawing:
            self.sheet.take_back()
            self.replaced(stamp)
        self.let_go()

    # What has been drawn, and before

    def renew(self, strokes):
        """These are done with: a stroke that comes while just they are on the pad, however they came there, begins a drawing
        of its own, and undo brings them back."""
        self.sheet.done = list(strokes)

    def make_way(self):
        """A stroke is coming, and what is remembered by now goes if it is a picture, or done with."""
        sheet = self.sheet
        if sheet.picture or (sheet.strokes and sheet.strokes == sheet.done):
            sheet.strokes, sheet.picture, sheet.pale = [], None, []
            self.redraw()
            self.on_change(True, self.window.performance.now())

    def undo(self):
        self.step(self.sheet.past, self.sheet.future)

    def redo(self):
        self.step(self.sheet.future, self.sheet.past)

    def step(self, source, target):
        if source and not self.alive:
            self.sheet.swap(source, target)
            self.replaced()

    def clear(self):
        """Empty the pad; undo brings back what was there."""
        if not self.blank and not self.alive:
            self.load([])

    def put(self, picture):
        """Lay a picture on the pad, in place of what is there, as one step that undo takes back."""
        if self.drawing:  # what is drawn so far is a stroke
            self.finish(self.window.performance.now())
        self.load([], picture)

    def withdraw(self, is_none):
        """Pictures that turned out to be none leave as if they had never been put. is_none(picture): whether it is one of them."""
        sheet = self.sheet
        sheet.withdraw(is_none)
        if sheet.picture is not None and is_none(sheet.picture):
            sheet.strokes, sheet.picture = sheet.past.pop()
            self.replaced()

    def load(self, strokes, picture=None):
        """Show a drawing made earlier, or a picture, as one step that undo takes back."""
        self.sheet.remember()
        self.sheet.strokes, self.sheet.picture = strokes, picture
        self.replaced()

    def replaced(self, stamp=None):
        """Something else is on the sheet than before."""
        self.let_go()
        self.sheet.pale = []
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
        sheet, paper = self.sheet, self.paper
        # A picture may be turned, and so lies in a square.
        paper.across, paper.pen = sheet.across if sheet.picture is None else UNITS, sheet.pen
        paper.redraw(sheet.strokes, sheet.pale)

    def fade(self, pale):
        """These strokes, by number, do not count, and all others do."""
        if pale != self.sheet.pale:
            self.sheet.pale = pale
            self.redraw()

    def restored(self, event):
        """The browser had lost the picture, and has given back an empty one."""
        self.redraw()


def is_dot(stroke) -> bool:
    xs = [x for x, y in stroke]
    ys = [y for x, y in stroke]
    return max(xs) - min(xs) < TAP and max(ys) - min(ys) < TAP

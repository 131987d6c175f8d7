"""The view "From ink to pixels": four pictures of the same ink, each one step further, and the digits of MNIST beside."""
from asyncio import create_task

from app.core.ink import centre_of_mass
from app.ui.browser import nodes, say
from app.ui.views.cells import SIDE, Cells, Finger, value_table
from app.ui.views.pixels import geometry
from app.ui.views.pixels.samples import Samples
from app.ui.views.player import Player
from app.ui.views.view import View, tabulate
from app.ui.words import choices, number, word

INK = '<path class="ink"/>'
BOX = '<rect class="box" pathLength="1"/>'
TWENTY = '<rect class="twenty" x="4" y="4" width="20" height="20"/>'
MIDDLE = '<path class="middle" d="M14.5 0v28M0 14.5h28"/>'
MASS = '<g class="mass"><circle r=".9"/><path d="M-1.7 0h3.4M0-1.7v3.4"/></g>'

CAPTIONS = ("pixels.box_is", "pixels.scale_is", "pixels.centre_is", "pixels.point")  # while nothing is drawn


class Pixels(View):
    name = "pixels"
    alone = True

    def __init__(self, window, root, *, client):
        find = root.querySelector
        self.frames = [find("." + name) for name in ("strokes", "scaled", "centred")]
        self.frames[0].innerHTML = '<g class="drawn">%s</g>%s' % (INK, BOX)
        self.frames[1].innerHTML = TWENTY + '<g class="drawn">' + INK + "</g>"
        self.frames[2].innerHTML = MIDDLE + '<g class="earlier">' + INK + '</g><g class="drawn">' + INK + "</g>" + MASS
        self.inks = [ink for frame in self.frames for ink in nodes(frame, ".ink")]
        self.drawn = [frame.querySelector(".drawn") for frame in self.frames]
        self.earlier = find(".earlier")
        self.box = find(".box")
        self.mass = find(".mass")
        self.captions = nodes(root, ".caption")
        self.final = Cells(find(".final"))
        self.finger = Finger(find(".final"), words=self.captions[3], on_point=lambda at: self.tell())
        self.table = find("details.table")
        self.table.addEventListener("toggle", lambda event: self.tabulate())
        self.client, self.samples = client, Samples(window, root, client=client)
        self.drawing = None
        self.said = None
        self.player = Player(find(".steps"), find(".play"), count=4, pause=1.5, key="pixels.play")

    def show(self, drawing, told):
        self.drawing = drawing
        self.final.show(drawing["pixels"])
        self.tell()
        strokes = drawing["strokes"]
        if drawing["picture"] or not strokes:
            self.empty(word("pixels.picture"))
        else:
            self.trace(drawing)
        self.tabulate()
        if self.client.able:
            create_task(self.samples.show(drawing))

    def trace(self, drawing):
        """Draw the ink as it is on the pad, in its box, and in its geometry."""
        strokes = drawing["strokes"]
        placed, (shift_x, shift_y) = geometry.place(strokes, drawing["shift"])
        line = geometry.path(placed)
        for ink in self.inks:
            ink.setAttribute("d", line)
        zoom, x, y = geometry.on_the_pad(strokes, placed)
        matrix = f"matrix({zoom:.3f}, 0, 0, {zoom:.3f}, {x:.2f}, {y:.2f})"
        self.drawn[0].setAttribute("transform", matrix)
        self.drawn[0].setAttribute("stroke-width", f"{geometry.PEN * 0.028 / zoom:.3f}")
        left, top, wide, high = geometry.box_of(placed)
        for name, value in (("x", zoom * left + x), ("y", zoom * top + y), ("width", zoom * wide), ("height", zoom * high)):
            self.box.setAttribute(name, f"{value:.2f}")
        self.frames[1].style.setProperty("--from", matrix)
        self.drawn[2].setAttribute("transform", f"translate({shift_x:.2f} {shift_y:.2f})")
        self.mass.setAttribute("transform", "translate(%.2f %.2f)" % centre_of_mass(drawing["pixels"]))
        self.frames[2].style.setProperty("--back", f"translate({-shift_x:.2f}px, {-shift_y:.2f}px)")
        self.said = geometry.describe(strokes, placed, (shift_x, shift_y))
        for at in range(3):
            say(self.captions[at], self.said[at])

    def empty(self, text):
        self.said = None
        for ink in self.inks:
            ink.setAttribute("d", "")
        for name in ("width", "height"):
            self.box.setAttribute(name, "0")
        self.mass.setAttribute("transform", "translate(-9 -9)")
        for at in range(3):
            say(self.captions[at], text or word(CAPTIONS[at]))

    def clear(self):
        self.drawing = None
        self.player.stop()
        self.empty("")
        self.final.show(None)
        self.samples.clear()
        self.tell()
        self.tabulate()

    def tell(self):
        """Say the value under the finger; it follows the drawing, too."""
        at = self.finger.at
        if at is None or self.drawing is None:
            say(self.captions[3], word(CAPTIONS[3]))
        else:
            value = number(self.drawing["pixels"][at], 2)
            say(self.captions[3], word("pixels.pixel", row=at // SIDE, column=at % SIDE, value=value))

    def tabulate(self):
        tabulate(self.table, self.rows)

    def rows(self):
        text = ""
        if self.said:
            pairs = zip(choices("pixels.steps"), self.said)
            text = "".join([f"<tr><th scope=row>{name}</th><td>{words}</td></tr>" for name, words in pairs])
            text = f"<table>{text}</table>"
        if self.drawing:
            values = value_table(self.drawing["pixels"], lambda value: number(value, 1) if value else "0")
            text += f"<table class=values><caption>{word('pixels.values')}</caption>{values}</table>"
        return text

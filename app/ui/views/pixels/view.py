"""The view "From ink to pixels": four pictures of the same ink, each one step further, and the digits of MNIST beside."""
from asyncio import create_task

from app.core.ink import centre_of_mass
from app.ui.views.cells import SIDE, Cells, Finger, value_table
from app.ui.views.pixels import geometry as place
from app.ui.views.player import Player

INK = '<path class="ink"/>'
BOX = '<rect class="box" pathLength="1"/>'
TWENTY = '<rect class="twenty" x="4" y="4" width="20" height="20"/>'
MIDDLE = '<path class="middle" d="M14.5 0v28M0 14.5h28"/>'
MASS = '<g class="mass"><circle r=".9"/><path d="M-1.7 0h3.4M0-1.7v3.4"/></g>'


class Steps:
    name = "pixels"
    alone = True  # works without the worker

    def __init__(self, root, samples):
        find = root.querySelector
        self.frames = [find("." + name) for name in ("strokes", "scaled", "centred")]
        self.frames[0].innerHTML = '<g class="drawn">%s</g>%s' % (INK, BOX)
        self.frames[1].innerHTML = TWENTY + '<g class="drawn">' + INK + "</g>"
        self.frames[2].innerHTML = MIDDLE + '<g class="before">' + INK + '</g><g class="drawn">' + INK + "</g>" + MASS
        self.inks = [frame.querySelectorAll(".ink") for frame in self.frames]
        self.drawn = [frame.querySelector(".drawn") for frame in self.frames]
        self.before = find(".before")
        self.box = find(".box")
        self.mass = find(".mass")
        captions = root.querySelectorAll(".caption")
        self.captions = [captions[at] for at in range(4)]
        self.words = [caption.textContent for caption in self.captions]
        self.final = Cells(find(".final"))
        self.finger = Finger(find(".final"), on_point=lambda at: self.tell())
        self.table = find("details.table")
        self.table.addEventListener("toggle", lambda event: self.tabulate())
        self.samples = samples
        self.drawing = None
        self.said = None
        self.player = Player(find(".steps"), find(".play"), count=4, pause=1.5)

    def calls(self, drawing):
        return {}

    def show(self, drawing, told):
        self.drawing = drawing
        self.final.show(drawing["pixels"])
        self.tell()
        strokes = drawing["strokes"]
        if not strokes:
            self.empty("A picture came instead of strokes.")
        else:
            self.trace(drawing)
        self.tabulate()
        if self.samples.able:
            create_task(self.samples.show(drawing))

    def trace(self, drawing):
        """Draw the ink as it is on the pad, in its box, and in its place."""
        strokes = drawing["strokes"]
        placed, (shift_x, shift_y) = place.place(strokes, drawing["shift"])
        line = place.path(placed)
        for inks in self.inks:
            for at in range(inks.length):
                inks[at].setAttribute("d", line)
        zoom, x, y = place.on_the_pad(strokes, placed)
        matrix = "matrix(%.3f 0 0 %.3f %.2f %.2f)" % (zoom, zoom, x, y)
        self.drawn[0].setAttribute("transform", matrix)
        self.drawn[0].setAttribute("stroke-width", "%.3f" % (place.PEN * 0.028 / zoom))
        left, top, wide, high = place.box_of(placed)
        for name, value in (("x", zoom * left + x), ("y", zoom * top + y), ("width", zoom * wide), ("height", zoom * high)):
            self.box.setAttribute(name, "%.2f" % value)
        self.frames[1].style.setProperty("--from", "matrix(%.3f, 0, 0, %.3f, %.2f, %.2f)" % (
            zoom, zoom, x, y))
        self.drawn[2].setAttribute("transform", "translate(%.2f %.2f)" % (shift_x, shift_y))
        self.mass.setAttribute("transform", "translate(%.2f %.2f)" % centre_of_mass(drawing["pixels"]))
        self.frames[2].style.setProperty("--back", "translate(%.2fpx, %.2fpx)" % (-shift_x, -shift_y))
        self.said = place.describe(strokes, placed, (shift_x, shift_y))
        for at in range(3):
            self.captions[at].textContent = self.said[at]

    def empty(self, text):
        self.said = None
        for inks in self.inks:
            for at in range(inks.length):
                inks[at].setAttribute("d", "")
        for name in ("width", "height"):
            self.box.setAttribute(name, "0")
        self.mass.setAttribute("transform", "translate(-9 -9)")
        for at in range(3):
            self.captions[at].textContent = text or self.words[at]

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
            self.captions[3].textContent = self.words[3]
        else:
            value = self.drawing["pixels"][at]
            self.captions[3].textContent = "Row %d, column %d: %.2f" % (at // SIDE, at % SIDE, value)

    def tabulate(self):
        """The table behind the pictures, made only while somebody has it open."""
        if not self.table.open:
            return
        text = ""
        if self.said:
            text = "<table>%s</table>" % "".join(
                ["<tr><th scope=row>%s</th><td>%s</td></tr>" % pair for pair in zip(("Box", "Scale", "Centre"), self.said)])
        if self.drawing:
            text += "<table class=values><caption>The 28 by 28 pixels, 0 paper to 1 ink</caption>%s</table>" % value_table(
                self.drawing["pixels"], lambda value: "%.1f" % value if value else "0")
        self.table.querySelector(".scroll").innerHTML = text or "Draw a digit first."

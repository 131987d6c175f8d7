"""28x28 pictures: as SVG, one path for each strength of ink, and as the address of a bitmap.

A path per strength means a handful of calls to the browser for 784 pixels, colours that follow the theme by
themselves, and edges as sharp as the screen. Bitmaps are for images that come as bytes and never change.
"""
from array import array

from app.core.binary import b2a_base64
from app.ui.browser import announce, nodes

SIDE = 28
LEVELS = 8  # strengths of ink that the eye tells apart
MIDDLE = SIDE * SIDE // 2 + SIDE // 2
KEYS = {"ArrowLeft": -1, "ArrowRight": 1, "ArrowUp": -SIDE, "ArrowDown": SIDE}


squares = [""] * (SIDE * SIDE)  # the paths of pixels that were drawn so far: to make them all takes longer than a frame
drawn_last = [None, []]  # an image and its paths: several views show the same one


def square(at):
    """The path of a pixel."""
    if not squares[at]:
        squares[at] = f"M{at % SIDE} {at // SIDE}h1v1h-1z"
    return squares[at]


def ink_paths(values):
    """Path data for each strength from the faintest to full ink. values: 784 numbers in [0, 1], not changed later."""
    if values is not drawn_last[0]:
        groups = [[] for _ in range(LEVELS + 1)]
        at = 0
        for value in values:
            if value > 0.03:
                groups[int(value * LEVELS + 0.5)].append(square(at))
            at += 1
        groups[1] = groups[0] + groups[1]
        drawn_last[:] = values, ["".join(group) for group in groups[1:]]
    return drawn_last[1]


def signed_paths(values, scale, levels=LEVELS):
    """The same twice, for values above and below zero. values: 784 numbers; scale: the size that is full colour."""
    groups = [[] for _ in range(2 * levels + 1)]  # in the middle what is too weak to see
    if scale > 0:
        factor = levels / scale
        at = 0
        for value in values:
            if value:
                level = int(value * factor + (0.5 if value > 0 else -0.5))
                groups[levels + max(-levels, min(levels, level))].append(square(at))
            at += 1
    paths = ["".join(group) for group in groups]
    return paths[levels + 1:] + paths[:levels][::-1]


class Cells:
    """An <svg> of 28 by 28 that shows ink, or with `signed` values of both signs."""

    def __init__(self, svg, *, signed=False):
        count = LEVELS * (2 if signed else 1)
        svg.innerHTML = '<g class="for">%s</g>' % ("<path/>" * LEVELS)
        if signed:
            svg.innerHTML += '<g class="against">%s</g>' % ("<path/>" * LEVELS)
        self.svg = svg
        self.paths = nodes(svg, "path")[:count]
        self.shown = [""] * count
        self.signed = signed

    def show(self, values, scale=1.0):
        """values: 784 numbers, or None for an empty picture."""
        if values is None:
            fresh = [""] * len(self.paths)
        else:
            fresh = signed_paths(values, scale) if self.signed else ink_paths(values)
        for at in range(len(fresh)):
            if fresh[at] != self.shown[at]:
                self.paths[at].setAttribute("d", fresh[at])
        self.shown = fresh


class Finger:
    """Lets mouse, finger and arrow keys point at a pixel of a picture. on_point(index or None) says in the element `words`
    what is there; a pixel that a key went to is announced, too."""

    def __init__(self, svg, *, words, on_point):
        self.svg, self.words = svg, words
        self.at = None
        self.on_point = on_point
        svg.insertAdjacentHTML("beforeend", '<rect class="finger" width="1" height="1" hidden=""/>')
        self.mark = svg.lastElementChild
        svg.addEventListener("pointermove", self.hover)
        svg.addEventListener("pointerdown", self.hover)
        svg.addEventListener("pointerleave", lambda event: self.point(None))
        svg.addEventListener("blur", lambda event: self.point(None))
        svg.addEventListener("focus", lambda event: self.at is None and self.point(MIDDLE))
        svg.addEventListener("keydown", self.press)

    def hover(self, event):
        box = self.svg.getBoundingClientRect()
        x = int((event.clientX - box.left) * SIDE / box.width)
        y = int((event.clientY - box.top) * SIDE / box.height)
        if 0 <= x < SIDE and 0 <= y < SIDE:
            self.point(y * SIDE + x)

    def press(self, event):
        step = KEYS.get(event.key)
        if step is None:
            return
        event.preventDefault()
        at = MIDDLE if self.at is None else self.at
        there = at + step
        sideways = abs(step) == 1 and there // SIDE != at // SIDE
        self.point(at if sideways or not 0 <= there < SIDE * SIDE else there)
        announce(self.svg.ownerDocument, self.words.textContent)

    def point(self, at):
        self.at = at
        if at is None:
            self.mark.setAttribute("hidden", "")
        else:
            self.mark.removeAttribute("hidden")
            self.mark.setAttribute("x", str(at % SIDE))
            self.mark.setAttribute("y", str(at // SIDE))
        self.on_point(at)


def bitmap_head():
    """The beginning of an 8-bit BMP of 28x28, black ink on white, top row first; its size is a multiple of 3."""
    def little(number, count=4):
        return bytes([(number >> 8 * at) & 255 for at in range(count)])
    start = 1080  # of the pixels: 1078 bytes of head and two to spare
    head = b"BM" + little(start + SIDE * SIDE) + little(0) + little(start)
    head += little(40) + little(SIDE) + little((1 << 32) - SIDE) + little(1, 2) + little(8, 2)
    head += little(0) + little(SIDE * SIDE) + little(0) + little(0) + little(256) + little(256)
    head += b"".join([bytes([grey, grey, grey, 0]) for grey in range(255, -1, -1)])
    return head + bytes(start - len(head))


HEAD = "data:image/bmp;base64," + b2a_base64(bitmap_head()).decode().strip()


def bitmap(pixels):
    """The address of an image for <img src>. pixels: base64 of 784 bytes, 255 = ink."""
    return HEAD + pixels


def encode(values):
    """784 numbers in [0, 1] as the base64 that `bitmap` takes."""
    return b2a_base64(bytes(array("B", [int(value * 255 + 0.5) for value in values]))).decode().strip()


def value_table(values, shown):
    """Rows of an HTML table of 28x28 values, each as `shown(value)` puts it."""
    rows = ["<tr><td></td>%s</tr>" % "".join([f"<th scope=col>{x}</th>" for x in range(SIDE)])]
    for y in range(SIDE):
        line = "".join([f"<td>{shown(value)}</td>" for value in values[y * SIDE:(y + 1) * SIDE]])
        rows.append(f"<tr><th scope=row>{y}</th>{line}</tr>")
    return "".join(rows)

"""Lesson 8, convolutions: a small window slides over a drawing, and what a network made of such windows sees."""
from asyncio import create_task, sleep

from app.core import ink
from app.core.errors import InklingError
from app.core.instant import softmax
from app.lessons.convolutions.maps import costs, formula, inked, largest, mapped, mosaic, reads
from app.lessons.kit.drawing import THREE, add_pad
from app.lessons.kit.full_python import start_full
from app.lessons.kit.settings import Choice, Number
from app.ui.browser import fetched, sentence
from app.ui.replies import WorkerLost
from app.ui.views.numbers import number

EDGE = [-1, 0, 1, -1, 0, 1, -1, 0, 1]  # paper to the left and ink to the right: the left edge of a stroke
FILTERS = 16  # of the first layer of `lenet`
SETTINGS = {
    "filter": Choice("own", *[str(at + 1) for at in range(FILTERS)]),
    "x": Number(15, 0, 25, whole=True), "y": Number(8, 0, 25, whole=True), "right": Number(0, -6, 6, whole=True),
}
SETTINGS.update({f"k{at + 1}": Number(EDGE[at], -9, 9) for at in range(9)})
FILES = {"lenet": "weights/lenet.json"}
# still: the layers of `lenet` are worked out in plain Python, as the site is built; in the page the full Python does that.
EXTRAS = {"strokes": THREE, "still": True}
SIDE = ink.SIZE
# Pictures of layers: (place in the page, index in the network, how many of its maps in a row, what they are).
LAYERS = [
    ("layer1", 1, 8, "Sixteen maps of 24 by 24: the drawing through each filter"),
    ("layer2", 3, 8, "The same sixteen after max pooling and ReLU, 12 by 12 each"),
    ("layer3", 4, 16, "Thirty-two maps of 8 by 8: the second layer of filters"),
    ("layer4", 6, 16, "The same after max pooling and ReLU, 4 by 4 each"),
]


def convolve(image, kernel, bias=0):
    """The kernel at every place where it fits: each weight times the pixel below it, all added up."""
    size = len(kernel)
    result = []
    for y in range(len(image) - size + 1):
        row = []
        for x in range(len(image[0]) - size + 1):
            total = bias
            for dy in range(size):
                for dx in range(size):
                    total += kernel[dy][dx] * image[y + dy][x + dx]
            row.append(total)
        result.append(row)
    return result


def max_pool(image):
    """The largest number of every two by two: half as wide and half as high."""
    result = []
    for y in range(0, len(image) - 1, 2):
        row = []
        for x in range(0, len(image[0]) - 1, 2):
            row.append(max(image[y][x], image[y][x + 1], image[y + 1][x], image[y + 1][x + 1]))
        result.append(row)
    return result


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page."""
    image = image_of(state)
    kernel, bias = kernel_of(state, materials)
    size = len(kernel)
    x, y = min(state["x"], SIDE - size), min(state["y"], SIDE - size)
    yield None
    found = convolve(image, kernel, bias)
    yield None
    pooled = max_pool(found)
    scale = largest(found)
    here = found[y][x]
    strongest = max([max(row) for row in found])
    made = {
        "image": inked(image, x, y, size),
        "map": mapped(found, scale, "The feature map", x, y),
        "pooled": mapped(pooled, scale, "The feature map after max pooling"),
        "kernel": mapped(kernel, largest(kernel), "The kernel"),
        "sum": formula(image, kernel, bias, x, y, here),
        "strongest": f"Strongest: <b>{number(strongest)}</b>, of {len(found)} times {len(found[0])} sums.",
        "told": f"At {x} across and {y} down the sum is {number(here)}. The strongest is {number(strongest)}.",
    }
    if state["still"] and materials.get("lenet"):
        activations = forward(materials["lenet"], image)
        for name, index, across, label in LAYERS:
            made[name] = mosaic(maps_of(activations[index]), across, label)
        made["filters"] = mosaic([filter_of(materials["lenet"], at)[0] for at in range(FILTERS)], 8,
                                 "The sixteen filters of 5 by 5 that it learnt")
        made["reads"] = reads(softmax(activations[-2], materials["lenet"].temperature))
        made["costs"] = costs(materials["lenet"])
        made["layers-of"] = "These are the layers for the 3 that this page begins with."
    yield made


def image_of(state):
    """The drawing as 28 rows of 28 numbers, moved to the right by whole pixels."""
    strokes, right = state["strokes"], state["right"]
    if ink.is_blank(strokes):
        return [[0.0] * SIDE for _ in range(SIDE)]
    placed, (shift_x, shift_y) = ink.place(strokes)
    pixels = ink.draw(placed, shift_x + right, shift_y)
    return [list(pixels[row * SIDE:(row + 1) * SIDE]) for row in range(SIDE)]


def kernel_of(state, materials):
    """(the kernel that is chosen, as rows; its bias)."""
    if state["filter"] != "own" and materials.get("lenet"):
        return filter_of(materials["lenet"], int(state["filter"]) - 1)
    return [[state[f"k{3 * row + column + 1}"] for column in range(3)] for row in range(3)], 0


def filter_of(weights, at):
    """(one of the first layer's filters, as rows; its bias)."""
    tensor, size = weights.tensors["1.weights"], weights.layers[1]["size"]
    values = [tensor.values[at * size * size + each] * tensor.scale[at] for each in range(size * size)]
    return [values[row * size:(row + 1) * size] for row in range(size)], weights.tensors["1.bias"].values[at]


# The network, layer by layer


def forward(weights, image):
    """Every layer's output for an image, as the full Python gives it, which is faster."""
    maps, values, outputs = [image], [], []
    for index, layer in enumerate(weights.layers):
        kind = layer["kind"]
        if kind == "convolution":
            maps = filtered(maps, weights.tensors[f"{index}.weights"], weights.tensors[f"{index}.bias"].values)
        elif kind == "max_pool":
            maps = [max_pool(each) for each in maps]
        elif kind == "relu" and maps:
            maps = [[[max(0.0, value) for value in row] for row in each] for each in maps]
        elif kind == "flatten":
            values, maps = [value for row in by_place(maps) for place in row for value in place], []
        elif kind == "dense":
            values = dense(weights.tensors[f"{index}.weights"], weights.tensors[f"{index}.bias"].values, values)
        elif kind == "relu":
            values = [max(0.0, value) for value in values]
        elif kind == "softmax":
            values = softmax(values, weights.temperature)
        outputs.append(by_place(maps) if maps else values)
    return outputs


def filtered(maps, tensor, biases):
    """A layer of filters, each of which has a kernel for every map."""
    filters, size, _, depth = tensor.shape
    made = []
    for at in range(filters):
        total = None
        for channel in range(depth):
            start = at * size * size * depth + channel
            kernel = [[tensor.values[start + (row * size + column) * depth] * tensor.scale[at] for column in range(size)]
                      for row in range(size)]
            part = convolve(maps[channel], kernel, 0 if channel else biases[at])
            total = part if total is None else [[a + b for a, b in zip(*rows)] for rows in zip(total, part)]
        made.append(total)
    return made


def dense(tensor, biases, values):
    rows, columns = tensor.shape
    return [biases[row] + tensor.scale[row] * sum([tensor.values[row * columns + at] * values[at] for at in range(columns)])
            for row in range(rows)]


def by_place(maps):
    """Maps as the full Python gives them: rows of places, and at each place a number for every map."""
    return [[[each[y][x] for each in maps] for x in range(len(maps[0][0]))] for y in range(len(maps[0]))]


def maps_of(places):
    """The maps, from places: rows of places, and at each the number that every map has there."""
    return [[[place[at] for place in row] for row in places] for at in range(len(places[0][0]))]


# The pictures


# In the page

CALM = 0.15  # seconds without a change before the full Python is asked


def begin(lesson):
    lesson.add(still=False)
    add_pad(lesson)
    for name, side in (("image", SIDE), ("map", 0)):
        Pointing(lesson, lesson.find(name), side)
    layers = Layers(lesson, start_full(lesson))
    lesson.on_state.append(layers.ask)
    lesson.full.on_ready.append(layers.ask)


class Pointing:
    """Pointing at a picture moves the window there. side: how many places there are, 0 where the kernel decides that."""

    def __init__(self, lesson, root, side):
        self.lesson, self.root, self.side = lesson, root, side
        root.addEventListener("pointerdown", self.point)
        root.addEventListener("pointermove", self.point)

    def point(self, event):
        if event.buttons & 1:
            event.preventDefault()
            box = self.root.querySelector("svg").getBoundingClientRect()
            size = 3 if self.lesson.state["filter"] == "own" else 5
            places = SIDE - size + 1
            back = size // 2 if self.side else 0  # in the drawing one points at the middle of the window
            x = int((event.clientX - box.left) / box.width * (self.side or places)) - back
            y = int((event.clientY - box.top) / box.height * (self.side or places)) - back
            self.lesson.set(x=min(max(x, 0), places - 1), y=min(max(y, 0), places - 1))


class Layers:
    """The layers of `lenet` for the drawing on the pad, by the full Python: the newest drawing only, once the hand rests."""

    def __init__(self, lesson, full):
        self.lesson, self.full = lesson, full
        self.stale = self.busy = False
        self.shown = None  # the image whose layers are there, as 784 numbers
        self.name, self.generation = None, 0  # what the full Python calls the network, and since which of its starts

    def ask(self):
        self.stale = True
        if not self.busy:
            self.busy = True
            create_task(self.follow())

    async def follow(self):
        while self.stale:
            self.stale = False
            await sleep(CALM)
            if self.stale or self.full.state != "ready":
                continue
            try:
                await self.show()
            except WorkerLost:
                continue  # it is said elsewhere, and if there will be another one it asks again
            except InklingError as error:
                self.lesson.tell(sentence(error))
        self.busy = False

    async def show(self):
        state = self.lesson.state
        pixels = [min(1.0, value) for row in image_of(state) for value in row]
        if pixels == self.shown or ink.is_blank(state["strokes"]):
            return
        if self.generation != self.full.generation:
            text = str(await (await fetched(self.lesson.window, "../../../weights/lenet.json", "the network")).text())
            self.name = (await self.full.call("add_network", {"text": text}))["name"]
            self.generation = self.full.generation
        reply = await self.full.call("read_pixels", {"pixels": pixels, "network": self.name})
        self.shown = pixels
        for name, index, across, label in LAYERS:
            self.lesson.put({name: mosaic(maps_of(reply["activations"][index]), across, label)})
            await sleep(0.001)
        self.lesson.put({"reads": reads(reply["probabilities"]), "layers-of": "These are the layers for what is on the pad."})


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

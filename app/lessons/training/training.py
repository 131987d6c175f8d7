"""Lesson 7, train one now: a network of the reader's design learns MNIST in the worker, by the trainer's own loop.

The page draws what the worker tells: curves, pictures of weights, and what the network makes of a drawing while it learns.
"""
from asyncio import create_task

from app.core.errors import InklingError
from app.lessons.kit.drawing import THREE, add_pad
from app.lessons.kit.full_python import start_full
from app.lessons.kit.materials import SITE
from app.lessons.kit.plot import Plot
from app.lessons.kit.settings import Choice, Number, Switch
from app.lessons.training.run import TrainingBench, TrainingRun
from app.ui.browser import sentence
from app.ui.download import download
from app.ui.lent import lend
from app.ui.replies import parse
from app.ui.views.cells import signed_paths
from app.ui.views.numbers import number

SETTINGS = {
    "hidden": Choice("128-64", "none", "16-16", "64", "128-128", "256"),
    "activation": Choice("relu", "sigmoid", "tanh"),
    "optimiser": Choice("adam", "momentum", "sgd"),
    "exponent": Number(-3, -5, 1),
    "batch": Choice("32", "1", "8", "128", "512"),
    "images": Choice("15000", "3000", "1000", "300"),
    "epochs": Number(10, 1, 100, whole=True),
    "early": Switch(False),
    "seed": Number(0, 0, 9999, whole=True),
}
EXTRAS = {"strokes": THREE, "curve": [], "now": None, "about": None, "tiles": None, "reading": None, "trained_with": None}
FILES = {"network": "weights/mlp-128-64.json"}
PATIENCE = 3  # epochs
MOST = 100  # points of a line: more than its width shows
LEAST = 50  # percent, where the axis begins: below, a network has hardly begun
# What the settings of the beginning came to, and 300 images instead of 15,000, in Chromium: [epoch, loss and accuracy on the
# images that are learnt from, and on those that only validate]. A test trains the first anew and compares.
RECORDED = [
    (0, 2.36, 0.082, 2.35, 0.0875), (0.33, 0.391, 0.882, 0.42, 0.883), (0.67, 0.287, 0.914, 0.288, 0.913),
    (1, 0.213, 0.926, 0.249, 0.928), (1.33, 0.259, 0.923, 0.221, 0.933), (1.67, 0.134, 0.964, 0.199, 0.944),
    (2, 0.172, 0.952, 0.198, 0.941), (2.33, 0.164, 0.947, 0.177, 0.952), (2.67, 0.132, 0.969, 0.166, 0.947),
    (3, 0.0771, 0.973, 0.146, 0.956), (3.33, 0.0824, 0.981, 0.143, 0.961), (3.67, 0.129, 0.964, 0.143, 0.961),
    (4, 0.0625, 0.981, 0.142, 0.959), (4.33, 0.067, 0.986, 0.13, 0.962), (4.67, 0.093, 0.974, 0.139, 0.961),
    (5, 0.109, 0.963, 0.134, 0.965), (5.33, 0.0403, 0.99, 0.152, 0.962), (5.67, 0.028, 0.995, 0.131, 0.965),
    (6, 0.0577, 0.984, 0.155, 0.957), (6.33, 0.0234, 0.995, 0.134, 0.964), (6.67, 0.0527, 0.99, 0.143, 0.961),
    (7, 0.0491, 0.987, 0.167, 0.952), (7.33, 0.0223, 0.993, 0.133, 0.963), (7.67, 0.0183, 0.997, 0.16, 0.956),
    (8, 0.058, 0.979, 0.154, 0.954), (8.33, 0.0162, 0.995, 0.115, 0.969), (8.67, 0.014, 1, 0.133, 0.968),
    (9, 0.0298, 0.989, 0.157, 0.961), (9.33, 0.014, 0.998, 0.138, 0.963), (9.67, 0.00504, 1, 0.155, 0.965),
    (10, 0.0205, 0.995, 0.144, 0.965),
]
LEARNT_BY_HEART = [
    (0, 2.35, 0.09, 2.35, 0.0875), (1, 2.17, 0.27, 1.93, 0.519), (2, 1.65, 0.69, 1.47, 0.649), (3, 1.18, 0.783, 1.12, 0.714),
    (4, 0.84, 0.807, 0.892, 0.749), (6, 0.505, 0.883, 0.702, 0.784), (8, 0.283, 0.967, 0.61, 0.826),
    (10, 0.193, 0.973, 0.571, 0.838), (12, 0.118, 0.99, 0.543, 0.845), (14, 0.0746, 1, 0.535, 0.85),
    (16, 0.052, 1, 0.533, 0.853), (18, 0.0375, 1, 0.545, 0.849), (20, 0.0281, 1, 0.539, 0.849), (22, 0.0217, 1, 0.544, 0.848),
    (24, 0.0173, 1, 0.543, 0.852), (26, 0.014, 1, 0.543, 0.853), (28, 0.0116, 1, 0.555, 0.849), (30, 0.00987, 1, 0.553, 0.851),
    (32, 0.00833, 1, 0.562, 0.85), (34, 0.0072, 1, 0.559, 0.85), (36, 0.00626, 1, 0.565, 0.85), (38, 0.00552, 1, 0.571, 0.85),
    (40, 0.00489, 1, 0.57, 0.851),
]


def rate(exponent):
    """The learning rate: ten to a power, rounded as one would write it."""
    return float(f"{10 ** exponent:.2g}")


def sizes(hidden):
    """The layers' sizes: "128-64" is [784, 128, 64, 10]."""
    return [784] + ([] if hidden == "none" else [int(size) for size in hidden.split("-")]) + [10]


def parameters(layers):
    """How many numbers there are to find: for each layer a weight for every pair of neurons, and a bias for each of its own."""
    return sum([layers[at] * layers[at + 1] + layers[at + 1] for at in range(len(layers) - 1)])


def request(state):
    """What the worker is asked to train."""
    return {"hidden": sizes(state["hidden"])[1:-1], "activation": state["activation"], "optimiser": state["optimiser"],
            "rate": rate(state["exponent"]), "batch": int(state["batch"]), "images": int(state["images"]),
            "epochs": state["epochs"], "patience": PATIENCE if state["early"] else 0, "seed": state["seed"]}


def pictures(state, materials):
    """All that the lesson shows, by the place it has in the page."""
    layers = sizes(state["hidden"])
    names = " \u2192 ".join([str(size) for size in layers])
    batches = -(-int(state["images"]) // int(state["batch"]))
    made = {
        "design": f"{names}: <b>{parameters(layers):,}</b> numbers to find",
        "rate": f"{rate(state['exponent']):g}",
        "epoch-is": f"An epoch is {batches:,} steps here: {int(state['images']):,} images, {state['batch']} at a time.",
        "progress": progress(state["now"], state["trained_with"]),
        "tiles": tiles(state["tiles"]) if state["tiles"] else "",
        "reading": reading(state["reading"], state["now"]),
        "told": spoken(state["now"]),
    }
    curve = state["curve"]
    if curve is not drawn.get("of"):
        drawn["losses"] = losses(curve or RECORDED, "The loss, epoch by epoch", kept=curve and RECORDED)
        yield None
        drawn["accuracies"] = accuracies(curve or RECORDED, "The share read rightly, epoch by epoch", kept=curve and RECORDED)
        drawn["of"] = curve
        yield None
    if "by-heart" not in drawn:
        drawn["by-heart"] = losses(LEARNT_BY_HEART, "With 300 images the loss falls for those and rises for others", top=1.5)
        yield None
        if materials["network"]:
            drawn["shipped"] = shipped(materials["network"])
    for name in ("losses", "accuracies", "by-heart", "shipped"):
        if name in drawn:
            made[name] = drawn[name]
    yield made


drawn = {}  # pictures that need not be drawn anew: of the curve "of", and those that never change


# The pictures

def losses(curve, label, *, kept=(), top=2.5):
    """Loss over epochs, for the images that are learnt from and for those that only validate. kept: a run to compare with."""
    plot = Plot((0, reach(curve)), (0, top), label=label, width=320, height=190, margin=30)
    lines(plot, curve, kept, 1, 3, ys=(0, 0.5, 1, 1.5, 2) if top > 2 else (0, 0.5, 1), y_name="loss", places=1)
    return plot.svg()


def accuracies(curve, label, *, kept=()):
    """The same for the share that is read rightly, in percent."""
    plot = Plot((0, reach(curve)), (LEAST, 100), label=label, width=320, height=190, margin=30)
    lines(plot, curve, kept, 2, 4, factor=100, ys=(LEAST, 75, 100), y_name="% right")
    return plot.svg()


def reach(curve):
    """Where the axis of epochs ends."""
    return max(1, -int(-curve[-1][0] // 1)) if curve else 1


def lines(plot, curve, kept, learnt, validated, *, factor=1, ys, y_name, places=0):
    """A plot's axes, and its two lines from these columns of the curve."""
    plot.axes(ys=ys, y_name=y_name, places=places)
    plot.text(plot.x[1], plot.y[0], f"epoch {plot.x[1]}", anchor="end", shift=(0, 14))
    for points, column, kind in ((kept, validated, "third"), (curve, learnt, "second"), (curve, validated, "curve")):
        shown = [(point[0], min(max(factor * point[column], plot.y[0]), plot.y[1])) for point in points
                 if point[column] is not None and point[0] <= plot.x[1]]
        step = 1 + len(shown) // MOST
        plot.line(shown[::step] + shown[-1:], kind)


def progress(now, wanted):
    """How far it is, in a sentence or two."""
    if not now or not wanted:
        return "The curves are of a run that was recorded before; yours will take their place."
    where = f"Epoch {now['epoch']} of {wanted['epochs']}"
    if now["batch"]:
        where += f", and {now['batch']:,} of {now['batches']:,} batches of the next"
    right = "" if now["validation_accuracy"] is None else (
        f": <b>{percent(now['validation_accuracy'])}</b> of the validation images are read rightly")
    ends = {"epochs": " It has seen all its epochs.",
            "patience": f" Stopped early: {PATIENCE} epochs brought nothing better, so it is again as after {now['best_epoch']}.",
            "diverged": " The numbers have grown beyond all bounds: the rate is too high.", "error": "", None: ""}
    return f"{where}{right}.{ends[now['stopped']]}"


def percent(share):
    return f"{number(100 * share, 1)}%"


def spoken(now):
    if not now or now["validation_accuracy"] is None:
        return ""
    return f"Epoch {now['epoch']}: {percent(now['validation_accuracy'])} of the validation images are read rightly."


def tiles(told):
    """The worker's picture of first-layer weights."""
    words = f"The weights of {told['count']} neurons of the first layer, each as a picture of 28 by 28"
    return f'<img class="tiles" src="{told["picture"]}" width="{told["across"] * 28}" height="{told["down"] * 28}" alt="{words}">'


def shipped(network):
    """Eight neurons of a network that has learnt, as the page ships it: what pulls it up is blue, what holds it down orange."""
    parts, values = [], network.tensors["0.weights"].values
    for at in range(8):
        row = values[at * 784:(at + 1) * 784]
        paths = signed_paths(row, max([abs(value) for value in row]))
        half = len(paths) // 2
        for level in range(half):
            share = (level + 1) / half
            place = f'fill-opacity="{share:.2f}" transform="translate({29 * at} 0)"'
            parts.append(f'<path class="up" {place} d="{paths[level]}"/><path class="down" {place} d="{paths[half + level]}"/>')
    return ('<svg class="shipped" viewBox="0 0 231 28" role="img" aria-label="The weights of eight neurons of a network that has '
            'learnt: blobs and arcs, blue and orange">%s</svg>' % "".join(parts))


def reading(told, now):
    """What the network in training makes of the drawing."""
    if not told:
        return "The network reads what you draw here while it learns."
    bars = "".join([f'<li><span>{digit}</span><meter min="0" max="1" value="{value:.4f}">{percent(value)}</meter>'
                    f"<span>{percent(value)}</span></li>" for digit, value in enumerate(told["probabilities"])])
    state = "untrained, it guesses" if now and not now["steps"] else "it says"
    return f'<p>{state[0].upper()}{state[1:]}: <b class="digit">{told["digit"]}</b></p><ol class="chances">{bars}</ol>'


# The worker

class Desk:
    """The buttons of the lesson, and the pad, which is read whenever the network or the drawing has changed."""

    def __init__(self, lesson):
        self.lesson, self.find, self.window = lesson, lesson.find, lesson.window
        self.pad = add_pad(lesson)
        start_full(lesson)
        self.run = TrainingRun(lesson, request=request)
        lesson.code.bench = TrainingBench(self.run)
        self.read_last = lesson.state["strokes"]
        for name in BUTTONS:
            lesson.find(name).addEventListener("click", clicked(getattr(self, name)))
        lesson.on_state.append(self.show)
        lesson.on_reset.append(self.again)

    def train(self):
        self.run.toggle()

    def again(self):
        create_task(self.run.restart())

    def batch(self):
        create_task(self.run.batch())

    def epoch(self):
        create_task(self.run.epoch())

    def save(self):
        """Give the reader the network as a file, which the first page and `python -m trainer evaluate` read."""
        async def hand_out(text):
            download(self.window, "trained.json", "application/json", [text])
        create_task(self.with_weights(hand_out))

    def lend(self):
        """Hand the network over to the first page, for as long as this tab is open."""
        async def go(text):
            await lend(self.window, text)
            self.window.location.href = SITE
        create_task(self.with_weights(go))

    async def with_weights(self, act):
        self.run.going = False
        try:
            text = await self.lesson.full.client.send("train_weights", "{}")
            if text.startswith('{"error"'):
                parse(text)
            await act(text)
        except InklingError as error:
            self.lesson.tell(sentence(error))

    def show(self):
        """The buttons say what they would do now, and another drawing is read."""
        state, now = self.lesson.state, self.lesson.state["now"]
        ready = self.run.open and self.lesson.full.state == "ready"
        begun = now and now["steps"] and not now["stopped"] and not self.run.stale
        self.find("train").textContent = "Pause" if self.run.going else "Go on" if begun else "Train"
        for name in BUTTONS:
            self.find(name).disabled = not ready
        if ready and now and not self.pad.drawing and state["strokes"] is not self.read_last:
            self.read_last = state["strokes"]
            create_task(self.run.read())


BUTTONS = ("train", "again", "batch", "epoch", "save", "lend")


def clicked(act):
    return lambda event: act()


def begin(lesson):
    lesson.desk = Desk(lesson)


if __name__ == "__main__":
    from pyscript import document, window, workers

    from app.lessons.kit.lesson import open_lesson

    open_lesson(document, window, workers, globals())

"""All that the worker knows for its page, and every question that the page may ask.

Each method translates the request, asks a module that knows nothing of requests, and translates back. None touches the
page, so no shared memory and no special headers are needed. A request that concerns a drawing has its "pixels", 784
numbers in [0, 1], and may have a "network", the name of one that is loaded; without, the default is meant.
"""
import numpy as np

from app.core import ink
from app.core.errors import DataError
from app.worker import anatomy, explain
from app.worker.boundary import exported, reply_of
from app.worker.image_sets import ImageSets
from app.worker.networks import Zoo

ABOUT_A_DRAWING = ("compare", "explain", "inside", "neuron", "neighbours")  # what `together` takes


class Session:
    """networks, images: those that are loaded; lesson: the fine-tuning that is going on or just over, or None; slots: by
    network, where `inside` showed which neuron last."""

    def __init__(self):
        self.networks = Zoo()
        self.images = ImageSets()
        self.lesson = None
        self.slots = {}

    @exported
    def ping(self, _request: dict) -> dict:
        """By an answer the page knows that the worker, which a browser may end without a word, still lives."""
        return {}

    # Networks

    @exported
    def hello(self, request: dict) -> dict:
        """Load the default network; the page calls this first. request: {"weights": a path in the worker's own files}."""
        with open(request["weights"], encoding="utf-8") as file:
            about = self.networks.add(file.read(), default=True)
        return {"numpy": np.__version__, "parameters": about["parameters"]}

    @exported
    def add_network(self, request: dict) -> dict:
        """request: {"text": a weights document}. Returns {"name": what to call it by, "title", "parameters", "layers",
        "metrics"}."""
        return self.networks.add(request["text"])

    @exported
    def forget_network(self, request: dict) -> dict:
        """Unload a network other than the default. request: {"network"}."""
        self.networks.forget(request["network"])
        return {}

    # Drawings

    @exported
    def read(self, request: dict) -> dict:
        """request: {"strokes", "network", "activations": whether to return those}. Returns what `read_pixels` does, and
        "shift", [x, y] in pixels by which the ink was moved to its centre."""
        placed, shift = ink.place(request["strokes"])
        pixels = np.frombuffer(ink.draw(placed, *shift), np.float32)
        answer = self.answer({**request, "pixels": pixels}, request["activations"])
        return {**answer, "shift": anatomy.rounded(shift)}

    @exported
    def read_pixels(self, request: dict) -> dict:
        """request: {"pixels", "network"}. Returns {"digit", "probabilities", "sure", "pixels", "activations": every
        layer's}."""
        return self.answer(request, True)

    def answer(self, request: dict, with_activations: bool) -> dict:
        network, activations = self.networks.look(request)
        answer = {**network.answer(activations), "pixels": anatomy.rounded(activations[0][0])}
        if with_activations:
            answer["activations"] = [layer[0].tolist() for layer in activations[1:]]
        return answer

    @exported
    def compare(self, request: dict) -> dict:
        """request: {"pixels", "networks": names}. Returns {"answers": a list in that order}."""
        answers = []
        for name in request["networks"]:
            network, activations = self.networks.look({**request, "network": name})
            answers.append({"network": name, **network.answer(activations)})
        return {"answers": answers}

    @exported
    def explain(self, request: dict) -> dict:
        """request: {"pixels", "network", "against": a digit or None}. Returns what app.worker.explain does."""
        reasons = explain.explain(*self.networks.look(request), against=request.get("against"))
        # Six decimals of 784 numbers: their sum is off by less than 4e-4.
        return {**reasons, "contributions": anatomy.rounded(reasons["contributions"], 6)}

    @exported
    def inside(self, request: dict) -> dict:
        """request: {"pixels", "network", "count": neurons of a layer, 4 to 64}. Returns what anatomy.inside does; what
        was shown stays in its place from call to call."""
        name = self.networks.name_of(request)
        count = min(max(request.get("count", anatomy.SHOWN), 4), 64)
        shown, self.slots[name] = anatomy.inside(*self.networks.look(request), count=count, slots=self.slots.get(name))
        return shown

    @exported
    def neuron(self, request: dict) -> dict:
        """request: {"pixels", "network", "layer", "index"}. Returns what anatomy.neuron does."""
        return anatomy.neuron(*self.networks.look(request), request["layer"], request["index"])

    @exported
    def neighbours(self, request: dict) -> dict:
        """request: {"pixels", "digit", "count"}. Returns what gallery.neighbours finds in the sample images."""
        from app.worker import gallery
        return gallery.neighbours(self.images.find("sample"), self.networks.pixels_of(request), digit=request["digit"],
                                  count=request["count"])

    @exported
    def together(self, request: dict) -> dict:
        """Several questions about one drawing. request: {"pixels", "network", "calls": {name: the rest of its request}}.

        Returns {name: its reply, or the refusal of that one}.
        """
        common = {"pixels": self.networks.pixels_of(request), "network": request.get("network")}
        if strange := set(request["calls"]) - set(ABOUT_A_DRAWING):
            raise ValueError(f"no questions about a drawing: {strange}")
        return {name: reply_of(getattr(self, name), {**common, **rest}) for name, rest in request["calls"].items()}

    # Sets of images

    @exported
    async def open_test(self, request: dict) -> dict:
        """Fetch MNIST's test images. request: {"url"}. Returns {"count", "source"}."""
        return await self.images.open("test", request["url"])

    @exported
    async def open_sample(self, request: dict) -> dict:
        """Fetch some of MNIST's training images, for `neighbours`. request: {"url"}. Returns {"count", "source"}."""
        return await self.images.open("sample", request["url"])

    @exported
    async def open_lesson(self, request: dict) -> dict:
        """Fetch the images to mix into a fine-tuning. request: {"url"}. Returns {"count", "source"}."""
        return await self.images.open("lesson", request["url"])

    @exported
    def check(self, request: dict) -> dict:
        """Read a slice of the test images. request: {"network", "start", "count"}. Returns what gallery.read does."""
        from app.worker import gallery
        images = self.images.find("test")
        return gallery.read(self.networks.network_of(request), images, start=request["start"], count=request["count"])

    @exported
    def test_image(self, request: dict) -> dict:
        """request: {"index"}. Returns {"pixels": base64 of 784 bytes, "label"}."""
        from app.worker import gallery
        return gallery.picture(self.images.find("test"), request["index"])

    # Lessons

    @exported
    def tune_start(self, request: dict) -> dict:
        """Begin to tune a copy of a network. request: {"network", "drawings": [{"strokes", "label"}]}. Returns
        {"held_out": how many of them are kept for measuring}."""
        from app.worker import tuner  # with the trainer's modules, which most visits never need
        about = self.networks.known[self.networks.name_of(request)][2]
        self.lesson = tuner.Lesson(self.networks.network_of(request), name=about["name"], title=about["title"],
                                   drawings=request["drawings"], pack=self.images.find("lesson"))
        return {"held_out": int(self.lesson.held.sum())}

    @exported
    def tune_step(self, request: dict) -> dict:
        """Go on with it. request: {"seconds": about how long}. Returns what tuner.Lesson.step does."""
        if self.lesson is None:
            raise DataError("no lesson is going on")
        return self.lesson.step(request["seconds"])

    @exported
    def tune_stop(self, _request: dict) -> dict:
        """Forget it; nothing has changed."""
        self.lesson = None
        return {}

    @exported
    def tune_weights(self, _request: dict) -> str:
        """The text of the tuned weights document, as it is to be kept; "" while there is none."""
        return (self.lesson and self.lesson.text) or ""

    @exported
    def judge(self, request: dict) -> dict:
        """Read drawings. request: {"network", "drawings": [strokes]}. Returns {"read": digits}."""
        from app.worker import tuner
        for strokes in request["drawings"]:
            ink.check_strokes(strokes)
        return {"read": tuner.judge(self.networks.network_of(request), request["drawings"])}

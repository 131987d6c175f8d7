"""All that the worker knows for its page, and every question that the page may ask.

Each method translates the request, asks a module that knows nothing of requests, and translates back. None touches the
page, so no shared memory and no special headers are needed.

A request about a drawing has "drawing", the id that reading it returned, or "pixels", 784 numbers in [0, 1]: below, DRAWING
stands for either. It may have a "network", the name of one that is loaded; without, the default is meant.
"""
from weakref import WeakKeyDictionary

import numpy as np

from app.core import ink
from app.core.errors import DataError
from app.core.network import Network
from app.worker import anatomy, explain
from app.worker.boundary import exported, lasting, reply_of
from app.worker.drawings import Drawing, Drawings
from app.worker.image_sets import ImageSets, fetch
from app.worker.networks import Networks
from app.worker.pictures import Pictures, preview, told, told_lines
from app.worker.training_requests import TrainingRequests

ABOUT_A_DRAWING = ("compare", "explain", "inside", "neuron", "neighbours")  # what `together` takes


class Session(TrainingRequests):
    """networks, drawings, images, pictures: those that are at hand; lesson: the fine-tuning that is going on or just over, or
    None; lines: the reader of lines of characters, None while it has not been asked for; makes_codes: whether what makes QR codes
    is here; slots: by network, where `inside` showed which neuron last."""

    def __init__(self):
        super().__init__(images=ImageSets())
        self.networks = Networks()
        self.drawings = Drawings()
        self.pictures = Pictures()
        self.lesson = None
        self.lines = None
        self.makes_codes = False
        self.slots = WeakKeyDictionary()

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

    @lasting(seconds=15)
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

    def network_of(self, request: dict) -> Network:
        return self.networks.find(request.get("network")).network

    def reading_of(self, request: dict) -> tuple[Network, list[np.ndarray]]:
        """The request's network, and its activations for the request's drawing."""
        network = self.network_of(request)
        return network, self.drawings.of(request).activations_of(network)

    @exported
    def read(self, request: dict) -> dict:
        """request: {"strokes", "network", "activations": whether to return those}. Returns what `read_pixels` does, and
        "shift", [x, y] in pixels by which the ink was moved to its centre."""
        network = self.network_of(request)
        placed, shift = ink.place(request["strokes"])
        drawing = self.drawings.add(np.frombuffer(ink.draw(placed, *shift), np.float32))
        answer = self.answer(network, drawing, with_activations=request["activations"])
        return {**answer, "shift": anatomy.rounded(shift)}

    @exported
    def read_pixels(self, request: dict) -> dict:
        """request: {DRAWING, "network"}. Returns {"drawing": its id, "digit", "probabilities", "sure", "pixels",
        "activations": every layer's}."""
        return self.answer(self.network_of(request), self.drawings.of(request), with_activations=True)

    @lasting(seconds=15)
    async def read_picture(self, request: dict) -> dict:
        """Read a picture file. request: {"url": where the page has it, "turn": quarter turns clockwise, "crop": [left, top, right,
        bottom] in pixels of the turned picture, or None, "network", "activations"}. Returns what `read` does but for "shift", and
        "picture": what pictures.told tells; an answer that picture.is_confirmed does not bear out is not sure."""
        from app.core import picture  # with Pillow, which most visits never need
        colours, size = await self.pictures.decoded_from(request["url"])
        found = picture.find_in(colours, size, turn=request["turn"], crop=request["crop"])
        network = self.network_of(request)
        answer = self.answer(network, self.drawings.add(found.pixels), with_activations=request["activations"])
        sure = answer["sure"] and picture.is_confirmed(found, answer["digit"], network)
        return {**answer, "sure": sure, "picture": told(found)}

    @lasting(seconds=15)
    async def picture_preview(self, request: dict) -> str:
        """The picture file itself, upright and small. request: {"url"}. Returns the text of a data: address."""
        return preview((await self.pictures.decoded_from(request["url"]))[0])

    def answer(self, network: Network, drawing: Drawing, *, with_activations: bool) -> dict:
        activations = drawing.activations_of(network)
        answer = {"drawing": drawing.id, **network.answer(activations), "pixels": anatomy.rounded(drawing.pixels)}
        if with_activations:
            answer["activations"] = [layer[0].tolist() for layer in activations[1:]]
        return answer

    @exported
    def compare(self, request: dict) -> dict:
        """request: {DRAWING, "networks": names}. Returns {"answers": a list in that order}."""
        readings = [(name, *self.reading_of({**request, "network": name})) for name in request["networks"]]
        return {"answers": [{"network": name, **network.answer(activations)} for name, network, activations in readings]}

    @exported
    def explain(self, request: dict) -> dict:
        """request: {DRAWING, "network", "against": a digit or None}. Returns what explain.explain does."""
        reasons = explain.explain(*self.reading_of(request), against=request.get("against"))
        # Six decimals of 784 numbers: their sum is off by less than 4e-4.
        return {**reasons, "contributions": anatomy.rounded(reasons["contributions"], 6)}

    @exported
    def inside(self, request: dict) -> dict:
        """request: {DRAWING, "network", "count": neurons of a layer, 4 to 64}. Returns what anatomy.inside does; what was
        shown stays in its place from call to call."""
        network, activations = self.reading_of(request)
        count = min(max(request.get("count", anatomy.SHOWN), 4), 64)
        shown, self.slots[network] = anatomy.inside(network, activations, count=count, slots=self.slots.get(network))
        return shown

    @exported
    def neuron(self, request: dict) -> dict:
        """request: {DRAWING, "network", "layer", "index"}. Returns what anatomy.neuron does."""
        return anatomy.neuron(*self.reading_of(request), request["layer"], request["index"])

    @exported
    def neighbours(self, request: dict) -> dict:
        """request: {DRAWING, "digit", "count"}. Returns what gallery.neighbours finds in the sample images."""
        from app.worker import gallery
        return gallery.neighbours(self.images.find("sample"), self.drawings.of(request).pixels, digit=request["digit"],
                                  count=request["count"])

    @exported
    def together(self, request: dict) -> dict:
        """Several questions about one drawing. request: {DRAWING, "network", "calls": {name: the rest of its request}}.

        Returns {name: its reply, or the refusal of that one}.
        """
        common = {"drawing": self.drawings.of(request).id, "network": request.get("network")}
        if strange := set(request["calls"]) - set(ABOUT_A_DRAWING):
            raise ValueError(f"no questions about a drawing: {strange}")
        return {name: reply_of(getattr(self, name), {**common, **rest}) for name, rest in request["calls"].items()}

    # Numbers and sums

    @lasting(seconds=5)
    async def open_numbers(self, request: dict) -> dict:
        """Fetch what reads lines of characters, unless it is here. request: {"url": of their network's weights}."""
        from app.worker import numbers  # with what most visits never need
        if self.lines is None:
            text = (await fetch(request["url"], "the network for numbers and sums")).decode("utf-8", "replace")
            self.lines = numbers.reader_of(text, self.networks.find())
        return {}

    @lasting(seconds=5)
    def read_number(self, request: dict) -> dict:
        """Read lines of characters and work them out. request: {"strokes", "chosen": {a part's id: the character that the visitor
        says it is}}. Returns what outcomes.told tells. Raises DataError unless `open_numbers` was asked before."""
        from app.core import outcomes
        return outcomes.told(self.line_reader().read(request["strokes"], request["chosen"]))

    @lasting(seconds=15)
    async def read_number_picture(self, request: dict) -> dict:
        """The same for a picture file. request: {"url", "turn", "crop"} as for `read_picture`, "chosen". Returns what
        `read_number` does, in the picture's pixels, and "picture": what pictures.told_lines tells."""
        from app.core import looks, outcomes
        reader = self.line_reader()
        colours, size = await self.pictures.decoded_from(request["url"])
        reading, found, lines = looks.read(reader, colours, size, turn=request["turn"], crop=request["crop"],
                                           chosen=request["chosen"])
        return {**outcomes.told(reading), "picture": told_lines(found.size, lines)}

    def line_reader(self):
        """Raises DataError unless `open_numbers` was asked before."""
        if self.lines is None:
            raise DataError("the network for numbers and sums has not been loaded yet")
        return self.lines

    # Links

    @lasting(seconds=5)
    async def qr(self, request: dict) -> dict:
        """request: {"url": of what makes QR codes, "text"}. Returns {"rows"}, as qr.rows_of gives them. Raises DataError."""
        from app.worker import qr  # which most visits never need
        if not self.makes_codes:
            qr.take(await fetch(request["url"], "what makes QR codes"))
            self.makes_codes = True
        return {"rows": qr.rows_of(request["text"])}

    # Sets of images

    @lasting(seconds=5)
    async def open_test(self, request: dict) -> dict:
        """Fetch MNIST's test images. request: {"url"}. Returns {"count", "source"}."""
        return await self.images.open("test", request["url"])

    @lasting(seconds=5)
    async def open_sample(self, request: dict) -> dict:
        """Fetch some of MNIST's training images, for `neighbours`. request: {"url"}. Returns {"count", "source"}."""
        return await self.images.open("sample", request["url"])

    @lasting(seconds=5)
    async def open_lesson(self, request: dict) -> dict:
        """Fetch the images to mix into a fine-tuning. request: {"url"}. Returns {"count", "source"}."""
        return await self.images.open("lesson", request["url"])

    @exported
    def check(self, request: dict) -> dict:
        """Read a slice of the test images. request: {"network", "start", "count"}. Returns what gallery.read does."""
        from app.worker import gallery
        return gallery.read(self.network_of(request), self.images.find("test"), start=request["start"], count=request["count"])

    @exported
    def test_image(self, request: dict) -> dict:
        """request: {"index"}. Returns {"pixels": base64 of 784 bytes, "label"}."""
        from app.worker import gallery
        return gallery.picture(self.images.find("test"), request["index"])

    # Lessons

    @lasting(seconds=5)
    def tune_start(self, request: dict) -> dict:
        """Begin to tune a copy of a network. request: {"network", "drawings": [{"strokes", "label"}]}. Returns
        {"held_out": how many of them are kept for measuring}."""
        from app.worker import tuner  # with the trainer's modules, which most visits never need
        network, _, about = self.networks.find(request.get("network"))
        self.lesson = tuner.Lesson(network, name=about["name"], title=about["title"], drawings=request["drawings"],
                                   pack=self.images.find("lesson"))
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

    @lasting(seconds=15)
    def judge(self, request: dict) -> dict:
        """Read drawings. request: {"network", "drawings": [strokes]}. Returns {"read": digits}."""
        from app.worker import tuner
        for strokes in request["drawings"]:
            ink.check_strokes(strokes)
        return {"read": tuner.judge(self.network_of(request), request["drawings"])}

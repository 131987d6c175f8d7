"""The full Python behind the page: numpy in a web worker. A short list of functions, JSON text in and JSON text out.

It never touches the page, so it needs no shared memory and no special headers. Types do not survive the way to the page:
our own errors become {"error": {"kind", "message"}} here, in one place; anything else is a bug and fails loudly.
A request that concerns a drawing has its "pixels", 784 numbers in [0, 1], and may name a "network" that is loaded.
"""
import functools
import json

import numpy as np

from app.core import ink
from app.core.errors import DataError, InklingError
from app.worker import anatomy
from app.worker import explain as why
from app.worker.networks import Zoo

zoo = Zoo()
packs = {}  # by name: "test", "sample", "lesson"
lessons = []  # the fine-tuning that is going on or just over, if any
slots = {}  # by network: where `inside` showed which neuron last
plain = {}  # the exported functions by name, as they are within: a dict in, a dict out


def refusal(error: InklingError) -> dict:
    return {"error": {"kind": error.kind, "message": str(error)}}


def exported(function):
    """A function of one dict returning a dict becomes one of JSON text returning JSON text."""
    plain[function.__name__] = function

    @functools.wraps(function)
    def call(request: str) -> str:
        try:
            return json.dumps(function(json.loads(request)))
        except InklingError as error:
            return json.dumps(refusal(error))
    return call


@exported
def hello(request: dict) -> dict:
    """Load the network; the page calls this first. request: {"weights": a path in the worker's own file system}."""
    with open(request["weights"], encoding="utf-8") as file:
        known = zoo.add(file.read(), default=True)
    return {"numpy": np.__version__, "parameters": known["parameters"]}


@exported
def read(request: dict) -> dict:
    """request: {"strokes", "activations": whether to return those too}. Returns digit, probabilities, sure, pixels, and
    the shift [x, y] in pixels that centred the ink."""
    placed, shift = ink.place(request["strokes"])
    pixels = np.frombuffer(ink.draw(placed, *shift), np.float32)
    answer = look({**request, "pixels": pixels}, request["activations"])
    return {**answer, "shift": anatomy.rounded(shift)}


@exported
def read_pixels(request: dict) -> dict:
    """request: {"pixels": 784 numbers in [0, 1]}. Returns the same with every layer's activations."""
    return look(request, True)


def look(request: dict, with_activations: bool) -> dict:
    network, layers = zoo.look(request)
    answer = network.answer(layers)
    answer["pixels"] = anatomy.rounded(layers[0][0])
    if with_activations:
        answer["activations"] = [layer[0].tolist() for layer in layers[1:]]
    return answer


@exported
def add_network(request: dict) -> dict:
    """request: {"text": a weights document}. Returns what there is to say of it, and the name to call it by from now on."""
    return zoo.add(request["text"])


@exported
def compare(request: dict) -> dict:
    """request: {"pixels", "networks": names}. Returns {"answers": a list in that order}."""
    answers = []
    for name in request["networks"]:
        network, layers = zoo.look({**request, "network": name})
        answers.append({"network": name, **network.answer(layers)})
    return {"answers": answers}


@exported
def explain(request: dict) -> dict:
    """request: {"pixels", "network", "against": a digit or None}. See core.explain."""
    reasons = why.explain(*zoo.look(request), against=request.get("against"))
    # Six decimals of 784 numbers: their sum is off by less than 4e-4.
    return {**reasons, "contributions": anatomy.rounded(reasons["contributions"], 6)}


@exported
def inside(request: dict) -> dict:
    """request: {"pixels", "network", "count"}. See core.anatomy; what was shown stays in its place from call to call."""
    name = zoo.name_of(request)
    count = min(max(request.get("count", anatomy.SHOWN), 4), 64)
    drawn, slots[name] = anatomy.inside(*zoo.look(request), count=count, slots=slots.get(name))
    return drawn


@exported
def neuron(request: dict) -> dict:
    """request: {"pixels", "network", "layer": a column of `inside`, "index"}."""
    return anatomy.neuron(*zoo.look(request), request["layer"], request["index"])


@exported
def together(request: dict) -> dict:
    """Several functions for one drawing. request: {"pixels", "network", "calls": {function: the rest of its request}}."""
    common = {"pixels": zoo.pixels_of(request), "network": request.get("network")}
    results = {}
    for name, rest in request["calls"].items():
        try:
            results[name] = plain[name]({**common, **rest})
        except InklingError as error:
            results[name] = refusal(error)
    return results


async def open_test(request: str) -> str:
    """Fetch MNIST's test images. request: {"url"}. Returns {"count", "source"}."""
    return await opened("test", "MNIST's test images", request)


async def open_sample(request: str) -> str:
    """Fetch some of MNIST's training images, for `neighbours`. request: {"url"}. Returns {"count", "source"}."""
    return await opened("sample", "MNIST's sample images", request)


async def opened(name: str, what: str, request: str) -> str:
    from app.worker import packs as pack  # with its decompression, which most visits never need
    try:
        if name not in packs:
            packs[name] = pack.read(await fetch(json.loads(request)["url"], what))
    except InklingError as error:
        return json.dumps(refusal(error))
    return json.dumps({"count": len(packs[name].labels), "source": packs[name].source})


async def fetch(url: str, what: str) -> bytes:
    """The bytes at an address of our own site. Raises DataError."""
    import js
    from pyodide.ffi import JsException
    try:
        response = await js.fetch(url)
        if response.ok:
            return (await response.arrayBuffer()).to_bytes()
    except JsException:
        raise DataError(f"{what} could not be loaded; without a network they are there once they have been used") from None
    if response.status == 404:
        raise DataError(f"this site was built without {what}")
    raise DataError(f"{what} could not be loaded (status {response.status})")


def pack_called(name: str):
    if name not in packs:
        raise DataError("the images have not been loaded yet")
    return packs[name]


@exported
def neighbours(request: dict) -> dict:
    """request: {"pixels", "digit", "count"}. Returns the sample's images nearest to the drawing; see core.gallery."""
    from app.worker import gallery
    return gallery.neighbours(pack_called("sample"), zoo.pixels_of(request), digit=request["digit"], count=request["count"])


@exported
def check(request: dict) -> dict:
    """Read a slice of the test images. request: {"network", "start", "count"}; see core.gallery."""
    from app.worker import gallery
    images = pack_called("test")
    return gallery.read(zoo.network_of(request), images, start=request["start"], count=request["count"])


async def open_lesson(request: str) -> str:
    """Fetch the images to mix into a fine-tuning. request: {"url"}. Returns {"count", "source"}."""
    return await opened("lesson", "MNIST's images to learn with", request)


@exported
def tune_start(request: dict) -> dict:
    """Begin to tune a copy of a network. request: {"network", "drawings": [{"strokes", "label"}]}; see app.worker.tuner.Lesson."""
    from app.worker import tuner  # with the trainer's modules, which most visits never need
    about = zoo.known[zoo.name_of(request)][2]
    lessons[:] = [tuner.Lesson(zoo.network_of(request), name=about["name"], title=about["title"],
                               drawings=request["drawings"], pack=pack_called("lesson"))]
    return {"held_out": int(lessons[0].held.sum())}


@exported
def tune_step(request: dict) -> dict:
    """Go on with it. request: {"seconds": about how long}. Returns {"share", "curve", "outcome"}; see app.worker.tuner.Lesson."""
    return lesson_going_on().step(request["seconds"])


@exported
def tune_stop(_request: dict) -> dict:
    """Forget it; nothing has changed."""
    lessons.clear()
    return {}


def tune_weights(_request: str) -> str:
    """The text of the tuned weights document, as it is to be kept; "" while there is none."""
    return lessons[0].text or "" if lessons else ""


def lesson_going_on():
    if not lessons:
        raise DataError("no lesson is going on")
    return lessons[0]


@exported
def judge(request: dict) -> dict:
    """Read drawings. request: {"network", "drawings": [strokes]}. Returns {"read": digits}."""
    from app.worker import tuner
    for strokes in request["drawings"]:
        ink.check_strokes(strokes)
    return {"read": tuner.judge(zoo.network_of(request), request["drawings"])}


@exported
def forget_network(request: dict) -> dict:
    """Unload a network other than the first. request: {"network"}."""
    zoo.forget(request["network"])
    return {}


@exported
def test_image(request: dict) -> dict:
    """request: {"index"}. Returns {"pixels": base64 of 784 bytes, "label"}."""
    from app.worker import gallery
    return gallery.picture(pack_called("test"), request["index"])


__export__ = ["hello", "read", "read_pixels", "add_network", "compare", "explain", "inside", "neuron", "together",
              "open_test", "open_sample", "neighbours", "check", "test_image",
              "open_lesson", "tune_start", "tune_step", "tune_stop", "tune_weights", "judge", "forget_network"]

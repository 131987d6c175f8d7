"""The full Python behind the page: numpy in a web worker. A short list of functions, JSON text in and JSON text out.

It never touches the page, so it needs no shared memory and no special headers. Types do not survive the way to the page:
our own errors become {"error": {"kind", "message"}} here, in one place; anything else is a bug and fails loudly.
"""
import functools
import json

import numpy as np

from app.core import ink, instant, network, weights
from app.core.errors import InklingError

state = {}


def exported(function):
    """A function of one dict returning a dict becomes one of JSON text returning JSON text."""
    @functools.wraps(function)
    def call(request: str) -> str:
        try:
            return json.dumps(function(json.loads(request)))
        except InklingError as error:
            return json.dumps({"error": {"kind": error.kind, "message": str(error)}})
    return call


@exported
def hello(request: dict) -> dict:
    """Load the network; the page calls this first. request: {"weights": a path in the worker's own file system}."""
    with open(request["weights"], encoding="utf-8") as file:
        state["network"] = network.from_weights(weights.parse(file.read()))
    return {"numpy": np.__version__, "parameters": sum(p.size for p in state["network"].parameters.values())}


@exported
def read(request: dict) -> dict:
    """request: {"strokes", "activations": whether to return those too}. Returns digit, probabilities, sure, pixels."""
    return look(ink.render(request["strokes"]), request["activations"])


@exported
def read_pixels(request: dict) -> dict:
    """request: {"pixels": 784 numbers in [0, 1]}. Returns the same with activations."""
    instant.check_pixels(request["pixels"])
    return look(request["pixels"], True)


def look(pixels, with_activations: bool) -> dict:
    layers = state["network"].forward(np.array(pixels, np.float32)[None])
    answer = state["network"].answer(layers)
    answer["pixels"] = [round(float(value), 4) for value in pixels]
    if with_activations:
        answer["activations"] = [layer[0].tolist() for layer in layers[1:]]
    return answer


__export__ = ["hello", "read", "read_pixels"]

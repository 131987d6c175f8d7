"""The weights format: one JSON document per network, read with every field checked, and written.

Reading never guesses: format and version, known layers, sizes that follow on from each other, tensors of exactly the
shape their layer needs, finite numbers. What is wrong is said in one sentence that begins with the field's name.
Portable: the page's MicroPython, Pyodide and the trainer all read weights here. Tensors come out as `array.array`, which
numpy reads without copying.
"""
import math
from array import array

from app.core import bounded, ink
from app.core.binary import a2b_base64, b2a_base64
from app.core.errors import WeightsError
from app.core.fields import check_metrics, check_record, field, number, shown, title
from app.core.reach import Work, check_reach

FORMAT = "inkling-weights"
VERSION = 1
# Ample for anything an MLP or small CNN on 28x28 needs, small enough that a hostile file cannot exhaust a phone.
MOST_TEXT = 24_000_000
MOST_VALUES = 100_000  # beside the tensors, which are texts; ours have a few hundred
MOST_LAYERS = 32
MOST_UNITS = 8192
MOST_PARAMETERS = 4_000_000
LEAST_TEMPERATURE = 0.001
DIGITS = 10


class Weights:
    """A checked document. `layers`: list of dicts as in the file; `tensors`: {"0.weights": Tensor, ...}."""

    def __init__(self, document: dict, tensors: dict):
        self.name = document["name"]
        self.title = document["title"]
        # Whatever else a stranger's file says of a layer is nobody's business.
        self.layers = [{name: layer[name] for name in ("kind",) + KINDS[layer["kind"]]["sizes"]} for layer in document["layers"]]
        self.tensors = tensors
        self.temperature = float(document["temperature"])
        self.sure_threshold = float(document["sure_threshold"])
        self.training = document["training"]
        self.metrics = document["metrics"]


class Tensor:
    """Numbers in row-major order. `values`: array "b" (int8) or "f" (float32); the number meant is values * scale[row]."""

    def __init__(self, shape: list, values: array, scale):
        self.shape = shape
        self.values = values
        self.scale = scale  # array "f", one factor per row (first axis), or None for float32


# What each kind of layer must say of itself, and the tensors it owns: {tensor name: shape by the layer's sizes}.
# A new kind of layer is a new line here, a branch in `follow`, and a class in layers.py or conv.py.
KINDS = {
    "dense": {"sizes": ("inputs", "outputs"), "tensors": {"weights": ("outputs", "inputs"), "bias": ("outputs",)}},
    "relu": {"sizes": (), "tensors": {}},
    "sigmoid": {"sizes": (), "tensors": {}},
    "tanh": {"sizes": (), "tensors": {}},
    "softmax": {"sizes": (), "tensors": {}},
    "reshape": {"sizes": ("height", "width", "channels"), "tensors": {}},
    "convolution": {"sizes": ("channels", "filters", "size"),
                    "tensors": {"weights": ("filters", "size", "size", "channels"), "bias": ("filters",)}},
    "max_pool": {"sizes": (), "tensors": {}},
    "flatten": {"sizes": (), "tensors": {}},
}
OUTPUT_KINDS = ("softmax", "sigmoid")


def parse(text) -> Weights:
    """Read and check one weights document.

    text: the JSON, as str or UTF-8 bytes. WeightsError whose message starts with the offending field.
    """
    return check(load(text))


def load(text):
    """The JSON of a weights document, not checked."""
    if len(text) > MOST_TEXT:
        raise WeightsError("file: is larger than %d MB, which no network of ours is" % (MOST_TEXT // 1_000_000))
    try:
        return bounded.loads(text, most=MOST_VALUES)
    except bounded.Excess:
        raise WeightsError("file: is nested too deeply or has too many values for a weights file")
    except (ValueError, RuntimeError):
        raise WeightsError("file: is not JSON, perhaps cut off or not a weights file")


def check(document, *, inputs: int = ink.SIZE * ink.SIZE, outputs: int = DIGITS) -> Weights:
    """The same for JSON that is already parsed. inputs, outputs: how many the network is to have."""
    if not isinstance(document, dict):
        raise WeightsError("file: expected a JSON object")
    if "line" in document and outputs == DIGITS:
        raise WeightsError("line: this network reads lines of characters, not single digits")
    if field(document, "format", str) != FORMAT:
        raise WeightsError('format: expected "%s"' % FORMAT)
    if field(document, "version", int) != VERSION:
        raise WeightsError("version: expected %d, not %s" % (VERSION, shown(str(document["version"]))))
    title(document, "name", 64)
    title(document, "title", 200)
    check_input(field(document, "input", dict))
    # The fitted ones are from a quarter to 4; logits are divided by it in single precision too.
    if not LEAST_TEMPERATURE <= number(document, "temperature") <= 1 / LEAST_TEMPERATURE:
        raise WeightsError("temperature: expected a number from %g to %g" % (LEAST_TEMPERATURE, 1 / LEAST_TEMPERATURE))
    if not 0 <= number(document, "sure_threshold") <= 1:
        raise WeightsError("sure_threshold: expected a number from 0 to 1")
    check_record(field(document, "training", dict))
    check_metrics(field(document, "metrics", dict))
    layers = field(document, "layers", list)
    check_layers(layers, inputs, outputs)
    tensors = read_tensors(layers, field(document, "tensors", dict))
    check_reach(layers, tensors, document["temperature"])
    return Weights(document, tensors)


def check_input(parameters: dict) -> None:
    """The network must have been trained on ink drawn just as it is drawn here."""
    for name, expected in ink.DEFAULTS.items():
        value = number(parameters, name, "input.")
        if abs(value - expected) > 1e-9:
            raise WeightsError("input.%s: was %s in training, but ink is drawn with %s here" % (name, value, expected))


def check_layers(layers: list, inputs: int, outputs: int) -> None:
    if not 2 <= len(layers) <= MOST_LAYERS:
        raise WeightsError("layers: expected 2 to %d layers" % MOST_LAYERS)
    shape, work = (inputs,), Work(inputs)
    for index, layer in enumerate(layers):
        where = "layers[%d]" % index
        if not isinstance(layer, dict):
            raise WeightsError("%s: expected an object" % where)
        kind = field(layer, "kind", str, where + ".")
        if kind not in KINDS:
            raise WeightsError("%s.kind: is none of the kinds of layer that there are" % where)
        for size in KINDS[kind]["sizes"]:
            if not 1 <= field(layer, size, int, where + ".") <= MOST_UNITS:
                raise WeightsError("%s.%s: expected 1 to %d" % (where, size, MOST_UNITS))
        shape = follow(layer, shape, where)
        work.add(layer, shape, where)
    if shape != (outputs,):
        raise WeightsError("layers: do not end in %d outputs, one for each answer" % outputs)
    if layers[-1]["kind"] not in OUTPUT_KINDS:
        raise WeightsError("layers[%d].kind: expected softmax or sigmoid at the end" % (len(layers) - 1))


def follow(layer: dict, shape: tuple, where: str) -> tuple:
    """The shape of one sample after `layer`, given its shape before; refuses a layer that does not fit."""
    if layer["kind"] == "dense":
        if shape != (layer["inputs"],):
            raise WeightsError("%s.inputs: expected %d, as many as come out of the layer before" % (where, count_of(shape)))
        return (layer["outputs"],)
    if layer["kind"] == "reshape":
        image = (layer["height"], layer["width"], layer["channels"])
        if count_of(image) != count_of(shape):
            raise WeightsError("%s: gets %d numbers, which do not make an image of %d" % (where, count_of(shape), count_of(image)))
        return image
    if layer["kind"] == "flatten":
        return (count_of(shape),)
    if layer["kind"] in ("convolution", "max_pool"):
        return follow_image(layer, shape, where)
    return shape


def follow_image(layer: dict, shape: tuple, where: str) -> tuple:
    """The same for layers that take an image: shape is (height, width, channels)."""
    if len(shape) != 3:
        raise WeightsError("%s.kind: needs an image before it, a reshape layer makes one" % where)
    height, width, channels = shape
    if layer["kind"] == "max_pool":
        shape = (height // 2, width // 2, channels)
    else:
        if channels != layer["channels"]:
            raise WeightsError("%s.channels: expected %d, as many as come out of the layer before" % (where, channels))
        shape = (height - layer["size"] + 1, width - layer["size"] + 1, layer["filters"])
    if shape[0] < 1 or shape[1] < 1:
        raise WeightsError("%s: gets an image of %d x %d, which is too small for it" % (where, height, width))
    return shape


def count_of(shape) -> int:
    product = 1
    for size in shape:
        product *= size
    return product


def read_tensors(layers: list, documents: dict) -> dict:
    tensors = {}
    parameters = 0
    for index, layer in enumerate(layers):
        for name, sizes in KINDS[layer["kind"]]["tensors"].items():
            key = "%d.%s" % (index, name)
            shape = [layer[size] for size in sizes]
            parameters += count_of(shape)
            if parameters > MOST_PARAMETERS:
                raise WeightsError("layers[%d]: brings the parameters to more than %d in all" % (index, MOST_PARAMETERS))
            tensors[key] = read_tensor(field(documents, key, dict, "tensors."), shape, "tensors.%s." % key)
    for key in documents:
        if key not in tensors:
            raise WeightsError("tensors.%s: belongs to no layer" % shown(key))
    return tensors


def read_tensor(document: dict, shape: list, where: str) -> Tensor:
    if field(document, "shape", list, where) != shape:
        raise WeightsError("%sshape: expected %s" % (where, shape))
    dtype = field(document, "dtype", str, where)
    if dtype == "int8":
        scale = numbers(field(document, "scale", str, where), "f", shape[0], where + "scale")
        return Tensor(shape, numbers(field(document, "data", str, where), "b", count_of(shape), where + "data"), scale)
    if dtype == "float32":
        return Tensor(shape, numbers(field(document, "data", str, where), "f", count_of(shape), where + "data"), None)
    raise WeightsError("%sdtype: expected int8 or float32" % where)


def numbers(text: str, typecode: str, count: int, where: str) -> array:
    """Decode base64 of little-endian numbers: typecode "b" int8, "f" float32."""
    size = count * (4 if typecode == "f" else 1)
    if len(text) != (size + 2) // 3 * 4:
        raise WeightsError("%s: expected %d numbers (%d characters of base64), not %d characters"
                           % (where, count, (size + 2) // 3 * 4, len(text)))
    try:
        raw = a2b_base64(text)
    except ValueError:
        raise WeightsError("%s: is not base64" % where)
    if len(raw) != size:
        raise WeightsError("%s: is not base64" % where)
    values = array(typecode, raw)
    # In double precision no sum of these overflows by itself.
    if typecode == "f" and not math.isfinite(sum(values)):
        raise WeightsError("%s: has a number that is not finite" % where)
    return values


def encode(values: array) -> str:
    """base64 of an array's bytes; the inverse of `numbers`."""
    return b2a_base64(values.tobytes() if hasattr(values, "tobytes") else bytes(values)).decode().strip()

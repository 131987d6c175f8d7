"""What strangers pass on beside pictures, by kind: documents as they should be, and harmed ones of the same kind."""
import base64
import gzip
import hashlib
import json
import struct
from functools import cache
from pathlib import Path
from random import Random

import numpy as np

from app.core import link
from app.core.layers import Dense, ReLU, Sigmoid, Softmax
from app.core.network import Network, from_weights, to_document
from app.core.weights import KINDS, follow, parse
from tests import links
from tests.drawings import DOUBTFUL, FOUR, THREE
from tests.fuzz.damage import cut, double, flip, insert, number, remove
from tests.fuzz.trees import harmed

WEIGHTS = Path(__file__).parents[2] / "weights"
DRAWINGS = (THREE, FOUR, DOUBTFUL, [[[5, 5]]], [[[0, 0], [1, 0]], [], [[9.5, 1e-7]]])
FAR = (0, 1, -1, 0.5, 1e-300, 5e-324, 1e-9, 1e9, -1e9, 999_999_999.9, 1e8, 123.456)
SIGNS = "0123456789+-×÷*/:().,=xX− "


@cache
def networks() -> dict:
    """Small documents of every kind of layer and number."""
    rng = np.random.default_rng(1)
    plain = Network([Dense.random(784, 6, rng=rng), ReLU(), Dense.random(6, 10, rng=rng), Softmax()])
    other = Network([Dense.random(784, 3, rng=rng), Sigmoid(), Dense.random(3, 10, rng=rng), Sigmoid()], temperature=2.0)
    metrics = {"mnist-test": {"n": 100, "accuracy": 0.9, "per_digit": [0.9] * 10, "ece": 0.1},
               "unipen-not-digits": {"n": 9, "accuracy": None, "sure_rate": 0.5}}
    training = {"seed": 1, "recipe": {"layers": "dense"}, "held_out": {"a": ["b"]}}
    about = {"title": "A small one", "training": training, "metrics": metrics}
    lenet = json.loads((WEIGHTS / "lenet.json").read_text(encoding="utf-8"))
    return {"int8": to_document(plain, name="int8", **about),
            "float32": to_document(other, name="float32", dtype="float32", **about),
            "lenet": lenet, "line": json.loads((WEIGHTS / "line.json").read_text(encoding="utf-8"))}


@cache
def digits() -> tuple[Network, str]:
    """(the shipped network, its file's SHA-256)."""
    raw = (WEIGHTS / "inkling.json").read_bytes()
    return from_weights(parse(raw)), hashlib.sha256(raw).hexdigest()


def weights(random: Random) -> tuple[str, bytes]:
    """A harmed document; or one whose layers follow from each other, whatever they ask for, with numbers that fit them."""
    if random.random() < 0.3:
        return "grown", harmed(grown(random), random) if random.random() < 0.5 else json.dumps(grown(random)).encode()
    name = random.choice(["int8", "int8", "float32", "lenet", "line"])
    return name, harmed(networks()[name], random)


def grown(random: Random) -> dict:
    layers, tensors, shape = [], {}, (784,)
    parameters = 0
    while len(layers) < random.choice([2, 4, 8, 31]) and parameters < 300_000:
        layer = some_layer(shape, random)
        try:
            after = follow(layer, shape, "")
        except Exception:  # it does not fit; another may
            continue
        parameters += add_tensors(layer, len(layers), tensors, random)
        layers.append(layer)
        shape = after
    if len(shape) == 3:
        layers.append({"kind": "flatten"})
        shape = (shape[0] * shape[1] * shape[2],)
    layers += [{"kind": "dense", "inputs": shape[0], "outputs": 10}, {"kind": random.choice(["softmax", "sigmoid"])}]
    if shape[0] < 50_000:
        add_tensors(layers[-2], len(layers) - 2, tensors, random)
    temperature = random.choice([1, 1, 0.25, 0.001, 1000, 1e-9, 1e9, 1e-300])
    return networks()["int8"] | {"layers": layers, "tensors": tensors, "temperature": temperature}


def some_layer(shape: tuple, random: Random) -> dict:
    flat = "dense", "reshape", "relu", "sigmoid", "tanh", "softmax"
    images = "convolution", "convolution", "max_pool", "relu", "flatten"
    kind = random.choice(flat if len(shape) == 1 else images)
    sides = [1, 2, 3, 5, 8, 28, 200, 2000, 8192]
    layer = {"kind": kind}
    if kind == "dense":
        layer |= {"inputs": shape[0], "outputs": random.choice(sides if shape[0] < 1000 else sides[:4])}
    elif kind == "reshape":
        layer |= random.choice([{"height": 28, "width": 28, "channels": 1}, {"height": 1, "width": 28, "channels": 28},
                                {"height": 4, "width": 4, "channels": 49}])
    elif kind == "convolution":
        layer |= {"channels": shape[2], "filters": random.choice(sides), "size": random.choice([1, 1, 2, 3, 5, 28])}
    return layer


def add_tensors(layer: dict, index: int, tensors: dict, random: Random) -> int:
    """Its tensors, all of whose numbers are one. Returns how many numbers those are."""
    value, total = random.choice([0.0, 0.01, -1.0, 1e10, 1e37, 3e38, -3e38, 1e-45, float("nan")]), 0
    for name, sizes in KINDS[layer["kind"]]["tensors"].items():
        shape = [layer[each] for each in sizes]
        count = int(np.prod(shape))
        total += count
        if count > 1_000_000:
            continue
        data = {"dtype": "float32", "data": base64.b64encode(struct.pack("<f", value) * count).decode()}
        if name == "weights" and random.random() < 0.6:
            data = {"dtype": "int8", "data": base64.b64encode(bytes([random.choice([127, 128, 1])]) * count).decode(),
                    "scale": base64.b64encode(struct.pack("<f", value) * shape[0]).decode()}
        tensors[f"{index}.{name}"] = {"shape": shape, **data}
    return total


def drawings(random: Random) -> tuple[str, bytes]:
    """A file of drawings, plain or gzipped, of which lines are harmed, or the file is."""
    lines = []
    for _ in range(random.choice([1, 1, 2, 5])):
        drawing = {"label": random.choice(["3", 3, "9"]), "strokes": strokes(random), "writer": "é"}
        lines.append(harmed(drawing, random) if random.random() < 0.7 else json.dumps(drawing).encode())
    data = random.choice([b"\n", b"\r\n", b"\r"]).join(lines)
    if random.random() < 0.2:
        data = data.decode(errors="replace").encode(random.choice(["utf-16", "utf-32", "utf-8-sig", "utf-16-le"]), "replace")
    if random.random() < 0.3:
        data = gzip.compress(data, 1)
    if random.random() < 0.2:
        data = random.choice([flip, cut, double, insert, remove])(data, random)
    return f"{len(lines)} lines", data


def strokes(random: Random) -> list:
    """A drawing with some of its places elsewhere, or one that nobody has drawn."""
    if random.random() < 0.6:
        drawing = json.loads(json.dumps(random.choice(DRAWINGS)))
        for _ in range(random.choice([0, 1, 3])):
            stroke = random.choice(drawing)
            if stroke:
                random.choice(stroke)[random.randint(0, 1)] = random.choice(FAR)
        return drawing
    many, points = random.choice([(1, 1), (1, 400), (3, 30), (12, 12), (40, 9), (150, 2)])
    wide, across = random.choice([(0, 0), (1e-6, 1), (40, 900), (1000, 4000), (1e9, 1e9)])
    drawing = []
    for _ in range(many):
        x, y = random.uniform(-across, across), random.uniform(-across, across) / 4
        drawing.append([[clip(x + random.uniform(-wide, wide)), clip(y + random.uniform(-wide, wide))] for _ in range(points)])
    return drawing


def clip(value: float) -> float:
    return max(-1e9, min(1e9, value))


def numbers(random: Random) -> tuple[str, bytes]:
    """What is read as numbers and sums: a request, harmed or not; or the text of a line."""
    if random.random() < 0.4:
        text = "".join(random.choice(SIGNS) for _ in range(random.choice([1, 3, 9, 30, 60])))
        text = random.choice([text, text * 40, "(" * len(text) + text, text + "\ud800٣²", "9" * 45 + text])
        return "text", text.encode(errors="surrogatepass")
    chosen = {random.choice(["0", "0+1", "x"]): random.choice(["7", "+", "12", "", "\ud800"])}
    request = {"strokes": strokes(random), "chosen": chosen}
    return "strokes", harmed(request, random) if random.random() < 0.4 else json.dumps(request).encode()


def a_link(random: Random) -> tuple[str, bytes]:
    """One that was altered on its way, or forged with a right checksum."""
    if random.random() < 0.4:
        return "forged", links.forged(random).encode()
    drawing = random.choice([THREE, FOUR, DOUBTFUL, strokes(random)])
    try:
        whole = link.encode([each for each in drawing if each], None, mode=random.choice(["digit", "number"]))
    except link.LinkError:
        whole = link.encode(THREE)
    return "altered", links.altered(whole, random).encode(errors="surrogatepass")


def messages(random: Random) -> tuple[str, bytes]:
    """What a page around the pad says, what a script asks the worker, and what the browser has kept."""
    name = random.choice(["set", "port", "ask", "read", "read_pixels", "read_number", "add_network", "kept", "chosen"])
    if name in ("set", "port"):
        document = {"set": {"theme": "dark", "mode": "number", "label": "é", "network": "lenet", "disabled": False,
                            "strokes": strokes(random)}}
    elif name == "ask":
        document = {"ask": 3}
    elif name == "read_pixels":
        document = [random.choice([0, 0.5, 1])] * 784
    elif name == "add_network":
        document = json.dumps(networks()["int8"])
        return name, harmed(networks()["int8"], random) if random.random() < 0.8 else document.encode()
    elif name == "chosen":
        document = {"0": "7", "0+1": "+"}
    else:
        document = strokes(random)
    return name, harmed(document, random)


def idx(random: Random) -> tuple[str, bytes]:
    """Images or labels in an IDX file, gzipped or not."""
    count = random.choice([0, 1, 3])
    body = bytes(range(256)) * (count * 784 // 256 + 1)
    data = bytes([0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 28, 0, 0, 0, 28]) + body[:count * 784]
    if random.random() < 0.4:
        data = bytes([0, 0, 8, 1, 0, 0, 0, count]) + body[:count]
    for _ in range(random.choice([0, 1, 1, 2])):
        data = random.choice([flip, cut, double, insert, remove, number])(data, random)
    if random.random() < 0.5:
        data = gzip.compress(data, 1)
        if random.random() < 0.5:
            data = random.choice([flip, cut, double, insert, remove])(data, random)
    return "images", data

"""Whether who reads them did right by each kind of document: read to something finite, or refused in one sentence."""
import io
import json
import math
import tempfile
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from app.core import bounded, expression, ink, instant, line_weights, link, network, outcomes, weights
from app.core.errors import DataError, DrawingError, InklingError, LinkError
from app.core.jsonlines import lines_in
from app.core.labelled import digit_of, parse_line
from app.core.line import Reader, features_of, reader_of
from app.ui.embedded.line import checked
from app.ui.storage import Storage
from app.ui.views.teach import collection, drawing_lines
from app.worker.boundary import functions_of
from app.worker.session import Session
from tests.drawings import THREE
from tests.fuzz import documents
from tests.fuzz.judge import check_sentence, hold
from trainer.data.idx import read_idx_file

IMAGES = np.stack([np.zeros(784), np.ones(784), np.asarray(ink.render(THREE))]).astype(np.float32)


def refused(error) -> tuple[str, str]:
    check_sentence(str(error))
    return "refused", str(error)


def weights_file(data: bytes) -> tuple[str, str]:
    """As the worker and the page load a network, and let it read."""
    try:
        document = weights.load(data)
        if isinstance(document, dict) and "line" in document:
            return line_file(document)
        loaded = weights.check(document)
        net = network.from_weights(loaded)
        with np.errstate(over="raise", invalid="raise"):
            activations = net.forward(IMAGES)
            hold(all(np.isfinite(each).all() for each in activations), "activations that are not finite")
            said = net.answer([each[:1] for each in activations])
        hold(abs(sum(said["probabilities"]) - 1) < 1e-3, f"probabilities {said}")
        if len(loaded.layers) < 6 and all(layer["kind"] in instant.KINDS for layer in loaded.layers):
            told = instant.answer(loaded, instant.forward(loaded, IMAGES[2].tolist()))
            hold(abs(sum(told["probabilities"]) - 1) < 1e-6, "the page's own Python says something else")
        json.dumps({"metrics": loaded.metrics, "title": loaded.title, "layers": loaded.layers}, allow_nan=False).encode()
        loaded.title.encode()
    except InklingError as error:
        hold(": " in str(error), f"names no field: {error}")
        return refused(error)
    return "read", ""


def line_file(document: dict) -> tuple[str, str]:
    digits, sha256 = documents.digits()
    try:
        found = line_weights.check(document, on=sha256, features=features_of(digits))
        json.dumps(outcomes.told(Reader(found, digits).read(THREE)), allow_nan=False)
    except InklingError as error:
        return refused(error)
    return "read", ""


def drawing_file(data: bytes) -> tuple[str, str]:
    """As the command line, the trainer and the page take in drawings; a refused line is one of a file that is read."""
    said = ""
    try:
        lines = [line for _, line in lines_in(io.BytesIO(data))]
    except DataError as error:
        return refused(error)
    for text in lines:
        try:
            strokes = parse_line(text)["strokes"]
            pixels = np.asarray(ink.render(strokes))
            hold(bool(np.isfinite(pixels).all() and pixels.min() >= 0 and pixels.max() <= 1), "pixels out of [0, 1]")
            digit_of(json.loads(text).get("label"))
        except DrawingError as error:
            said = refused(error)[1]
        try:
            label, kept = drawing_lines.read(text)
            hold(collection.check(label, kept) == kept, "is kept as another drawing than it was")
            hold("nan" not in collection.thumbnail(kept), "no thumbnail")
        except DrawingError as error:
            said = refused(error)[1]
    return ("refused", said) if said else ("read", "")


@cache
def line_reader() -> Reader:
    digits, sha256 = documents.digits()
    return reader_of((documents.WEIGHTS / "line.json").read_bytes(), digits, on=sha256)


def number(data: bytes) -> tuple[str, str]:
    text = data.decode(errors="replace")
    if not text.startswith("{"):
        said = expression.work_out(text)
        expression.spoken(text)
        json.dumps([outcomes.nearest(said.value), outcomes.exactly(said.value)], allow_nan=False)
        return ("refused", "") if said.message else ("read", "")
    return asked("read_number", data, "strokes", chosen={})


@cache
def session() -> tuple[Session, dict]:
    """A worker as it is after some minutes: with both networks. What it saw of drawings it forgets after each case."""
    made = Session()
    made.networks.add((documents.WEIGHTS / "softmax.json").read_text(encoding="utf-8"), default=True)
    made.lines = line_reader()
    return made, functions_of(made)


def asked(name: str, data: bytes, field: str, **more) -> tuple[str, str]:
    """As the page asks the worker: with what a script handed over, whatever it is, in a request of its own."""
    made, functions = session()
    text = data.decode(errors="replace")
    try:
        value = bounded.loads(text)
    except (ValueError, RuntimeError):
        value = None
    request = {field: value, **more}
    if name == "read_number" and isinstance(value, dict):
        chosen = value.get("chosen")
        request = {"strokes": value.get("strokes"), "chosen": chosen if isinstance(chosen, dict) else {}}
    given = json.dumps(request)
    if value is None and text.startswith(("[[[[", "{")) and text.endswith(("]", "}")):  # it comes to the worker as it is
        given = given.replace("null", text, 1)
    if not_json(given):
        return "refused", "no JSON"
    reply = json.loads(functions[name](given), parse_constant=lambda constant: hold(False, f"{constant} in a reply"))
    if made.lines:
        made.lines.seen.clear()
    if "error" in reply:
        return refused(reply["error"]["message"])
    return "read", ""


def not_json(text: str) -> bool:
    """Whether no page could have sent it."""
    try:
        bounded.loads(text)
    except bounded.Excess:
        return False
    except ValueError:
        return True
    return False


class Kept(dict):
    """A localStorage."""

    def getItem(self, key):
        return self.get(key)


def message(name: str, data: bytes) -> tuple[str, str]:
    if name == "add_network":
        reply = json.loads(session()[1][name](json.dumps({"text": data.decode(errors="replace")})))
        session()[0].networks.loaded = dict(list(session()[0].networks.loaded.items())[:1])
        return refused(reply["error"]["message"]) if "error" in reply else ("read", "")
    if name in ("read", "read_number", "read_pixels"):
        more = {"read": {"activations": False}, "read_number": {"chosen": {}}, "read_pixels": {}}[name]
        return asked(name, data, "pixels" if name == "read_pixels" else "strokes", **more)
    if name in ("kept", "chosen"):
        return kept(name, data.decode(errors="replace"))
    try:
        found = bounded.loads(data)
        settings = checked(found.get("set") if isinstance(found, dict) else found)
        ink.check_strokes(settings.get("strokes") or THREE)
    except InklingError as error:
        return refused(error)
    except ValueError:
        return "refused", "no JSON"
    return "read", ""


def kept(name: str, text: str) -> tuple[str, str]:
    """What another script, or a disk, has left where the page keeps its drawing and its tempo."""
    storage = Storage(SimpleNamespace())
    storage.store = Kept({"inkling.drawing": text, "inkling.drawing.tempo": text, "inkling.characters": text})
    aside = []
    storage.put = lambda key, value: aside.append((key, value))
    strokes = storage.load()
    times = storage.load_times(strokes)
    hold(times is None or all(each is None or all(math.isfinite(moment) for moment in each) for each in times), "times")
    if strokes:
        ink.check_strokes(strokes)
        return "read", ""
    hold(not aside or aside == [("inkling.drawing.damaged", text), ("inkling.drawing", None)], "something else is laid aside")
    return "refused", ""


def any_link(data: bytes) -> tuple[str, str]:
    try:
        found = link.decode(data.decode(errors="surrogatepass"))
    except LinkError as error:
        return refused(error)
    ink.check_strokes(found.strokes)
    hold(sum(map(len, found.strokes)) <= link.MOST_POINTS + 1200 + link.MOST_STROKES, "too many points")
    ink.render(found.strokes)
    return "read", ""


def idx_file(data: bytes) -> tuple[str, str]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "images")
        path.write_bytes(data)
        said = ""
        for axes in (3, 1):
            try:
                hold(read_idx_file(path, axes).ndim == axes, "other axes")
                return "read", ""
            except DataError as error:
                said = str(error).replace(folder, "")
    return refused("file" + said)

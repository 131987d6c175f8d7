"""Writing weights: one JSON per network, and weights/index.json, the list of them that the page reads first."""
import hashlib
import json
from pathlib import Path

from app.core import weights as weights_format
from app.core.errors import InklingError, WeightsError
from trainer.data.files import read_bytes, write_whole

INDEX = "index.json"


def write_json(path: Path, document, *, indent: int | None = None) -> None:
    """Write whole or not at all; without `indent` in one line."""
    text = json.dumps(document, indent=indent, separators=None if indent else (",", ":")) + "\n"
    write_whole(path, text.encode())


def read_weights(path: Path) -> weights_format.Weights:
    """Read and check a weights file; the error names the file and the field."""
    try:
        return weights_format.parse(read_bytes(path))
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from None


def update_index(folder: Path, *, default: str, order: list[str]) -> list[str]:
    """Write the manifest anew from the weights files that lie in `folder`. Returns a sentence for each that is none.

    default: the network the page opens with; order: names in the order to show them, others follow by name.
    """
    networks, problems, index = [], [], {}
    for path in sorted(folder.glob("*.json")):
        if path.name != INDEX:
            try:
                document = weights_format.load(read_bytes(path))
                if isinstance(document, dict) and "line" in document:
                    index["line"] = line_entry(path, document)
                else:
                    networks.append(entry(path))
            except InklingError as error:
                problems.append(f"left out of {folder / INDEX}: {error}")
    networks.sort(key=lambda each: (order.index(each["name"]) if each["name"] in order else len(order), each["name"]))
    names = [each["name"] for each in networks]
    index = {"default": default if default in names or not names else names[0], "networks": networks, **index}
    write_json(folder / INDEX, index, indent=1)
    return problems


def entry(path: Path) -> dict:
    """What the manifest says of one network."""
    return described(path, read_weights(path))


def line_entry(path: Path, document: dict) -> dict:
    """What it says of the one that reads lines: that it can be trusted with them, who loads it finds out."""
    layers = [layer for layer in document.get("layers", []) if isinstance(layer, dict) and "inputs" in layer]
    if not layers:
        raise WeightsError(f"{path}: layers: there are none")
    return described(path, weights_format.check(document, inputs=layers[0]["inputs"], outputs=layers[-1].get("outputs")))


def described(path: Path, weights: weights_format.Weights) -> dict:
    raw = read_bytes(path)
    return {"name": weights.name, "title": weights.title, "file": path.name, "parameters": parameters_of(weights),
            "bytes": len(raw), "sha256": hashlib.sha256(raw).hexdigest(), "metrics": weights.metrics}


def parameters_of(weights: weights_format.Weights) -> int:
    """How many numbers it has learnt."""
    return sum(len(tensor.values) for tensor in weights.tensors.values())

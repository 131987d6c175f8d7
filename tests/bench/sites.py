"""The pages that ours is compared with, made from the same pins and the same network.

- Stock PyScript: the npm packages and Pyodide's official wheels as they come. PyScript's default is to install packages
  with micropip, so micropip and its one dependency are self-hosted beside numpy and Pillow; nothing else is needed.
- TensorFlow.js, given its best chance: only the modules that are used, bundled and minified, the model preloaded, its
  `cpu` backend (without a GPU its fastest). The whole library from a script tag, and the model quantised to bytes as
  its converter can do it, are further pages.
"""
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.build import ingredients
from app.build.node import find_node
from app.build.pins import read_pins
from app.build.problems import BuildError
from app.core import ink, network, weights
from app.core.errors import WeightsError
from app.core.layers import Dense, ReLU
from tests.bench.strokes import THREE

HERE = Path(__file__).parent
PAGES = HERE / "pages"
# micropip is how PyScript installs packages unless told otherwise; packaging is what micropip depends on.
STOCK_WHEELS = ["numpy", "pillow", "micropip", "packaging"]


@dataclass(frozen=True, kw_only=True)
class Site:
    """A page to visit. marks: names of its performance marks, in the order they come, the last one ending the visit."""

    name: str
    title: str
    folder: Path
    marks: tuple[str, ...]


def make_sites(root: Path, ours: Path, cache: Path, *, before: Path | None = None, say=print) -> list[Site]:
    """Return our site and those it is compared with, the latter made in `cache`/bench.

    ours: the folder that `python -m app build` made; before: one that it made of an earlier state, for one more site.
    Raises BuildError, in one sentence, for what is missing.
    """
    for built in (ours, before):
        if built and not (built / "index.html").exists():
            raise BuildError(f"{built.name}/ holds no built site; run 'python -m app build' first")
    pins = read_pins(root)
    node = find_node(cache, carrier=pins.node_carrier, hashes=pins.node_carrier_sha256, say=say)
    pinned = ingredients.fetch_npm_packages(root, cache, npm=node.npm, say=say)
    wheels = ingredients.fetch_wheels(
        pinned / "pyodide", cache / "wheels", names=STOCK_WHEELS, carrier=pins.wheels_carrier,
        hashes=pins.wheels_carrier_sha256, say=say)
    rivals = ingredients.fetch_npm_packages(
        HERE, cache / "bench", npm=node.npm, say=lambda _: say("Installing TensorFlow.js and esbuild (npm ci)"))
    made = cache / "bench" / "sites"
    shutil.rmtree(made, ignore_errors=True)
    reader = shipped_network(ours)
    make_stock(made / "stock", pinned, wheels.values(), worker=False)
    make_stock(made / "stock-worker", pinned, wheels.values(), worker=True)
    for name, options in {"tfjs": {}, "tfjs-whole": {"whole": True}, "tfjs-uint8": {"quantised": True}}.items():
        make_tfjs(made / name, rivals, reader, node=node.node, **options)
    our_marks, tfjs_marks = ("inkling-drawable", "inkling-instant", "inkling-ready"), ("drawable", "first")
    earlier = [Site(name="before", title="Inkling before", folder=before, marks=our_marks)] if before else []
    return [
        Site(name="ours", title="Inkling", folder=ours, marks=our_marks),
        *earlier,
        Site(name="tfjs", title="TensorFlow.js, bundled", folder=made / "tfjs", marks=tfjs_marks),
        Site(name="tfjs-whole", title="TensorFlow.js, whole", folder=made / "tfjs-whole", marks=tfjs_marks),
        Site(name="tfjs-uint8", title="TensorFlow.js, uint8 model", folder=made / "tfjs-uint8", marks=tfjs_marks),
        Site(name="stock", title="stock PyScript", folder=made / "stock", marks=("ready",)),
        Site(name="stock-worker", title="stock, in a worker", folder=made / "stock-worker", marks=("ready",)),
    ]


def make_stock(site: Path, packages: Path, wheels, *, worker: bool) -> None:
    """PyScript and Pyodide as npm has them, the official wheels beside, and a page of a few lines."""
    shutil.copytree(packages / "@pyscript" / "core" / "dist", site / "pyscript", ignore=shutil.ignore_patterns("*.map"))
    (site / "pyodide").mkdir()
    for name in ("pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm", "python_stdlib.zip", "pyodide-lock.json"):
        shutil.copy(packages / "pyodide" / name, site / "pyodide")
    for wheel in wheels:
        shutil.copy(wheel, site / "pyodide")
    page = (PAGES / "stock.html").read_text(encoding="utf-8")
    if worker:
        page = page.replace('type="py"', 'type="py" worker')
    (site / "index.html").write_text(page, encoding="utf-8")
    shutil.copy(PAGES / "stock.toml", site / "pyscript.toml")
    shutil.copy(PAGES / "stock.py", site / "main.py")


def make_tfjs(site: Path, packages: Path, reader: network.Network, *, node: list[str], whole: bool = False,
              quantised: bool = False) -> None:
    """A TensorFlow.js page with the network `reader`; whole: not bundled; quantised: the model in bytes."""
    site.mkdir(parents=True)
    library = ""
    if whole:
        library = '<script defer src="tf.min.js"></script>'
        shutil.copy(packages / "@tensorflow" / "tfjs" / "dist" / "tf.min.js", site)
    bundle("tfjs-whole.js" if whole else "tfjs-bundled.js", packages, site / "page.js", node=node)
    page = (PAGES / "tfjs.html").read_text(encoding="utf-8").replace("<!-- library -->", library)
    (site / "index.html").write_text(page, encoding="utf-8")
    (site / "pixels.json").write_text(json.dumps([round(value, 4) for value in ink.render(THREE)]))
    write_layers_model(reader, site / "model", quantised=quantised)


def bundle(entry: str, packages: Path, target: Path, *, node: list[str]) -> None:
    # esbuild finds packages in folders above the source, so the source is put beside them.
    source = packages.parent / "source"
    shutil.copytree(PAGES, source, dirs_exist_ok=True)
    program = [*node, packages / "esbuild" / "bin" / "esbuild"]
    options = [source / entry, "--bundle", "--minify", "--format=esm", "--log-level=error", f"--outfile={target}"]
    result = subprocess.run([str(word) for word in [*program, *options]], capture_output=True, text=True)
    if result.returncode != 0:
        raise BuildError(f"esbuild could not bundle {entry}: {result.stderr.strip().splitlines()[:1]}")


def write_layers_model(reader: network.Network, folder: Path, *, quantised: bool) -> None:
    """Write a network of dense layers, ReLU between and softmax at the end, in TensorFlow.js's layers format.

    The temperature goes into the last layer, so that both give the same probabilities. quantised: bytes with one scale
    per tensor, as TensorFlow.js's converter makes them, instead of float32.
    """
    dense = [layer for layer in reader.layers if isinstance(layer, Dense)]
    if not all(isinstance(layer, Dense | ReLU) for layer in reader.layers[:-1]):
        raise BuildError("the shipped network has layers that the bench's TensorFlow.js page does not know yet")
    topology, manifest, data = [], [], b""
    for index, layer in enumerate(dense):
        last = layer is dense[-1]
        kernel, bias = layer.parameters["weights"].T, layer.parameters["bias"]
        inputs, outputs = kernel.shape
        config = {"name": f"dense_{index}", "units": outputs, "activation": "softmax" if last else "relu",
                  "use_bias": True, "trainable": True, "dtype": "float32"}
        if index == 0:
            config["batch_input_shape"] = [None, inputs]
        topology.append({"class_name": "Dense", "config": config})
        for name, values in (("kernel", kernel), ("bias", bias)):
            values = np.ascontiguousarray(values / (reader.temperature if last else 1), dtype="<f4")
            entry = {"name": f"dense_{index}/{name}", "shape": list(values.shape), "dtype": "float32"}
            if quantised and name == "kernel":
                low, scale = float(values.min()), float(np.ptp(values)) / 255
                entry["quantization"] = {"dtype": "uint8", "original_dtype": "float32", "min": low, "scale": scale}
                values = np.rint((values - low) / scale).astype(np.uint8)
            manifest.append(entry)
            data += values.tobytes()
    folder.mkdir()
    (folder / "weights.bin").write_bytes(data)
    (folder / "model.json").write_text(json.dumps({
        "format": "layers-model", "generatedBy": "Inkling's bench", "convertedBy": None,
        "modelTopology": {"class_name": "Sequential", "config": {"name": "inkling", "layers": topology}},
        "weightsManifest": [{"paths": ["weights.bin"], "weights": manifest}],
    }))


def shipped_network(site: Path) -> network.Network:
    """The network that our page loads first. Raises BuildError if it is missing or refused."""
    path = site / "weights" / "inkling.json"
    try:
        return network.from_weights(weights.parse(path.read_bytes()))
    except (OSError, WeightsError) as error:
        raise BuildError(f"{path.relative_to(site.parent)}: {error}") from None


def expected_probabilities(site: Path) -> np.ndarray:
    """What our own numpy network says of the pixels that the TensorFlow.js pages predict: (10,)."""
    reader = shipped_network(site)
    return reader.probabilities(np.array([[round(value, 4) for value in ink.render(THREE)]], np.float32))[0]

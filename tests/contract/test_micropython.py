"""The portable modules do the same under the page's MicroPython as under CPython."""
import copy
import io
import json
import math
import random
import subprocess
from contextlib import redirect_stdout
from pathlib import Path
from unittest import mock

import pytest

from app.build import ingredients, node, pins
from app.build.problems import BuildError
from app.cli import build
from app.core import link, network
from tests.contract.test_imports import PORTABLE
from tests.drawings import FOUR, THREE
from tests.links import altered, forged, outcome, times_of

HERE = Path(__file__).parent
SCRIPT = HERE / "portable_script.py"


@pytest.fixture(scope="module")
def micropython():
    """Returns run(job, folder) -> what the script printed, run by the very MicroPython of the page's pins. The files are at
    hand there, and what is to be run may be another text than the script's."""
    cache = build.ROOT / build.CACHE
    try:
        own = pins.read_pins(build.ROOT)
        tools = node.find_node(cache, carrier=own.node_carrier, hashes=own.node_carrier_sha256)
        modules = ingredients.fetch_npm_packages(build.ROOT, cache, npm=tools.npm)
    except BuildError as error:
        pytest.fail(f"MicroPython could not be had: {error}")
    package = modules / "@micropython" / "micropython-webassembly-pyscript"

    def run(job, folder, *, script=None, files=PORTABLE):
        (folder / "job.json").write_text(json.dumps(job), encoding="utf-8")
        (folder / "script.py").write_text(script or SCRIPT.read_text(encoding="utf-8"), encoding="utf-8")
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((build.ROOT / name).read_bytes())
        command = [*tools.node, str(HERE / "micropython.mjs"), str(package), str(folder), str(folder / "script.py"),
                   "job.json", *files]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads(done.stdout)
    return run


def run_here(job):
    """The same script in this process; it opens /job.json, which here is the job itself."""
    printed = io.StringIO()
    with mock.patch("builtins.open", lambda path: io.StringIO(json.dumps(job))), redirect_stdout(printed):
        exec(compile(SCRIPT.read_text(encoding="utf-8"), str(SCRIPT), "exec"), {})
    return json.loads(printed.getvalue())


def broken_weights(document):
    """One document per kind of damage, as JSON text."""
    def changed(*path, value):
        copied = copy.deepcopy(document)
        owner = copied
        for name in path[:-1]:
            owner = owner[name]
        owner[path[-1]] = value
        return json.dumps(copied)
    text = json.dumps(document)
    return [text[:1000], "[]", changed("format", value="x"), changed("version", value=9), changed("temperature", value=None),
            changed("temperature", value=True), changed("layers", 0, "inputs", value=783), changed("layers", 0, "kind", value="?"),
            changed("tensors", "0.weights", "data", value="!" * 12544), changed("tensors", "0.weights", "data", value="AAAA"),
            changed("tensors", "0.weights", "shape", value=[1]), changed("tensors", "2.bias", "dtype", value="int4"),
            changed("tensors", "2.bias", "data", value="AADAfwAAAAA" + "A" * 44 + "="), changed("input", "box", value=19)]


def test_micropython_renders_reads_and_refuses_as_cpython_does(micropython, small_network, tmp_path):
    document = network.to_document(small_network, name="n", title="t", training={}, metrics={})
    job = {
        "weights": json.dumps(document),
        "drawings": [THREE, FOUR, [[[5, 5]]], [[[0, 0], [100, 0]]], [[[i % 7, i / 9] for i in range(3000)]]],
        "broken_weights": broken_weights(document),
        "broken_drawings": ["x", [], [[]], [[[1]]], [[["1", 2]]], [[[1e300, 0]]]],
        "broken_pixels": [[], [0.0] * 783, [2.0] * 784, ["0"] * 784, 7],
        "timed": [[THREE, times_of(THREE)], [FOUR, None], [[[[5.5, 5.5]]], [[3.0]]], [wide(), None]],
        "broken_links": ["", "#why", "ink=", "ink=2.d..AAAA", "ink=1.x..AAAA", "ink=1.d..AA=A", "ink=1.d.WHY.AAAA", "ink=1.d..é",
                         "ink=1.d.." + "A" * 5000, *[altered(link.encode(THREE), random.Random(seed)) for seed in range(30)],
                         *[forged(random.Random(seed)) for seed in range(30)]],
    }
    here, there = run_here(job), micropython(job, tmp_path)
    for mine, theirs in zip(here["results"], there["results"], strict=True):
        assert theirs[0] == pytest.approx(mine[0], abs=1e-5)
        assert theirs[1] == mine[1] and theirs[3] == mine[3]
        assert theirs[2] == pytest.approx(mine[2], abs=1e-6)
        assert theirs[4] == mine[4]
    assert there["links"] == here["links"]
    assert len(here["messages"]) > 60
    assert "accepted" not in here["messages"]
    assert there["messages"] == here["messages"]


TIMED = """import json, time
from app.core import ink, link
from app.core.errors import InklingError
job = json.loads(open("/job.json").read())

def took(call, argument):
    # Microseconds: of several calls, since this clock knows whole ms; the best turn, since others use the machine.
    turns = []
    for _ in range(5):
        begun = time.ticks_us()
        for _ in range(4):
            try:
                call(argument)
            except InklingError:
                pass
        turns.append((time.ticks_us() - begun) / 4)
    return min(turns)
print(json.dumps([took(ink.render, job["drawing"]), max([took(link.decode, each) for each in job["links"]])]))
"""


def test_micropython_reads_no_link_longer_than_it_renders_a_drawing(micropython, tmp_path):
    """So a link, whatever is in it, costs the page no more than a stroke does."""
    most = link.encode([[[500 + at * math.cos(at / 9), 500 + at * math.sin(at / 9)] for at in range(400)]])
    links = [most, "ink=1.d.." + "A" * 3980, *sorted((forged(random.Random(seed)) for seed in range(300)), key=slow)[-20:]]
    usual, slowest = micropython({"drawing": THREE, "links": links}, tmp_path, script=TIMED)
    print(f"a drawing rendered in {usual / 1000} ms; the slowest link in {slowest / 1000} ms")
    assert slowest < 3 * usual


def slow(text):
    return outcome(text)[1]


def wide():
    """Several characters on a sheet for numbers."""
    return [[[200 * at + 30 * math.cos(each / 3), 400 + 90 * math.sin(each / 3)] for each in range(40)] for at in range(8)]


COMPILE = """import json
refused = []
for name in json.load(open("/job.json")):
    try:
        compile(open("/" + name).read(), name, "exec")
    except SyntaxError as error:
        refused.append([name, str(error)])
print(json.dumps(refused))
"""


def test_micropython_compiles_every_module_of_the_page(micropython, tmp_path):
    """Its syntax is not quite CPython's: no f-string within another's braces, no await within a list's own loop."""
    modules = [path.relative_to(build.ROOT).as_posix() for path in sorted((build.ROOT / "app" / "ui").rglob("*.py"))]
    assert micropython(modules, tmp_path, script=COMPILE, files=modules) == []

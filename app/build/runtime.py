"""Making the browser's runtime: PyScript, MicroPython and Pyodide with the wheels, trimmed and compiled ahead.

The result depends only on the pins and on the modules here, so it is kept under the hash of those and made once.
"""

import gzip
import hashlib
import json
import shutil
import tempfile
import zipfile
from pathlib import Path

from app.build import ingredients, pyscript_edits, trim
from app.build.archive import pack
from app.build.cache import keep
from app.build.imports import modules_of
from app.build.node import Node, find_node, run_pyodide
from app.build.pins import NPM_FILES, read_pins
from app.build.problems import BuildError

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
# Beside this module and what it imports.
RECIPE = ["trial.py", "compile.mjs", "start/pyodide.mjs", "start/micropython.mjs", "start/wasm.mjs", "start/unkept.mjs",
          "start/archive.mjs", "start/workers.mjs", "start/announced.mjs"]
PYODIDE_FILES = ["pyodide.mjs", "pyodide.asm.js", "pyodide.asm.wasm"]
ARCHIVE, PROJECT_ARCHIVE = "python.bin", "project.bin"
# Parts of a start.js, as it imports them.
PARTS = {"archive.mjs": 'import { inflated, unpack } from "./archive.mjs";\n', "wasm.mjs": 'import { asWasm } from "./wasm.mjs";\n',
         "unkept.mjs": 'import "./unkept.mjs";\n'}
PLACE = "/* filled in by the build: version, lock, sizes in bytes */"


def make_runtime(root: Path, cache: Path, *, say=print) -> Path:
    """Return a folder with pyscript/, micropython/ and pyodide/ as the site serves them, made if `cache` has it not.

    Raises BuildError, in words for the person building, when something cannot be fetched or does not work.
    """
    pins = read_pins(root)
    recipe = [root / name for name in NPM_FILES if (root / name).exists()] + [HERE / name for name in RECIPE]
    recipe += [ROOT / name for name in sorted(modules_of(ROOT, "app/build/runtime.py"))]
    key = hashlib.sha256(b"\0".join(path.read_bytes() for path in recipe)).hexdigest()[:16]
    finished = cache / f"runtime-{key}"
    if finished.exists():
        return finished
    cache.mkdir(parents=True, exist_ok=True)
    node = find_node(cache, carrier=pins.node_carrier, hashes=pins.node_carrier_sha256, say=say)
    packages = ingredients.fetch_npm_packages(root, cache, npm=node.npm, say=say)
    wheels = ingredients.fetch_wheels(
        packages / "pyodide", cache / "wheels", names=pins.wheels, carrier=pins.wheels_carrier,
        hashes=pins.wheels_carrier_sha256, say=say
    )
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        made = Path(scratch) / "runtime"
        pyscript_edits.write(packages / "@pyscript" / "core" / "dist", made / "pyscript")
        _precede(made / "pyscript" / pyscript_edits.CORE, _start("announced.mjs") + _start("workers.mjs"))
        micropython = packages / "@micropython" / "micropython-webassembly-pyscript"
        _copy([micropython / "micropython.mjs", micropython / "micropython.wasm"], made / "micropython")
        (made / "micropython" / "start.mjs").write_text(_start("micropython.mjs"), encoding="utf-8")
        _copy([packages / "pyodide" / name for name in PYODIDE_FILES], made / "pyodide")
        _pack_python(packages / "pyodide", list(wheels.values()), made / "pyodide", Path(scratch), node, say)
        _name_as_js(made)
        keep(made, finished)
    return finished


def _pack_python(source: Path, wheels: list[Path], target: Path, scratch: Path, node: Node, say) -> None:
    """Write the archive of compiled Python and start.mjs, which unpacks it, into `target`; then try them."""
    say("Compiling Python's standard library and " + " and ".join(path.name.split("-")[0] for path in wheels))
    lock = json.loads((source / "pyodide-lock.json").read_text(encoding="utf-8"))
    library = "lib/python" + ".".join(lock["info"]["python"].split(".")[:2])
    # Trees by level of optimisation, because one call compiles a whole tree.
    trees = {level: scratch / f"level-{level}" for level in (0, 2)}
    for archive in [source / "python_stdlib.zip", *wheels]:
        keeps, folder = trim.keeps_package, f"{library}/site-packages"
        if archive not in wheels:
            keeps, folder = trim.keeps_stdlib, library
        with zipfile.ZipFile(archive) as opened:
            for member in opened.namelist():
                if not member.endswith("/") and keeps(member):
                    path = trees[trim.level(member)] / folder / member
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(b"" if trim.only_documents(member) else opened.read(member))
    for level, tree in trees.items():
        run_pyodide(node, source, "compile", tree, str(level))
    files = {}
    for tree in trees.values():
        for path in tree.rglob("*"):
            if path.is_file():
                files["/" + path.relative_to(tree).as_posix()] = path.read_bytes()
    (target / ARCHIVE).write_bytes(pack(files))
    (target / PROJECT_ARCHIVE).write_bytes(pack({}))  # The site puts the project's modules here.
    constants = {
        "version": lock["info"]["version"],
        "lock": {"info": lock["info"], "packages": {}},
        # As they travel, so that the progress shown is that of the download: servers compress wasm.
        "sizes": {name: len(gzip.compress((target / name).read_bytes(), 6)) for name in (ARCHIVE, "pyodide.asm.wasm")},
    }
    filled = "\n".join(f"const {name} = {json.dumps(value)};" for name, value in constants.items())
    (target / "start.mjs").write_text(_start("pyodide.mjs").replace(PLACE, filled), encoding="utf-8")
    say("Trying the result")
    run_pyodide(node, target, "run", HERE / "trial.py", source / "pyodide-lock.json")


def _start(name: str) -> str:
    """The text of a file in start/, with its parts in it: fewer requests."""
    text = (HERE / "start" / name).read_text(encoding="utf-8")
    for part, imported in PARTS.items():
        if imported in text:
            code = (HERE / "start" / part).read_text(encoding="utf-8").replace("export ", "")
            text = f"{text.replace(imported, '')}\n{code}"
    return text


def _precede(module: Path, code: str) -> None:
    """Have this run before the rest of the module."""
    module.write_text(code + module.read_text(encoding="utf-8"), encoding="utf-8")


def _name_as_js(made: Path) -> None:
    """Give every module a name in .js: there are hosts that know that ending and not .mjs."""
    for path in made.rglob("start.mjs"):
        path.write_text(path.read_text(encoding="utf-8").replace('.mjs"', '.js"'), encoding="utf-8")
    for path in made.rglob("*.mjs"):
        path.rename(path.with_suffix(".js"))


def _copy(files: list[Path], target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for path in files:
        if not path.exists():
            raise BuildError(f"{path.name} is missing from {path.parent.name}; delete .cache and build again")
        shutil.copyfile(path, target / path.name)

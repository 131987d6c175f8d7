"""The project's modules for the worker, compiled ahead like the rest of its Python and packed for start.js."""

import hashlib
import tempfile
from pathlib import Path

from app.build import ingredients
from app.build.archive import pack
from app.build.imports import modules_of
from app.build.node import find_node, run_pyodide
from app.build.pins import NPM_FILES, read_pins
from trainer.data.files import write_whole

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HOME = "/home/pyodide"  # Where Pyodide's Python starts and PyScript puts files.


def pack_modules(root: Path, cache: Path, modules: list[str], *, say=print) -> bytes:
    """Return the archive of compiled modules, from `cache` when nothing has changed since it was made.

    modules: files relative to `root`, which have the same place in the worker. Raises BuildError when Node or Pyodide
    cannot be had, or a module does not compile.
    """
    sources = {file: (root / file).read_bytes() for file in modules}
    recipe = [root / name for name in NPM_FILES] + [HERE / "compile.mjs"]
    recipe += [ROOT / name for name in sorted(modules_of(ROOT, "app/build/project.py"))]
    digest = hashlib.sha256(b"\0".join(path.read_bytes() for path in recipe))
    for place, source in sorted(sources.items()):
        digest.update(b"\0".join([place.encode(), source, b""]))
    finished = cache / f"project-{digest.hexdigest()[:16]}.bin"
    if finished.exists():
        return finished.read_bytes()
    say("Compiling the project's own modules")
    pins = read_pins(root)
    node = find_node(cache, carrier=pins.node_carrier, hashes=pins.node_carrier_sha256, say=say)
    pyodide = ingredients.fetch_npm_packages(root, cache, npm=node.npm, say=say) / "pyodide"
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        tree = Path(scratch)
        for place, source in sources.items():
            path = tree / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source)
        run_pyodide(node, pyodide, "compile", tree, "2")  # as `python -OO`
        files = {f"{HOME}/{path.relative_to(tree).as_posix()}": path.read_bytes() for path in tree.rglob("*.pyc")}
    archive = pack(files)
    for old in cache.glob("project-*.bin"):
        old.unlink(missing_ok=True)  # another build may do the same at the same time
    write_whole(finished, archive)
    return archive

"""The project's modules for the worker, compiled ahead like the rest of its Python and packed for start.mjs."""

import hashlib
import tempfile
from pathlib import Path

from app.build import ingredients
from app.build.archive import pack
from app.build.node import find_node, run_pyodide
from app.build.pins import NPM_FILES, read_pins
from trainer.data.files import write_whole

HERE = Path(__file__).parent
HOME = "/home/pyodide"  # Where Pyodide's Python starts and PyScript puts files.


def pack_modules(root: Path, cache: Path, modules: list[str], *, say=print) -> bytes:
    """Return the archive of compiled modules, from `cache` when nothing has changed since it was made.

    modules: files relative to `root`, which have the same place in the worker. Raises BuildError when Node or Pyodide
    cannot be had, or a module does not compile.
    """
    sources = {file: (root / file).read_bytes() for file in modules}
    digest = hashlib.sha256(b"\0".join((root / name).read_bytes() for name in NPM_FILES))
    digest.update((HERE / "compile.mjs").read_bytes() + (HERE / "archive.py").read_bytes())
    for place, source in sorted(sources.items()):
        digest.update(b"\0".join([place.encode(), source, b""]))
    finished = cache / f"project-{digest.hexdigest()[:16]}.bin"
    if finished.exists():
        return finished.read_bytes()
    say("Compiling the project's own modules")
    node = find_node(cache, carrier=read_pins(root).node_carrier, say=say)
    pyodide = ingredients.fetch_npm_packages(root, cache, npm=node.npm, say=say) / "pyodide"
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        tree = Path(scratch)
        for place, source in sources.items():
            path = tree / place
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(source)
        run_pyodide(node, pyodide, "compile", tree, "0")
        files = {f"{HOME}/{path.relative_to(tree).as_posix()}": path.read_bytes() for path in tree.rglob("*.pyc")}
    archive = pack(files)
    for old in cache.glob("project-*.bin"):
        old.unlink(missing_ok=True)  # another build may do the same at the same time
    write_whole(finished, archive)
    return archive

"""Which of the project's modules the browser needs for a script, and an order in which they can be imported.

What the browser lacks works in every test under CPython and fails only online. So nobody keeps a list of modules by hand,
and the build refuses what it cannot follow: a module that is not there, a name made up as the program runs, a circle.
"""

import ast
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from app.build.problems import BuildError
from app.build.sources import read

PACKAGES = ("app", "trainer")
LOADER = "app/ui/views/arrive.py"  # imports by name, but only what the build has listed for it


def modules_of(root: Path, start: str) -> list[str]:
    """The files that `start` imports, each after all that it imports itself, and `start` at the end.

    Paths are relative to `root`, with slashes. Only the project's own packages are followed; imports inside functions
    count, for they, too, would fail in the browser. Raises BuildError for what cannot be followed.
    """
    imported: dict[str, list[str]] = {}
    waiting = [start]
    while waiting:
        file = waiting.pop()
        if file not in imported:
            imported[file] = _imports(root, file)
            waiting += imported[file]
    for folder in sorted({parent.as_posix() for file in imported for parent in Path(file).parents}):
        _check_package(root, f"{folder}/__init__.py")
    try:
        return list(TopologicalSorter(imported).static_order())
    except CycleError as error:
        raise BuildError("modules that import each other in a circle: " + ", ".join(error.args[1])) from None


def _imports(root: Path, file: str) -> list[str]:
    """The project's files that `file` imports by itself, in the order of their names."""
    names = set(_names(_parse(root, file), file))
    for name in names:
        if name.split(".")[0] in ("importlib", "__import__"):
            raise BuildError(f"{file} imports by {name}, which the build cannot follow")
    found = {_file_of(root, name, file) for name in names if name.split(".")[0] in PACKAGES}
    return sorted(path for path in found if path is not None)


def _names(tree: ast.AST, file: str) -> Iterator[str]:
    """Dotted names of all that is imported; of `from a import b` it is a.b, be that a module or something in one."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            raise BuildError(f"{file}, line {node.lineno}: write the imported module's name in full")
        elif isinstance(node, ast.Name) and node.id == "__import__" and file != LOADER:
            yield node.id


def _file_of(root: Path, name: str, importer: str) -> str | None:
    """The file of the module `name`, or that of the module in which it is a name; None if it is a package."""
    for module in (name, name.rpartition(".")[0]):
        path = module.replace(".", "/") + ".py"
        if (root / path).is_file():
            return path
    if (root / name.replace(".", "/")).is_dir():
        return None
    raise BuildError(f"{importer} imports {name}, which does not exist")


def _check_package(root: Path, file: str) -> None:
    """A package's own file may hold words only, because the browser gets none of it."""
    if (root / file).exists():
        tree = _parse(root, file)
        if len(tree.body) > (ast.get_docstring(tree) is not None):
            raise BuildError(f"{file} holds more than a docstring, which is all that the browser can do without")


def _parse(root: Path, file: str) -> ast.Module:
    try:
        return ast.parse(read(root, file), filename=file)
    except SyntaxError as error:
        raise BuildError(f"{file}, line {error.lineno}: {error.msg}") from None

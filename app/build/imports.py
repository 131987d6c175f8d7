"""Which of the project's modules a script needs, followed through their imports, to find what a configuration forgot.

A module missing from a PyScript configuration works in every test under CPython and fails only online, so the build
refuses it.
"""

import ast
from pathlib import Path

PACKAGES = ("app", "trainer")


def needed_files(root: Path, script: str) -> dict[str, str]:
    """Return {file that `script` needs: the file that imports it}, both as paths relative to `root`, with slashes.

    Imports inside functions count: they, too, would fail in the browser. Only the project's own packages are followed.
    """
    found: dict[str, str] = {}
    waiting = [script]
    while waiting:
        importer = waiting.pop()
        tree = ast.parse((root / importer).read_text(encoding="utf-8"), filename=importer)
        for name in _imported(tree):
            file = _file_of(root, name)
            if file is not None and file not in found and file != script:
                found[file] = importer
                waiting.append(file)
    return found


def _imported(tree: ast.AST) -> list[str]:
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            # What follows "import" may be a module of the package or a name in it; _file_of tells.
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in names if name.split(".")[0] in PACKAGES]


def _file_of(root: Path, name: str) -> str | None:
    path = name.replace(".", "/") + ".py"
    return path if (root / path).is_file() else None

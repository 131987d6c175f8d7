"""Fetching what the runtime is made of: npm packages by their lock, and two wheels checked against Pyodide's list."""

import hashlib
import json
import re
import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from app.build.cache import keep
from app.build.pins import NPM_FILES
from app.build.problems import BuildError
from trainer.data.files import write_whole
from trainer.data.wheels import LARGEST_MEMBER, download, members, said


def fetch_npm_packages(root: Path, cache: Path, *, npm: list[str], say=print) -> Path:
    """Install exactly what package-lock.json says and return its node_modules folder.

    The packages live in `cache` under the hash of the files that pin them, so an unchanged lock installs once.
    Raises BuildError when npm fails, as it does offline or when a download differs from the lock.
    """
    missing = [name for name in NPM_FILES if not (root / name).exists()]
    if missing:
        raise BuildError(f"{' and '.join(missing)} missing from {root}, so nothing says which packages to install")
    key = hashlib.sha256(b"\0".join((root / name).read_bytes() for name in NPM_FILES)).hexdigest()[:16]
    finished = cache / f"packages-{key}"
    if not finished.exists():
        say("Installing PyScript, Pyodide and MicroPython (npm ci)")
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as scratch:
            made = Path(scratch) / "packages"
            made.mkdir()
            for name in NPM_FILES:
                shutil.copy(root / name, made)
            command = [*npm, "ci", "--omit=dev", "--loglevel=error"]
            result = subprocess.run(command, cwd=made, capture_output=True, text=True)
            if result.returncode != 0:
                raise BuildError(f"npm ci failed; are you online? It said: {said(result.stderr)}")
            keep(made, finished)
    return finished / "node_modules"


def fetch_wheels(pyodide: Path, cache: Path, *, names: list[str], carrier: str, hashes: list[str],
                 say=print) -> dict[str, Path]:
    """Return {name: wheel} of official Pyodide wheels, each with the sha256 that Pyodide's own lock file gives.

    pyodide: npm's pyodide folder. carrier, hashes: the PyPI requirement whose wheel carries those files, and that wheel's
    sha256; where it cannot be had, Pyodide's own CDN is asked, under the same check of what is taken. Raises BuildError if
    neither gives the right file.
    """
    listed = json.loads((pyodide / "pyodide-lock.json").read_text(encoding="utf-8"))["packages"]
    unknown = [name for name in names if name not in listed]
    if unknown:
        raise BuildError(f"this Pyodide has no package called {', '.join(unknown)}")
    cache.mkdir(parents=True, exist_ok=True)
    wheels = {name: cache / listed[name]["file_name"] for name in names}
    official = {wheels[name].name: listed[name]["sha256"] for name in names}
    wanted = {name: sha256 for name, sha256 in official.items() if not _is(cache / name, sha256)}
    problems = []
    for source, fetch in (
        ("PyPI", lambda: _from_carrier(carrier, hashes, wanted, cache, say)),
        ("Pyodide's CDN", lambda: _from_cdn(pyodide, wanted, cache, say)),
    ):
        if not wanted:
            break
        try:
            fetch()
        except OSError as error:
            problems.append(f"{source}: {error}")
        for name, sha256 in list(wanted.items()):
            if _is(cache / name, sha256):
                del wanted[name]
            elif (cache / name).exists():
                (cache / name).unlink()
                problems.append(f"{source}: {name} is not the official file (its sha256 differs)")
    if wanted:
        raise BuildError(f"could not get {' and '.join(wanted)}; are you online? " + "; ".join(problems))
    return wheels


def _from_carrier(carrier: str, hashes: list[str], wanted: dict[str, str], folder: Path, say) -> None:
    packages = " and ".join(name.split("-")[0] for name in wanted)
    say(f"Downloading {carrier}, which carries {packages} for the browser (once, about 75 MB)")
    with tempfile.TemporaryDirectory() as scratch:
        wheel = download(carrier, hashes, Path(scratch))
        for name in wanted:
            write_whole(folder / name, members(wheel, [name])[name])


def _from_cdn(pyodide: Path, wanted: dict[str, str], folder: Path, say) -> None:
    # Pyodide's loader names its own CDN, so that no address needs to be kept here.
    version = json.loads((pyodide / "package.json").read_text(encoding="utf-8"))["version"]
    named = re.search(r"setCdnUrl\(`(https://[^`]+)`\)", (pyodide / "pyodide.mjs").read_text(encoding="utf-8"))
    if named is None:
        raise OSError("this Pyodide names no CDN")
    base = re.sub(r"\$\{[^}]*\}", version, named[1])
    say("Asking Pyodide's own CDN instead")
    for name in wanted:
        with urllib.request.urlopen(base + name, timeout=60) as response:
            write_whole(folder / name, response.read(LARGEST_MEMBER))


def _is(path: Path, sha256: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256

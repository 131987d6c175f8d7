"""The page's Python scripts: what PyScript is told of each, what each imports, and what the browser fetches for them."""

import posixpath
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bs4 import Tag

from app.build.imports import modules_of
from app.build.problems import BuildError
from app.build.sources import read

MODULES = "modules.json"  # all modules that the page's scripts import, beside their interpreter


@dataclass(frozen=True, kw_only=True)
class Script:
    """A Python script of the page: its element, what PyScript is told of it, and the files it imports, in an order in
    which each comes after all that it imports itself."""

    tag: Tag
    config: dict
    modules: list[str]

    @property
    def in_page(self) -> bool:
        """Whether the page's own MicroPython runs it, and not the worker's Pyodide."""
        return self.tag["type"] == "mpy"


def read_script(root: Path, tag: Tag) -> Script:
    """What becomes of a script's element: its configuration read, its imports followed."""
    return Script(tag=tag, config=read_config(root, tag["config"]), modules=modules_of(root, tag["src"])[:-1])


def modules_for(scripts: list[Script], *, in_page: bool) -> list[str]:
    """The files that the scripts for one of the two Pythons import."""
    return list(dict.fromkeys(file for script in scripts if script.in_page == in_page for file in script.modules))


def read_config(root: Path, path: str) -> dict:
    """Read a PyScript configuration, turning the addresses in it, relative to the file, into relative to the page."""
    try:
        config = tomllib.loads(read(root, path))
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{path} is not valid TOML: {error}") from error

    def rebase(address: str) -> str:
        return "./" + posixpath.normpath(posixpath.join(posixpath.dirname(path), address))

    if "interpreter" not in config:
        raise BuildError(f'{path} names no "interpreter", so PyScript would fetch one from elsewhere')
    # The build puts a start of its own before each interpreter's.
    config["interpreter"] = re.sub("/(pyodide|micropython).mjs$", "/start.js", rebase(config["interpreter"]))
    config["files"] = {rebase(source): target for source, target in config.get("files", {}).items()}
    return config


def announced(scripts: list[Script], site: Path) -> tuple[list[str], list[str]]:
    """What the browser fetches on every visit: JavaScript modules, and what is asked for by fetch()."""
    modules = sorted(path.relative_to(site).as_posix() for path in (site / "pyscript").glob("*.js") if _is_needed(path))
    fetched = []
    for script in scripts:
        if script.in_page:  # Its module and its wasm lie side by side; the worker's are the worker's.
            folder = posixpath.dirname(script.config["interpreter"])
            modules += [script.config["interpreter"], f"{folder}/micropython.js"]
            fetched += [f"{folder}/micropython.wasm", f"{folder}/{MODULES}", *script.config["files"]]
        fetched.append(script.tag["src"])
    return modules, fetched


def _is_needed(path: Path) -> bool:
    # The page's configurations are JSON by now, and PyScript's other entry points are chunks it asks for by itself.
    return not path.name.startswith(("toml-", "index-", "mpy-", "py-O"))

"""A page's Python scripts: what PyScript is told of each, what each imports, and what the browser fetches for them."""

import posixpath
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from bs4 import Tag

from app.build.imports import modules_of
from app.build.page import Page
from app.build.problems import BuildError
from app.build.sources import read

# How MicroPython is started, and all modules that the page's scripts import, beside it. A configuration may name another start,
# NAME.js, for pages with other modules: the build makes it, and these are in NAME.json.
START, MODULES = "start.js", "modules.json"


@dataclass(frozen=True, kw_only=True)
class Script:
    """A Python script of a page: its element, its file, what PyScript is told of it, the files that this lists, and those it
    imports, in an order in which each comes after all that it imports itself."""

    tag: Tag
    file: str
    config: dict
    listed: list[str]
    modules: list[str]

    @property
    def in_page(self) -> bool:
        """Whether a MicroPython runs it, as it runs the page, and not the worker's Pyodide."""
        return self.tag["type"] == "mpy"

    @property
    def start(self) -> str:
        """The file that starts its interpreter, in the folder of that."""
        return posixpath.basename(self.config["interpreter"])

    @property
    def archive(self) -> str:
        """The file that has the modules of a script for MicroPython, beside its start."""
        return MODULES if self.start == START else self.start.replace(".js", ".json")

    @property
    def at_once(self) -> bool:
        """Whether it runs at every visit, in the page itself."""
        return self.in_page and not self.tag.has_attr("worker")


def read_script(root: Path, page: Page, tag: Tag) -> Script:
    """What becomes of a script's element: its configuration read, its imports followed."""
    file, path = page.file_at(tag["src"]), page.file_at(tag["config"])
    config = read_config(root, page, path)
    listed = [page.file_at(address) for address in config["files"]]
    for name in listed:
        if name.endswith(".py"):
            raise BuildError(f"{path} lists {name}, but the build finds modules by their imports")
        if not (root / name).is_file():
            raise BuildError(f"{path} lists {name}, which does not exist")
    return Script(tag=tag, file=file, config=config, listed=listed, modules=modules_of(root, file)[:-1])


def modules_for(scripts: list[Script], *, in_page: bool) -> list[str]:
    """The files that those of the scripts that are for one of the two Pythons import."""
    return list(dict.fromkeys(file for script in scripts if script.in_page == in_page for file in script.modules))


def read_config(root: Path, page: Page, path: str) -> dict:
    """Read a PyScript configuration, turning the addresses in it, relative to the file, into relative to the page."""
    try:
        config = tomllib.loads(read(root, path))
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{path} is not valid TOML: {error}") from error

    def rebase(address: str) -> str:
        address = page.address_of(posixpath.normpath(posixpath.join(posixpath.dirname(path), address)))
        return address if address.startswith("../") else "./" + address

    if "interpreter" not in config:
        raise BuildError(f'{path} names no "interpreter", so PyScript would fetch one from elsewhere')
    # The build puts a start of its own before each interpreter's.
    config["interpreter"] = re.sub("/(pyodide|micropython).mjs$", "/start.js", rebase(config["interpreter"]))
    config["files"] = {rebase(source): target for source, target in config.get("files", {}).items()}
    return config


def announced(page: Page, scripts: list[Script], site: Path) -> tuple[list[str], list[str]]:
    """What the browser fetches on every visit, as the page names it: JavaScript modules, and what is asked for by fetch()."""
    modules, fetched = [page.address_of(path.relative_to(site).as_posix()) for path in sorted((site / "pyscript").glob("*.js"))], []
    fetched += [tag["content"] for tag in page.tree.find_all("meta", attrs={"name": "network"})]
    for script in scripts:
        if script.at_once:  # Its module and its wasm lie side by side; the workers' are the workers'.
            folder = posixpath.dirname(script.config["interpreter"])
            modules += [script.config["interpreter"], f"{folder}/micropython.js"]
            fetched += [f"{folder}/micropython.wasm", f"{folder}/{script.archive}", *script.config["files"]]
        if script.at_once or not script.in_page:
            fetched.append(script.tag["src"])
    return modules, fetched


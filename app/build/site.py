"""Assembling the static site: the runtime, the project's own files, and a page that names all it will fetch.

The two PyScript configurations are written into the page itself, so the browser neither fetches nor parses TOML before
Python can start, and whatever is certain to be fetched is announced in the page's head.
"""

import base64
import hashlib
import html
import json
import posixpath
import re
import shutil
import tomllib
from pathlib import Path

from app.build import icons
from app.build.imports import modules_of
from app.build.problems import BuildError
from app.build.project import pack_modules
from app.build.runtime import PROJECT_ARCHIVE

PAGE = "index.html"
MODULES = "modules.json"
# What the page fetches once it answers: this module and all it imports, less what the page has by then, in one file.
VIEWS, VIEWS_FILE = "app/ui/views/views.py", "app/ui/views.json"
SERVICE_WORKER = "sw.js"
OWN_FILES = ["app/styles.css", "weights/*.json"]
SCRIPT = re.compile(r"<script\b[^>]*>")
# Firefox keeps a style sheet by its address past an update of everything else, so the address names the content.
STYLES = re.compile(r'(<link rel="stylesheet" href=")([^"?]+)(?:\?v=\w+)?"')
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
LIST_PLACE, VERSION_PLACE = "/* filled in by the build */", "/* and its version */"


def assemble(root: Path, runtime: Path, cache: Path, out: Path, *, packs: dict[str, bytes] | None = None, say=print) -> int:
    """Write the whole site of the project at `root` into the folder `out` and return its size in bytes.

    packs: {name: content} of files in data/, which visitors fetch only when they ask for them.
    `out` is replaced in one step once the new site is complete, so it never holds half a site.
    Raises BuildError naming a missing file, a broken configuration, or an `out` that is no earlier site of ours.
    """
    if out.exists() and any(out.iterdir()) and not (out / SERVICE_WORKER).exists():
        raise BuildError(f"{out} exists and holds something other than a site built here; choose another --out")
    new, old = out.with_name(out.name + ".new"), out.with_name(out.name + ".old")
    for leftover in (new, old):
        shutil.rmtree(leftover, ignore_errors=True)
    try:
        fill(root, runtime, cache, new, packs=packs, say=say)
        if out.exists():
            out.rename(old)
        new.rename(out)
    finally:
        shutil.rmtree(new, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)
    return sum(path.stat().st_size for path in out.rglob("*") if path.is_file())


def fill(root: Path, runtime: Path, cache: Path, site: Path, *, packs: dict[str, bytes] | None = None, say=print) -> None:
    """Write the site into the empty or absent folder `site`; see `assemble`, which does so in one step."""
    shutil.copytree(runtime, site)
    page = _read(root / PAGE)
    configs = {path: read_config(root, path) for path in _configs_of(page)}
    modules = modules_by_interpreter(root, page, configs)
    for source in own_files(root, page, configs):
        name = source.relative_to(root)
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, site / name)
    (site / "micropython" / MODULES).write_text(page_archive(root, modules["micropython"]), encoding="utf-8")
    (site / VIEWS_FILE).write_text(views_archive(root, modules["micropython"]), encoding="utf-8")
    (site / "pyodide" / PROJECT_ARCHIVE).write_bytes(pack_modules(root, cache, modules["pyodide"], say=say))
    for name, content in (packs or {}).items():
        (site / name).parent.mkdir(exist_ok=True)
        (site / name).write_bytes(content)
    icons.draw(site)
    (site / PAGE).write_text(rewrite_page(page, configs, site), encoding="utf-8")
    (site / ".nojekyll").touch()  # GitHub Pages would otherwise leave out names that begin with an underscore.
    (site / SERVICE_WORKER).write_text(service_worker(_read(root / SERVICE_WORKER), site), encoding="utf-8")


def own_files(root: Path, page: str, configs: dict[str, dict]) -> list[Path]:
    """The project's own files that the site serves one by one: its scripts, and what the configurations list."""
    found = {path for pattern in OWN_FILES for path in root.glob(pattern) if path.is_file()}
    found |= {root / attributes["src"] for attributes in _scripts(page) if attributes.get("config") in configs}
    for name, config in configs.items():
        for listed in config["files"]:
            if listed.endswith(".py"):
                raise BuildError(f"{name} lists {listed}, but modules come by themselves: the build follows imports")
            path = root / listed
            if not path.is_file():
                raise BuildError(f"{name} lists {listed}, which does not exist")
            found.add(path)
    return sorted(found)


def modules_by_interpreter(root: Path, page: str, configs: dict[str, dict]) -> dict[str, list[str]]:
    """{"micropython"|"pyodide": the files that the page's scripts for it import}, each after all it imports itself."""
    found = {"micropython": [], "pyodide": []}
    for attributes in _scripts(page):
        if attributes.get("config") in configs:
            found[_interpreter(configs[attributes["config"]])] += modules_of(root, attributes["src"])[:-1]
    return {interpreter: list(dict.fromkeys(files)) for interpreter, files in found.items()}


def page_archive(root: Path, modules: list[str]) -> str:
    """The page's modules as micropython/start.mjs takes them: JSON, the text of each by its place."""
    texts = {file: _read(root / file) for file in modules}
    texts["pyscript.py"] = _read(Path(__file__).parent / "start" / "pyscript.py")
    return as_json(texts)


def views_archive(root: Path, there: list[str]) -> str:
    """The views' modules as app/ui/views/arrive.py takes them: JSON, [[place, text], ...], each after all it imports.

    there: files that the page has by then.
    """
    return as_json([[file, _read(root / file)] for file in modules_of(root, VIEWS) if file not in there])


def _interpreter(config: dict) -> str:
    return posixpath.basename(posixpath.dirname(config["interpreter"]))


def as_json(texts: dict | list) -> str:
    return json.dumps(texts, separators=(",", ":"))


def read_config(root: Path, path: str) -> dict:
    """Read a PyScript configuration, turning the addresses in it, relative to the file, into relative to the page."""
    try:
        config = tomllib.loads(_read(root / path))
    except tomllib.TOMLDecodeError as error:
        raise BuildError(f"{path} is not valid TOML: {error}") from error

    def rebase(address: str) -> str:
        return "./" + posixpath.normpath(posixpath.join(posixpath.dirname(path), address))

    if "interpreter" not in config:
        raise BuildError(f'{path} names no "interpreter", so PyScript would fetch one from elsewhere')
    # The build puts a start of its own before each interpreter's.
    config["interpreter"] = re.sub("/(pyodide|micropython).mjs$", "/start.mjs", rebase(config["interpreter"]))
    config["files"] = {rebase(source): target for source, target in config.get("files", {}).items()}
    return config


def rewrite_page(page: str, configs: dict[str, dict], site: Path) -> str:
    """Return the page with its configurations inline and, at the end of its head, links to what it will fetch."""

    def inline(script: re.Match) -> str:
        tag = script[0]
        for path, config in configs.items():
            text = html.escape(json.dumps(config, separators=(",", ":")), quote=True)
            tag = tag.replace(f'config="{path}"', f'config="{text}"')
        return tag

    if "</head>" not in page:
        raise BuildError(f"{PAGE} has no </head>, where the build puts its links")
    links = "\n".join(_links(page, configs, site))
    page = name_styles(page, site)
    return SCRIPT.sub(inline, page).replace("</head>", f"{links}\n</head>", 1)


def name_styles(page: str, site: Path) -> str:
    """Return the page with each style sheet's address naming the sheet's present content."""

    def named(link: re.Match) -> str:
        return f'{link[1]}{link[2]}?v={hashlib.sha256((site / link[2]).read_bytes()).hexdigest()[:12]}"'

    return STYLES.sub(named, page)


def _links(page: str, configs: dict[str, dict], site: Path) -> list[str]:
    modules = sorted(path.relative_to(site).as_posix() for path in (site / "pyscript").glob("*.js") if _is_needed(path))
    fetched = []
    for attributes in _scripts(page):
        config = configs.get(attributes.get("config", ""))
        if config is None:
            continue
        if attributes.get("type") == "mpy":  # Its module and its wasm lie side by side; the worker's are the worker's.
            folder = posixpath.dirname(config["interpreter"])
            modules += [config["interpreter"], f"{folder}/micropython.mjs"]
            fetched += [f"{folder}/micropython.wasm", f"{folder}/{MODULES}", *config["files"]]
        fetched.append(attributes["src"])
    started = {attributes.get("src") for attributes in _scripts(page)}  # these need no announcement
    links = [f'<link rel="modulepreload" href="{name.removeprefix("./")}">' for name in modules if name not in started]
    # fetch() asks in CORS mode, so a preload without crossorigin would be a second download of the same file.
    links += [f'<link rel="preload" as="fetch" crossorigin href="{name.removeprefix("./")}">' for name in fetched]
    return links


def _is_needed(path: Path) -> bool:
    # The page's configurations are JSON by now, and PyScript's other entry points are chunks it asks for by itself.
    return not path.name.startswith(("toml-", "index-", "mpy-", "py-O"))


def service_worker(template: str, site: Path) -> str:
    """Return the service worker with the list of the site's files in it, and the version that the list amounts to.

    The list gives for each file its address and its sha256 in base64; the page is listed under the empty address,
    because some hosts redirect index.html to its folder.
    """
    for place in (LIST_PLACE, VERSION_PLACE):
        if template.count(place) != 1:
            raise BuildError(f"{SERVICE_WORKER} should hold {place!r} once")
    lines = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name not in (SERVICE_WORKER, ".nojekyll"):
            digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
            lines.append(f"    {json.dumps('' if name == PAGE else name)}: {json.dumps(digest)},")
    listed = "\n".join(lines)
    version = hashlib.sha256(listed.encode()).hexdigest()[:16]
    return template.replace(LIST_PLACE, listed).replace(VERSION_PLACE, version)


def _scripts(page: str) -> list[dict[str, str]]:
    return [dict(ATTRIBUTE.findall(tag)) for tag in SCRIPT.findall(page)]


def _configs_of(page: str) -> list[str]:
    return [found["config"] for found in _scripts(page) if found.get("config", "").endswith(".toml")]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BuildError(f"{path.name} is missing from {path.parent}") from None

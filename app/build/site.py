"""Assembling the static site: the runtime, the project's own files, and pages that name all they will fetch."""

import base64
import hashlib
import json
import shutil
from pathlib import Path

from app.build import icons, language, lessons
from app.build.frame import EMBEDDING, lesson_pages
from app.build.imports import modules_of
from app.build.page import Page, announce, inline_config, join_styles, name_styles, to_text
from app.build.policy import forbid
from app.build.problems import BuildError
from app.build.project import pack_modules
from app.build.runtime import PROJECT_ARCHIVE
from app.build.scripts import MODULES, START, Script, announced, modules_for, read_script
from app.build.served import MIME_TYPES
from app.build.sources import read
from app.build.squeeze import squeezed
from app.build.words import without_words

PAGE = "index.html"
STYLES = "styles.css"  # in app/, and in each lesson's folder
# What the page fetches later: each of these modules and all it imports, less what the page has by then, in one file.
VIEWS, VIEWS_FILE = "app/ui/views/views.py", "app/ui/views.json"  # once it answers
NUMBERS, NUMBERS_FILE = "app/ui/numbers/numbers.py", "app/ui/numbers.json"  # where numbers are read
EMBEDDED, EMBEDDED_FILE = "app/ui/embedded/embedded.py", "app/ui/embedded.json"  # in somebody else's page
LINKS, LINKS_FILE = "app/ui/links/links.py", "app/ui/links.json"  # where one is opened or made
SERVICE_WORKER = "sw.js"
ELEMENT = "app/embed.js"  # the pad for other people's pages
ENGLISH_FILE = f"{language.FOLDER}/{language.ENGLISH}.json"  # where the page's Python finds its words
OWN_FILES = ["weights/*.json"]
LIST_PLACE, VERSION_PLACE = "/* filled in by the build */", "/* and its version */"
WORKER_PARTS = ("offline/kept.js", "offline/marks.js")  # beside this module: of the service worker


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
    pages = [Page(root, PAGE), *lesson_pages(root)]
    scripts = {page.file: [read_script(root, page, tag) for tag in page.python_scripts] for page in pages}
    every = [script for page in pages for script in scripts[page.file]]
    words = language.read_words(root)

    def write(name: str, content: str | bytes) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content.encode("utf-8") if isinstance(content, str) else content)

    for name in own_files(root, pages, every):
        write(name, read(root, name))
    for start, archive in {(script.start, script.archive) for script in every if script.in_page}:
        modules = modules_for([script for script in every if script.in_page and script.archive == archive], in_page=True)
        write(f"micropython/{archive}", page_archive(root, modules, words))
        write(f"micropython/{start}", read(site, f"micropython/{START}").replace(f'"{MODULES}"', f'"{archive}"'))
    in_page = modules_for(scripts[PAGE], in_page=True)
    for start, name in ((VIEWS, VIEWS_FILE), (NUMBERS, NUMBERS_FILE), (EMBEDDED, EMBEDDED_FILE), (LINKS, LINKS_FILE)):
        write(name, late_archive(root, start, in_page, words))
    for name in words:
        if name != language.ENGLISH:
            write(f"{language.FOLDER}/{name}.json", language.language_file(name, words))
    write(f"pyodide/{PROJECT_ARCHIVE}", pack_modules(root, cache, modules_for(every, in_page=False), say=say))
    for name, content in (packs or {}).items():
        write(name, content)
    if (root / ELEMENT).exists():
        write(ELEMENT, squeezed(read(root, ELEMENT)))
    icons.draw(site)
    for page in pages:
        language.fill(page, words)
        if page.file != PAGE:
            lessons.fill(page, scripts[page.file], root, packs or {})
        for script in scripts[page.file]:
            inline_config(script.tag, script.config)
        joined = f"{page.folder or 'app'}/{STYLES}"
        write(joined, join_styles(page, root, joined))
        name_styles(page, site)
        announce(page, *announced(page, scripts[page.file], site))
        forbid(page, frames=page.file == EMBEDDING)
        # A host may name another character set than the page does, and browsers believe the host.
        write(page.file, to_text(page.tree).encode("ascii", "xmlcharrefreplace"))
    write(".nojekyll", "")  # GitHub Pages would otherwise leave out names that begin with an underscore.
    write(SERVICE_WORKER, service_worker(read(root, SERVICE_WORKER), site))


def own_files(root: Path, pages: list[Page], scripts: list[Script]) -> list[str]:
    """The project's own files that the site serves as they are: its scripts, and what the configurations list."""
    found = {path.relative_to(root).as_posix() for pattern in OWN_FILES for path in root.glob(pattern)}
    found |= {name for page in pages for name in [*page.classic_scripts, *lessons.code_files(page)]}
    found |= {name for script in scripts for name in [script.file, *script.listed]}
    return sorted(found)


def page_archive(root: Path, modules: list[str], words: dict[str, dict[str, str]]) -> str:
    """The page's modules as micropython/start.js takes them, and the English words that they say: JSON, the text of each file by
    its place."""
    texts = {file: without_words(read(root, file)) for file in sorted(modules)}  # neighbours are alike, and pack better
    texts["pyscript.py"] = without_words(read(Path(__file__).parent, "start/pyscript.py"))
    texts[ENGLISH_FILE] = english_of(root, modules, words)
    return as_json(texts)


def late_archive(root: Path, start: str, there: list[str], words: dict[str, dict[str, str]]) -> str:
    """The modules that `start` needs, and it at the end, as app/ui/views/arrive.py takes them: JSON, [[place, text], ...], each
    after all it imports, and first the English words that they say.

    there: files that the page has by then.
    """
    files = [file for file in modules_of(root, start) if file not in there]
    texts = [[file, without_words(read(root, file))] for file in files]
    return as_json([[ENGLISH_FILE, english_of(root, files, words)], *texts])


def english_of(root: Path, modules: list[str], words: dict[str, dict[str, str]]) -> str:
    return as_json(language.said_by(root, modules, words.get(language.ENGLISH, {})))


def as_json(texts: dict | list) -> str:
    return json.dumps(texts, separators=(",", ":"))


def service_worker(template: str, site: Path) -> str:
    """Return the service worker whole: with its parts, the types of files, the list of the site's files, and the version that the
    list amounts to.

    The list gives for each file its address and its sha256 in base64; the page is listed under the empty address,
    because some hosts redirect index.html to its folder, and so is every other index.html under that of its folder.
    """
    here = Path(__file__).parent
    parts = {f"/* app/build/{name} */": read(here, name).replace(LIST_PLACE, json.dumps(MIME_TYPES)[1:-1]) for name in WORKER_PARTS}
    for place in (LIST_PLACE, VERSION_PLACE, *parts):
        if template.count(place) != 1:
            raise BuildError(f"{SERVICE_WORKER} should hold {place!r} once")
    lines = []
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and name not in (SERVICE_WORKER, ".nojekyll"):
            digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
            address = name.removesuffix(PAGE) if path.name == PAGE else name
            lines.append(f"    {json.dumps(address)}: {json.dumps(digest)},")
    listed = "\n".join(lines)
    version = hashlib.sha256(listed.encode()).hexdigest()[:16]
    whole = template.replace(LIST_PLACE, listed).replace(VERSION_PLACE, version)
    for place, part in parts.items():
        whole = whole.replace(place, part)
    return whole

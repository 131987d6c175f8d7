"""A page of the site: parsed, changed and written as a tree of elements."""

import hashlib
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import Path

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EntitySubstitution
from bs4.formatter import HTMLFormatter

from app.build.problems import BuildError
from app.build.sources import read


class AsWritten(HTMLFormatter):
    """HTML as people write it: attributes in their order and without an empty value, <br> and not <br/>."""

    def __init__(self) -> None:
        super().__init__(entity_substitution=EntitySubstitution.substitute_xml, void_element_close_prefix="")

    def attributes(self, tag: Tag) -> Iterator[tuple[str, str | None]]:
        return ((name, value or None) for name, value in tag.attrs.items())


AS_WRITTEN = AsWritten()
# What means something else in a sheet that has moved or is not the first: an import, a character set, a relative address.
ELSEWHERE = re.compile(r"""@import|@charset|url\(\s*["']?(?!data:|#|\s|["'])""")


def parse(text: str) -> BeautifulSoup:
    """The tree of a page; what a <template> holds is part of it."""
    return BeautifulSoup(text, "html.parser", multi_valued_attributes=None)


def to_text(page: BeautifulSoup) -> str:
    """The page as HTML, which says the same as the HTML it was parsed from, but for what was changed."""
    return page.decode(formatter=AS_WRITTEN)


class Page:
    """file: its place in the site, and tree: what it holds. Addresses in it are relative to its folder; files are named from the
    site's root. text: of the page, if it is not that of the file."""

    def __init__(self, root: Path, file: str, *, text: str | None = None):
        self.file, self.folder = file, posixpath.dirname(file)
        self.tree = parse(read(root, file) if text is None else text)
        if self.tree.head is None:
            raise BuildError(f"{file} has no <head>, where the build puts its links")

    def file_at(self, address: str) -> str:
        """The file that an address in this page means."""
        return posixpath.normpath(posixpath.join(self.folder, address.partition("?")[0]))

    def address_of(self, file: str) -> str:
        """How this page names a file of the site."""
        return posixpath.relpath(file, self.folder or ".")

    @property
    def python_scripts(self) -> list[Tag]:
        """The scripts that PyScript runs: those with a configuration."""
        return self.tree.find_all("script", config=True)

    @property
    def classic_scripts(self) -> list[str]:
        """The files of the scripts that are neither Python nor modules: the project's own, and served as they are."""
        return [self.file_at(tag["src"]) for tag in self.tree.find_all("script", src=True, type=False)]


def join_styles(page: Page, root: Path, joined: str) -> str:
    """Return all the page's style sheets in one, in their order, and leave the page one link, to the file `joined`.

    Raises BuildError for a sheet that would not say the same there.
    """
    links = page.tree.find_all("link", rel="stylesheet")
    if not links:
        raise BuildError(f"{page.file} links no style sheet")
    first, sheets = links[0], []
    for link in links:
        name = page.file_at(link["href"])
        if {**link.attrs, "href": ""} != {**first.attrs, "href": ""}:
            other = page.file_at(first["href"])
            raise BuildError(f"the link to {name} differs from that to {other}, with which it is to be one")
        sheet = read(root, name)
        if ELSEWHERE.search(sheet):
            raise BuildError(f"{name} is served from another folder and behind other sheets: no @import, no relative url()")
        sheets.append(sheet)
    for link in links[1:]:
        link.extract()
    first["href"] = page.address_of(joined)
    return "".join(sheets)


def name_styles(page: Page, site: Path) -> None:
    """Have each style sheet's address name the sheet's present content.

    Firefox keeps a style sheet by its address past an update of everything else.
    """
    for link in page.tree.find_all("link", rel="stylesheet"):
        content = (site / page.file_at(link["href"])).read_bytes()
        link["href"] = f"{link['href'].partition('?')[0]}?v={hashlib.sha256(content).hexdigest()[:12]}"


def inline_config(tag: Tag, config: dict) -> None:
    """Write a script's configuration into the page, so that nobody fetches or parses TOML before Python can start."""
    tag["config"] = json.dumps(config, separators=(",", ":"))


def announce(page: Page, modules: list[str], fetched: list[str]) -> None:
    """Have the page's head announce addresses in it that are certain to be asked for: JavaScript modules, and by fetch().

    Where the page has a template for the latter, they go there: app/build/start/early.js announces them once it is painted.
    """
    started = {posixpath.normpath(tag["src"]) for tag in page.tree.find_all("script", src=True)}  # these need no announcement
    modules = [name for name in map(_plain, modules) if name not in started]
    place = page.tree.find("template", id="announced") or page.tree.head
    _put(page, page.tree.head, [{"rel": "modulepreload", "href": name} for name in modules])
    # fetch() asks in CORS mode, so a preload without crossorigin would be a second download of the same file.
    _put(page, place, [{"rel": "preload", "as": "fetch", "crossorigin": "", "href": _plain(name)} for name in fetched])


def _put(page: Page, place: Tag, links: list[dict[str, str]]) -> None:
    for attributes in links:
        place.extend([page.tree.new_tag("link", attrs=attributes), "\n"])


def _plain(address: str) -> str:
    return posixpath.normpath(address)

"""The site's page: parsed, changed and written as a tree of elements."""

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
STYLES = "app/styles.css"
# What means something else in a sheet that has moved or is not the first: an import, a character set, a relative address.
ELSEWHERE = re.compile(r"""@import|@charset|url\(\s*["']?(?!data:|#|\s|["'])""")


def parse(text: str) -> BeautifulSoup:
    """The tree of a page; what a <template> holds is part of it."""
    return BeautifulSoup(text, "html.parser", multi_valued_attributes=None)


def to_text(page: BeautifulSoup) -> str:
    """The page as HTML, which says the same as the HTML it was parsed from, but for what was changed."""
    return page.decode(formatter=AS_WRITTEN)


def python_scripts(page: BeautifulSoup) -> list[Tag]:
    """The scripts that PyScript runs: those with a configuration."""
    return page.find_all("script", config=True)


def classic_scripts(page: BeautifulSoup) -> list[str]:
    """The addresses of the scripts that are neither Python nor modules: the project's own, and served as they are."""
    return [tag["src"] for tag in page.find_all("script", src=True, type=False)]


def join_styles(page: BeautifulSoup, root: Path) -> str:
    """Return all the page's style sheets in one, in their order, and leave the page one link, to STYLES.

    Raises BuildError for a sheet that would not say the same there.
    """
    links = page.find_all("link", rel="stylesheet")
    if not links:
        raise BuildError("the page links no style sheet")
    first, sheets = links[0], []
    for link in links:
        name = link["href"]
        if {**link.attrs, "href": ""} != {**first.attrs, "href": ""}:
            raise BuildError(f"the link to {name} differs from that to {first['href']}, with which it is to be one")
        sheet = read(root, name)
        if ELSEWHERE.search(sheet):
            raise BuildError(f"{name} is served from another folder and behind other sheets: no @import, no relative url()")
        sheets.append(sheet)
    for link in links[1:]:
        link.extract()
    first["href"] = STYLES
    return "".join(sheets)


def name_styles(page: BeautifulSoup, site: Path) -> None:
    """Have each style sheet's address name the sheet's present content.

    Firefox keeps a style sheet by its address past an update of everything else.
    """
    for link in page.find_all("link", rel="stylesheet"):
        name = link["href"].partition("?")[0]
        link["href"] = f"{name}?v={hashlib.sha256((site / name).read_bytes()).hexdigest()[:12]}"


def inline_config(tag: Tag, config: dict) -> None:
    """Write a script's configuration into the page, so that nobody fetches or parses TOML before Python can start."""
    tag["config"] = json.dumps(config, separators=(",", ":"))


def announce(page: BeautifulSoup, modules: list[str], fetched: list[str]) -> None:
    """Have the page's head announce addresses that are certain to be asked for: JavaScript modules, and by fetch()."""
    started = {tag["src"] for tag in page.find_all("script", src=True)}  # these need no announcement
    links = [{"rel": "modulepreload", "href": _plain(name)} for name in modules if _plain(name) not in started]
    # fetch() asks in CORS mode, so a preload without crossorigin would be a second download of the same file.
    links += [{"rel": "preload", "as": "fetch", "crossorigin": "", "href": _plain(name)} for name in fetched]
    for attributes in links:
        page.head.extend([page.new_tag("link", attrs=attributes), "\n"])


def _plain(address: str) -> str:
    return posixpath.normpath(address)

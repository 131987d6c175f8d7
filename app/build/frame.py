"""A lesson's page, put together: what all lessons have comes from one frame, and the list of lessons says what is next to each.

A lesson's own file has its title, its description and its <main>. Of the frame's templates, part-edited goes after the heading of
what one plays with, and part-pad to the beginning of an element of the class "pad".
"""

import math
from pathlib import Path

from bs4 import Tag

from app.build.page import Page, parse
from app.build.problems import BuildError
from app.build.sources import read

LESSONS = "app/lessons"
LIST, FRAME = f"{LESSONS}/index.html", f"{LESSONS}/frame.html"
EMBEDDING = f"{LESSONS}/embedding/index.html"  # no lesson, but a page of examples
WORDS_A_MINUTE = 170  # of somebody who stops to play


def lesson_pages(root: Path) -> list[Page]:
    """The list of the lessons, each in its order, and the page on embedding; none where the project has no lessons."""
    if not (root / LIST).exists():
        return []
    listed = Page(root, LIST)
    links = [(link["href"].strip("/"), link.text) for link in listed.tree.select(".lessons a")]
    return [listed, *(framed(root, links, at) for at in range(len(links))), Page(root, EMBEDDING)]


def framed(root: Path, links: list[tuple[str, str]], at: int) -> Page:
    """The page of a lesson. links: (folder, title) of all lessons; at: its number among them. Raises BuildError naming what it
    lacks."""
    name, _ = links[at]
    file = f"{LESSONS}/{name}/index.html"
    own, page = parse(read(root, file)), Page(root, file, text=read(root, FRAME))
    tree, main = page.tree, own.main
    if main is None or own.title is None:
        raise BuildError(f"{file} has no <main>, or no <title>")
    tree.title.string = f"{own.title.text} \u00b7 Inkling's lessons"
    tree.find("meta", {"name": "description"})["content"] = own.find("meta", {"name": "description"})["content"]
    tree.main.replace_with(main)
    tree.select_one(".top span").string = f"{at + 1} of {len(links)} \u00b7 {minutes(main)} minutes"
    if (root / f"{LESSONS}/{name}/{name}.css").exists():
        shared = tree.select("link[rel=stylesheet]")[-1]
        shared.insert_after("\n  ", tree.new_tag("link", attrs={**shared.attrs, "href": f"{name}.css"}))
    tree.find("script", type="mpy", src="")["src"] = f"{name}.py"
    following(tree, links, at)
    fill_in(tree, main)
    if not main.select("#full"):  # where the full Python says how far it is
        tree.find("template", id="worker").decompose()
    return page


def following(tree: Tag, links: list[tuple[str, str]], at: int) -> None:
    """The ways to the lessons before and after, and from the last one to the first page."""
    nav = tree.select_one("nav.next")
    if at:
        folder, title = links[at - 1]
        nav.insert(0, link_to(tree, f"../{folder}/", f"\u2190 {title}"))
    folder, title = links[at + 1] if at + 1 < len(links) else ("../..", "Inkling")
    nav.append(link_to(tree, f"../{folder}/", f"{title} \u2192"))


def link_to(tree: Tag, address: str, words: str) -> Tag:
    link = tree.new_tag("a", attrs={"href": address})
    link.string = words
    return link


def fill_in(tree: Tag, main: Tag) -> None:
    """Put the parts that many lessons have where they belong, and leave none behind."""
    parts = {name: tree.find("template", id=f"part-{name}").extract() for name in ("edited", "pad")}
    main.select_one(".stage > h2").insert_after(*list(parts["edited"].contents))
    for place in main.select(".pad"):
        place.insert(0, parts["pad"])
        parts["pad"].unwrap()


def minutes(main: Tag) -> int:
    """How long it takes to read."""
    words = sum(len(part.text.split()) for part in main.select("p:not(.because), li, dd"))
    return max(1, math.ceil(words / WORDS_A_MINUTE))

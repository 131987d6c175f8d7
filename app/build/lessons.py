"""The lessons' pages, complete without any script: their first pictures and their code are put in as the site is built.

The pictures come from the very function that the page calls later, `pictures` of the lesson's module; see app/lessons/kit.
"""

import importlib
import json
import zlib
from pathlib import Path

from app.build.page import Page, parse
from app.build.problems import BuildError
from app.build.scripts import Script
from app.build.sources import read
from app.core import weights
from app.lessons.kit.materials import Images
from app.lessons.kit.settings import defaults
from app.lessons.kit.source import extract


def code_files(page: Page) -> list[str]:
    """The files whose code the page shows, which the site therefore serves."""
    return [page.file_at(editor["data-file"]) for editor in page.tree.select(".editor[data-file]")]


def fill(page: Page, scripts: list[Script], root: Path, packs: dict[str, bytes]) -> None:
    """Put the first pictures and the code into a lesson's page. packs: {name in the site: content}.

    Raises BuildError for a picture without a place, or code that is not there.
    """
    for editor in page.tree.select(".editor[data-file]"):
        file = page.file_at(editor["data-file"])
        try:
            code = extract(read(root, file), editor["data-names"].split())
        except ValueError as error:
            raise BuildError(f"{page.file} shows {file}, but {error}") from None
        shown = page.tree.new_tag("pre", attrs={"tabindex": "0", "role": "group", "aria-label": "The code"})
        shown.string = code
        editor.clear()
        editor.append(shown)
    for script in scripts:
        if script.at_once:
            module = importlib.import_module(script.file.removesuffix(".py").replace("/", "."))
            for name, html in first_pictures(module, root, packs).items():
                place = page.tree.find(id=name)
                if place is None:
                    raise BuildError(f"{page.file} has no place for the picture {name!r}")
                if name != "told":
                    place.clear()
                    place.extend(list(parse(html).contents))


def first_pictures(module, root: Path, packs: dict[str, bytes]) -> dict[str, str]:
    """{id of an element: HTML} that a lesson's module makes at its beginning; none of a page that is no lesson."""
    if not hasattr(module, "pictures"):
        return {}
    state = {**defaults(getattr(module, "SETTINGS", {})), **getattr(module, "EXTRAS", {})}
    materials = {name: material(file, root, packs) for name, file in getattr(module, "FILES", {}).items()}
    made = module.pictures(state, materials)
    if not isinstance(made, dict):
        *_, made = made
    return made


def material(file: str, root: Path, packs: dict[str, bytes]):
    """A file of the site as a lesson has it: a network's Weights, Images, or None if this site is built without."""
    if file.endswith(".json"):
        return weights.parse(read(root, file))
    if file not in packs:
        return None
    line, _, deflated = packs[file].partition(b"\n")
    return Images(json.loads(line)["count"], zlib.decompress(deflated))

"""The words of all languages: read and compared with the English, put into the page, and made the files that visitors fetch."""

import ast
import json
import re
from pathlib import Path

from bs4 import Tag

from app.build.page import Page
from app.build.problems import BuildError
from app.build.sources import read
from app.ui.words import flat

FOLDER, ENGLISH = "app/words", "en"
HOLE = re.compile(r"\{(\w+)\}")
ATTRIBUTE = "data-word-"  # and then the attribute whose words these are
REFUSED = "refused."  # of keys whose English is what app/core and app/worker say


def read_words(root: Path) -> dict[str, dict[str, str]]:
    """{language: {key: text}}, English first; no languages at all where the project has no words.

    Raises BuildError naming the word of another language that is none in English, or has other placeholders.
    """
    files = sorted((root / FOLDER).glob("*.json"), key=lambda path: (path.stem != ENGLISH, path.stem))
    found = {path.stem: flat(json.loads(read(root, f"{FOLDER}/{path.name}"))) for path in files}
    for language, words in found.items():
        for key, text in words.items():
            english = found[ENGLISH].get(key)
            if english is None and not in_list(found[ENGLISH], key):
                raise BuildError(f"{FOLDER}/{language}.json has {key}, which {ENGLISH}.json has not")
            if english is not None and set(HOLE.findall(text)) != set(HOLE.findall(english)):
                raise BuildError(f"{FOLDER}/{language}.json: the placeholders of {key} are not those of {ENGLISH}.json")
    return found


def in_list(words: dict[str, str], key: str) -> bool:
    """Whether a key is one more of a list or one more plural form, of which a language may have others than English."""
    before, _, last = key.rpartition(".")
    return f"{before}.0" in words if last.isdigit() else f"{before}.other" in words


def fill(page: Page, words: dict[str, dict[str, str]]) -> None:
    """Put the English words into a page, and the languages into its menu."""
    english = words.get(ENGLISH, {})
    for element in page.tree.find_all(True):
        for name, key in list(element.attrs.items()):
            if name == "data-word":
                put(element, text_of(english, key, page), page)
            elif name.startswith(ATTRIBUTE):
                element[name.removeprefix(ATTRIBUTE)] = text_of(english, key, page)
    if page.tree.html.has_attr("data-languages"):
        page.tree.html["data-languages"] = " ".join(words)
    menu = page.tree.find("select", id="language")
    for language, texts in words.items() if menu else ():
        option = page.tree.new_tag("option", attrs={"value": language, "lang": language})
        option.string = texts["language.name"]
        menu.append(option)


def text_of(english: dict[str, str], key: str, page: Page) -> str:
    if key not in english:
        raise BuildError(f"{page.file} wants the word {key}, which {FOLDER}/{ENGLISH}.json has not")
    return english[key]


def put(element: Tag, text: str, page: Page) -> None:
    """Fill an element: a placeholder is where its child with that data-slot goes. Words that stand there already have to be the
    same."""
    slots = {child["data-slot"]: child for child in element.find_all(attrs={"data-slot": True}, recursive=False)}
    written = "".join(f"{{{child['data-slot']}}}" if child in slots.values() else str(child) for child in element.children)
    if written.replace("}{", "").strip() and " ".join(written.split()) not in ("".join(f"{{{name}}}" for name in slots), text):
        raise BuildError(f"{page.file} says {' '.join(written.split())!r}, and {FOLDER}/{ENGLISH}.json {text!r}")
    element.clear()
    for at, part in enumerate(HOLE.split(text)):
        element.append(slots.get(part, f"{{{part}}}") if at % 2 else part)


def language_file(language: str, words: dict[str, dict[str, str]]) -> str:
    """What a visitor of another language fetches: JSON, {"words": {key: text}, "patterns": [[English, theirs], ...]}."""
    english, theirs = words[ENGLISH], words[language]
    patterns = [[english[key], theirs[key]] for key in english if key.startswith(REFUSED) and key in theirs]
    patterns.sort(key=lambda each: -len(each[0]))  # the one that says most is tried first
    rest = {key: text for key, text in theirs.items() if not key.startswith(REFUSED)}
    return json.dumps({"words": rest, "patterns": patterns}, ensure_ascii=False, separators=(",", ":"))


def said_by(root: Path, modules: list[str], english: dict[str, str]) -> dict[str, str]:
    """The English words that these modules name: as whole keys, or as what comes before ".0", ".one" and so on."""
    named = set()
    for file in modules:
        if file.endswith(".py"):
            named |= {each.value for each in ast.walk(ast.parse(read(root, file)))
                      if isinstance(each, ast.Constant) and isinstance(each.value, str) and "." in each.value}
    return {key: text for key, text in english.items() if any(part in named for part in prefixes(key))}


def prefixes(key: str) -> list[str]:
    """a.b.c, a.b, a: the key and all that it is part of."""
    parts = key.split(".")
    return [".".join(parts[:count]) for count in range(len(parts), 0, -1)]

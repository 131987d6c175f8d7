"""The words of the page: every one in every language, with the same placeholders, and none outside their files."""
import ast
import json
import re
from pathlib import Path

import pytest

from app.build.imports import modules_of
from app.build.language import ATTRIBUTE, ENGLISH, FOLDER, HOLE, REFUSED, in_list, prefixes, read_words
from app.build.page import parse
from app.build.site import LINKS, NUMBERS, VIEWS
from app.ui.words import matched

ROOT = Path(__file__).parents[2]
WORDS = read_words(ROOT)
LANGUAGES = sorted(WORDS)
PAGE = parse((ROOT / "index.html").read_text(encoding="utf-8"))
OF_PAGE = sorted({file for start in ("app/ui/page.py", VIEWS, NUMBERS, LINKS) for file in modules_of(ROOT, start)})
# What a visitor of the first page can be refused by; lessons are in English.
READERS = [file for file in sorted({*modules_of(ROOT, "app/worker/entry.py"), *OF_PAGE})
           if file.startswith(("app/core/", "app/worker/")) and not re.search("/(training|edits)", file)]
NOT_SHOWN = {"app/core/gzipped.py", "app/core/instant.py"}  # the trainer's files, and what only scripts hand over


def texts(tree, holder=None):
    """Every string of a module that is no docstring, with the call it is in."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, holder
        yield from texts(node, node if isinstance(node, ast.Call) else holder)


def named():
    """All keys, and beginnings of keys, that the page's HTML and modules name."""
    for element in PAGE.find_all(True):
        yield from (key for name, key in element.attrs.items() if name == "data-word" or name.startswith(ATTRIBUTE))
    for file in OF_PAGE:
        yield from (text for text, _ in texts(ast.parse((ROOT / file).read_text(encoding="utf-8"))))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_there_and_every_placeholder(language):
    english, theirs = WORDS[ENGLISH], WORDS[language]
    assert not [key for key in english if key not in theirs and not in_list(english, key)]
    assert not [key for key in theirs if key not in english and not in_list(english, key)]
    for key, text in theirs.items():
        assert text.strip() == text and text, key
        if key in english and not in_list(english, key):
            assert sorted(HOLE.findall(text)) == sorted(HOLE.findall(english[key])), key


def test_a_language_that_lacks_a_placeholder_or_makes_up_a_word_is_no_language(tmp_path):
    folder = tmp_path / FOLDER
    folder.mkdir(parents=True)
    (folder / "en.json").write_text(json.dumps({"a": {"b": "{x} of it"}}))
    for theirs, why in (({"a": {"b": "davon"}}, "placeholders of a.b"), ({"a": {"c": "davon"}}, "has a.c")):
        (folder / "de.json").write_text(json.dumps(theirs))
        with pytest.raises(Exception, match=why):
            read_words(tmp_path)


def test_every_word_is_said_somewhere():
    said = set(named())
    unsaid = [key for key in WORDS[ENGLISH] if not key.startswith(REFUSED) and not said & set(prefixes(key)[:-1])]
    assert not [key for key in unsaid if key not in ("language.name", "language.direction")]


def test_every_word_that_is_asked_for_is_there():
    groups = {key.split(".")[0] for key in WORDS[ENGLISH]}
    known = {each for key in WORDS[ENGLISH] for each in prefixes(key)}
    asked = [text for text in named() if re.fullmatch(r"[a-z_]+(\.[a-z_0-9]+)+", text) and text.split(".")[0] in groups]
    assert len(asked) > 200
    assert not [text for text in asked if text not in known and not text.endswith((".json", ".py", ".css", ".html"))]


def test_the_page_itself_holds_no_words():
    for element in PAGE.find_all(["script", "template", "code", "noscript"]):
        element.extract()
    for element in PAGE.select(".trouble"):  # which the build compares with the words' file
        element.extract()
    assert not [text for text in PAGE.body.find_all(string=re.compile("[A-Za-z]{2}")) if type(text).__name__ != "Comment"]
    for name in ("aria-label", "alt", "title", "placeholder"):
        assert not PAGE.find_all(attrs={name: re.compile("[A-Za-z]{2}")})


SPOKEN = re.compile(r"[A-Za-z’']{2,}[,;:]? [a-z]{2,}[^<>=]*$")  # at least two words of a sentence
SILENT = ("console.info", "console.warn", "console.error", "InklingError", "PictureError", "WorkerLost", "WeightsError",
          "querySelector", "querySelectorAll", "nodes", "closest", "matches", "matchMedia")  # for scripts' ears, or no words
KNOWN = {"html, body", "column last", " could not be "}  # selectors, classes, and what a start script says
MARKUP = re.compile(r"[<>{}#=]|\.[a-z-]+[ ,:]|^[a-z-]+( [a-z-]+)?\[|input|console")


@pytest.mark.parametrize("file", [file for file in OF_PAGE if file.startswith("app/ui/")])
def test_no_words_of_a_module_stand_outside(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    silent = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(SILENT)]
    of_scripts = {id(each) for node in silent for each in ast.walk(node)}
    found = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
             and id(node) not in of_scripts and SPOKEN.search(node.value) and not MARKUP.search(node.value)]
    docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree)
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef))}
    assert not [text for text in found if text not in docs and text not in KNOWN]


def template(node):
    """What an error's message looks like: a text with something in the place of what is filled in; None if it is made elsewhere."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "7" for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return re.sub(r"%[sdr]", "7", template(node.left))
    return None


def refusals(file):
    for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and ast.unparse(node.exc.func) in (
                "DrawingError", "PictureError", "WeightsError", "DataError", "ExpressionError", "InklingError", "LinkError"):
            yield template(node.exc.args[0])


@pytest.mark.parametrize("file", [file for file in READERS if file not in NOT_SHOWN])
def test_what_a_reader_refuses_has_its_words_in_every_language(file):
    patterns = [text for key, text in WORDS[ENGLISH].items() if key.startswith(REFUSED)]
    for message in refusals(file):
        assert message is None or any(matched(pattern, message) is not None for pattern in patterns), message

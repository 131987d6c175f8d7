"""What every lesson's page and module promise each other, and that the page is complete without any script."""
import importlib
import re
from pathlib import Path

import pytest

from app.build.frame import LESSONS, lesson_pages
from app.build.lessons import fill, first_pictures
from app.build.page import Page
from app.build.scripts import read_script
from app.lessons.kit.settings import Number, Switch

ROOT = Path(__file__).parents[2]
ORDER = [link["href"].strip("/") for link in Page(ROOT, f"{LESSONS}/index.html").tree.select(".lessons a")]
LONGEST = 8  # minutes


@pytest.fixture(params=ORDER)
def name(request):
    return request.param


@pytest.fixture
def page(name):
    return lesson_pages(ROOT)[1 + ORDER.index(name)]


@pytest.fixture
def module(name):
    return importlib.import_module(f"app.lessons.{name}.{name}")


def test_every_lesson_is_in_the_list_once():
    assert sorted([*ORDER, "embedding"]) == sorted(path.parent.name for path in (ROOT / LESSONS).glob("*/index.html"))


def test_a_lesson_says_its_place_and_time_and_leads_to_its_neighbours(page, name):
    place = ORDER.index(name)
    said = re.fullmatch(r"(\d) of 9 · (\d+) minutes", page.tree.select_one(".top span").text)
    assert int(said[1]) == place + 1
    assert int(said[2]) <= LONGEST
    near = [f"../{ORDER[other]}/" for other in (place - 1, place + 1) if 0 <= other < len(ORDER)]
    assert {link["href"] for link in page.tree.select("nav.next a")} - {"../", "../../../"} == {*near}


def test_it_begins_with_a_guess_and_ends_with_three_questions_whose_every_answer_has_its_words(page):
    asked = {}
    for option in page.tree.select(".ask .option"):
        radio = option.select_one("label > input[type=radio]")
        asked.setdefault(radio["name"], []).append(radio["value"])
        assert len(option.select_one(".because").text) > 20
    assert sorted(asked) == ["guess", "q1", "q2", "q3"]
    assert all(len(set(values)) == len(values) >= 3 for values in asked.values())


def test_all_pictures_and_the_code_are_there_without_a_script(page, module):
    """Also where MNIST cannot be had."""
    scripts = [read_script(ROOT, page, tag) for tag in page.python_scripts]
    fill(page, scripts, ROOT, {})
    made = {place: html for place, html in first_pictures(module, ROOT, {}).items() if place != "told" and html}
    assert made
    for place in made:
        assert page.tree.find(id=place).decode_contents().strip(), place
    assert all("def " in code.text or "class " in code.text for code in page.tree.select(".editor pre"))
    assert page.tree.select(".editor pre")


def test_controls_are_named_like_settings_and_have_their_ranges(page, module):
    settings = module.SETTINGS
    for control in page.tree.select("form.play [name]"):
        kind = settings[control["name"]]
        if control.get("type") in ("range", "number") and isinstance(kind, Number):
            assert (float(control["min"]), float(control["max"])) == (kind.low, kind.high), control["name"]
            assert float(control["value"]) == kind.default, control["name"]
        elif control.name == "select":
            assert {option.get("value", option.text) for option in control.select("option")} == set(kind.words)
            chosen = control.select_one("option[selected]") or control.select_one("option")
            assert chosen.get("value", chosen.text) == kind.default
        elif control.get("type") == "radio":
            assert control["value"] in kind.words
            assert control.has_attr("checked") == (control["value"] == kind.default), control["name"]
        else:
            assert isinstance(kind, Switch)
            assert control.has_attr("checked") == kind.default
    named = {tag["data-of"] for tag in page.tree.select("[data-of]")} | {tag["data-run"] for tag in page.tree.select("[data-run]")}
    named |= {tag["data-if"].partition("=")[0] for tag in page.tree.select("[data-if]")}
    for tag in page.tree.select("[data-set]"):
        for pair in tag["data-set"].split():
            key, _, text = pair.partition("=")
            settings[key].read(text)
    assert named <= set(settings)


def test_every_reference_leads_to_something_that_is_there(page):
    for tag in page.tree.select("[href], [src], [data-file], [config]"):
        for attribute in ("href", "src", "data-file", "config"):
            address = tag.get(attribute, "")
            if not address or address.startswith(("data:", "#")):
                continue
            file = page.file_at(address.partition("#")[0])
            there = ROOT / file
            made = file.split("/")[0] in ("pyscript", "favicon.svg")
            assert made or there.is_file() or (there / "index.html").is_file() or file == ".", address
    ids = [tag["id"] for tag in page.tree.select("[id]")]
    assert len(ids) == len(set(ids))
    assert all(page.tree.find(id=label["for"]) for label in page.tree.select("label[for]"))


def test_its_own_style_sheet_is_linked(page, name):
    linked = [page.file_at(link["href"]) for link in page.tree.select("link[rel=stylesheet]")]
    sheets = ["theme.css", "pad.css"], [path.name for path in (ROOT / LESSONS / name).glob("*.css")]
    assert linked == [*(f"app/ui/{each}" for each in sheets[0]), f"{LESSONS}/lessons.css",
                      *(f"{LESSONS}/{name}/{each}" for each in sheets[1])]


def test_no_formula_is_without_its_words_and_nothing_is_inline(page):
    for formula in page.tree.select("math"):
        assert formula["alttext"] == formula["aria-label"]
    assert not page.tree.select("[style], [onclick], [oninput], [onchange]")

"""The Content-Security-Policy of the site's pages: it is in each of them, first, and allows no more than they need."""
import re
from pathlib import Path

import pytest

from app.build import site
from app.build.frame import EMBEDDING
from app.build.page import Page, parse
from app.build.policy import forbid, policy

ROOT = Path(__file__).parents[2]
WEAK = ("unsafe-inline", "'unsafe-eval'", "*", "http")


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """{file: tree} of all pages of the site, built of the project's own sources without its runtime and its packs."""
    scratch = tmp_path_factory.mktemp("built")
    runtime, out = scratch / "runtime", scratch / "site"
    for name in ("pyscript/core.js", "pyscript/worker.js", "micropython/start.js", "pyodide/start.js"):
        (runtime / name).parent.mkdir(parents=True, exist_ok=True)
        (runtime / name).write_text("")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(site, "pack_modules", lambda *_, **__: b"")
        site.fill(ROOT, runtime, scratch, out)
    return {path.relative_to(out).as_posix(): parse(path.read_text(encoding="utf-8")) for path in out.rglob("*.html")}


def test_every_page_begins_with_the_policy_and_one_may_hold_frames(pages):
    assert len(pages) == 12
    for file, page in pages.items():
        charset, first, *rest = page.head.find_all(True)
        assert (charset.name, charset["charset"]) == ("meta", "utf-8")
        assert (first["http-equiv"], first["content"]) == ("Content-Security-Policy", policy(frames=file == EMBEDDING)), file
        assert not [each for each in rest if each.get("http-equiv")]
    assert "frame-src 'self'" in policy(frames=True) and "frame-src" not in policy()


def test_no_page_says_itself_what_its_policy_forbids(pages):
    for file, page in pages.items():
        strange = [each for each in page.find_all(True) if each.name in ("style", "base", "object", "embed") or any(
            name == "style" or name.startswith("on") for name in each.attrs) or (each.name == "script" and not each.get("src"))]
        assert strange == [], file
        outside = [each for each in page.find_all(src=True) if re.match(r"\w+:|//", each["src"])]
        assert outside == [], file
        assert file == EMBEDDING or not page.find_all(["iframe", "inkling-pad"])


def test_nothing_is_allowed_but_the_sites_own_files_and_pictures_that_were_made_or_chosen_here():
    allowed = dict(part.split(" ", 1) for part in policy(frames=True).split("; "))
    assert not [each for each in WEAK if each in policy(frames=True)]
    assert allowed["default-src"] == "'none'"
    assert {name for name, sources in allowed.items() if re.search("blob:|data:", sources)} == {"img-src"}
    assert {name for name, sources in allowed.items() if "wasm" in sources} == {"script-src"}


def test_no_html_that_python_makes_says_how_it_looks():
    """It would break the policy; a property of the element's style does not."""
    for path in [*(ROOT / "app/ui").rglob("*.py"), *(ROOT / "app/lessons").rglob("*.py"), *(ROOT / "app").rglob("*.js")]:
        assert not re.search(r"""(?<![\w-])style=|Attribute\(["']style|<style|\bon\w+=\\?["']""", path.read_text("utf-8")), path


def test_a_page_without_a_character_set_has_its_policy_first(tmp_path):
    page = Page(tmp_path, "index.html", text="<html><head><title>T</title></head></html>")
    forbid(page)
    assert page.tree.head.find_all(True)[0]["content"] == policy()

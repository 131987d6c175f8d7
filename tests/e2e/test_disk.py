"""Opened straight from disk, where browsers refuse to load modules, the page says what to do instead."""
import pytest

from tests.e2e.sites import ROOT

SENTENCE = ("Browsers do not run Python from a file on disk: in this folder, run python -m app serve and open the address"
            " that it prints.")
VISIBLE = "[...document.body.querySelectorAll('*')].filter(each => each.checkVisibility()).map(each => each.localName)"


@pytest.mark.parametrize("engine", ["chromium", "firefox"], indirect=True)
@pytest.mark.parametrize("which", ["the project's own", "the built site's"])
def test_the_page_opened_from_disk_shows_one_sentence_and_nothing_else(page, site, which):
    folder = ROOT if which == "the project's own" else site
    page.open((folder / "index.html").as_uri())
    page.wait("document.readyState === 'complete'", seconds=30)
    assert page.js("document.body.innerText.trim()") == SENTENCE
    assert page.js(VISIBLE) == ["p", "code"]

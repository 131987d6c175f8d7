"""The page in other languages: chosen by the browser, an address or the menu, in every view and on the narrowest screen."""
import json
from pathlib import Path

import pytest

from app.ui.words import flat
from tests.drawings import THREE
from tests.e2e import axe, sites
from tests.e2e.host import hosting
from tests.e2e.pad import FRAMES, SOON, draw, only_chromium, seen, settle, start, until
from tests.e2e.teaching import visit
from tests.e2e.test_drawing import FORBID_STORAGE

WORDS = {path.stem: flat(json.loads(path.read_text(encoding="utf-8")))
         for path in (Path(__file__).parents[2] / "app/words").glob("*.json")}
OTHERS = sorted(set(WORDS) - {"en"})
SURE = "document.getElementById('answer').dataset.digit === '3'"
LANGUAGE = "[document.documentElement.lang, document.documentElement.dir, document.getElementById('language').value]"
# The keys of all that the page says in other words than the language's; argument: {key: text}.
OTHERWISE = """(() => {
    const wrong = [];
    for (const element of document.querySelectorAll("*")) for (const {name, value: key} of element.attributes) {
        if (!name.startsWith("data-word") || name === "data-words" || !(key in argument)) continue;
        const own = [...element.childNodes].map(node => node.nodeType === 3 ? node.data : `{${node.dataset?.slot}}`).join("");
        const says = name === "data-word" ? own : element.getAttribute(name.slice(10));
        if (says !== argument[key]) wrong.push(`${key}: ${says}`);
    }
    return wrong;
})()"""
# What sticks out of the page, or is cut off where it stands.
CUT_OFF = """(() => {
    const wide = document.documentElement.clientWidth;
    const said = "button, .button, summary, h2, h3, p, label, td, th, caption, figcaption";
    const shown = [...document.body.querySelectorAll(said)]
        .filter(each => each.checkVisibility({visibilityProperty: true}) && !each.closest(".scroll, .unseen, #pen-said, #photo"));
    const name = each => `${each.localName}#${each.id}.${each.className}: ${each.textContent.trim().slice(0, 40)}`;
    const out = shown.filter(each => { const box = each.getBoundingClientRect(); return box.right > wide + 1 || box.left < -1; });
    const heads = [...document.querySelectorAll("th, .tagline")].filter(each => each.checkVisibility());
    const boxes = [...shown.filter(each => each.matches("button, .button")), ...heads];
    const cut = boxes.filter(each => each.scrollWidth > each.clientWidth + 1);
    return [document.documentElement.scrollWidth > wide ? "the page scrolls sideways" : "", ...out.map(name), ...cut.map(name)]
        .filter(Boolean);
})()"""
OPEN_ALL = "document.querySelectorAll('.view, .view details').forEach(each => { each.open = true; })"


def of_page(language):
    return [language, WORDS[language]["language.direction"], language]


def test_the_page_speaks_as_the_address_or_the_menu_says_and_the_ink_stays(engine, site, tmp_path):
    page = engine.new_page()
    with hosting(site, scratch=tmp_path) as host:
        host.replace(sites.interpreter(site), sites.NEVER)
        start(page, host.url + "?lang=de-AT", "instant")
        draw(page, THREE)
        page.wait(SURE, seconds=SOON)
        german, french = WORDS["de"], WORDS["fr"]
        assert page.js(LANGUAGE) == of_page("de")
        page.wait(f"document.getElementById('sentence').textContent === {json.dumps(german['answer.sure'])}"
                  f".replace('{{digit}}', {json.dumps(german['digit.a.3'])})", seconds=SOON)
        assert page.js("document.getElementById('v3').textContent").endswith("\u00a0%")
        assert "," in page.js("document.getElementById('v3').textContent")
        before = settle(page)["probabilities"]
        page.js("(menu => { menu.value = 'fr'; menu.dispatchEvent(new Event('change')); })(document.getElementById('language'))")
        page.wait("document.documentElement.lang === 'fr'", seconds=SOON)
        until(page, "instant")
        assert page.js("location.search") == ""
        assert settle(page)["probabilities"] == before  # of the same ink
        page.reload()  # and the choice lasts
        page.wait("document.documentElement.lang === 'fr'", seconds=SOON)
        until(page, "instant")
        assert page.js("document.title") == french["page.title"]
    page.close()


@only_chromium
def test_the_page_speaks_as_the_browser_does(engine, host):
    """Of the languages that the visitor reads it is the first that the page has; if it has none, it is English."""
    for locale, language in (("pt-BR", "pt"), ("es-419", "es"), ("nl-NL", "en")):
        page = engine.new_page(locale=locale)
        start(page, host.url, "instant")
        page.wait(f"{LANGUAGE}[0] === {language!r}", seconds=SOON)  # it is laid out a moment later
        page.close()
    host.replace("app/words/de.json", "{cut o")
    page = engine.new_page(locale="de-DE")  # words that are damaged
    start(page, host.url, "instant")
    draw(page, THREE)
    page.wait(SURE, seconds=SOON)
    assert (page.js(LANGUAGE)[0], seen(page)["sentence"], seen(page)["notice"]) == ("en", "That is a 3.", None)
    page.close()


@only_chromium
def test_where_nothing_is_kept_the_address_keeps_the_language_and_the_ink_comes_along(engine, site, host):
    host.replace("index.html", (site / "index.html").read_text(encoding="utf-8").replace("<head>", FORBID_STORAGE))
    page = engine.new_page()
    start(page, host.url, "instant")
    draw(page, THREE)
    page.wait(SURE, seconds=SOON)
    page.tab.select_option("#language", "es")
    page.wait("document.documentElement.lang === 'es' && location.search === '?lang=es'", seconds=SOON)
    until(page, "instant")
    page.wait(SURE, seconds=SOON)
    page.close()


@only_chromium
@pytest.mark.parametrize("language", OTHERS)
def test_every_view_fits_in_every_language_and_axe_finds_nothing(engine, whole, language):
    page = engine.new_page(locale=language)
    visit(page, whole.url)
    page.wait(f"{LANGUAGE}.join() === {','.join(of_page(language))!r}", seconds=SOON)
    draw(page, THREE)
    page.wait("document.getElementById('views').dataset.blank === 'false'", seconds=SOON)
    page.js(OPEN_ALL)
    page.wait("document.querySelector('#compare tbody tr') && document.querySelector('#why .because').textContent", seconds=SOON)
    for width, height in ((320, 640), (390, 844), (844, 390), (1280, 800)):
        page.tab.set_viewport_size({"width": width, "height": height})
        page.js(FRAMES)
        assert page.js(CUT_OFF) == [], (width, height)
    assert axe.found(page.tab, screens=[(320, 640), (1280, 800)], themes=["light"]) == []
    assert page.problems == []
    page.click("#clear")
    page.js("scrollTo(0, 0)")
    page.click("#mode button[value=number]")
    for width, height in ((320, 640), (1024, 700)):
        page.tab.set_viewport_size({"width": width, "height": height})
        page.js(FRAMES)
        assert page.js(CUT_OFF) == [], (width, height, "numbers")
    page.click("#mode button[value=digit]")
    page.close()


@only_chromium
@pytest.mark.parametrize("language", OTHERS)
def test_nothing_is_left_in_english(engine, host, language):
    """Before anything has happened, which changes some of it."""
    host.hold("weights/inkling.json")
    page = engine.new_page(locale=language)
    page.open(host.url)
    page.wait(f"document.documentElement.lang === '{language}'", seconds=SOON)
    assert page.js(OTHERWISE, WORDS[language]) == []
    page.close()

"""The pad in other people's pages: from another origin and site, under the strictest policy, in each kind of host."""
import json

import pytest

from app.build.problems import BuildError
from tests.e2e import axe, sites
from tests.e2e.embedding import (
    EXAMPLE,
    POLICY,
    SEVEN,
    draw,
    frames,
    framework_scripts,
    host_of,
    in_frame,
    page_of,
    snippet,
)
from tests.e2e.host import hosting
from tests.e2e.pad import BOOT, FRAMES, SOON, only_chromium

FIELD = '<form id="form"><inkling-pad id="a" name="digit" label="A digit" required></inkling-pad></form>'
BOX = "(({width, height}) => [width, height])(document.querySelector('#a').getBoundingClientRect())"


@pytest.fixture(scope="module")
def guest(site, tmp_path_factory):
    """The whole site, on a sub-path."""
    with hosting(site, scratch=tmp_path_factory.mktemp("guest"), prefix="/some/path/") as running:
        yield running


@pytest.fixture(scope="module")
def instant_guest(site, tmp_path_factory):
    """The same where Pyodide never comes up."""
    with hosting(site, scratch=tmp_path_factory.mktemp("instant-guest"), prefix="/some/path/") as running:
        running.replace(sites.interpreter(site), sites.NEVER)
        yield running


def last(pad, name):
    """What the pad with this id has told last under this name, or null; JavaScript."""
    return f"(log.filter(each => each.from === '{pad}' && each.name === '{name}').at(-1)?.detail ?? null)"


def open_host(page, address):
    page.open(address)
    page.wait("!!customElements.get('inkling-pad') && document.readyState === 'complete'", seconds=SOON)


def test_a_pad_in_a_page_of_the_strictest_policy(page, engine, instant_guest, tmp_path):
    """Far below at first, where it costs one request; then drawn on, read, resized, reset."""
    guest, site = instant_guest, instant_guest.url
    with host_of({"index.html": page_of("<br>" * 200 + FIELD)}, tmp_path / "host", site=site, policy=POLICY) as host:
        before = len(guest.requests)
        open_host(page, host)
        first = page.js(BOX)
        page.js(FRAMES)
        assert guest.names(before) == ["app/embed.js"]
        assert guest.requests[before].size < 4000
        assert page.js("form.checkValidity()") is False
        message = "Object.assign(document.createElement('input'), {required: true}).validationMessage"
        assert page.js(f"document.querySelector('#a').matches(':invalid') && !!{message}")

        page.js("document.querySelector('#a').scrollIntoView()")
        page.wait(f"!!{last('a', 'ready')}", seconds=SOON)
        page.js(FRAMES)
        width, height = page.js(BOX)
        assert (width, abs(height - first[1]) <= 1) == (first[0], True), "what was kept free for it is what it takes"

        draw(page, site, SEVEN, engine=engine.name)
        page.wait(f"{last('a', 'read')}?.digit === 7", seconds=SOON)
        told = page.js(last("a", "read"))
        assert told["sure"] and told["source"] == "instant" and abs(sum(told["probabilities"]) - 1) < 1e-6
        assert page.js("[form.checkValidity(), new FormData(form).get('digit'), document.querySelector('#a').value]") == [True, "7", "7"]
        drawn = page.js("document.querySelector('#a').strokes")
        assert len(drawn) == 1
        assert page.js("document.querySelector('#a').read()")["digit"] == 7

        page.js("document.querySelector('#a').style.width = '300px'")
        page.wait(f"{BOX}[1] > 500", seconds=SOON)  # one above the other
        page.js("document.querySelector('#a').setAttribute('theme', 'dark')")
        page.js("document.querySelector('#a').read()")  # and so the frame has heard of it
        assert in_frame(page, site, "document.documentElement.dataset.theme") == "dark"
        assert page.js("document.querySelector('#a').strokes") == drawn
        assert sum(name.startswith("?embed") for name in guest.names(before)) == 1

        page.js("form.reset()")
        page.wait("document.querySelector('#a').value === '' && !form.checkValidity()", seconds=SOON)
        assert page.js("document.querySelector('#a').read()") is None
        page.js(f"document.querySelector('#a').strokes = {json.dumps(SEVEN)}")
        page.wait("document.querySelector('#a').value === '7'", seconds=SOON)
        refused = page.js("refused")  # Firefox asks for a picture of its own, and is refused it
        assert [each for each in refused if not each.endswith("favicon.ico")] == []
        assert page.js("log.filter(each => each.name === 'error')") == []


def test_each_kind_of_host(page, engine, instant_guest, tmp_path):
    """React, Vue, a shadow root, a notebook's output (in a frame of its own, and as a script made anew), and a script that is a
    module; each with a drawing that the page sets."""
    site = instant_guest.url
    try:
        made = framework_scripts(tmp_path)
    except BuildError as error:
        pytest.skip(f"React and Vue could not be had: {error}")
    tag = snippet("tag").replace(EXAMPLE, site)
    output = snippet("jupyter").split("'")[1].replace(EXAMPLE, site)
    kinds = """
        const shadow = document.querySelector("#shadow").attachShadow({mode: "open"});
        const early = Object.assign(document.createElement("inkling-pad"), {id: "early", strokes: SEVEN});
        shadow.append(early);
        document.querySelector("iframe").srcdoc = OUTPUT;
        // As a notebook puts it into its page: scripts in it do not run until they are made anew.
        document.querySelector("#cell").innerHTML = OUTPUT;
        const old = document.querySelector("#cell script"), anew = document.createElement("script");
        anew.src = old.src;
        old.replaceWith(anew);
        document.querySelector("#cell inkling-pad").id = "cell-pad";
    """.replace("SEVEN", json.dumps(SEVEN)).replace("OUTPUT", json.dumps(output))
    page_text = page_of('<div id="react"></div><div id="vue"></div><div id="shadow"></div><div id="cell"></div>'
                        '<iframe width="600" height="500" title="output"></iframe>'
                        '<script src="kinds.js"></script><script src="react.js"></script><script src="vue.js"></script>',
                        script='<script type="module" src="{site}app/embed.js"></script>')
    assert tag.splitlines()[0] == f'<script src="{site}app/embed.js" async></script>'
    with host_of({"index.html": page_text, "kinds.js": kinds, **made}, tmp_path / "host", site=site) as host:
        open_host(page, host)
        for place in ("#react inkling-pad", "#vue inkling-pad", "#cell inkling-pad"):
            page.js(f"(pad => {{ pad.scrollIntoView(); pad.strokes = {json.dumps(SEVEN)}; }})"
                    f"(document.querySelector('{place}'))")
            page.wait(f"document.querySelector('{place}').value === '7'", seconds=SOON)
        page.wait("document.querySelector('#react output').textContent === '7'", seconds=SOON)
        page.wait("document.querySelector('#vue output').textContent === '7'", seconds=SOON)
        page.js("document.querySelector('#shadow').scrollIntoView()")
        page.wait("log.some(({from, name, detail}) => from === 'shadow' && name === 'read' && detail.digit === 7)", seconds=SOON)
        page.js("document.querySelector('iframe').scrollIntoView()")
        inner = "document.querySelector('iframe').contentDocument.querySelector('inkling-pad')"
        page.wait(f"{inner}?.read && ({inner}.strokes = {json.dumps(SEVEN)}, true)", seconds=SOON)
        assert page.js(f"{inner}.read()")["digit"] == 7
        assert page.js("log.filter(each => each.name === 'error')") == []


def test_a_page_on_disk(page, engine, instant_guest, tmp_path):
    site = instant_guest.url
    path = tmp_path / "page.html"
    path.write_text(f'<!doctype html><title>On disk</title>{snippet("tag").replace(EXAMPLE, site)}', encoding="utf-8")
    page.open(path.as_uri())
    page.wait("!!document.querySelector('inkling-pad')?.read", seconds=SOON)
    page.js(f"void (document.querySelector('inkling-pad').strokes = {json.dumps(SEVEN)})")
    assert page.js("document.querySelector('inkling-pad').read()")["digit"] == 7

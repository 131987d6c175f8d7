"""The pad in other people's pages: from another origin and site, under the strictest policy, in each kind of host."""
import json
import time

import pytest

from app.build.problems import BuildError
from tests.e2e import axe, sites
from tests.e2e.embedding import (
    EXAMPLE,
    POINTERS,
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
from tests.e2e.page import wait_in

FIELD = '<form id="form"><inkling-pad id="a" name="digit" label="A digit" required></inkling-pad></form>'
# 12+1=, in thousandths of the pad's height
SUM = [[[150, 250], [140, 500], [150, 750]], [[300, 300], [450, 250], [480, 400], [320, 700], [500, 700]], [[600, 500], [800, 500]],
       [[700, 400], [700, 600]], [[950, 250], [940, 500], [950, 750]], [[1200, 400], [1400, 400]], [[1200, 500], [1400, 500]]]
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
        filled = "[form.checkValidity(), new FormData(form).get('digit'), document.querySelector('#a').value]"
        assert page.js(filled) == [True, "7", "7"]
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
        page.js("document.querySelector('#a').setAttribute('disabled', '')")
        page.js("document.querySelector('#a').setAttribute('lang', 'en')")  # its frame begins anew, and has the drawing again
        page.wait("log.filter(each => each.name === 'ready').length === 2", seconds=SOON)
        assert page.js("document.querySelector('#a').read()")["digit"] == 7
        assert in_frame(page, site, "document.querySelector('#everything').inert")
        assert page.js("new FormData(form).get('digit')") is None

        refused = page.js("refused")  # Firefox asks for a picture of its own, and is refused it
        assert [each for each in refused if not each.endswith("favicon.ico")] == []
        assert page.js("log.filter(each => each.name === 'error')") == []


@only_chromium
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


@only_chromium
def test_a_page_on_disk(page, engine, instant_guest, tmp_path):
    site = instant_guest.url
    path = tmp_path / "page.html"
    path.write_text(f'<!doctype html><title>On disk</title>{snippet("tag").replace(EXAMPLE, site)}', encoding="utf-8")
    page.open(path.as_uri())
    page.wait("!!document.querySelector('inkling-pad')?.read", seconds=SOON)
    page.js(f"void (document.querySelector('inkling-pad').strokes = {json.dumps(SEVEN)})")
    assert page.js("document.querySelector('inkling-pad').read()")["digit"] == 7


WORKER = "[document.documentElement.dataset.state, document.querySelectorAll('body > script[worker]').length]"
KEPT = "Object.keys(localStorage).filter(key => key.startsWith('inkling'))"


def workers(page, site):
    """{label of a pad: [its data-state, how many workers it has]}"""
    found = {}
    for frame in frames(page, site):
        found[frame.evaluate("new URLSearchParams(location.search).get('label')")] = frame.evaluate(WORKER)
    return found


def until_workers(page, site, **expected):
    """Wait until the pads are as expected: "ready" with a worker, "instant" without one; where none is named, one has it."""
    wanted = {name: [state, int(state == "ready")] for name, state in expected.items()}
    one = [["instant", 0], ["ready", 1]]
    end = time.monotonic() + BOOT
    while True:
        found = workers(page, site)
        if found == wanted or (not wanted and sorted(found.values()) == one):
            return
        assert time.monotonic() < end, found
        page.tab.wait_for_timeout(50)


@only_chromium
def test_two_pads_share_one_worker_and_the_cache_and_keep_nothing(engine, guest, tmp_path):
    """It is with the one in view that was used last; and what a pad costs is no more than the page costs that it is."""
    site = guest.url
    alone = engine.new_page(service_workers="block")
    before = len(guest.requests)
    alone.open(site)
    alone.wait("document.querySelector('#views').dataset.state !== 'away'", seconds=BOOT)
    own = sum(request.size for request in guest.requests[before:])
    alone.close()

    page = engine.new_page(service_workers="block")
    pads = "".join(f'<inkling-pad id="{name}" label="{name}" class="narrow"></inkling-pad>' for name in "ab")
    sheet = ".narrow { float: left; width: 320px; }"
    text = page_of(f'<link rel="stylesheet" href="page.css">{pads}<br clear="all">' + "<br>" * 300)
    with host_of({"index.html": text, "page.css": sheet}, tmp_path / "host", site=site, near=True) as host:
        before = len(guest.requests)
        open_host(page, host)
        page.wait(f"!!{last('a', 'ready')} && !!{last('b', 'ready')}", seconds=SOON)
        until_workers(page, site)
        cost = sum(request.size for request in guest.requests[before:])
        print(f"two pads: {cost} bytes; the page by itself: {own}")
        assert cost <= own

        draw(page, site, SEVEN, engine=engine.name)
        page.wait("document.querySelector('#a').value === '7'", seconds=SOON)
        until_workers(page, site, a="ready", b="instant")
        assert page.js("document.querySelector('#a').read()")["source"] == "full"
        other = next(frame for frame in frames(page, site) if "label=b" in frame.url)
        other.click("#pad", position={"x": 100, "y": 100})
        until_workers(page, site, a="instant", b="ready")
        assert page.js("document.querySelector('#a').read()")["digit"] == 7, "it reads by itself meanwhile"

        page.js("scrollTo(0, 1e6)")
        until_workers(page, site, a="instant", b="instant")
        page.js("scrollTo(0, 0)")
        until_workers(page, site)
        assert [frame.evaluate(KEPT) for frame in frames(page, site)] == [[], []]

        # Nor does a pad show what the page itself keeps.
        frames(page, site)[0].evaluate(f"localStorage.setItem('inkling.drawing', '{json.dumps(SEVEN)}')")
        page.reload()
        page.wait(f"!!{last('a', 'ready')}", seconds=SOON)
        assert page.js("document.querySelector('#a').read()") is None
    page.close()


HANDSHAKE = """async ([site, host]) => {
    const frame = Object.assign(document.createElement("iframe"), {src: `${site}?embed&host=${encodeURIComponent(host)}`});
    const heard = [];
    addEventListener("message", ({source, data}) => source === frame.contentWindow && heard.push(data));
    Object.assign(window, {frame, heard});
    document.body.append(frame);
    await new Promise(done => { frame.onload = done; });
}"""
SEND = """() => {
    const {port1, port2} = new MessageChannel();
    window.told = [];
    port1.onmessage = ({data}) => told.push(data);
    window.port = port1;
    frame.contentWindow.postMessage({inkling: "port", set: {}}, "*", [port2]);
}"""
# To whoever is beside the pad's frame: another that tries to be its element, and the element's frame.
INTRUDER = """<script>
    addEventListener("message", ({data}) => parent.postMessage({heard: data}, "*"));
    const {port1, port2} = new MessageChannel();
    port1.onmessage = ({data}) => parent.postMessage({heard: data}, "*");
    parent.frames[0].postMessage({inkling: "port", set: {strokes: SEVEN}}, "*", [port2]);
    parent.postMessage({inkling: "hello", version: 1}, "*");
</script>"""
NONSENSE = """() => {
    const circle = {}; circle.set = circle;
    const deep = JSON.parse("[".repeat(3000) + "]".repeat(3000));
    const long = [Array(30000).fill([1, 1])];
    for (const each of [1, null, "set", [], {}, circle, {set: 1}, {set: {nope: 1}}, {set: {theme: 1}}, {set: {strokes: [["x"]]}},
        {set: {strokes: deep}}, {set: {strokes: long}}, {ask: "x"}, {ask: 2n}, {set: {network: "none"}},
        {set: {strokes: [[Array(4e9)]]}}, {set: Array(4e9)}, {set: {strokes: [[[Array(1e9), 1]]]}}, {set: new Uint8Array(1e8)}])
        port.postMessage(each);
    port.postMessage({set: {strokes: SEVEN}});
    port.postMessage({ask: 7});
}"""


@only_chromium
def test_only_the_element_is_heard_and_what_it_must_not_say_is_answered_by_an_error(page, engine, instant_guest, tmp_path):
    site = instant_guest.url
    hosted = "document.documentElement.hasAttribute('data-hosted')"
    count = "window.count ??= (addEventListener('message', () => { window.count += 1; }), 0)"
    with host_of({"index.html": page_of("")}, tmp_path / "host", site=site) as host:
        open_host(page, host)
        # A frame whose address names another host has nothing to say to this one, and does not listen to it.
        page.js(f"({HANDSHAKE})([{json.dumps(site)}, 'https://other.example'])")
        inner = frames(page, site)[0]
        wait_in(inner, "document.documentElement.dataset.state === 'instant'", seconds=SOON)
        inner.evaluate(count)
        page.js(f"({SEND})()")
        wait_in(inner, "count > 0", seconds=SOON)
        assert (inner.evaluate(hosted), page.js("[heard, told]")) == (False, [[], []])
        page.js("frame.remove()")

        page.js(f"({HANDSHAKE})([{json.dumps(site)}, origin])")
        page.wait("heard.length > 0", seconds=SOON)
        assert page.js("heard") == [{"inkling": "hello", "version": 1}]
        inner = frames(page, site)[0]
        inner.evaluate(count)
        # Another window of the host's page is not the one around the frame.
        page.js(f"""(() => {{
            window.intruder = [];
            const other = Object.assign(document.createElement("iframe"), {{sandbox: "allow-scripts"}});
            addEventListener("message", ({{source, data}}) => source === other.contentWindow && intruder.push(data));
            other.srcdoc = {json.dumps(INTRUDER.replace("SEVEN", json.dumps(SEVEN)))};
            document.body.append(other);
        }})()""")
        wait_in(inner, "count > 0", seconds=SOON)
        page.wait("intruder.length > 0", seconds=SOON)
        assert (inner.evaluate(hosted), page.js("intruder")) == (False, [{"inkling": "hello", "version": 1}])

        page.js(f"({SEND})()")
        page.wait("told.some(each => each.event === 'ready')", seconds=SOON)
        page.js(f"({NONSENSE})()".replace("SEVEN", json.dumps(SEVEN)))
        page.wait("told.some(each => each.answer === 7)", seconds=SOON)
        assert page.js("told.find(each => each.answer === 7).result.digit") == 7
        errors = page.js("told.filter(each => each.event === 'error').map(each => each.detail.message)")
        assert len(errors) == 19, errors
        assert page.js("told.filter(each => each.drawn).map(each => each.drawn)") == [SEVEN]


@only_chromium
def test_where_the_browser_forbids_storage_a_pad_has_all_it_needs_and_says_nothing_of_it(page, engine, guest, tmp_path):
    """The full Python, too, and another network; in a plain frame, sandboxed by its host, as on the page on embedding."""
    site = guest.url
    frame = snippet("frame").replace(EXAMPLE, site).replace('loading="lazy"', 'id="b"')
    body = f'<inkling-pad id="a" network="mlp-16-16" label="a"></inkling-pad>{frame}'
    with host_of({"index.html": page_of(body)}, tmp_path / "host", site=site) as host:
        open_host(page, host)
        page.wait(f"!!{last('a', 'ready')}", seconds=SOON)
        if frames(page, site)[0].evaluate("(() => { try { return localStorage; } catch { return null; } })()") is not None:
            pytest.skip("this Chromium lets frames of other sites store what they like")
        page.js(f"document.querySelector('#a').strokes = {json.dumps(SEVEN)}")
        page.wait(f"{last('a', 'read')}?.network", seconds=BOOT)
        told = page.js(last("a", "read"))
        assert (told["digit"], told["source"]) == (7, "full")
        page.js("document.querySelector('#a').setAttribute('network', 'gone')")
        page.wait(f"{last('a', 'error')}?.message.includes('gone')", seconds=SOON)
        page.js("document.querySelector('#a').setAttribute('mode', 'number')")
        page.js(f"document.querySelector('#a').strokes = {json.dumps(SUM)}")
        answer = page.js("document.querySelector('#a').read()")
        assert (answer["text"], answer["value"]) == ("12+1=", 13)
        page.wait("document.querySelector('#a').value === '12+1='", seconds=SOON)

        plain = next(each for each in frames(page, site) if "host=" not in each.url)
        wait_in(plain, "document.querySelector('#answer') && document.documentElement.dataset.state !== 'loading'", seconds=SOON)
        plain.evaluate(POINTERS, SEVEN)
        wait_in(plain, "document.querySelector('#answer').dataset.digit === '7'", seconds=SOON)
        assert plain.evaluate("document.documentElement.dataset.theme") == "light"
        assert [each for each in page.problems if "404" not in each] == []  # which is of the host's icon


@only_chromium
def test_a_frame_that_never_answers_is_told_and_its_place_leads_to_the_site(engine, instant_guest, tmp_path):
    page = engine.new_page()
    site = instant_guest.url
    page.tab.clock.install()
    policy = POLICY.replace("frame-src {site}", "")
    with host_of({"index.html": page_of(FIELD)}, tmp_path / "host", site=site, policy=policy) as host:
        open_host(page, host)
        page.wait("refused.some(each => each.startsWith('frame-src'))", seconds=SOON)
        page.tab.clock.fast_forward(60_000)
        page.wait(f"!!{last('a', 'error')}", seconds=SOON)
        assert page.js(last("a", "error"))["message"].startswith(f"{site}?embed")
        assert page.js("document.querySelector('#a').shadowRoot.querySelector('a').href") == site
    page.close()


@only_chromium
def test_the_page_on_embedding_works_and_axe_finds_nothing(page, instant_guest):
    site = instant_guest.url
    page.open(f"{site}app/lessons/embedding/")
    page.wait("document.documentElement.dataset.state === 'ready'", seconds=SOON)
    assert EXAMPLE not in page.js("document.body.innerText") and f"{site}app/embed.js" in page.js("document.body.innerText")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("[data-copy=tag]")
    page.wait("document.querySelector('[data-copy=tag]').textContent === 'Copied'", seconds=SOON)
    assert page.js("navigator.clipboard.readText()") == snippet("tag").replace(EXAMPLE, site)
    page.js("document.querySelectorAll('inkling-pad').forEach(pad => pad.read())")
    page.wait("[...document.querySelectorAll('inkling-pad')].every(pad => !pad.shadowRoot.querySelector('a'))", seconds=SOON)
    page.js(f"document.querySelector('form inkling-pad').strokes = {json.dumps(SEVEN)}")
    page.wait("document.querySelector('form inkling-pad').value === '7'", seconds=SOON)
    page.click("form button")
    page.wait("document.querySelector('#sent').textContent.includes('digit=7')", seconds=SOON)
    page.wait("document.querySelector('#log').textContent.includes('inkling-read')", seconds=SOON)
    found = axe.found(page.tab, screens=[(1280, 800), (360, 800)])
    assert found == [], '\n'.join(found)
    page.tab.set_viewport_size({"width": 320, "height": 640})
    page.js(FRAMES)
    assert page.js("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@only_chromium
@pytest.mark.parametrize("query", ["?embed&theme=dark", "?embed&mode=number&label=A%20sum"])
def test_axe_finds_nothing_in_a_pad_whether_blank_or_read(page, instant_guest, query):
    page.open(instant_guest.url + query)
    page.wait("document.documentElement.dataset.state === 'instant'", seconds=SOON)
    of_part = {"screens": [(320, 640), (640, 480)], "without": ["page-has-heading-one"]}  # the page around it has one
    found = axe.found(page.tab, **of_part)
    page.js(f"({POINTERS})({json.dumps(SEVEN)})")
    page.wait("/7|Python/.test(document.querySelector('.reading').innerText)", seconds=SOON)
    found += axe.found(page.tab, **of_part)
    assert found == [], "\n".join(found)
    page.tab.set_viewport_size({"width": 240, "height": 600})
    page.js(FRAMES)
    assert page.js("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

"""The policy of the site's pages: what it forbids does not happen, and is noticed in whatever test it comes up (conftest.py)."""
from tests.e2e.host import hosting
from tests.e2e.pad import SOON, start

# Another site's picture and script, a script and a style in the text, code made from a text, a worker made from one.
STRANGE = """(async () => {
    window.seen = 0;
    addEventListener("securitypolicyviolation", () => { window.seen += 1; });
    const add = html => document.body.append(document.createRange().createContextualFragment(html));
    add('<img src="http://localhost:9/picture"><script src="http://localhost:9/script"></' + 'script>');
    add('<script>window.ran = true</' + 'script><p id="painted" style="display: none">.</p>');
    const made = document.createElement("script");
    made.src = URL.createObjectURL(new Blob(["window.ran = true"]));
    document.body.append(made);
    try { new Worker(URL.createObjectURL(new Blob(["postMessage(1)"]))).onmessage = () => { window.ran = true; }; } catch {}
    await fetch("http://localhost:9/words").catch(() => null);
})()"""
FORBIDDEN = ["img-src http://localhost:9/picture", "script-src-elem http://localhost:9/script", "script-src-elem inline",
             "style-src-attr inline", "script-src-elem blob", "worker-src blob", "connect-src http://localhost:9/words"]


def test_what_a_page_did_not_bring_neither_runs_nor_leaves_and_is_noticed(engine, page, small_site, tmp_path):
    with hosting(small_site, scratch=tmp_path) as host:
        start(page, host.url, "instant", "failed")
        assert engine.take_violations() == []
        page.js(STRANGE)
        page.wait(f"seen >= {len(FORBIDDEN)}", seconds=SOON)
        noticed = "; ".join(engine.take_violations())
        assert [each for each in FORBIDDEN if each not in noticed] == [], noticed
        assert page.js("document.getElementById('painted').checkVisibility()")
        assert not page.js("window.ran")

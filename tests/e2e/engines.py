"""Three browser engines behind one small driver: Chromium and Firefox by Playwright, WebKitGTK (webkit.py) by Selenium.

A driver opens pages; a page has `open`, `reload`, `js`, `wait`, a pointer (`press`, `move`, `release`), `key`, `click`
and `close`. Tests that need more (touch, emulated screens) take Playwright's own objects, `page.tab` and `page.context`.
"""
import contextlib
import shutil
from pathlib import Path

from tests.e2e.page import Absent, Page
from tests.e2e.webkit import webkit

NAMES = ["chromium", "firefox", "webkit"]
# No sandbox because CI runs as root; the rest keeps the browser itself off the network.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                      "--disable-background-networking", "--disable-component-update"]
# Playwright lets pages on disk read each other, which Firefox by itself does not.
FIREFOX_SETTINGS = {"security.fileuri.strict_origin_policy": True}
# Playwright waits for a script's promise for ever.
WITHIN_LIMIT = """async argument => {
    let timer;
    const limit = new Promise((_, fail) => { timer = setTimeout(fail, 120_000, new Error("the script came to no end")); });
    try { return await Promise.race([(%s), limit]); } finally { clearTimeout(timer); }
}"""


class PlaywrightPage(Page):
    """One page in a context of its own: nothing is stored from other tests.

    requested: the address of every request the browser told of, workers' and service workers' included.
    problems: what the console showed as errors, and what was thrown and never caught.
    """

    def __init__(self, browser, options):
        self.context = browser.new_context(**{"viewport": {"width": 1000, "height": 800}, **options})
        self.requested, self.problems = [], []
        self.context.on("request", lambda request: self.requested.append(request.url))
        self.context.on("console", lambda line: line.type == "error" and self.problems.append(line.text))
        self.tab = self.context.new_page()
        self.tab.on("pageerror", lambda error: self.problems.append(str(error)))

    def open(self, address):
        # "commit": a test may be holding back a file that the load event waits for.
        self.tab.goto(address, wait_until="commit")

    def reload(self):
        self.tab.reload(wait_until="commit")

    def js(self, expression, argument=None):
        return self.tab.evaluate(WITHIN_LIMIT % expression, argument)

    def look(self, expression):
        import playwright.sync_api

        try:
            return self.js(expression)
        except playwright.sync_api.Error:
            if self.tab.is_closed():
                raise
            return None

    def press(self, x, y):
        self.tab.mouse.move(x, y)
        self.tab.mouse.down()

    def move(self, points):
        for x, y in points:
            self.tab.mouse.move(x, y)

    def release(self):
        self.tab.mouse.up()

    def key(self, keys):
        self.tab.keyboard.press(keys)

    def click(self, selector):
        self.tab.click(selector)

    def close(self):
        self.context.close()


class PlaywrightEngine:
    """Chromium or Firefox."""

    def __init__(self, name, browser):
        self.name = name
        self.browser = browser

    def new_page(self, **options):
        """options: as for Playwright's new_context."""
        return PlaywrightPage(self.browser, options)


@contextlib.contextmanager
def launched(name):
    """The engine of that name, running while the block lasts; raises Absent where this machine has none."""
    with (webkit() if name == "webkit" else playwright(name)) as engine:
        yield engine


@contextlib.contextmanager
def playwright(name):
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise Absent("needs the Python package playwright") from None
    system = {"chromium": ["chromium", "chromium-browser", "google-chrome"], "firefox": ["firefox-esr", "firefox"]}[name]
    path = next(filter(None, map(shutil.which, system)), None)
    with sync_playwright() as api:
        options = {"args": CHROMIUM_ARGUMENTS} if name == "chromium" else {"firefox_user_prefs": FIREFOX_SETTINGS}
        if path:
            # An ordinary Firefox speaks WebDriver BiDi, not the protocol of Playwright's own patched one.
            options |= {"executable_path": path} | ({"channel": "moz-firefox"} if name == "firefox" else {})
        elif not Path(getattr(api, name).executable_path).exists():
            raise Absent(f"no {' or '.join(system)} installed, nor Playwright's own (python -m playwright install {name})")
        browser = getattr(api, name).launch(**options)
        try:
            yield PlaywrightEngine(name, browser)
        finally:
            browser.close()

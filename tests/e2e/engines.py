"""Three browser engines behind one small driver: Chromium and Firefox by Playwright, WebKitGTK (webkit.py) by Selenium.

A driver opens pages; a page has `open`, `reload`, `js`, `wait`, a pointer (`press`, `move`, `release`), `key`, `click`,
`choose` (a file for an input) and `close`. Tests that need more (touch, emulated screens) take Playwright's own objects,
`page.tab` and `page.context`.
"""
import contextlib
import shutil
from pathlib import Path

from tests.e2e.page import FORBIDDEN, Absent, Page, watching
from tests.e2e.webkit import webkit

NAMES = ["chromium", "firefox", "webkit"]
# Chromium makes two pages of its own in every window, for what comes down from the address bar: nobody here sees them, and they
# take half a second of a processor. The others are those that Playwright turns off: of switches of this name the last one counts.
UNUSED = """WebUIOmniboxPopup WebUIOmniboxAimPopup WebUIOmniboxFullPopup
    AimEnabled AutoDeElevate AvoidCorsURLLoaderRestartOnRedirect AvoidUnnecessaryBeforeUnloadCheckSync
    BlockOriginHeaderModificationOnRedirect DestroyProfileOnBrowserClose DialMediaRouteProvider GlobalMediaControls HttpsUpgrades
    LensOverlay MediaRouter NetworkTimeServiceQuerying OptimizationHints PaintHolding ThirdPartyStoragePartitioning Translate"""
# No sandbox because CI runs as root; the rest keeps the browser itself off the network.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                      "--disable-background-networking", "--disable-component-update",
                      f"--disable-features={','.join(UNUSED.split())}"]
# Playwright lets pages on disk read each other, which Firefox by itself does not.
FIREFOX_SETTINGS = {"security.fileuri.strict_origin_policy": True}
WINDOW = {"viewport": {"width": 1000, "height": 800}}
# Playwright waits for a script's promise for ever.
WITHIN_LIMIT = """async argument => {
    let timer;
    const limit = new Promise((_, fail) => { timer = setTimeout(fail, 120_000, new Error("the script came to no end")); });
    try { return await Promise.race([(%s), limit]); } finally { clearTimeout(timer); }
}"""


class PlaywrightPage(Page):
    """One page in a context that is its own: nothing is stored from other tests.

    begin: makes that context. requested: the address of every request the browser told of, workers' and service workers'
    included. problems: what the console showed as errors, and what was thrown and never caught. violations: as the engine's.
    """

    def __init__(self, begin, violations):
        self.begin, self.violations = begin, violations
        self.start()

    def start(self):
        self.crashed = self.closing = False
        self.requested, self.problems = [], []
        self.context = self.begin()
        self.context.on("request", lambda request: self.requested.append(request.url))
        self.context.add_init_script(watching("console.error.bind(console)"))
        self.context.on("console", lambda line: line.type == "error" and self.told(line.text))
        self.context.on("close", lambda _: self.broke(not self.closing))
        self.tab = self.context.new_page()
        self.tab.on("pageerror", lambda error: self.problems.append(str(error)))
        self.tab.on("crash", lambda _: self.broke(True))

    def told(self, text):
        self.problems.append(text)
        if text.startswith(FORBIDDEN):
            self.violations.append(text)

    def broke(self, crashed):
        self.crashed = crashed

    def open(self, address):
        if self.crashed:
            self.start()
        # "commit": a test may be holding back a file that the load event waits for.
        self.tab.goto(address, wait_until="commit")

    def reload(self):
        import playwright.sync_api
        try:
            self.tab.reload(wait_until="commit")
        except playwright.sync_api.Error as error:
            if "ERR_ABORTED" not in error.message:  # the page was reloading itself
                raise
            self.tab.reload(wait_until="commit")

    def js(self, expression, argument=None):
        return self.tab.evaluate(WITHIN_LIMIT % expression, argument)

    def look(self, expression):
        import playwright.sync_api

        try:
            return self.js(expression)
        except playwright.sync_api.Error:
            if self.crashed or self.tab.is_closed():
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

    def choose(self, selector, path):
        self.tab.set_input_files(selector, path)

    def close(self):
        self.closing = True
        with contextlib.suppress(Exception) if self.crashed else contextlib.nullcontext():
            self.context.close()


class PlaywrightEngine:
    """Chromium or Firefox. options: for every launch of it. violations: of the policy that the site's pages have, in any page."""

    def __init__(self, kind, options):
        self.name = kind.name
        self.kind, self.options = kind, options
        self.browser = kind.launch(**options)
        self.pages, self.violations = [], []

    def new_page(self, **options):
        """options: as for Playwright's new_context."""
        def begin():
            if not self.browser.is_connected():
                self.browser = self.kind.launch(**self.options)
            return self.browser.new_context(**{**WINDOW, **options})
        return self.opened(begin)

    def open_profile(self, folder, **options):
        """A page in a browser of its own that keeps its profile in this folder, as people's browsers do; closing the page
        ends that browser, and the next one on the same folder finds what it stored."""
        return self.opened(lambda: self.kind.launch_persistent_context(folder, **{**self.options, **WINDOW, **options}))

    def opened(self, begin):
        self.pages = [page for page in self.pages if not page.closing] + [PlaywrightPage(begin, self.violations)]
        return self.pages[-1]

    def take_violations(self):
        """Those since the last call."""
        import playwright.sync_api

        for page in self.pages:
            if not (page.closing or page.crashed or page.tab.is_closed()):
                with contextlib.suppress(playwright.sync_api.Error):  # it is being left, and can tell nothing more
                    page.tab.evaluate("0")  # what it told before comes before the answer
        taken = list(self.violations)
        self.violations.clear()
        return taken

    def crashed(self):
        """Whether the browser, or one of its pages, has crashed; opening a page begins anew what has."""
        import playwright.sync_api

        still = [page for page in self.pages if not page.closing]
        for page in still:
            try:
                page.tab.wait_for_timeout(200)  # the word of a crash comes a moment after what it made fail
            except playwright.sync_api.Error:  # there is no page any more
                page.crashed = True
        return any(page.crashed for page in still)


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
        engine = PlaywrightEngine(getattr(api, name), options)
        try:
            yield engine
        finally:
            engine.browser.close()

"""Three browser engines behind one small driver: Chromium and Firefox by Playwright, WebKitGTK by Selenium.

A driver opens pages; a page has `open`, `reload`, `js`, `wait`, a pointer (`press`, `move`, `release`), `key`, `click`
and `close`. Tests that need more (touch, emulated screens) take Playwright's own objects, `page.tab` and `page.context`.
"""
import contextlib
import os
import shutil
import subprocess
import time
import warnings
from pathlib import Path

NAMES = ["chromium", "firefox", "webkit"]
# No sandbox because CI runs as root; the rest keeps the browser itself off the network.
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
                      "--disable-background-networking", "--disable-component-update"]
# Playwright lets pages on disk read each other, which Firefox by itself does not.
FIREFOX_SETTINGS = {"security.fileuri.strict_origin_policy": True}
POLL = 0.02  # seconds between two looks at a page
# Playwright waits for a script's promise for ever.
WITHIN_LIMIT = """async argument => {
    let timer;
    const limit = new Promise((_, fail) => { timer = setTimeout(fail, 120_000, new Error("the script came to no end")); });
    try { return await Promise.race([(%s), limit]); } finally { clearTimeout(timer); }
}"""


class Absent(Exception):
    """This machine has no such engine; the message says what it would take."""


class Page:
    """What the pages of all engines share. `look` is `js` that takes an error for "not yet": a page that is being left
    takes the script with it, and a page that has just begun lacks what the script speaks of."""

    def wait(self, condition, *, seconds):
        """Return once a JavaScript expression, or the promise that it is, comes out true; else TimeoutError."""
        end = time.monotonic() + seconds
        while not self.look(condition):
            if time.monotonic() > end:
                self.js(condition)  # with the error that it may have
                problems = getattr(self, "problems", "not recorded")
                shown = self.look("document.body.innerText.replace(/\\s+/g, ' ').slice(0, 3000)")
                raise TimeoutError(f"not in {seconds} s: {condition}; problems: {problems}; the page shows: {shown}")
            time.sleep(POLL)


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


class WebKitPage(Page):
    """WebKitGTK's one window. Pages of one session differ by their origin only, so tests use a port of their own each."""

    def __init__(self, engine):
        self.engine = engine

    @property
    def driver(self):
        return self.engine.driver

    def open(self, address):
        self.engine.revive()
        self._leave(lambda: self.driver.get(address))

    def reload(self):
        self._leave(self.driver.refresh)

    def _leave(self, navigate):
        """Navigate and return once another document is there. (WebKitWebDriver's own waiting sometimes never ends.)"""
        self.driver.execute_script("window.left = true")
        navigate()
        self.wait("!window.left && document.readyState !== 'loading'", seconds=60)

    def js(self, expression, argument=None):
        result = self.driver.execute_async_script(
            "const [argument, done] = arguments;"
            f"(async () => ({expression}))().then(value => done({{value}}), error => done({{error: String(error)}}))",
            argument)
        if "error" in result:
            raise RuntimeError(result["error"])
        return result.get("value")

    def look(self, expression):
        from selenium.common.exceptions import WebDriverException

        try:
            return self.js(expression)
        except (WebDriverException, RuntimeError):  # by WebDriver's own account, or ours
            return None

    def _act(self, *actions):
        from selenium.webdriver.common.actions.action_builder import ActionBuilder

        # Built anew and never released: WebDriver keeps a pressed button between two sets of actions.
        builder = ActionBuilder(self.driver, duration=0)
        for name, *place in actions:
            getattr(builder.pointer_action, name)(*[round(value) for value in place])
        builder.perform()

    def press(self, x, y):
        self._act(("move_to_location", x, y), ("pointer_down",))

    def move(self, points):
        self._act(*[("move_to_location", x, y) for x, y in points])

    def release(self):
        self._act(("pointer_up",))

    def key(self, keys):
        from selenium.webdriver.common.action_chains import ActionChains
        from selenium.webdriver.common.keys import Keys

        *held, last = [getattr(Keys, key.removeprefix("Arrow").upper(), key) for key in keys.split("+")]
        chain = ActionChains(self.driver, duration=0)
        for key in held:
            chain.key_down(key)
        chain.send_keys(last)
        for key in held:
            chain.key_up(key)
        chain.perform()

    def click(self, selector):
        found = self.driver.find_element("css selector", selector)
        self.driver.execute_script("arguments[0].scrollIntoView({block: 'center', behavior: 'instant'})", found)
        found.click()  # by itself it scrolls only to what is outside the window, not to what a notice covers

    def close(self):
        self.open("about:blank")


class WebKitEngine:
    """WebKitGTK's MiniBrowser, the nearest thing to Safari that runs on Linux."""

    name = "webkit"

    def __init__(self, launch):
        self.launch = launch
        self.driver = launch()

    def new_page(self):
        return WebKitPage(self)

    def revive(self):
        """Launch it anew if it has crashed, so that only the test in which it did fails, and not all after it."""
        from selenium.common.exceptions import WebDriverException

        try:
            self.driver.execute_script("")
        except WebDriverException:
            self.quit()
            self.driver = self.launch()

    def quit(self):
        with contextlib.suppress(Exception):  # there may be nothing left that could be told to
            self.driver.quit()


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


@contextlib.contextmanager
def webkit():
    browser = next(Path("/usr/lib").glob("*/webkit2gtk-4.1/MiniBrowser"), None)
    driver, screen = shutil.which("WebKitWebDriver"), shutil.which("Xvfb")
    if not (browser and driver and screen):
        raise Absent("needs Debian's packages webkit2gtk-driver and xvfb")
    try:
        from selenium import webdriver
        from selenium.webdriver.webkitgtk.options import Options
        from selenium.webdriver.webkitgtk.service import Service
    except ImportError:
        raise Absent("needs the Python package selenium") from None
    options = Options()
    options.binary_location = str(browser)
    options.add_argument("--automation")
    options.page_load_strategy = "none"
    with virtual_screen(screen) as display:
        # Without a graphics card WebKit's compositing thread draws by software, and now and then it takes the browser with
        # it (2.50.6, a general protection fault); without compositing there is no such thread.
        surroundings = {**os.environ, "DISPLAY": display, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1",
                        "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}

        def launch():
            with warnings.catch_warnings():
                # Selenium 4.51 warns of its own way of calling itself.
                warnings.filterwarnings("ignore", "setting remote_server_addr", DeprecationWarning)
                started = webdriver.WebKitGTK(options=options, service=Service(executable_path=driver, env=surroundings))
            # A script of a page that is left in this moment never answers; 10 s is ample for any that does.
            started.set_script_timeout(10)
            return started

        engine = WebKitEngine(launch)
        try:
            yield engine
        finally:
            engine.quit()


@contextlib.contextmanager
def virtual_screen(program):
    """An X server without a screen, on a display number of its own choice; yields its name, such as ":99"."""
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "1400x1100x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        try:
            with os.fdopen(reading) as pipe:
                yield ":" + pipe.readline().strip()
        finally:
            server.terminate()

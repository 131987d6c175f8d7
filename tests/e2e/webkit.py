"""WebKitGTK by Selenium, on a screen that nobody sees."""
import contextlib
import os
import shutil
import subprocess
import warnings
from pathlib import Path

from tests.e2e.page import Absent, Page, watching


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
        self.engine.note_violations()
        self.driver.execute_script("window.left = true")
        navigate()
        self.wait("!window.left && document.readyState !== 'loading'", seconds=60)
        self.driver.execute_script(f"window.forbidden = []; {watching('each => forbidden.push(each)')}")

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

    def choose(self, selector, path):
        self.driver.find_element("css selector", selector).send_keys(str(path))

    def close(self):
        self.open("about:blank")


class WebKitEngine:
    """WebKitGTK's MiniBrowser, the nearest thing to Safari that runs on Linux. violations: as PlaywrightEngine's, but for those
    of a page's first moment and of frames."""

    name = "webkit"

    def __init__(self, launch):
        self.launch = launch
        self.driver = launch()
        self.violations = []

    def new_page(self):
        return WebKitPage(self)

    def open_profile(self, _folder):
        """Its one window, which keeps what it stores while it runs: WebKitWebDriver starts it without a profile on disk."""
        return WebKitPage(self)

    def note_violations(self):
        """Of the page that is open now."""
        from selenium.common.exceptions import WebDriverException
        from urllib3.exceptions import HTTPError

        with contextlib.suppress(WebDriverException, HTTPError):  # `crashed` says which
            self.violations += self.driver.execute_script("return window.forbidden?.splice(0) ?? []")

    def take_violations(self):
        self.note_violations()
        taken, self.violations = self.violations, []
        return taken

    def crashed(self):
        """Whether the browser has crashed; opening a page launches it anew then."""
        from selenium.common.exceptions import TimeoutException, WebDriverException
        from urllib3.exceptions import HTTPError

        try:
            self.driver.execute_script("")
        except TimeoutException:  # it is there, and only busy
            return False
        except (WebDriverException, HTTPError):  # the browser has gone, or its driver too
            return True
        return False

    def revive(self):
        if self.crashed():
            self.quit()
            self.driver = self.launch()

    def quit(self):
        with contextlib.suppress(Exception):  # there may be nothing left that could be told to
            self.driver.quit()


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

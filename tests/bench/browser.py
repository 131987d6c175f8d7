"""Chromium, driven by Playwright: a visitor is a browser with a profile of its own on disk, empty at first.

Profiles on disk, not private windows: only there do the HTTP cache, compiled code and the service worker's files take
the same way as on a visitor's machine.
"""
import contextlib
import shutil
import tempfile

from app.build.problems import BuildError

ARGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"]
PATIENCE = 180_000  # milliseconds; a loaded machine under a 4x slower CPU is slow, a page that hangs is slower
NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")


@contextlib.contextmanager
def chromium():
    """Yield a function that opens a context manager for a fresh visitor (a Playwright browser context)."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        raise BuildError("playwright is not installed; it is in pyproject.toml's test group") from None
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, NAMES)), None)  # None: Playwright's own

        @contextlib.contextmanager
        def visitor():
            with tempfile.TemporaryDirectory(prefix="inkling-bench-", ignore_cleanup_errors=True) as profile:
                try:
                    # bypass_csp: Playwright's waiting makes code of text, which our page's policy forbids.
                    context = playwright.chromium.launch_persistent_context(
                        profile, executable_path=path, args=ARGS, viewport={"width": 1000, "height": 800}, bypass_csp=True)
                except Error as error:
                    raise BuildError(f"no Chromium to measure with: {error.message.splitlines()[0]}") from None
                context.set_default_timeout(PATIENCE)
                try:
                    yield context
                finally:
                    context.close()

        yield visitor


def wait_for_mark(page, name: str) -> float:
    """Milliseconds from the start of the navigation to the performance mark `name`, which may still have to come.

    Raises BuildError if the page fails or takes longer than anybody would wait.
    """
    from playwright.sync_api import TimeoutError as Timeout
    # Asking ten times a second disturbs the page less than asking at every frame, and the mark's own time is exact.
    try:
        page.wait_for_function(
            "name => performance.getEntriesByName(name).length || document.documentElement.dataset.state == 'failed'",
            arg=name, polling=100)
    except Timeout:
        raise BuildError(f"{page.title()}: no mark {name!r} within {PATIENCE // 1000} s") from None
    time = page.evaluate("name => performance.getEntriesByName(name)[0]?.startTime", name)
    if time is None:
        raise BuildError(f"{page.title()}: it failed before its mark {name!r}")
    return time


def settle(page, site) -> None:
    """Wait until a first visit has left behind all that a repeat visit builds on."""
    if (site.folder / "sw.js").exists():
        from playwright.sync_api import TimeoutError as Timeout
        try:
            page.wait_for_function("navigator.serviceWorker.getRegistration()"
                                   ".then(registration => registration?.active?.state == 'activated')", polling=200)
        except Timeout:
            raise BuildError(f"{page.title()}: its service worker never became active") from None
    # Chromium compiles and stores code behind the page's back and tells nobody when it is done: the same time for all.
    page.wait_for_timeout(2000)

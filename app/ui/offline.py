"""Offline use: register the service worker, look for a new version, and offer it once it is completely there."""
import time

from app.ui.browser import promised

HOUR = 3600  # seconds


def install(window, *, on_update, folder=""):
    """Register sw.js. on_update(apply): a new version waits; apply() switches to it and reloads the page. folder: the site's, as
    the page names it.

    Called once the page answers, so that keeping everything for offline use does not compete with starting.
    Without service workers (private windows of some browsers, plain http from afar) the page works, only not offline.
    """
    container = getattr(window.navigator, "serviceWorker", None)
    if not container:
        return

    def offer(registration):
        def apply(event=None):
            waiting = registration.waiting
            if not waiting:  # another tab has switched already
                window.location.reload()
                return

            def changed(event):
                if waiting.state == "activated":
                    window.location.reload()
            waiting.addEventListener("statechange", changed)
            waiting.postMessage("skip-waiting")
        on_update(apply)

    def registered(registration=None):
        if registration is None:  # a browser that forbids service workers may say yes all the same
            return
        if registration.waiting and container.controller:
            offer(registration)

        def found(event):
            installing = registration.installing

            def changed(event):
                # With none active this is the first visit: nothing to update from.
                if installing.state == "installed" and registration.active:
                    offer(registration)
            installing.addEventListener("statechange", changed)
        registration.addEventListener("updatefound", found)
        look_when_seen(window, registration)

    def refused(reason):
        window.console.info(f"Not available offline: {reason}")

    container.register(f"{folder}sw.js").then(registered, refused)


def keep(window, name):
    """Have the service worker keep this file, or all in this folder: perhaps they were fetched before there was one, on a first
    visit."""
    container = getattr(window.navigator, "serviceWorker", None)
    if container:
        container.ready.then(lambda registration: registration.active.postMessage(name))


def look_when_seen(window, registration):
    """Look for a new version when the page comes back into view, at most once an hour.

    Browsers look by themselves when a page is opened, but a tab or an installed page may stay open for weeks.
    """
    document = window.document
    looked = [time.time()]

    def unreached(reason):
        window.console.info(f"No look for a new version: {reason}")

    def seen(event):
        now = time.time()
        if document.visibilityState == "visible" and not 0 <= now - looked[0] < HOUR:  # the clock may have been put back
            looked[0] = now
            promised(window, registration, "update").catch(unreached)
    document.addEventListener("visibilitychange", seen)

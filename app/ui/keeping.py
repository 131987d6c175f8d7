"""Keeping the site on the device: register the service worker, have it keep everything, try again what failed, look for a new
version, and offer it once it is completely there."""
import time
from asyncio import create_task, sleep

from app.ui.browser import promised

HOUR = 3600  # seconds
PAUSES = (15, 60, 300, HOUR)  # seconds before what failed is tried again; the last one from then on


class Keeping:
    """container: the browser's ServiceWorkerContainer; script: the service worker's file; the rest as for `offline.install`."""

    def __init__(self, window, container, script, on_update, on_state):
        self.window, self.document, self.container, self.script = window, window.document, container, script
        self.on_update, self.on_state = on_update, on_state
        self.registration = None
        self.state = ""
        self.tries = 0
        self.looked = time.time()

    def begin(self):
        self.container.addEventListener("message", lambda event: self.heard(event.data))
        self.container.addEventListener("controllerchange", self.taken_over)
        self.window.addEventListener("online", self.again)
        self.document.addEventListener("visibilitychange", self.seen)
        self.attempt()

    def tell(self, state):
        if state != self.state:
            self.state = state
            self.on_state(state)

    # Keeping

    def attempt(self):
        self.tell("keeping")
        self.container.register(self.script).then(self.registered, self.refused)

    def registered(self, registration=None):
        if registration is None:  # a browser that forbids service workers may say yes all the same
            self.tell("unable")
            return
        if self.registration is None:
            self.registration = registration
            if registration.waiting and self.container.controller:
                self.offer()
            registration.addEventListener("updatefound", self.found)
        # Active as soon as it has tried; then what is still missing is tried once more.
        self.container.ready.then(lambda registration: registration.active.postMessage("keep"))

    def refused(self, reason):
        self.window.console.info(f"Not available offline: {reason}")
        self.heard("unkept")

    def heard(self, state):
        if state == "kept":
            self.tries = 0
            self.tell(state)
        elif state == "unkept" and self.state != state:
            self.tell(state)
            pause = PAUSES[min(self.tries, len(PAUSES) - 1)]
            self.tries += 1
            create_task(self.try_after(pause, self.tries))

    def taken_over(self, event):
        """Another version has become active, and whoever was asked to keep everything may not have answered."""
        if self.state in ("keeping", "unkept"):
            self.attempt()

    async def try_after(self, seconds, tries):
        await sleep(seconds)
        if tries == self.tries:  # nothing has come between
            self.again()

    def again(self, event=None):
        """Try once more if the last time failed; a script of a wrong type must not come from the browser's own cache again."""
        if self.state == "unkept":
            options = self.window.JSON.parse('{"cache": "reload"}')
            self.tell("keeping")
            self.window.fetch(self.script, options).then(lambda response: self.attempt(), self.refused)

    def seen(self, event):
        """Look for a new version when the page comes back into view, at most once an hour.

        Browsers look by themselves when a page is opened, but a tab or an installed page may stay open for weeks.
        """
        if self.document.visibilityState != "visible":
            return
        now = time.time()
        self.again()
        if self.registration and not 0 <= now - self.looked < HOUR:  # the clock may have been put back
            self.looked = now
            promised(self.window, self.registration, "update").catch(self.unreached)

    def unreached(self, reason):
        self.window.console.info(f"No look for a new version: {reason}")

    # A new version

    def found(self, event):
        installing = self.registration.installing
        if not installing:  # it is further already
            return

        def changed(event):
            # With none active this is the first visit: nothing to update from.
            if installing.state == "installed" and self.registration.active:
                self.offer()
        installing.addEventListener("statechange", changed)

    def offer(self):
        self.on_update(self.apply)

    def apply(self, event=None):
        """Switch to the version that waits, and reload the page; another tab may have done the former."""
        waiting = self.registration.waiting
        if not waiting:
            self.window.location.reload()
            return

        def changed(event):
            if waiting.state in ("activated", "redundant"):
                self.window.location.reload()
        waiting.addEventListener("statechange", changed)
        waiting.postMessage("skip-waiting")

"""Offline use: what the page says to the service worker. How it is had, and renewed, keeping.py says, which comes later."""

FRESH = "fresh"  # in an address: everything is to be fetched anew


def install(window, *, on_update, on_state=lambda state: None, folder=""):
    """Register sw.js. on_update(apply): a new version waits; apply() switches to it and reloads the page. on_state(state): how far
    offline use is: "keeping" while everything is being kept, then "kept", "unkept" if that failed and will be tried again, or
    "unable" where the browser has nothing for it. folder: the site's, as the page names it.

    Called once the page answers, so that keeping everything for offline use does not compete with starting.
    Without service workers (private windows of some browsers, plain http from afar) the page works, only not offline.
    """
    forget_fresh(window)
    container = container_of(window)
    if container:
        from app.ui.keeping import Keeping
        Keeping(window, container, f"{folder}sw.js", on_update, on_state).begin()
    else:
        on_state("unable")


def keep(window, name):
    """Have the service worker keep this file, or all in this folder: perhaps they were fetched before there was one, on a first
    visit."""
    container = container_of(window)
    if container:
        container.ready.then(lambda registration: registration.active.postMessage(name))


def alive(window):
    """Tell the service worker, if the page came from it, that this version's page works or says by itself why it does not."""
    container = container_of(window)
    if container and container.controller:
        container.controller.postMessage("alive")


def forget_fresh(window):
    """Take "fresh" out of the address, where no service worker has: the next visit is an ordinary one."""
    url = window.URL.new(window.location.href)
    if url.searchParams.has(FRESH):
        url.searchParams.delete(FRESH)
        window.history.replaceState(window.history.state, "", url.href)


def container_of(window):
    """The browser's ServiceWorkerContainer, or None where there is none. In a sandboxed frame merely asking for it is an error."""
    return None if getattr(window, "origin", "") == "null" else getattr(window.navigator, "serviceWorker", None)

"""Offline use: register the service worker, and offer a new version once it is completely there."""


def install(window, *, on_update):
    """Register sw.js. on_update(apply): a new version waits; apply() switches to it and reloads the page.

    Called once the page answers, so that keeping everything for offline use does not compete with starting.
    Without service workers (private windows of some browsers, plain http from afar) the page works, only not offline.
    """
    container = getattr(window.navigator, "serviceWorker", None)
    if not container:
        return
    asked = []

    def reload(event):
        if asked:
            window.location.reload()

    def offer(registration):
        def apply(event=None):
            asked.append(True)
            registration.waiting.postMessage("skip-waiting")
        on_update(apply)

    def registered(registration=None):
        if registration is None:  # a browser that forbids service workers may say yes all the same
            return
        if registration.waiting and container.controller:
            offer(registration)

        def found(event):
            installing = registration.installing

            def changed(event):
                # Without a controller this is the first visit: nothing to update from.
                if installing.state == "installed" and container.controller:
                    offer(registration)
            installing.addEventListener("statechange", changed)
        registration.addEventListener("updatefound", found)

    def refused(reason):
        window.console.info(f"Not available offline: {reason}")

    container.addEventListener("controllerchange", reload)
    container.register("sw.js").then(registered, refused)

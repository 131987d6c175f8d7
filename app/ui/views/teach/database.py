"""The browser's database, awaited. Every step that may throw is the start of a promise's own (see browser.promised); what
a callback of ours does then cannot fail.
"""
from app.ui.browser import js_object, promised

NAME, VERSION = "inkling", 1
STORES = ("drawings", "networks")
# Milliseconds until a store that does not answer is given up. WebKit's now and then never answers again, and whoever
# waited for it would wait as long as the page is open.
PATIENCE = 30000


class Refused(Exception):
    """What was asked of the browser's store did not happen; the message ends a sentence that says what of it."""


def reason(error):
    """The browser's error in words for people."""
    text = str(error)
    if "Timeout" in text:
        return "the browser's store does not answer"
    if "Quota" in text or "quota" in text:
        return "the browser's storage is full"
    if "Security" in text or "NotAllowed" in text or "forbidden" in text or "insecure" in text:
        return "the browser forbids pages to keep anything, as private windows do"
    if "closed" in text or "InvalidState" in text or "closing" in text:
        return "the browser closed its store"
    return "the browser's store does not work"


class Database:
    """Records with an "id" of their own in a few stores."""

    def __init__(self, window):
        self.window = window
        self.base = None

    async def all(self, store):
        """The store's records, JavaScript objects. Raises Refused, as all of these."""
        return list(await self.run(store, "readonly", [("getAll",)]))

    async def get(self, store, key):
        """One record, or None."""
        found = list(await self.run(store, "readonly", [("getAll", key)]))
        return found[0] if found else None

    async def write(self, store, puts, deletes=()):
        """Put records (dicts of text and numbers) and delete those with the given ids, all or nothing."""
        await self.run(store, "readwrite", [("put", self.record(each)) for each in puts]
                       + [("delete", each) for each in deletes])

    def record(self, fields):
        made = self.window.Object.new()
        for name in fields:
            setattr(made, name, fields[name])
        return made

    async def run(self, store, mode, steps):
        """The steps (a method of the object store and its arguments) in one transaction; returns the last one's result."""
        for attempt in (1, 2):
            try:
                if self.base is None:
                    self.base = await self.connect()
                return await self.transact(store, mode, steps)
            except Exception as error:  # the browser's own; its type differs by engine
                self.window.console.info(f"The browser's store: {error}")
                closed = reason(error) == "the browser closed its store"
                self.base = None
                if attempt == 2 or not closed:
                    raise Refused(reason(error))
        return None

    async def transact(self, store, mode, steps):
        base, window = self.base, self.window
        kept = []  # what a callback returns MicroPython may collect before JavaScript has it, unless it is kept here

        def started(transaction):
            # Still in the turn in which the transaction was made, or it would be over by now.
            shelf = transaction.objectStore(store)
            waiting = window.Array.new()
            request = [None]

            def asked(made):
                request[0] = made

            def over(error):
                """It has failed already, of which the others tell."""

            def finished(_):
                kept.append(request[0] and request[0].result)
                return kept[-1]
            for step in steps:
                waiting.push(promised(window, shelf, *step).then(asked))
            if hasattr(transaction, "commit"):  # else the browser has to find out that no more is asked
                window.Promise.all(waiting).then(transaction.commit.bind(transaction)).catch(over)
            kept.append(self.event(transaction, "complete", ("abort",)))
            waiting.push(kept[0])
            kept.append(window.Promise.all(waiting).then(finished))
            return kept[1]

        return await promised(window, base, "transaction", store, mode).then(started)

    async def connect(self):
        window = self.window
        kept = []
        factory = await promised(window, window.Reflect, "get", window, "indexedDB", window)
        if not factory:
            raise Refused("forbidden")

        def upgrade(event):
            for store in STORES:
                event.target.result.createObjectStore(store, js_object(window, {"keyPath": "id"}))

        def lost(event):
            self.base = None

        def give_way(event):
            event.target.close()
            self.base = None

        def opened(event):
            # At once: a wish to delete or upgrade that comes before anybody listens would wait for this page for ever.
            event.target.result.addEventListener("close", lost)
            event.target.result.addEventListener("versionchange", give_way)

        def opening(request):
            request.addEventListener("upgradeneeded", upgrade)
            request.addEventListener("success", opened)
            kept.append(self.event(request, "success", ("error",)))
            return kept[0]

        return (await promised(window, factory, "open", NAME, VERSION).then(opening)).result

    def event(self, target, good, bad):
        """A promise of the target itself once it fires `good`; rejected with its error when it fires one of `bad`, or
        when neither comes."""
        window = self.window

        def executor(resolve, reject):
            if hasattr(window.AbortSignal, "timeout"):
                window.AbortSignal.timeout(PATIENCE).addEventListener(
                    "abort", lambda event: reject(window.Error.new("TimeoutError")))

            def failed(event):
                event.preventDefault()
                error = target.error
                reject(window.Error.new(f"{error.name}: {error.message}" if error else "AbortError"))
            target.addEventListener(good, lambda event: resolve(target))
            for name in bad:
                target.addEventListener(name, failed)
        return window.Promise.new(executor)

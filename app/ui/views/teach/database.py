"""The browser's database, awaited. Every step that may throw is the start of a promise's own (see browser.promised); what
a callback of ours does then cannot fail.
"""
from app.ui.browser import js_object, promised
from app.ui.words import word

NAME, VERSION = "inkling", 1
STORES = ("drawings", "networks")
CHANNEL = "inkling.store"  # on which tabs tell each other the name of the store that they have changed
# Milliseconds until a store that does not answer is given up. WebKit's now and then never answers again, and whoever
# waited for it would wait as long as the page is open.
PATIENCE = 30000
HOPELESS = 8  # records in a row without one that can be read: then it is not they that are broken
# Why the store refuses something: the keys of the words for it.
SILENT, CLOSED, FULL, BROKEN = "teach.store.silent", "teach.store.closed", "teach.store.full", "teach.store.broken"
FORBIDDEN, NEWER, OLDER = "teach.store.forbidden", "teach.store.newer", "teach.store.older"

# What errors say of a browser that forbids: "denied" is Chromium's word where the visitor has it block all cookies.
FORBIDS = ("Security", "NotAllowed", "forbidden", "insecure", "denied")


class Refused(Exception):
    """What was asked of the browser's store did not happen. why: the key of the words for it; they are the message, and end a
    sentence that says what did not happen."""

    def __init__(self, why):
        super().__init__(word(why))
        self.why = why


def reason(error):
    """Why, by the browser's error."""
    text = str(error)
    if "Timeout" in text:
        return SILENT
    if "VersionError" in text:
        return NEWER
    if "Quota" in text or "quota" in text:
        return FULL
    if any(sign in text for sign in FORBIDS):
        return FORBIDDEN
    if "blocked" in text:
        return OLDER
    if "closed" in text or "InvalidState" in text or "closing" in text:
        return CLOSED
    return BROKEN


class Database:
    """Records with an "id" of their own in a few stores."""

    def __init__(self, window):
        self.window = window
        self.opening = None  # the promise of an open one, which all share who come while there is none
        self.channel = None

    async def all(self, store):
        """(the store's records, JavaScript objects; the ids of those that cannot be read). Raises Refused, as all of these."""
        try:
            return await self.whole(store), []
        except Refused as error:
            if error.why == SILENT:
                raise
            return await self.divided(store, list(await self.run(store, "readonly", [("getAllKeys",)])), error.why)

    async def whole(self, store, *between):
        """The records, if every single one can be read."""
        records = list(await self.run(store, "readonly", [("getAll",) + between]))
        if [each for each in records if each is None]:  # which is what becomes of one that cannot be deserialized
            raise Refused(BROKEN)
        return records

    async def divided(self, store, keys, why):
        """The same of these keys, in order, where one record spoils the reading of all: by halves, down to that one."""
        found, lost, waiting = [], [], [keys] if keys else []
        while waiting:
            part = waiting.pop()
            try:
                between = self.window.IDBKeyRange.bound(part[0], part[-1])
                found += await self.whole(store, between)
            except Refused:
                if len(part) == 1:
                    lost.append(part[0])
                else:
                    waiting += [part[:len(part) // 2], part[len(part) // 2:]]
            if len(lost) >= HOPELESS and not found:
                raise Refused(why)
        return found, lost

    async def get(self, store, key):
        """One record, or None."""
        found = list(await self.run(store, "readonly", [("getAll", key)]))
        return found[0] if found else None

    async def write(self, store, puts, deletes=()):
        """Put records (dicts of text and numbers) and delete those with the given ids, all or nothing."""
        await self.run(store, "readwrite", [("put", self.record(each)) for each in puts]
                       + [("delete", each) for each in deletes])
        if self.channel:
            self.channel.postMessage(store)

    def listen(self, store, on_change):
        """on_change() whenever another tab has written to this store."""
        if self.channel is None and hasattr(self.window, "BroadcastChannel"):
            self.channel = self.window.BroadcastChannel.new(CHANNEL)
        if self.channel:
            self.channel.addEventListener("message", lambda event: event.data == store and on_change())

    def record(self, fields):
        made = self.window.Object.new()
        for name in fields:
            setattr(made, name, fields[name])
        return made

    async def run(self, store, mode, steps):
        """The steps (a method of the object store and its arguments) in one transaction; returns the last one's result."""
        for last in (False, True):
            opening = self.opening = self.opening or self.connect()
            base = None
            try:
                base = (await opening).result
                return await self.transact(base, store, mode, steps)
            except Exception as error:  # the browser's own; its type differs by engine
                self.window.console.info(f"The browser's store: {error}")
                why = reason(error)
                if base:
                    base.close()
                if self.opening is opening:
                    self.opening = None
                if last or why != CLOSED:
                    raise Refused(why)
        return None

    async def transact(self, base, store, mode, steps):
        window = self.window
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
            # Else the browser has to find out that no more is asked. It is not for reading: Chromium, where long records
            # lie beside its database, would be done with the transaction before it has fetched them.
            if mode == "readwrite" and hasattr(transaction, "commit"):
                window.Promise.all(waiting).then(transaction.commit.bind(transaction)).catch(over)
            kept.append(self.event(transaction, "complete", ("abort",)))
            waiting.push(kept[0])
            kept.append(window.Promise.all(waiting).then(finished))
            return kept[1]

        return await promised(window, base, "transaction", store, mode).then(started)

    def connect(self):
        """A promise of the request that has opened it."""
        window = self.window
        kept = []  # as in transact

        def upgrade(event):
            for store in STORES:
                event.target.result.createObjectStore(store, js_object(window, {"keyPath": "id"}))

        def lost(event):
            self.opening = None

        def give_way(event):
            event.target.close()
            self.opening = None

        def opened(event):
            # At once: a wish to delete or upgrade that comes before anybody listens would wait for this page for ever.
            event.target.result.addEventListener("close", lost)
            event.target.result.addEventListener("versionchange", give_way)

        def started(request):
            request.addEventListener("upgradeneeded", upgrade)
            request.addEventListener("success", opened)
            kept.append(self.event(request, "success", ("error", "blocked")))
            return kept[-1]

        def found(factory):
            kept.append(promised(window, factory, "open", NAME, VERSION) if factory
                        else window.Promise.reject(window.Error.new("forbidden")))
            return kept[-1]

        factory = promised(window, window.Reflect, "get", window, "indexedDB", window)
        kept.append(factory.then(found).then(started))
        return kept[-1]

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
                if event.type == "blocked":  # and it goes on, so that it cannot be asked for an error
                    reject(window.Error.new("blocked"))
                    return
                error = target.error
                reject(window.Error.new(f"{error.name}: {error.message}" if error else "AbortError"))
            target.addEventListener(good, lambda event: resolve(target))
            for name in bad:
                target.addEventListener(name, failed)
        return window.Promise.new(executor)

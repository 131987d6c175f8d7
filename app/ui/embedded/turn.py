"""At most one worker for all pads of this site in one page: whoever holds a lock of the browser's has it.

Pads that are in view queue for it, and one that is used while another has it takes it away. Where the browser has no such
locks, or forbids them as it forbids storage, each pad has a worker of its own.
"""
from app.ui.browser import promised

NAME = "inkling-worker"


class Turn:
    """on_have(): the worker may run here from now on; on_lost(): it may no more, because another pad has taken it."""

    def __init__(self, window, *, on_have, on_lost):
        self.window, self.on_have, self.on_lost = window, on_have, on_lost
        self.locks = getattr(window.navigator, "locks", None)
        self.has = self.asking = False
        self.number = 0  # of the request that counts
        self.controller = None  # ends a request that waits
        self.release = self.held = self.granted = None

    def queue(self):
        """Have it as soon as nobody else does."""
        if not self.has and not self.asking:
            self.asking = True
            self.request(steal=False)

    def take(self):
        """Have it now."""
        if not self.has:
            self.withdraw()
            self.request(steal=True)

    def leave(self):
        """Neither have it nor wait for it. Returns whether it was had."""
        had, self.has = self.has, False
        self.withdraw()
        if self.release:
            self.release()
            self.release = self.held = None
        return had

    def withdraw(self):
        """Whatever was requested last does not count any more."""
        self.number += 1
        self.asking = False
        if self.controller:
            self.controller.abort()
            self.controller = None

    def request(self, *, steal):
        self.number += 1
        number, window = self.number, self.window
        options = window.Object.new()
        if steal:
            options.steal = True
        else:
            self.controller = window.AbortController.new()
            options.signal = self.controller.signal

        def executor(resolve, reject):
            self.release = resolve

        def granted(lock=None):
            """The lock is held for as long as the promise that this returns is open."""
            if number != self.number:
                return None
            self.controller = None
            # Kept here, because MicroPython may collect what only JavaScript refers to.
            self.held = window.Promise.new(executor)
            self.begin()
            return self.held

        def over(error=None):
            if number != self.number:
                return
            if getattr(error, "name", "") != "AbortError":  # no locks here
                self.begin()
            elif self.has:
                self.has = False
                self.release = self.held = None
                self.on_lost()
        self.granted = granted
        if self.locks:
            promised(window, self.locks, "request", NAME, options, granted).then(ignore, over)
        else:
            self.begin()

    def begin(self):
        self.has, self.asking = True, False
        self.on_have()


def ignore(result=None):
    """It was given back."""

"""The line to the page around the pad: a port that only its own element, app/embed.js, has the other end of.

The frame says hello to the window around it, and only to the origin that its address names as "host"; what answers from there,
with a port, is its element. From then on all goes over the port, in objects of what JSON can say.
"""
from asyncio import create_task

from app.core.errors import DataError, InklingError
from app.core.fields import shown
from app.ui.browser import js_object, promised, sentence
from app.ui.foreign import PLAIN, plain

VERSION = 1  # of what is said, and how
# What a message may set, and of what type; the last two are the element's own business.
SETTINGS = {"theme": str, "mode": str, "label": str, "network": str, "disabled": bool, "strokes": list,
            "lang": str, "required": str}
# Pages on disk, and in frames that are kept apart from all others, have no origin to send to; browsers call it so.
NOWHERE = ("null", "file://")


class Line:
    """on_open(settings), once there is somebody to speak to, and on_set(settings): these are to be as given, {name: value} of
    SETTINGS, "" for what is by default.
    on_ask(number): what is on the pad is to be read, and the answer sent under this number."""

    def __init__(self, window, *, on_open, on_set, on_ask):
        self.window, self.on_open, self.on_set, self.on_ask = window, on_open, on_set, on_ask
        self.host = window.URLSearchParams.new(window.location.search).get("host")
        self.port = None

    def open(self):
        """Say that there is a pad here, if somebody is to hear it."""
        window = self.window
        if self.host:
            window.addEventListener("message", self.heard)
            hello = js_object(window, {"inkling": "hello", "version": VERSION})
            target = "*" if self.host in NOWHERE else self.host
            promised(window, window.parent, "postMessage", hello, target).catch(self.refused)

    def refused(self, error):
        self.window.console.warn(f"The page around this pad cannot be told of it: {error}")

    def heard(self, event):
        """A message, which may be from anybody: the first from the element around this frame brings the port."""
        origins = NOWHERE if self.host in NOWHERE else (self.host,)
        same = getattr(self.window.Object, "is")
        if self.port is None and event.origin in origins and same(event.source, self.window.parent) and event.ports.length == 1:
            create_task(self.take(event.data, event.ports[0]))

    async def take(self, data, port):
        try:
            message = await self.plain(data)
        except DataError:  # another's message, for another
            return
        if self.port is None and message.get("inkling") == "port":
            self.port = port
            port.onmessage = lambda event: create_task(self.told(event.data))
            try:
                self.on_open(checked(message.get("set")))
            except DataError as error:
                self.error(error)

    async def told(self, data):
        """A message by the port."""
        try:
            message = await self.plain(data)
            if "ask" in message:
                number = message["ask"]
                if not isinstance(number, int) or isinstance(number, bool):
                    raise DataError("an answer was asked for without a number")
                self.on_ask(number)
            elif "set" in message:
                self.on_set(checked(message["set"]))
            else:
                raise DataError("a message neither sets nor asks for anything")
        except DataError as error:
            self.error(error)

    async def plain(self, data):
        """A message as Python's own dict. Raises DataError for what is none."""
        try:
            message = None if isinstance(data, PLAIN) else await plain(self.window, data)
        except InklingError as error:
            raise DataError(str(error))
        if not isinstance(message, dict):
            raise DataError("a message is no object")
        return message

    # What is said

    def send(self, fields):
        if self.port:
            self.port.postMessage(js_object(self.window, fields))

    def event(self, name, detail):
        """Have the element dispatch the event inkling-NAME."""
        self.send({"event": name, "detail": detail})

    def error(self, message):
        self.event("error", {"message": sentence(message)})


def checked(settings) -> dict:
    """What is to be set. Raises DataError naming what is not as it must be."""
    if not isinstance(settings, dict):
        raise DataError("what is to be set is no object")
    for name in settings:
        if name not in SETTINGS:
            raise DataError(f"a pad has no \u201c{shown(name)}\u201d to set")
        if not isinstance(settings[name], SETTINGS[name]):
            raise DataError(f"\u201c{name}\u201d is not of its type, {SETTINGS[name].__name__}")
    return settings

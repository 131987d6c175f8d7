"""The boundary to the page, across which only text goes: a request is a JSON object, and so is the reply.

Types do not survive the way, so our own errors become {"error": {"kind", "message"}} here and nowhere else; anything else
is a bug, and fails loudly.
"""
import contextlib
import functools
import inspect
import json

from app.core import bounded
from app.core.errors import DataError, InklingError


def exported(method):
    """Mark a method of one dict, the request, as one that the page may call; it may be a coroutine function.

    It returns a dict. Or text, which goes to the page as it is: a whole weights document once more encoded would keep the
    page's MicroPython busy for seconds.
    """
    method.exported = True
    return method


def lasting(seconds: float):
    """Mark an exported method as one that may keep the worker from answering anything else for so long, as on a slow phone: the
    page is told before, and does not take that silence for death."""
    def mark(method):
        method.lasting = seconds
        return exported(method)
    return mark


def functions_of(session, tell=lambda seconds: None) -> dict:
    """{name: function of JSON text returning JSON text} of all exported methods, coroutine functions for those that are.

    tell(seconds): tells the page for how long it may hear nothing from now on; 0 when that is over.
    """
    names = [name for name in dir(type(session)) if hasattr(getattr(type(session), name), "exported")]
    notice = Notice(tell)
    return {name: in_text(notice.given(method) if hasattr(method, "lasting") else method)
            for name in names for method in [getattr(session, name)]}


class Notice:
    """Has the page know while any of the lasting methods is under way: coroutines of them may overlap."""

    def __init__(self, tell):
        self.tell = tell
        self.under_way = []  # how long each of them may last

    def given(self, method):
        """The method, with notice."""
        if inspect.iscoroutinefunction(method):
            @functools.wraps(method)
            async def call(request):
                with self.of(method.lasting):
                    return await method(request)
        else:
            @functools.wraps(method)
            def call(request):
                with self.of(method.lasting):
                    return method(request)
        return call

    @contextlib.contextmanager
    def of(self, seconds: float):
        self.under_way.append(seconds)
        self.tell(max(self.under_way))
        try:
            yield
        finally:
            self.under_way.remove(seconds)
            self.tell(max(self.under_way, default=0))


def in_text(method):
    """The method as a function of text."""
    if inspect.iscoroutinefunction(method):
        @functools.wraps(method)
        async def call(request: str) -> str:
            try:
                return to_text(await method(parsed(request)))
            except InklingError as error:
                return to_text(refusal(error))
    else:
        @functools.wraps(method)
        def call(request: str) -> str:
            try:
                return to_text(reply_of(method, parsed(request)))
            except DataError as error:  # of a request that is none
                return to_text(refusal(error))
    return call


def parsed(request: str) -> dict:
    """A request. What a visitor hands over may be in it as it came. Raises DataError for one that the parser cannot bear."""
    try:
        return bounded.loads(request)
    except bounded.Excess:
        raise DataError("what was handed over is nested too deeply") from None


def reply_of(method, request: dict) -> dict | str:
    """What the page is told when it asks so: the method's reply, or its refusal."""
    try:
        return method(request)
    except InklingError as error:
        return refusal(error)


def refusal(error: InklingError) -> dict:
    return {"error": {"kind": error.kind, "message": str(error)}}


def to_text(reply: dict | str) -> str:
    """As it is written: of a character in two halves, as JSON may escape it, MicroPython makes two that are none."""
    if isinstance(reply, str):
        return reply
    return json.dumps(reply, ensure_ascii=False).encode(errors="replace").decode()

"""What other scripts hand over, as Python's own: counted, copied and counted again before it is converted.

It may be anything: a proxy whose traps throw, a list that says it has a milliard items, one that is in itself. Nothing of it is
touched from Python, where what JavaScript throws cannot be caught, until the browser has made a plain copy of it.
"""
import json

from app.core.errors import InklingError
from app.ui.browser import promised

MOST_POINTS = 20000  # of a drawing, as at the pad
MOST = 3 * MOST_POINTS + 10000  # values, lists among them: such a drawing, however many strokes it has
DEEPEST = 8  # lists and objects within one another
LONGEST = 2_000_000  # characters of it as JSON
PLAIN = (int, float, str, type(None))


async def data_of(window, arguments):
    """The first of a JavaScript function's arguments, if it is a list or a typed array, as Python's own; None for all else.
    Raises InklingError with a sentence for what is too much, or no data."""
    reflect = window.Reflect

    async def applied(function, *more):
        """function(the argument, *more), without Python taking it in its hands."""
        try:
            return await promised(window, reflect, "apply", function, None, arguments.slice(0, 1).concat(*more))
        except Exception:  # whatever the other script throws, or the browser
            raise InklingError("what was given is no plain data that can be copied")
    if arguments.length == 0:
        return None
    typed = await applied(window.ArrayBuffer.isView)
    if not typed and not await applied(window.Array.isArray):
        return None
    check_count(await applied(reflect.get, "length"))
    try:
        copy = (await promised(window, window, "structuredClone", arguments.slice(0, 1)))[0]
    except Exception:  # the browser's DataCloneError, or what a getter throws
        raise InklingError("what was given is no plain data that can be copied")
    if typed:  # which JSON would make an object of
        copy = getattr(window.Array, "from")(copy)
    return await plain(window, copy)


def check_count(count):
    if isinstance(count, (int, float)) and count > MOST:
        raise InklingError("what was given has more than %d values; a drawing has at most %d points" % (MOST, MOST_POINTS))


async def plain(window, value):
    """The same of an object that the browser has copied already, such as a message."""
    check_extent(window, value)
    try:
        text = await promised(window, window.JSON, "stringify", value)
    except Exception:  # the browser's, for what goes in circles, and for a BigInt
        raise InklingError("what was given is nothing that JSON can say")
    if not isinstance(text, str) or len(text) > LONGEST:
        raise InklingError("what was given is nothing that JSON can say, or too long")
    return json.loads(text)


def check_extent(window, value):
    """Raise InklingError if it is too much or too deep: a list of few items may be as long as it says, and JSON says them all."""
    waiting, count = [(value, 1)], 0
    while waiting:
        each, depth = waiting.pop()
        if window.ArrayBuffer.isView(each):
            check_count(each.byteLength)
            continue
        # Of what is undefined, or a BigInt, an object is made, which says nothing.
        items = each if window.Array.isArray(each) else window.Object.values(window.Object.new(each))
        size = items.length
        count += size
        check_count(count)
        if depth > DEEPEST:
            raise InklingError("what was given is nested too deeply")
        for at in range(size):
            item = items[at]
            if not isinstance(item, PLAIN):
                waiting.append((item, depth + 1))


def check_points(strokes):
    """Raise InklingError for a drawing, checked otherwise, of too many points."""
    if sum([len(stroke) for stroke in strokes]) > MOST_POINTS:
        raise InklingError("a drawing has at most %d points" % MOST_POINTS)

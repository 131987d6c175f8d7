"""window.inkling: what other scripts on the page, embedding pages and tests may call.

    inkling.read(strokes)       promise of {digit, probabilities, sure, activations, source}
    inkling.readPixels(values)  the same for 784 numbers in [0, 1]
    inkling.readPicture(blob)   the same for a picture file, and {box: [left, top, right, bottom], several}
    inkling.readNumber(strokes) promise of {text, value, exact, sure, probability, crossed, lines,
                                parts: [{id, text, strokes, box, probabilities, sure, line}]}

A promise is rejected with an Error whose message is one sentence.
"""
import json
from asyncio import create_task

from app.core.errors import InklingError, PictureError
from app.core.ink import check_strokes
from app.ui.browser import promised as attempted

OWN = ("pixels", "shift", "drawing", "network", "picture")  # of an answer: for the page's own views


def install(window, reader, numbers, able):
    """Put the functions on `window`. reader: the Reader; numbers: a NumberReader. able(full=""): awaited before reading, returns
    once somebody can answer and raises InklingError if nobody ever will; full: what is to be read that only the worker reads."""

    kept = []

    def plain(value):
        """A JavaScript value as Python's own, None for what is no data."""
        if window.ArrayBuffer.isView(value):  # a typed array, which JSON would make an object of
            value = getattr(window.Array, "from")(value)
        text = window.JSON.stringify(value)
        return json.loads(text) if isinstance(text, str) else None

    def promised(call, name, *, converted=plain):
        """A JavaScript function of one argument that returns a promise for the Python coroutine call(argument)."""
        def start(value=None):
            argument = converted(value)

            def executor(resolve, reject):
                async def run():
                    try:
                        result = await call(argument)
                        for own in OWN:
                            result.pop(own, None)
                        resolve(window.JSON.parse(json.dumps(result)))
                    except InklingError as error:
                        reject(window.Error.new(f"inkling.{name}: {error}"))
                create_task(run())
            # MicroPython may collect garbage before the value reaches JavaScript; a promise that only that value
            # refers to would be gone.
            kept[:] = [window.Promise.new(executor)]
            return kept[0]
        return start

    async def read(strokes):
        await able()
        return await reader.read(strokes, activations=True)

    async def read_pixels(pixels):
        await able()
        return await reader.read_pixels(pixels)

    async def read_picture(blob):
        try:
            url = await attempted(window, window.URL, "createObjectURL", blob)
        except Exception:  # the browser's TypeError
            raise PictureError("a picture must be a Blob or a File")
        try:
            await able(full="pictures")
            result = await reader.read_picture({"url": url, "turn": 0, "crop": None}, activations=True)
        finally:
            window.URL.revokeObjectURL(url)
        result["box"], result["several"] = result["picture"]["box"], result["picture"]["several"]
        return result

    async def read_number(strokes):
        check_strokes(strokes)
        await able(full="numbers")
        return await numbers.read(strokes, {})

    inkling = window.Object.new()
    inkling.read = promised(read, "read")
    inkling.readPixels = promised(read_pixels, "readPixels")
    inkling.readPicture = promised(read_picture, "readPicture", converted=lambda blob: blob)
    inkling.readNumber = promised(read_number, "readNumber")
    window.inkling = inkling

"""window.inkling: what other scripts on the page, embedding pages and tests may call.

    inkling.read(strokes)       promise of {digit, probabilities, sure, activations, source}
    inkling.readPixels(values)  the same for 784 numbers in [0, 1]
    inkling.readPicture(blob)   the same for a picture file, and {box: [left, top, right, bottom], several}
    inkling.readNumber(strokes) promise of {text, value, exact, sure, probability, crossed, lines,
                                parts: [{id, text, strokes, box, probabilities, sure, line}]}

A promise is rejected with an Error whose message is one sentence, whatever was given.
"""
import json
from asyncio import create_task

from app.core.errors import InklingError, PictureError
from app.core.ink import check_strokes
from app.ui.browser import promised as attempted

LARGEST = 60_000_000  # bytes of a picture file, as in app/worker/pictures.py
OWN = ("pixels", "shift", "drawing", "network", "picture")  # of an answer: for the page's own views


def install(window, reader, numbers, able):
    """Put the functions on `window`. reader: the Reader; numbers: a NumberReader. able(full=""): awaited before reading, returns
    once somebody can answer and raises InklingError if nobody ever will; full: what is to be read that only the worker reads."""

    kept = []

    async def data(arguments):
        from app.ui.foreign import data_of  # when it is first called: nobody waits for the page's first answer for it
        return await data_of(window, arguments)

    def promised(call, name, *, converted=data):
        """A JavaScript function of one argument that returns a promise for the Python coroutine call(await converted(arguments)),
        where `arguments` is the list of what it was given."""
        def start(target, owner, arguments):
            def executor(resolve, reject):
                async def run():
                    try:
                        result = await call(await converted(arguments))
                        for own in OWN:
                            result.pop(own, None)
                        resolve(window.JSON.parse(json.dumps(result)))
                    except InklingError as error:
                        reject(window.Error.new(f"inkling.{name}: {error}"))
                    except Exception as error:  # nobody is to wait for ever, and the page says that something broke
                        broken = InklingError(f"something in the page itself has failed ({type(error).__name__})")
                        reject(window.Error.new(f"inkling.{name}: {broken}"))
                        raise
                create_task(run())
            # MicroPython may collect garbage before the value reaches JavaScript; a promise that only that value
            # refers to would be gone.
            kept[:] = [window.Promise.new(executor)]
            return kept[0]
        # As a trap, which gets its arguments in a list: taking some of them in its hands this Python would fail at once.
        trap = window.Object.new()
        trap.apply = start
        return window.Proxy.new(window.Object.bind(None), trap)

    async def untouched(arguments):
        return arguments

    async def read(strokes):
        check_drawing(strokes)
        await able()
        return await reader.read(strokes, activations=True)

    async def read_pixels(pixels):
        await able()
        return await reader.read_pixels(pixels)

    async def read_picture(arguments):
        blob, apply = arguments.slice(0, 1), (window, window.Reflect, "apply")
        try:
            url = await attempted(*apply, window.URL.createObjectURL, window.URL, blob)
            size = await attempted(*apply, window.Reflect.get, None, blob.concat("size"))
        except Exception:  # the browser's TypeError
            raise PictureError("a picture must be a Blob or a File")
        if isinstance(size, (int, float)) and size > LARGEST:
            window.URL.revokeObjectURL(url)
            raise PictureError("the file has %d MB, at most %d are read" % (size // 1000000, LARGEST // 1000000))
        try:
            await able(full="pictures")
            result = await reader.read_picture({"url": url, "turn": 0, "crop": None}, activations=True)
        finally:
            window.URL.revokeObjectURL(url)
        result["box"], result["several"] = result["picture"]["box"], result["picture"]["several"]
        return result

    def check_drawing(strokes):
        from app.ui.foreign import check_points
        check_strokes(strokes)
        check_points(strokes)

    async def read_number(strokes):
        check_drawing(strokes)
        await able(full="numbers")
        return await numbers.read(strokes, {})

    inkling = window.Object.new()
    inkling.read = promised(read, "read")
    inkling.readPixels = promised(read_pixels, "readPixels")
    inkling.readPicture = promised(read_picture, "readPicture", converted=untouched)
    inkling.readNumber = promised(read_number, "readNumber")
    window.inkling = inkling

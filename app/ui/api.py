"""window.inkling: what other scripts on the page, embedding pages and tests may call.

    inkling.read(strokes)       promise of {digit, probabilities, sure, activations, source}
    inkling.readPixels(values)  the same for 784 numbers in [0, 1]

A promise is rejected with an Error whose message is one sentence.
"""
import json
from asyncio import create_task

from app.core.errors import InklingError


def install(window, reader, able):
    """Put the functions on `window`. able(): awaited before reading, returns once somebody can answer or nobody ever will."""

    kept = []

    def promised(call, name):
        """A JavaScript function of one argument that returns a promise for the Python coroutine call(argument)."""
        def start(value=None):
            if window.ArrayBuffer.isView(value):  # a typed array, which JSON would make an object of
                value = getattr(window.Array, "from")(value)
            text = window.JSON.stringify(value)
            argument = json.loads(text) if isinstance(text, str) else None

            def executor(resolve, reject):
                async def run():
                    try:
                        await able()
                        result = await call(argument)
                        for own in ("pixels", "shift", "drawing", "network"):  # for the page's own views
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
        return await reader.read(strokes, activations=True)

    inkling = window.Object.new()
    inkling.read = promised(read, "read")
    inkling.readPixels = promised(reader.read_pixels, "readPixels")
    window.inkling = inkling

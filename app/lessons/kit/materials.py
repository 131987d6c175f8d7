"""What a lesson works on besides its own code: a network, some images. Each comes as a text, so that a worker can have it, too.

A network is its weights document; images are the base64 of a file of packed images (app/worker/packs.py), inflated.
"""
import json

from app.core import instant
from app.core.binary import a2b_base64
from app.core.errors import DataError, InklingError
from app.ui import weights_file
from app.ui.browser import fetched, sentence

SITE = "../../../"  # as a lesson's page names the site
PIXELS = 784


class Images:
    """labels: bytes (n,), digits; images: bytes, n times 784 of them, 255 = ink."""

    def __init__(self, count, body):
        self.labels, self.images = body[:count], body[count:]

    def pixels(self, at):
        """Image number `at` as 784 numbers in [0, 1]."""
        return [value / 255 for value in self.images[at * PIXELS:(at + 1) * PIXELS]]


async def bring(window, files):
    """{name: what it is} of {name: file of the site}, None for what cannot be had; and a sentence about each that should be."""
    materials, troubles = {}, []
    for name in files:
        materials[name] = None
        try:
            if files[name].endswith(".json"):
                materials[name] = await weights_file.load(window, SITE + files[name])
            else:
                materials[name] = images_of(await inflated(window, SITE + files[name]))
        except InklingError as error:
            troubles.append(sentence(weights_file.refusal(files[name], error)))
    return materials, troubles


async def texts(window, files):
    """The same as texts, for `from_text` elsewhere."""
    found = {}
    for name in files:
        if files[name].endswith(".json"):
            found[name] = str(await (await fetched(window, SITE + files[name], files[name])).text())
        else:
            found[name] = await inflated(window, SITE + files[name])
    return found


def from_text(text):
    """What such a text is: a network's Weights, Images, or None."""
    if not text:
        return None
    return images_of(text) if text.startswith("images ") else instant.parse(text)


def images_of(text):
    """text: "images COUNT BASE64", or "" for none."""
    if not text:
        return None
    _, count, body = text.split(" ")
    return Images(int(count), a2b_base64(body))


async def inflated(window, address):
    """A file of packed images as the text that `images_of` takes; "" if the site was built without."""
    response = await window.fetch(address)
    if response.status == 404:
        return ""
    if not response.ok:
        raise DataError(f"{address} could not be loaded (status {response.status})")
    data = window.Uint8Array.new(await response.arrayBuffer())
    end = data.indexOf(10)
    head = json.loads(str(window.TextDecoder.new().decode(data.subarray(0, end))))
    stream = window.Blob.new(window.Array.of(data.subarray(end + 1))).stream()
    stream = stream.pipeThrough(window.DecompressionStream.new("deflate"))
    address = await data_address(window, await window.Response.new(stream).blob())
    return f"images {head['count']} {address.partition(',')[2]}"


async def data_address(window, blob):
    """The bytes of a blob as a data: address, whose base64 the browser makes much faster than this Python."""
    reader = window.FileReader.new()

    def executor(resolve, reject):
        reader.onload = lambda event: resolve(reader.result)
        reader.onerror = lambda event: reject(reader.error)
        reader.readAsDataURL(blob)
    return str(await window.Promise.new(executor))

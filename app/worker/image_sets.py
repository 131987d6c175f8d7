"""The sets of many images that the site has, each fetched when it is first asked for."""
from app.core.errors import DataError

NAMES = {"test": "MNIST's test images", "sample": "MNIST's sample images", "lesson": "MNIST's images to learn with",
         "training": "MNIST's images to train on"}


class ImageSets:
    """packs: by name, those that are here, each an ImagePack."""

    def __init__(self):
        self.packs = {}

    async def open(self, name: str, url: str) -> dict:
        """Fetch a set unless it is here. Returns {"count", "source"}. Raises DataError."""
        from app.worker import packs  # with its decompression, which most visits never need
        if name not in self.packs:
            self.packs[name] = packs.read(await fetch(url, NAMES[name]))
        return {"count": len(self.packs[name].labels), "source": self.packs[name].source}

    def find(self, name: str):
        """The ImagePack. Raises DataError when it has not been opened."""
        if name not in self.packs:
            raise DataError("the images have not been loaded yet")
        return self.packs[name]


async def fetch(url: str, what: str) -> bytes:
    """The bytes at an address of our own site. Raises DataError."""
    import js
    from pyodide.ffi import JsException
    try:
        response = await js.fetch(url)
        if response.ok:
            return (await response.arrayBuffer()).to_bytes()
    except JsException:
        raise DataError(f"{what} could not be loaded; what was used before is there without a network, too") from None
    if response.status == 404:
        raise DataError(f"this site was built without {what}")
    raise DataError(f"{what} could not be loaded (status {response.status})")

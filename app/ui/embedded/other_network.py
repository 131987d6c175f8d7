"""Another network than the shipped one, by its name in weights/index.json, for each worker anew."""
import json
from asyncio import sleep

from app.core.errors import DataError, InklingError
from app.core.fields import shown
from app.ui.browser import fetched
from app.ui.replies import WorkerLost, parse
from app.ui.weights_file import refusal

INDEX = "weights/index.json"


class OtherNetwork:
    """client: the WorkerClient; on_here(name): it answers from now on, by what the worker calls it, None for the shipped one.
    on_error(message): it cannot be had."""

    def __init__(self, window, client, *, on_here, on_error):
        self.window, self.client, self.on_here, self.on_error = window, client, on_here, on_error
        self.wanted = ""  # "" for the shipped one
        self.given = (0, "")  # the worker's generation, and what it was given last
        self.busy = False

    @property
    def here(self) -> bool:
        """Whether what is wanted is what the worker answers with."""
        return not self.wanted or self.given == (self.client.generation, self.wanted)

    async def bring(self):
        """Give the worker what is wanted, unless it has it or there is no worker. One that this site has not is wanted no more."""
        while self.busy:
            await sleep(0.01)
        if not self.wanted:
            self.given = (0, "")
            self.on_here(None)
        if self.here:
            return
        self.busy = True
        wanted, generation = self.wanted, self.client.generation
        try:
            file = await self.file_of(wanted)
            if self.client.able:
                name = await self.load(file) if file else None
                self.given = (generation, wanted)
                self.on_here(name)
        except WorkerLost as error:  # the next one gets it
            self.window.console.info(str(error))
        except InklingError as error:
            self.wanted = ""
            self.on_error(error)
        finally:
            self.busy = False

    async def file_of(self, wanted):
        """The file in weights/ of a network of this site, "" for the shipped one, which the worker has. Raises InklingError."""
        try:
            index = json.loads(await (await fetched(self.window, INDEX, "the list of networks")).text())
            files = {entry["name"]: entry["file"] for entry in index["networks"]}
            shipped = index["default"]
        except (ValueError, KeyError):
            raise DataError("the list of networks could not be loaded")
        if wanted not in files:
            raise DataError(f"there is no network \u201c{shown(wanted)}\u201d here, only {', '.join(sorted(files))}")
        return "" if wanted == shipped else files[wanted]

    async def load(self, file):
        """Returns what the worker calls it. Raises InklingError."""
        text = await (await fetched(self.window, f"weights/{file}", file)).text()
        request = self.window.Object.new()  # by way of the browser's own JSON: this Python's would take seconds over a megabyte
        request.text = text
        try:
            return parse(await self.client.send("add_network", self.window.JSON.stringify(request)))["name"]
        except WorkerLost:
            raise
        except InklingError as error:
            raise InklingError(refusal(file, error))

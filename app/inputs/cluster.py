"""More than one machine: a Dask cluster, which is sent the batches themselves and so needs no disk in common.

Its workers need numpy and Pillow; what they run of this project comes with the task. Dask does again what was lost with a
worker, the making of the task included.
"""
import asyncio
import contextlib
import logging
import operator
import pickle
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from pathlib import Path

import dask
from distributed import Client, KilledWorker, Security
from distributed.client import ClosedClientError
from distributed.core import rpc
from distributed.diagnostics.plugin import UploadFile
from distributed.versions import VersionMismatchWarning

from app.core.errors import DataError
from app.inputs.batches import CULPRIT

CORE = Path(__file__).parents[1] / "core"
NAME = "inkling"
PATIENCE = 5  # seconds in which a scheduler answers
GLANCE = 2  # seconds after which to look again how many workers there are
# A worker may have another version from a command before, which importing would find instead.
FIRST = '''"""Part of Inkling, sent by its command line."""
import sys
for name in [name for name in sys.modules if name.startswith("app.")]:
    del sys.modules[name]
'''


class Cluster:
    """A `Place` (see `batches`): the cluster whose scheduler has this address. say: gets a sentence if there is to be waited.

    Raises DataError, a whole sentence, where there is no such cluster, or no more.
    """

    def __init__(self, task, *, address: str, say: Callable[[str], None]):
        self.task, self.address, self.say = task, address, say
        self.threads, self.looked = -1, -GLANCE

    def __enter__(self) -> "Cluster":
        for name in ("distributed", "distributed.client", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what goes wrong is told here, in one sentence
        check(self.address)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)  # any numpy and Pillow will do
            self.client = Client(self.address, timeout=PATIENCE, set_as_default=False)
        try:
            with tempfile.TemporaryDirectory() as folder:
                self.client.register_plugin(UploadFile(str(parcel(Path(folder)))), name=NAME)
            # A result like any other, so that it is made again if all workers that have it are lost.
            self.held = self.client.submit(pickle.loads, pickle.dumps(self.task), pure=False)
        except BaseException:
            self.client.close(timeout=1)
            raise
        return self

    def __exit__(self, *_) -> None:
        self.client.close(timeout=1)

    @property
    def room(self) -> int:
        self.look()
        return 2 * self.threads + 2

    def look(self) -> None:
        """See, but not too often, how many threads its workers have, for they come and go."""
        if time.monotonic() >= self.looked + GLANCE:
            with self.at_hand():
                before, self.threads = self.threads, self.client.scheduler_info(n_workers=0)["total_threads"]
            self.looked = time.monotonic()
            if before and not self.threads:
                self.say(f"the cluster at {self.address} has no worker: waiting for one")

    def submit(self, contents: list) -> Future:
        # A picture may be large; that it had better be scattered is not so where a worker may be lost with it.
        with self.at_hand(), dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"}):
            return self.client.submit(operator.call, self.held, contents, pure=False)

    def result(self, future: Future, contents: list) -> list:
        try:
            with self.at_hand():
                return self.wait_for(future)
        except KilledWorker:  # as Dask says of a task when several died that had it
            if len(contents) == 1:
                return [DataError(CULPRIT)]
        # One after the other: Dask suspects whatever waited in line with the culprit.
        return [result for content in contents for result in self.result(self.submit([content]), [content])]

    def wait_for(self, future: Future) -> list:
        while True:
            with contextlib.suppress(TimeoutError):
                return future.result(GLANCE)
            self.look()

    @contextlib.contextmanager
    def at_hand(self):
        """Raises DataError for what Dask raises when its scheduler was lost, or its workers have not what is needed."""
        try:
            yield
        except (CancelledError, ClosedClientError, OSError):
            raise DataError(f"the Dask scheduler at {self.address} was lost") from None
        except ModuleNotFoundError as error:
            raise DataError(f"the workers of the cluster at {self.address} need numpy and Pillow: {error}") from None


def check(address: str) -> None:
    """Raise DataError unless a scheduler answers there: something else, such as its own web page, would confuse a Client."""
    try:
        kind = asyncio.run(asyncio.wait_for(identity(address), PATIENCE))["type"]
    except Exception as error:  # whatever comes of bytes that are no scheduler's
        raise DataError(f"no Dask scheduler answers at {address}: {str(error) or 'not in time'}") from None
    if kind != "Scheduler":
        raise DataError(f"no Dask scheduler answers at {address}, but a {kind.lower()}")


async def identity(address: str) -> dict:
    async with rpc(address, timeout=PATIENCE, connection_args=Security().get_connection_args("client")) as scheduler:
        return await scheduler.identity()


def parcel(folder: Path) -> Path:
    """What a worker needs of this project, in a file that Python can import from."""
    path = folder / f"{NAME}.zip"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("app/__init__.py", FIRST)
        for module in sorted(CORE.rglob("*.py")):
            file.write(module, module.relative_to(CORE.parents[1]))
    return path

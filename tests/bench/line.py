"""The project's own server with a line of a given speed before it, and with files that can be held back.

Bandwidth and delay belong here and not in the browser's developer tools: those slow only the page, while here the
worker and the service worker share the same line, as they do on a phone. The delay is once per request, before its
answer.
"""
import contextlib
import threading
import time
from pathlib import Path

from app.build.server import Handler, Server

# Without this file the worker cannot start. Just the one is held back: a browser has six connections to a server, and
# each file held takes one from those that the page's own Python needs.
FULL_PYTHON = "/pyodide/pyodide.asm.wasm"
SLICE = 4096  # bytes that one connection may send before another gets its turn


class Line:
    """What lies between server and browser.

    bits_per_second: shared by all connections, None for no limit. delay: seconds from request to first byte.
    """

    def __init__(self, *, bits_per_second: float | None = None, delay: float = 0.0) -> None:
        self.bits_per_second, self.delay = bits_per_second, delay
        self._free_at = 0.0
        self._turn = threading.Lock()
        self._held = None
        self._open = threading.Event()
        self._open.set()

    def hold(self, part: str) -> None:
        """From now on let requests wait whose path contains `part`, until `release`."""
        self._held = part
        self._open.clear()

    def release(self) -> None:
        """Let through what is held."""
        self._open.set()

    def wait_for_request(self, path: str) -> None:
        """Return when the answer to a request for `path` may begin."""
        if self._held and self._held in path:
            self._open.wait()
        if self.delay:
            time.sleep(self.delay)

    def wait_for_bytes(self, count: int) -> None:
        """Return when `count` more bytes have had the time they take."""
        with self._turn:
            start = max(time.monotonic(), self._free_at)
            self._free_at = start + count * 8 / self.bits_per_second
            until = self._free_at
        time.sleep(max(0.0, until - time.monotonic()))


class LineHandler(Handler):
    """The server's own handler, told to wait for the line."""

    server: "LineServer"

    def do_GET(self) -> None:
        self.server.line.wait_for_request(self.path)
        super().do_GET()

    def setup(self) -> None:
        super().setup()
        if self.server.line.bits_per_second:
            self.wfile = SlowWriter(self.wfile, self.server.line)


class SlowWriter:
    """A file to write to, at the line's pace."""

    def __init__(self, file, line: Line) -> None:
        self._file, self._line = file, line

    def write(self, data: bytes) -> int:
        for start in range(0, len(data), SLICE):
            piece = data[start:start + SLICE]
            self._line.wait_for_bytes(len(piece))
            self._file.write(piece)
            self._file.flush()
        return len(data)

    def __getattr__(self, name: str):
        return getattr(self._file, name)


class LineServer(Server):
    """The project's server; every setting, header and compression is its own."""

    def __init__(self, folder: Path, line: Line, requests: list) -> None:
        super().__init__(("127.0.0.1", 0), folder, requests=requests)
        self.RequestHandlerClass = LineHandler
        self.line = line


@contextlib.contextmanager
def serving(folder: Path, line: Line | None = None):
    """Serve `folder` while the block runs; yields (address, list of the requests answered so far)."""
    requests: list = []
    server = LineServer(folder, line or Line(), requests)
    server.files.prepare()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/", requests
    finally:
        server.line.release()
        server.shutdown()
        server.server_close()
        thread.join()

"""A static host that tests can turn against the page: it holds files back, loses them, changes them, calls them by wrong
types, moves on to another version of the site and goes off the network; and it writes down every request.

It is the project's own server (`app.build.server`) with one layer between it and the folder.
"""
import contextlib
import dataclasses
import functools
import json
import threading
import time
from pathlib import Path

from app.build.server import Files, Handler, Server

# A held request gives up after this, so that a failing test cannot leave threads behind for ever.
LONGEST_HOLD = 300
POLL = 0.02  # seconds between two looks at the requests
# Every fetch that leaves the page's own origin breaks this policy. Report-only: the browser lets it happen and tells us.
POLICY = ("default-src 'self' blob: data: 'unsafe-inline' 'unsafe-eval'; report-uri {report}")
REPORT = "/policy-report"
# What a plain host does not send.
UNTOLD = {"etag", "cache-control", "vary"}


@functools.cache
def files_of(folder: Path) -> Files:
    """The folder's files, compressed once for all hosts of a test session."""
    return Files(folder)


class EditableFiles(Files):
    """The files of a folder, some of them held back, missing or replaced for now.

    types: {ending: type, or None for none}, in place of the right ones. gzipped: whether it compresses.
    """

    def __init__(self, folder: Path, *, types: dict | None = None, gzipped: bool = True):
        super().__init__(folder)
        self.types, self.gzipped = types or {}, gzipped
        self.folder = folder
        self.gates: dict[str, threading.Event] = {}
        self.missing: set[str] = set()
        self.replaced: dict[str, Path] = {}
        self.off = False

    def get(self, name: str):
        gate = self.gates.get(name)
        if gate is not None:
            gate.wait(LONGEST_HOLD)
        if self.off:
            # The server passes silently over a connection that breaks, and the browser sees no server.
            raise ConnectionAbortedError
        if name in self.missing:
            return None
        path = self.replaced.get(name, self.folder / name)
        served = files_of(path.parent).get(path.name) if name in self.replaced else files_of(self.folder).get(name)
        if served is None:
            return None
        mime_type = self.types.get(path.suffix, served.mime_type)
        return dataclasses.replace(served, mime_type=mime_type, gzipped=served.gzipped if self.gzipped else None)


class HostHandler(Handler):
    """The project's own handler, sending a few headers more or less and taking reports of broken policy."""

    def send_header(self, name: str, value: str | None) -> None:
        if value is not None and name.lower() not in self.server.untold:
            super().send_header(name, value)

    def end_headers(self) -> None:
        for name, value in self.server.extra_headers.items():
            self.send_header(name, value)
        super().end_headers()

    def do_HEAD(self) -> None:
        if self.server.heads:
            super().do_HEAD()
        else:
            self.send_error(405)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == REPORT:
            with self.server.reported:
                self.server.reports.append(json.loads(body)["csp-report"]["blocked-uri"])
                self.server.reported.notify_all()
        self.send_response(204)
        self.end_headers()


class Host:
    """One static site on a port of its own, which makes it an origin of its own: no storage is shared between hosts.

    url: where the site is. requests: every request answered so far (see app.build.server.Request). left: addresses of
    other origins that a page from here asked for, as the browser reported them; needs `watch`.
    scratch: a folder for the contents of replaced files. types: see EditableFiles; headers: sent with every file.
    plain: no compression, no ETag, nothing on caching, as `python -m http.server`.
    """

    def __init__(self, folder: Path, *, scratch: Path, prefix: str = "/", watch: bool = False, stored: bool = True,
                 types: dict | None = None, headers: dict | None = None, plain: bool = False):
        self.requests: list = []
        self.left: list[str] = []
        self.scratch = scratch
        self.files = EditableFiles(folder, types=types, gzipped=not plain)
        self.server = Server(("127.0.0.1", 0), folder, prefix=prefix, requests=self.requests)
        self.server.RequestHandlerClass = HostHandler
        self.server.files = self.files
        self.server.reports, self.server.reported = self.left, threading.Condition()
        self.server.extra_headers = dict(headers or {})
        self.server.heads = True
        self.server.untold = UNTOLD if plain else ()
        if watch:
            self.server.extra_headers["Content-Security-Policy-Report-Only"] = POLICY.format(report=REPORT)
        if not stored:
            # Keeps the browser's own cache out of the way: what still works without the server is the page's doing.
            self.server.extra_headers["Cache-Control"] = "no-store"
        self.url = f"http://127.0.0.1:{self.server.server_port}{prefix}"
        self._thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def hold(self, *names: str) -> None:
        """Leave requests for these files unanswered until `release`."""
        for name in names:
            self.files.gates[name] = threading.Event()

    def release(self, *names: str) -> None:
        """Answer them now, and from now on; all that are held, if none is named."""
        for name in names or list(self.files.gates):
            self.files.gates[name].set()

    def lose(self, *names: str) -> None:
        """Answer 404 for these files."""
        self.files.missing.update(names)

    def replace(self, name: str, content: str, *, suffix: str = "") -> None:
        """Answer with this content instead of the file's own, and as a file of another kind if `suffix` names one."""
        path = self.scratch / f"replaced-{len(self.files.replaced)}{suffix or Path(name).suffix}"
        path.write_text(content, encoding="utf-8")
        self.files.replaced[name] = path

    def mend(self) -> None:
        """All that was lost or replaced is there again, and of its right type."""
        self.files.missing.clear()
        self.files.replaced.clear()
        self.files.types.clear()

    def refuse_head(self) -> None:
        """Answer 405 to HEAD, which tells of a file without sending it."""
        self.server.heads = False

    def show(self, folder: Path) -> None:
        """From now on serve this folder: a new version has been uploaded."""
        self.files.folder = folder

    def names(self, since: int = 0) -> list[str]:
        """The paths asked for after the first `since` requests, relative to the site."""
        return [request.target.removeprefix(self.server.prefix) for request in self.requests[since:]]

    def until_asked(self, name: str, *, since: int, seconds: float) -> None:
        """Wait until the file has been asked for after the first `since` requests; TimeoutError if it is not."""
        end = time.monotonic() + seconds
        while name not in self.names(since):
            if time.monotonic() > end:
                raise TimeoutError(f"{name} was not asked for in {seconds} s")
            time.sleep(POLL)

    def until_left(self, count: int, *, seconds: float) -> None:
        """Wait until the browser has reported so many requests to other origins; TimeoutError if it does not."""
        with self.server.reported:
            if not self.server.reported.wait_for(lambda: len(self.left) >= count, seconds):
                raise TimeoutError(f"{len(self.left)} requests to other origins reported, not {count}: {self.left}")

    def stop(self) -> None:
        """Go off the network, also on the connections that browsers keep open."""
        if not self.files.off:
            self.files.off = True
            self.release()
            self.server.shutdown()
            self.server.server_close()
            self._thread.join()


@contextlib.contextmanager
def hosting(folder: Path, **options):
    """A Host that is stopped at the end of the block."""
    host = Host(folder, **options)
    try:
        yield host
    finally:
        host.stop()

"""A static host that tests can turn against the page: it holds files back, loses them, changes them, calls them by wrong
types, moves on to another version of the site and goes off the network; and it writes down every request.

It is the project's own server (`app.build.server`) with one layer between it and the folder.
"""
import contextlib
import dataclasses
import functools
import json
import random
import threading
import time
import urllib.parse
from http import HTTPStatus
from pathlib import Path

from app.build.served import Files, Served
from app.build.server import Handler, Server

# A held request gives up after this, so that a failing test cannot leave threads behind for ever.
LONGEST_HOLD = 300
POLL = 0.02  # seconds between two looks at the requests
# Every fetch that leaves the page's own origin breaks this policy. Report-only: the browser lets it happen and tells us.
POLICY = ("default-src 'self' blob: data: 'unsafe-inline' 'unsafe-eval'; report-uri {report}")
REPORT = "/policy-report"
# What a plain host does not send.
UNTOLD = {"etag", "cache-control", "vary"}
# What can become of a file on its way. The connection breaks before a byte has come, or in the middle of the body, whose whole
# length was told; the server fails; the bytes are as many as they should be and others; the type is another; nothing comes for
# ever, or nothing after half the body.
FAULTS = ("abort", "cut", "500", "garbage", "type", "silence", "stall")
WRONG_TYPE = "text/plain"


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

    @property
    def fault(self) -> str | None:
        """What this request's file suffers; the page itself is the empty name."""
        return self.server.faults.get(urllib.parse.urlsplit(self.path).path.removeprefix(self.server.prefix))

    def do_HEAD(self) -> None:
        if self.server.heads:
            self.do_GET()
        else:
            self.send_error(405)

    def do_GET(self) -> None:
        if self.fault in ("abort", "silence"):
            self.break_off()
        elif self.fault == "500":
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, {"Content-Type": "text/plain"}, b"It fails.\n")
        else:
            super().do_GET()

    def _send(self, served: Served) -> None:
        if self.fault == "garbage":
            noise = random.Random(len(served.plain)).randbytes(len(served.plain))
            served = dataclasses.replace(served, plain=noise, gzipped=None, etag='"garbage"')
        elif self.fault == "type":
            served = dataclasses.replace(served, mime_type=WRONG_TYPE, etag='"mistyped"')
        super()._send(served)

    def send_body(self, body: bytes) -> None:
        if self.fault in ("cut", "stall"):
            self.wfile.write(body[:len(body) // 2])
            self.wfile.flush()
            self.break_off()
        super().send_body(body)

    def break_off(self) -> None:
        """Fall silent until the host is well again, if it is that, and then end the connection."""
        if self.fault in ("silence", "stall"):
            self.server.silent.append(self)
            self.server.well.wait(LONGEST_HOLD)
            self.server.silent.remove(self)
        raise ConnectionAbortedError

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
        self.server.faults, self.server.silent, self.server.well = {}, [], threading.Event()
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

    def spoil(self, name: str, fault: str) -> None:
        """Let this file suffer one of FAULTS until `mend`."""
        self.server.faults[name] = fault

    def mend(self) -> None:
        """Every file is there again as it is and of its right type, and no connection is silent."""
        self.files.missing.clear()
        self.files.replaced.clear()
        self.files.types.clear()
        self.server.faults.clear()
        self.server.well.set()
        while self.server.silent:
            time.sleep(POLL)

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
            self.server.well.set()
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

"""A small static server: right MIME types, compression done once, ETags, any sub-path; what GitHub Pages does, locally.

`serving` is for tests and measurements; `python -m app serve` uses the same server.
"""

import contextlib
import http.server
import io
import re
import socket
import socketserver
import sys
import threading
import time
import urllib.parse
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from app.build.served import Files, Served

WEIGHT = re.compile(r"q=(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
MAX_AGE = 600  # Seconds; what GitHub Pages says.
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # The name of a header (RFC 9110, 5.6.2).
PATIENCE = 10  # Seconds for all of a request, from when the client came or had its last answer.
SLOWEST = 20_000  # Bytes a second that a client has to take of an answer, beside those seconds.
LINGER = 1  # Seconds in which the client may see an answer before the connection ends over what it still sends.


def prefers_gzip(accept_encoding: str) -> bool:
    """Whether a client with this Accept-Encoding wants gzip rather than the file as it is (RFC 9110, 12.5.3).

    A client that refuses both gets the file as it is, as does one whose weight for gzip is no weight.
    """
    weights = {}
    for member in accept_encoding.lower().split(","):
        coding, *parameters = (part.strip() for part in member.split(";"))
        weight = WEIGHT.fullmatch(parameters[0]) if parameters else None
        weights[coding] = float(weight[1]) if weight else 0.0 if parameters else 1.0
    gzipped = weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0)))
    return gzipped > 0 and gzipped >= weights.get("identity", 0.0)


@dataclass(frozen=True, kw_only=True)
class Request:
    """One request as the server saw it: target as sent, the status answered, and how many bytes the body had."""

    method: str
    target: str
    status: int
    size: int


class Punctual(io.RawIOBase):
    """A connection to be read and written until `latest`, by time.monotonic(); then TimeoutError, however busily it dribbles."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.latest = time.monotonic() + PATIENCE

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self._hurry()
        return self._connection.recv_into(buffer)

    def write(self, data) -> int:
        self._hurry()
        return self._connection.send(data)

    def _hurry(self) -> None:
        left = self.latest - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers GET and HEAD from the server's files; everything else is refused, and every connection ends at some time."""

    protocol_version = "HTTP/1.1"
    default_request_version = "HTTP/1.0"  # What is no request at all gets a whole answer, too.
    disable_nagle_algorithm = True
    server: "Server"

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self.wfile.close()
        self.punctual = Punctual(self.connection)
        self.rfile, self.wfile = io.BufferedReader(self.punctual), io.BufferedWriter(self.punctual)

    def handle_one_request(self) -> None:
        self.punctual.latest = time.monotonic() + PATIENCE
        super().handle_one_request()

    def parse_request(self) -> bool:
        """What the base class reads of a request; if that has a body, whatever of, the connection ends after the answer.

        So no body is ever taken for another request. Headers of which one could argue what they mean are refused.
        """
        if not super().parse_request():
            return False
        clear = all(TOKEN.fullmatch(name) and not re.search("[\r\n]", value) for name, value in self.headers.items())
        if self.headers.defects or self.headers.get_payload() or not clear:
            self.send_error(HTTPStatus.BAD_REQUEST, "Bad headers")
            return False
        if "Transfer-Encoding" in self.headers or any(value != "0" for value in self.headers.get_all("Content-Length", [])):
            self.close_connection = True
        return True

    def finish(self) -> None:
        """Let the client see the last answer: to close while it is still sending would take that away again."""
        with contextlib.suppress(OSError):
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_WR)
            self.punctual.latest = time.monotonic() + LINGER
            while self.rfile.read1(io.DEFAULT_BUFFER_SIZE):
                pass
        with contextlib.suppress(OSError):
            super().finish()

    def send_response(self, *status) -> None:
        """From here on the client has its time anew, to take the answer."""
        self.punctual.latest = time.monotonic() + PATIENCE
        super().send_response(*status)

    def do_GET(self) -> None:
        try:
            target = urllib.parse.urlsplit(self.path)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST, "Bad address")
            return
        path, prefix = urllib.parse.unquote(target.path), self.server.prefix
        name = path[len(prefix) :] if path.startswith(prefix) else None
        served = None
        if name is not None:
            served = self.server.files.get(name + "index.html" if name == "" or name.endswith("/") else name)
        if served is not None:
            self._send(served)
        elif path + "/" == prefix or (name and self.server.files.is_folder(name)):
            # A leading // would be read as another host's name.
            self._answer(HTTPStatus.MOVED_PERMANENTLY, {"Location": "/" + target.path.strip("/") + "/"})
        else:
            headers = {"Content-Type": "text/plain; charset=utf-8"}
            self._answer(HTTPStatus.NOT_FOUND, headers, b"There is no such file.\n")

    do_HEAD = do_GET

    def _send(self, served: Served) -> None:
        headers = {"ETag": served.etag, "Cache-Control": f"max-age={MAX_AGE}", "Vary": "Accept-Encoding"}
        known = [tag.strip().removeprefix("W/") for tag in self.headers.get("If-None-Match", "").split(",")]
        if served.etag in known or "*" in known:
            self._answer(HTTPStatus.NOT_MODIFIED, headers, None)
            return
        headers["Content-Type"] = served.mime_type
        body = served.plain
        if served.gzipped is not None and prefers_gzip(",".join(self.headers.get_all("Accept-Encoding", []))):
            headers["Content-Encoding"] = "gzip"
            body = served.gzipped
        self._answer(HTTPStatus.OK, headers, body)

    def _answer(self, status: HTTPStatus, headers: dict[str, str], body: bytes | None = b"") -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        sent = b"" if body is None or self.command == "HEAD" else body
        if self.server.requests is not None:
            self.server.requests.append(
                Request(method=self.command, target=self.path, status=int(status), size=len(sent))
            )
        self.punctual.latest += len(sent) / SLOWEST
        self.send_body(sent)

    def send_body(self, body: bytes) -> None:
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing: the browser's own tools show requests better."""


class Server(http.server.ThreadingHTTPServer):
    """The HTTP server over one folder, under one prefix such as "/" or "/some/path/"."""

    request_queue_size = 128

    def __init__(
        self, address: tuple[str, int], folder: Path, *, prefix: str = "/", requests: list | None = None
    ) -> None:
        if not (prefix.startswith("/") and prefix.endswith("/")):
            raise ValueError(f"the prefix should begin and end with a slash, unlike {prefix!r}")
        self.files, self.prefix, self.requests = Files(folder), prefix, requests
        super().__init__(address, Handler)

    def server_bind(self) -> None:
        # The base class looks its own name up in the DNS, which can take seconds and serves no one here.
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = self.server_address[:2]

    def handle_error(self, request: object, client_address: object) -> None:
        """Pass over a browser that hung up; anything else is a mistake to be shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextlib.contextmanager
def serving(folder: Path, prefix: str = "/", *, requests: list[Request] | None = None, port: int = 0):
    """Serve `folder` on loopback while the block runs, yielding the base URL, which ends with `prefix`.

    requests: a list to which every request answered is appended. port: 0 for a free one.
    """
    server = Server(("127.0.0.1", port), folder, prefix=prefix, requests=requests)
    server.files.prepare()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{prefix}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""The local server: what it answers to whom, and what it refuses."""

import gzip
import http.client
import os
import socket
import threading
import urllib.error
import urllib.parse
import urllib.request

import pytest

from app.build import server as serving_module
from app.build.problems import BuildError
from app.build.server import Server, serving
from app.cli.serve import is_stale, listen


@pytest.fixture
def folder(tmp_path):
    """A small site, with a secret beside it that must never be served."""
    site = tmp_path / "site"
    (site / "app").mkdir(parents=True)
    (site / "index.html").write_text("<!doctype html>" + "<p>page</p>" * 100)
    (site / "app" / "index.html").write_text("inner")
    (site / "app" / "main.py").write_text("x = 1\n" * 100)
    (site / "a.mjs").write_text("export {};")
    (site / "a.wasm").write_bytes(b"\0asm" + bytes(1000))
    (site / "a.toml").write_text("a = 1")
    (site / "a.json").write_text("{}")
    (site / "a.webmanifest").write_text("{}")
    (site / "a.bin").write_bytes(bytes(1000))
    (tmp_path / "secret.txt").write_text("secret")
    return site


def get(url, **headers):
    """(status, headers, body as sent) without following redirects."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", parts.path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers, body


@pytest.mark.parametrize(
    ("name", "mime_type"),
    [
        ("", "text/html; charset=utf-8"),
        ("a.mjs", "text/javascript; charset=utf-8"),
        ("a.wasm", "application/wasm"),
        ("a.toml", "application/toml"),
        ("a.json", "application/json"),
        ("a.webmanifest", "application/manifest+json"),
        ("app/main.py", "text/plain; charset=utf-8"),
        ("a.bin", "application/octet-stream"),
    ],
)
def test_each_kind_of_file_has_the_type_that_browsers_insist_on(folder, name, mime_type):
    with serving(folder) as base:
        status, headers, _ = get(base + name)
    assert (status, headers["Content-Type"]) == (200, mime_type)


def test_a_browser_that_accepts_gzip_gets_it_and_another_does_not(folder):
    with serving(folder) as base:
        _, packed_headers, packed = get(base + "app/main.py", Accept_Encoding="br, gzip")
        _, plain_headers, plain = get(base + "app/main.py")
        _, binary_headers, _ = get(base + "a.bin", Accept_Encoding="gzip")
    assert packed_headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed) == plain == (folder / "app" / "main.py").read_bytes()
    assert plain_headers["Content-Encoding"] is None
    assert binary_headers["Content-Encoding"] is None
    assert packed_headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(("accepted", "encoding"), [
    ("gzip;q=0", None), ("gzip; q=0.000, br", None), ("*;q=0", None), ("identity, *;q=0", None), ("gzip;q=0, *", None),
    ("identity;q=1, gzip;q=0.5", None), ("identity;q=0", None), ("", None), ("br", None), ("gzip;q=much", None),
    ("gzip", "gzip"), ("GZIP;Q=0.5", "gzip"), ("*", "gzip"), ("x-gzip", "gzip"), ("gzip;q=1.0, identity;q=0.5", "gzip"),
    ("identity;q=0, gzip", "gzip"), ("br;q=1.0,gzip ; q=0.001", "gzip"), ("*;q=0, gzip", "gzip"),
])
def test_what_a_client_says_of_gzip_is_honoured_by_its_weight(folder, accepted, encoding):
    with serving(folder) as base:
        status, headers, body = get(base + "app/main.py", Accept_Encoding=accepted)
    assert (status, headers["Content-Encoding"]) == (200, encoding)
    assert (gzip.decompress(body) if encoding else body) == (folder / "app" / "main.py").read_bytes()


def test_a_file_known_by_its_etag_is_not_sent_again_until_it_changes(folder):
    with serving(folder) as base:
        _, headers, _ = get(base + "a.json")
        again, _, body = get(base + "a.json", If_None_Match=f'"other", W/{headers["ETag"]}')
        (folder / "a.json").write_text('{"changed": true}')
        changed, _, new = get(base + "a.json", If_None_Match=headers["ETag"])
    assert (again, body) == (304, b"")
    assert (changed, new) == (200, b'{"changed": true}')


def test_one_connection_carries_many_requests(folder):
    with serving(folder) as base:
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(base).netloc, timeout=10)
        for name, status in (("/", 200), ("/nothing", 404), ("/a.json", 200)):
            connection.request("GET", name)
            response = connection.getresponse()
            response.read()
            assert (response.status, response.version) == (status, 11)
        assert connection.sock is not None
        connection.close()


@pytest.mark.parametrize(
    "path", ["../secret.txt", "%2e%2e/secret.txt", "app/../../secret.txt", "..%5csecret.txt", "a%00b"]
)
def test_nothing_outside_the_folder_is_served(folder, path):
    with serving(folder) as base:
        status, _, body = get(base + path)
    assert status == 404
    assert b"secret" not in body


def test_a_link_out_of_the_folder_is_not_followed(folder):
    (folder / "link.txt").symlink_to(folder.parent / "secret.txt")
    with serving(folder) as base:
        assert get(base + "link.txt")[0] == 404


def test_the_site_can_live_under_a_path_and_only_there(folder):
    with serving(folder, "/some/path/") as base:
        assert base.endswith("/some/path/")
        assert get(base)[0] == 200
        root = base.removesuffix("some/path/")
        assert get(root)[0] == 404
        status, headers, _ = get(root + "some/path")
        assert (status, headers["Location"]) == (301, "/some/path/")
        assert get(base + "app")[1]["Location"] == "/some/path/app/"
        assert get(base + "app/")[2] == b"inner"


def test_every_request_is_recorded_with_what_it_cost(folder):
    requests = []
    with serving(folder, requests=requests) as base:
        urllib.request.urlopen(base + "a.bin?x=1").close()
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(base + "nothing")
    first, second = requests
    assert (first.method, first.target, first.status, first.size) == ("GET", "/a.bin?x=1", 200, 1000)
    assert (second.target, second.status) == ("/nothing", 404)


def test_a_taken_port_is_passed_over(folder):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        server = listen(folder, "127.0.0.1", port)
        try:
            assert port < server.server_port < port + 20
        finally:
            server.server_close()


@pytest.mark.parametrize(("host", "port", "said"), [("127.0.0.1", 70000, "70000"), ("192.0.2.1", 0, "192.0.2.1")])
def test_an_address_that_cannot_be_had_is_refused_in_one_sentence(folder, host, port, said):
    with pytest.raises(BuildError, match=said):
        listen(folder, host, port)


def test_a_prefix_without_its_slashes_is_a_mistake(folder):
    with pytest.raises(ValueError, match="slash"):
        Server(("127.0.0.1", 0), folder, prefix="path")


@pytest.mark.parametrize("name", ["app/ui/page.py", "app/ui/views/why/why.css", "trainer/learning/fit.py", "weights/a.json"])
def test_a_site_is_stale_when_missing_or_older_than_a_source(tmp_path, name):
    site, source = tmp_path / "site", tmp_path / name
    source.parent.mkdir(parents=True)
    source.write_text("")
    assert is_stale(tmp_path, site)
    site.mkdir()
    (site / "sw.js").write_text("")
    os.utime(source, (1000, 1000))
    assert not is_stale(tmp_path, site)
    os.utime(source, (4_000_000_000, 4_000_000_000))
    assert is_stale(tmp_path, site)


@pytest.mark.parametrize("name", [
    "a" * 256, "a" * 300 + ".html", "a" * 5000, "app/" + "a" * 256 + "/", "a/" * 2100, "%ff%fe", "loop", "loop/", "loop/a",
    "far/loop", "to-dir/x", "shut.txt", "app/main.py/", "app/main.py/x", "/etc/passwd", "%2fetc%2fpasswd", "..%2f..%2fsecret.txt",
    "app%5c..%5c..%5csecret.txt", "%", "%zz", "%00", "a%00.html", "..", "%2e%2e", "...", "C:%5csecret.txt", "pipe"])
def test_a_name_that_no_file_here_can_have_is_no_file(folder, name):
    (folder / "loop").symlink_to("loop")
    (folder / "far").mkdir()
    (folder / "far" / "loop").symlink_to("../far/back")
    (folder / "far" / "back").symlink_to("loop")
    (folder / "to-dir").symlink_to(folder.parent)
    (folder / "shut.txt").symlink_to("/proc/self/mem")
    os.mkfifo(folder / "pipe")
    requests = []
    with serving(folder, requests=requests) as base:
        status, _, body = get(base + name)
        assert get(base + "a.json")[0] == 200
    assert (status, body) == (404, b"There is no such file.\n")
    assert [request.status for request in requests] == [404, 200]


def test_a_file_that_may_not_be_read_is_no_file(folder, monkeypatch):
    def refuse(path, stamp):
        raise PermissionError(13, "Permission denied", str(path))

    with serving(folder) as base:
        monkeypatch.setattr(serving_module.Files, "_read", staticmethod(refuse))
        (folder / "new.txt").write_text("new")
        assert get(base + "new.txt")[0] == 404


def spoken(base, sent):
    """Everything that the server answers to these bytes until it ends the connection."""
    with socket.create_connection(urllib.parse.urlsplit(base).netloc.split(":"), timeout=20) as line:
        line.sendall(sent)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer


SECOND = b"GET /a.json HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize("head", [
    b"Content-Length: %d" % len(SECOND),
    b"content-length: %d" % len(SECOND),
    b"Content-Length: +%d" % len(SECOND),
    b"Content-Length: 0x25",
    b"Content-Length: -1",
    b"Content-Length: 0\r\nContent-Length: %d" % len(SECOND),
    b"Content-Length: 0, %d" % len(SECOND),
    b"Content-Length: 99999999999999999999",
    b"Content-Length : %d" % len(SECOND),
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding : chunked",
    b"Transfer-Encoding: xchunked",
    b"Transfer-Encoding: identity\r\nContent-Length: 0",
    b"X: a\r\n Transfer-Encoding: chunked",
    b" Transfer-Encoding: chunked",
    b"no header at all\r\nContent-Length: %d" % len(SECOND),
    b"Expect: 100-continue\r\nContent-Length: %d" % len(SECOND),
])
@pytest.mark.parametrize("method", [b"GET", b"HEAD", b"POST", b"get"])
def test_a_body_is_no_second_request(folder, method, head):
    requests = []
    with serving(folder, requests=requests) as base:
        answer = spoken(base, method + b" /app/main.py HTTP/1.1\r\nHost: x\r\n" + head + b"\r\n\r\n" + SECOND)
    assert answer.replace(b"HTTP/1.1 100 Continue", b"").count(b"HTTP/1.1 ") == 1
    assert "/a.json" not in [request.target for request in requests]


@pytest.mark.parametrize(("asked", "status"), [
    (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\n\r\n", 414), (b"GET / HTTP/1.1\r\nX: " + b"a" * 70_000 + b"\r\n\r\n", 431),
    (b"GET / HTTP/1.1\r\n" + b"X: a\r\n" * 200 + b"\r\n", 431), (b"GET http://[/ HTTP/1.1\r\n\r\n", 400),
    (b"GET / HTTP/9.9\r\n\r\n", 505), (b"\0\x16\x03\x01 junk\r\n\r\n", 400), (b"DELETE / HTTP/1.1\r\n\r\n", 501),
])
def test_what_is_no_request_is_refused_and_the_connection_ends(folder, asked, status):
    with serving(folder) as base:
        answer = spoken(base, asked + SECOND)
        assert get(base + "a.json")[0] == 200
    assert b"%d" % status in answer.splitlines()[0]
    assert b'{}' not in answer


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\n", SECOND, b"\r\n", SECOND + b"GET /"])
def test_a_client_that_asks_for_nothing_more_is_not_waited_for(folder, sent, monkeypatch):
    monkeypatch.setattr(serving_module, "PATIENCE", 0.3)
    with serving(folder) as base:
        answer = spoken(base, sent)
    assert answer.count(b"HTTP/1.1 200") == sent.count(b"a.json")


def test_a_client_that_dribbles_has_no_more_time_than_one_that_is_silent(folder, monkeypatch):
    monkeypatch.setattr(serving_module, "PATIENCE", 0.5)
    with serving(folder) as base, socket.create_connection(urllib.parse.urlsplit(base).netloc.split(":"), timeout=20) as line:
        line.sendall(b"GET / HTTP/1.1\r\n")
        line.settimeout(0.05)
        sent = 0
        while True:  # a byte whenever the server has said nothing for a while, which without an end would go on for ever
            try:
                assert line.recv(100) == b""
                break
            except TimeoutError:
                line.sendall(b"X")
                sent += 1
                assert sent < 400
            except ConnectionError:
                break
    assert sent > 2


def test_a_client_that_does_not_take_its_answer_is_given_up(folder, monkeypatch):
    monkeypatch.setattr(serving_module, "PATIENCE", 0.3)
    monkeypatch.setattr(serving_module, "SLOWEST", 10**9)
    (folder / "large.bin").write_bytes(bytes(50_000_000))
    given_up = threading.Event()
    finish = serving_module.Handler.finish

    def told(handler):
        finish(handler)
        given_up.set()

    monkeypatch.setattr(serving_module.Handler, "finish", told)
    with serving(folder) as base, socket.create_connection(urllib.parse.urlsplit(base).netloc.split(":"), timeout=20) as line:
        line.sendall(b"GET /large.bin HTTP/1.1\r\n\r\n")
        assert given_up.wait(20)

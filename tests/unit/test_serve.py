"""The local server: what it answers to whom, and what it refuses."""

import gzip
import http.client
import os
import socket
import urllib.error
import urllib.parse
import urllib.request

import pytest

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

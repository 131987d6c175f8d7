"""`python -m app serve`: build the site when needed and show it on this machine."""

import argparse
import errno
import sys
import threading
import webbrowser
from pathlib import Path

from app.build.problems import BuildError
from app.build.server import Server
from app.cli.build import ROOT, SITE, build

PORT = 8000
PORTS_TO_TRY = 20
SOURCES = ["index.html", "sw.js", "pyscript.toml", "package.json", "package-lock.json", ".npmrc", "app/**/*"]
SOURCES += ["trainer/**/*.py", "weights/*.json"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `serve`."""
    parser.add_argument("--port", type=int, default=PORT, help=f"port to begin with (default: {PORT}; 0: any free one)")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")


def run(arguments: argparse.Namespace) -> int:
    """Build if needed, then serve until Ctrl-C; 1 with one sentence on standard error if that cannot be done."""
    site = ROOT / SITE
    try:
        if is_stale(ROOT, site):
            build(ROOT, site)
        server = listen(site, arguments.host, arguments.port)
    except BuildError as error:
        print(f"serve: {error}", file=sys.stderr)
        return 1
    address = f"http://{arguments.host}:{server.server_port}/"
    print(f"Inkling is at {address} (Ctrl-C ends it)", flush=True)
    threading.Thread(target=server.files.prepare, daemon=True).start()
    if not arguments.no_browser:
        webbrowser.open(address)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print()
    finally:
        server.server_close()
    return 0


def is_stale(root: Path, site: Path) -> bool:
    """Whether the site is missing, or older than any file that it is made of."""
    built = site / "sw.js"
    if not built.exists():
        return True
    sources = [path for pattern in SOURCES for path in root.glob(pattern) if "__pycache__" not in path.parts]
    return any(path.stat().st_mtime > built.stat().st_mtime for path in sources)


def listen(site: Path, host: str, port: int) -> Server:
    """Bind to `port`, or to one after it where it is taken; BuildError when the host or all ports are refused."""
    if not 0 <= port <= 65535:
        raise BuildError(f"a port is a number from 0 to 65535, not {port}")
    last = min(port + PORTS_TO_TRY, 65536) if port else 1
    for candidate in range(port, last):
        try:
            return Server((host, candidate), site)
        except OSError as error:
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise BuildError(f"cannot listen on {host}:{candidate}: {error.strerror or error}") from error
    raise BuildError(f"every port from {port} to {last - 1} is taken on {host}; choose another with --port")

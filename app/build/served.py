"""Files as a web server gives them: each under the type of its name, compressed once, with a tag of its content."""

import gzip
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

MIME_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".mjs": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".py": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".txt": "text/plain; charset=utf-8",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
    ".zip": "application/zip",
}
COMPRESSIBLE = re.compile(r"text/|application/(json|wasm|toml|manifest\+json)|image/svg")


@dataclass(frozen=True, kw_only=True)
class Served:
    """A file ready to be sent: its content as it is and, where smaller, gzipped; `stamp` tells when it changes."""

    stamp: tuple[int, int]
    mime_type: str
    etag: str
    plain: bytes
    gzipped: bytes | None


class Files:
    """The files under one folder, each read and compressed once and again when it changes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.resolve()
        self._ready: dict[Path, Served] = {}

    def prepare(self) -> None:
        """Read and compress all files now, so that no first visitor waits for it."""
        for path in self._folder.rglob("*"):
            if path.is_file():
                self.get(path.relative_to(self._folder).as_posix())

    def get(self, name: str) -> Served | None:
        """Return the file `name` (slashes between folders), or None if there is no such file inside the folder."""
        try:
            path = (self._folder / name).resolve()
            if not path.is_relative_to(self._folder) or not path.is_file():
                return None
            status = path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            served = self._ready.get(path)
            if served is None or served.stamp != stamp:
                served = self._ready[path] = self._read(path, stamp)
        except (OSError, ValueError, RuntimeError):
            # Too long a name, links that lead in a circle, a file that may not be read, or bytes that no name has.
            return None
        return served

    def is_folder(self, name: str) -> bool:
        """Whether `name` is a folder that holds a page."""
        return self.get(f"{name}/index.html") is not None

    @staticmethod
    def _read(path: Path, stamp: tuple[int, int]) -> Served:
        plain = path.read_bytes()
        mime_type = MIME_TYPES.get(path.suffix.lower(), "application/octet-stream")
        gzipped = gzip.compress(plain, 6, mtime=0) if COMPRESSIBLE.match(mime_type) else plain
        return Served(
            stamp=stamp,
            mime_type=mime_type,
            etag=f'"{hashlib.sha256(plain).hexdigest()[:32]}"',
            plain=plain,
            gzipped=gzipped if len(gzipped) < len(plain) else None,
        )

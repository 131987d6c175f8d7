"""The maker of QR codes for the page: segno, of PyPI, whose Python the worker takes out of one file when a code is asked for.

Where it cannot be had there is a site all the same, and its dialog says so.
"""

import hashlib
import io
import tempfile
import zipfile
from pathlib import Path

from app.build.pins import read_pins
from trainer.data import wheels
from trainer.data.files import write_whole

FILE = "data/qr.zip"
NEEDED = ("consts.py", "encoder.py")  # not what writes pictures, for which the browser has no XML
YEAR = (2025, 1, 1, 0, 0, 0)  # of every file, so that the same wheel gives the same bytes


def make_qr(root: Path, cache: Path, *, say=print) -> dict[str, bytes]:
    """{name in the site: content}, made of the pinned wheel, which is fetched into `cache` once; {} where it cannot be had, and why
    is said in one line. Raises BuildError for pins that are missing."""
    pins = read_pins(root)
    path = cache / "wheels" / f"{pins.qr.replace('==', '-')}.whl"
    try:
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() not in pins.qr_sha256:
            say(f"Downloading {pins.qr}, which makes QR codes (once)")
            with tempfile.TemporaryDirectory() as scratch:
                write_whole(path, wheels.download(pins.qr, pins.qr_sha256, Path(scratch)).read_bytes())
        return {FILE: trimmed(path)}
    except OSError as error:
        say(f"Left out: QR codes; {pins.qr} could not be had: {error}")
        return {}


def trimmed(wheel: Path) -> bytes:
    """A zip archive that Python imports from, of what is needed of the wheel, and its licence. Raises OSError."""
    found = wheels.members(wheel, ["LICENSE", *(f"segno/{name}" for name in NEEDED)])
    contents = {"segno/LICENSE": found.pop("LICENSE"), "segno/__init__.py": b"", **found}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, YEAR)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content, compresslevel=9)
    return packed.getvalue()

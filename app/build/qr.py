"""The maker of QR codes for the page: segno, of PyPI, whose Python the worker takes out of one file when a code is asked for.

Where it cannot be had there is a site all the same, and its dialog says so.
"""

import hashlib
import io
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from app.build.pins import read_pins
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
        if not path.exists():
            say(f"Downloading {pins.qr}, which makes QR codes (once)")
            path.parent.mkdir(parents=True, exist_ok=True)
            write_whole(path, fetched(pins.qr))
        wheel = path.read_bytes()
        if hashlib.sha256(wheel).hexdigest() != pins.qr_sha256:
            path.unlink()
            raise OSError("its sha256 differs from the one in package.json")
    except (OSError, subprocess.CalledProcessError) as error:
        lines = (getattr(error, "stderr", None) or str(error)).strip().splitlines()
        say(f"Left out: QR codes; {pins.qr} could not be had: {lines[-1] if lines else 'pip failed'}")
        return {}
    return {FILE: trimmed(wheel)}


def fetched(requirement: str) -> bytes:
    """The wheel from PyPI. Raises CalledProcessError or OSError."""
    with tempfile.TemporaryDirectory() as scratch:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:"]
        subprocess.run([*command, "--dest", scratch, requirement], check=True, capture_output=True, text=True)
        found = list(Path(scratch).glob("*.whl"))
        if len(found) != 1:
            raise OSError("pip brought no wheel")
        return found[0].read_bytes()


def trimmed(wheel: bytes) -> bytes:
    """A zip archive that Python imports from, of what is needed of the wheel, and its licence."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(wheel)) as source, zipfile.ZipFile(packed, "w") as target:
        licence = next(name for name in source.namelist() if name.endswith("/LICENSE"))
        contents = {"segno/LICENSE": source.read(licence), "segno/__init__.py": b""}
        contents |= {f"segno/{name}": source.read(f"segno/{name}") for name in NEEDED}
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, YEAR)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content, compresslevel=9)
    return packed.getvalue()

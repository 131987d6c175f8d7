"""Every pin of the browser's runtime, read from package.json and its lock, where the only copies of them are."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from app.build.problems import BuildError

SHA256 = re.compile("[0-9a-f]{64}")
NPM_FILES = ["package.json", "package-lock.json", ".npmrc"]


@dataclass(frozen=True, kw_only=True)
class Pins:
    """What package.json pins besides the npm packages themselves.

    wheels: names of the packages to take from Pyodide's distribution, such as "numpy".
    wheels_carrier: requirement of the PyPI package that carries those wheels.
    node_carrier: requirement of the PyPI package that brings Node where a machine has none.
    qr: requirement of the PyPI package that makes QR codes.
    Each has beside it, as ..._sha256, those of its wheels, of which there may be one for each platform.
    """

    wheels: list[str]
    wheels_carrier: str
    wheels_carrier_sha256: list[str]
    node_carrier: str
    node_carrier_sha256: list[str]
    qr: str
    qr_sha256: list[str]


def read_pins(root: Path) -> Pins:
    """Read the pins of the project at `root`; BuildError says which file or key is missing or is not an exact pin."""
    path = root / "package.json"
    try:
        package = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BuildError(f"{path.name} is missing, so nothing says which runtime to build") from None
    except ValueError as error:
        raise BuildError(f"{path.name} is not valid JSON: {error}") from error
    own = package.get("inkling", {})
    for key in Pins.__dataclass_fields__:
        if not own.get(key):
            raise BuildError(f'{path.name} has no "inkling.{key}"')
    for key in ("wheels_carrier", "node_carrier", "qr"):
        if "==" not in own[key]:
            raise BuildError(f'"inkling.{key}" in {path.name} should be an exact pin, name==version, not {own[key]!r}')
        hashes = own[f"{key}_sha256"]
        if not isinstance(hashes, list) or not all(isinstance(each, str) and SHA256.fullmatch(each) for each in hashes):
            raise BuildError(f'"inkling.{key}_sha256" in {path.name} should be a list of sha256, each of 64 characters 0-9a-f')
    return Pins(**{key: own[key] for key in Pins.__dataclass_fields__})

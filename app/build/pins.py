"""Every pin of the browser's runtime, read from package.json and its lock, where the only copies of them are."""

import json
from dataclasses import dataclass
from pathlib import Path

from app.build.problems import BuildError

NPM_FILES = ["package.json", "package-lock.json", ".npmrc"]


@dataclass(frozen=True, kw_only=True)
class Pins:
    """What package.json pins besides the npm packages themselves.

    wheels: names of the packages to take from Pyodide's distribution, such as "numpy".
    wheels_carrier: requirement of the PyPI package that carries those wheels.
    node_carrier: requirement of the PyPI package that brings Node where a machine has none.
    qr, qr_sha256: requirement of the PyPI package that makes QR codes, and the sha256 of its wheel.
    """

    wheels: list[str]
    wheels_carrier: str
    node_carrier: str
    qr: str
    qr_sha256: str


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
    return Pins(**{key: own[key] for key in Pins.__dataclass_fields__})

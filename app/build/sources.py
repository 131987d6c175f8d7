"""Reading the project's own files."""

from pathlib import Path

from app.build.problems import BuildError


def read(root: Path, name: str) -> str:
    """The text of the file `name` of the project at `root`; BuildError if there is none."""
    try:
        return (root / name).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise BuildError(f"{name} does not exist") from None

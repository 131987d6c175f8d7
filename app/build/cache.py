"""Folders that are made once and kept in the cache, named for their kind and for a hash of what they are made of."""

import shutil
from pathlib import Path


def keep(made: Path, finished: Path) -> None:
    """Move a folder, made on the same disk, to its place in the cache, and remove the earlier ones of its kind.

    finished: its last part is KIND-HASH. Another build may do the same at the same time; then either one's folder stays,
    as both are made of the same. Raises OSError when none could be put there.
    """
    kind = finished.name.rpartition("-")[0]
    for old in set(finished.parent.glob(f"{kind}-*")) - {finished}:
        shutil.rmtree(old, ignore_errors=True)
    try:
        made.rename(finished)
    except OSError:
        if not finished.exists():
            raise

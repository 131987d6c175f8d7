"""Checkpoints: a run's whole state in one file; a kill at any moment leaves a good one."""
import json
import zipfile
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from trainer.data.files import write_whole


def save(path: Path, state: dict[str, np.ndarray], about: dict) -> None:
    """Replace the checkpoint there.

    state: arrays by any name but "about"; about: what the run is (recipe, seed, data), ready for JSON, kept beside the
    arrays so that another run's is never resumed.
    """
    arrays = {"about": np.array(json.dumps(about, sort_keys=True)), **state}
    write_whole(path, lambda file: np.savez(file, **arrays))


def load(path: Path, about: dict) -> dict[str, np.ndarray] | None:
    """The state saved there; None if there is none. DataError if it is damaged or another run's."""
    if not path.is_file():
        return None
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as archive:
            state = {name: archive[name] for name in archive.files}
    except (ValueError, OSError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise DataError(f"{path}: damaged checkpoint, remove it to start afresh") from error
    if str(state.pop("about", "")) != json.dumps(about, sort_keys=True):
        raise DataError(f"{path}: the checkpoint is of a run with other settings, seed or data; "
                        "leave out --resume to start afresh")
    return state

"""Checkpoints: a run's whole state in one file; a kill at any moment leaves a good one."""
import json
from pathlib import Path

import numpy as np

from app.core.errors import DataError
from trainer.data.arrays import read_arrays
from trainer.data.files import reason, write_whole

LARGEST = 500_000_000  # bytes: the flagship's has 5 million


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
        state = read_arrays(path, LARGEST)
    except OSError as error:
        raise DataError(f"{path}: {reason(error)}") from None
    except DataError as error:
        raise DataError(f"{path}: damaged checkpoint, remove it to start afresh") from error
    if str(state.pop("about", "")) != json.dumps(about, sort_keys=True):
        raise DataError(f"{path}: the checkpoint is of a run with other settings, seed or data; "
                        "leave out --resume to start afresh")
    return state


def fits(state: dict[str, np.ndarray], kept: dict[str, tuple]) -> bool:
    """Whether a state has these arrays and no others. kept: {name: (dtype, shape)}, a length of None being any."""
    return state.keys() == kept.keys() and all(
        state[name].dtype == dtype and state[name].ndim == len(shape)
        and all(wanted in (None, length) for wanted, length in zip(shape, state[name].shape, strict=True))
        for name, (dtype, shape) in kept.items())

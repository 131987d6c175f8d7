"""A kill may come at any moment, also while a checkpoint is being written."""
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from app.core.errors import DataError
from trainer.runs import checkpoint

ROOT = Path(__file__).parents[2]
# Saves states 1, 2, 3, ... for ever, each a megabyte of its own number, so that a mixture of two would show.
WRITER = """
import itertools, sys
from pathlib import Path
import numpy as np
from trainer.runs import checkpoint
for number in itertools.count(1):
    checkpoint.save(Path(sys.argv[1]), {"number": np.full(250_000, number, np.float32)}, {"run": 1})
    print(number, flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_a_whole_checkpoint(tmp_path, rng):
    path = tmp_path / "c.npz"
    for saves in (1, 2, 3, 5):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE) as process:
            for _ in range(saves):
                last = int(process.stdout.readline())
            # It is at work on the next one by now, somewhere.
            for _ in range(rng.integers(0, 200_000)):
                pass
            process.kill()
        state = checkpoint.load(path, {"run": 1})
        assert len(np.unique(state["number"])) == 1
        assert state["number"][0] >= last


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_a_write_that_breaks_off_leaves_the_one_before(tmp_path, monkeypatch, share):
    path = tmp_path / "c.npz"
    checkpoint.save(path, {"number": np.ones(1000)}, {"run": 1})
    whole = np.savez

    def broken(file, **arrays):
        whole(tmp_path / "other.npz", **arrays)
        raw = (tmp_path / "other.npz").read_bytes()
        file.write(raw[:int(share * len(raw))])
        raise SystemExit("killed")

    monkeypatch.setattr(np, "savez", broken)
    with pytest.raises(SystemExit):
        checkpoint.save(path, {"number": np.zeros(1000)}, {"run": 1})
    monkeypatch.setattr(np, "savez", whole)
    assert checkpoint.load(path, {"run": 1})["number"][0] == 1
    checkpoint.save(path, {"number": np.full(1000, 2.0)}, {"run": 1})
    assert checkpoint.load(path, {"run": 1})["number"][0] == 2


def test_a_damaged_checkpoint_is_refused_in_words(tmp_path):
    path = tmp_path / "c.npz"
    checkpoint.save(path, {"number": np.ones(1000)}, json.loads('{"run": 1}'))
    path.write_bytes(path.read_bytes()[:500])
    with pytest.raises(DataError, match="damaged checkpoint"):
        checkpoint.load(path, {"run": 1})

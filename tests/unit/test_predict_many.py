"""`python -m app predict` with more than a few drawings, in processes of its own: what people may do to it meanwhile."""
import gzip
import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.core import network
from tests.drawings import FOUR, THREE
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
PEAK = """import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"""
LINES = [json.dumps({"label": label, "strokes": strokes}) + "\n" for label, strokes in (("3", THREE), ("4", FOUR))]
MANY = 40_000  # drawings, of which the first few thousand are printed before the rest is read

GROUPS = hasattr(os, "killpg")


def hear_ctrl_c():
    """Even where the tests run in the background of a shell, which made them and all that they start deaf to it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def predict(small_network, tmp_path):
    """predict(*words): the start of a process group of its own, in the test's own folder."""
    document = network.to_document(small_network, name="n", title="t", training={}, metrics={})
    (tmp_path / "w.json").write_text(json.dumps(document))
    (tmp_path / "many.jsonl").write_text("".join(LINES) * (MANY // 2))
    started = []

    def start(*words):
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        started.append(subprocess.Popen([sys.executable, "-m", "app", "predict", "--weights=w.json", *words], cwd=tmp_path,
                                        env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
                                        preexec_fn=hear_ctrl_c if GROUPS else None))
        return started[-1]
    yield start
    for process in started:
        process.kill()
        process.communicate()


def workers_of(process):
    """The ids of the processes in its group that do the reading."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getpgid(int(folder.name)) == process.pid and b"spawn_main" in (folder / "cmdline").read_bytes():
                found.append(int(folder.name))
        except OSError:
            continue  # it has ended meanwhile
    return found


def places(out):
    return [line.split(b"\t")[0].decode() for line in out.splitlines()]


def test_a_long_file_is_read_in_order(predict):
    process = predict("many.jsonl")
    out, err = process.communicate()
    assert (process.returncode, err) == (0, b"")
    assert places(out) == [f"many.jsonl:{number}" for number in range(1, MANY + 1)]
    assert len({line.split(b"\t", 1)[1] for line in out.splitlines()}) == 2  # the same for the same drawing


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc to find the processes by")
def test_a_reading_process_that_is_killed_costs_nothing(predict):
    process = predict("many.jsonl")
    first = process.stdout.readline()
    os.kill(workers_of(process)[0], signal.SIGKILL)
    out = first + process.stdout.read()
    assert (process.wait(), process.stderr.read()) == (0, b"")
    assert places(out) == [f"many.jsonl:{number}" for number in range(1, MANY + 1)]


@pytest.mark.skipif(not GROUPS, reason="there are no process groups here")
def test_ctrl_c_ends_all_of_it_at_once_without_a_word(predict):
    process = predict("many.jsonl")
    first = process.stdout.readline()
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate()
    assert (process.returncode, err) == (130, b"")
    assert len(places(first + out)) < MANY
    wait_until(lambda: is_gone(process.pid))


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="there is no /proc to find the processes by")
def test_when_it_is_killed_its_processes_end_too(predict):
    process = predict("many.jsonl")
    process.stdout.readline()
    assert workers_of(process)
    process.kill()
    process.communicate()
    wait_until(lambda: is_gone(process.pid))


def is_gone(group):
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_reader_that_has_had_enough_ends_it_without_a_word(predict):
    process = predict("many.jsonl", "many.jsonl")
    process.stdout.readline()
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 141


def test_memory_does_not_grow_with_the_file(predict, tmp_path):
    """Ten times the lines, packed: less than a tenth more."""
    pytest.importorskip("resource")
    peaks = []
    for name, count in (("short.jsonl.gz", 2000), ("long.jsonl.gz", 20_000)):
        # Names that differ, or the file would be packed as only bombs are.
        names = random.Random(count)
        lines = [json.dumps({"strokes": THREE, "writer": names.randbytes(100).hex() + "x" * 4800}) + "\n" for _ in range(count)]
        (tmp_path / name).write_bytes(gzip.compress("".join(lines).encode(), 1))
        words = [sys.executable, "-c", PEAK, sys.executable, "-m", "app", "predict", "--weights=w.json", name]
        peaks.append(int(subprocess.check_output(words, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)})))
    assert peaks[1] < 1.1 * peaks[0], peaks

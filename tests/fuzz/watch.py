"""Reading files in other processes, watched from outside: one that dies, hangs or swells takes only itself with it."""
import multiprocessing
import os
import resource
import sys
import threading
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Empty, SimpleQueue
from random import Random

from tests.fuzz.files import foreign, valid
from tests.fuzz.judge import Wrong
from tests.fuzz.kinds import KINDS
from tests.fuzz.odd import ODD

PATIENCE = 60  # seconds until a file counts as hanging
ADDRESSES = 8_000_000_000  # bytes of addresses a process may have: the machine's own safety, far above what is held to


@dataclass(frozen=True)
class Result:
    """outcome: read, refused, wrong (a finding or sentence that should not be), raised, died or hung; kind: of file; seconds: of
    the processor; megabytes: that the process grew by at most while it read; note: the sentence, or what went wrong."""

    job: str
    kind: str
    outcome: str
    seconds: float
    megabytes: float
    note: str


def make(job: str, seed: int) -> tuple[str, bytes]:
    """(kind, bytes) of a job: "valid:NAME", "foreign:NAME", "odd:NAME", or the kind and number of a harmed file, as in
    "weights/12"."""
    where, _, name = job.rpartition(":")
    if not where:
        kind, _, number = job.partition("/")
        return KINDS[kind].make(Random(f"{seed}/{number if kind == 'pictures' else job}"))
    return name, ODD[name]() if where == "odd" else (valid() if where == "valid" else foreign())[name]


def kind_of(job: str) -> str:
    """Of KINDS."""
    return "pictures" if ":" in job else job.partition("/")[0]


def watch(jobs: list[str], *, seed: int, processes: int) -> Iterator[Result]:
    """A result for every job, as they come."""
    waiting, done = SimpleQueue(), SimpleQueue()
    for job in jobs:
        waiting.put(job)
    for _ in range(processes):
        threading.Thread(target=attend, args=(waiting, done, seed), daemon=True).start()
    for _ in jobs:
        yield done.get()


def attend(waiting: SimpleQueue, done: SimpleQueue, seed: int) -> None:
    """Hand jobs to a process, one at a time, and start another when it is lost."""
    process, line = None, None
    while True:
        try:
            job = waiting.get_nowait()
        except Empty:
            break
        if process is None:
            process, line = start(seed)
        try:
            line.send(job)
            result = line.recv() if line.poll(PATIENCE) else Result(job, "", "hung", PATIENCE, 0, "")
        except (EOFError, OSError):
            process.join()
            result = Result(job, "", "died", 0, 0, f"exit status {process.exitcode}")
        if result.outcome in ("hung", "died"):
            process.kill()
            process = None
        done.put(result)
    if process is not None:
        process.kill()


def start(seed: int) -> tuple[multiprocessing.Process, Connection]:
    # Its arrays are small, and threads beside would count their stacks as the file's.
    os.environ["OPENBLAS_NUM_THREADS"] = "1"
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, seed), daemon=True)
    process.start()
    theirs.close()
    return process, ours


def serve(line: Connection, seed: int) -> None:
    """In the other process: read what is asked for, until nobody asks."""
    os.nice(5)
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESSES, ADDRESSES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    warnings.simplefilter("error")  # one that leaves the reader would stand in the middle of somebody's output
    for job in iter(line.recv, None):
        line.send(tried(job, *make(job, seed)))


def tried(job: str, kind: str, data: bytes) -> Result:
    before = forget_peak()
    started = time.process_time()
    try:
        outcome, note = KINDS[kind_of(job)].read(kind, data)
    except Wrong as error:
        outcome, note = "wrong", str(error)[:300]
    except Exception as error:  # whatever it is, it is what is looked for
        outcome, note = "raised", f"{type(error).__name__}: {error}"[:300]
    return Result(job, kind, outcome, time.process_time() - started, peak() - before, note)


def forget_peak() -> float:
    """Megabytes that the process has now; Linux forgets what it had at most before."""
    if sys.platform == "linux":
        Path("/proc/self/clear_refs").write_text("5")
    return peak()


def peak() -> float:
    """Megabytes that the process has had at most, since `forget_peak` where that can be told, or else ever."""
    if sys.platform == "linux":
        lines = Path("/proc/self/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)

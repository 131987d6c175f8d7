"""All cores of this machine: a pool of processes that survives the death of any of them.

Each has a thread of this process that asks it for one thing after the other, through a pipe that nobody else holds: so it
shows at once, whatever it was about, that the other end has died. (The pools of the standard library share their pipes, and
wait for ever for the rest of an answer that a killed process had begun to write.)
"""
import contextlib
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing import resource_tracker

from app.core.errors import DataError
from app.inputs.batches import CULPRIT, Task

SPAWN = multiprocessing.get_context("spawn")
TRIES = 2  # a process may have died for another reason than what it read
# One thread of arithmetic each: as many processes as cores are enough.
ARITHMETIC = ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")


class Pool:
    """A `Place` (see `batches`). processes: by default, one for each core."""

    def __init__(self, task: Task, *, processes: int | None = None):
        self.task = task
        self.processes = processes or cores()
        self.room = 2 * self.processes + 2
        self.of_thread = threading.local()
        self.workers: list[Worker] = []
        self.starting, self.over = threading.Lock(), False

    def __enter__(self) -> "Pool":
        if hasattr(signal, "pthread_sigmask"):
            resource_tracker.ensure_running()  # or the first thread that starts a process would, and hear of Ctrl-C again
        self.threads = ThreadPoolExecutor(self.processes, initializer=ignore_ctrl_c)
        return self

    def __exit__(self, *_) -> None:
        """Nobody is waited for: either all is done, or what is under way is wanted no more."""
        with self.starting:
            self.over = True
        for worker in list(self.workers):
            worker.process.kill()
        self.threads.shutdown(cancel_futures=True)
        for worker in self.workers:
            worker.end()

    def submit(self, contents: list) -> Future:
        return self.threads.submit(self.perform, contents)

    def result(self, future: Future, _: list) -> list:
        return future.result()

    def perform(self, contents: list) -> list:
        """What the task gives, if need be one by one, to find the culprit of which processes die."""
        for _ in range(TRIES):
            worker = self.worker()
            try:
                return worker.ask(contents)
            except Died:
                worker.end()
                self.workers.remove(worker)
                del self.of_thread.worker
        if len(contents) == 1:
            return [DataError(CULPRIT)]
        return [result for content in contents for result in self.perform([content])]

    def worker(self) -> "Worker":
        """This thread's process."""
        if not hasattr(self.of_thread, "worker"):
            with self.starting, few_threads_for_children():
                if self.over:
                    raise Died
                self.of_thread.worker = Worker(self.task)
                self.workers.append(self.of_thread.worker)
        return self.of_thread.worker


class Died(Exception):
    """The process has, amid or before its work."""


class Worker:
    """A process that has yet to get its task: whoever starts it does not wait until it is there."""

    def __init__(self, task: Task):
        self.task: Task | None = task
        self.pipe, theirs = SPAWN.Pipe()
        self.process = SPAWN.Process(target=serve, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def ask(self, contents: list) -> list:
        """What the task gives for these contents, or the error that it raises. Raises Died."""
        try:
            if self.task:
                self.pipe.send(self.task)
                self.task = None
            self.pipe.send(contents)
            results = self.pipe.recv()
        except (EOFError, OSError):
            raise Died from None
        if isinstance(results, BaseException):
            raise results
        return results

    def end(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


def serve(pipe) -> None:
    """In the process: take the task, and do what is asked until there is nobody to ask."""
    ignore_ctrl_c()
    with contextlib.suppress(EOFError, OSError):
        task = pipe.recv()
        while True:
            contents = pipe.recv()
            try:
                results = task(contents)
            except BaseException as error:  # whatever it is, it is raised where somebody sees it
                results = error
            pipe.send(results)


def ignore_ctrl_c() -> None:
    """It is for the main thread to answer. What blocks the signal hands that down to the processes that it starts."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    else:
        with contextlib.suppress(ValueError):  # in a thread, which is not told
            signal.signal(signal.SIGINT, signal.SIG_IGN)


@contextlib.contextmanager
def few_threads_for_children():
    kept = {name: os.environ.get(name) for name in ARITHMETIC}
    os.environ.update(dict.fromkeys(ARITHMETIC, "1"))
    try:
        yield
    finally:
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1

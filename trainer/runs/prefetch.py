"""Samples made ahead in a second process, while the network trains on those before."""
import multiprocessing
import signal
from queue import Full

import numpy as np

PATIENCE = 2.0  # seconds between two looks whether the parent still lives


class Prefetch:
    """Wraps a callable epoch -> samples; what it returns is the same, only sooner there. Use it as a context manager.

    uses: for how many epochs in a row one draw of samples serves; only making new ones takes the second process's time.
    """

    def __init__(self, samples, *, uses: int = 1, first: int = 0, ahead: int = 1):
        context = multiprocessing.get_context("spawn")
        self.uses = uses
        self.queue = context.Queue(ahead)
        self.process = context.Process(target=produce, args=(samples, first // uses, self.queue), daemon=True)
        self.current: tuple[int, tuple] | None = None

    def __enter__(self) -> "Prefetch":
        self.process.start()
        return self

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.join()
        self.queue.close()
        self.queue.cancel_join_thread()

    def __call__(self, epoch: int) -> tuple[np.ndarray, np.ndarray]:
        """The samples of an epoch; epochs must be asked for in order, from `first` on."""
        draw = epoch // self.uses
        while self.current is None or self.current[0] < draw:
            self.current = self.queue.get()
        return self.current[1]


def produce(samples, draw: int, queue) -> None:
    """Make draw after draw until the parent ends the process, or is no more; Ctrl-C is the parent's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    made = draw, samples(draw)
    while multiprocessing.parent_process().is_alive():
        try:
            queue.put(made, timeout=PATIENCE)
        except Full:
            continue
        draw += 1
        made = draw, samples(draw)
    queue.cancel_join_thread()

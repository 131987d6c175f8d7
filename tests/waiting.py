"""Waiting for what another process does."""
import time


def wait_until(condition, *, patience=60):
    """Until condition() holds; it has so many seconds."""
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)

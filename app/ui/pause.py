"""A short pause in long work, so that the pen has its turn."""
from asyncio import sleep


def pause(window):
    """What to await: the browser does what it has to meanwhile, and the work goes on right after that."""
    scheduler = getattr(window, "scheduler", None)
    if hasattr(scheduler, "yield"):
        return getattr(scheduler, "yield")()
    return sleep(0.001)  # WebKit; with less MicroPython's loop would go on at once

"""What the tests have processes of a pool do: small, for each of these imports it."""
import os
import time
from pathlib import Path


def shout(contents):
    """In capitals, and by which process. "die" ends that; "die once FILE" does if there is such a file; "meet FILE FILE"
    leaves the first and waits until another has left the second.
    """
    for content in contents:
        word, *paths = content.split()
        if content == "die" or (word == "die" and stop(Path(paths[-1]))):
            os._exit(1)
        if word == "meet":
            Path(paths[0]).touch()
            while not Path(paths[1]).exists():
                time.sleep(0.001)
    return [(content.upper(), os.getpid()) for content in contents]


def stop(file):
    there = file.exists()
    file.unlink(missing_ok=True)
    return there

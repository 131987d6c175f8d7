"""The one exception of the build and the server: a sentence for the person at the keyboard."""


class BuildError(Exception):
    """Something the person can mend (no network, a file missing, a checksum that differs), said in one sentence."""

"""Whole numbers and sums: the lines that somebody wrote, read, worked out, and told to the page."""
import hashlib

from app.core.line import Reader
from app.core.line import reader_of as reader_by
from app.worker.networks import Loaded


def reader_of(text: str, digits: Loaded) -> Reader:
    """A reader of lines. text: the weights document of their characters' network; digits: what reads single digits. Raises
    WeightsError."""
    return reader_by(text, digits.network, on=hashlib.sha256(digits.text.encode()).hexdigest())

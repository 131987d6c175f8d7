"""A file that is read piece by piece gives the lines that it gives as a whole."""
import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import gzipped
from app.core.errors import DataError
from app.core.jsonlines import lines_in

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-32", "utf-32-le"]
line = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda text: f'{{"writer": "{text}"}}')


class Slow(io.RawIOBase):
    """A pipe that has but a few bytes at a time."""

    def __init__(self, content, count):
        self.content, self.count = io.BytesIO(content), count

    def readable(self):
        return True

    def readinto(self, buffer):
        piece = self.content.read(min(len(buffer), self.count))
        buffer[:len(piece)] = piece
        return len(piece)


def read(lines, file):
    """(the lines that were to be had, what was said then)."""
    found = []
    try:
        for each in lines(file):
            found.append(each)
    except DataError as error:
        return found, str(error)
    return found, ""


@given(st.lists(st.just("") | line), st.sampled_from(ENCODINGS), st.sampled_from(["\n", "\r", "\r\n"]), st.integers(0, 2),
       st.integers(1, 100))
@settings(deadline=None)
def test_a_stream_has_the_lines_that_the_whole_file_has(lines, encoding, end, layers, count):
    content = end.join(lines).encode(encoding)
    for _ in range(layers):
        content = gzip.compress(content)
    whole = list(lines_in(io.BytesIO(content)))
    assert list(lines_in(io.BufferedReader(Slow(content, count)))) == whole
    assert len(whole) >= len([each for each in lines if each.strip()])


@given(st.binary(max_size=200), st.integers(1, 50))
@settings(deadline=None)
def test_whatever_bytes_a_stream_has_they_are_lines_as_those_of_a_file(content, count):
    lines, refusal = read(lines_in, io.BytesIO(content))
    streamed, of_stream = read(lines_in, io.BufferedReader(Slow(content, count)))
    assert (streamed, of_stream) == (lines, refusal) or (refusal and of_stream)


@given(st.data())
@settings(deadline=None)
def test_of_a_damaged_gzip_file_the_lines_before_the_damage_come_first(data):
    content = b"".join(b'{"number": %d}\n' % number for number in range(50))
    packed = gzip.compress(content)
    cut = packed[:data.draw(st.integers(2, len(packed) - 1))]
    found, refusal = read(lines_in, io.BytesIO(cut))
    assert refusal == "damaged gzip file"
    assert found == list(lines_in(io.BytesIO(content)))[:len(found)]


def test_a_long_file_may_unpack_to_more_than_a_bomb_may(monkeypatch, rng):
    """Only what unpacks to many times its size is boundless: an archive may be as long as it likes."""
    monkeypatch.setattr(gzipped, "LARGEST", 10**5)
    drawings = b"".join(b'{"strokes": [[[%d, %d]]]}\n' % tuple(rng.integers(0, 10**6, 2)) for _ in range(10000))
    assert len(list(lines_in(io.BytesIO(gzip.compress(drawings))))) == 10000
    with pytest.raises(DataError, match="unpacks to more than"):
        list(lines_in(io.BytesIO(gzip.compress(gzip.compress(bytes(10**8))))))

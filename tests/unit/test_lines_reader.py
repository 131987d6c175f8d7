"""A reader of lines with a network so small that one knows what it says: from a group's size it tells 1, minus and point apart."""
from types import SimpleNamespace

import numpy as np
import pytest

from app.core import line
from app.core.candidates import CONTEXT
from app.core.errors import DrawingError
from app.core.grammar import CHARACTERS, Grammar
from app.core.layers import Dense, ReLU, Softmax
from app.core.line import Part, Reader, Reading
from app.core.line_weights import weighed
from app.core.network import Network
from app.core.strokes import Strokes
from tests.handwriting import line as straight
from tests.handwriting import moved, numbers_of, written

PLACE = {name: at for at, name in enumerate(CONTEXT)}


class Small:
    """Sure, by so much as a logarithm, that a single piece is a 1 if it is high, a minus if it is wide, and else a point."""

    def __init__(self, sureness):
        self.sureness = sureness

    def logits(self, inputs):
        height, width, pieces = (inputs[:, PLACE[name]] for name in ("height", "width", "pieces"))
        said = np.where(height > 0.2, "1", np.where(width > 0.1, "-", "."))
        logits = np.full((len(inputs), len(CHARACTERS) + 1), -self.sureness, np.float32)
        logits[np.arange(len(inputs)), [CHARACTERS.index(each) for each in said]] = np.where(pieces == 0, 1, -1) * self.sureness
        logits[:, -1] = 0
        return logits


@pytest.fixture
def digits(rng):
    return Network([Dense.random(784, 3, rng=rng), ReLU(), Dense.random(3, 10, rng=rng), Softmax()])


@pytest.fixture
def reader_with(digits):
    def made(*, sureness=9.0, sharpness=1.0, favour=0.0, trusted=0.9):
        grammar = Grammar(np.ones((14, 13)), share=0.0, unopened=0, unclosed=0, idle=0)
        return Reader(SimpleNamespace(network=Small(sureness), grammar=grammar, sure_threshold=trusted,
                                      scores=lambda logits, said: weighed(logits, said, sharpness, favour, 0.0)), digits)
    return made


@pytest.fixture
def reader(reader_with):
    return reader_with()


@pytest.fixture
def rendered(monkeypatch):
    """How many groups are rendered, each time."""
    counts, render = [], Strokes.render
    monkeypatch.setattr(Strokes, "render", lambda self, groups: (counts.append(len(groups)), render(self, groups))[1])
    return counts


def test_a_line_is_read_from_left_to_right_whatever_was_written_first(reader):
    reading = reader.read(written("1-1.1")[::-1])
    assert (reading.text, reading.sure, reading.crossed) == ("1-1.1", True, [])
    assert [part.strokes for part in reading.parts] == [[4], [3], [2], [1], [0]]
    assert numbers_of([part.id for part in reading.parts]) == ["4", "3", "2", "1", "0"]
    assert reading.probability == pytest.approx(1, abs=0.01)


def test_lines_are_read_from_above(reader):
    reading = reader.read([*written("11", at=(0, 20)), *written("1-")])
    assert (reading.lines, reading.text, len(reading.chances)) == (["1-", "11"], "1-\n11", 2)
    assert [(part.line, part.strokes) for part in reading.parts] == [(0, [2]), (0, [3]), (1, [0]), (1, [1])]


def test_a_part_tells_where_it_is_and_what_else_it_may_be(reader):
    part = reader.read(written("1-", at=(2, 3))).parts[1]
    assert part.box == pytest.approx([5, 9, 9, 9])
    assert next(iter(part.probabilities)) == "-" and len(part.probabilities) == line.SHOWN
    assert list(part.probabilities.values()) == sorted(part.probabilities.values(), reverse=True)
    assert part.probabilities["-"] > 0.99 and part.sure


def test_the_chance_of_one_piece_by_hand(reader_with):
    """A 1 is e**4 times as likely as nothing, each of the 21 others e**-4 times, and something it is."""
    reading = reader_with(sureness=4).read(written("1"))
    assert reading.probability == pytest.approx(np.exp(4) / (np.exp(4) + 21 * np.exp(-4)))
    assert reading.parts[0].probabilities["1"] == pytest.approx(reading.probability)


def test_sharpness_and_favour_change_the_scores(reader_with):
    """Half as sharp is half as sure: the same by hand with 2 for 4. The favour is shared by all characters of a single piece."""
    reading = reader_with(sureness=4, sharpness=0.5, favour=3).read(written("1"))
    assert reading.probability == pytest.approx(np.exp(2) / (np.exp(2) + 21 * np.exp(-2)))


def test_favour_is_what_more_characters_rather_than_fewer_cost(reader_with):
    """Two pieces: each alone scores 1, together -1 at best. So three less for every character makes one of them."""
    assert len(reader_with(sureness=1, favour=0).read(written("11")).parts) == 2
    assert len(reader_with(sureness=1, favour=-4).read(written("11")).parts) == 1


def test_a_reading_below_what_is_trusted_is_not_sure(reader_with):
    reading = reader_with(sureness=1).read(written("11"))
    assert not reading.sure and not any(part.sure for part in reading.parts)


def said(strokes, chosen):
    """The choices, by the ids of parts made of the strokes with these numbers."""
    ids = Strokes(strokes).ids
    own = dict(zip(numbers_of(ids), ids, strict=True))
    return {"+".join(sorted(own.get(each, each) for each in name.split("+"))): character for name, character in chosen.items()}


def test_what_was_said_of_a_part_is_so(reader):
    strokes = written("1-1")
    reading = reader.read(strokes, said(strokes, {"0": "7", "2": "="}))
    assert (reading.text, reading.sure) == ("7-=", True)
    assert reading.parts[0].probabilities["7"] == pytest.approx(1)
    reading = reader.read(strokes, said(strokes, {"0+1": "4"}))
    assert (reading.text, reading.parts[0].strokes) == ("41", [0, 1])


@pytest.mark.parametrize("chosen", [{"9": "7"}, {"0": "?"}, {"0": "78"}, {"0": None}, {"0": ""}, {"0+2": "7"}, {"": "7"}, {}])
def test_what_was_said_of_what_is_not_there_or_is_no_character_changes_nothing(reader, chosen):
    assert reader.read(written("1-1"), said(written("1-1"), chosen)).text == "1-1"


def test_what_was_said_of_one_drawing_is_not_said_of_the_next(reader):
    assert reader.read(written("-11"), said(written("1-1"), {"0": "7"})).text == "-11"


@pytest.mark.parametrize("chosen", [{"0": "7", "0+1": "4"}, {"0+1": "4", "0": "7"}, {"1+2": "4", "0+1": "4", "0+1+2": "8"}])
def test_what_was_said_of_groups_that_share_a_piece_cannot_all_be_so_and_one_of_them_is(reader, chosen):
    """As after a stroke was taken back, the rest corrected, and the stroke drawn again."""
    chosen = said(written("1-1"), chosen)
    reading = reader.read(written("1-1"), chosen)
    assert sorted(at for part in reading.parts for at in part.strokes) == [0, 1, 2]
    assert [part.text == chosen[part.id] for part in reading.parts if part.id in chosen] == [True]


def test_a_line_that_grows_is_not_seen_anew(reader, rendered):
    """Of three pieces there are six runs; a fourth is in four of the ten; after that nothing is new."""
    for strokes in (written("1-1"), written("1-1."), written("1-1.")):
        reader.read(strokes)
    assert rendered == [6, 4]


def test_what_is_remembered_gives_what_is_seen(reader_with, rng):
    """The features, not only the texts, of a reader that has read before and of one that has not."""
    old, new = reader_with(), reader_with()
    old.read(written("1-1"))
    writing = Strokes(written("1-1.1"))
    groups = [(0,), (0, 1), (3,), (2, 3, 4)]
    for own, others in zip(old.seen_of(writing, groups), new.seen_of(writing, groups), strict=True):
        np.testing.assert_allclose(own, others, atol=1e-6)


def test_a_reader_does_not_remember_without_end(reader, rendered, monkeypatch):
    monkeypatch.setattr(line, "REMEMBERED", 8)
    for at in range(6):
        assert reader.read(written("1-1", at=(7.5 * at, 0))).text == "1-1"
        assert len(reader.seen) <= 8 + 6
    assert reader.read(written("1-1")).text == "1-1"


def test_what_is_crossed_out_is_told_and_left_out(reader):
    strokes = [*written("11"), straight(-5, 5, 8, 5), *moved(written("1-"), 12)]
    reading = reader.read(strokes)
    assert (reading.text, reading.crossed) == ("1-", [0, 1, 2])
    assert [part.strokes for part in reading.parts] == [[3], [4]]


def test_where_all_is_crossed_out_there_is_nothing_to_read(reader):
    reading = reader.read([*written("11"), straight(-5, 5, 8, 5)])
    assert (reading.parts, reading.crossed, reading.text, reading.lines) == ([], [0, 1, 2], "", [])
    assert not reading.sure


@pytest.mark.parametrize("strokes", [[], [[]], [[], []], [[[1, "x"]]], "1", None, [[[float("nan"), 0]]]])
def test_what_is_no_drawing_is_refused(reader, strokes):
    with pytest.raises(DrawingError):
        reader.read(strokes)


@pytest.mark.parametrize("strokes", [[[[3, 3]]], [[[3, 3]], [[3, 3]]], [[], [[0, 0]], []], [[[0, 0], [1e9, 0]]],
                                     [[[0, 0], [0, 1e-6]]], [[[0, 0]], [[1e9, 1e9]]], [[[5, 5]] * 20] * 9])
def test_any_ink_gives_some_reading_of_all_of_it(reader, strokes):
    reading = reader.read(strokes)
    assert sorted(at for part in reading.parts for at in part.strokes) == [at for at, stroke in enumerate(strokes) if stroke]
    assert 0 <= reading.probability <= 1


def part(text, number):
    return Part("0", text, [0], [0, 0, 1, 1], {text: 1.0}, True, number)


def test_a_reading_by_hand():
    """Two lines with chances of 0.9 and 0.8: both are right with 0.72."""
    reading = Reading([part("1", 0), part("+", 0), part("2", 1)], [], [0.9, 0.8], 0.7)
    assert (reading.lines, reading.text, reading.probability) == (["1+", "2"], "1+\n2", pytest.approx(0.72))
    assert reading.sure
    assert not reading._replace(trusted=0.73).sure
    assert not Reading([], [], [], 0.0).sure


def test_what_a_group_is_told_apart_by(rng):
    """The digits' hidden layer, squeezed and at most 1, and every two by two pixels' mean."""
    weights = np.zeros((3, 784), np.float32)
    weights[0, 0], weights[1, 0], weights[2, 0] = 5, -5, 50
    digits = Network([Dense(weights, np.array([0, 0, 1], np.float32)), ReLU(), Dense.random(3, 10, rng=rng), Softmax()])
    image = np.zeros((1, 28, 28), np.float32)
    image[0, 0, 0], image[0, 0, 1], image[0, 26, 27] = 1, 0.5, 1
    seen = line.look(digits, image.reshape(1, 784))
    assert seen.shape == (1, line.features_of(digits)) == (1, 3 + 196) and seen.dtype == np.float32
    assert seen[0, :3].tolist() == pytest.approx([0.6, 0, 1])
    halves = np.zeros((14, 14))
    halves[0, 0], halves[13, 13] = 0.375, 0.25
    np.testing.assert_allclose(seen[0, 3:].reshape(14, 14), halves)

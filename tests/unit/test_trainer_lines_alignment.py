"""Where the characters of a text are in a line: compared with all ways that read so, one by one."""
import numpy as np
import pytest

from app.core.grammar import CHARACTERS
from tests.lattices import APART, MIXED, log_sum, opinion, readings, some_grammar, some_lattice, ways
from trainer.learning.line_alignment import aligned, aligned_lines, spelled, spelled_probabilities


def score_of(lattice, way, text):
    return sum(lattice.scores[number, CHARACTERS.index(each)] for number, each in zip(way, text, strict=True))


def reading_so(lattice, text):
    """(how likely, way) of every way of as many groups as the text has characters."""
    return [(score_of(lattice, way, text), way) for way in ways(lattice) if len(way) == len(text)]


@pytest.fixture(params=["apart", "interleaved"])
def lattice(request, rng):
    return some_lattice(APART if request.param == "apart" else MIXED, some_grammar(rng)[1], rng)


TEXTS = ["1", "12", "4+4", "1+1=", "7", "(33)9", "123456"]


@pytest.mark.parametrize("text", TEXTS)
def test_all_ways_that_read_so_are_summed_up(lattice, text):
    wanted = [log_sum(score for score, _ in reading_so(lattice, text[:length])) for length in range(len(text) + 1)]
    np.testing.assert_allclose(spelled(lattice, text), wanted)


@pytest.mark.parametrize("text", TEXTS)
def test_the_likeliest_way_is_found_for_every_beginning_of_a_text(lattice, text):
    for length, found in enumerate(aligned(lattice, text)):
        known = reading_so(lattice, text[:length])
        if known:
            score, way = max(known)
            assert found == (pytest.approx(score), list(zip(way, text[:length], strict=True)))
        else:
            assert found is None


@pytest.mark.parametrize("text", ["12", "4+4", "1=1"])
def test_how_probable_each_character_is_if_the_text_is_known(lattice, text):
    known = reading_so(lattice, text)
    total = log_sum(score for score, _ in known)
    wanted = np.zeros_like(lattice.scores)
    for score, way in known:
        np.add.at(wanted, (way, [CHARACTERS.index(each) for each in text]), np.exp(score - total))
    found = spelled_probabilities(lattice, text)
    np.testing.assert_allclose(found, wanted, atol=1e-9)
    for piece in range(lattice.count):
        assert found[[piece in group for group in lattice.groups]].sum() == pytest.approx(1)


@pytest.mark.parametrize("text", ["", "123456"])
def test_a_text_that_no_way_reads_has_no_probabilities(lattice, text):
    assert spelled_probabilities(lattice, text) is None
    assert spelled(lattice, text)[-1] == -np.inf
    assert aligned(lattice, text)[-1] is None


def test_lines_read_a_text_together_wherever_it_is_divided(rng):
    lattices = [some_lattice(APART[:count], None, rng) for count in (3, 2, 2)]
    text = "12+34"
    best = max((sum(max(reading_so(lattice, part))[0] for lattice, part in zip(lattices, parts, strict=True)), parts)
               for parts in ((text[:a], text[a:b], text[b:]) for a in range(1, 4) for b in range(a + 1, 5))
               if all(reading_so(lattice, part) for lattice, part in zip(lattices, parts, strict=True)))
    score, found = aligned_lines(lattices, text)
    assert score == pytest.approx(best[0])
    assert tuple("".join(character for _, character in way) for way in found) == best[1]
    for lattice, way in zip(lattices, found, strict=True):
        assert sorted(piece for number, _ in way for piece in lattice.groups[number]) == list(range(lattice.count))


@pytest.mark.parametrize("text", ["1", "12345678", ""])
def test_a_text_that_is_too_short_or_too_long_for_lines_is_not_found(rng, text):
    assert aligned_lines([some_lattice(APART[:3], None, rng) for _ in range(2)], text) is None


def test_with_the_grammar_the_texts_of_a_line_have_a_probability_of_one_together(rng):
    """Two pieces: 22 texts of one character and 22 times as many of two."""
    counts, grammar = some_grammar(rng)
    lattice = some_lattice(APART[:2], grammar, rng)
    texts = {text for _, text, _ in readings(lattice, counts)}
    assert len(texts) == 22 + 22 ** 2
    settings = {"share": 0.7, "unopened": 1.5, "unclosed": 0.8, "idle": 1.1}
    total = lattice.sums()[2]
    assert sum(np.exp(spelled(lattice, text)[-1] + opinion(counts, text, **settings) - total) for text in texts) == pytest.approx(1)


def test_a_line_can_be_aligned_after_some_of_it_is_known(lattice):
    group = lattice.groups.index((0,))
    lattice.pin((0,), 7)
    assert aligned(lattice, "12")[2] is None
    assert aligned(lattice, "71")[2][1][0] == (group, "7")

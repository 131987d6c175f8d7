"""The lattice against all ways through short lines, one by one, and all characters that they may be."""
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.grammar import CHARACTERS
from tests.lattices import APART, MIXED, log_sum, readings, some_grammar, some_lattice

seeds = st.integers(0, 2**32 - 1)
FEW = "14+()"  # of a longer line the scores of all others are minus infinity


def restricted(lattice, characters):
    others = [at for at, each in enumerate(CHARACTERS) if each not in characters]
    lattice.scores[:, others] = -np.inf
    return lattice


def assert_as_one_by_one(lattice, counts, characters=CHARACTERS):
    found = readings(lattice, counts, characters=characters)
    way, likely = lattice.best()
    best = max(found, key=lambda reading: reading[2])
    assert (way, likely) == ([(number, CHARACTERS.index(each)) for number, each in zip(best[0], best[1], strict=True)],
                             pytest.approx(best[2]))
    total = log_sum(score for _, _, score in found)
    assert lattice.sums()[2] == pytest.approx(total)
    wanted = np.zeros_like(lattice.scores)
    for numbers, text, score in found:
        wanted[numbers, [CHARACTERS.index(each) for each in text]] += np.exp(score - total)
    probabilities, of_all = lattice.probabilities()
    assert of_all == pytest.approx(total)
    np.testing.assert_allclose(probabilities, wanted, atol=1e-9)


def assert_each_piece_is_of_one_character(lattice):
    chance = lattice.probabilities()[0].sum(axis=1)
    for piece in range(lattice.count):
        assert sum(chance[at] for at, group in enumerate(lattice.groups) if piece in group) == pytest.approx(1)


@pytest.mark.parametrize("boxes", [APART[:1], APART[:2], APART[:3], MIXED[:3]], ids=["one", "two", "three", "interleaved"])
def test_of_three_pieces_with_all_characters(boxes, rng):
    counts, grammar = some_grammar(rng)
    assert_as_one_by_one(some_lattice(boxes, grammar, rng), counts)


@given(seed=seeds, boxes=st.sampled_from([APART, MIXED]))
@settings(max_examples=8, deadline=None)
def test_of_longer_lines_with_a_few_characters(seed, boxes):
    rng = np.random.default_rng(seed)
    counts, grammar = some_grammar(rng)
    lattice = restricted(some_lattice(boxes, grammar, rng), FEW)
    assert_as_one_by_one(lattice, counts, FEW)
    assert_each_piece_is_of_one_character(lattice)


def test_the_longer_line_has_steps_of_two_groups(rng):
    lattice = some_lattice(MIXED, some_grammar(rng)[1], rng)
    assert sum(len(numbers) == 2 for _, _, numbers in lattice.steps) >= 3


@given(seed=seeds)
@settings(max_examples=20, deadline=None)
def test_every_piece_of_a_long_line_is_of_one_character_whatever_the_scores(seed):
    rng = np.random.default_rng(seed)
    left = np.sort(rng.uniform(0, 60, 12))
    boxes = np.stack([left, np.zeros(12), left + rng.uniform(0, 12, 12), np.full(12, 10.0)], axis=1)
    lattice = some_lattice(boxes, some_grammar(rng)[1], rng, spread=rng.choice([0.1, 3, 40]))
    assert_each_piece_is_of_one_character(lattice)
    way, likely = lattice.best()
    assert likely <= lattice.sums()[2] + 1e-9
    assert sorted(piece for number, _ in way for piece in lattice.groups[number]) == list(range(12))


@given(seed=seeds)
@settings(max_examples=8, deadline=None)
def test_what_is_known_of_a_group_leaves_the_ways_that_have_it_and_no_others(seed):
    rng = np.random.default_rng(seed)
    counts, grammar = some_grammar(rng)
    lattice = restricted(some_lattice(MIXED, grammar, rng), FEW)
    group = lattice.groups[rng.integers(len(lattice.groups))]
    number = lattice.groups.index(group)
    with_it = {tuple(way) for way, _, _ in readings(lattice, counts, characters="1") if number in way}
    lattice.pin(group, CHARACTERS.index("4"))
    assert {tuple(way) for way, _, _ in readings(lattice, counts, characters="4")} == with_it
    assert_as_one_by_one(lattice, counts, FEW)
    assert lattice.probabilities()[0][number, 4] == pytest.approx(1)
    assert (number, 4) in lattice.best()[0]


def test_the_work_grows_with_the_line_and_no_faster(rng):
    """Steps, each of which is taken once each way, of 20, 40 and 80 pieces: as many more for as many more pieces."""
    boxes = np.array([[5.0 * at, 0, 5.0 * at + 7, 10] for at in range(80)])
    counts = [len(some_lattice(boxes[:count], None, rng).steps) for count in (20, 40, 80)]
    assert counts[2] - counts[1] == 2 * (counts[1] - counts[0])
